"""Polynomials with rational coefficients as dictionaries: slow, short, and independent of the verifier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import product

Exponents = tuple[int, ...]


@dataclass(frozen=True)
class Polynomial:
    """A polynomial in ``size`` coordinates: the nonzero coefficient of each monomial by its exponents."""

    size: int
    terms: Mapping[Exponents, Fraction]

    @staticmethod
    def of(size: int, terms: Iterable[tuple[Exponents, Fraction | int]]) -> Polynomial:
        """The sum of terms, of which several may have the same exponents."""
        total: dict[Exponents, Fraction] = {}
        for exponents, coefficient in terms:
            total[exponents] = total.get(exponents, Fraction(0)) + coefficient
        return Polynomial(size, {key: value for key, value in total.items() if value})

    @staticmethod
    def constant(size: int, value: Fraction | int) -> Polynomial:
        """A polynomial without coordinates."""
        return Polynomial.of(size, [((0,) * size, Fraction(value))])

    @staticmethod
    def coordinate(size: int, place: int) -> Polynomial:
        """One of the coordinates."""
        return Polynomial(size, {tuple(int(at == place) for at in range(size)): Fraction(1)})

    def __add__(self, other: Polynomial) -> Polynomial:
        return Polynomial.of(self.size, [*self.terms.items(), *other.terms.items()])

    def __neg__(self) -> Polynomial:
        return Polynomial(self.size, {key: -value for key, value in self.terms.items()})

    def __sub__(self, other: Polynomial) -> Polynomial:
        return self + -other

    def __mul__(self, other: Polynomial) -> Polynomial:
        pairs = product(self.terms.items(), other.terms.items())
        return Polynomial.of(
            self.size, ((tuple(map(sum, zip(a, b, strict=True))), u * v) for (a, u), (b, v) in pairs)
        )

    def __pow__(self, exponent: int) -> Polynomial:
        return reduce(Polynomial.__mul__, [self] * exponent, Polynomial.constant(self.size, 1))

    def is_zero(self) -> bool:
        """Whether no term is left."""
        return not self.terms

    def is_constant(self) -> bool:
        """Whether no coordinate stands in it."""
        return not any(map(any, self.terms))

    def derivative(self, place: int) -> Polynomial:
        """The derivative by one coordinate."""
        lowered = (
            ((*exponents[:place], exponents[place] - 1, *exponents[place + 1 :]), value * exponents[place])
            for exponents, value in self.terms.items()
            if exponents[place]
        )
        return Polynomial.of(self.size, lowered)

    def gradient(self) -> tuple[Polynomial, ...]:
        """The derivatives by all coordinates."""
        return tuple(self.derivative(place) for place in range(self.size))

    def at(self, values: Sequence[Polynomial]) -> Polynomial:
        """The polynomial with each coordinate replaced by a polynomial, all in the same coordinates."""
        size = values[0].size
        total = Polynomial(size, {})
        for exponents, coefficient in self.terms.items():
            powers = (value**exponent for value, exponent in zip(values, exponents, strict=True))
            total += reduce(Polynomial.__mul__, powers, Polynomial.constant(size, coefficient))
        return total

    def text(self, names: Sequence[str]) -> str:
        """The polynomial as an expression of the language."""
        return " + ".join(_term(item, names) for item in sorted(self.terms.items())) or "0"


def _term(item: tuple[Exponents, Fraction], names: Sequence[str]) -> str:
    exponents, coefficient = item
    powers = zip(names, exponents, strict=True)
    return "*".join([f"({coefficient})", *(f"{name}**{power}" for name, power in powers if power)])
