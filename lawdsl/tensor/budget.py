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

    ``terms`` bounds the terms produced altogether, ``nodes`` the search nodes of all canonical
    forms together and ``factors`` the size of a single term.
    """

    terms: int = 200_000
    nodes: int = 100_000
    factors: int = 500
    spent_terms: int = 0
    spent_nodes: int = 0

    def spend_terms(self, count: int) -> None:
        """Record that ``count`` more terms are about to be produced."""
        if self.spent_terms + count > self.terms:
            raise BudgetExceededError(f"more than {self.terms} terms", str(self))
        self.spent_terms += count

    def spend_node(self) -> None:
        """Record one more node of a search for a canonical form."""
        if self.spent_nodes >= self.nodes:
            raise BudgetExceededError(f"more than {self.nodes} nodes for canonical forms", str(self))
        self.spent_nodes += 1

    def check_factors(self, count: int) -> None:
        """Refuse a term of too many factors."""
        if count > self.factors:
            raise BudgetExceededError(f"a term of more than {self.factors} factors", str(self))

    def __str__(self) -> str:
        return f"{self.spent_terms} terms, {self.spent_nodes} search nodes"
