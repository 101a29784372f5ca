"""Real algebraic numbers: exact equality, certain signs, and a field."""

from __future__ import annotations

from fractions import Fraction

import flint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdsl.algebra.rings.number_field import AlgebraicNumber, polynomial_in, real_roots

FIELDS = [[-2, 0, 1], [-1, -1, 1], [-2, 0, 0, 1], [1, -3, 0, 1], [1, 0, -10, 0, 1]]
"""Irreducible polynomials by their coefficients: roots of 2 and 5, a cube root, three and four real roots."""
ROOTS = [root for field in FIELDS for root in real_roots(flint.fmpq_poly(field))]

rationals = st.fractions(-5, 5, max_denominator=6)
coefficients = st.lists(rationals, max_size=4)


def number(root, parts):
    total = AlgebraicNumber(root, flint.fmpq_poly([]))
    for part in reversed(parts):
        total = total * root.number() + part
    return total


def test_the_number_of_real_roots():
    assert [len(real_roots(flint.fmpq_poly(field))) for field in FIELDS] == [2, 2, 1, 3, 4]
    assert real_roots(flint.fmpq_poly([1, 0, 1])) == []


def test_close_roots_are_told_apart():
    first, second = real_roots(flint.fmpq_poly([-2, 0, 10**12]))
    assert first.high <= second.low
    assert first.number() < 0 < second.number() < Fraction(1, 10**5)


@pytest.mark.parametrize("root", ROOTS, ids=lambda root: str(root.low))
def test_a_root_lies_in_its_interval_and_is_one(root):
    w = root.number()
    assert root.low < w < root.high
    parts = [Fraction(int(item.p), int(item.q)) for item in root.polynomial.coeffs()]
    assert number(root, parts) == 0
    assert float(root.low) <= sum(map(float, w.bounds(Fraction(1, 10**9)))) / 2 <= float(root.high)


@given(st.sampled_from(ROOTS), coefficients, coefficients, coefficients)
def test_the_laws_of_a_field(root, first, second, third):
    a, b, c = (number(root, parts) for parts in (first, second, third))
    assert (a + b) * c == a * c + b * c
    assert a - b == -(b - a)
    assert (a * b) * c == a * (b * c)
    if a:
        assert a * a.inverse() == 1
    with pytest.raises(ZeroDivisionError):
        (a - a).inverse()


@given(st.sampled_from(ROOTS), coefficients, rationals)
def test_signs_agree_with_squares_and_order(root, parts, bound):
    a = number(root, parts)
    assert (a * a).sign() == (1 if a else 0)
    assert (a < bound) + (a == bound) + (a > bound) == 1
    assert (a < bound) == (-a > -bound)
    low, high = a.bounds(Fraction(1, 1000))
    assert low <= a <= high


@given(st.sampled_from(ROOTS), rationals)
def test_rational_numbers_mix_in(root, value):
    w = root.number()
    assert value + w == w + value
    assert value * w == w * value
    assert (value - w) + w == value
    assert (w - w + value).rational() == value
    assert w.rational() is None


def test_numbers_of_two_fields_do_not_mix():
    first, second = ROOTS[0].number(), ROOTS[3].number()
    with pytest.raises(ValueError, match="different fields"):
        first + second
    with pytest.raises(TypeError):
        first + 0.5


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ([0, 1], "w"),
        ([-2, 0, 1], "w**2 - 2"),
        ([Fraction(1, 2), -1], "-w + 1/2"),
        ([], "0"),
        ([3], "3"),
        ([0, Fraction(-3, 2), 5], "5*w**2 - 3/2*w"),
    ],
)
def test_text(parts, text):
    assert polynomial_in([Fraction(part) for part in parts], "w") == text
