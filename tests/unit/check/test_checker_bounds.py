"""Bounds of functions at the ends of what they are for: tiny numbers, large ones, powers of two, zero."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest

from lawdsl.check.algebraic import Root
from lawdsl.check.reading import Budget, RejectedError
from lawdsl.check.reals import TERMS, UNIT, Between, Reals, _area, _exp, _log, between, real_rank, sign


def exactly(number):
    """A number of mpmath as a fraction, to 1,500 binary places."""
    return Fraction(int(mpmath.nint(number * 2**1500)), 2**1500)


def scaled(function, value):
    """The function of value / UNIT, times UNIT, to more than 1,000 bits."""
    with mpmath.workprec(2000):
        return exactly(function(mpmath.mpf(value) / UNIT)) * UNIT


NUMBERS = [
    0,
    1,
    2,
    3,
    1000,
    UNIT >> 200,
    UNIT >> 9,
    UNIT // 3,
    UNIT >> 1,
    UNIT,
    UNIT + 1,
    5 * UNIT,
    90 * UNIT,
]


@pytest.mark.parametrize("value", [sign * number for number in NUMBERS for sign in (1, -1)])
def test_exponentials_are_between_their_bounds(value):
    found = _exp(value)
    assert found.low <= scaled(mpmath.exp, value) <= found.high
    assert found.high - found.low < 4000 * max(found.high, UNIT) // UNIT * max(1, abs(value) // UNIT)


def test_exponentials_of_what_is_far_below_zero():
    assert _exp(-300 * UNIT).low == 0 < _exp(-300 * UNIT).high
    for value in (-(10**6), 10**6):
        with pytest.raises(RejectedError, match="too large or too small"):
            Reals(Budget()).exponential(value)


@pytest.mark.parametrize("value", [*NUMBERS[1:], *(UNIT << power for power in (1, 2, 7)), UNIT * 3 // 2])
def test_logarithms_are_between_their_bounds(value):
    found = _log(value)
    assert found.low <= scaled(mpmath.log, value) <= found.high
    assert found.high - found.low < 10**6


@pytest.mark.parametrize("t", [Fraction(0), Fraction(1, 3), Fraction(1, 2**254), Fraction(1, 2**257)])
def test_areas_are_between_their_bounds(t):
    found = _area(t)
    with mpmath.workprec(2000):
        exact = exactly(mpmath.atanh(mpmath.mpf(t.numerator) / t.denominator))
    assert found.low <= 2 * exact * UNIT <= found.high


def test_the_bound_of_an_area_leaves_room_for_the_last_power():
    """Not by the luck of roundings: it holds if all of them were exact."""
    found, t = _area(Fraction(1, 3)), Fraction(1, 3)
    summed = sum(2 * t ** (2 * at + 1) / (2 * at + 1) for at in range(TERMS))
    assert found.high >= (summed + 2 * t ** (2 * TERMS - 1)) * UNIT


def test_a_logarithm_of_what_no_bound_tells_from_zero():
    with pytest.raises(RejectedError, match="too small"):
        Reals(Budget()).logarithm(Fraction(1, 10**100))


def test_zero_times_bounds_is_zero():
    about_two = between(Fraction(7, 3)) + Fraction(-1, 3)
    for zero in (0, Fraction(0)):
        assert about_two * zero == zero * about_two == 0
    product = about_two * between(0)
    assert product.low <= 0 <= product.high


def test_signs_of_short_and_of_tiny_fractions_are_exact():
    tiny = Fraction(1, 10**100)
    assert (sign(tiny), sign(-tiny), sign(Fraction(0)), sign(0)) == (1, -1, 0, 0)
    assert (sign(Between(1, 2)), sign(Between(-2, -1)), sign(Between(0, 1)), sign(Between(-1, 0))) == (
        1,
        -1,
        0,
        0,
    )


@pytest.mark.parametrize(("low", "high"), [(1, 2), (-2, -1)])
@pytest.mark.parametrize("coefficients", [[0, 1], [1, -3], [Fraction(-1, 3), Fraction(5, 7)]])
def test_polynomials_in_a_root_are_between_their_bounds(low, high, coefficients):
    bounds = between(Root([-2, 0, 1], low, high).number(coefficients))
    with mpmath.workprec(900):
        root = exactly(mpmath.sqrt(2)) * (1 if high > 0 else -1)
    assert bounds.low <= (coefficients[0] + coefficients[1] * root) * UNIT <= bounds.high
    assert bounds.high - bounds.low < 20


def test_rows_that_are_larger_than_the_rank_that_is_wanted():
    rows = [[1, 2, 3], [2, 4, 6], [0, 1, 1], [1, 3, 4], [0, 0, 5]]
    assert [real_rank(rows, wanted, Budget()) for wanted in (1, 2, 3, 4)] == [1, 2, 3, 3]
