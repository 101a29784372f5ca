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
MAX_LENGTH = 10_000_000
"""Of all monomials of a factor."""
STORED = 40
"""What a term of a product costs of the budget, besides its variables: so there is memory for all of them."""
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
        self.budget.spend(2 + 2 * len(small) + STORED // 2 * len(large))
        result = dict(large)
        for monomial, value in small.items():
            total = bounded(result.get(monomial, 0) + value)
            if total:
                result[monomial] = total
            else:
                del result[monomial]
        return Polynomial(result, self.budget)

    def __mul__(self, other: Polynomial) -> Polynomial:
        result: dict[Monomial, Number] = {}
        length, size = sum(map(len, other.terms)), max(map(bits, other.terms.values()), default=0)
        for left, a in self.terms.items():
            if len(left) + length > MAX_LENGTH:
                raise RejectedError(f"monomials of more than {MAX_LENGTH} variables")
            each = 4 + 2 * len(left) + size * bits(a) // LIMB + (size + bits(a)) // 16
            self.budget.spend(each * len(other.terms) + 2 * length)
            before = len(result)
            for right, b in other.terms.items():
                monomial = tuple(sorted(left + right)) if left and right else left or right
                result[monomial] = bounded(result.get(monomial, 0) + a * b)
            self.budget.spend(STORED * (len(result) - before))
            if len(result) > MAX_TERMS:
                raise RejectedError(f"a polynomial of more than {MAX_TERMS} terms")
        terms = {monomial: value for monomial, value in result.items() if value}
        return Polynomial(terms, self.budget)

    def derivative(self, variable: int) -> Polynomial:
        """The derivative by one variable."""
        terms: dict[Monomial, Number] = {}
        for monomial, value in self.terms.items():
            self.budget.spend(1 + len(monomial) // 16)
            if power := monomial.count(variable):
                self.budget.spend(STORED + len(monomial))
                at = monomial.index(variable)
                terms[monomial[:at] + monomial[at + 1 :]] = value * power
        return Polynomial(terms, self.budget)

    def collected(self, variables: Container[int]) -> dict[Monomial, Polynomial]:
        """The coefficients of the monomials in some variables."""
        parts: dict[Monomial, dict[Monomial, Number]] = {}
        for monomial, value in self.terms.items():
            self.budget.spend(STORED + len(monomial))
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
        self._relations: dict[int, tuple[str, Polynomial, int]] = {}
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

    def added(self, left: Polynomial, right: Polynomial) -> Polynomial:
        """The sum."""
        return left + right

    def _adjoined(self, kind: str, value: Polynomial, degree: int = 0) -> Polynomial:
        """The variable for a function of a polynomial; its relation is kept when it is new."""
        self.budget.spend(STORED * len(value.terms))
        key = kind, degree, frozenset(value.terms.items())
        if key not in self._known:
            self._known[key] = self.variable(self.variables)
            self._relations[self.variables] = kind, value, degree
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
        kind, argument, _ = self._relations.get(variable, ("", self.scalar(0), 0))
        match kind:
            case "reciprocal":
                return self.sign(argument)
            case "sign":
                return self.variable(variable)
            case "root" | "exp":
                return self.scalar(1)
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
        done = self.variables
        while (variable := self._last_element(value, done)) is not None:
            kind, argument, degree = self._relations[variable]
            parts = value.collected((variable,))
            value, highest = Polynomial({}, self.budget), max(map(len, parts))
            for power, part in ((len(key), part) for key, part in parts.items()):
                if kind == "reciprocal":
                    value = value + part * self.power(argument, highest - power)
                else:
                    square = argument if kind == "root" else self.scalar(1)
                    rest = Polynomial({(variable,) * (power % degree): 1}, self.budget)
                    value = value + part * self.power(square, power // degree) * rest
            done = variable
        return value

    def _last_element(self, value: Polynomial, below: int) -> int | None:
        """The last of the elements with a relation that occur, among those below a number."""
        self.budget.spend(sum(1 + len(monomial) // 4 for monomial in value.terms))
        found = {place for monomial in value.terms for place in monomial if place < below}
        known = (place for place in found if self._relations.get(place, ("exp",))[0] not in ("exp", "log"))
        return max(known, default=None)

    def are_rational(self) -> bool:
        """Whether no element but quotients was adjoined."""
        return all(kind == "reciprocal" for kind, *_ in self._relations.values())

    def power(self, base: Polynomial, exponent: int) -> Polynomial:
        """A power."""
        result = self.scalar(1)
        for _ in range(exponent):
            result = result * base
        return result
