"""Rational functions as ring elements: what vanishes at the generic point vanishes wherever it is defined."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import Any

import numpy as np

from .dense import Array, DenseRing
from .polynomial import PolynomialRing
from .ring import UndefinedError


class Quotient:
    """A quotient of two polynomials in lowest terms, the denominator without a coefficient in front."""

    __slots__ = ("denominator", "numerator")

    def __init__(self, numerator: Any, denominator: Any) -> None:
        self.numerator = numerator
        self.denominator = denominator

    def __len__(self) -> int:
        """The terms of the numerator: none exactly for zero."""
        return len(self.numerator)


class QuotientRing(DenseRing):
    """Quotients of the polynomials of a ring, whose budget pays for all products."""

    def __init__(self, polynomials: PolynomialRing) -> None:
        self._polynomials = polynomials
        self._one = polynomials.context.constant(1)

    def embedded(self, polynomials: Array) -> Array:
        """An array of polynomials as quotients."""
        return _map(lambda polynomial: Quotient(polynomial, self._one), polynomials)

    def lift(self, values: Array) -> Array:
        """The array with these integers or Fractions."""
        return self.embedded(self._polynomials.lift(values))

    def scale(self, array: Array, factor: Fraction) -> Array:
        """The array times a rational."""
        constant = self._polynomials.lift(np.array(factor, dtype=object)).item()
        return _map(lambda item: self._lowest(item.numerator * constant, item.denominator), array)

    def add(self, left: Array, right: Array) -> Array:
        """The elementwise sum; BudgetExceededError instead of an expensive one."""
        return _map(self._sum, left, right)

    def times(self, left: Array, right: Array) -> Array:
        """The elementwise product; BudgetExceededError instead of an expensive one."""
        return _map(self._times, left, right)

    def invert(self, array: Array) -> Array:
        """One over every entry; UndefinedError for zero, which has no inverse anywhere."""
        return _map(self._inverse, array)

    def matmul(self, left: Array, right: Array) -> Array:
        """The matrix product; BudgetExceededError instead of an expensive one."""
        products = self.times(left[..., :, :, np.newaxis], right[..., np.newaxis, :, :])
        return self.total(products, (products.ndim - 2,))

    def total(self, array: Array, axes: tuple[int, ...]) -> Array:
        """The sum over the axes."""
        front = np.moveaxis(array, axes, range(len(axes)))
        return reduce(self.add, front.reshape(-1, *front.shape[len(axes) :]))

    def _times(self, left: Quotient, right: Quotient) -> Quotient:
        numerator = self._multiplied(left.numerator, right.numerator)
        return self._lowest(numerator, self._multiplied(left.denominator, right.denominator))

    def _sum(self, left: Quotient, right: Quotient) -> Quotient:
        if left.denominator == right.denominator:
            return self._lowest(left.numerator + right.numerator, left.denominator)
        numerator = self._multiplied(left.numerator, right.denominator)
        numerator += self._multiplied(right.numerator, left.denominator)
        return self._lowest(numerator, self._multiplied(left.denominator, right.denominator))

    def _inverse(self, item: Quotient) -> Quotient:
        if not len(item.numerator):
            raise UndefinedError("a denominator is zero everywhere")
        return self._lowest(item.denominator, item.numerator)

    def _lowest(self, numerator: Any, denominator: Any) -> Quotient:
        if not len(numerator):
            return Quotient(numerator, self._one)
        if denominator == self._one:
            return Quotient(numerator, denominator)
        common = numerator.gcd(denominator)
        leading = denominator.leading_coefficient() / common.leading_coefficient()
        return Quotient(numerator / (common * leading), denominator / (common * leading))

    def _multiplied(self, left: Any, right: Any) -> Any:
        self._polynomials.charge(len(left) * len(right))
        return left * right


def _map(function: Callable[..., Quotient], *arrays: Array) -> Array:
    return np.asarray(np.frompyfunc(function, len(arrays), 1)(*arrays), dtype=object)
