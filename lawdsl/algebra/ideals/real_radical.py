"""What vanishes at all real zeros of polynomials, though no power of it is in their ideal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from .ideal import Ideal
from .squares import Squares, sum_of_squares

COMBINED = 20
"""Sums and differences are looked at of so many polynomials."""
STEPS = 20
"""Sums of squares that are used at most."""


@dataclass(frozen=True, slots=True)
class RealStep:
    """A sum of squares in an ideal, so that each squared polynomial vanishes at its real zeros.

    The sum of weight * root**2 over ``squares`` == the sum of cofactor * generator, where the generators are
    those of the ideal followed by the roots of all earlier steps. Source: MATH.md M8 (real radical), M12.
    """

    squares: Squares
    cofactors: tuple[Any, ...]

    @property
    def roots(self) -> tuple[Any, ...]:
        """The squared polynomials."""
        return tuple(root for _, root in self.squares)


def real_radical_steps(ideal: Ideal) -> tuple[RealStep, ...]:
    """Sums of squares in an ideal, then in the ideal with their roots, until no more are found.

    The roots with the ideal generate an ideal between it and its real radical; nothing says that it is all of
    that. Looked at: the generators, the Gröbner basis, their sums and differences.
    Raises BudgetExceededError.
    """
    steps: list[RealStep] = []
    for _ in range(STEPS):
        found = _first_new(extended_by_roots(ideal, steps))
        if found is None:
            break
        steps.append(found)
    return tuple(steps)


def extended_by_roots(ideal: Ideal, steps: Sequence[RealStep]) -> Ideal:
    """The ideal that the generators and the roots of the steps generate, in that order."""
    roots = [root for step in steps for root in step.roots]
    return Ideal(ideal.context, [*ideal.generators, *roots], ideal.limit) if roots else ideal


def _first_new(ideal: Ideal) -> RealStep | None:
    """A sum of squares in the ideal with a root that is not."""
    for polynomial in _candidates(ideal):
        squares = sum_of_squares(polynomial)
        if squares is None or all(ideal.contains(root) for _, root in squares):
            continue
        reduction = ideal.reduce(polynomial)
        if len(reduction.remainder) == 0:
            return RealStep(squares, reduction.cofactors)
    return None


def _candidates(ideal: Ideal) -> Iterator[Any]:
    """Polynomials of the ideal that may be sums of squares."""
    known = [polynomial for polynomial in ideal.generators if len(polynomial)]
    known += [polynomial for polynomial in ideal.basis() if polynomial not in known]
    for polynomial in known:
        yield from (polynomial, -polynomial)
    for left, right in combinations(known[:COMBINED], 2):
        yield from (left + right, left - right, right - left, -left - right)
