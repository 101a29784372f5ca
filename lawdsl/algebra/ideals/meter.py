"""What a computation on polynomials has spent, counted in products of monomials."""

from __future__ import annotations

from typing import Any

from ..rings.polynomial import BudgetExceededError

STEP = 16
"""Products of monomials that take as long as one call of the polynomial library."""
LONG = 256
"""Machine words from which on the common factors of coefficients take longer than products."""


class Meter:
    """Counts operations against a limit, so that the same question ends alike on every machine.

    The unit is one product of monomials; whatever else takes time is charged by how many of them fit in it.
    """

    __slots__ = ("limit", "spent")

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.spent = 0

    @property
    def left(self) -> int:
        """What may still be spent."""
        return self.limit - self.spent

    def charge(self, wanted: int) -> None:
        """Record operations that are about to be done, or just were; BudgetExceededError beyond the limit."""
        if wanted > self.left:
            raise BudgetExceededError(self.spent, wanted, self.limit)
        self.spent += wanted


def product_work(left: Any, right: Any) -> int:
    """What a product of polynomials costs, the normalization of its coefficients included.

    Coefficients count by machine words, as the leading and the last one have them. Long ones count by the
    square of their words: their common factors are taken out.
    """
    words = _words(left) + _words(right)
    return STEP + len(left) * len(right) * (1 + words) + (len(left) + len(right)) * words * words // LONG


def _words(polynomial: Any) -> int:
    if not len(polynomial):
        return 0
    ends = polynomial.coefficient(0), polynomial.coefficient(len(polynomial) - 1)
    return (32 + max(int(end.height_bits()) for end in ends)) // 64
