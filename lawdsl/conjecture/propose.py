"""Propose a closed formula for numbers on a grid, and test it where it was not fitted."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .formula import Formula, Point

Key = tuple[tuple[str, int], ...]

FITTED = 2, 3
"""The part of the points that a formula is fitted on, as a fraction."""


@dataclass(frozen=True, slots=True)
class Conjecture:
    """A formula with the points that it was fitted on and those that it was tested on.

    It is not a verdict: nothing is claimed beyond the points listed here.
    """

    formula: Formula
    fitted: tuple[Point, ...]
    predicted: tuple[Point, ...]
    failed: tuple[Point, ...]


def propose(values: Mapping[Key, int]) -> Conjecture | None:
    """The smallest formula for the values at a part of the points, tested on the others.

    ``values`` goes from sizes of the dimensions, as pairs of name and size, to the number at that point.
    None when no dictionary (see `search`) explains the values, or the points are too few to tell.
    """
    from .search import smallest_formula

    fitted, held_back = _parted(list(values))
    names = [name for name, _ in fitted[0] if len({dict(key)[name] for key in values}) > 1] if fitted else []
    samples = {tuple(dict(key)[name] for name in names): values[key] for key in fitted}
    formula = smallest_formula(samples, names) if samples else None
    if formula is None:
        return None
    right = [formula.value(dict(key)) == values[key] for key in held_back]
    tested = list(zip(held_back, right, strict=True))
    return Conjecture(
        formula,
        tuple(dict(key) for key in fitted),
        tuple(dict(key) for key, good in tested if good),
        tuple(dict(key) for key, good in tested if not good),
    )


def _parted(keys: Sequence[Key]) -> tuple[list[Key], list[Key]]:
    """The same part every time, spread over the whole grid."""
    shuffled = sorted(keys)
    random.Random(len(shuffled)).shuffle(shuffled)
    count = len(shuffled) * FITTED[0] // FITTED[1]
    return sorted(shuffled[:count]), sorted(shuffled[count:])
