"""What an index-notation computation may spend, and the two ways in which it can give up."""

from __future__ import annotations

from dataclasses import dataclass


class NotTensorialError(Exception):
    """The expression has no meaning in the algebra for every dimension; ``reason`` is for the reader."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BudgetExceededError(Exception):
    """A computation was given up; ``reason`` says which limit it hit and ``spent`` what had been done."""

    def __init__(self, reason: str, spent: str) -> None:
        super().__init__(f"{reason} ({spent})")
        self.reason = reason
        self.spent = spent


@dataclass(slots=True)
class Budget:
    """Limits on operations, never on seconds, with the count of what was spent.

    ``terms`` bounds the terms produced altogether, ``steps`` the entries visited by all
    searches for canonical forms together and ``factors`` the size of a single term.
    """

    terms: int = 100_000
    steps: int = 2_000_000
    factors: int = 500
    spent_terms: int = 0
    spent_steps: int = 0

    def spend_terms(self, count: int) -> None:
        """Record that ``count`` more terms are about to be produced."""
        if self.spent_terms + count > self.terms:
            raise BudgetExceededError(f"more than {self.terms} terms", str(self))
        self.spent_terms += count

    def spend_steps(self, count: int) -> None:
        """Record that a search for a canonical form is about to visit ``count`` entries."""
        if self.spent_steps + count > self.steps:
            raise BudgetExceededError(f"more than {self.steps} steps for canonical forms", str(self))
        self.spent_steps += count

    def check_factors(self, count: int) -> None:
        """Refuse a term of too many factors."""
        if count > self.factors:
            raise BudgetExceededError(f"a term of more than {self.factors} factors", str(self))

    def __str__(self) -> str:
        return f"{self.spent_terms} terms, {self.spent_steps} search steps"
