"""What a system assumes, at concrete dimensions: whether and where it can hold, and whether it stays true."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cached_property
from itertools import combinations

from ...algebra.rings.polynomial import BudgetExceededError
from ...notation.arithmetic import Relation
from ...notation.record import record
from ...notation.typed import Assumption
from ...system.concrete import ConcreteFields
from ..refutations.derivatives import Point
from ..refutations.refute import Refuter
from ..refutations.sampling import Sampler
from ..verdict import Counterexample
from .departure import departure
from .derivation import PRODUCTS, Derivation, Polynomial
from .real_zeros import is_nonnegative, is_positive
from .variety import JUMPS, Variety


@record
class Contradiction:
    """Assumptions that no real point meets."""

    assumptions: tuple[Assumption, ...]
    why: str


@record
class Escape:
    """An equation that does not stay true: a point where it holds and its derivative is not zero."""

    assumption: Assumption
    counterexample: Counterexample


WITHOUT_INTERIOR = "no point inside of the assumptions was found"
"""Why nothing is said of inequalities that may leave no open set: a law may be a constant there."""
INTERIOR_POINTS = 20
"""Points that are drawn in search of one inside of all inequalities."""
_OUTWARD: dict[Relation, tuple[int, Relation]] = {
    ">": (1, ">"),
    ">=": (1, ">="),
    "<": (-1, ">"),
    "<=": (-1, ">="),
    "!=": (1, "!="),
}


class Assumed:
    """The assumptions of one system at one choice of the dimensions, each question answered once."""

    def __init__(self, concrete: ConcreteFields) -> None:
        self.concrete = concrete
        self.sampler = Sampler(concrete)

    @cached_property
    def equations(self) -> tuple[Assumption, ...]:
        """The assumptions that are equations."""
        return tuple(item for item in self.concrete.fields.assumptions if item.relation == "==")

    @cached_property
    def variety(self) -> Variety:
        """The set where the equations hold. Raises what `Variety` raises."""
        derivation = Derivation(self.concrete, PRODUCTS)
        families = (item.family for item in self.equations)
        return Variety(derivation, [part for family in families for part in derivation.numerators(family)])

    @cached_property
    def point(self) -> Point | None:
        """A point where all assumptions hold, if one is found."""
        return next(self.points(1), None)

    def points(self, number: int) -> Iterator[Point]:
        """Up to so many different points where all assumptions hold, simple ones first."""
        source = random.Random(2)
        seen: set[tuple[str, ...]] = set()
        for attempt in range(3 * number):
            try:
                point = self.sampler.draw(3 if attempt < number else 20, source)
            except (BudgetExceededError, ArithmeticError):
                return
            key = (
                () if point is None else tuple(str(value) for array in point.values() for value in array.flat)
            )
            if point is not None and key not in seen:
                seen.add(key)
                yield point
            if len(seen) == number:
                return

    def has_interior(self) -> bool:
        """Whether a point is found around which all inequalities hold."""
        return any(self.sampler.is_inside(point) for point in self.points(INTERIOR_POINTS))

    def problem(self) -> Contradiction | Escape | None:
        """What is wrong with the assumptions, as far as it can be shown."""
        return self._contradiction() or self._escape()

    @cached_property
    def unsettled(self) -> str:
        """Why it is not known that the equations stay true; empty where they do."""
        try:
            escape = self.variety.escape()
        except (BudgetExceededError, ArithmeticError) as error:
            return f"whether the assumptions stay true is not known: {error}"
        if escape is None:
            driven = self.concrete.fields.natural and self.variety.is_driven()
            return f"whether the assumptions stay true is not known: {JUMPS}" if driven else ""
        return (
            "whether the assumptions stay true is not known: the derivative of "
            f"{self.text(escape)} is not in the radical of their ideal"
        )

    def text(self, polynomial: Polynomial) -> str:
        """A polynomial in the names of the spec."""
        return self.variety.derivation.text(polynomial)

    def _contradiction(self) -> Contradiction | None:
        try:
            if self.equations and self.variety.is_empty():
                return Contradiction(self.equations, "there is no real point where all equations hold")
            return self._impossible()
        except (BudgetExceededError, ArithmeticError):
            return None

    def _impossible(self) -> Contradiction | None:
        """An inequality that never holds, or two of them that exclude each other."""
        found = list(self._signed())
        for assumption, polynomial, relation in found:
            if _never(polynomial, relation):
                return Contradiction((assumption,), "there is no real point where it holds")
        for (first, left, one), (second, right, other) in combinations(found, 2):
            relations = {one, other}
            if "!=" not in relations and _never(left + right, ">" if ">" in relations else ">="):
                return Contradiction((first, second), "there is no real point where both hold")
        return None

    def _signed(self) -> Iterator[tuple[Assumption, Polynomial, Relation]]:
        """The inequalities between polynomials as P > 0, P >= 0 or P != 0, reduced by the equations."""
        derivation = self.variety.derivation
        for assumption in self.concrete.fields.assumptions:
            if assumption.relation != "==":
                sign, relation = _OUTWARD[assumption.relation]
                for polynomial in derivation.polynomials(assumption.family) or ():
                    yield assumption, self.variety.reduced(sign * polynomial), relation

    def _escape(self) -> Escape | None:
        refuter = Refuter(self.concrete, self.sampler)
        try:
            for assumption in self.equations:
                found = refuter.search(assumption.family)
                if found is not None:
                    return Escape(assumption, found)
            if self.equations and self.variety.escape() is not None:
                found = departure(self.variety, self.sampler)
                return None if found is None else Escape(self.equations[0], found)
        except (BudgetExceededError, ArithmeticError):
            return None
        return None


def _never(polynomial: Polynomial, relation: Relation) -> bool:
    """Whether P > 0, P >= 0 or P != 0 is seen to hold nowhere."""
    if relation == ">=":
        return is_positive(-polynomial)
    return not len(polynomial) or (relation == ">" and is_nonnegative(-polynomial))
