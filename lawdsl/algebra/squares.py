"""Polynomials as sums of squares: such a one is nowhere negative, and zero only where every square is."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import flint

Exponents = tuple[int, ...]
Matrix = list[list[Fraction]]

LARGEST = 60
"""Monomials that the squares may consist of."""


def sum_of_squares(polynomial: Any) -> tuple[tuple[Fraction, Any], ...] | None:
    """Positive weights and polynomials with polynomial == sum(w * p**2), or None where none are found.

    The monomials of the squares are the roots of its terms with positive coefficients and even exponents. One
    symmetric matrix of coefficients is tried, so that None says nothing; quadratic polynomials have no other.
    """
    coefficients = {
        tuple(map(int, exponents)): Fraction(int(value.p), int(value.q))
        for exponents, value in polynomial.to_dict().items()
    }
    monomials = [
        tuple(exponent // 2 for exponent in exponents)
        for exponents, value in coefficients.items()
        if value > 0 and not any(exponent % 2 for exponent in exponents)
    ]
    if len(monomials) > LARGEST:
        return None
    matrix = _matrix(coefficients, monomials)
    rows = None if matrix is None else _completed_squares(matrix)
    if rows is None:
        return None
    context = polynomial.context()
    return tuple((weight, _combination(context, row, monomials)) for weight, row in rows)


def _matrix(coefficients: dict[Exponents, Fraction], monomials: Sequence[Exponents]) -> Matrix | None:
    """A symmetric matrix of coefficients of products of two monomials; None where one is no such product."""
    places: dict[Exponents, tuple[int, int]] = {}
    for left in range(len(monomials)):
        for right in range(left, len(monomials)):
            product = tuple(a + b for a, b in zip(monomials[left], monomials[right], strict=True))
            if left == right:
                places[product] = left, right
            else:
                places.setdefault(product, (left, right))
    matrix = [[Fraction(0)] * len(monomials) for _ in monomials]
    for exponents, value in coefficients.items():
        if exponents not in places:
            return None
        left, right = places[exponents]
        matrix[left][right] += value / 2
        matrix[right][left] += value / 2
    return matrix


def _completed_squares(matrix: Matrix) -> list[tuple[Fraction, list[Fraction]]] | None:
    """Weights and rows with matrix == sum(w * row^T row), by completing squares; None if one is negative."""
    found: list[tuple[Fraction, list[Fraction]]] = []
    for pivot, row in enumerate(matrix):
        weight = row[pivot]
        if weight < 0 or (not weight and any(row)):
            return None
        if weight:
            scaled = [entry / weight for entry in row]
            found.append((weight, scaled))
            for other in matrix[pivot + 1 :]:
                factor = other[pivot]
                for place, entry in enumerate(scaled):
                    other[place] -= factor * entry
    return found


def _combination(context: Any, row: Sequence[Fraction], monomials: Sequence[Exponents]) -> Any:
    terms = {monomial: _rational(value) for value, monomial in zip(row, monomials, strict=True) if value}
    return context.from_dict(terms)


def _rational(value: Fraction) -> Any:
    return flint.fmpq(value.numerator, value.denominator)
