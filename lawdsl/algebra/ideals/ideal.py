"""Ideals of polynomials: normal forms and membership, always with the cofactors that prove them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..rings.polynomial import BudgetExceededError
from .blocks import Blocks
from .buchberger import Basis
from .elimination import eliminate
from .engines import groebner_basis
from .meter import Meter
from .radical import vanishes_on

OPERATIONS = 5_000_000
"""Products of monomials that a Gröbner basis, and each question to it, may take."""
PLAIN_POWERS = 2
"""So many powers are tried before it is decided whether there is one at all."""


@dataclass(frozen=True, slots=True)
class Reduction:
    """polynomial == sum(c * g for c, g in zip(cofactors, ideal.generators)) + remainder, exactly.

    Source: MATH.md M12.
    """

    remainder: Any
    cofactors: tuple[Any, ...]


class Ideal:
    """The ideal that polynomials generate, as ``flint.fmpq_mpoly`` of one context.

    A Gröbner basis is computed when the first question is asked. ``limit`` bounds the products of monomials
    that the basis takes, and those that each question takes; whatever exceeds it raises BudgetExceededError
    (of `algebra.polynomial`), the same on every machine.
    """

    def __init__(self, context: Any, generators: Sequence[Any], limit: int = OPERATIONS) -> None:
        self.context = context
        self.generators = tuple(generators)
        self.limit = limit
        used = [any(column) for column in zip(*(g.degrees() for g in self.generators), strict=True)]
        self._blocks = Blocks(context, [place for place, is_used in enumerate(used) if is_used])

    def reduce(self, polynomial: Any, meter: Meter | None = None) -> Reduction:
        """The normal form of a polynomial in the graded reverse lexicographic order, with cofactors.

        ``meter`` pays for it where one is given, which may have to pay for more.
        """
        return self._reduce(polynomial, meter or Meter(self.limit))

    def _reduce(self, polynomial: Any, meter: Meter) -> Reduction:
        remainders, shares = [], []
        meter.charge(len(polynomial))
        for front, block in self._blocks.cut(polynomial):
            divided = self._basis.divide(block, meter)
            remainders.append((front, divided.remainder))
            shares.append((front, self._basis.cofactors(divided.quotients, meter)))
        cofactors = [
            self._blocks.restore((front, share[label]) for front, share in shares if label in share)
            for label in range(len(self.generators))
        ]
        return Reduction(self._blocks.restore(remainders), tuple(cofactors))

    def contains(self, polynomial: Any) -> bool:
        """Whether a polynomial is in the ideal."""
        meter = Meter(self.limit)
        blocks = self._blocks.cut(polynomial)
        return all(len(self._basis.divide(block, meter).remainder) == 0 for _, block in blocks)

    def is_whole(self) -> bool:
        """Whether 1 is in the ideal, so that its generators have no common zero, not even a complex one."""
        return any(divisor.lead == 0 for divisor in self._basis.divisors)

    def basis(self) -> tuple[Any, ...]:
        """The reduced Gröbner basis in the graded reverse lexicographic order, in ascending order."""
        return tuple(self._blocks.outward(divisor.polynomial) for divisor in self._basis.divisors)

    def power_inside(self, polynomial: Any, limit: int) -> tuple[int, tuple[Any, ...]] | None:
        """The first power of a polynomial that is in the ideal, with cofactors; None where no power is.

        Exponents up to ``limit`` are tried; BudgetExceededError where a power is inside, but none of those,
        or where it could not be found out whether one is.
        """
        meter = Meter(self.limit)
        zero = self.context.constant(0)
        rest, shares = self.context.constant(1), [zero] * len(self.generators)
        for exponent in range(1, limit + 1):
            meter.charge(len(polynomial) * (len(rest) + sum(len(share) for share in shares)))
            reduction = self._reduce(rest * polynomial, meter)
            pairs = zip(shares, reduction.cofactors, strict=True)
            rest, shares = reduction.remainder, [share * polynomial + more for share, more in pairs]
            if len(rest) == 0:
                return exponent, tuple(shares)
            if exponent == PLAIN_POWERS and self._is_known_outside(polynomial):
                return None
        if self._vanishes(polynomial):
            raise BudgetExceededError(limit, 1, limit)
        return None

    def eliminate(self, keep: Sequence[int]) -> tuple[Any, ...]:
        """Generators of the ideal's polynomials in the variables at these places of the context."""
        kept = [position for position, place in enumerate(self._blocks.inside) if place in set(keep)]
        found = eliminate(self._blocks.inner, self._inner_generators(), kept, self.limit)
        return tuple(self._blocks.outward(polynomial) for polynomial in found)

    def _is_known_outside(self, polynomial: Any) -> bool:
        """Whether no power can be inside; where that takes too long, a power may still be found."""
        try:
            return not self._vanishes(polynomial)
        except BudgetExceededError:
            return False

    def _vanishes(self, polynomial: Any) -> bool:
        return vanishes_on(self.context, self.basis(), polynomial, self.limit)

    @property
    def _basis(self) -> Basis:
        if isinstance(self._outcome, BudgetExceededError):
            raise BudgetExceededError(self._outcome.spent, self._outcome.wanted, self._outcome.limit)
        return self._outcome

    @cached_property
    def _outcome(self) -> Basis | BudgetExceededError:
        """The basis; that it takes too long is found out once only."""
        try:
            return groebner_basis(self._blocks.inner, self._inner_generators(), self.limit)
        except BudgetExceededError as error:
            return error

    def _inner_generators(self) -> list[Any]:
        return [self._blocks.inward(generator) for generator in self.generators]
