"""Quotients of polynomials split into irreducible factors and primes, where that is not too much work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import flint

from .polynomial import BudgetExceededError, PolynomialRing, as_rational
from .quotient import Quotient

BITS = 64
"""Larger integers are not split into primes: their roots and logarithms are then related to no others."""
TERMS = 2_000
"""The terms of a polynomial that is split."""
DEGREE = 100
"""The degree in one variable of a polynomial that is split, a monomial factor left aside."""

Factors = list[tuple[Any, int]]
"""Irreducible polynomials with leading coefficient one, and primes, with their exponents."""


def factors(item: Quotient, polynomials: PolynomialRing) -> tuple[int, Factors]:
    """The sign of the number in front of a quotient that is not zero, and its factors.

    The budget of the polynomials pays. Raises BudgetExceededError for what would take too long.
    """
    above, numerators = _split(item.numerator, polynomials)
    below, denominators = _split(item.denominator, polynomials)
    number = above / below
    found: Factors = []
    for factor, power in [*numerators, *((factor, -power) for factor, power in denominators)]:
        leading = factor.leading_coefficient()
        number *= leading**power
        found.append((factor / leading, power))
    rational = as_rational(number)
    primes = [*_primes(rational.numerator, 1), *_primes(rational.denominator, -1)]
    found += [(polynomials.context.constant(prime), power) for prime, power in primes]
    return (1 if rational > 0 else -1), found


def _split(polynomial: Any, polynomials: PolynomialRing) -> tuple[Any, Factors]:
    """The factors that FLINT finds, with the number in front."""
    if len(polynomial) > TERMS:
        raise BudgetExceededError(polynomials.spent, len(polynomial), TERMS)
    spread = [max(powers) - min(powers) for powers in zip(*polynomial.monoms(), strict=True)]
    if max(spread, default=0) > DEGREE:
        raise BudgetExceededError(polynomials.spent, max(spread), DEGREE)
    polynomials.charge(len(polynomial) * (1 + sum(spread)))
    number, found = polynomial.factor()
    return number, [(factor, int(power)) for factor, power in found]


def _primes(number: int, sign: int) -> Iterator[tuple[int, int]]:
    """The primes of a number with their exponents times a sign; a number that is too large is left whole."""
    number = abs(number)
    if number.bit_length() > BITS:
        yield number, sign
    elif number > 1:
        yield from ((int(prime), sign * power) for prime, power in flint.fmpz(number).factor())
