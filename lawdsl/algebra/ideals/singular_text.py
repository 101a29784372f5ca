"""Polynomials as Singular writes them: 2/3*x(1)^2*x(2)-x(3)+1."""

from __future__ import annotations

import re
from typing import Any

import flint

_NUMBER = r"\d+(?:/\d+)?"
_POWER = r"x\(\d{1,6}\)(?:\^\d{1,9})?"
_TERM = re.compile(rf"([+-]?)({_NUMBER}|{_POWER})((?:\*{_POWER})*)", re.ASCII)
_FACTOR = re.compile(r"x\((\d{1,6})\)(?:\^(\d{1,9}))?", re.ASCII)


def read_polynomial(context: Any, text: str) -> Any:
    """The polynomial of a text, x(1) being the context's first variable.

    Raises ValueError for whatever is not the text of a polynomial in these variables.
    """
    terms: dict[tuple[int, ...], Any] = {}
    place = 0
    while place < len(text):
        term = _TERM.match(text, place)
        if term is None or (place > 0 and not term[1]):
            raise ValueError(f"no term of a polynomial: {text[place : place + 40]!r}")
        exponents, coefficient = _read_term(context.nvars(), term)
        terms[exponents] = terms.get(exponents, 0) + coefficient
        place = term.end()
    if not place:
        raise ValueError("no polynomial at all")
    return context.from_dict(terms)


def _read_term(variables: int, term: re.Match[str]) -> tuple[tuple[int, ...], Any]:
    sign, first, others = term[1], term[2], term[3]
    is_number = first[0].isdigit()
    coefficient = _read_number(first) if is_number else flint.fmpq(1)
    exponents = [0] * variables
    for factor in _FACTOR.finditer(others if is_number else first + others):
        place = int(factor[1])
        if not 1 <= place <= variables:
            raise ValueError(f"no variable of this ring: x({place})")
        exponents[place - 1] += int(factor[2] or 1)
    return tuple(exponents), -coefficient if sign == "-" else coefficient


def _read_number(text: str) -> Any:
    above, _, below = text.partition("/")
    denominator = flint.fmpz(below or "1")
    if denominator == 0:
        raise ValueError("a denominator is zero")
    return flint.fmpq(flint.fmpz(above), denominator)
