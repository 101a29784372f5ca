"""Exact rational arithmetic: object arrays of int and Fraction."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from .dense import Array, DenseRing
from .ring import UndefinedError


class ExactRing(DenseRing):
    """The rationals; entries are int where they can be and Fraction otherwise."""

    def lift(self, values: Array) -> Array:
        """The array with these integers or Fractions."""
        flat = np.empty(values.size, dtype=object)
        flat[:] = values.ravel().tolist()
        return flat.reshape(values.shape)

    def scale(self, array: Array, factor: Fraction) -> Array:
        """The array times a rational."""
        return array * (factor.numerator if factor.denominator == 1 else factor)

    def add(self, left: Array, right: Array) -> Array:
        """The elementwise sum."""
        return left + right

    def times(self, left: Array, right: Array) -> Array:
        """The elementwise product."""
        return left * right

    def invert(self, array: Array) -> Array:
        """One over every entry; UndefinedError for a zero."""
        flat = np.empty(array.size, dtype=object)
        flat[:] = [_inverse(value) for value in array.ravel().tolist()]
        return flat.reshape(array.shape)

    def exponential(self, array: Array) -> Array:
        """The exponential of zeros, exactly; UndefinedError for others: their value is not rational."""
        if any(array.ravel().tolist()):
            raise UndefinedError("an exponential is not rational at this point")
        return super().exponential(array)

    def logarithm(self, array: Array) -> Array:
        """The logarithm of every entry, up to a constant; UndefinedError unless all are positive."""
        if any(value <= 0 for value in array.ravel().tolist()):
            raise UndefinedError("a logarithm is undefined at this point")
        return super().logarithm(array)

    def matmul(self, left: Array, right: Array) -> Array:
        """The matrix product."""
        result: Array = np.matmul(left, right)
        return result

    def total(self, array: Array, axes: tuple[int, ...]) -> Array:
        """The sum over the axes."""
        result: Array = array.sum(axis=axes)
        return result


def _inverse(value: int | Fraction) -> int | Fraction:
    if not value:
        raise UndefinedError("a denominator is zero at this point")
    inverse = 1 / Fraction(value)
    return int(inverse) if inverse.denominator == 1 else inverse
