"""What the monomials of an ansatz are products of: coordinates, and the functions that a search names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..notation.expression import Entry, Expression, add, entries, multiply, number, power, substitute
from ..notation.index import Role
from ..notation.typed import Family
from ..system.concrete import ConcreteFields, entry_name
from .coordinates import Coordinates
from .laws import powers, signed_sum
from .names import NOWHERE
from .sparse import Polynomial, degree_of

MOVING = (Role.PARAMETER, Role.STATE, Role.TIME)


@dataclass(frozen=True, slots=True)
class Factor:
    """A scalar function with its text in the language."""

    text: str
    expression: Expression

    @property
    def moving(self) -> bool:
        """Whether the function depends on the state."""
        return any(entry.tensor.role in MOVING for entry in entries(self.expression))


def factors(concrete: ConcreteFields, functions: Iterable[Family]) -> list[Factor]:
    """The coordinates, the scalar constants and every component of the functions, those that move first."""
    found = [
        Factor(entry_name(tensor.name, place), Entry(tensor, place))
        for tensor, place in Coordinates(concrete).entries()
    ]
    for family in functions:
        for place in np.ndindex(*concrete.component_shape(family)):
            slots = dict(zip(family.indices, map(int, place), strict=True))
            text = entry_name(_atom(family.name), tuple(slots.values()))
            found.append(Factor(text, substitute(family.body, slots)))
    return sorted(found, key=lambda factor: not factor.moving)


def _atom(text: str) -> str:
    """The text of an expression, in parentheses unless it is a name or a call."""
    return text if re.fullmatch(r"\w+(\([^()]*\))?", text) else f"({text})"


@dataclass(frozen=True, slots=True)
class FunctionLaw:
    """A proved law in an ansatz of functions; ``str(law)`` is a statement of the language."""

    name: str
    polynomial: Polynomial
    factors: Sequence[Factor]

    @property
    def degree(self) -> int:
        """The degree in coordinates and functions together."""
        return degree_of(self.polynomial)

    def family(self) -> Family:
        """The law as the prover and the counter take it."""
        return law_family(self.name, self.polynomial, self.factors)

    def __str__(self) -> str:
        return f"law {self.name} = {signed_sum([factor.text for factor in self.factors], self.polynomial)}"


def law_family(name: str, polynomial: Polynomial, parts: Sequence[Factor]) -> Family:
    """A polynomial in some functions as a family of one component."""
    terms = []
    for monomial, value in polynomial.items():
        bases = [power(parts[v].expression, exponent) for v, exponent in powers(monomial)]
        terms.append(multiply([number(value), *bases]))
    return Family(name, (), add(terms), NOWHERE)
