"""Real numbers for `network`: exact where they are algebraic, else between two bounds (MATH section 5).

Bounds are integers over 2^BITS, rounded outwards, so that what a bound says of a number is true.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from typing import Any

from .algebraic import Algebraic
from .reading import LIMB, Budget, Number, RejectedError, bounded, cost

BITS = 256
UNIT = 1 << BITS
TERMS = 80
"""Terms of power series at numbers up to 1/2; what is left out is bounded by the last one."""
LARGEST = 1 << 12
"""The largest magnitude of an exponent."""
SERIES = 3_000
"""What the bounds of an exponential or of a logarithm cost of the budget."""


class Between:
    """A number from low / 2^BITS to high / 2^BITS."""

    __slots__ = ("high", "low")

    def __init__(self, low: int, high: int) -> None:
        self.low = low
        self.high = high

    def __add__(self, other: Any) -> Between:
        right = between(other)
        return Between(self.low + right.low, self.high + right.high)

    def __mul__(self, other: Any) -> Any:
        if not isinstance(other, Between) and not other:
            return 0
        right = between(other)
        products = [a * b for a in (self.low, self.high) for b in (right.low, right.high)]
        return Between(min(products) >> BITS, -(-max(products) >> BITS))

    __radd__ = __add__
    __rmul__ = __mul__


def between(value: Any) -> Between:
    """Bounds of a number."""
    if isinstance(value, Between):
        return value
    if isinstance(value, Algebraic):
        return _at_root(value)
    scaled = value.numerator * UNIT
    return Between(scaled // value.denominator, -(-scaled // value.denominator))


def _at_root(value: Algebraic) -> Between:
    """Bounds of a polynomial in w."""
    root, result = value.root, Between(0, 0)
    root.budget.spend(20 * len(value.coefficients))
    w = Between(between(root.low).low, between(root.high).high)
    for coefficient in reversed(value.coefficients):
        result = between(result * w) + coefficient
        bounded(result.low)
        bounded(result.high)
    return result


def sign(value: Any) -> int:
    """1 or -1 where that is proved, 0 where it is not, or where the number is zero."""
    exact = isinstance(value, int | Fraction)
    bounds = Between(value.numerator, value.numerator) if exact else between(value)
    return (bounds.low > 0) - (bounds.high < 0)


def holds(value: Any, relation: str) -> bool:
    """Whether a number is shown to have a relation to zero."""
    signs = {"==": (0,), ">": (1,), ">=": (1, 0), "<": (-1,), "<=": (-1, 0), "!=": (1, -1)}[relation]
    return (sign(value) or (0 if isinstance(value, int | Fraction) else None)) in signs


class Reals:
    """The ring of real numbers, see `network.Ring`."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget

    def scalar(self, value: Number) -> Number:
        """The number itself."""
        return value

    def reduced(self, value: Any, _mask: int) -> Any:
        """The same number, an integer where it is one."""
        if isinstance(value, Between):
            self._budget.spend(20 + cost(bounded(value.low), bounded(value.high)))
            return value
        if isinstance(value, Algebraic):
            return value
        self._budget.spend(cost(bounded(value), value))
        return value.numerator if value.denominator == 1 else value

    def added(self, left: Any, right: Any) -> Any:
        """The sum of two numbers; many fractions may make it long."""
        return self.reduced(left + right, 0)

    def inverse(self, value: Any) -> Any:
        """One over a number that is not zero."""
        if not sign(value):
            raise RejectedError("a denominator may be zero at the point")
        if isinstance(value, Algebraic):
            return value.inverse()
        if not isinstance(value, Between):
            return Fraction(1) / value
        return Between(UNIT * UNIT // value.high, -(-UNIT * UNIT // value.low))

    def sign(self, value: Any) -> int:
        """The sign of a number that is not zero."""
        if not sign(value):
            raise RejectedError("the sign of what may be zero at the point")
        return sign(value)

    def root(self, value: Any, degree: int) -> Any:
        """The positive root of a positive number: rational where numerator and denominator are powers."""
        if sign(value) <= 0:
            raise RejectedError("a root of what may not be positive at the point")
        if isinstance(value, int | Fraction):
            top, bottom = self._root(value.numerator, degree), self._root(value.denominator, degree)
            if top**degree == value.numerator and bottom**degree == value.denominator:
                return Fraction(top, bottom)
        bounds, scale = between(value), 1 << BITS * (degree - 1)
        return Between(self._root(bounds.low * scale, degree), self._root(bounds.high * scale, degree) + 1)

    def _root(self, value: int, degree: int) -> int:
        """The largest integer whose power is at most the value, by bisection."""
        length = value.bit_length()
        self._budget.spend((length // degree + 2) * (2 + length * length // LIMB))
        low, high = 0, 1 << length // degree + 1
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if middle**degree <= value else (low, middle)
        return low

    def exponential(self, value: Any) -> Any:
        """exp(0) = 1, else bounds: exp is monotone."""
        self._budget.spend(SERIES)
        if value == 0:
            return 1
        bounds = between(value)
        return Between(_exp(bounds.low).low, _exp(bounds.high).high)

    def logarithm(self, value: Any) -> Any:
        """log(1) = 0, else bounds for a positive number: log is monotone."""
        self._budget.spend(SERIES)
        if sign(value) <= 0:
            raise RejectedError("a logarithm of what may not be positive at the point")
        if value == 1:
            return 0
        bounds = between(value)
        if bounds.low <= 0:
            raise RejectedError("a logarithm of what is too small")
        return Between(_log(bounds.low).low, _log(bounds.high).high)


def _exp(value: int) -> Between:
    """exp(x) = exp(x / 2^k)^(2^k), with the power series at |y| <= 1/2: the rest is below 2 |y|^n / n!."""
    if abs(value) > LARGEST * UNIT:
        raise RejectedError("an exponential is too large or too small at the point")
    halvings = max(0, abs(value).bit_length() - BITS + 1)
    y = Between(value >> halvings, -(-value >> halvings))
    result, term = Between(UNIT, UNIT), Between(UNIT, UNIT)
    for number in range(1, TERMS):
        term = term * y * Fraction(1, number)
        result = result + term
    rest = 2 * max(abs(term.low), abs(term.high)) + 1
    result = Between(result.low - rest, result.high + rest)
    for _ in range(halvings):
        result = result * result
    return Between(max(result.low, 0), result.high)


@cache
def _log_two() -> Between:
    return _area(Fraction(1, 3))


def _log(value: int) -> Between:
    """log(m 2^k) = k log 2 + 2 artanh((m - 1) / (m + 1)) with 1 <= m <= 2."""
    power = value.bit_length() - 1
    m = Fraction(value, 1 << power)
    shift = between(power - BITS)
    result: Between = _log_two() * shift
    return result + _area((m - 1) / (m + 1))


def _area(t: Fraction) -> Between:
    """2 artanh(t) = 2 (t + t^3/3 + ...) for 0 <= t <= 1/3: the rest is below the last term."""
    power, square = between(2 * t), between(t * t)
    result = power
    for number in range(1, TERMS):
        power = power * square
        result = result + power * Fraction(1, 2 * number + 1)
    return Between(result.low, result.high + max(power.high, 0) + 1)


def real_rank(rows: Iterable[list[Any]], wanted: int, budget: Budget) -> int:
    """The rank of a real matrix from below: pivots that are proved not to be zero (MATH M6)."""
    pivots: list[tuple[int, list[Any]]] = []
    ring = Reals(budget)
    for row in rows:
        budget.spend(len(row))
        for column, pivot in pivots:
            factor = -1 * row[column]
            row = [ring.reduced(a + factor * b, 0) for a, b in zip(row, pivot, strict=True)]
            row[column] = 0
        certain = [column for column, value in enumerate(row) if sign(value)]
        if certain:
            column = max(
                certain, key=lambda place: min(abs(between(row[place]).low), abs(between(row[place]).high))
            )
            inverse = ring.inverse(row[column])
            pivots.append((column, [value * inverse for value in row]))
        if len(pivots) >= wanted:
            break
    return len(pivots)
