"""Exact arithmetic for `network`: rational numbers, and polynomials over them with adjoined elements.

Functions of a polynomial e are new variables z. Only the relations z e = 1 of 1/e, z^q = e of a root, z^2 = 1
of a sign, exp(a + b) = exp(a) exp(b) and sign(a b) = sign(a) sign(b) are used: what follows from these alone
holds whatever else is true (MATH section 6).
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from fractions import Fraction
from typing import Any

from .reading import LIMB, Budget, Number, RejectedError, bits, bounded

MAX_TERMS = 1_000_000
MAX_POWER = 200
"""Of an exponential."""
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
        self.budget.spend(len(small) + len(large) // 2)
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

    def derivative(self, variable: int) -> Polynomial:
        """The derivative by one variable."""
        terms: dict[Monomial, Number] = {}
        for monomial, value in self.terms.items():
            if power := monomial.count(variable):
                at = monomial.index(variable)
                terms[monomial[:at] + monomial[at + 1 :]] = value * power
        self.budget.spend(len(self.terms))
        return Polynomial(terms, self.budget)

    def collected(self, variables: Container[int]) -> dict[Monomial, Polynomial]:
        """The coefficients of the monomials in some variables."""
        self.budget.spend(20 * len(self.terms))
        parts: dict[Monomial, dict[Monomial, Number]] = {}
        for monomial, value in self.terms.items():
            outer = tuple([place for place in monomial if place in variables])
            inner = tuple([place for place in monomial if place not in variables])
            parts.setdefault(outer, {})[inner] = value
        return {outer: Polynomial(terms, self.budget) for outer, terms in parts.items()}


class Polynomials:
    """Polynomials in as many variables as asked for; those of adjoined elements are the last.

    ``signs`` are those of the variables that have the same sign on the whole domain.
    """

    def __init__(self, variables: int, budget: Budget, signs: Mapping[int, int] | None = None) -> None:
        self.budget = budget
        self.variables = variables
        self._signs = dict(signs or {})
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
        """The product of exp(m / q)^p over the terms p/q m, since exp(a + b) = exp(a) exp(b)."""
        result = self.scalar(1)
        for monomial, factor in value.terms.items():
            if abs(factor.numerator) > MAX_POWER:
                raise RejectedError("too large a number in an exponent")
            argument = Polynomial({monomial: Fraction(1, factor.denominator)}, self.budget)
            base = self._adjoined("exp", argument)
            base = base if factor > 0 else self._adjoined("reciprocal", base)
            result = result * self.power(base, abs(factor.numerator))
        return result

    def logarithm(self, value: Polynomial) -> Polynomial:
        """A variable."""
        return self._adjoined("log", value)

    def root(self, value: Polynomial, degree: int) -> Polynomial:
        """The variable z with z^q = e."""
        return self._adjoined("root", value, degree)

    def sign(self, value: Polynomial) -> Polynomial:
        """The sign of what is not zero: that of its terms where all of them have the same.

        Else it is the variable z with z^2 = 1, times the sign of the first coefficient.
        """
        if not value.terms:
            raise RejectedError("the sign of what is zero everywhere")
        found = [self._sign_of_term(*term) for term in value.terms.items()]
        if all(other.terms == found[0].terms for other in found):
            return found[0]
        first = value.terms[min(value.terms)]
        scaled = value * self.scalar(1 / Fraction(first))
        return self._adjoined("sign", scaled, 2) * self.scalar(1 if first > 0 else -1)

    def _sign_of_term(self, monomial: Monomial, factor: Number) -> Polynomial:
        """The product of the signs of the variables with odd exponents, where none of them is zero."""
        result = self.scalar(1 if factor > 0 else -1)
        for variable in dict.fromkeys(monomial):
            if monomial.count(variable) % 2:
                result = result * self._sign_of_variable(variable)
        return result

    def _sign_of_variable(self, variable: int) -> Polynomial:
        """Known on the domain, or by what the variable stands for, or a variable of its own."""
        if variable in self._signs:
            return self.scalar(self._signs[variable])
        for kind, own, argument, _ in self._relations:
            if own == variable and kind != "log":
                if kind == "reciprocal":
                    return self.sign(argument)
                return self.variable(variable) if kind == "sign" else self.scalar(1)
        return self._adjoined("sign", self.variable(variable), 2)

    def is_zero(self, value: Polynomial) -> bool:
        """Whether a function is zero wherever it has a value (MATH M2, M12): sufficient for any elements."""
        return not self.numerator(value).terms

    def numerator(self, value: Polynomial) -> Polynomial:
        """A polynomial without quotients that is zero where the function is zero, and nowhere else.

        One element at a time, those that contain others first. For z = 1/e the value is multiplied by the
        power of e that turns the highest power of z into a polynomial, where e is not zero; z^q is replaced
        by e for a root and z^2 by 1 for a sign. Other elements stay variables.
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
                    result = result + part * self.power(argument, highest - power)
                else:
                    square = argument if kind == "root" else self.scalar(1)
                    rest = Polynomial({(variable,) * (power % degree): 1}, self.budget)
                    result = result + part * self.power(square, power // degree) * rest
            value = result
        return value

    def are_rational(self) -> bool:
        """Whether no element but quotients was adjoined."""
        return all(kind == "reciprocal" for kind, *_ in self._relations)

    def power(self, base: Polynomial, exponent: int) -> Polynomial:
        """A power."""
        result = self.scalar(1)
        for _ in range(exponent):
            result = result * base
        return result
