"""Simple exact values that satisfy the domain conditions of a system."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from ...notation.arithmetic import compare
from ...notation.index import Tensor
from ...notation.typed import Condition

SMALL = tuple(Fraction(value) for value in (0, 1, -1, 2, -2, 3, -3))


PARTS = 7
"""What small fractions are multiples of one part of."""

FRACTIONS = 0
"""In place of a range of integers: fractions between -1 and 1."""


class Domain:
    """The values that each entry of each tensor may take, the simplest first.

    Conditions bound entries one by one, so the domain is a product of intervals with points left
    out: it is open up to its boundary and a polynomial that vanishes on it is zero (MATH.md M2).
    """

    def __init__(self, conditions: Iterable[Condition], fixed: dict[Tensor, Fraction]) -> None:
        self._conditions = tuple(conditions)
        self._fixed = fixed

    def admits(self, tensor: Tensor, value: Fraction) -> bool:
        """Whether an entry of the tensor may have this value."""
        if tensor in self._fixed:
            return value == self._fixed[tensor]
        return all(compare(value, item.relation, item.bound) for item in self._of(tensor))

    def simplest(self, tensor: Tensor) -> Sequence[Fraction]:
        """Admissible values, small integers first; never empty for a domain with an interior."""
        if tensor in self._fixed:
            return (self._fixed[tensor],)
        small = [value for value in SMALL if self.admits(tensor, value)]
        return small or [value for value in self._near_bounds(tensor) if self.admits(tensor, value)]

    def draw(self, tensor: Tensor, spread: int, source: random.Random) -> Fraction:
        """A random admissible value; the range of integers tried grows with ``spread``."""
        if spread == FRACTIONS:
            return self._draw_small(tensor, source)
        simple = source.choice(self.simplest(tensor))
        if spread <= 3:
            return simple
        integer = Fraction(source.randint(-spread, spread))
        if self.admits(tensor, integer):
            return integer
        near = simple + self._room(tensor, simple) * Fraction(source.randint(-spread, spread), spread + 1)
        return near if self.admits(tensor, near) else simple

    def _draw_small(self, tensor: Tensor, source: random.Random) -> Fraction:
        """A random admissible fraction between -1 and 1 where one is met, else any small value."""
        fraction = Fraction(source.randint(-PARTS, PARTS), PARTS)
        return fraction if self.admits(tensor, fraction) else self.draw(tensor, 3, source)

    def _room(self, tensor: Tensor, value: Fraction) -> Fraction:
        """The distance to the next bound: a narrow interval has no integers, and still many points."""
        gaps = (abs(item.bound - value) for item in self._of(tensor) if item.bound != value)
        return min(gaps, default=Fraction(0))

    def _of(self, tensor: Tensor) -> Iterable[Condition]:
        return (condition for condition in self._conditions if condition.tensor == tensor)

    def _near_bounds(self, tensor: Tensor) -> Iterable[Fraction]:
        """Points on, between and beside the bounds: several, since some may be excluded."""
        bounds = sorted({condition.bound for condition in self._of(tensor)})
        for low, high in pairwise(bounds):
            yield from (
                low + (high - low) * Fraction(part, 60) for part in (30, 20, 40, 12, 24, 15, 45, 1, 59)
            )
        for bound in bounds:
            yield from (bound, bound + 1, bound - 1)
