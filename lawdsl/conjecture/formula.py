"""Piecewise polynomials in the dimensions: what a conjecture about counts says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod

Point = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class LinearForm:
    """A linear form in the dimensions with integer coefficients, zero ones left out, and a constant."""

    coefficients: tuple[tuple[str, int], ...]
    constant: int = 0

    def value(self, point: Point) -> int:
        """The value at a point."""
        return self.constant + sum(factor * point[name] for name, factor in self.coefficients)

    def __str__(self) -> str:
        ordered = sorted(self.coefficients, key=lambda item: item[1] < 0)
        terms = [(Fraction(factor), name) for name, factor in ordered]
        return signed_sum([*terms, *([(Fraction(self.constant), "")] if self.constant else [])])


@dataclass(frozen=True, slots=True)
class Width:
    """A dimension as a number."""

    name: str

    def value(self, point: Point) -> int:
        """The value at a point."""
        return point[self.name]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Excess:
    """The amount by which a linear form exceeds zero: max(0, L)."""

    form: LinearForm

    def value(self, point: Point) -> int:
        """The value at a point."""
        return max(0, self.form.value(point))

    def __str__(self) -> str:
        return f"max(0, {self.form})"


Atom = Width | Excess
Monomial = tuple[Atom, ...]
"""A product of atoms; the empty one is 1."""


def monomial_value(monomial: Monomial, point: Point) -> int:
    """The value of a product of atoms at a point."""
    return prod(atom.value(point) for atom in monomial)


@dataclass(frozen=True, slots=True)
class Formula:
    """A rational combination of products of dimensions and excesses."""

    terms: tuple[tuple[Monomial, Fraction], ...]

    def value(self, point: Point) -> Fraction:
        """The exact value at a point."""
        values = (factor * monomial_value(monomial, point) for monomial, factor in self.terms)
        return sum(values, Fraction(0))

    def excesses(self) -> tuple[Excess, ...]:
        """The excesses that occur, in order."""
        atoms = (atom for monomial, _ in self.terms for atom in monomial)
        return tuple(dict.fromkeys(atom for atom in atoms if isinstance(atom, Excess)))

    def __str__(self) -> str:
        """The formula in the language, ready for ``expect count == ...``."""
        return self.text({})

    def text(self, names: Mapping[Atom, str]) -> str:
        """The formula with some atoms called by names."""
        return signed_sum(_rendered(self.terms, names)) if self.terms else "0"


def _rendered(
    terms: Iterable[tuple[Monomial, Fraction]], names: Mapping[Atom, str]
) -> Iterable[tuple[Fraction, str]]:
    """The terms as factors and texts; a x² + b x is written a x (x + b/a)."""
    left = dict(terms)
    for monomial, factor in list(left.items()):
        if monomial not in left:
            continue
        first = names.get(monomial[0], str(monomial[0])) if monomial else ""
        linear = left.get(monomial[:1]) if len(monomial) == 2 and monomial[0] == monomial[1] else None
        if linear is None and len(monomial) == 1 and (square := left.get(monomial * 2)):
            factor, linear = square, factor
        if linear is None:
            yield factor, _product(monomial, names)
            continue
        del left[monomial[:1] * 2], left[monomial[:1]]
        yield factor, f"{first}*({signed_sum([(Fraction(1), first), (linear / factor, '')])})"


def _product(monomial: Monomial, names: Mapping[Atom, str]) -> str:
    powers = Counter(names.get(atom, str(atom)) for atom in monomial)
    return "*".join(name if power == 1 else f"{name}**{power}" for name, power in powers.items())


def signed_sum(terms: Iterable[tuple[Fraction, str]]) -> str:
    """The text of a sum; the empty text stands for 1."""
    text = ""
    for factor, body in terms:
        size = abs(factor)
        parts = [str(size.numerator)] if size.numerator != 1 or not body else []
        quotient = f"/{size.denominator}" if size.denominator != 1 else ""
        part = "*".join([*parts, *([body] if body else [])]) + quotient
        if text:
            text += f" {'-' if factor < 0 else '+'} {part}"
        else:
            text = f"-{part}" if factor < 0 else part
    return text
