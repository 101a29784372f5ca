"""Laws in given functions, and laws of flows that are no polynomials: linear algebra on normal forms.

The derivative of every monomial of the ansatz is computed at the generic point (`verify.generic_point`), so
that a combination that vanishes is a proof (MATH.md M2), and there is no other one where the
normal form is one (`algebra.elementary`). Two laws that are the same function count once, though they may be
different polynomials in the functions of the ansatz.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import islice

from ..algebra.rational import reconstruct_all
from ..algebra.rings.modular import BadPrimeError, Modulus, primes
from ..algebra.rings.polynomial import BudgetExceededError, as_rational
from .coupling import Elimination, Row
from .function_ansatz import Ansatz
from .novelty import Products
from .solve import PRIMES, Residual
from .span import Span
from .sparse import Polynomial, degree_of, primitive

PRODUCTS = 20_000_000
"""Products of residues that solving the linear system may take."""

Condition = dict[int, Fraction]
"""The coefficients of one linear condition that are not zero, by unknown."""


def laws_in(ansatz: Ansatz, degree: int) -> tuple[list[Polynomial], int]:
    """The new laws in an ansatz, and the dimension of the space of all of them without constants.

    Polynomials in laws of lower degree are left out. Raises BudgetExceededError.
    """
    known, everything = _Known(ansatz, degree), _Known(ansatz, degree)
    dimension, new = 0, []
    for law in sorted(_nullspace(ansatz), key=lambda law: (degree_of(law), len(law))):
        if everything.is_new(law):
            dimension += 1
            everything.add(law)
        if known.is_new(law):
            new.append(law)
            known.include(law)
    return new, dimension


class _Known:
    """A space of functions, at first that of the constants: it tells which functions are outside of it."""

    def __init__(self, ansatz: Ansatz, degree: int) -> None:
        self._ansatz = ansatz
        self._index = {monomial: place for place, monomial in enumerate(ansatz.monomials)}
        self._span: Span[tuple[int, ...]] = Span()
        self._products = Products(degree)
        self.add({(): 1})
        for at, factor in enumerate(ansatz.factors):
            if not factor.moving:
                self.include({(at,): 1})

    def is_new(self, law: Polynomial) -> bool:
        """Whether the polynomial is outside of the space as a function."""
        return bool(self._span.reduced(self._value(law)))

    def add(self, law: Polynomial) -> None:
        """Add a polynomial in the functions of the ansatz."""
        self._span.add(self._value(law))

    def include(self, law: Polynomial) -> None:
        """Add a polynomial and all its products with what was included before."""
        for product in self._products.include(law):
            self.add(product)

    def _value(self, polynomial: Polynomial) -> Mapping[tuple[int, ...], Fraction]:
        """The polynomial as a function: its numerator over the common denominator."""
        result: dict[tuple[int, ...], Fraction] = {}
        for monomial, coefficient in polynomial.items():
            for key, value in self._ansatz.values[self._index[monomial]].items():
                result[key] = result.get(key, Fraction(0)) + as_rational(value) * coefficient
        return {key: value for key, value in result.items() if value}


def _nullspace(ansatz: Ansatz) -> list[Polynomial]:
    """A basis of the combinations with rate zero, each with a leading monomial of its own.

    A nullspace modulo a prime is at least as large as the rational one. So if every element of it is one over
    the rationals as well, which is checked exactly, there are no others. Raises BudgetExceededError.
    """
    names = ansatz.monomials
    order = sorted(range(len(names)), key=lambda at: (-len(names[at]), names[at]))
    conditions = _conditions(ansatz, order)
    known: Residual | None = None
    for prime in islice(primes(), PRIMES):
        try:
            found = Residual(_solutions(conditions, len(order), prime), prime)
        except BadPrimeError:
            continue
        known = found if known is None else known.merged(found)
        vectors = [_rational(vector, known.modulus) for vector in known.vectors]
        if all(vector is not None and _solves(vector, conditions) for vector in vectors):
            return [
                primitive({names[order[at]]: c for at, c in vector.items()}) for vector in vectors if vector
            ]
    raise BudgetExceededError(PRIMES, 1, PRIMES)


def _conditions(ansatz: Ansatz, order: Sequence[int]) -> list[Condition]:
    """One linear condition for each monomial of the derivatives, short ones first."""
    conditions: defaultdict[tuple[int, ...], Condition] = defaultdict(dict)
    for place, at in enumerate(order):
        for key, value in ansatz.rates[at].items():
            conditions[key][place] = as_rational(value)
    return sorted(conditions.values(), key=len)


def _solutions(conditions: Sequence[Condition], unknowns: int, prime: int) -> list[Row]:
    """The nullspace modulo a prime; raises BadPrimeError and BudgetExceededError."""
    modulus = Modulus(prime)
    elimination = Elimination(prime, PRODUCTS)
    for condition in conditions:
        residues = {place: modulus.residue(value) for place, value in condition.items()}
        elimination.include({place: residue for place, residue in residues.items() if residue})
    return elimination.nullspace(unknowns)


def _rational(vector: Row, modulus: int) -> dict[int, Fraction] | None:
    found = reconstruct_all(vector.values(), modulus)
    return None if found is None else dict(zip(vector, found, strict=True))


def _solves(vector: Mapping[int, Fraction], conditions: Iterable[Condition]) -> bool:
    """Whether a vector meets all conditions exactly."""
    return not any(sum(vector.get(at, 0) * value for at, value in row.items()) for row in conditions)
