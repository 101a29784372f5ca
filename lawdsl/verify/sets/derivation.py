"""The generators X_alpha as derivations of polynomials in state and constants, at concrete dimensions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import reduce
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...algebra.rings.quotient import Quotient, QuotientRing
from ...notation.expression import is_polynomial
from ...notation.typed import Family
from ...system.concrete import ConcreteFields
from ..proofs.generic_point import Point, at_generic_point, generic_point
from ..proofs.polynomial_text import factor_text, polynomial_text

Polynomial = Any
"""A flint.fmpq_mpoly in the context of the derivation."""
Monomial = tuple[int, ...]
"""Exponents of cotangents and adjoined elements."""

PRODUCTS = 3_000_000
"""Monomial products of all equations and derivatives at one choice of the dimensions."""


class Derivation:
    """Polynomials in state and constants, with their derivatives along every generator.

    Generators belong to the monomials in cotangents and in adjoined elements, such as exp(t), which count as
    independent of each other. Where right-hand sides divide, they are multiplied by one
    denominator: the sets that they keep are the same where it is not zero. The methods raise
    BudgetExceededError (of `algebra.polynomial`) and ArithmeticErrors for what has no value or no numerator.
    """

    def __init__(self, concrete: ConcreteFields, limit: int) -> None:
        self.concrete = concrete
        self._limit = limit
        fields = concrete.fields
        self._ring, self._point = generic_point(concrete, (*fields.state, *fields.constants), limit)
        self.context = self._ring.context
        tensors = (*fields.state, *fields.constants)
        self.names = [name for tensor in tensors for name in concrete.entry_names(tensor)]
        self.moving = sum(concrete.size(tensor) for tensor in fields.state)
        """How many indeterminates are coordinates of the state, which come first."""
        self._generators: dict[Monomial, dict[int, Polynomial]] | None = None
        self.denominator: Polynomial | None = self.context.constant(1)
        """The common denominator of the right-hand sides; None where it has more in it than coordinates."""

    def numerators(self, family: Family) -> list[Polynomial]:
        """The numerators of the components of a family without cotangents, those that are not zero."""
        ring = QuotientRing(self._ring)
        point = {tensor: ring.embedded(array) for tensor, array in self._point.items()}
        (values,) = self.concrete.program(family).evaluate(ring, point).values()
        return [item.numerator for item in values.flat if len(item.numerator)]

    def polynomials(self, family: Family) -> list[Polynomial] | None:
        """The components of a family, zeros included; None where one of them is no polynomial."""
        if not is_polynomial(family.body):
            return None
        (values,) = self.concrete.program(family).evaluate(self._ring, self._point).values()
        return list(values.flat)

    def law_derivative(self, law: Family) -> list[Polynomial]:
        """The numerators of the derivatives of a law's components along all generators, where not zero."""
        program = self.concrete.program(law)

        def derivative(ring: Any, point: Point) -> NDArray[Any]:
            return self.concrete.lie_derivative(program, ring, point)

        found = self._computed([law], derivative)
        return [part for item in found.flat for part in self._split(_numerator(item)).values()]

    def derivatives(self, polynomial: Polynomial) -> list[Polynomial]:
        """The derivatives along all generators, times the common denominator; those that are not zero."""
        return list(self.by_generator(polynomial).values())

    def by_generator(self, polynomial: Polynomial) -> Mapping[Monomial, Polynomial]:
        """The same by the monomials of the generators."""
        slopes = {
            place: polynomial.derivative(place)
            for place, degree in enumerate(polynomial.degrees()[: self.moving])
            if degree
        }
        found: dict[Monomial, Polynomial] = {}
        for monomial, rates in self._fields().items():
            total = self.context.constant(0)
            for place in rates.keys() & slopes.keys():
                self._ring.charge(len(slopes[place]) * len(rates[place]))
                total += slopes[place] * rates[place]
            if len(total):
                found[monomial] = total
        return found

    def text(self, polynomial: Polynomial, factor: bool = False) -> str:
        """A polynomial in the names of the spec; in parentheses where that matters in a product."""
        order = [*range(self.moving, len(self.names)), *range(self.moving)]
        return (factor_text if factor else polynomial_text)(polynomial, self.names, order)

    def _fields(self) -> Mapping[Monomial, Mapping[int, Polynomial]]:
        """The right-hand sides of the state over one denominator, by generator and coordinate."""
        if self._generators is None:
            rates = self._computed([], self._all_rates).tolist()
            divisors = [item.denominator for item in rates if isinstance(item, Quotient)]
            common = reduce(_common_multiple, divisors) if divisors else None
            found: defaultdict[Monomial, dict[int, Polynomial]] = defaultdict(dict)
            for place, rate in enumerate(rates):
                numerator = _numerator(rate)
                if isinstance(rate, Quotient):
                    numerator = numerator * (common / rate.denominator)
                for monomial, part in self._split(numerator).items():
                    found[monomial][place] = part
            if common is not None:
                parts = self._split(common)
                still = [part for monomial, part in parts.items() if not any(monomial)]
                self.denominator = still[0] if len(parts) == len(still) == 1 else None
            self._generators = dict(found)
        return self._generators

    def _all_rates(self, ring: Any, point: Point) -> NDArray[Any]:
        rates = self.concrete.rates(ring, point)
        flat: list[Any] = []
        for tensor in self.concrete.fields.state:
            shape = self.concrete.shape(tensor)
            flat += np.broadcast_to(rates[tensor], (1, *shape)).reshape(prod(shape)).tolist()
        array = np.empty(len(flat), dtype=object)
        array[:] = flat
        return array

    def _computed(self, laws: Sequence[Family], compute: Any) -> NDArray[Any]:
        variables = self.concrete.fields.variables()
        return at_generic_point(self.concrete, laws, variables, self._limit, compute)

    def _split(self, polynomial: Any) -> dict[Monomial, Polynomial]:
        """The coefficients of the monomials in what is neither state nor constant, in this context."""
        names = list(polynomial.context().names())
        start = names.index(self.context.names()[0])
        inside = slice(start, start + len(self.names))
        parts: defaultdict[Monomial, dict[Monomial, Any]] = defaultdict(dict)
        for exponents, coefficient in polynomial.to_dict().items():
            outside = exponents[:start] + exponents[inside.stop :]
            parts[outside][exponents[inside]] = coefficient
        return {monomial: self.context.from_dict(parts[monomial]) for monomial in sorted(parts, reverse=True)}


def _numerator(item: Any) -> Any:
    return item.numerator if isinstance(item, Quotient) else item


def _common_multiple(left: Any, right: Any) -> Any:
    return left * (right / left.gcd(right))
