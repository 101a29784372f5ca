"""Lie brackets of vector fields by values: no field is ever expanded (MATH.md section 3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeVar

from ..notation.index import Tensor
from .jet import Jet, JetRing

A = TypeVar("A")

State = Mapping[Tensor, Jet[A]]
Field = Callable[[JetRing[A], State[A]], State[A]]
"""A vector field: its components at a state, over whichever jets the state is made of."""


def bracket(first: Field[A], second: Field[A]) -> Field[A]:
    """The field [X, Y](α) = DY(α)·X(α) − DX(α)·Y(α); brackets of brackets may be formed again."""

    def field(ring: JetRing[A], state: State[A]) -> State[A]:
        along_first = directional_derivative(second, ring, state, first(ring, state))
        along_second = directional_derivative(first, ring, state, second(ring, state))
        return {
            tensor: ring.add(part, ring.scale(along_second[tensor], Fraction(-1)))
            for tensor, part in along_first.items()
        }

    return field


def directional_derivative(
    field: Field[A], ring: JetRing[A], state: State[A], direction: State[A]
) -> State[A]:
    """The derivative of a field at a state along a direction: D field(α)·v."""
    moved = {tensor: ring.perturb(value, direction[tensor]) for tensor, value in state.items()}
    return {tensor: ring.derivative(part) for tensor, part in field(ring.extend(), moved).items()}
