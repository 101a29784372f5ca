"""Signs that polynomials have on a whole domain, seen from the signs of their terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import flint

from ..algebra.polynomial import as_rational
from ..algebra.tower import Tower
from ..notation.typed import Condition
from ..system.concrete import ConcreteFields

Bounds = tuple[Fraction | None, Fraction | None]
"""A lower and an upper bound."""


class Orthant:
    """The bounds of all coordinates; calling it gives the sign of a polynomial wherever that is not zero.

    With every coordinate counted from a bound of its own, a polynomial whose terms all have one sign
    has that sign. None is the answer for all others.
    """

    def __init__(self, bounds: Sequence[Bounds]) -> None:
        self._bounds = bounds

    def __call__(self, polynomial: Any, tower: Tower) -> int | None:
        """The sign of a polynomial in the elements of the tower and the coordinates."""
        if polynomial.is_constant():
            return 1 if as_rational(polynomial.leading_coefficient()) > 0 else -1
        for preferred in (0, 1):
            sign = self._counted_from(preferred, polynomial, tower)
            if sign is not None:
                return sign
        return None

    def _counted_from(self, preferred: int, polynomial: Any, tower: Tower) -> int | None:
        """The sign of all terms, with coordinates counted from lower bounds (0) or upper ones (1) first."""
        generators = list(polynomial.context().gens())
        signs = [*_element_signs(tower), *([0] * len(self._bounds))]
        for place, bounds in enumerate(self._bounds, start=tower.plan.room):
            side = preferred if bounds[preferred] is not None else 1 - preferred
            bound = bounds[side]
            if bound is None:
                continue
            signs[place] = 1
            start = flint.fmpq(bound.numerator, bound.denominator)
            generators[place] = start - generators[place] if side else start + generators[place]
        found = {_term_sign(term, signs) for term in polynomial.compose(*generators).to_dict().items()}
        return found.pop() if len(found) == 1 else None


def _element_signs(tower: Tower) -> list[int]:
    """The signs of all adjoined elements, the later ones first, with 0 for those that are not known."""
    signs = [int(element.kind in ("exp", "root")) for element in reversed(tower.elements)]
    return [0] * (tower.plan.room - len(signs)) + signs


def _term_sign(term: tuple[tuple[int, ...], Any], signs: Sequence[int]) -> int | None:
    exponents, coefficient = term
    if any(exponent % 2 and not sign for exponent, sign in zip(exponents, signs, strict=True)):
        return None
    return 1 if as_rational(coefficient) > 0 else -1


def bounds_of(conditions: Iterable[Condition]) -> Bounds:
    """The closest bounds that some conditions on one tensor give."""
    found = tuple(conditions)
    low = [item.bound for item in found if item.relation in (">", ">=")]
    high = [item.bound for item in found if item.relation in ("<", "<=")]
    return (max(low) if low else None, min(high) if high else None)


def orthant(concrete: ConcreteFields, variables: Iterable[Any]) -> Orthant:
    """The bounds of the entries of some tensors, in order."""
    conditions = concrete.fields.conditions
    return Orthant(
        [
            bounds_of(item for item in conditions if item.tensor == tensor)
            for tensor in variables
            for _ in range(concrete.size(tensor))
        ]
    )
