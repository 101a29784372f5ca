"""What a search for relations asks of functions: guesses modulo primes, and exact answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

from ...algebra.rank import nullspace_modulo
from ...algebra.rational import combine_residues, reconstruct_all
from ...algebra.rings.modular import BadPrimeError, Residues
from .functions import Functions, Monomial, Polynomial

Vector = list[Fraction]

PROOF_PRODUCTS = 1_000_000
"""Monomial products that the proof of a relation may take."""


class Related(ABC):
    """Functions between which polynomial relations are looked for. ``primes`` are those to work with."""

    def __init__(self, functions: Functions, primes: Sequence[int]) -> None:
        self.functions = functions
        self.primes = primes

    @abstractmethod
    def table(self, monomials: Sequence[Monomial], prime: int) -> Residues:
        """A matrix that sends the coefficients of every relation between monomials to zero, modulo a prime.

        Raises BadPrimeError.
        """

    @abstractmethod
    def circuits(self, places: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
        """Components whose gradients depend on those of earlier ones, with the independent ones they need.

        Raises BadPrimeError, and GivenUpError where it cannot be told.
        """

    @abstractmethod
    def determines(self, polynomial: Polynomial, function: int) -> bool:
        """Whether the derivative in a function is not zero everywhere."""

    @abstractmethod
    def vanish(self, polynomials: Sequence[Polynomial]) -> bool:
        """Whether all polynomials are zero at the functions: proved exactly.

        Raises BudgetExceededError (of `algebra.polynomial`) and UndefinedError (of `algebra.ring`).
        """

    @abstractmethod
    def eliminated(self, variables: Sequence[int], function: int) -> Polynomial | None:
        """A relation of the functions at these places that one of them is in, by elimination."""

    def is_algebraic(self, _function: int, _others: Sequence[int]) -> bool:
        """Whether there may be a polynomial relation at all between a function and others it depends on."""
        return True

    def weights(self, places: Sequence[int]) -> NDArray[np.int64]:
        """Weights that make the functions homogeneous, a row for each; no columns where none are known."""
        return np.zeros((len(places), 0), dtype=np.int64)

    def kernels(self, monomials: Sequence[Monomial]) -> Iterator[list[Polynomial]]:
        """Guesses at a basis of all relations between monomials, by more and more primes.

        The last monomial of each has a negative coefficient.
        """
        known: tuple[list[list[int]], int] | None = None
        for prime in self.primes:
            try:
                vectors = nullspace_modulo(self.table(monomials, prime), prime).tolist()
            except BadPrimeError:
                continue
            if known is None or _shape(vectors) < _shape(known[0]):
                known = vectors, prime
            elif _shape(vectors) == _shape(known[0]):
                pairs = zip(known[0], vectors, strict=True)
                merged = [combine_residues(mine, known[1], yours, prime)[0] for mine, yours in pairs]
                known = merged, known[1] * prime
            rational = [reconstruct_all(vector, known[1]) for vector in known[0]]
            if all(vector is not None for vector in rational):
                yield [primitive(dict(zip(monomials, item, strict=True))) for item in rational if item]


def _shape(vectors: Sequence[Sequence[int]]) -> tuple[int, list[int]]:
    """A bad prime has more vectors, or later pivots."""
    return len(vectors), [max(at for at, value in enumerate(vector) if value) for vector in vectors]


def primitive(coefficients: Mapping[Monomial, Fraction]) -> Polynomial:
    """The multiple with coprime integers in which the last monomial has a negative one."""
    terms = {monomial: value for monomial, value in coefficients.items() if value}
    scale = lcm(*(value.denominator for value in terms.values()))
    integers = {monomial: int(value * scale) for monomial, value in terms.items()}
    content = gcd(*integers.values())
    sign = -1 if list(integers.values())[-1] > 0 else 1
    return {monomial: sign * value // content for monomial, value in integers.items()}


def slope(polynomial: Polynomial, function: int) -> Polynomial:
    """The derivative of a polynomial in a function."""
    found: dict[Monomial, int] = {}
    for monomial, coefficient in polynomial.items():
        if exponent := monomial.count(function):
            rest = list(monomial)
            rest.remove(function)
            found[tuple(rest)] = coefficient * exponent
    return found
