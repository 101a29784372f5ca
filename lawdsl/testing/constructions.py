"""Vector fields that conserve what they are made from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from .polynomial import Polynomial


def cross_product(first: Polynomial, second: Polynomial) -> tuple[Polynomial, Polynomial, Polynomial]:
    """∇f × ∇g in three dimensions, which is tangent to the level sets of both (Nambu 1973)."""
    return cross(first.gradient(), second.gradient())


def cross(
    left: Sequence[Polynomial], right: Sequence[Polynomial]
) -> tuple[Polynomial, Polynomial, Polynomial]:
    """The vector that is orthogonal to two in three dimensions."""
    a, b, c = left
    u, v, w = right
    return b * w - c * v, c * u - a * w, a * v - b * u


def hamiltonian_field(energy: Polynomial) -> tuple[Polynomial, ...]:
    """q' = ∂H/∂p and p' = -∂H/∂q, with all q before all p."""
    slopes = energy.gradient()
    half = len(slopes) // 2
    return (*slopes[half:], *(-slope for slope in slopes[:half]))


def tangent_field(field: Sequence[Polynomial], law: Polynomial) -> tuple[Polynomial, ...]:
    """|∇f|² Y - (Y·∇f) ∇f: any field made tangent to the level sets of a function."""
    slopes = law.gradient()
    square, across = dot(slopes, slopes), dot(field, slopes)
    return tuple(square * rate - across * slope for rate, slope in zip(field, slopes, strict=True))


def dot(left: Sequence[Polynomial], right: Sequence[Polynomial]) -> Polynomial:
    """The scalar product of two vectors of polynomials."""
    return reduce(Polynomial.__add__, (a * b for a, b in zip(left, right, strict=True)))
