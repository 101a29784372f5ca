"""Sums of canonical terms: the commutative ring in which identities are decided (MATH.md M10)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field
from fractions import Fraction

from ..notation.index import Index, Role, Slot
from ..notation.record import record
from .budget import Budget
from .draft import Draft, Scaled
from .term import Place, Term, place_of, range_of
from .text import term_text


@record
class TermSum:
    """A finite sum of distinct canonical terms with nonzero rational coefficients.

    Zero proves that the expression vanishes for every dimension. Sums are immutable and compare by
    value; the methods that create terms spend a budget, and raise BudgetExceededError beyond it.
    """

    terms: Mapping[Term, Fraction] = field(default_factory=dict)

    @classmethod
    def constant(cls, value: int | Fraction) -> TermSum:
        """A number."""
        return collect([(Term(), Fraction(value))])

    def is_zero(self) -> bool:
        """Whether no term is left, which proves that the sum is 0 for every dimension."""
        return not self.terms

    def mentions(self, roles: Collection[Role]) -> bool:
        """Whether an entry of a tensor with one of the roles occurs."""
        wanted = {role.value for role in roles}
        return any(
            role in wanted
            for term in self.terms
            for component, _ in term.components
            for ((role, _), _), _ in component
        )

    def __add__(self, other: TermSum) -> TermSum:
        return collect([*self.terms.items(), *other.terms.items()])

    def __sub__(self, other: TermSum) -> TermSum:
        return self + other.scaled(-1)

    def scaled(self, scalar: int | Fraction) -> TermSum:
        """The sum times a rational number."""
        return collect((term, coefficient * scalar) for term, coefficient in self.terms.items())

    def times(self, other: TermSum, budget: Budget) -> TermSum:
        """The product; the dummies of the factors stay apart."""
        budget.spend_terms(len(self.terms) * len(other.terms))
        return collect(
            (product[0], product[1] * left_coefficient * right_coefficient)
            for left, left_coefficient in self.terms.items()
            for right, right_coefficient in other.terms.items()
            if (product := _product(left, right, budget)) is not None
        )

    def power(self, exponent: int, budget: Budget) -> TermSum:
        """The sum to a natural power, by repeated squaring."""
        result, square = TermSum.constant(1), self
        while exponent:
            if exponent & 1:
                result = result.times(square, budget)
            exponent >>= 1
            if exponent:
                square = square.times(square, budget)
        return result

    def bound(self, indices: Iterable[Index], budget: Budget) -> TermSum:
        """The sum over the whole ranges of the indices; one that occurs nowhere multiplies by its size.

        Of an index listed twice the last one is meant where it occurs, and the other occurs nowhere.
        """
        free = tuple(indices)
        budget.spend_terms(len(self.terms))
        return collect(_scaled(_bind(term, free, budget), scalar) for term, scalar in self.terms.items())

    def substituted(self, slots: Mapping[Index, Slot], budget: Budget) -> TermSum:
        """The sum with free indices replaced, all at once, by other indices or by literals."""
        return self.placed({place_of(index): place_of(slot) for index, slot in slots.items()}, budget)

    def placed(self, places: Mapping[Place, Place], budget: Budget) -> TermSum:
        """The sum with places replaced, all at once, by other places that are not summed over."""
        budget.spend_terms(len(self.terms))
        return collect(_scaled(_replace(term, places, budget), scalar) for term, scalar in self.terms.items())

    def __str__(self) -> str:
        texts = [term_text(term, self.terms[term]) for term in sorted(self.terms)]
        return " + ".join(texts).replace("+ -", "- ") if texts else "0"


def collect(summands: Iterable[Scaled | None]) -> TermSum:
    """The sum of canonical terms with coefficients, equal terms collected; None stands for zero."""
    terms: dict[Term, Fraction] = {}
    for summand in summands:
        if summand is not None:
            term, coefficient = summand
            terms[term] = terms.get(term, 0) + coefficient
    return TermSum({term: coefficient for term, coefficient in terms.items() if coefficient})


def _scaled(scaled: Scaled | None, scalar: Fraction) -> Scaled | None:
    return None if scaled is None else (scaled[0], scaled[1] * scalar)


def _product(left: Term, right: Term, budget: Budget) -> Scaled | None:
    draft = Draft(budget)
    draft.include(left, {})
    draft.include(right, {})
    return draft.finish()


def _bind(term: Term, indices: tuple[Index, ...], budget: Budget) -> Scaled | None:
    draft = Draft(budget)
    places: dict[Place, Place] = {}
    for index in indices:
        places[place_of(index)] = draft.bind(range_of(index.dimension))
    draft.include(term, places)
    return draft.finish()


def _replace(term: Term, places: Mapping[Place, Place], budget: Budget) -> Scaled | None:
    draft = Draft(budget)
    draft.include(term, places)
    return draft.finish()
