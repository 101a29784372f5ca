"""Real algebraic numbers for `reals`: polynomials in a root w of a polynomial g, reduced modulo g.

A reduced polynomial that is zero is the number zero, since g(w) = 0. That another one is not zero is not
concluded here: bounds have to say it, so that g need not be irreducible.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from .reading import Budget, Number, RejectedError, bits, bounded, cost, fields, listed, rational

MAX_DEGREE = 64
BISECTIONS = 400
MAX_BITS_OF_ROOT = 1_000
"""Of the numbers that describe a root."""

Coefficients = list[Number]
"""Of 1, w, w^2, ...; the last is not zero."""


class Root:
    """A root of a polynomial between two rationals where it has different signs (intermediate values)."""

    def __init__(
        self, polynomial: Coefficients, low: Number, high: Number, budget: Budget | None = None
    ) -> None:
        self.polynomial = polynomial
        self.budget = budget or Budget()
        self.low, self.high = Fraction(low), Fraction(high)
        below, above = self._value(self.low), self._value(self.high)
        if self.low >= self.high or below * above >= 0:
            raise RejectedError("a root is not between its bounds")
        for _ in range(BISECTIONS):
            middle = (self.low + self.high) / 2
            value = self._value(middle)
            if value * above <= 0:
                self.low = middle
            if value * above >= 0:
                self.high = middle

    def _value(self, at: Fraction) -> int:
        """The value at a number times a positive one, which does not change its sign."""
        value, scale = 0, 1
        for coefficient in reversed(self.polynomial):
            value = value * at.numerator * coefficient.denominator + coefficient.numerator * scale
            scale *= at.denominator * coefficient.denominator
        return value

    def number(self, coefficients: Sequence[Number]) -> Any:
        """The polynomial in w with these coefficients: a rational where it is one."""
        rest = self.divided(coefficients, self.polynomial)[1]
        return Algebraic(self, rest) if len(rest) > 1 else rest[0] if rest else 0

    def sum(self, left: Sequence[Number], right: Sequence[Number]) -> Coefficients:
        """The sum of two polynomials in w."""
        length = max(len(left), len(right))
        padded = ([*part, *[0] * (length - len(part))] for part in (left, right))
        return _trimmed([bounded(self._spent(a, b) + b) for a, b in zip(*padded, strict=True)])

    def product(self, left: Sequence[Number], right: Sequence[Number]) -> Coefficients:
        """The product of two polynomials in w, not reduced."""
        result: Coefficients = [0] * (len(left) + len(right))
        for i, a in enumerate(left):
            for j, b in enumerate(right):
                result[i + j] = bounded(result[i + j] + self._spent(a, b) * b)
        return _trimmed(result)

    def divided(self, left: Sequence[Number], right: Coefficients) -> tuple[Coefficients, Coefficients]:
        """Quotient and remainder; the divisor is not zero."""
        rest, quotient = _trimmed(left), [Fraction(0)] * max(1, len(left))
        while len(rest) >= len(right):
            shift, factor = len(rest) - len(right), Fraction(rest[-1]) / right[-1]
            quotient[shift] = factor
            rest = self.sum(rest, [*[0] * shift, *self.product(right, [-factor])])
        return _trimmed(quotient), rest

    def _spent(self, left: Number, right: Number) -> Number:
        """The left of two numbers, after counting what their product costs."""
        self.budget.spend(cost(left, right))
        return left


def read_root(value: Any, budget: Budget) -> Root:
    """The root that a certificate describes."""
    polynomial, low, high = fields(value, "polynomial", "low", "high")
    coefficients = [rational(item) for item in listed(polynomial)]
    if not 3 <= len(coefficients) <= MAX_DEGREE + 1 or coefficients[-1] != 1:
        raise RejectedError("the polynomial of a root is monic, and has a degree of two or more")
    ends = rational(low), rational(high)
    longest = max(map(bits, (*coefficients, *ends)))
    if longest > MAX_BITS_OF_ROOT:
        raise RejectedError(f"a root is described by numbers of more than {MAX_BITS_OF_ROOT} bits")
    budget.spend(4 * len(coefficients) ** 2 * (longest + BISECTIONS))
    return Root(coefficients, *ends, budget)


class Algebraic:
    """A polynomial in w of degree one or more, below that of g."""

    __slots__ = ("coefficients", "root")

    def __init__(self, root: Root, coefficients: Coefficients) -> None:
        self.root = root
        self.coefficients = coefficients

    def _coefficients(self, other: Any) -> Coefficients | None:
        if isinstance(other, Algebraic):
            return other.coefficients
        return [other] if isinstance(other, int | Fraction) else None

    def __add__(self, other: Any) -> Any:
        right = self._coefficients(other)
        return NotImplemented if right is None else self.root.number(self.root.sum(self.coefficients, right))

    def __mul__(self, other: Any) -> Any:
        right = self._coefficients(other)
        if right is None:
            return NotImplemented
        return self.root.number(self.root.product(self.coefficients, right))

    __radd__ = __add__
    __rmul__ = __mul__

    def inverse(self) -> Any:
        """One over the number: s with s p = 1 modulo g, by Euclid's algorithm, where gcd(p, g) = 1."""
        root = self.root
        first, second = root.polynomial, self.coefficients
        before: Coefficients = []
        after: Coefficients = [1]
        while len(second) > 1:
            quotient, rest = root.divided(first, second)
            minus = root.product(root.product(quotient, after), [-1])
            first, second, before, after = second, rest, after, root.sum(before, minus)
        if not second:
            raise RejectedError("a denominator may be zero at the point")
        return root.number(root.product(after, [1 / Fraction(second[0])]))


def _trimmed(coefficients: Sequence[Number]) -> Coefficients:
    found = list(coefficients)
    while found and not found[-1]:
        found.pop()
    return found
