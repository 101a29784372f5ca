"""Relations between functions that have values and gradients modulo primes."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

from ...algebra.rank import nullspace_modulo
from ...algebra.rings.modular import BadPrimeError, ModularRing, Modulus, Residues
from ...algebra.rings.polynomial import BudgetExceededError
from ...algebra.rings.ring import UndefinedError
from ..counts.independence import gradient_rows, random_point
from .eliminated import eliminated_relation
from .functions import Functions, Monomial, Polynomial
from .normal_forms import NormalForms, normal_forms
from .related import PROOF_PRODUCTS, Related, slope
from .weights import weights

SPARE = 8
"""Points beyond the number of unknown coefficients."""
EXPANSION = 200_000
"""Monomial products that multiplying the functions out may take."""


class ValuedFunctions(Related):
    """Functions with values at random points modulo a prime, and gradients at one of them."""

    def __init__(self, functions: Functions, primes: Sequence[int]) -> None:
        super().__init__(functions, primes)
        self._values: dict[int, Residues] = {}

    @abstractmethod
    def evaluated(self, prime: int, count: int) -> Residues:
        """Values modulo the prime at as many random points, a row for each; raises BadPrimeError."""

    @abstractmethod
    def jacobian(self, prime: int) -> Residues:
        """The gradients of the components at a random point, a row for each; raises BadPrimeError."""

    def values(self, prime: int, count: int) -> Residues:
        """Values modulo the prime at as many random points, a row for each; raises BadPrimeError."""
        if prime not in self._values or len(self._values[prime]) < count:
            self._values[prime] = self.evaluated(prime, count)
        return self._values[prime][:count]

    def table(self, monomials: Sequence[Monomial], prime: int) -> Residues:
        """The values of the monomials, one a column; raises BadPrimeError."""
        values, modulus = self.values(prime, len(monomials) + SPARE), Modulus(prime)
        known: dict[Monomial, Residues] = {(): np.ones(len(values))}
        for monomial in monomials:
            for size in range(1, len(monomial) + 1):
                prefix = monomial[:size]
                if prefix not in known:
                    known[prefix] = modulus.reduce(known[prefix[:-1]] * values[:, prefix[-1]])
        return np.stack([known[monomial] for monomial in monomials], axis=1)

    def circuits(self, places: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
        """Components whose gradients depend on those of earlier ones at a random point; BadPrimeError."""
        for prime in self.primes:
            try:
                rows = self.jacobian(prime)[places]
            except BadPrimeError:
                continue
            for vector in nullspace_modulo(rows.T, prime):
                *needed, dependent = (places[at] for at in np.flatnonzero(vector).tolist())
                yield dependent, needed
            return
        raise BadPrimeError("no prime will do")

    def determines(self, polynomial: Polynomial, function: int) -> bool:
        """Whether the derivative in a function is not zero at a random point."""
        for prime in self.primes:
            try:
                values = [int(value) for value in self.values(prime, 1)[0]]
            except BadPrimeError:
                continue
            terms = slope(polynomial, function).items()
            total = sum(number * prod(values[place] for place in monomial) for monomial, number in terms)
            return total % prime != 0
        return False

    def vanish(self, polynomials: Sequence[Polynomial]) -> bool:
        """Whether all polynomials are zero at the functions, by the normal forms of what they become."""
        return self.functions.vanish(polynomials, PROOF_PRODUCTS)

    def eliminated(self, variables: Sequence[int], function: int) -> Polynomial | None:
        """A relation of the functions at these places that one of them is in, by elimination."""
        forms = self.forms
        if forms is None:
            return None
        return eliminated_relation(forms.context, forms.relations, forms.fractions, variables, function)

    @cached_property
    def forms(self) -> NormalForms | None:
        """The functions multiplied out; None where that takes too much."""
        try:
            return normal_forms(self.functions, EXPANSION)
        except (BudgetExceededError, UndefinedError):
            return None


class RationalFunctions(ValuedFunctions):
    """Functions whose values modulo a prime are computed as they are written."""

    def evaluated(self, prime: int, count: int) -> Residues:
        """Values modulo the prime at random points, a row for each; raises BadPrimeError."""
        functions, ring, source = self.functions, ModularRing(prime), np.random.default_rng(prime)
        shapes = {tensor: (count, *functions.concrete.shape(tensor)) for tensor in functions.arguments}
        point = {tensor: ring.draw(source, shape) for tensor, shape in shapes.items()}
        found = functions.program().evaluate(ring, point)
        columns = [found[str(place)] for place in range(len(functions.names))]
        return np.stack([np.broadcast_to(column, (count,)) for column in columns], axis=1)

    def jacobian(self, prime: int) -> Residues:
        """The gradients of the components at a random point, a row for each; raises BadPrimeError."""
        functions, ring = self.functions, ModularRing(prime)
        point = random_point(functions.concrete, ring, functions.arguments, np.random.default_rng(prime))
        rows = [gradient_rows(functions.concrete, ring, law, point) for law in functions.laws]
        return np.concatenate(rows)

    def weights(self, places: Sequence[int]) -> NDArray[np.int64]:
        """Weights that make the functions homogeneous, a row for each; no columns where none are known."""
        forms = self.forms
        if forms is None or not forms.are_polynomials:
            return super().weights(places)
        return weights([forms.fractions[place][0] for place in places])
