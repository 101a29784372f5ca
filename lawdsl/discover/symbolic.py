"""Laws in given functions, and laws of flows that are no polynomials: linear algebra on normal forms.

The derivative of every monomial of the ansatz is computed at the generic point (`verify.generic_point`), so
that a combination that vanishes is a proof (MATH.md M2), and there is no other one where the
normal form is one (`algebra.elementary`). Two laws that are the same function count once, though they may be
different polynomials in the functions of the ansatz.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import flint

from ..algebra.polynomial import BudgetExceededError, as_rational
from .function_ansatz import Ansatz
from .novelty import Products
from .span import Span
from .sparse import Polynomial, degree_of, primitive

ENTRIES = 6_000_000
"""Entries of the linear system."""


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


def _nullspace(ansatz: Ansatz) -> Iterator[Polynomial]:
    """A basis of the combinations with rate zero, each with a leading monomial of its own."""
    names = ansatz.monomials
    order = sorted(range(len(names)), key=lambda at: (-len(names[at]), names[at]))
    conditions = {key: row for row, key in enumerate({key for rate in ansatz.rates for key in rate})}
    if len(conditions) * len(order) > ENTRIES:
        raise BudgetExceededError(0, len(conditions) * len(order), ENTRIES)
    matrix = flint.fmpq_mat(max(1, len(conditions)), len(order))
    for column, at in enumerate(order):
        for key, value in ansatz.rates[at].items():
            matrix[conditions[key], column] = value
    basis, rank = matrix.numer_denom()[0].nullspace()
    echelon = flint.fmpq_mat(basis.transpose()).rref()[0]
    for row in range(rank):
        entries = ((order[column], echelon[row, column]) for column in range(len(order)))
        yield primitive({names[at]: as_rational(value) for at, value in entries if value})
