"""Backward differentiation: the transposed Jacobian times a cotangent, in one pass over the nodes."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Generic, TypeVar, assert_never

import numpy as np

from ...notation.index import Tensor
from ..rings.ring import Ring
from .node import Apply, Combine, Contract, Invert, Kronecker, Node, Radical, Select, Shape, Unit
from .selection import selection_key

A = TypeVar("A")
K = TypeVar("K", bound=Hashable)


def pull_back(
    nodes: Sequence[Node],
    ring: Ring[A],
    values: Sequence[A],
    cotangents: Mapping[int, A],
    wanted: Mapping[Tensor, Shape],
) -> dict[Tensor, A]:
    """The gradients of the wanted tensors, given cotangents of some nodes.

    Every step is linear in the cotangents, so any ring will do and the batch of a seed passes through.
    A tensor on which nothing depends gets zeros.
    """
    backward = _Backward(nodes, ring, values, wanted, dependence(nodes, frozenset(wanted)), dict(cotangents))
    for place in reversed(range(len(nodes))):
        if place in backward.pending and backward.active[place]:
            backward.visit(place, backward.pending.pop(place))
    for tensor, shape in wanted.items():
        if tensor not in backward.gradients:
            backward.gradients[tensor] = ring.lift(np.zeros((1, *shape), dtype=np.int64))
    return backward.gradients


def dependence(nodes: Sequence[Node], wanted: frozenset[Tensor]) -> list[bool]:
    """For each node, whether it depends on a wanted tensor."""
    active: list[bool] = []
    for node in nodes:
        match node:
            case Unit() | Kronecker():
                active.append(False)
            case Select(tensor):
                active.append(tensor in wanted)
            case Combine(_, addends):
                active.append(any(active[addend.node] for addend in addends))
            case Invert(operand) | Apply(_, operand) | Radical(_, operand):
                active.append(active[operand])
            case Contract(left, right):
                active.append(active[left] or active[right])
            case _:
                assert_never(node)
    return active


@dataclass(slots=True)
class _Backward(Generic[A]):
    nodes: Sequence[Node]
    ring: Ring[A]
    values: Sequence[A]
    wanted: Mapping[Tensor, Shape]
    active: Sequence[bool]
    pending: dict[int, A]
    gradients: dict[Tensor, A] = field(default_factory=dict)

    def visit(self, place: int, cotangent: A) -> None:
        """Hand the cotangent of a node on to its operands."""
        node = self.nodes[place]
        match node:
            case Unit() | Kronecker():
                return
            case Select():
                self._scatter(node, cotangent)
            case Combine():
                self._distribute(node, cotangent)
            case Invert():
                self._uninvert(node, place, cotangent)
            case Apply():
                self._unapply(node, place, cotangent)
            case Radical(degree, operand):
                # The derivative of y = x**(1/q) is y/(q x).
                slope = self._entrywise(self.values[place], self.ring.invert(self.values[operand]))
                part = self.ring.scale(self._entrywise(cotangent, slope), Fraction(1, degree))
                self._add(self.pending, operand, part)
            case Contract():
                self._unmultiply(node, cotangent)
            case _:
                assert_never(node)

    def _add(self, store: dict[K, A], key: K, part: A) -> None:
        store[key] = self.ring.add(store[key], part) if key in store else part

    def _scatter(self, node: Select, cotangent: A) -> None:
        key = selection_key(node.places, node.shape)
        part = self.ring.embed(cotangent, key, self.wanted[node.tensor])
        self._add(self.gradients, node.tensor, part)

    def _distribute(self, node: Combine, cotangent: A) -> None:
        """Axes that were summed broadcast on the way back, and axes that were broadcast are summed."""
        for addend in node.addends:
            if not self.active[addend.node]:
                continue
            origin = {place: axis for axis, place in enumerate(addend.positions)}
            positions = tuple(origin.get(place) for place in range(len(node.shape)))
            part = self.ring.arrange(cotangent, positions, self.nodes[addend.node].shape)
            if addend.coefficient != 1:
                part = self.ring.scale(part, addend.coefficient)
            self._add(self.pending, addend.node, part)

    def _uninvert(self, node: Invert, place: int, cotangent: A) -> None:
        """The derivative of 1/x is minus its square."""
        squared = self._entrywise(self.values[place], self.values[place])
        part = self._entrywise(cotangent, squared)
        self._add(self.pending, node.node, self.ring.scale(part, Fraction(-1)))

    def _unapply(self, node: Apply, place: int, cotangent: A) -> None:
        match node.function:
            case "exp":
                slope = self.values[place]
            case "log":
                slope = self.ring.invert(self.values[node.node])
            case "sign":
                return  # constant wherever it has a derivative
            case _:
                assert_never(node.function)
        self._add(self.pending, node.node, self._entrywise(cotangent, slope))

    def _entrywise(self, left: A, right: A) -> A:
        axes = tuple(range(self.ring.rank(left)))
        return self.ring.contract(left, right, axes, axes, axes)

    def _unmultiply(self, node: Contract, cotangent: A) -> None:
        """The cotangent of either factor is the product of the other one with the cotangent."""
        contract, values = self.ring.contract, self.values
        if self.active[node.left]:
            part = contract(cotangent, values[node.right], node.axes, node.right_axes, node.left_axes)
            self._add(self.pending, node.left, part)
        if self.active[node.right]:
            part = contract(cotangent, values[node.left], node.axes, node.left_axes, node.right_axes)
            self._add(self.pending, node.right, part)
