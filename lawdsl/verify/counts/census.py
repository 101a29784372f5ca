"""Questions about numbers of laws at concrete dimensions, each computed once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from ...notation.record import record
from ...notation.typed import Family
from ..claims import Claims, Key
from ..limits import GivenUpError
from ..points import Sizes
from ..verdict import Proved

if TYPE_CHECKING:
    from ...system.concrete import ConcreteFields
    from .count import LawCount

SEARCHED = 60
"""The largest state on which missing laws are searched for without being asked."""
HINTED_DEGREE = 2
"""The degree of that search where the spec names none."""

# NumPy and FLINT are imported inside the methods: a spec without concrete dimensions does not need them.


@record
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
        try:
            return self._independent(laws, sizes)
        except GivenUpError as error:
            return Interval(0, self._concrete(tuple(sizes.items())).dimension, f": {error.reason}")

    def _independent(self, laws: tuple[str, ...], sizes: Sizes) -> Interval:
        from .independence import component_count, jacobian_rank, span_dimension
        from .ranks import check_rank

        doubtful = [law for law in laws if not isinstance(self._claims.at(law, sizes), Proved)]
        concrete = self._concrete(tuple(sizes.items()))
        if doubtful:
            return Interval(0, concrete.dimension, f", because {doubtful[0]} is not proved")
        families = [self._claims.fields.laws[law] for law in laws]
        if self._claims.fields.equations():
            return self._independent_on_set(families, sizes)
        components = sum(component_count(concrete, family) for family in families)
        check_rank(concrete, families, components)
        upper = min(concrete.dimension, components)
        lower = jacobian_rank(concrete, families, 1)
        if lower < upper:
            # Independent laws are at most as many as there are laws at all (M7).
            upper = min(upper, self.counted(sizes).upper)
        if lower < upper:
            span = span_dimension(concrete, families)
            upper = upper if span is None else min(upper, span)
        if lower < upper:
            lower = jacobian_rank(concrete, families, upper)
        return Interval(lower, upper, ", and neither bound could be improved")

    def _independent_on_set(self, families: list[Family], sizes: Sizes) -> Interval:
        from ..sets.count_on_set import independent_on_set

        lower, upper, piece = independent_on_set(self._claims.assumed(sizes), families)
        return Interval(lower, upper, f", near {piece}")

    def count(self, sizes: Sizes) -> Interval:
        """How many independent laws there are in all (M4)."""
        counted = self.counted(sizes)
        return Interval(counted.lower, counted.upper, f": {counted.remark}")

    def complete(self, sizes: Sizes) -> tuple[Literal["holds", "fails", "undecided"], str]:
        """Whether the proved laws are all laws (M7)."""
        counted = self.counted(sizes)
        if counted.given_up:
            return "undecided", counted.given_up
        if counted.complete:
            return "holds", ""
        missing = counted.fewest > counted.proved and counted.fewest > self._most_given(sizes)
        return "fails" if missing else "undecided", counted.remark + self._hint(sizes, counted)

    def _hint(self, sizes: Sizes, counted: LawCount) -> str:
        """Whether the missing laws are polynomials of a low degree; empty where a search is too large."""
        from ...discover.search import count_discovered, discover_laws

        concrete = self._concrete(tuple(sizes.items()))
        if concrete.dimension > SEARCHED or self._claims.fields.equations():
            return ""
        blocks = self._claims.system.blocks
        degree = max((search.degree for block in blocks for search in block.searches), default=HINTED_DEGREE)
        discovery = discover_laws(concrete, degree)
        if discovery.unproved:
            return ""
        found = count_discovered(concrete, discovery).proved
        amount = "all" if found == counted.upper else str(found)
        return f" (`discover degree <= {degree}` finds {amount} of the {counted.upper})"

    def _most_given(self, sizes: Sizes) -> int:
        """A proved upper bound for how many of all candidates are independent."""
        from .independence import component_count, span_dimension

        concrete = self._concrete(tuple(sizes.items()))
        families = list(self._claims.fields.laws.values())
        span = span_dimension(concrete, families) if families else 0
        return sum(component_count(concrete, family) for family in families) if span is None else span

    def counted(self, sizes: Sizes) -> LawCount:
        """The whole count with its evidence."""
        return self._counted(tuple(sizes.items()))

    def _make_concrete(self, key: Key) -> ConcreteFields:
        from ...system.concrete import ConcreteFields

        return ConcreteFields(self._claims.fields, dict(key))

    def _make_count(self, key: Key) -> LawCount:
        from .count import uncounted

        try:
            return self._count_at(key)
        except GivenUpError as error:
            return uncounted(self._concrete(key), error.reason)

    def _count_at(self, key: Key) -> LawCount:
        from .count import count_laws
        from .independence import component_count
        from .ranks import check_closure, check_rank
        from .stages import Stages

        stages, concrete = Stages(), self._concrete(key)
        sizes, laws = dict(key), self._claims.fields.laws
        components = sum(component_count(concrete, law) for law in laws.values())
        check_closure(concrete, components)
        self._require_interior(sizes)
        # A law that is not counted would send the search for brackets on until they are exhausted, and
        # deciding a candidate takes less than one more letter.
        with stages.timed("proof"):
            proved = [laws[law] for law in laws if isinstance(self._claims.at(law, sizes), Proved)]
        if self._claims.fields.equations():
            from ..sets.count_on_set import count_on_set

            return count_on_set(self._claims.assumed(sizes), proved, stages)
        check_rank(concrete, proved, components)
        return count_laws(concrete, proved, stages)

    def _require_interior(self, sizes: Sizes) -> None:
        """Raise GivenUpError where no open set is known to meet the assumptions: a count speaks of one."""
        fields = self._claims.fields
        if fields.assumptions and not fields.equations() and not self._claims.assumed(sizes).has_interior():
            from ..sets.assumed import WITHOUT_INTERIOR

            raise GivenUpError(WITHOUT_INTERIOR)
