"""A term under construction: components, deltas and dummies, brought to canonical form at the end."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from .budget import Budget
from .canonical import canonical, rename
from .delta import contract
from .network import connected
from .term import DUMMY, FREE, Component, Factor, Place, Term, dummy, fixed_size

Scaled = tuple[Term, Fraction]
"""A term with its coefficient."""


class Draft:
    """A product that grows by whole terms, with their free indices replaced on the way.

    Components that nothing touches stay canonical; the others are opened: their dummies become fresh, so that
    no two parts share one by accident.
    """

    __slots__ = ("bound", "budget", "deltas", "dummies", "loose", "settled", "sizes")

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.sizes: dict[str, int] = {}
        self.deltas: list[tuple[Place, Place]] = []
        self.loose: list[tuple[Factor, int]] = []
        self.bound: list[Place] = []
        self.dummies = 0
        self.settled: dict[Component, int] = {}

    def bind(self, range_name: str) -> Place:
        """A fresh dummy, summed over its range in the finished term."""
        place = dummy(self.dummies, range_name)
        self.dummies += 1
        self.bound.append(place)
        return place

    def include(self, term: Term, places: Mapping[Place, Place]) -> None:
        """Multiply by a term with free indices replaced."""
        for name, exponent in term.sizes:
            self.sizes[name] = self.sizes.get(name, 0) + exponent
        for left, right in term.deltas:
            self.deltas.append((places.get(left, left), places.get(right, right)))
        for component, exponent in term.components:
            self.include_component(component, exponent, places)

    def include_component(self, component: Component, exponent: int, places: Mapping[Place, Place]) -> None:
        """Multiply by a power of a component with free indices replaced."""
        if not mentions(component, places):
            self.settled[component] = self.settled.get(component, 0) + exponent
        elif len(component) == 1 and not any(place[0] == DUMMY for place in component[0][0][1]):
            self.loose.append((rename(component[0][0], places), exponent))
        else:
            self.budget.check_factors(exponent * len(component))
            for _ in range(exponent):
                self.open(component, places)

    def open(self, component: Component, places: Mapping[Place, Place]) -> None:
        """Multiply by one copy of a component, entry by entry, with fresh dummies and places replaced."""
        renamed = dict(places)
        for (symbol, slots), exponent in component:
            for place in slots:
                if place[0] == DUMMY and place not in renamed:
                    renamed[place] = self.bind(place[3])
            self.loose.append(((symbol, tuple([renamed.get(place, place) for place in slots])), exponent))

    def take(self, position: int) -> tuple[Place, ...]:
        """Divide by one copy of a loose entry; returns its places."""
        factor, exponent = self.loose[position]
        if exponent > 1:
            self.loose[position] = factor, exponent - 1
        else:
            del self.loose[position]
        return factor[1]

    def divide(self, factor: Factor, exponent: int) -> bool:
        """Divide by a power of an entry; False, and nothing done, where there is no such power of it."""
        for row, (found, power) in enumerate(self.loose):
            if found == factor and power >= exponent:
                self.loose[row : row + 1] = [(factor, power - exponent)] if power > exponent else []
                return True
        entry = ((factor, 1),)
        left = self.settled.get(entry, 0) - exponent
        if left > 0:
            self.settled[entry] = left
        elif left == 0:
            del self.settled[entry]
        return left >= 0

    def finish(self) -> Scaled | None:
        """The canonical term with its coefficient; None when deltas make it zero.

        Raises BudgetExceededError, and NotTensorialError for deltas between different ranges.
        """
        residual: tuple[tuple[Place, Place], ...] = ()
        if self.deltas:
            contraction = contract(self.deltas)
            if contraction is None:
                return None
            self._replace(contraction.replaced)
            residual = contraction.residual
        coefficient = self._count_unused()
        self._settle()
        sizes = tuple(sorted((name, exponent) for name, exponent in self.sizes.items() if exponent))
        return Term(sizes, residual, tuple(sorted(self.settled.items()))), coefficient

    def _replace(self, places: Mapping[Place, Place]) -> None:
        """Apply the contraction to loose entries and, opening them, to settled components."""
        self.loose = [(rename(factor, places), exponent) for factor, exponent in self.loose]
        self.bound = [place for place in self.bound if place not in places]
        # The dummies of a settled component are numbered on their own: only free indices concern it.
        free = {place: least for place, least in places.items() if place[0] == FREE}
        settled, self.settled = self.settled, {}
        for component, exponent in settled.items():
            self.include_component(component, exponent, free)

    def _count_unused(self) -> Fraction:
        """Sum over the dummies that occur in no entry: each multiplies by the size of its range."""
        used = {place for (_, slots), _ in self.loose for place in slots}
        coefficient = Fraction(1)
        for place in self.bound:
            if place not in used:
                size = fixed_size(place[3])
                coefficient *= 1 if size is None else size
                if size is None:
                    self.sizes[place[3]] = self.sizes.get(place[3], 0) + 1
        return coefficient

    def _settle(self) -> None:
        """Split the loose entries into components and bring each to canonical form."""
        self.budget.check_factors(len(self.loose))
        ends = [[place for place in slots if place[0] == DUMMY] for (_, slots), _ in self.loose]
        for rows in connected(ends):
            entries = [self.loose[row] for row in rows]
            component, exponent = self._component(entries, bool(ends[rows[0]]))
            self.settled[component] = self.settled.get(component, 0) + exponent

    def _component(self, entries: list[tuple[Factor, int]], summed: bool) -> tuple[Component, int]:
        """A canonical component and its power: an entry without dummies is one, to its own power."""
        if summed:
            return canonical(entries, self.budget), 1
        ((factor, exponent),) = entries
        return ((factor, 1),), exponent


def mentions(component: Component, places: Mapping[Place, Place]) -> bool:
    """Whether one of the places occurs in the component."""
    return any(place in places for (_, slots), _ in component for place in slots)
