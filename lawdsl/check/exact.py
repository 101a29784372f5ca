"""Exact arithmetic for `network`: rational numbers, and polynomials over them with adjoined elements.

1/e, exp(e) and log(e) of a polynomial e are new variables. Only the relation z e = 1 is used: an identity
that holds without any relation between the others holds with them (MATH section 6).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .reading import Budget, Number, RejectedError, bounded

MAX_TERMS = 1_000_000
Monomial = tuple[int, ...]
"""The numbers of variables, sorted, each as often as its exponent says."""


class Unknown:
    """A real number without an exact value, which no result may depend on."""

    def __add__(self, other: object) -> Unknown:
        return self

    def __mul__(self, other: object) -> Any:
        return 0 if isinstance(other, int | Fraction) and not other else self

    __radd__ = __add__
    __rmul__ = __mul__


class Rationals:
    """The rational numbers; the logarithm of a positive one is unknown."""

    def scalar(self, value: Number) -> Number:
        """The number itself."""
        return value

    def reduced(self, value: Any, _mask: int) -> Any:
        """An integer where it is one, of bounded length."""
        if isinstance(value, Unknown):
            return value
        return value.numerator if bounded(value).denominator == 1 else value

    def inverse(self, value: Any) -> Any:
        """One over a number that is not zero."""
        if isinstance(value, Unknown) or not value:
            raise RejectedError("a denominator is zero at the point")
        return Fraction(1) / value

    def exponential(self, value: Any) -> Any:
        """The exponential of zero, which is rational."""
        if isinstance(value, Unknown) or value:
            raise RejectedError("an exponential is not rational at the point")
        return 1

    def logarithm(self, value: Any) -> Any:
        """Unknown; the number is positive."""
        if isinstance(value, Unknown) or value <= 0:
            raise RejectedError("a logarithm is not defined at the point")
        return Unknown()


class Polynomial:
    """A sum of monomials with coefficients that are not zero."""

    __slots__ = ("budget", "terms")

    def __init__(self, terms: dict[Monomial, Number], budget: Budget) -> None:
        self.terms = terms
        self.budget = budget

    def __add__(self, other: Polynomial) -> Polynomial:
        small, large = sorted((self.terms, other.terms), key=len)
        self.budget.spend(len(small))
        result = dict(large)
        for monomial, value in small.items():
            total = result.get(monomial, 0) + value
            if total:
                result[monomial] = total
            else:
                del result[monomial]
        return Polynomial(result, self.budget)

    def __mul__(self, other: Polynomial) -> Polynomial:
        result: dict[Monomial, Number] = {}
        for left, a in self.terms.items():
            self.budget.spend(4 * len(other.terms))
            if len(result) > MAX_TERMS:
                raise RejectedError(f"a polynomial of more than {MAX_TERMS} terms")
            for right, b in other.terms.items():
                monomial = tuple(sorted(left + right)) if left and right else left or right
                result[monomial] = result.get(monomial, 0) + a * b
        terms = {monomial: bounded(value) for monomial, value in result.items() if value}
        return Polynomial(terms, self.budget)

    def collected(self, variables: range) -> dict[Monomial, Polynomial]:
        """The coefficients of the monomials in some variables."""
        parts: dict[Monomial, dict[Monomial, Number]] = {}
        for monomial, value in self.terms.items():
            outer = tuple([place for place in monomial if place in variables])
            inner = tuple([place for place in monomial if place not in variables])
            parts.setdefault(outer, {})[inner] = value
        return {outer: Polynomial(terms, self.budget) for outer, terms in parts.items()}


class Polynomials:
    """Polynomials in as many variables as asked for; those of adjoined elements are the last."""

    def __init__(self, variables: int, budget: Budget) -> None:
        self.budget = budget
        self.variables = variables
        self._denominators: list[tuple[int, Polynomial]] = []
        self._known: dict[Any, Polynomial] = {}

    def variable(self, number: int) -> Polynomial:
        """One variable."""
        return Polynomial({(number,): 1}, self.budget)

    def scalar(self, value: Number) -> Polynomial:
        """A constant polynomial."""
        return Polynomial({(): value} if value else {}, self.budget)

    def reduced(self, value: Polynomial, _mask: int) -> Polynomial:
        """The polynomial itself."""
        return value

    def _adjoined(self, kind: str, value: Polynomial) -> tuple[Polynomial, bool]:
        """The variable for a function of a polynomial, and whether it is new."""
        key = kind, frozenset(value.terms.items())
        new = key not in self._known
        if new:
            self._known[key] = self.variable(self.variables)
            self.variables += 1
        return self._known[key], new

    def inverse(self, value: Polynomial) -> Polynomial:
        """The variable z with z e = 1; e is not zero as a rational function."""
        if not value.terms.keys() - {()} and value.terms:
            return self.scalar(Fraction(1) / value.terms[()])
        if self.is_zero(value):
            raise RejectedError("a division by what is zero everywhere")
        found, new = self._adjoined("reciprocal", value)
        if new:
            self._denominators.append((self.variables - 1, value))
        return found

    def exponential(self, value: Polynomial) -> Polynomial:
        """A variable."""
        return self._adjoined("exp", value)[0]

    def logarithm(self, value: Polynomial) -> Polynomial:
        """A variable."""
        return self._adjoined("log", value)[0]

    def is_zero(self, value: Polynomial) -> bool:
        """Whether a polynomial is zero wherever its denominators are not (MATH M2, M12 with z e - 1).

        One denominator e at a time, those that contain others first: the value is multiplied by the power of
        e that turns the highest power of z = 1/e in it into a polynomial.
        """
        for variable, denominator in reversed(self._denominators):
            parts = value.collected(range(variable, variable + 1))
            value, power = Polynomial({}, self.budget), self.scalar(1)
            for degree in range(max(map(len, parts), default=0), -1, -1):
                part = parts.get((variable,) * degree)
                value = value + part * power if part else value
                power = power * denominator if degree else power
        return not value.terms
