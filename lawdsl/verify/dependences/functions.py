"""The components of laws as functions that polynomials are put in relation by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby, product
from typing import Any

import numpy as np

from ...algebra.programs.compile import compile_program
from ...algebra.programs.program import Program
from ...notation.expression import Entry, Expression, add, multiply, number, power, substitute
from ...notation.typed import Family
from ...system.concrete import ConcreteFields, entry_name
from ..proofs.generic_point import Point, at_generic_point

Monomial = tuple[int, ...]
"""The functions that are multiplied, in ascending order and with repetitions; 1 is the empty one."""
Polynomial = Mapping[Monomial, int]
"""Integer coefficients by monomial."""

CONSTANTS = 6
"""More entries of constants than these are not allowed in a relation."""


class Functions:
    """The components of laws at concrete dimensions, then the entries of constants, with a name each."""

    def __init__(self, concrete: ConcreteFields, laws: Sequence[Family]) -> None:
        self.concrete = concrete
        self.laws = laws
        self.arguments = (*concrete.fields.state, *concrete.fields.constants)
        components = [item for law in laws for item in _components(concrete, law)]
        constants = _constants(concrete)
        self.names = [name for name, _ in (*components, *constants)]
        self._bodies = [body for _, body in (*components, *constants)]
        self.components = len(components)

    @property
    def constants(self) -> range:
        """The places of the entries of constants."""
        return range(self.components, len(self.names))

    def program(self) -> Program:
        """All functions compiled, the output of each called by the number of its place."""
        families = {str(place): ((), body) for place, body in enumerate(self._bodies)}
        return compile_program(families, self.concrete.sizes)

    def vanish(self, polynomials: Sequence[Polynomial], limit: int) -> bool:
        """Whether all polynomials are zero at these functions, identically and exactly.

        Raises BudgetExceededError (of `algebra.polynomial`) and UndefinedError (of `algebra.ring`).
        """
        families = {str(place): ((), self._at(item)) for place, item in enumerate(polynomials)}
        program = compile_program(families, self.concrete.sizes)

        def evaluate(ring: Any, point: Point) -> Any:
            return np.concatenate(list(program.evaluate(ring, point).values()))

        found = at_generic_point(self.concrete, self.laws, self.arguments, limit, evaluate)
        return all(len(value) == 0 for value in found)

    def text(self, polynomial: Polynomial) -> str:
        """A polynomial as the language writes it."""
        text = " + ".join(self._term(monomial, value) for monomial, value in polynomial.items())
        return text.replace("+ -", "- ") or "0"

    def _term(self, monomial: Monomial, coefficient: int) -> str:
        factors = [self.names[v] if e == 1 else f"{self.names[v]}**{e}" for v, e in _powers(monomial)]
        if abs(coefficient) != 1 or not factors:
            factors.insert(0, str(abs(coefficient)))
        return ("-" if coefficient < 0 else "") + "*".join(factors)

    def _at(self, polynomial: Polynomial) -> Expression:
        return add(
            multiply([number(value), *(power(self._bodies[v], e) for v, e in _powers(monomial))])
            for monomial, value in polynomial.items()
        )


def _powers(monomial: Monomial) -> list[tuple[int, int]]:
    return [(variable, len(list(same))) for variable, same in groupby(monomial)]


def _components(concrete: ConcreteFields, law: Family) -> list[tuple[str, Expression]]:
    places = product(*(range(size) for size in concrete.component_shape(law)))
    return [
        (
            entry_name(law.name, place),
            substitute(law.body, dict(zip(law.indices, place, strict=True))) if place else law.body,
        )
        for place in places
    ]


def _constants(concrete: ConcreteFields) -> list[tuple[str, Expression]]:
    tensors = concrete.fields.constants
    if sum(map(concrete.size, tensors)) > CONSTANTS:
        return []
    return [
        (entry_name(tensor.name, place), Entry(tensor, place))
        for tensor in tensors
        for place in product(*map(range, concrete.shape(tensor)))
    ]
