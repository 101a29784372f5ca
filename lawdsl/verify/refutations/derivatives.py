"""Derivatives of laws at exact points: rational numbers where they are, else enclosures of reals."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...algebra.programs.program import Program
from ...algebra.rings.exact import ExactRing
from ...algebra.rings.interval import IntervalRing, enclosure, precision
from ...algebra.rings.ring import UndefinedError
from ...algebra.rings.unknown import Unknown
from ...notation.expression import is_rational
from ...notation.index import Tensor
from ...notation.typed import Family
from ...system.concrete import ConcreteFields
from .enclosure import Enclosure, rounded

Values = NDArray[Any]
Point = dict[Tensor, Values]
"""For each variable an array of exact numbers, without batch axis."""

BITS = 192
"""The precision of enclosures."""


class Derivatives:
    """The rates of change of the components of one law along X_G."""

    def __init__(self, concrete: ConcreteFields, law: Family) -> None:
        self._concrete = concrete
        self._program: Program = concrete.program(law)
        self._rational = is_rational(law.body) and all(map(is_rational, concrete.fields.bodies()))
        self._exact = ExactRing()

    @cached_property
    def work(self) -> int:
        """Operations that one point takes."""
        return self._concrete.work(self._program)

    def at(self, points: Sequence[Point]) -> list[Values | None]:
        """The rates at each point, as int, Fraction or Enclosure; None where something has no value."""
        try:
            exact = self._evaluated(self._exact, points)
        except UndefinedError:
            if len(points) > 1:
                return [rates for point in points for rates in self.at([point])]
            return [None if self._rational else self._enclosed(points[0])]
        return [self._completed(exact[place, ...], point) for place, point in enumerate(points)]

    def _evaluated(self, ring: Any, points: Sequence[Point]) -> Values:
        batch = {tensor: ring.lift(np.stack([point[tensor] for point in points])) for tensor in points[0]}
        derivative = self._concrete.lie_derivative(self._program, ring, batch)
        return np.broadcast_to(derivative, (len(points), *derivative.shape[1:]))

    def _completed(self, rates: Values, point: Point) -> Values | None:
        """The rates with enclosures where exact arithmetic has no answer."""
        if self._rational or not any(isinstance(rate, Unknown) for rate in rates.flat):
            return rates
        return self._enclosed(point)

    def _enclosed(self, point: Point) -> Values | None:
        with precision(BITS):
            try:
                rates = self._evaluated(IntervalRing(), [point])[0, ...]
            except UndefinedError:
                return None
            flat = np.empty(rates.size, dtype=object)
            flat[:] = [_rounded(rate) for rate in rates.flat]
        return flat.reshape(rates.shape)


def _rounded(rate: Any) -> Fraction | Enclosure:
    """What a ball encloses; an exact number stays one."""
    bounds = enclosure(rate)
    if bounds is None:
        return _ANYTHING
    lower, upper = bounds
    return lower if lower == upper else rounded(lower, upper)


_ANYTHING = Enclosure(Fraction(-1), Fraction(1))
"""Of a number of which nothing is known: it may be zero."""


def is_nonzero(rate: int | Fraction | Enclosure) -> bool:
    """Whether a rate is proved not to be zero."""
    return rate.excludes_zero() if isinstance(rate, Enclosure) else rate != 0
