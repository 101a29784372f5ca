"""Simpler polynomials with the same real zeros: squares are never negative."""

from __future__ import annotations

from typing import Any

from ...algebra.ideals.squares import sum_of_squares


def real_parts(polynomial: Any) -> list[Any]:
    """Polynomials that are zero wherever the given one is, over the reals.

    Their common real zeros are those of the given polynomial; empty where nothing simpler is found, and
    a nonzero constant stands for a polynomial without real zeros.
    """
    one = polynomial.context().constant(1)
    factors = [factor for factor, _ in polynomial.factor()[1] if not never_zero(factor)]
    if not factors:
        return [one]
    product = one
    for factor in factors:
        product *= factor
    squares = squares_of(product) if len(factors) == 1 else ()
    parts = [part for _, part in squares] or [product]
    return [part for part in parts if not _multiples(part, polynomial)]


def never_zero(polynomial: Any) -> bool:
    """Whether the polynomial or its negative is a sum of squares, one of them of a number."""
    return any(part.is_constant() for _, part in squares_of(polynomial))


def squares_of(polynomial: Any) -> tuple[tuple[Any, Any], ...]:
    """Positive weights and polynomials whose squares add up to the polynomial or its negative; else empty."""
    return sum_of_squares(polynomial) or sum_of_squares(-polynomial) or ()


def is_nonnegative(polynomial: Any) -> bool:
    """Whether the polynomial is a sum of squares, so that it is nowhere negative."""
    return sum_of_squares(polynomial) is not None


def is_positive(polynomial: Any) -> bool:
    """Whether the polynomial is a sum of squares, one of them of a number: then it is positive."""
    return any(part.is_constant() for _, part in sum_of_squares(polynomial) or ())


def _multiples(left: Any, right: Any) -> bool:
    """Whether the polynomials agree up to a number."""
    return bool(left * right.leading_coefficient() == right * left.leading_coefficient())
