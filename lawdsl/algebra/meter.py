"""What a computation on polynomials has spent, counted in products of monomials."""

from __future__ import annotations

from .polynomial import BudgetExceededError


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
