"""The polynomials that another one is divided by, found by their leading monomials."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from .packing import Packing


class Divisor(NamedTuple):
    """A polynomial to divide by, with leading coefficient 1, its packed leading monomial and a label."""

    polynomial: Any
    lead: int
    label: int


class Divisors:
    """Divisors in the order of their arrival: the oldest one that fits is the one to divide by.

    For each monomial that was asked for it is remembered how many of the first divisors do not fit.
    """

    def __init__(self, packing: Packing, divisors: Iterable[Divisor] = ()) -> None:
        self.packing = packing
        # Divides no monomial.
        self._never = packing.spare
        self._leads: list[int] = []
        self._divisors: list[Divisor] = []
        self._misfits: dict[int, int] = {}
        for divisor in divisors:
            self.add(divisor)

    def __iter__(self) -> Iterator[Divisor]:
        kept = zip(self._leads, self._divisors, strict=True)
        return (divisor for lead, divisor in kept if lead != self._never)

    def __len__(self) -> int:
        return len(self._divisors)

    def add(self, divisor: Divisor) -> None:
        """Another one, behind the others."""
        self._leads.append(divisor.lead)
        self._divisors.append(divisor)

    def discard_multiples(self, lead: int) -> None:
        """Forget the divisors whose leading monomial this one divides, except the newest."""
        for place, other in enumerate(self._leads[:-1]):
            if other != self._never and self.packing.divides(lead, other):
                self._leads[place] = self._never

    def find(self, monomial: int) -> tuple[Divisor | None, int]:
        """The first divisor whose leading monomial divides this one, and how many were tried to find it."""
        spare, start = self.packing.spare, self._misfits.get(monomial, 0)
        target = monomial | spare
        place = start
        for lead in self._leads[start:]:
            if (target - lead) & spare == spare:
                break
            place += 1
        self._misfits[monomial] = place
        return self._divisors[place] if place < len(self._divisors) else None, place - start
