"""Rational dependences of rational functions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import flint

from .polynomial import PolynomialRing, as_rational
from .quotient import Quotient


def combination(
    item: Quotient, known: Sequence[Quotient], polynomials: PolynomialRing
) -> list[Fraction] | None:
    """The rational numbers with which the known functions add up to the item; None where there are none.

    The numbers are the only ones if the known functions are linearly independent. The budget of the
    polynomials pays; raises BudgetExceededError.
    """
    if not known:
        return None
    columns = [_over(part, [*known, item], polynomials) for part in (*known, item)]
    monomials = {monomial: row for row, monomial in enumerate({key for column in columns for key in column})}
    polynomials.charge(len(monomials) * len(columns))
    matrix = flint.fmpq_mat(len(monomials), len(columns))
    for place, column in enumerate(columns):
        for monomial, value in column.items():
            matrix[monomials[monomial], place] = value
    echelon, rank = matrix.rref()
    last = len(known)
    if rank < last or any(echelon[row, last] for row in range(last, rank)):
        return None
    return [as_rational(echelon[row, last]) for row in range(last)]


def _over(
    part: Quotient, parts: Sequence[Quotient], polynomials: PolynomialRing
) -> dict[tuple[int, ...], Any]:
    """The numerator of one function over a common denominator of all."""
    denominators: list[Any] = []
    for other in parts:
        if all(other.denominator != denominator for denominator in denominators):
            denominators.append(other.denominator)
    numerator = part.numerator
    for denominator in denominators:
        if denominator != part.denominator:
            polynomials.charge(len(numerator) * len(denominator))
            numerator = numerator * denominator
    result: dict[tuple[int, ...], Any] = numerator.to_dict()
    return result
