"""Propose a closed formula for numbers on a grid, and test it where it was not fitted."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .formula import Formula, Point

Key = tuple[tuple[str, int], ...]

PARTS = 3
"""The points are cut into so many parts; one is held back."""


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
    """The smallest formula for the values at two parts of the points, tested on the third.

    ``values`` goes from sizes of the dimensions, as pairs of name and size, to the number at that point.
    Each part is held back in turn until a formula predicts all of it; where none does, the first formula
    is returned with its failures. None when no dictionary (see `search`) explains the other
    parts, or the points are too few to tell.
    """
    first: Conjecture | None = None
    for part in range(PARTS):
        conjecture = _tested(values, *_parted(list(values), part))
        if conjecture is None or not conjecture.failed:
            return conjecture or first
        first = first or conjecture
    return first


def _tested(values: Mapping[Key, int], fitted: list[Key], held_back: list[Key]) -> Conjecture | None:
    from .search import smallest_formula

    names = [name for name, _ in fitted[0] if len({dict(key)[name] for key in values}) > 1] if fitted else []
    samples = {tuple(dict(key)[name] for name in names): values[key] for key in fitted}
    formula = smallest_formula(samples, names) if samples else None
    if formula is None:
        return None
    right = [dict(key) for key in held_back if formula.value(dict(key)) == values[key]]
    wrong = [dict(key) for key in held_back if formula.value(dict(key)) != values[key]]
    return Conjecture(formula, tuple(dict(key) for key in fitted), tuple(right), tuple(wrong))


def _parted(keys: Sequence[Key], part: int) -> tuple[list[Key], list[Key]]:
    """All points but one part, and that part: the same every time and spread over the whole grid."""
    shuffled = sorted(keys)
    random.Random(len(shuffled)).shuffle(shuffled)
    held_back = set(shuffled[part::PARTS])
    return sorted(set(keys) - held_back), sorted(held_back)
