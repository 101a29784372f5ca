"""Directions along the set of the assumptions, for laws that have no residues modulo a prime."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import flint
import numpy as np

from ...algebra.rings.interval import IntervalRing, ball, excludes_zero, precision
from ...algebra.rings.number_field import AlgebraicNumber
from ...algebra.rings.ring import UndefinedError
from ...algebra.solving import evaluate
from ...notation.index import Tensor
from ...notation.typed import Family
from ..counts.independence import gradient_rows
from ..refutations.derivatives import BITS, Point
from .assumed import Assumed


def changes_along(assumed: Assumed, point: Point, chosen: tuple[int, ...], law: Family) -> bool:
    """Whether a component of the law has a derivative that is proved not to be zero along the set.

    ``chosen`` are generators with independent gradients whose set is a manifold at the point; its tangent
    space is what these gradients annihilate. False also where the point is not rational.
    """
    fields = assumed.concrete.fields
    tensors = (*fields.state, *fields.constants)
    if any(isinstance(value, AlgebraicNumber) for tensor in tensors for value in point[tensor].flat):
        return False
    directions = _tangents(assumed, point, chosen)
    with precision(BITS):
        ring = IntervalRing()
        batch: Mapping[Tensor, Any] = {tensor: ring.lift(point[tensor][np.newaxis]) for tensor in tensors}
        try:
            rows = gradient_rows(assumed.concrete, ring, law, batch)
        except UndefinedError:
            return False
        return any(
            excludes_zero(
                sum((ball(step) * slope for step, slope in zip(direction, row, strict=True)), ball(0))
            )
            for row in rows
            for direction in directions
        )


def _tangents(assumed: Assumed, point: Point, chosen: tuple[int, ...]) -> list[list[Fraction]]:
    """A basis of the tangent space: what the gradients of the chosen generators annihilate."""
    fields, moving = assumed.concrete.fields, assumed.variety.derivation.moving
    values = [value for tensor in (*fields.state, *fields.constants) for value in point[tensor].flat]
    polynomials = [assumed.variety.polynomials[place] for place in chosen]
    rows = [
        [_rational(evaluate(item.derivative(place), values)) for place in range(moving)]
        for item in polynomials
    ]
    reduced, rank = flint.fmpq_mat(len(rows), moving, [entry for row in rows for entry in row]).rref()
    pivots = [next(at for at in range(moving) if reduced[row, at]) for row in range(rank)]
    free = [at for at in range(moving) if at not in pivots]
    return [[_step(reduced, pivots, place, at) for at in range(moving)] for place in free]


def _step(reduced: Any, pivots: list[int], free: int, place: int) -> Fraction:
    if place == free:
        return Fraction(1)
    if place not in pivots:
        return Fraction(0)
    entry = reduced[pivots.index(place), free]
    return Fraction(-int(entry.p), int(entry.q))


def _rational(value: Any) -> flint.fmpq:
    exact = Fraction(value)
    return flint.fmpq(exact.numerator, exact.denominator)
