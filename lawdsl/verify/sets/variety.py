"""The set where some equations hold, and an ideal of it that keeps its derivatives (MATH.md M8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...algebra.ideals.ideal import Ideal
from ...algebra.rings.polynomial import BudgetExceededError
from .derivation import Derivation
from .real_zeros import real_parts

Polynomial = Any

IDEAL_STEPS = 2_000_000
"""Operations of one ideal: its basis and all divisions."""
HIGHEST_POWER = 6
"""The largest power of a polynomial whose membership is asked for."""
MOST_GENERATORS = 60
"""Generators that an ideal may grow to."""


JUMPS = (
    "the natural metric (J^T J)^+ has no bound where the rank of J changes: a cotangent may take a "
    "trajectory off the set although all rates are tangent to it"
)


class Variety:
    """The real zeros of the given polynomials, in state and constants.

    Generators are added that are zero at the same real points: parts of sums of squares, and derivatives of
    which a power lies in the ideal. Where in the end the derivatives of all generators lie in the
    ideal, h' = C h along every trajectory, and h = 0 stays true: the set is invariant. (That a *first*
    derivative lies in the radical is not enough: x**2 along x' = 1.) The constructor and the
    methods raise BudgetExceededError and what `Derivation` raises.
    """

    def __init__(self, derivation: Derivation, given: Sequence[Polynomial]) -> None:
        self.derivation = derivation
        self.polynomials: list[Polynomial] = []
        """All generators."""
        self.added: list[Polynomial] = []
        """Those that were not given."""
        self._ideals: dict[int, Ideal] = {}
        for polynomial in given:
            self._add(polynomial, is_given=True)
        self._escape: Polynomial | None = None
        self._closed = False

    def is_empty(self) -> bool:
        """Whether the equations are seen to contradict each other over the real numbers."""
        return any(item.is_constant() for item in self.polynomials) or self._ideal().is_whole()

    def escape(self) -> Polynomial | None:
        """A generator with a derivative not shown to be zero on the set; None for an invariant set."""
        if not self._closed:
            self._close()
            self._closed = True
        return self._escape

    def is_driven(self) -> bool:
        """Whether the cotangent occurs in a derivative of a generator."""
        found = map(self.derivation.by_generator, self.polynomials)
        return any(any(monomial) for parts in found for monomial in parts)

    def holds(self, polynomial: Polynomial) -> bool:
        """Whether the polynomial is seen to be zero on the set: it or a power is in the ideal."""
        return self._power_inside(polynomial) is not None

    def reduced(self, polynomial: Polynomial) -> Polynomial:
        """The normal form of a polynomial, which has the same values on the set."""
        return self._ideal().reduce(polynomial).remainder

    def _power_inside(self, polynomial: Polynomial) -> int | None:
        if self._ideal().contains(polynomial):
            return 1
        found = self._ideal().power_inside(polynomial, HIGHEST_POWER)
        return None if found is None else found[0]

    def _ideal(self) -> Ideal:
        count = len(self.polynomials)
        if count not in self._ideals:
            self._ideals = {count: Ideal(self.derivation.context, self.polynomials, limit=IDEAL_STEPS)}
        return self._ideals[count]

    def _add(self, polynomial: Polynomial, is_given: bool = False) -> None:
        """Add a generator, and what has to be zero with it over the real numbers."""
        pending = [polynomial]
        while pending:
            item = pending.pop(0)
            if any(_multiples(item, known) for known in self.polynomials):
                continue
            if len(self.polynomials) >= MOST_GENERATORS:
                raise BudgetExceededError(MOST_GENERATORS, 1, MOST_GENERATORS)
            self.polynomials.append(item)
            self.added += [] if is_given and item is polynomial else [item]
            pending += real_parts(item)

    def _close(self) -> None:
        place = 0
        while place < len(self.polynomials):
            for derivative in self.derivation.derivatives(self.polynomials[place]):
                if not self._contains(derivative):
                    self._escape = self.polynomials[place]
                    return
            place += 1

    def _contains(self, derivative: Polynomial) -> bool:
        """Whether a derivative is zero on the set; it becomes a generator if only a power is in the ideal."""
        power = self._power_inside(derivative)
        if power is None:
            return False
        if power > 1:
            self._add(derivative)
            return self._contains(derivative)
        return True


def _multiples(left: Polynomial, right: Polynomial) -> bool:
    """Whether the polynomials agree up to a number."""
    if not (len(left) and len(right)):
        return len(left) == len(right)
    return bool(left * right.leading_coefficient() == right * left.leading_coefficient())
