"""Questions about numbers of laws at concrete dimensions, each computed once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from .claims import Claims, Key
from .points import Sizes
from .verdict import Proved, Refuted

if TYPE_CHECKING:
    from ..system.concrete import ConcreteFields
    from .count import LawCount

# NumPy and FLINT are imported inside the methods: a spec without concrete dimensions does not need them.


@dataclass(frozen=True, slots=True)
class Interval:
    """Proved bounds for a number, with a remark for when they do not meet."""

    lower: int
    upper: int
    remark: str = ""


class Census:
    """Counts for one system, at whichever dimensions are asked for."""

    def __init__(self, claims: Claims) -> None:
        self._claims = claims
        self._concrete = cache(self._make_concrete)
        self._counted = cache(self._make_count)

    def independent(self, laws: tuple[str, ...], sizes: Sizes) -> Interval:
        """How many of the laws are independent; nothing is said of candidates that are not proved."""
        from .independence import independence

        doubtful = [law for law in laws if not isinstance(self._claims.at(law, sizes), Proved)]
        if doubtful:
            return Interval(0, self._state(sizes), f", because {doubtful[0]} is not proved")
        key = tuple(sizes.items())
        bounds = independence(self._concrete(key), [self._claims.fields.laws[law] for law in laws])
        if bounds.lower == bounds.upper:
            return Interval(bounds.lower, bounds.upper)
        # Proved laws are laws: there are at most as many as the count allows (M7).
        upper = min(bounds.upper, self._counted(key).upper)
        return Interval(bounds.lower, upper, ": neither bound could be improved")

    def count(self, sizes: Sizes) -> Interval:
        """How many independent laws there are in all (M4)."""
        counted = self._counted(tuple(sizes.items()))
        return Interval(counted.lower, counted.upper, f": {counted.remark}")

    def complete(self, sizes: Sizes) -> tuple[Literal["holds", "fails", "undecided"], str]:
        """Whether the proved laws are all laws (M7)."""
        counted = self._counted(tuple(sizes.items()))
        if counted.complete:
            return "holds", ""
        if counted.fewest > counted.proved:
            return "fails", counted.remark
        return "undecided", counted.remark

    def counted(self, sizes: Sizes) -> LawCount:
        """The whole count with its evidence."""
        return self._counted(tuple(sizes.items()))

    def refuted(self, sizes: Sizes) -> list[str]:
        """The candidates that are false at these dimensions."""
        return [law for law in self._claims.fields.laws if isinstance(self._claims.at(law, sizes), Refuted)]

    def _state(self, sizes: Sizes) -> int:
        return self._concrete(tuple(sizes.items())).dimension

    def _make_concrete(self, key: Key) -> ConcreteFields:
        from ..system.concrete import ConcreteFields

        return ConcreteFields(self._claims.fields, dict(key))

    def _make_count(self, key: Key) -> LawCount:
        from .count import count_laws

        sizes = dict(key)
        laws = self._claims.fields.laws
        proved = [laws[law] for law in laws if isinstance(self._claims.at(law, sizes), Proved)]
        return count_laws(self._concrete(key), proved)
