"""The concrete dimensions that an ``at`` block speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from .arithmetic import evaluate, holds
from .typed import AtBlock


def extents(block: AtBlock) -> dict[str, range]:
    """The sizes that each dimension takes; bounds are numbers, whose integer part counts."""
    return {
        name: range(int(evaluate(low, {})), int(evaluate(high, {})) + 1) for name, low, high in block.ranges
    }


def volume(block: AtBlock) -> int:
    """The number of points of the grid before its conditions leave some out."""
    return prod(len(sizes) for sizes in extents(block).values())


def points(block: AtBlock) -> Iterator[dict[str, int]]:
    """The points of the grid that meet its conditions, first range outermost.

    A block without ranges has one point without sizes. Raises what ``evaluate`` raises.
    """
    grid = extents(block)
    for chosen in product(*grid.values()):
        sizes = dict(zip(grid, chosen, strict=True))
        if all(holds(condition, sizes) for condition in block.conditions):
            yield sizes
