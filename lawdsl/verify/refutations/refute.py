"""Refutations: an exact point where the derivative of a candidate is not zero (MATH.md section 5)."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np

from ...algebra.rings.exact import ExactRing
from ...algebra.rings.ring import UndefinedError
from ...algebra.rings.unknown import Unknown
from ...notation.index import Tensor
from ...notation.record import changed as with_values
from ...notation.typed import Family
from ...system.concrete import ConcreteFields
from ..verdict import Counterexample
from .derivatives import Derivatives, Point, is_nonzero
from .domain import FRACTIONS, SMALL
from .sampling import Sampler, exact, shortest
from .shown import counterexample

SPREADS = (3, 3, 20, 200, FRACTIONS)
"""Ranges of integers that points are drawn from, in turn; small numbers make a point readable."""
DRAWS = 8
"""Points drawn for each range."""
WORST_SPREAD = 10**6
"""The range used once the derivative is known not to vanish identically."""
BATCH_WORK = 2_000_000
"""Exact operations for the points that are evaluated together."""
SIMPLIFYING = 20_000_000
"""Exact operations that making a counterexample simpler may take."""
OTHERS = 40
"""Points of a set that are drawn anew in search of a shorter one."""


class Refuter:
    """Looks for counterexamples to the laws of one system at fixed concrete dimensions."""

    def __init__(self, concrete: ConcreteFields, sampler: Sampler | None = None) -> None:
        self._concrete = concrete
        self._sampler = sampler or Sampler(concrete)
        self._domain = self._sampler.domain
        self.defined = False
        """Whether a point on the domain was met where the claim and the flow have a value."""
        self.gaps = False
        """Whether one was met where they have none."""

    def search(
        self, law: Family, spreads: Iterable[int] = SPREADS, readable: bool = True
    ) -> Counterexample | None:
        """A counterexample, or None when all points drawn give zero.

        Where it is to be ``readable``, as many entries as possible get their simplest values.
        """
        rates = Derivatives(self._concrete, law)
        source = random.Random(0)  # the same points in every run
        for spread in spreads:
            drawn = (self._sampler.draw(spread, source) for _ in range(DRAWS))
            points = [point for point in drawn if point is not None]
            found = self._first_nonzero(rates, points)
            if found is not None:
                return self._counterexample(rates, self._simplify(rates, found) if readable else found)
        return None

    def _first_nonzero(self, rates: Derivatives, points: Sequence[Point]) -> Point | None:
        """The first of the points where the derivative is not zero, and where its cotangent can be told."""
        together = max(1, BATCH_WORK // rates.work)
        for start in range(0, len(points), together):
            batch = points[start : start + together]
            for point, found in zip(batch, rates.at(batch), strict=True):
                self.defined |= found is not None
                self.gaps |= found is None
                if found is not None and any(map(is_nonzero, found.flat)) and self._can_be_stated(point):
                    return point
        return None

    def _can_be_stated(self, point: Point) -> bool:
        """Whether the cotangent is rational, which that of the natural metric need not be."""
        if not self._concrete.fields.natural:
            return True
        try:
            pushed = self._pushed_forward(point)
        except UndefinedError:
            return False
        return not any(isinstance(value, Unknown) for array in pushed.values() for value in array.flat)

    def _simplify(self, rates: Derivatives, point: Point) -> Point:
        """The point with as many entries as possible at their simplest values, the rest small."""
        if self._sampler.restricted:
            point = self._shorter(rates, point)
        coordinates = sum(array.size for array in point.values())
        tries = SIMPLIFYING // rates.work
        for group in islice(_halvings(coordinates), tries // 2):
            changed = self._with_simplest(point, group)
            if changed is not None and self._first_nonzero(rates, [changed]) is not None:
                point = changed
        for place in range(min(coordinates, tries // (2 * len(SMALL)))):
            point = self._first_nonzero(rates, list(self._alternatives(point, place))) or point
        return point

    def _shorter(self, rates: Derivatives, point: Point) -> Point:
        """Another point that serves as well, if a shorter one is drawn: few moves stay on a set."""
        source = random.Random(1)
        drawn = (
            self._sampler.draw(min(SPREADS), source) for _ in range(min(OTHERS, SIMPLIFYING // rates.work))
        )
        others = [other for other in drawn if other is not None]
        return shortest([point, *(other for other in others if self._first_nonzero(rates, [other]))])

    def _with_simplest(self, point: Point, group: range) -> Point | None:
        """The point with a group of entries at their simplest values; None if they are already."""
        changed = {tensor: array.copy() for tensor, array in point.items()}
        differs = False
        for tensor, flat in _located(changed, group):
            simplest = self._domain.simplest(tensor)[0]
            differs |= changed[tensor].flat[flat] != simplest
            changed[tensor].flat[flat] = exact(simplest)
        return changed if differs and self._sampler.holds(changed) else None

    def _alternatives(self, point: Point, place: int) -> Iterator[Point]:
        """The point with one entry changed to each value that is simpler than its own."""
        ((tensor, flat),) = _located(point, range(place, place + 1))
        own = point[tensor].flat[flat]
        for value in self._domain.simplest(tensor):
            if value == own:
                return
            changed = {**point, tensor: point[tensor].copy()}
            changed[tensor].flat[flat] = exact(value)
            if self._sampler.holds(changed):
                yield changed

    def _counterexample(self, rates: Derivatives, point: Point) -> Counterexample:
        (found,) = rates.at([point])
        if found is None:
            raise ArithmeticError("a counterexample has no value")
        place, rate = next(item for item in np.ndenumerate(found) if is_nonzero(item[1]))
        shown = counterexample(self._concrete, point, place, rate)
        if not self._concrete.fields.natural:
            return shown
        pushed = counterexample(self._concrete, {**point, **self._pushed_forward(point)}, place, rate)
        return with_values(pushed, preimage=shown.cotangent)

    def _pushed_forward(self, point: Point) -> Point:
        """The cotangents that the natural metric turns into the rates at the point."""
        batch = {tensor: array[np.newaxis] for tensor, array in point.items()}
        pushed = self._concrete.pushed_forward(ExactRing(), batch)
        return {
            tensor: np.broadcast_to(array[0, ...], self._concrete.shape(tensor))
            for tensor, array in pushed.items()
        }


def _halvings(count: int) -> Iterator[range]:
    """Everything, then its halves, quarters, ..., single entries."""
    length = count
    while length:
        yield from (range(start, min(start + length, count)) for start in range(0, count, length))
        length //= 2


def _located(point: Point, places: range) -> Iterator[tuple[Tensor, int]]:
    """Tensor and flat position of numbered entries."""
    offset = 0
    for tensor, array in point.items():
        for place in range(max(places.start, offset), min(places.stop, offset + array.size)):
            yield tensor, place - offset
        offset += array.size
