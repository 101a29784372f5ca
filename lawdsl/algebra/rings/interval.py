"""Real numbers as balls of ``flint.arb``: every value lies within its ball, so a sign that is told is proved.

Refutations and ranks of functions that are not rational at rational points rest on it (MATH.md section 5):
a ball that excludes zero shows that a number is not zero, and nothing else is ever concluded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import flint
import numpy as np

from .dense import Array, DenseRing
from .number_field import AlgebraicNumber
from .ring import UndefinedError

LONGEST = 4_000
"""The binary exponent of the largest and smallest bounds that are written down."""


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Balls with so many bits inside of the block."""
    before = flint.ctx.prec
    flint.ctx.prec = bits
    try:
        yield
    finally:
        flint.ctx.prec = before


class IntervalRing(DenseRing):
    """Balls around real numbers; UndefinedError wherever a ball does not tell that a value is defined."""

    def lift(self, values: Array) -> Array:
        """The array with these integers or Fractions."""
        return _entrywise(ball, values)

    def scale(self, array: Array, factor: Fraction) -> Array:
        """The array times a rational."""
        result: Array = array * ball(factor)
        return result

    def add(self, left: Array, right: Array) -> Array:
        """The elementwise sum."""
        return left + right

    def times(self, left: Array, right: Array) -> Array:
        """The elementwise product."""
        return left * right

    def invert(self, array: Array) -> Array:
        """One over every entry."""
        return _entrywise(lambda value: 1 / value, _checked(array, excludes_zero, "a denominator may vanish"))

    def exponential(self, array: Array) -> Array:
        """The exponential of every entry."""
        return _entrywise(lambda value: value.exp(), array)

    def logarithm(self, array: Array) -> Array:
        """The logarithm of every entry."""
        return _entrywise(
            lambda value: value.log(), _checked(array, _positive, "a logarithm may have no value")
        )

    def sign(self, array: Array) -> Array:
        """The sign of every entry."""
        checked = _checked(array, excludes_zero, "a sign may be undefined")
        return _entrywise(lambda value: flint.arb(1 if value > 0 else -1), checked)

    def root(self, array: Array, degree: int) -> Array:
        """The positive root of every entry."""
        checked = _checked(array, _positive, "a root may be undefined")
        return _entrywise(lambda value: value.root(degree), checked)

    def matmul(self, left: Array, right: Array) -> Array:
        """The matrix product."""
        products = left[..., :, :, np.newaxis] * right[..., np.newaxis, :, :]
        return self.total(products, (products.ndim - 2,))

    def total(self, array: Array, axes: tuple[int, ...]) -> Array:
        """The sum over the axes."""
        result: Array = array.sum(axis=axes)
        return result


def ball(value: Any) -> Any:
    """The ball of an integer, a Fraction or an algebraic number."""
    if isinstance(value, AlgebraicNumber):
        low, high = value.bounds(Fraction(1, 1 << flint.ctx.prec))
        return ball(low).union(ball(high))
    exact = Fraction(value)
    return flint.arb(flint.fmpq(exact.numerator, exact.denominator))


def excludes_zero(value: Any) -> bool:
    """Whether the number is proved not to be zero."""
    return bool(value.is_finite()) and not value.contains(0)


def enclosure(value: Any) -> tuple[Fraction, Fraction] | None:
    """Rational bounds of a number; None where there are none, or where they would be too long."""
    if not value.is_finite():
        return None
    parts = [bound.man_exp() for bound in (value.lower(), value.upper())]
    if any(abs(exponent) > LONGEST for _, exponent in parts):
        return None
    low, high = (Fraction(int(mantissa)) * Fraction(2) ** int(exponent) for mantissa, exponent in parts)
    return low, high


def certified_rank(rows: Array) -> int:
    """A proved lower bound for the rank of a matrix of balls: pivots that exclude zero in an elimination."""
    matrix = rows.copy()
    rank = 0
    for column in range(matrix.shape[1]):
        sizes = [value.abs_lower() if excludes_zero(value) else None for value in matrix[rank:, column]]
        best = max((size for size in sizes if size is not None), default=None)
        if best is None:
            continue
        pivot = rank + next(at for at, size in enumerate(sizes) if size is not None and not size < best)
        matrix[[rank, pivot]] = matrix[[pivot, rank]]
        factors = matrix[rank + 1 :, column] / matrix[rank, column]
        matrix[rank + 1 :] = matrix[rank + 1 :] - factors[:, np.newaxis] * matrix[rank]
        rank += 1
        if rank == len(matrix):
            break
    return rank


def _positive(value: Any) -> bool:
    return excludes_zero(value) and value > 0


def _checked(array: Array, condition: Callable[[Any], bool], complaint: str) -> Array:
    if not all(map(condition, array.ravel().tolist())):
        raise UndefinedError(f"{complaint} at this point")
    return array


def _entrywise(function: Callable[[Any], Any], array: Array) -> Array:
    flat = np.empty(array.size, dtype=object)
    flat[:] = [function(value) for value in array.ravel().tolist()]
    return flat.reshape(array.shape)
