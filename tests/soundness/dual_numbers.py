"""Numbers value + slope ε, exact as long as all is rational and with sixty digits where it is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import permutations

import mpmath

REALS = mpmath.MPContext()
REALS.dps = 60
CLOSE = Fraction(1, 10**40)
"""The relative error that sums of a few rounded numbers stay below by far."""

Number = Fraction | mpmath.mpf


@dataclass(frozen=True)
class Dual:
    """value + slope * epsilon."""

    value: Number
    slope: Number = Fraction(0)

    def __add__(self, other: Dual) -> Dual:
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other: Dual) -> Dual:
        slope = _times(self.value, other.slope) + _times(self.slope, other.value)
        return Dual(_times(self.value, other.value), slope)

    def followed(self, value: Number, derivative: Number) -> Dual:
        """A function of the number, given its value and its derivative there."""
        return Dual(value, _times(derivative, self.slope))


def reciprocal(inner: Dual) -> Dual:
    """One over a number."""
    return inner.followed(1 / inner.value, -1 / inner.value**2)


def root(inner: Dual, degree: int) -> Dual:
    """The positive root of a positive number."""
    if inner.value <= 0:
        raise ValueError("the root of a number that is not positive")
    value = REALS.root(_real(inner.value), degree)
    exact = Fraction(int(REALS.nint(value * 10**6)), 10**6)
    if isinstance(inner.value, Fraction) and exact**degree == inner.value:
        value = exact
    return inner.followed(value, value / (degree * inner.value))


def applied(function: str, inner: Dual) -> Dual:
    """An exponential, a logarithm or a sign."""
    match function:
        case "exp":
            value = REALS.exp(_real(inner.value)) if inner.value else Fraction(1)
            return inner.followed(value, value)
        case "log":
            if inner.value <= 0:
                raise ValueError("the logarithm of a number that is not positive")
            value = Fraction(0) if inner.value == 1 else REALS.log(_real(inner.value))
            return inner.followed(value, 1 / inner.value)
        case "sign":
            if not inner.value:
                raise ValueError("the sign of zero")
            return inner.followed(Fraction(1 if inner.value > 0 else -1), Fraction(0))
    raise ValueError(function)


def determinant(size: int, entry: Callable[[int, int], Dual]) -> Dual:
    """The sum over all permutations."""
    total = Dual(Fraction(0))
    for order in permutations(range(size)):
        total += reduce(Dual.__mul__, (entry(*at) for at in enumerate(order)), Dual(Fraction(_parity(order))))
    return total


def inverse(size: int, entry: Callable[[int, int], Dual], left: int, right: int) -> Dual:
    """An entry of the inverse by Cramer's rule: column ``left`` is replaced by the unit vector ``right``."""

    def replaced(row: int, column: int) -> Dual:
        return Dual(Fraction(int(row == right))) if column == left else entry(row, column)

    return determinant(size, replaced) * reciprocal(determinant(size, entry))


def agree(one: Number, other: Number) -> bool:
    """Whether two numbers are equal, up to rounding where one is rounded."""
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return one == other
    return abs(_real(one) - _real(other)) <= _real(CLOSE) * (1 + abs(_real(one)))


def within(rate: Number, lower: Fraction, upper: Fraction) -> bool:
    """Whether a number lies between two bounds, up to rounding."""
    slack = _real(CLOSE) * (1 + abs(_real(rate)))
    return _real(lower) - slack <= _real(rate) <= _real(upper) + slack


def _times(left: Number, right: Number) -> Number:
    """The product; nothing is rounded where a factor is exactly zero."""
    zero = any(isinstance(part, Fraction) and not part for part in (left, right))
    return Fraction(0) if zero else left * right


def _real(value: Number) -> mpmath.mpf:
    return REALS.mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else value


def _parity(order: Sequence[int]) -> int:
    swaps = sum(order[first] > order[second] for second in range(len(order)) for first in range(second))
    return -1 if swaps % 2 else 1
