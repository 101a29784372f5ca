"""Roots, exponentials, logarithms and signs of rational functions, and of such functions again.

Every function is a quotient of polynomials in the coordinates and adjoined elements (`tower`), brought to
a form in which equal functions are equal wherever they are defined: arguments are split into irreducible
factors, and exponents into combinations of those that came before. What is zero in this form is zero
wherever everything has a value. What is not may still be zero where arguments are nested, and is
never taken for more than undecided.

For functions that are not nested the form is a normal form: positive roots of different primes are linearly
independent (Besicovitch, On the linear independence of fractional powers of integers, 1940), exponentials and
logarithms algebraically so (Ax, On Schanuel's conjectures, 1971).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from math import lcm
from typing import Any, Protocol

from .dense import Array
from .factors import Factors, factors
from .linear_span import combination
from .polynomial import BudgetExceededError, PolynomialRing, as_rational
from .quotient import Quotient, QuotientRing, mapped
from .ring import UndefinedError
from .tower import Element, Plan, RetryError, Tower

HIGHEST = 5_000
"""The largest power of an element that is written down."""


class SignOf(Protocol):
    """What is known of the signs of polynomials in elements and coordinates, on a whole domain."""

    def __call__(self, polynomial: Any, tower: Tower) -> int | None:
        """The sign that a polynomial has wherever it is not zero, if that is known."""
        ...

    def excludes_zero(self, polynomial: Any, tower: Tower) -> bool:
        """Whether a polynomial is known not to be zero inside of the domain."""
        ...


class ElementaryRing(QuotientRing):
    """Quotients of polynomials in coordinates and adjoined elements. Raises RetryError (of `tower`)."""

    def __init__(self, polynomials: PolynomialRing, plan: Plan, sign_of: SignOf) -> None:
        super().__init__(polynomials)
        self.tower = Tower(polynomials, plan)
        self.denominators: dict[str, Any] = {}
        """What was divided by."""
        self._sign_of = sign_of

    def exponential(self, array: Array) -> Array:
        """The exponential of every entry."""
        return mapped(self._exponential, array)

    def logarithm(self, array: Array) -> Array:
        """The logarithm of every entry, which has to be positive; UndefinedError where it never is."""
        return mapped(self._logarithm, array)

    def sign(self, array: Array) -> Array:
        """The sign of every entry; UndefinedError for zero."""
        return mapped(self._sign, array)

    def root(self, array: Array, degree: int) -> Array:
        """The positive root of every entry, which has to be positive; UndefinedError where it never is."""
        return mapped(lambda item: self._root(item, degree), array)

    def lowest(self, numerator: Any, denominator: Any) -> Quotient:
        """The quotient in normal form; UndefinedError when the denominator vanishes by a relation."""
        below = self.tower.reduced(denominator)
        if not len(below):
            raise UndefinedError("a denominator is zero everywhere")
        return super().lowest(self.tower.reduced(numerator), below)

    def inverse(self, item: Quotient) -> Quotient:
        """One over a quotient; UndefinedError for zero."""
        self.denominators.setdefault(str(item.numerator), item.numerator)
        return super().inverse(item)

    def excludes_zero(self, polynomial: Any) -> bool:
        """Whether a polynomial is known to be nonzero inside of the domain, itself or factor by factor."""
        if self._sign_of.excludes_zero(polynomial, self.tower):
            return True
        _, found = factors(self.whole(polynomial), self._polynomials)
        return all(self._sign_of.excludes_zero(factor, self.tower) for factor, _ in found)

    def _exponential(self, item: Quotient) -> Quotient:
        if not len(item):
            return self.one
        known = [*self.tower.of_kind("exp"), *self.tower.of_kind("log")]
        weights = combination(item, [self._argument(element) for element in known], self._polynomials)
        if weights is None:
            return self._new_exponential(item)
        powers = zip(known, weights, strict=True)
        return self._all(self._exponential_power(element, weight) for element, weight in powers)

    def _argument(self, element: Element) -> Quotient:
        """What the logarithm of the exponential of an element is: the element itself for a logarithm."""
        return element.argument if element.kind == "exp" else self.whole(element.generator)

    def _new_exponential(self, item: Quotient) -> Quotient:
        key = self.tower.key("exp", item)
        divisor = self.tower.plan.divisors.get(key, 1)
        argument = self.scaled(item, Fraction(1, divisor))
        generator = self.tower.next_generator()
        element = self.tower.adjoin(
            Element("exp", key, generator, argument, divisor, sign=1, excludes_zero=True)
        )
        return self._power(self.whole(element.generator), divisor)

    def _exponential_power(self, element: Element, weight: Fraction) -> Quotient:
        """exp(weight * a) for the argument a of an element."""
        if element.kind == "log":
            return self._atom_power(element.argument, weight)
        if weight.denominator > 1:
            self._refine(self.tower.plan.divisors, element.key, weight.denominator)
        return self._power(self.whole(element.generator), int(weight))

    def _refine(self, needs: dict[str, int], key: str, factor: int) -> None:
        needs[key] = needs.get(key, 1) * factor
        raise RetryError

    def _logarithm(self, item: Quotient) -> Quotient:
        found = self._positive_factors(item)
        terms = [self.scaled(self._atom_logarithm(atom), Fraction(power)) for atom, power in found]
        return reduce(self.added, terms, self.zero)

    def _atom_logarithm(self, atom: Any) -> Quotient:
        """The logarithm of the absolute value of an irreducible polynomial or a prime."""
        element = self.tower.of_generator(atom)
        match element:
            case Element("exp"):
                return self._argument(element)
            case Element("root"):
                return self.scaled(self._atom_logarithm(element.argument), Fraction(1, element.degree))
            case Element("sign"):
                return self.zero
        key = self.tower.key("log", atom)
        found = self.tower.find(key)
        if found is None:
            generator = self.tower.next_generator()
            sign, excludes_zero = self._logarithm_sign(atom)
            found = self.tower.adjoin(
                Element("log", key, generator, atom, sign=sign, excludes_zero=excludes_zero)
            )
        return self.whole(found.generator)

    def _logarithm_sign(self, atom: Any) -> tuple[int, bool]:
        """What is known of the sign of log |f|: that of |f| - 1."""
        own = self._sign_of(atom, self.tower)
        if own is None:
            return 0, False
        sign = self._sign_of(atom * own - 1, self.tower)
        return sign or 0, self._sign_of.excludes_zero(atom * own - 1, self.tower)

    def _sign(self, item: Quotient) -> Quotient:
        if not len(item):
            raise UndefinedError("the sign of zero has no derivative")
        return self._sign_of_product(*factors(item, self._polynomials))

    def _sign_of_product(self, sign: int, found: Factors) -> Quotient:
        signs = (self._atom_sign(atom) for atom, power in found if power % 2)
        return self.scaled(self._all(signs), Fraction(sign))

    def _atom_sign(self, atom: Any) -> Quotient:
        known = self._sign_of(atom, self.tower)
        if known is not None:
            return self.scaled(self.one, Fraction(known))
        element = self.tower.of_generator(atom)
        if element is not None and element.kind == "sign":
            return self.whole(atom)
        key = self.tower.key("sign", atom)
        found = self.tower.find(key) or self._new_sign(key, atom)
        return self.lowest(found.generator, self.one.denominator)

    def _new_sign(self, key: str, atom: Any) -> Element:
        generator = self.tower.next_generator()
        number, others = self.tower.plan.signs.get(key, (1, (key,)))
        found = [self.tower.find(other) for other in others]
        product = generator
        relation = generator**2 - 1
        if all(element is not None for element in found):
            product = reduce(lambda left, right: left * right, (e.generator for e in found if e), self._one)
            relation = generator - number * product
        return self.tower.adjoin(Element("sign", key, generator, atom, relation=relation))

    def _positive_factors(self, item: Quotient) -> Factors:
        """The factors of an item that has to be positive, which may relate signs to each other.

        Raises UndefinedError where it never is, and RetryError.
        """
        if not len(item):
            raise UndefinedError("a root or a logarithm of zero")
        front, found = factors(item, self._polynomials)
        sign = self._sign_of_product(front, found).numerator
        number = as_rational(sign.leading_coefficient())
        signs = [element for element in self.tower.of_kind("sign") if sign.degrees()[self._place(element)]]
        if signs:
            *others, last = signs
            self.tower.plan.signs[last.key] = int(number), tuple(other.key for other in others)
            raise RetryError
        if number < 0:
            raise UndefinedError("a root or a logarithm is of a number that is never positive")
        return found

    def _place(self, element: Element) -> int:
        return next(at for at, degree in enumerate(element.generator.degrees()) if degree)

    def _root(self, item: Quotient, degree: int) -> Quotient:
        found = self._positive_factors(item)
        return self._all(self._atom_power(atom, Fraction(power, degree)) for atom, power in found)

    def _atom_power(self, atom: Any, exponent: Fraction) -> Quotient:
        """A power of the absolute value of an irreducible polynomial or a prime."""
        element = self.tower.of_generator(atom)
        match element:
            case Element("exp"):
                return self._exponential(self.scaled(self._argument(element), exponent))
            case Element("root"):
                return self._atom_power(element.argument, exponent / element.degree)
            case Element("sign"):
                return self.one
        magnitude = self.times_one(self._atom_sign(atom), self.whole(atom))
        if exponent.denominator == 1:
            return self._power(magnitude, int(exponent))
        found = self._radical(atom, magnitude, exponent.denominator)
        whole, rest = divmod(int(exponent * found.degree), found.degree)
        return self.times_one(self._power(magnitude, whole), self._power(self.whole(found.generator), rest))

    def _radical(self, atom: Any, magnitude: Quotient, degree: int) -> Element:
        key = self.tower.key("root", atom)
        found = self.tower.find(key)
        if found is None:
            degree = lcm(degree, self.tower.plan.degrees.get(key, 1))
            generator = self.tower.next_generator()
            relation = generator**degree - magnitude.numerator
            element = Element("root", key, generator, atom, degree, relation, sign=1, excludes_zero=True)
            return self.tower.adjoin(element)
        if found.degree % degree:
            self.tower.plan.degrees[key] = lcm(found.degree, degree)
            raise RetryError
        return found

    def _all(self, items: Iterator[Quotient]) -> Quotient:
        return reduce(self.times_one, items, self.one)

    def _power(self, item: Quotient, exponent: int) -> Quotient:
        """An integer power by repeated squaring."""
        if abs(exponent) > HIGHEST:
            raise BudgetExceededError(self._polynomials.spent, abs(exponent), HIGHEST)
        base = self.inverse(item) if exponent < 0 else item
        result = self.one
        for digit in f"{abs(exponent):b}":
            result = self.times_one(result, result)
            if digit == "1":
                result = self.times_one(result, base)
        return result
