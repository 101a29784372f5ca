"""A real number between two decimal numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil

from ...notation.record import record

DIGITS = 12
"""Digits of a bound that are kept."""


@record
class Enclosure:
    """A number that is not rational, known to lie between two rational ones."""

    lower: Fraction
    upper: Fraction

    def excludes_zero(self) -> bool:
        """Whether the number is proved not to be zero."""
        return self.lower > 0 or self.upper < 0

    def __str__(self) -> str:
        return f"[{_decimal(self.lower)}, {_decimal(self.upper)}]"


def rounded(lower: Fraction, upper: Fraction) -> Enclosure:
    """The enclosure with bounds moved outwards to decimal numbers; a sign that is certain stays so."""
    return Enclosure(-_upwards(-lower), _upwards(upper))


def _upwards(value: Fraction) -> Fraction:
    """The closest number of few decimal digits that is not below."""
    if not value:
        return value
    scale = Fraction(10) ** (DIGITS - _magnitude(abs(value)))
    return ceil(value * scale) / scale


def _magnitude(value: Fraction) -> int:
    """About the number of digits before the point of a positive number."""
    return (value.numerator.bit_length() - value.denominator.bit_length()) * 3 // 10


def _decimal(value: Fraction) -> str:
    """The text of a number of few decimal digits."""
    if not value:
        return "0"
    places = 0
    while value.denominator > 1:
        value, places = value * 10, places + 1
    digits = str(abs(value.numerator)).rstrip("0")
    places -= len(str(abs(value.numerator))) - len(digits)
    return str(Decimal((int(value < 0), tuple(map(int, digits)), -places))).replace("E", "e")
