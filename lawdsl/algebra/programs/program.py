"""A compiled family of expressions, evaluated over any ring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod
from typing import TypeVar, assert_never

import numpy as np

from ...notation.expression import Function
from ...notation.index import Tensor
from ...notation.sizes import concrete_shape
from ..rings.ring import Ring
from .gradient import pull_back
from .node import Addend, Apply, Combine, Contract, Invert, Kronecker, Node, Radical, Select, Shape, Unit
from .selection import selection_key

A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Program:
    """Array nodes in an order in which each follows its operands.

    ``outputs`` gives the node of each compiled expression; its axes are the free indices that were asked for.
    ``sizes`` gives the value of every symbolic dimension.
    """

    nodes: tuple[Node, ...]
    outputs: Mapping[str, int]
    sizes: Mapping[str, int]

    def forward(self, ring: Ring[A], leaves: Mapping[Tensor, A]) -> list[A]:
        """The value of every node, given arrays of shape (batch, *sizes) for the tensors.

        Raises KeyError when a tensor has no array.
        """
        values: list[A] = []
        for node in self.nodes:
            values.append(_value(ring, node, values, leaves))
        return values

    def evaluate(self, ring: Ring[A], leaves: Mapping[Tensor, A]) -> dict[str, A]:
        """The value of every output, of shape (batch, *sizes of its free indices)."""
        values = self.forward(ring, leaves)
        return {name: values[node] for name, node in self.outputs.items()}

    def backward(
        self, ring: Ring[A], values: Sequence[A], seeds: Mapping[str, A], wanted: Sequence[Tensor]
    ) -> dict[Tensor, A]:
        """The gradient of Σ seed · output with respect to every entry of the wanted tensors.

        ``values`` comes from `forward`; a seed has the shape of its output, and its own batch if the
        output has none. This is Jᵀ·seed by one pass; no Jacobian is ever formed.
        """
        cotangents: dict[int, A] = {}
        for name, seed in seeds.items():  # two names may share one node: their seeds add up
            node = self.outputs[name]
            cotangents[node] = ring.add(cotangents[node], seed) if node in cotangents else seed
        shapes = {tensor: concrete_shape(tensor.shape, self.sizes) for tensor in wanted}
        return pull_back(self.nodes, ring, values, cotangents, shapes)

    def multiplications(self) -> int:
        """How many products of numbers one unbatched evaluation takes in its contractions."""
        return sum(self._products(node) for node in self.nodes if isinstance(node, Contract))

    def _products(self, node: Contract) -> int:
        sizes = dict(zip(node.left_axes, self.nodes[node.left].shape, strict=True))
        sizes.update(zip(node.right_axes, self.nodes[node.right].shape, strict=True))
        return prod(sizes.values())


def _value(ring: Ring[A], node: Node, values: Sequence[A], leaves: Mapping[Tensor, A]) -> A:
    match node:
        case Unit():
            return ring.lift(np.ones(1, dtype=np.int64))
        case Kronecker(shape, position):
            identity = np.eye(shape[0], dtype=np.int64)
            return ring.lift((identity if position is None else identity[position])[np.newaxis])
        case Select(tensor, places, shape):
            return ring.select(leaves[tensor], selection_key(places, shape))
        case Combine():
            return _combination(ring, node, values)
        case Invert(operand):
            return ring.invert(values[operand])
        case Apply(function, operand):
            return _applied(ring, function, values[operand])
        case Radical(degree, operand):
            return ring.root(values[operand], degree)
        case Contract(left, right, left_axes, right_axes, axes):
            return ring.contract(values[left], values[right], left_axes, right_axes, axes)
        case _:
            assert_never(node)


def _applied(ring: Ring[A], function: Function, argument: A) -> A:
    match function:
        case "exp":
            return ring.exponential(argument)
        case "log":
            return ring.logarithm(argument)
        case "sign":
            return ring.sign(argument)
        case _:
            assert_never(function)


def _combination(ring: Ring[A], node: Combine, values: Sequence[A]) -> A:
    if not node.addends:
        return ring.lift(np.zeros((1, *node.shape), dtype=np.int64))
    first, *rest = (_addend(ring, addend, node.shape, values) for addend in node.addends)
    return reduce(ring.add, rest, first)


def _addend(ring: Ring[A], addend: Addend, shape: Shape, values: Sequence[A]) -> A:
    part = ring.arrange(values[addend.node], addend.positions, shape)
    return part if addend.coefficient == 1 else ring.scale(part, addend.coefficient)
