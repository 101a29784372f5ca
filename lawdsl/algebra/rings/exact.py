"""Exact arithmetic: object arrays of int, Fraction and algebraic numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import flint
import numpy as np

from .dense import Array, DenseRing
from .number_field import AlgebraicNumber
from .ring import UndefinedError
from .unknown import UNKNOWN, Unknown

Number = int | Fraction | AlgebraicNumber | Unknown


class ExactRing(DenseRing):
    """Real numbers: int where they can be, else Fraction, algebraic numbers, and UNKNOWN for others."""

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
        return _entrywise(_inverse, array)

    def exponential(self, array: Array) -> Array:
        """The exponential of every entry: known for zero."""
        return _entrywise(_exponential, array)

    def logarithm(self, array: Array) -> Array:
        """The logarithm of every entry: known for one; UndefinedError unless all are positive."""
        return _entrywise(_logarithm, array)

    def sign(self, array: Array) -> Array:
        """The sign of every entry; UndefinedError for zero."""
        return _entrywise(_sign, array)

    def root(self, array: Array, degree: int) -> Array:
        """The positive root of every entry, known if rational; UndefinedError unless all are positive."""
        return _entrywise(lambda value: _root(value, degree), array)

    def matmul(self, left: Array, right: Array) -> Array:
        """The matrix product."""
        result: Array = np.matmul(left, right)
        return result

    def total(self, array: Array, axes: tuple[int, ...]) -> Array:
        """The sum over the axes."""
        result: Array = array.sum(axis=axes)
        return result


def _entrywise(function: Callable[[Number], Number], array: Array) -> Array:
    flat = np.empty(array.size, dtype=object)
    flat[:] = [function(value) for value in array.ravel().tolist()]
    return flat.reshape(array.shape)


def _exponential(value: Number) -> Number:
    return 1 if not isinstance(value, Unknown) and not value else UNKNOWN


def _known(value: Number) -> int | Fraction | AlgebraicNumber:
    """The number; UndefinedError for an unknown one, where a function may not be defined."""
    if isinstance(value, Unknown):
        raise UndefinedError("the value at this point is not rational")
    return value


def _inverse(value: Number) -> Number:
    known = _known(value)
    if not known:
        raise UndefinedError("a denominator is zero at this point")
    return known.inverse() if isinstance(known, AlgebraicNumber) else _simplest(1 / Fraction(known))


def _simplest(value: Fraction) -> int | Fraction:
    return int(value) if value.denominator == 1 else value


def _logarithm(value: Number) -> Number:
    known = _known(value)
    if known <= 0:
        raise UndefinedError("a logarithm is undefined at this point")
    return 0 if known == 1 else UNKNOWN


def _sign(value: Number) -> Number:
    known = _known(value)
    if not known:
        raise UndefinedError("a sign or an absolute value of zero has no derivative")
    return 1 if known > 0 else -1


def _root(value: Number, degree: int) -> Number:
    known = _known(value)
    if known <= 0:
        raise UndefinedError("a root of a number that is not positive at this point")
    if isinstance(known, AlgebraicNumber):
        return UNKNOWN
    above, below = (_integer_root(part, degree) for part in known.as_integer_ratio())
    return UNKNOWN if above is None or below is None else _simplest(Fraction(above, below))


def _integer_root(value: int, degree: int) -> int | None:
    """The root of a natural number where it is one, from the floor that FLINT finds."""
    found = int(flint.fmpz(value).root(degree))
    return found if found**degree == value else None
