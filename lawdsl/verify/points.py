"""Which concrete dimensions a question is asked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from ..notation import grid
from ..notation.typed import TypedSystem

Sizes = Mapping[str, int]

LARGEST_SEARCHED = 3
"""Dimensions up to this size are tried when nobody names any."""


def agrees(point: Sizes, chosen: Sizes) -> bool:
    """Whether a point gives every dimension the size that the user chose for it."""
    return all(point.get(name, size) == size for name, size in chosen.items())


def stated_points(system: TypedSystem, chosen: Sizes) -> tuple[Sizes, ...]:
    """The concrete dimensions that the spec or the user states, smallest first, without repetitions.

    Empty when the system has symbolic dimensions and nobody states any; one empty point when
    it has none.
    """
    symbolic = [dimension.name for dimension in system.symbolic()]
    if not symbolic:
        return ({},)
    if all(name in chosen for name in symbolic):
        return ({name: chosen[name] for name in symbolic},)
    points = [point for block in system.blocks if block.ranges for point in grid.points(block)]
    unique = {tuple(sorted(point.items())): point for point in points if agrees(point, chosen)}
    return tuple(sorted(unique.values(), key=_volume))


def searched_points(system: TypedSystem, chosen: Sizes) -> Iterator[Sizes]:
    """Small dimensions to look for a counterexample at, smallest first."""
    ranges: list[Sequence[int]] = []
    names = [dimension.name for dimension in system.symbolic()]
    for name in names:
        least = system.least.get(name, 1)
        ranges.append([chosen[name]] if name in chosen else range(least, least + LARGEST_SEARCHED))
    points = [dict(zip(names, sizes, strict=True)) for sizes in product(*ranges)] if len(names) <= 6 else []
    yield from sorted(points, key=_volume)
    if not points:
        yield from _diagonal(system, names, chosen)


def _diagonal(system: TypedSystem, names: Sequence[str], chosen: Sizes) -> Iterator[Sizes]:
    """All free dimensions enlarged together: a full grid would be too large for many dimensions."""
    for extra in range(LARGEST_SEARCHED):
        yield {name: chosen.get(name, system.least.get(name, 1) + extra) for name in names}


def _volume(point: Sizes) -> tuple[int, list[int]]:
    return sum(point.values()), list(point.values())
