"""Vector fields at concrete dimensions, evaluated at points over any ring (MATH.md section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import product
from math import prod
from typing import TypeVar

import numpy as np

from ..algebra.programs.compile import compile_program
from ..algebra.programs.program import Program
from ..algebra.rings.jet import Jet, JetRing
from ..algebra.rings.ring import Ring
from ..notation.index import Role, Tensor, gradient_of
from ..notation.sizes import concrete_shape
from ..notation.typed import Family
from .fields import VectorFields

A = TypeVar("A")


class ConcreteFields:
    """The reading of vector fields as values: right-hand sides by one forward and one backward pass.

    A point gives every variable an array of shape (batch, *sizes) over the ring; no polynomial is
    multiplied out unless the ring itself consists of polynomials.
    """

    def __init__(self, fields: VectorFields, sizes: Mapping[str, int]) -> None:
        self.fields = fields
        self.sizes = sizes

    def shape(self, tensor: Tensor) -> tuple[int, ...]:
        """The sizes of a tensor's slots."""
        return concrete_shape(tensor.shape, self.sizes)

    def component_shape(self, family: Family) -> tuple[int, ...]:
        """The sizes of a family's free indices."""
        return concrete_shape(tuple(index.dimension for index in family.indices), self.sizes)

    def size(self, tensor: Tensor) -> int:
        """How many entries a tensor has."""
        return prod(self.shape(tensor))

    @property
    def dimension(self) -> int:
        """The dimension N of the state."""
        return sum(self.size(tensor) for tensor in self.fields.state)

    def program(self, family: Family) -> Program:
        """The family compiled at these dimensions; its output is called by the family's name."""
        return compile_program({family.name: (family.indices, family.body)}, self.sizes)

    def rates(self, ring: Ring[A], point: Mapping[Tensor, A]) -> dict[Tensor, A]:
        """The right-hand side X_G at a point."""
        leaves = {**point, **self._gradients(ring, point)}
        values = self._rates.evaluate(ring, leaves)
        return {tensor: values[tensor.name] for tensor in self.fields.state}

    def lie_derivative(self, law: Program, ring: Ring[A], point: Mapping[Tensor, A]) -> A:
        """The derivative of every component of a compiled law along X_G at a point (M2)."""
        jets = JetRing(ring)
        leaves = {tensor: jets.constant(value) for tensor, value in point.items()}
        moved: dict[Tensor, Jet[A]] = dict(leaves)
        for tensor, rate in self.rates(ring, point).items():
            moved[tensor] = jets.perturb(leaves[tensor], jets.constant(rate))
        (value,) = law.evaluate(jets.extend(), moved).values()
        return jets.derivative(value).parts[0]

    def pushed_forward(self, ring: Ring[A], point: Mapping[Tensor, A]) -> dict[Tensor, A]:
        """The cotangents J J^T G at a point: the natural metric gives them the Euclidean rates of G.

        (J^T J)^+ J^T (J J^T G) = J^T G, since J^T G is in the range of J^T J.
        """
        jets = JetRing(ring)
        moved: dict[Tensor, Jet[A]] = {tensor: jets.constant(value) for tensor, value in point.items()}
        for tensor, gradient in self._gradients(ring, point).items():
            place = next(item for item in self.fields.state if gradient_of(item) == tensor)
            moved[place] = jets.perturb(moved[place], jets.constant(gradient))
        found = {}
        for cotangent in self.fields.cotangents:
            (value,) = self.program(cotangent.map).evaluate(jets.extend(), moved).values()
            (tensor,) = cotangent.tensors()
            found[tensor] = jets.derivative(value).parts[0]
        return found

    def work(self, law: Program) -> int:
        """Products and array entries of evaluating a compiled law and the right-hand side once."""
        programs = (law, *self._programs())
        return self.entries() + _entries(law) + sum(program.multiplications() for program in programs)

    def field_work(self) -> int:
        """Products and array entries of evaluating the right-hand side once."""
        return self.entries() + sum(program.multiplications() for program in self._programs())

    def entries(self) -> int:
        """Array entries of evaluating the right-hand side once."""
        return sum(map(_entries, self._programs()))

    def _programs(self) -> tuple[Program, ...]:
        return (self._rates, self._potential) if self.fields.cotangents else (self._rates,)

    def _gradients(self, ring: Ring[A], point: Mapping[Tensor, A]) -> dict[Tensor, A]:
        """The cotangent J_phi^T G of every parameter."""
        if not self.fields.cotangents:
            return {}
        wanted = [tensor for tensor in self.fields.state if tensor.role is Role.PARAMETER]
        values = self._potential.forward(ring, point)
        seed = ring.lift(np.ones(1, dtype=np.int64))
        gradients = self._potential.backward(ring, values, {"potential": seed}, wanted)
        return {gradient_of(tensor): gradient for tensor, gradient in gradients.items()}

    @cached_property
    def _potential(self) -> Program:
        return compile_program({"potential": ((), self.fields.potential())}, self.sizes)

    @cached_property
    def _rates(self) -> Program:
        families = {
            tensor.name: (family.indices, family.body) for tensor, family in self.fields.rates.items()
        }
        return compile_program(families, self.sizes)

    def entry_names(self, tensor: Tensor) -> list[str]:
        """The text of every entry in order, such as ``U[0,1]``."""
        places = product(*(range(size) for size in self.shape(tensor)))
        return [entry_name(tensor.name, place) for place in places]


def _entries(program: Program) -> int:
    return sum(prod(node.shape) for node in program.nodes)


def entry_name(name: str, place: tuple[int, ...]) -> str:
    """The text of one entry of a tensor or of one component of a law."""
    return f"{name}[{','.join(map(str, place))}]" if place else name
