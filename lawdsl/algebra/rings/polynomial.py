"""Polynomials as ring elements: evaluation at the generic point multiplies everything out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Literal

import flint
import numpy as np

from .dense import Array
from .restricted import NotPolynomialError, RestrictedRing

Order = Literal["degrevlex", "lex"]


class BudgetExceededError(RuntimeError):
    """Multiplying out would take more monomial products than allowed.

    ``spent`` were used up, ``wanted`` more were needed, ``limit`` were allowed.
    """

    def __init__(self, spent: int, wanted: int, limit: int) -> None:
        super().__init__(f"{wanted} monomial products needed after {spent} of {limit}")
        self.spent = spent
        self.wanted = wanted
        self.limit = limit


class PolynomialRing(RestrictedRing):
    """Polynomials over the rationals in named indeterminates, as ``flint.fmpq_mpoly``.

    ``limit`` bounds the monomial products over the lifetime of the ring; ``spent`` counts them.
    """

    def __init__(self, names: Sequence[str], limit: int, order: Order = "degrevlex") -> None:
        self.context = flint.fmpq_mpoly_ctx.get(tuple(names), order)
        self.limit = limit
        self.spent = 0

    def generators(self) -> Array:
        """The indeterminates in the order of their names, as an array without batch axis."""
        return _object_array(self.context.gens())

    def lift(self, values: Array) -> Array:
        """The array with these integers or Fractions."""
        flat = [self.context.constant(_rational(Fraction(value))) for value in values.ravel().tolist()]
        return _object_array(flat).reshape(values.shape)

    def scale(self, array: Array, factor: Fraction) -> Array:
        """The array times a rational."""
        result: Array = array * _rational(factor)
        return result

    def add(self, left: Array, right: Array) -> Array:
        """The elementwise sum."""
        return left + right

    def times(self, left: Array, right: Array) -> Array:
        """The elementwise product; BudgetExceededError instead of an expensive one."""
        self.charge(int((_lengths(left) * _lengths(right)).sum()))
        return left * right

    def invert(self, _array: Array) -> Array:
        """No polynomial: raises NotPolynomialError; `quotient.QuotientRing` has inverses."""
        raise NotPolynomialError

    def matmul(self, left: Array, right: Array) -> Array:
        """The matrix product; BudgetExceededError instead of an expensive one."""
        self.charge(int((_lengths(left) @ _lengths(right)).sum()))
        products = left[..., :, :, np.newaxis] * right[..., np.newaxis, :, :]
        return _halving_sum(np.moveaxis(products, -2, 0))

    def total(self, array: Array, axes: tuple[int, ...]) -> Array:
        """The sum over the axes."""
        front = np.moveaxis(array, axes, range(len(axes)))
        return _halving_sum(front.reshape(-1, *front.shape[len(axes) :]))

    def charge(self, wanted: int) -> None:
        """Record that so many products of monomials are about to be formed; BudgetExceededError beyond."""
        if self.spent + wanted > self.limit:
            raise BudgetExceededError(self.spent, wanted, self.limit)
        self.spent += wanted


def as_rational(value: Any) -> Fraction:
    """The Fraction of a FLINT rational."""
    return Fraction(int(value.p), int(value.q))


def _rational(value: Fraction) -> Any:
    return flint.fmpq(value.numerator, value.denominator)


def _object_array(elements: Sequence[Any]) -> Array:
    array = np.empty(len(elements), dtype=object)
    array[:] = elements
    return array


def _lengths(array: Array) -> Array:
    lengths = np.fromiter((len(element) for element in array.flat), dtype=np.int64, count=array.size)
    return lengths.reshape(array.shape)


def _halving_sum(array: Array) -> Array:
    """The sum over the first axis, by halves so that long sums are merged rarely."""
    while len(array) > 1:
        middle = len(array) // 2
        merged = array[:middle] + array[middle : 2 * middle]
        array = np.concatenate([merged, array[2 * middle :]])
    result: Array = array[0]
    return result
