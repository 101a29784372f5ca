"""Relations between functions on the set that assumptions leave, by normal forms modulo its equations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain
from typing import Any

import numpy as np

from ...algebra.ideals.ideal import Ideal
from ...algebra.ideals.meter import Meter, product_work
from ...algebra.rank import nullspace_modulo
from ...algebra.rings.modular import BadPrimeError, ModularRing, Modulus, Residues
from ...algebra.rings.polynomial import as_rational
from ..counts.independence import gradient_rows
from ..limits import GivenUpError
from ..sets.assumed import Assumed
from ..sets.chart import Chart, charts
from .eliminated import eliminated_relation
from .functions import Functions, Monomial, Polynomial
from .normal_forms import NormalForms
from .related import PROOF_PRODUCTS, Related, slope

OPERATIONS = 2_000_000
"""Products of monomials that all normal forms of products may take."""


class FunctionsOnSet(Related):
    """Rational functions on a set: products of them have normal forms, and relations of these are relations.

    Functions are brought to one denominator, and monomials in them to one degree by its powers. A relation
    then holds on the set wherever the functions in it have values.
    Raises BudgetExceededError and what `Assumed.variety` raises.
    """

    def __init__(
        self, functions: Functions, primes: Sequence[int], assumed: Assumed, forms: NormalForms
    ) -> None:
        super().__init__(functions, primes)
        self._assumed = assumed
        self._variety = assumed.variety
        self._ideal = Ideal(self._variety.derivation.context, self._variety.polynomials, OPERATIONS)
        places = {forms.room + place: place for place in range(self._ideal.context.nvars())}
        self._fractions = [
            (
                above.project_to_context(self._ideal.context, places),
                below.project_to_context(self._ideal.context, places),
            )
            for above, below in forms.fractions
        ]
        self._meter = Meter(OPERATIONS)
        self._products: dict[Monomial, Any] = {}
        self._all = _Together(self._fractions, range(len(self._fractions)), self._meter)
        if self._variety.holds(self._all.common):
            raise GivenUpError("the laws have values nowhere on the set that assumptions leave")

    def table(self, monomials: Sequence[Monomial], prime: int) -> Residues:
        """The coefficients of the normal forms of the monomials, one a column."""
        degree = max(map(len, monomials))
        columns = [self._reduced(monomial, degree).to_dict() for monomial in monomials]
        rows = {term: row for row, term in enumerate(dict.fromkeys(chain.from_iterable(columns)))}
        modulus = Modulus(prime)
        self._meter.charge(len(rows) * len(monomials))
        found = np.zeros((len(rows), len(monomials)))
        for place, column in enumerate(columns):
            for term, value in column.items():
                found[rows[term], place] = modulus.residue(as_rational(value))
        return modulus.reduce(found)

    def _reduced(self, monomial: Monomial, degree: int) -> Any:
        """The normal form of a monomial times a power of the denominator."""
        key = (*monomial, *[-1] * (0 if self._all.is_whole else degree - len(monomial)))
        if key not in self._products:
            product = self._ideal.context.constant(1)
            if key:
                factor = self._all.common if key[-1] < 0 else self._all.numerators[key[-1]]
                product = self._all.multiplied(self._reduced(key[:-1], 0), factor)
            self._products[key] = self._ideal.reduce(product, self._meter).remainder
        return self._products[key]

    def circuits(self, places: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
        """Components whose gradients along the set depend on those of earlier ones near one of its points.

        Of the points that are tried, it is the one near which the fewest do.
        """
        found: list[list[tuple[int, list[int]]]] = []
        for chart in charts(self._assumed):
            try:
                if chart.exact:
                    found.append(list(self._circuits(chart, places)))
            except BadPrimeError:
                continue
        if not found:
            raise GivenUpError("no point was found where the set of the assumptions is seen to be a manifold")
        yield from min(found, key=len)

    def _circuits(self, chart: Chart, places: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
        ring, concrete = ModularRing(chart.prime), self.functions.concrete
        gradients = [gradient_rows(concrete, ring, law, chart.residues) for law in self.functions.laws]
        rows = np.concatenate([chart.gradients, np.concatenate(gradients)[places]])
        for vector in nullspace_modulo(rows.T, chart.prime):
            *needed, dependent = (at - chart.codimension for at in np.flatnonzero(vector).tolist())
            yield places[dependent], [places[at] for at in needed if at >= 0]

    def determines(self, polynomial: Polynomial, function: int) -> bool:
        """Whether the derivative in a function is not shown to be zero on the set."""
        together = self._together([polynomial])
        value = together.value(slope(polynomial, function))
        return not self._variety.holds(together.multiplied(value, together.common))

    def vanish(self, polynomials: Sequence[Polynomial]) -> bool:
        """Whether all polynomials are zero on the set wherever the functions in them have values."""
        return all(self._variety.holds(self._together([item]).value(item)) for item in polynomials)

    def _together(self, polynomials: Iterable[Polynomial]) -> _Together:
        places = {place for polynomial in polynomials for monomial in polynomial for place in monomial}
        return _Together(self._fractions, sorted(places), Meter(PROOF_PRODUCTS))

    def eliminated(self, variables: Sequence[int], function: int) -> Polynomial | None:
        """A relation of the functions at these places that one of them is in, by elimination."""
        context, equations = self._ideal.context, self._variety.polynomials
        return eliminated_relation(context, equations, self._fractions, variables, function)


class _Together:
    """Some functions over one denominator; a meter pays for all products."""

    def __init__(self, fractions: Sequence[tuple[Any, Any]], places: Iterable[int], meter: Meter) -> None:
        self._meter = meter
        chosen = {place: fractions[place] for place in places}
        self._one = fractions[0][1] ** 0
        divisors = [below for _, below in chosen.values()]
        self.common = reduce(lambda left, right: left * (right / left.gcd(right)), divisors, self._one)
        self.is_whole = self.common.is_constant()
        self.numerators: Mapping[int, Any] = {
            place: above * (self.common / below) for place, (above, below) in chosen.items()
        }

    def multiplied(self, left: Any, right: Any) -> Any:
        """A product; raises BudgetExceededError."""
        self._meter.charge(product_work(left, right))
        return left * right

    def value(self, polynomial: Polynomial) -> Any:
        """The numerator of a polynomial in the functions, over a power of the denominator."""
        degree = max(map(len, polynomial), default=0)
        total = self._one * 0
        for monomial, coefficient in polynomial.items():
            factors = [self.numerators[place] for place in monomial]
            factors += [self.common] * (0 if self.is_whole else degree - len(monomial))
            total += coefficient * reduce(self.multiplied, factors, self._one)
        return total
