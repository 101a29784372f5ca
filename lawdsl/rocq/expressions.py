"""Expressions of a certificate at concrete dimensions as terms of the type `expr` of `preamble.v`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from ..check.exact import Polynomial
from ..check.reading import Number
from ..check.system import Expression, Family, Sizes, size_of
from .names import name_of

MAX_PARTS = 20_000
"""Constructors in the definitions of one file: beyond, it takes minutes to read them and to differentiate."""


class ExportError(Exception):
    """A certificate has no Rocq file; the only argument says why."""


class Expressions:
    """Writes terms at given sizes, counts their parts, and notes what has no value everywhere.

    ``partial`` says whether anything that was written since it was set has a quotient, logarithm, root or
    sign of what is no number; ``signs`` whether a sign was ever written.
    """

    def __init__(self, sizes: Sizes) -> None:
        self.sizes = sizes
        self.parts = 0
        self.partial = False
        self.signs = False

    def places(self, shape: Iterable[str]) -> Iterator[tuple[int, ...]]:
        """The slots of all entries, in order."""
        return product(*(range(size_of(place, self.sizes)) for place in shape))

    def free(self, family: Family) -> Iterator[tuple[int, ...]]:
        """The values of all free indices, in order."""
        return self.places(place for _, place in family.indices)

    def component(self, family: Family, at: tuple[int, ...]) -> str:
        """One component of a family."""
        return self._term(family.body, {name: v for (name, _), v in zip(family.indices, at, strict=True)})

    def polynomial(self, polynomial: Polynomial, variables: list[tuple[str, tuple[int, ...]]]) -> str:
        """A polynomial in variables, which are given by their names and slots."""
        terms = []
        for monomial, factor in polynomial.terms.items():
            self._count(1 + len(monomial))
            names = [name_of(*variables[place]) for place in monomial]
            terms.append(_folded("Mul", [_number(factor), *names]))
        return f"(total [{'; '.join(terms)}])"

    def _term(self, body: Expression, values: Mapping[Any, int]) -> str:
        """An expression, in parentheses unless it is a name."""
        self._count(1)
        match body:
            case (("number" | "size" | "delta"), *_):
                return _number(self._value(body, values))
            case ("entry" | "grad") as kind, name, slots:
                at = tuple(values.get(slot, slot) for slot in slots)
                return name_of(name if kind == "entry" else f"grad {name}", at)
            case ("sum" | "product") as kind, name, place, inner:
                copies = [self._term(inner, {**values, name: at}) for at in range(size_of(place, self.sizes))]
                return f"(total [{'; '.join(copies)}])" if kind == "sum" else _folded("Mul", copies)
            case ("add" | "multiply") as kind, inner:
                return _folded(kind[:3].title(), [self._term(part, values) for part in inner])
            case "power", base, exponent:
                before = self.parts
                term = self._term(base, values)
                self._count((exponent - 1) * (self.parts - before))
                return f"(power {term} {exponent})"
            case "determinant" | "inverse", *_:
                return self._matrix(body, values)
        return self._function(body, self._term(body[1], values))

    def _function(self, body: Expression, term: str) -> str:
        """A function of a term."""
        match body[0]:
            case "exp":
                return f"(Exp {term})"
            case "log":
                head = "Log"
            case "root":
                head = f"Root {body[2]}"
            case "sign":
                head, self.signs = "Sign", True
            case _:
                head = "Inv"
        positive = term.startswith("(Const (") and term[8] not in "-0"
        self.partial |= not positive
        return f"({head} {term})"

    def _count(self, parts: int) -> None:
        """Count constructors; ExportError for too many."""
        self.parts += parts
        if self.parts > MAX_PARTS:
            raise ExportError(
                f"more than {MAX_PARTS} operations are to be written: choose smaller dimensions"
            )

    def _matrix(self, body: Expression, values: Mapping[Any, int]) -> str:
        """A determinant, or an entry of an inverse: a cofactor over the determinant (Cramer)."""
        (first, second), place, inner, *slots = body[1:]
        size = range(size_of(place, self.sizes))
        matrix = [[self._term(inner, {**values, first: i, second: j}) for j in size] for i in size]
        if not slots:
            return self._minor(matrix)
        row, column = (slot if isinstance(slot, int) else values[slot] for slot in slots)
        rest = [[*line[:row], *line[row + 1 :]] for at, line in enumerate(matrix) if at != column]
        self.partial = True
        return (
            f"(Mul (Const ({(-1) ** (row + column)})) (Mul {self._minor(rest)} (Inv {self._minor(matrix)})))"
        )

    def _minor(self, matrix: list[list[str]]) -> str:
        """A determinant, expanded by its first row."""
        if not matrix:
            return "(Const 1)"
        first, *rest = matrix
        terms = []
        for column, entry in enumerate(first):
            self._count(4 + entry.count("("))
            minor = self._minor([[*row[:column], *row[column + 1 :]] for row in rest])
            terms.append(f"Mul (Const ({(-1) ** column})) (Mul {entry} {minor})")
        return f"(total [{'; '.join(terms)}])"

    def _value(self, body: Expression, values: Mapping[Any, int]) -> Number:
        match body:
            case "number", value:
                found: Number = value
                return found
            case "size", place, power:
                size: Number = Fraction(size_of(place, self.sizes)) ** power
                return size
        equal: bool = values.get(body[1], body[1]) == values.get(body[2], body[2])
        return int(equal)


def _number(value: Number) -> str:
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"(Mul (Const ({value.numerator})) (Inv (Const {value.denominator})))"
    return f"(Const ({value}))"


def _folded(head: str, terms: list[str]) -> str:
    *rest, last = terms
    for term in reversed(rest):
        last = f"({head} {term} {last})"
    return last
