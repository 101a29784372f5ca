"""A certified law as a Rocq file: its derivative, formed by Rocq from map, metric, flow and law, is zero.

Rocq differentiates (`preamble.v` proves that it does so as analysis does) and multiplies out; nothing of the
certificate's evidence is used. The file states one theorem for each component of the law, at concrete
dimensions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from importlib.resources import files
from itertools import product
from typing import Any

from ..check.exact import Polynomial
from ..check.reading import Number, mapping, parse, string
from ..check.system import Expression, Family, Sizes, System, read_system, size_of
from .combinations import NotLinearError, combinations

MAX_PARTS = 20_000
"""Constructors in the definitions of one file: beyond, `ring` takes minutes."""


UNFOLDED = "-[Rplus Rmult Rinv Ropp IZR exp ln not]"
"""What `cbv` unfolds: all but the operations of the real numbers."""
EXPORTED = 2
"""The size of a dimension that may have any, where nobody chooses another."""


class ExportError(Exception):
    """A certificate has no Rocq file; the only argument says why."""


def rocq(text: str, sizes: Mapping[str, int]) -> str:
    """The Rocq file for a certificate's law, at given sizes or at small ones.

    The certificate is one that the checker accepts. Raises ExportError.
    """
    content = parse(text)
    claim = mapping(content["claim"])
    if claim.get("kind") not in ("law", "law at dimensions"):
        raise ExportError("only certificates of laws can be exported")
    system = read_system(content["system"])
    if claim["kind"] == "law":
        own = {name: max(least, EXPORTED) for name, least in system.least.items()}
    else:
        own = {name: int(size) for name, size in claim["points"][0].items()}
    chosen = {name: sizes.get(name, size) for name, size in own.items()}
    for name, size in chosen.items():
        if size < system.least[name]:
            raise ExportError(f"{name} = {size} is too small for the literal indices")
    law = string(claim["law"])
    cofactors = None
    if claim["kind"] == "law at dimensions":
        cofactors = _on_set(system, chosen, law, claim["points"], content["evidence"]["points"])
    return _File(system, chosen).text(string(content["name"]), law, cofactors)


def _on_set(
    system: System, sizes: Sizes, law: str, points: list[Any], shown: list[Any]
) -> list[dict[int, Polynomial]] | None:
    """The cofactors of a law's derivative at these dimensions; None for one that is zero everywhere."""
    written = {name: str(size) for name, size in sizes.items()}
    if written not in points:
        raise ExportError("the law is not certified at these dimensions")
    if not system.equations():
        return None
    try:
        return combinations(system, sizes, law, shown[points.index(written)])
    except NotLinearError as error:
        raise ExportError(str(error)) from None


class _File:
    """The definitions of one system at concrete dimensions."""

    def __init__(self, system: System, sizes: Sizes) -> None:
        self.system = system
        self.sizes = sizes
        self.parts = 0
        self.fractions = False
        self.denominators: dict[str, None] = {}
        self.state = [(name, at) for name in system.state for at in self._places(system.shapes[name])]
        constants = [(name, at) for name in system.constants for at in self._places(system.shapes[name])]
        cotangents = [(f"G({name})", at) for name, family in system.maps.items() for at in self._free(family)]
        self.variables = [*self.state, *constants, *cotangents]

    def text(self, name: str, law: str, cofactors: list[dict[int, Polynomial]] | None) -> str:
        """The whole file; ``cofactors`` are those of the equations for every component of a law on a set."""
        family = self.system.laws[law]
        where = ", ".join(f"{dimension} = {size}" for dimension, size in self.sizes.items()) or "as stated"
        lines = [
            f"(* {_comment(name)}: the law {_comment(law)}, {where}. *)",
            "",
            _preamble(),
            *self._definitions(),
        ]
        equations = list(self._equations()) if cofactors is not None else []
        lines += [f"Definition {equation} := {body}." for equation, body in equations]
        for number, at in enumerate(self._free(family)):
            component = _name(f"law {law}", at)
            lines += ["", f"Definition {component} := {self._family(family, at)}."]
            if cofactors is None:
                lines += self._theorem(component)
            else:
                lines += self._theorem_on_set(component, [name for name, _ in equations], cofactors[number])
        return "\n".join(lines) + "\n"

    def _equations(self) -> Iterator[tuple[str, str]]:
        """The components of the equations that are assumed."""
        for number, family in enumerate(self.system.equations()):
            for at in self._free(family):
                yield _name(f"equation {number}", at), self._family(family, at)

    def _theorem_on_set(
        self, name: str, equations: list[str], cofactors: Mapping[int, Polynomial]
    ) -> Iterator[str]:
        """The derivative of one component is a combination of equations, and so zero where they hold."""
        terms = [f"Mul {self._polynomial(cofactor)} {equations[at]}" for at, cofactor in cofactors.items()]
        yield f"Definition {name}'combination := total [{'; '.join(terms)}]."
        yield f"Theorem {name}'is_combination : forall p,"
        yield f"  value p (along rates {name}) = value p {name}'combination."
        yield f"Proof. intros p; cbv {UNFOLDED}; {'field; nonzero' if self.fractions else 'ring'}. Qed."
        used = [equations[at] for at in cofactors]
        given = "".join(f" value p {equation} = 0 ->" for equation in used)
        yield f"Theorem {name}'stays : forall p,{given} value p (along rates {name}) = 0."
        hypotheses = [f"H{number}" for number in range(len(used))]
        rewritten = "".join(f" rewrite {hypothesis};" for hypothesis in hypotheses)
        yield f"Proof. intros p {' '.join(hypotheses)}; rewrite {name}'is_combination."
        yield f"  unfold {name}'combination; cbn [total fold_right value];{rewritten} ring. Qed."

    def _polynomial(self, polynomial: Polynomial) -> str:
        """A polynomial in the variables."""
        terms = []
        for monomial, factor in polynomial.terms.items():
            self.parts += 1 + len(monomial)
            names = [_name(*self.variables[place]) for place in monomial]
            terms.append(_folded("Mul", [self._number(factor), *names]))
        return f"(total [{'; '.join(terms)}])"

    def _definitions(self) -> Iterator[str]:
        for number, variable in enumerate(self.variables):
            yield f"Definition {_name(*variable)} := Var {number}."
        yield ""
        pairing = []
        for name, family in self.system.maps.items():
            for at in self._free(family):
                component = _name(f"map {name}", at)
                yield f"Definition {component} := {self._family(family, at)}."
                pairing.append(f"Mul {_name(f'G({name})', at)} {component}")
        if pairing:
            yield f"Definition pairing := total [{'; '.join(pairing)}]."
            for name in self.system.parameters:
                for at in self._places(self.system.shapes[name]):
                    number = self.variables.index((name, at))
                    yield f"Definition {_name(f'grad {name}', at)} := diff {number} pairing."
        for name, at in self.state:
            yield f"Definition {_name(f'rate {name}', at)} := {self._family(self.system.rates[name], at)}."
        rates = "; ".join(_name(f"rate {name}", at) for name, at in self.state)
        yield f"Definition rates := [{rates}]."

    def _theorem(self, name: str) -> Iterator[str]:
        """The derivative of one component is zero where nothing is divided by zero."""
        given = "".join(f" value p {item} <> 0 ->" for item in self.denominators)
        yield f"Theorem {name}'stays : forall p,{given} value p (along rates {name}) = 0."
        yield "Proof."
        if self.denominators:
            hypotheses = " ".join(f"H{number}" for number in range(len(self.denominators)))
            yield f"  intros p {hypotheses}; cbv {UNFOLDED} in *; field; nonzero."
        else:
            yield f"  intros p; cbv {UNFOLDED}; {'field; nonzero' if self.fractions else 'ring'}."
        yield "Qed."

    def _places(self, shape: Iterable[str]) -> Iterator[tuple[int, ...]]:
        return product(*(range(size_of(place, self.sizes)) for place in shape))

    def _free(self, family: Family) -> Iterator[tuple[int, ...]]:
        return self._places(place for _, place in family.indices)

    def _family(self, family: Family, at: tuple[int, ...]) -> str:
        """One component of a family as a term of Rocq."""
        return self._term(family.body, {name: v for (name, _), v in zip(family.indices, at, strict=True)})

    def _term(self, body: Expression, values: Mapping[Any, int]) -> str:
        """An expression as a term of the type `expr`, in parentheses unless it is a name."""
        self._count(1)
        match body:
            case (("number" | "size" | "delta"), *_):
                return self._number(self._value(body, values))
            case ("entry" | "grad") as kind, name, slots:
                at = tuple(values.get(slot, slot) for slot in slots)
                return _name(name if kind == "entry" else f"grad {name}", at)
            case ("sum" | "product") as kind, name, place, inner:
                copies = [self._term(inner, {**values, name: at}) for at in range(size_of(place, self.sizes))]
                return f"(total [{'; '.join(copies)}])" if kind == "sum" else _folded("Mul", copies)
            case ("add" | "multiply") as kind, inner:
                return _folded(kind[:3].title(), [self._term(part, values) for part in inner])
            case "power", base, exponent:
                self.parts += exponent
                return f"(power {self._term(base, values)} {exponent})"
            case "determinant" | "inverse", *_:
                return self._matrix(body, values)
            case "root" | "sign", *_:
                raise ExportError(f"{body[0]} has no counterpart in `expr`")
            case ("exp" | "log") as kind, base:
                term = self._term(base, values)
                if kind == "log":
                    self.denominators[term] = None
                return f"({kind.title()} {term})"
        term = self._term(body[1], values)
        self.denominators[term] = None
        return f"(Inv {term})"

    def _count(self, parts: int) -> None:
        """Count constructors; ExportError for too many."""
        self.parts += parts
        if self.parts > MAX_PARTS:
            raise ExportError(
                f"more than {MAX_PARTS} operations, too much for `ring`: choose smaller dimensions"
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
        determinant = self._minor(matrix)
        self.denominators[determinant] = None
        return f"(Mul (Const ({(-1) ** (row + column)})) (Mul {self._minor(rest)} (Inv {determinant})))"

    def _minor(self, matrix: list[list[str]]) -> str:
        """A determinant, expanded by its first row."""
        if not matrix:
            return "(Const 1)"
        self._count(len(matrix))
        first, *rest = matrix
        terms = []
        for column, entry in enumerate(first):
            minor = self._minor([[*row[:column], *row[column + 1 :]] for row in rest])
            terms.append(f"Mul (Const ({(-1) ** column})) (Mul {entry} {minor})")
        return f"(total [{'; '.join(terms)}])"

    def _number(self, value: Number) -> str:
        if isinstance(value, Fraction) and value.denominator != 1:
            self.fractions = True
            return f"(Mul (Const ({value.numerator})) (Inv (Const {value.denominator})))"
        return f"(Const ({value}))"

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


def _folded(head: str, terms: list[str]) -> str:
    *rest, last = terms
    for term in reversed(rest):
        last = f"({head} {term} {last})"
    return last


def _name(name: str, place: tuple[int, ...] = ()) -> str:
    """A name in Rocq for an entry, a component or a rate: no other has it, and it is no keyword."""
    plain = "".join(_letter(letter) for letter in name)
    return "'".join(["x", plain, *map(str, place)])


def _letter(letter: str) -> str:
    """A letter of a name: nothing in a name of a spec becomes an apostrophe, which separates the parts."""
    if letter.isascii() and (letter.isalnum() or letter == "_"):
        return letter
    return "'" if letter == " " else f"'{ord(letter):x}'"


def _comment(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable() and letter not in '*()"')


def _preamble() -> str:
    return files(__package__).joinpath("preamble.v").read_text(encoding="utf-8")
