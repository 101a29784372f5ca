"""Exact rational arithmetic: object arrays of int and Fraction."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from .dense import Array, DenseRing


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

    def matmul(self, left: Array, right: Array) -> Array:
        """The matrix product."""
        result: Array = np.matmul(left, right)
        return result

    def total(self, array: Array, axes: tuple[int, ...]) -> Array:
        """The sum over the axes."""
        result: Array = array.sum(axis=axes)
        return result
