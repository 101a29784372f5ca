"""Terms as text, in the notation of the language: for people, never for comparison."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import count

from ..notation.index import Role
from .term import DUMMY, FREE, LITERAL, Component, Factor, Place, Term

LETTERS = "ijklmnopqrstuvwxyz"


def term_text(term: Term, coefficient: Fraction, taken: Collection[str] = ()) -> str:
    """The term with its coefficient, such as ``2*n*sum(i) U[i,k]*U[i,l]``.

    No summed index gets a name in ``taken``.
    """
    letters = (letter for letter in _letters(term) if letter not in taken)
    alone = sum(exponent for _, exponent in term.components) == 1
    parts = [_power(name, exponent) for name, exponent in term.sizes]
    parts += [f"delta[{_place(left, {})},{_place(right, {})}]" for left, right in term.deltas]
    for component, exponent in term.components:
        names = {place: next(letters) for place in _dummies(component)}
        parts.append(_component(component, exponent, names, alone))
    if abs(coefficient) != 1 or not parts:
        parts.insert(0, str(abs(coefficient)))
    return ("-" if coefficient < 0 else "") + "*".join(parts)


def _letters(term: Term) -> Iterator[str]:
    """Names for the dummies that no free index of the term has."""
    taken = {
        place[2] for component, _ in term.components for (_, slots), _ in component for place in slots
    } | {place[2] for pair in term.deltas for place in pair}
    names = (letter + (str(round_) if round_ else "") for round_ in count() for letter in LETTERS)
    return (name for name in names if name not in taken)


def _dummies(component: Component) -> list[Place]:
    return sorted({place for (_, slots), _ in component for place in slots if place[0] == DUMMY})


def _component(component: Component, exponent: int, names: dict[Place, str], alone: bool) -> str:
    product = "*".join(_power(_entry(factor, names), power) for factor, power in component)
    if not names:
        return _power(product, exponent)
    text = f"sum({','.join(names.values())}) {product}"
    return text if alone else _power(f"({text})", exponent)


def _entry(factor: Factor, names: dict[Place, str]) -> str:
    (role, name), slots = factor
    head = f"grad({name})" if role == Role.GRADIENT.value else name
    return f"{head}[{','.join(_place(place, names) for place in slots)}]" if slots else head


def _place(place: Place, names: dict[Place, str]) -> str:
    kind, number, name, _ = place
    if kind == LITERAL:
        return str(number)
    return name if kind == FREE else names[place]


def _power(base: str, exponent: int) -> str:
    return base if exponent == 1 else f"{base}**{exponent}"
