"""Points of a set where functions change that are zero on it although no equation says so."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...algebra.rings.exact import ExactRing
from ...algebra.rings.ring import UndefinedError
from ...algebra.rings.unknown import Unknown
from ...algebra.solving import Coordinate, evaluate
from ...notation.index import Tensor
from ...system.concrete import ConcreteFields
from ..refutations.derivatives import Point
from ..refutations.refute import DRAWS, SPREADS
from ..refutations.sampling import Sampler, shortest
from ..refutations.shown import counterexample
from ..verdict import Counterexample
from .derivation import Polynomial
from .variety import Variety


def departure(variety: Variety, sampler: Sampler) -> Counterexample | None:
    """A point that the flow leaves the set from, told by a generator that was added to its equations.

    The generator is zero on the set and its derivative is not zero at the point.
    """
    derivation = variety.derivation
    for polynomial in variety.added:
        rated = [(point, _rate(derivation.concrete, polynomial, point)) for point in _drawn(sampler)]
        leaving = [point for point, rate in rated if rate]
        if leaving:
            point = shortest(leaving)
            rate = _rate(derivation.concrete, polynomial, point)
            return counterexample(derivation.concrete, point, (), rate, derivation.text(polynomial))
    return None


def _drawn(sampler: Sampler) -> Iterator[Point]:
    source = random.Random(3)
    for spread in SPREADS:
        drawn = (sampler.draw(spread, source) for _ in range(DRAWS))
        yield from (point for point in drawn if point is not None)


def _rate(concrete: ConcreteFields, polynomial: Polynomial, point: Point) -> Coordinate:
    """The derivative of a polynomial at a point, or zero where it is not known or has no value."""
    fields = concrete.fields
    batch = {tensor: array[np.newaxis] for tensor, array in point.items()}
    try:
        rates = concrete.rates(ExactRing(), batch)
    except UndefinedError:
        return Fraction(0)
    values = [value for tensor in (*fields.state, *fields.constants) for value in point[tensor].flat]
    moving = (rate for tensor in fields.state for rate in _whole(concrete, tensor, rates))
    total: Coordinate = Fraction(0)
    for place, rate in enumerate(moving):
        slope = evaluate(polynomial.derivative(place), values)
        if slope and isinstance(rate, Unknown):
            return Fraction(0)
        total = total + slope * rate if slope else total
    return total


def _whole(concrete: ConcreteFields, tensor: Tensor, rates: Mapping[Tensor, NDArray[Any]]) -> Iterator[Any]:
    return iter(np.broadcast_to(rates[tensor], (1, *concrete.shape(tensor))).flat)
