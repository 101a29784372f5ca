"""Arithmetic modulo a prime of at most 23 bits, in float64 so that BLAS does the work.

Residues are kept centred. All intermediate values are integers below 2^53, where float64 is exact; how many
products may be summed before a reduction follows from the prime (`Modulus.terms`).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import flint
import numpy as np
from numpy.typing import NDArray

from .dense import Array, DenseRing
from .ring import UndefinedError

Residues = NDArray[np.float64]
EXACT = 2**53
"""Float64 represents every integer up to this magnitude."""
LARGEST = 2**23
FEW = 128
"""Entries whose inverses are found faster one by one than all at once."""


class BadPrimeError(ArithmeticError):
    """A denominator vanishes modulo the prime; another prime will do."""


def primes() -> Iterator[int]:
    """The primes with 23 bits, largest first."""
    return (number for number in range(LARGEST - 1, LARGEST // 2, -2) if flint.fmpz(number).is_prime())


class Modulus:
    """A prime below 2^23 and exact float64 arithmetic modulo it.

    ``bound`` is the largest magnitude of a reduced residue. For an integer |x| <= 2^53 the quotient x * (1/p)
    is computed with an error of at most 2/p, so x - p * rint(quotient) is at most p/2 + 2; it is zero
    exactly when p divides x. ``limit`` is what
    `reduce` accepts, and ``terms`` is how many products of two reduced residues
    may be added to one reduced residue within that limit.
    """

    def __init__(self, prime: int) -> None:
        if not 2 < prime < LARGEST or not flint.fmpz(prime).is_prime():
            raise ValueError(f"{prime} is not an odd prime below 2^23")
        self.prime = prime
        self.bound = (prime - 1) // 2 + 2
        # Leaving 2p aside keeps prime * quotient inside the exact range as well.
        self.limit = EXACT - 2 * prime
        self.terms = (self.limit - prime) // self.bound**2

    def __repr__(self) -> str:
        return f"Modulus({self.prime})"

    def reduce(self, values: Residues) -> Residues:
        """The centred residues of integers of magnitude up to `limit`."""
        quotients = values * (1.0 / self.prime)
        np.rint(quotients, out=quotients)
        quotients *= -self.prime
        quotients += values
        return quotients

    def residue(self, value: int | Fraction) -> int:
        """The residue of a rational, from 0 to p - 1; BadPrimeError when the denominator vanishes."""
        value = Fraction(value)
        if value.denominator % self.prime == 0:
            raise BadPrimeError(f"the denominator of {value} vanishes modulo {self.prime}")
        return value.numerator * pow(value.denominator, -1, self.prime) % self.prime

    def lift(self, values: Array) -> Residues:
        """The centred residues of an array of integers or Fractions."""
        if np.can_cast(values.dtype, np.int64):
            return self.reduce((values.astype(np.int64) % self.prime).astype(np.float64))
        flat = [self.residue(value) for value in values.ravel().tolist()]
        return self.reduce(np.array(flat, dtype=np.float64).reshape(values.shape))

    def lower(self, residues: Residues) -> NDArray[np.int64]:
        """The residues as integers from 0 to p - 1."""
        return residues.astype(np.int64) % self.prime

    def inverse(self, residue: float) -> float:
        """The inverse of a nonzero reduced residue; BadPrimeError for zero."""
        if not residue:
            raise BadPrimeError(f"zero has no inverse modulo {self.prime}")
        inverse = pow(int(residue), -1, self.prime)
        return float(inverse - self.prime if 2 * inverse > self.prime else inverse)

    def matmul(self, left: Residues, right: Residues) -> Residues:
        """The matrix product of reduced residues, in pieces of at most `terms` products."""
        length = left.shape[-1]
        result = self.reduce(left[..., : self.terms] @ right[..., : self.terms, :])
        for start in range(self.terms, length, self.terms):
            piece = slice(start, start + self.terms)
            result = self.reduce(result + left[..., piece] @ right[..., piece, :])
        return result


class ModularRing(DenseRing):
    """Residues modulo a prime (see `Modulus`)."""

    def __init__(self, prime: int) -> None:
        self.modulus = Modulus(prime)

    def __repr__(self) -> str:
        return f"ModularRing({self.modulus.prime})"

    def lift(self, values: Array) -> Residues:
        """The array with these integers or Fractions; BadPrimeError when a denominator vanishes."""
        return self.modulus.lift(values)

    def draw(self, generator: np.random.Generator, shape: tuple[int, ...]) -> Residues:
        """Uniform residues; the first entry of ``shape`` is the batch."""
        integers = generator.integers(0, self.modulus.prime, size=shape)
        return self.modulus.reduce(integers.astype(np.float64))

    def scale(self, array: Array, factor: Fraction) -> Residues:
        """The array times a rational; BadPrimeError when its denominator vanishes."""
        if factor == -1:
            return -array
        centred = self.modulus.lift(np.array([factor], dtype=object))
        return self.modulus.reduce(array * centred[0])

    def add(self, left: Array, right: Array) -> Residues:
        """The elementwise sum."""
        return self.modulus.reduce(left + right)

    def times(self, left: Array, right: Array) -> Residues:
        """The elementwise product."""
        return self.modulus.reduce(left * right)

    def invert(self, array: Array) -> Residues:
        """One over every entry; BadPrimeError for a zero.

        A denominator that vanishes at a random point says nothing about the system: another point will do.
        """
        if not array.all():
            raise BadPrimeError(f"a denominator vanishes modulo {self.modulus.prime}")
        if array.size > FEW:
            return self._power(array, self.modulus.prime - 2)  # Fermat's little theorem
        inverses = [self.modulus.inverse(entry) for entry in array.ravel().tolist()]
        return np.array(inverses).reshape(array.shape)

    def _power(self, array: Array, exponent: int) -> Residues:
        """Every entry to the power, by repeated squaring."""
        result, square = self.lift(np.ones((1,) * array.ndim, dtype=np.int64)), array
        while exponent:
            if exponent % 2:
                result = self.times(result, square)
            square, exponent = self.times(square, square), exponent // 2
        return result

    def exponential(self, array: Array) -> Residues:
        """The exponential of every entry, up to a factor that is not zero (`notation.transcendental`)."""
        return self.lift(np.ones(array.shape, dtype=np.int64))

    def logarithm(self, array: Array) -> Residues:
        """The logarithm of every entry, up to a constant (`notation.transcendental`)."""
        self.invert(array)
        return self.lift(np.zeros(array.shape, dtype=np.int64))

    def sign(self, _array: Array) -> Residues:
        """Residues have no sign: raises UndefinedError (see `interval.IntervalRing`)."""
        raise UndefinedError("a residue has no sign")

    def root(self, _array: Array, _degree: int) -> Residues:
        """A residue has several roots or none: raises UndefinedError (see `interval.IntervalRing`)."""
        raise UndefinedError("a residue has no root that is told from the others")

    def matmul(self, left: Array, right: Array) -> Residues:
        """The matrix product."""
        return self.modulus.matmul(left, right)

    def total(self, array: Array, axes: tuple[int, ...]) -> Residues:
        """The sum over the axes; OverflowError beyond 2^29 entries, which no array here reaches."""
        count = int(np.prod([array.shape[axis] for axis in axes], dtype=np.int64))
        if count * self.modulus.bound > self.modulus.limit:
            raise OverflowError(f"a sum of {count} residues leaves the exact range")
        total: Any = array.sum(axis=axes)
        return self.modulus.reduce(total)
