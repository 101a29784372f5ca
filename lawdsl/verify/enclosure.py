"""A real number between two decimal numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from ..notation.record import record

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
    smallest = min((abs(bound) for bound in (lower, upper) if bound), default=Fraction(1))
    places = DIGITS - _magnitude(smallest)
    scale = Fraction(10) ** places
    return Enclosure(floor(lower * scale) / scale, ceil(upper * scale) / scale)


def _magnitude(value: Fraction) -> int:
    """About the number of digits before the point of a positive number."""
    return (value.numerator.bit_length() - value.denominator.bit_length()) * 3 // 10


def _decimal(value: Fraction) -> str:
    """The text of a number whose denominator divides a power of ten."""
    places = 0
    while value.denominator > 1:
        value, places = value * 10, places + 1
    return str(Decimal(value.numerator).scaleb(-places))
