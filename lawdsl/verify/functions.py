"""The components of laws as functions that polynomials are evaluated at: modulo primes and exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby, product
from typing import Any

import numpy as np

from ..algebra.compile import compile_program
from ..algebra.dense import Array
from ..algebra.modular import ModularRing, Residues
from ..notation.expression import Entry, Expression, add, multiply, number, power, substitute
from ..notation.typed import Family
from ..system.concrete import ConcreteFields, entry_name
from .generic_point import Point, at_generic_point
from .independence import gradient_rows, random_point

Monomial = tuple[int, ...]
"""The functions that are multiplied, in ascending order and with repetitions; 1 is the empty one."""
Polynomial = Mapping[Monomial, int]
"""Integer coefficients by monomial."""

CONSTANTS = 6
"""More entries of constants than these are not allowed in a relation."""


class ScatteredRing(ModularRing):
    """Residues where elementary functions take values without rhyme or reason, equal ones at equal places.

    A relation that holds there uses nothing about them, so it is a good guess; one that uses more is missed.
    """

    def exponential(self, array: Array) -> Residues:
        """A residue for each entry that depends on the entry only."""
        return self._power(self.add(array, self.lift(np.array([2]))), 1_000_003)

    def logarithm(self, array: Array) -> Residues:
        """A residue for each entry that depends on the entry only."""
        return self._power(self.add(array, self.lift(np.array([5]))), 1_000_033)


class Functions:
    """The components of laws at concrete dimensions, then the entries of constants, with a name each.

    The laws must have values modulo primes (`independence.has_residues`).
    """

    def __init__(self, concrete: ConcreteFields, laws: Sequence[Family]) -> None:
        self.concrete = concrete
        self._laws = laws
        self.arguments = (*concrete.fields.state, *concrete.fields.constants)
        components = [item for law in laws for item in _components(concrete, law)]
        constants = _constants(concrete)
        self.names = [name for name, _ in (*components, *constants)]
        self._bodies = [body for _, body in (*components, *constants)]
        self.components = len(components)
        self._values: dict[int, Residues] = {}

    @property
    def constants(self) -> range:
        """The places of the entries of constants."""
        return range(self.components, len(self.names))

    def values(self, prime: int, count: int) -> Residues:
        """Values modulo the prime at random points, a row for each; raises BadPrimeError."""
        if prime not in self._values or len(self._values[prime]) < count:
            self._values[prime] = self._evaluated(prime, count)
        return self._values[prime][:count]

    def _evaluated(self, prime: int, count: int) -> Residues:
        ring, source = ScatteredRing(prime), np.random.default_rng(prime)
        shapes = {tensor: (count, *self.concrete.shape(tensor)) for tensor in self.arguments}
        point = {tensor: ring.draw(source, shape) for tensor, shape in shapes.items()}
        program = compile_program(
            {name: ((), body) for name, body in zip(self.names, self._bodies, strict=True)},
            self.concrete.sizes,
        )
        found = program.evaluate(ring, point)
        return np.stack([np.broadcast_to(found[name], (count,)) for name in self.names], axis=1)

    def jacobian(self, prime: int) -> Residues:
        """The gradients of the components at a random point, a row for each; raises BadPrimeError."""
        ring = ModularRing(prime)
        point = random_point(self.concrete, ring, self.arguments, np.random.default_rng(prime))
        return np.concatenate([gradient_rows(self.concrete, ring, law, point) for law in self._laws])

    def vanish(self, polynomials: Sequence[Polynomial], limit: int) -> bool:
        """Whether all polynomials are zero at these functions, identically and exactly.

        Raises BudgetExceededError (of `algebra.polynomial`) and UndefinedError (of `algebra.ring`).
        """
        families = {str(place): ((), self._at(item)) for place, item in enumerate(polynomials)}
        program = compile_program(families, self.concrete.sizes)

        def evaluate(ring: Any, point: Point) -> Any:
            return np.concatenate(list(program.evaluate(ring, point).values()))

        found = at_generic_point(self.concrete, self._laws, self.arguments, limit, evaluate)
        return all(len(value) == 0 for value in found)

    def body(self, place: int) -> Expression:
        """One function as an expression without free indices."""
        return self._bodies[place]

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
