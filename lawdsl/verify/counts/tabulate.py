"""Counts of one system at many concrete dimensions, and a formula that they suggest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from time import perf_counter

from ...conjecture.propose import Conjecture, propose
from ...diagnostics import Source
from ...notation.typed import TypedSystem
from ..claims import Claims
from ..points import Sizes
from ..verdict import Proved
from .census import Census
from .count import LawCount


@dataclass(frozen=True, slots=True)
class CountedPoint:
    """All laws at one choice of the dimensions; ``unproved`` candidates were left out of the count."""

    sizes: Sizes
    count: LawCount
    unproved: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class SystemCounts:
    """The counts of one system; ``fitted`` tells that a formula was looked for."""

    name: str
    source: Source = field(repr=False)
    points: tuple[CountedPoint, ...]
    fitted: bool = False
    conjecture: Conjecture | None = None

    @property
    def complete(self) -> bool:
        """Whether the given laws are proved to be all laws at every point, of which there is one."""
        return bool(self.points) and all(point.count.complete for point in self.points)


def counted_points(system: TypedSystem, points: Iterable[Sizes]) -> Iterator[CountedPoint]:
    """Count the laws at each of the points. Raises SpecError for assumptions that cannot hold."""
    claims = Claims(system, {})
    claims.refuse_false_assumptions()
    census = Census(claims)
    for sizes in points:
        started = perf_counter()
        count = census.counted(sizes)
        # A complete count needs no candidate that it left out.
        laws = () if count.complete else system.laws
        unproved = tuple(law.name for law in laws if not isinstance(claims.at(law.name, sizes), Proved))
        yield CountedPoint(sizes, count, unproved, perf_counter() - started)


def conjectured(points: Iterable[CountedPoint]) -> Conjecture | None:
    """A closed formula for the counts; a count that brackets went on changing is left out."""
    settled = [point for point in points if point.count.settled]
    return propose({tuple(point.sizes.items()): point.count.upper for point in settled})
