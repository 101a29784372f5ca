"""Laws that were found, in the notation of the language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ..notation.expression import Entry, Expression, add, multiply, number, power
from ..notation.typed import Family
from ..system.concrete import entry_name
from .coordinates import Coordinates
from .names import NOWHERE
from .sparse import Monomial, Polynomial, degree_of


@dataclass(frozen=True, slots=True)
class FoundLaw:
    """A proved law at concrete dimensions, with integer coefficients.

    ``str(law)`` is a statement of the language.
    """

    name: str
    polynomial: Polynomial
    coordinates: Coordinates = field(repr=False)

    @property
    def degree(self) -> int:
        """The degree in state and scalar constants together."""
        return degree_of(self.polynomial)

    def family(self) -> Family:
        """The law as the prover and the counter take it."""
        entries = [Entry(tensor, place) for tensor, place in self.coordinates.entries()]
        terms = (
            multiply([number(value), *(power(entries[v], exponent) for v, exponent in powers(monomial))])
            for monomial, value in self.polynomial.items()
        )
        body: Expression = add(terms)
        return Family(self.name, (), body, NOWHERE)

    def __str__(self) -> str:
        names = [entry_name(tensor.name, place) for tensor, place in self.coordinates.entries()]
        return f"law {self.name} = {signed_sum(names, self.polynomial)}"


def signed_sum(names: Sequence[str], polynomial: Polynomial) -> str:
    """The text of a polynomial with integer coefficients in variables with these names."""
    terms = " + ".join(_term(names, monomial, int(c)) for monomial, c in polynomial.items())
    return terms.replace("+ -", "- ")


def powers(monomial: Monomial) -> list[tuple[int, int]]:
    """The variables of a monomial with their exponents."""
    return [(variable, len(list(same))) for variable, same in groupby(monomial)]


def _term(names: Sequence[str], monomial: Monomial, coefficient: int) -> str:
    factors = [names[v] if e == 1 else f"{names[v]}**{e}" for v, e in powers(monomial)]
    if abs(coefficient) != 1:
        factors.insert(0, str(abs(coefficient)))
    return ("-" if coefficient < 0 else "") + "*".join(factors)
