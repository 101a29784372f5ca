"""Polynomials as text in the names of a spec."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

LONGEST = 12
"""Terms that are written out; the rest is counted."""


def polynomial_text(polynomial: Any, names: Sequence[str], order: Sequence[int]) -> str:
    """The polynomial as the language writes it, such as ``x**2 - 2*y``, factors of a term in an order."""
    terms = [
        (Fraction(int(coefficient.p), int(coefficient.q)), exponents)
        for exponents, coefficient in polynomial.to_dict().items()
    ]
    terms.sort(key=lambda term: term[0] < 0)
    text = ""
    for value, exponents in terms[:LONGEST]:
        sign = ("-" if value < 0 else "") if not text else (" - " if value < 0 else " + ")
        text += sign + _monomial(abs(value), exponents, names, order)
    more = len(terms) - LONGEST
    return f"{text} + ({more} more terms)" if more > 0 else text or "0"


def _monomial(size: Fraction, exponents: Sequence[int], names: Sequence[str], order: Sequence[int]) -> str:
    powers = [
        names[place] if exponents[place] == 1 else f"{names[place]}**{int(exponents[place])}"
        for place in order
        if exponents[place]
    ]
    numbers = [str(size)] if size != 1 or not powers else []
    return "*".join(numbers + powers)


def factor_text(polynomial: Any, names: Sequence[str], order: Sequence[int]) -> str:
    """The polynomial in parentheses where it is more than a name or a number."""
    text = polynomial_text(polynomial, names, order)
    simple = len(polynomial) <= 1 and not any(sign in text for sign in "-*/")
    return text if simple else f"({text})"
