"""Exact arithmetic for `network`: rational numbers, and polynomials over them with adjoined elements.

Functions of a polynomial e are new variables z. Only the relations z e = 1 of 1/e, z^q = e of a root and
z^2 = 1 of a sign are used: what follows from these alone holds whatever else is true (MATH section 6).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .reading import LIMB, Budget, Number, RejectedError, bits, bounded

MAX_TERMS = 1_000_000
Monomial = tuple[int, ...]
"""The numbers of variables, sorted, each as often as its exponent says."""


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
        length, size = sum(map(len, other.terms)), max(map(bits, other.terms.values()), default=0)
        for left, a in self.terms.items():
            each = 4 + len(left) // 4 + size * bits(a) // LIMB
            self.budget.spend(each * len(other.terms) + length // 4)
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
        self._relations: list[tuple[str, int, Polynomial, int]] = []
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

    def _adjoined(self, kind: str, value: Polynomial, degree: int = 0) -> Polynomial:
        """The variable for a function of a polynomial; its relation is kept when it is new."""
        key = kind, degree, frozenset(value.terms.items())
        if key not in self._known:
            self._known[key] = self.variable(self.variables)
            self._relations.append((kind, self.variables, value, degree))
            self.variables += 1
        return self._known[key]

    def inverse(self, value: Polynomial) -> Polynomial:
        """The variable z with z e = 1, for an e that is not zero."""
        if value.terms.keys() == {()}:
            return self.scalar(Fraction(1) / value.terms[()])
        if self.is_zero(value):
            raise RejectedError("a division by what is zero everywhere")
        return self._adjoined("reciprocal", value)

    def exponential(self, value: Polynomial) -> Polynomial:
        """A variable."""
        return self._adjoined("exp", value) if value.terms else self.scalar(1)

    def logarithm(self, value: Polynomial) -> Polynomial:
        """A variable."""
        return self._adjoined("log", value)

    def root(self, value: Polynomial, degree: int) -> Polynomial:
        """The variable z with z^q = e."""
        return self._adjoined("root", value, degree)

    def sign(self, value: Polynomial) -> Polynomial:
        """The variable z with z^2 = 1."""
        return self._adjoined("sign", value, 2)

    def is_zero(self, value: Polynomial) -> bool:
        """Whether a function is zero wherever it has a value (MATH M2, M12): sufficient for any elements.

        One element at a time, those that contain others first. For z = 1/e the value is multiplied by the
        power of e that turns the highest power of z into a polynomial; z^q is replaced by e for a root
        and z^2 by 1 for a sign. What is left is zero as a polynomial, whatever the elements are.
        """
        for kind, variable, argument, degree in reversed(self._relations):
            if kind in ("exp", "log"):
                continue
            parts = value.collected(range(variable, variable + 1))
            if set(parts) <= {()}:
                continue
            result, highest = Polynomial({}, self.budget), max(map(len, parts))
            for power, part in ((len(key), part) for key, part in parts.items()):
                if kind == "reciprocal":
                    result = result + part * self._power(argument, highest - power)
                else:
                    square = argument if kind == "root" else self.scalar(1)
                    rest = Polynomial({(variable,) * (power % degree): 1}, self.budget)
                    result = result + part * self._power(square, power // degree) * rest
            value = result
        return not value.terms

    def are_rational(self) -> bool:
        """Whether no element but quotients was adjoined."""
        return all(kind == "reciprocal" for kind, *_ in self._relations)

    def _power(self, base: Polynomial, exponent: int) -> Polynomial:
        result = self.scalar(1)
        for _ in range(exponent):
            result = result * base
        return result
