"""Signs that polynomials have on a whole domain, seen from the signs of their terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import prod
from typing import Any

import flint

from ...algebra.rings.polynomial import as_rational
from ...algebra.rings.tower import Tower
from ...notation.typed import Condition
from ...system.concrete import ConcreteFields

Bounds = tuple[Fraction | None, Fraction | None]
"""A lower and an upper bound."""


SHIFTED = 20_000
"""Terms that a polynomial may have once its coordinates are counted from other numbers than zero."""


class Orthant:
    """The bounds of all coordinates; calling it gives the sign of a polynomial wherever that is not zero.

    With every coordinate counted from a bound of its own, a polynomial whose terms all have one sign
    has that sign, and is not zero inside of the domain if one of them is not. None is the answer for all
    others.
    """

    def __init__(self, bounds: Sequence[Bounds]) -> None:
        self._bounds = bounds

    def __call__(self, polynomial: Any, tower: Tower) -> int | None:
        """The sign of a polynomial in the elements of the tower and the coordinates."""
        return self._known(polynomial, tower)[0]

    def excludes_zero(self, polynomial: Any, tower: Tower) -> bool:
        """Whether a polynomial is known not to be zero inside of the domain."""
        return self._known(polynomial, tower)[1]

    def _known(self, polynomial: Any, tower: Tower) -> tuple[int | None, bool]:
        if not len(polynomial):
            return None, False
        known = [self._counted_from(preferred, polynomial, tower) for preferred in (0, 1)]
        return max(known, key=lambda item: (item[0] is not None, item[1]))

    def _counted_from(self, preferred: int, polynomial: Any, tower: Tower) -> tuple[int | None, bool]:
        """What the terms tell, with coordinates counted from lower bounds (0) or upper ones (1) first."""
        places = _Places(polynomial, tower)
        for place, bounds in enumerate(self._bounds, start=tower.plan.room):
            side = preferred if bounds[preferred] is not None else 1 - preferred
            bound = bounds[side]
            if bound is not None and polynomial.degrees()[place]:
                places.count(place, bound, -1 if side else 1)
        counted = places.counted()
        if counted is None:
            return None, False
        found = [_term_sign(term, places) for term in counted.to_dict().items()]
        signs = {sign for sign, _ in found}
        sign = signs.pop() if len(signs) == 1 else None
        return sign, sign is not None and any(nonzero for _, nonzero in found)


class _Places:
    """The generators of a ring with what is known of each: its sign, and whether it may be zero."""

    def __init__(self, polynomial: Any, tower: Tower) -> None:
        self._polynomial = polynomial
        self._generators: dict[int, Any] = {}
        self._shifted: set[int] = set()
        self.signs: dict[int, int] = {}
        self.nonzero: set[int] = set()
        for serial, element in enumerate(tower.elements):
            place = tower.plan.room - 1 - serial
            self.signs[place] = element.sign
            if element.excludes_zero:
                self.nonzero.add(place)

    def count(self, place: int, bound: Fraction, direction: int) -> None:
        """Count a coordinate from a bound in a direction: inside of the domain it is then positive."""
        self.signs[place] = 1
        self.nonzero.add(place)
        if bound:
            self._shifted.add(place)
        if bound or direction < 0:
            start = flint.fmpq(bound.numerator, bound.denominator)
            self._generators[place] = start + direction * self._polynomial.context().gens()[place]

    def counted(self) -> Any | None:
        """The polynomial in what was counted; None where it gets too long."""
        if not self._generators:
            return self._polynomial
        terms = sum(
            prod(1 + powers[place] for place in self._shifted) for powers in self._polynomial.monoms()
        )
        if terms > SHIFTED:
            return None
        generators = self._polynomial.context().gens()
        return self._polynomial.compose(
            *(self._generators.get(at, item) for at, item in enumerate(generators))
        )


def _term_sign(term: tuple[tuple[int, ...], Any], places: _Places) -> tuple[int | None, bool]:
    """The sign of a term wherever it is not zero, and whether it is nowhere."""
    exponents, coefficient = term
    sign = 1 if as_rational(coefficient) > 0 else -1
    nonzero = True
    for place, exponent in enumerate(exponents):
        if exponent % 2:
            sign *= places.signs.get(place, 0)
        nonzero &= not exponent or place in places.nonzero
    return (sign or None), nonzero


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
