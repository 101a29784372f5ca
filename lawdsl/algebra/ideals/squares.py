"""Polynomials as sums of squares with positive rational weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from operator import add
from typing import Any

import flint

from .division import total

MONOMIALS = 150
"""The most monomials of a square root that is looked for."""
TERMS, DEGREE = 1_000, 100
"""Longer polynomials and higher degrees are not tried."""

Squares = tuple[tuple[Fraction, Any], ...]
"""Pairs of a positive weight and a polynomial, which stand for the sum of weight * polynomial**2."""
Exponents = tuple[int, ...]
Gram = list[dict[int, Fraction]]


def sum_of_squares(polynomial: Any) -> Squares | None:
    """Weights and polynomials with polynomial == sum of weight * polynomial**2, or None where none are found.

    Found: quadratic polynomials that are nowhere negative, and whatever has a positive semidefinite Gram
    matrix on the monomials whose squares it contains, with positive squares on the diagonal and any other
    term shared out evenly among the pairs of monomials that give it; and such times a perfect square.
    None does not mean that there are no such squares. The zero polynomial is the empty sum.
    """
    if not len(polynomial):
        return ()
    if len(polynomial) > TERMS or polynomial.total_degree() > DEGREE or not _has_positive_ends(polynomial):
        return None
    constant, factors = polynomial.factor_squarefree()
    context = polynomial.context()
    square, rest = context.constant(1), context.constant(constant)
    for factor, exponent in factors:
        square *= factor ** (int(exponent) // 2)
        rest *= factor ** (int(exponent) % 2)
    found = _completed_squares(rest)
    if found is None:
        return None
    squares = tuple((weight, root * square) for weight, root in found)
    return squares if multiplied_out(context, squares) == polynomial else None


def multiplied_out(context: Any, squares: Squares) -> Any:
    """The polynomial of the context that a sum of squares stands for."""
    zero = context.constant(0)
    return total([zero, *(root * root * weight.numerator / weight.denominator for weight, root in squares)])


def _has_positive_ends(polynomial: Any) -> bool:
    """Whether the largest and the smallest term are positive squares, as they are in every sum of squares."""
    ends = (0, len(polynomial) - 1)
    return all(polynomial.coefficient(end) > 0 and _is_square(polynomial.monomial(end)) for end in ends)


def _completed_squares(polynomial: Any) -> list[tuple[Fraction, Any]] | None:
    """Squares by symmetric elimination in a Gram matrix of the polynomial."""
    terms = {
        tuple(map(int, exponents)): Fraction(int(coefficient.p), int(coefficient.q))
        for exponents, coefficient in polynomial.to_dict().items()
    }
    monomials = [_half(exponents) for exponents in terms if _is_square(exponents)]
    gram = _gram_matrix(terms, monomials) if len(monomials) <= MONOMIALS else None
    if gram is None:
        return None
    squares = []
    for place, row in enumerate(gram):
        pivot = row.pop(place, Fraction(0))
        if pivot < 0 or (pivot == 0 and any(row.values())):
            return None
        if pivot > 0:
            shares = {other: entry / pivot for other, entry in row.items()}
            squares.append(
                (pivot, _combined(polynomial.context(), monomials, {place: Fraction(1), **shares}))
            )
            _subtract_square(gram, row, pivot)
    return squares


def _gram_matrix(terms: Mapping[Exponents, Fraction], monomials: Sequence[Exponents]) -> Gram | None:
    """A symmetric matrix whose quadratic form in the monomials is the terms, on and above the diagonal.

    None where some term is not a product of two monomials.
    """
    pairs: dict[Exponents, list[tuple[int, int]]] = {}
    for left, first in enumerate(monomials):
        for right, second in enumerate(monomials[left + 1 :], start=left + 1):
            pairs.setdefault(tuple(map(add, first, second)), []).append((left, right))
    places = {tuple(2 * exponent for exponent in root): place for place, root in enumerate(monomials)}
    gram: Gram = [{} for _ in monomials]
    for exponents, coefficient in terms.items():
        if exponents in places and (coefficient > 0 or exponents not in pairs):
            gram[places[exponents]][places[exponents]] = coefficient
        elif exponents in pairs:
            for left, right in pairs[exponents]:
                gram[left][right] = coefficient / (2 * len(pairs[exponents]))
        else:
            return None
    return gram


def _subtract_square(gram: Gram, row: Mapping[int, Fraction], pivot: Fraction) -> None:
    """Take out the square whose polynomial has these multiples of the pivot besides the pivot itself."""
    for left, entry in row.items():
        for right, other in row.items():
            if right >= left:
                gram[left][right] = gram[left].get(right, Fraction(0)) - entry * other / pivot


def _combined(context: Any, monomials: Sequence[Exponents], shares: Mapping[int, Fraction]) -> Any:
    return context.from_dict(
        {monomials[place]: flint.fmpq(share.numerator, share.denominator) for place, share in shares.items()}
    )


def _is_square(exponents: Exponents) -> bool:
    return all(exponent % 2 == 0 for exponent in exponents)


def _half(exponents: Exponents) -> Exponents:
    return tuple(exponent // 2 for exponent in exponents)
