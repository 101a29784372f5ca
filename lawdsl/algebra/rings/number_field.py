"""Real algebraic numbers of one field Q[w]/(g): the coordinates of points that are not rational."""

from __future__ import annotations

import copyreg
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Any

import flint

Rational = int | Fraction

REFINEMENTS = 4_000
"""Halvings of an interval before a sign is given up: none that occurs needs so many."""


class RealRoot:
    """The only root w of an irreducible polynomial of degree 2 or more in an interval of rationals.

    The ends are no roots, since the polynomial has none that are rational.
    """

    def __init__(self, polynomial: flint.fmpq_poly, low: Fraction, high: Fraction) -> None:
        self.polynomial = polynomial / polynomial.leading_coefficient()
        self.low, self.high = low, high
        self._narrow = low, high
        self._rising = _at(self.polynomial, high) > 0

    def narrower(self) -> tuple[Fraction, Fraction]:
        """Half of the interval known so far, which holds the root."""
        low, high = self._narrow
        middle = (low + high) / 2
        above = (_at(self.polynomial, middle) > 0) == self._rising
        self._narrow = (low, middle) if above else (middle, high)
        return self._narrow

    def interval(self) -> tuple[Fraction, Fraction]:
        """The narrowest interval known so far."""
        return self._narrow

    def number(self) -> AlgebraicNumber:
        """The root itself."""
        return AlgebraicNumber(self, flint.fmpq_poly([0, 1]))


class AlgebraicNumber:
    """A polynomial in w, reduced: exact arithmetic, comparisons and a sign.

    Mixes with int and Fraction. Numbers of two different fields cannot be combined (ValueError).
    """

    __slots__ = ("root", "value")
    __array_priority__ = 1000

    def __init__(self, root: RealRoot, value: flint.fmpq_poly) -> None:
        self.root = root
        self.value = value % root.polynomial

    def _other(self, other: object) -> flint.fmpq_poly | None:
        if isinstance(other, AlgebraicNumber):
            if other.root is not self.root:
                raise ValueError("two algebraic numbers of different fields")
            return other.value
        if isinstance(other, int | Fraction):
            return flint.fmpq_poly([_rational(other)])
        return None

    def __add__(self, other: object) -> AlgebraicNumber:
        value = self._other(other)
        return NotImplemented if value is None else AlgebraicNumber(self.root, self.value + value)

    __radd__ = __add__

    def __neg__(self) -> AlgebraicNumber:
        return AlgebraicNumber(self.root, -self.value)

    def __sub__(self, other: object) -> AlgebraicNumber:
        value = self._other(other)
        return NotImplemented if value is None else AlgebraicNumber(self.root, self.value - value)

    def __rsub__(self, other: object) -> AlgebraicNumber:
        return -(self - other)

    def __mul__(self, other: object) -> AlgebraicNumber:
        value = self._other(other)
        return NotImplemented if value is None else AlgebraicNumber(self.root, self.value * value)

    __rmul__ = __mul__

    def inverse(self) -> AlgebraicNumber:
        """One over the number; ZeroDivisionError for zero."""
        if not self:
            raise ZeroDivisionError("zero has no inverse")
        divisor, cofactor, _ = self.value.xgcd(self.root.polynomial)
        return AlgebraicNumber(self.root, cofactor / divisor.leading_coefficient())

    def __bool__(self) -> bool:
        return not self.value.is_zero()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, int | Fraction | AlgebraicNumber):
            return NotImplemented
        return not self - other

    def __hash__(self) -> int:
        return hash(tuple(map(str, self.value.coeffs())))

    def __lt__(self, other: object) -> bool:
        return (self - other).sign() < 0

    def __le__(self, other: object) -> bool:
        return (self - other).sign() <= 0

    def __gt__(self, other: object) -> bool:
        return (self - other).sign() > 0

    def __ge__(self, other: object) -> bool:
        return (self - other).sign() >= 0

    def sign(self) -> int:
        """-1, 0 or 1, by intervals that are halved until they leave zero out."""
        if not self:
            return 0
        interval = self.root.interval()
        for _ in range(REFINEMENTS):
            low, high = _range(self.value, *interval)
            if low > 0 or high < 0:
                return 1 if low > 0 else -1
            interval = self.root.narrower()
        raise ArithmeticError("the sign of an algebraic number needs too narrow an interval")

    def bounds(self, width: Fraction) -> tuple[Fraction, Fraction]:
        """Rationals around the number, for a root that is known up to the width."""
        low, high = self.root.interval()
        while high - low > width:
            low, high = self.root.narrower()
        return _range(self.value, low, high)

    def coefficients(self) -> list[Fraction]:
        """The coefficients of the polynomial in w, the constant first."""
        return [Fraction(int(item.p), int(item.q)) for item in self.value.coeffs()]

    def rational(self) -> Fraction | None:
        """The number where it is rational."""
        found = self.coefficients()
        return (found or [Fraction(0)])[0] if len(found) <= 1 else None

    def __str__(self) -> str:
        return polynomial_in(self.coefficients(), "w")

    def __repr__(self) -> str:
        low, high = self.root.low, self.root.high
        return f"<{self}, w in [{low}, {high}]>"


def real_roots(polynomial: flint.fmpq_poly) -> list[RealRoot]:
    """All real roots of an irreducible polynomial of degree 2 or more, in ascending order."""
    chain = _sturm_chain(polynomial)
    leading = polynomial.leading_coefficient()
    ratios = [abs(Fraction(int(c.p), int(c.q))) for c in (polynomial / leading).coeffs()[:-1]]
    bound = 1 + ceil(max(ratios))
    found: list[RealRoot] = []
    pending = [(Fraction(-bound), Fraction(bound))]
    while pending:
        low, high = pending.pop()
        count = _changes(chain, low) - _changes(chain, high)
        if count == 1 and high - low <= 1:
            found.append(RealRoot(polynomial, low, high))
        elif count:
            middle = (low + high) / 2
            if high - low > 1:
                middle = Fraction(middle.numerator // middle.denominator)
            pending += [(middle, high), (low, middle)]
    return found


def _sturm_chain(polynomial: flint.fmpq_poly) -> list[flint.fmpq_poly]:
    chain = [polynomial, polynomial.derivative()]
    while chain[-1].degree() > 0:
        chain.append(-(chain[-2] % chain[-1]))
    return chain


def _changes(chain: list[flint.fmpq_poly], place: Fraction) -> int:
    """The changes of sign in the chain; their difference at two places counts the roots between (Sturm)."""
    signs = [value > 0 for item in chain if (value := _at(item, place))]
    return sum(left != right for left, right in pairwise(signs))


def _at(polynomial: flint.fmpq_poly, place: Fraction) -> Any:
    return polynomial(_rational(place))


def _range(polynomial: flint.fmpq_poly, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """An interval that holds every value of the polynomial on an interval (Horner's rule)."""
    least, most = Fraction(0), Fraction(0)
    for coefficient in reversed(polynomial.coeffs()):
        corners = (least * low, least * high, most * low, most * high)
        constant = Fraction(int(coefficient.p), int(coefficient.q))
        least, most = min(corners) + constant, max(corners) + constant
    return least, most


def _rational(value: Rational) -> flint.fmpq:
    value = Fraction(value)
    return flint.fmpq(value.numerator, value.denominator)


def polynomial_in(coefficients: list[Fraction], name: str) -> str:
    """A polynomial in one letter as text, such as ``w**2 - 2``."""
    text = ""
    for degree in range(len(coefficients) - 1, -1, -1):
        coefficient = coefficients[degree]
        if not coefficient:
            continue
        letter = "" if not degree else name if degree == 1 else f"{name}**{degree}"
        size = abs(coefficient)
        part = letter if letter and size == 1 else f"{size}*{letter}" if letter else str(size)
        sign = ("- " if coefficient < 0 else "+ ") if text else ("-" if coefficient < 0 else "")
        text += f"{' ' if text else ''}{sign}{part}"
    return text or "0"


def _plain(polynomial: flint.fmpq_poly) -> tuple[Any, ...]:
    """What a polynomial is made of, since those of FLINT cannot be sent to another process."""
    return _polynomial, ([Fraction(int(value.p), int(value.q)) for value in polynomial.coeffs()],)


def _polynomial(coefficients: list[Fraction]) -> flint.fmpq_poly:
    return flint.fmpq_poly([_rational(value) for value in coefficients])


copyreg.pickle(flint.fmpq_poly, _plain)
