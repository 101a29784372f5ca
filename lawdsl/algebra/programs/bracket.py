"""Lie brackets of vector fields by values: no field is ever expanded (MATH.md section 3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from ...notation.index import Tensor
from ..rings.jet import Jet, JetRing

A = TypeVar("A")

State = Mapping[Tensor, Jet[A]]
Field = Callable[[JetRing[A], State[A]], State[A]]
"""A vector field: its components at a state, over whichever jets the state is made of."""


def nested_bracket(fields: Sequence[Field[A]], ring: JetRing[A], state: State[A]) -> State[A]:
    """The value [X_1, [X_2, [..., X_k]]](α), where [X, Y] = DY·X − DX·Y.

    With ε² = 0 the map Φ = id + ε X is the flow of X and pulls Y back to DΦ⁻¹ · Y∘Φ = Y + ε [X, Y].
    So the bracket is the coefficient of ε_1 ... ε_(k-1) in X_k pulled back along one flow after the other:
    every field is evaluated once on the way there and differentiated once on the way back.
    """
    *outer, last = fields
    visited: list[tuple[JetRing[A], State[A]]] = []
    for field in outer:
        visited.append((ring, state))
        ring, state = ring.extend(), _perturbed(ring, state, field(ring, state))
    value = last(ring, state)
    for field, (inner, place) in zip(reversed(outer), reversed(visited), strict=True):
        unmoved = {tensor: inner.restrict(part) for tensor, part in value.items()}
        turned = directional_derivative(field, inner, place, unmoved)
        value = {
            tensor: inner.add(inner.derivative(part), inner.scale(turned[tensor], Fraction(-1)))
            for tensor, part in value.items()
        }
    return value


def directional_derivative(
    field: Field[A], ring: JetRing[A], state: State[A], direction: State[A]
) -> State[A]:
    """The derivative of a field at a state along a direction: D field(α)·v."""
    moved = _perturbed(ring, state, direction)
    return {tensor: ring.derivative(part) for tensor, part in field(ring.extend(), moved).items()}


def _perturbed(ring: JetRing[A], state: State[A], direction: State[A]) -> State[A]:
    return {tensor: ring.perturb(value, direction[tensor]) for tensor, value in state.items()}
