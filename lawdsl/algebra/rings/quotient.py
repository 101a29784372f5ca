"""Rational functions as ring elements: what vanishes at the generic point vanishes wherever it is defined."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import Any

import flint
import numpy as np

from .dense import Array
from .polynomial import PolynomialRing
from .restricted import RestrictedRing
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

    def __str__(self) -> str:
        return f"{self.numerator} / {self.denominator}"


class QuotientRing(RestrictedRing):
    """Quotients of the polynomials of a ring, whose budget pays for all products."""

    def __init__(self, polynomials: PolynomialRing) -> None:
        self._polynomials = polynomials
        self._one = polynomials.context.constant(1)
        self.one = Quotient(self._one, self._one)
        self.zero = Quotient(self._one * 0, self._one)

    def whole(self, polynomial: Any) -> Quotient:
        """A polynomial as a quotient."""
        return Quotient(polynomial, self._one)

    def embedded(self, polynomials: Array) -> Array:
        """An array of polynomials as quotients."""
        return mapped(self.whole, polynomials)

    def lift(self, values: Array) -> Array:
        """The array with these integers or Fractions."""
        return self.embedded(self._polynomials.lift(values))

    def scale(self, array: Array, factor: Fraction) -> Array:
        """The array times a rational."""
        return mapped(lambda item: self.scaled(item, factor), array)

    def add(self, left: Array, right: Array) -> Array:
        """The elementwise sum; BudgetExceededError instead of an expensive one."""
        return mapped(self.added, left, right)

    def times(self, left: Array, right: Array) -> Array:
        """The elementwise product; BudgetExceededError instead of an expensive one."""
        return mapped(self.times_one, left, right)

    def invert(self, array: Array) -> Array:
        """One over every entry; UndefinedError for zero, which has no inverse anywhere."""
        return mapped(self.inverse, array)

    def matmul(self, left: Array, right: Array) -> Array:
        """The matrix product; BudgetExceededError instead of an expensive one."""
        products = self.times(left[..., :, :, np.newaxis], right[..., np.newaxis, :, :])
        return self.total(products, (products.ndim - 2,))

    def total(self, array: Array, axes: tuple[int, ...]) -> Array:
        """The sum over the axes."""
        front = np.moveaxis(array, axes, range(len(axes)))
        return reduce(self.add, front.reshape(-1, *front.shape[len(axes) :]))

    def scaled(self, item: Quotient, factor: Fraction) -> Quotient:
        """One quotient times a rational."""
        number = flint.fmpq(factor.numerator, factor.denominator)
        return self.lowest(item.numerator * number, item.denominator)

    def times_one(self, left: Quotient, right: Quotient) -> Quotient:
        """The product of two quotients."""
        numerator = self._multiplied(left.numerator, right.numerator)
        return self.lowest(numerator, self._multiplied(left.denominator, right.denominator))

    def added(self, left: Quotient, right: Quotient) -> Quotient:
        """The sum of two quotients."""
        if left.denominator == right.denominator:
            return self.lowest(left.numerator + right.numerator, left.denominator)
        numerator = self._multiplied(left.numerator, right.denominator)
        numerator += self._multiplied(right.numerator, left.denominator)
        return self.lowest(numerator, self._multiplied(left.denominator, right.denominator))

    def inverse(self, item: Quotient) -> Quotient:
        """One over a quotient; UndefinedError for zero."""
        if not len(item.numerator):
            raise UndefinedError("a denominator is zero everywhere")
        return self.lowest(item.denominator, item.numerator)

    def lowest(self, numerator: Any, denominator: Any) -> Quotient:
        """The quotient in lowest terms."""
        if not len(numerator):
            return Quotient(numerator, self._one)
        if denominator == self._one:
            return Quotient(numerator, denominator)
        self._polynomials.charge(_divisor_work(numerator, denominator))
        common = numerator.gcd(denominator)
        leading = denominator.leading_coefficient() / common.leading_coefficient()
        return Quotient(numerator / (common * leading), denominator / (common * leading))

    def _multiplied(self, left: Any, right: Any) -> Any:
        self._polynomials.charge(len(left) * len(right))
        return left * right


def _divisor_work(left: Any, right: Any) -> int:
    """About the products that a greatest common divisor takes: many for a high degree in two variables."""
    degrees = sorted(min(pair) for pair in zip(left.degrees(), right.degrees(), strict=True) if all(pair))
    return (len(left) + len(right)) * len(degrees) + (degrees[-2] ** 3 // 300 if len(degrees) > 1 else 0)


def mapped(function: Callable[..., Quotient], *arrays: Array) -> Array:
    """The function applied entry by entry."""
    return np.asarray(np.frompyfunc(function, len(arrays), 1)(*arrays), dtype=object)
