"""The words for durations, dimensions, exact numbers and counts that every text shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ..verify.verdict import Scope

if TYPE_CHECKING:
    from ..verify.verdict import Exact

Point = Mapping[str, int]

LISTED_POINTS = 2
"""More points than this are summarised by the range of each dimension."""


def duration(seconds: float) -> str:
    """A duration in a few digits: milliseconds below a tenth of a second."""
    if seconds < 0.1:
        return f"{seconds * 1000:.1f} ms" if seconds < 0.01 else f"{seconds * 1000:.0f} ms"
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.0f} s"


def point(sizes: Point) -> str:
    """One choice of the dimensions, such as ``n = 2, m = 3``."""
    return ", ".join(f"{name} = {size}" for name, size in sizes.items())


def points(chosen: Sequence[Point]) -> str:
    """A list of choices of the dimensions, or its ranges and its length where it is long."""
    if len(chosen) <= LISTED_POINTS:
        return "; ".join(map(point, chosen))
    return f"{', '.join(_ranges(chosen))} ({len(chosen)} points)"


def _ranges(chosen: Sequence[Point]) -> Iterable[str]:
    for name in chosen[0]:
        sizes = [sizes[name] for sizes in chosen]
        least, most = min(sizes), max(sizes)
        yield f"{name} = {least}" if least == most else f"{name} = {least}..{most}"


def scope(proved: Scope) -> str:
    """The dimensions that a proof speaks of."""
    return points(proved.points) if proved.points else str(proved)


def entry(name: str, component: Sequence[int]) -> str:
    """The name of one entry, such as ``law[1,0]``."""
    return f"{name}[{','.join(map(str, component))}]" if component else name


def nonzero(values: Mapping[str, Exact], most: int) -> str:
    """The entries that are not zero, at most ``most`` of them, and what the others are."""
    named = [f"{name} = {value}" for name, value in values.items() if value]
    if not named:
        return "all entries 0"
    parts = named[:most]
    if len(named) > most:
        parts.append(f"{len(named) - most} more that are not 0")
    if len(named) < len(values):
        parts.append("all other entries 0")
    return ", ".join(parts)


def counted(number: int, thing: str, things: str | None = None) -> str:
    """A number with its noun in the right form."""
    return f"{number} {thing if number == 1 else things or thing + 's'}"
