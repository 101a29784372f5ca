"""Sums of squares multiplied out, and what follows from them at real zeros."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import add

import flint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdsl.algebra.ideals.ideal import Ideal
from lawdsl.algebra.ideals.real_radical import extended_by_roots, real_radical_steps
from lawdsl.algebra.ideals.squares import multiplied_out, sum_of_squares

CONTEXT = flint.fmpq_mpoly_ctx.get(("x", "y", "z"), "degrevlex")
X, Y, Z = CONTEXT.gens()
ZERO, ONE = CONTEXT.constant(0), CONTEXT.constant(1)

coefficients = st.fractions(-4, 4, max_denominator=3).map(lambda c: flint.fmpq(c.numerator, c.denominator))
affine = st.lists(coefficients, min_size=4, max_size=4).map(
    lambda c: c[0] + c[1] * X + c[2] * Y + c[3] * Z + ZERO
)
polynomials = st.dictionaries(st.tuples(*[st.integers(0, 3)] * 3), coefficients, max_size=4).map(
    CONTEXT.from_dict
)
weights = st.fractions(Fraction(1, 4), 5, max_denominator=4)


def check(polynomial, squares):
    assert multiplied_out(CONTEXT, squares) == polynomial
    assert all(weight > 0 and root != 0 for weight, root in squares)


@given(st.lists(st.tuples(weights, affine), max_size=4), polynomials)
def test_quadratic_sums_of_squares_are_found(squares, factor):
    polynomial = multiplied_out(CONTEXT, squares)
    found = sum_of_squares(polynomial)
    assert found is not None
    check(polynomial, found)
    # A square in front does not hide them.
    check(polynomial * factor**2, sum_of_squares(polynomial * factor**2))


@given(polynomials)
def test_nothing_false_is_found(polynomial):
    found = sum_of_squares(polynomial)
    if found is not None:
        check(polynomial, found)
    check(polynomial**2, sum_of_squares(polynomial**2))
    assert sum_of_squares(-(polynomial**2) - 1) is None


@pytest.mark.parametrize(
    "polynomial",
    [
        X**2 + Y**2,
        X**2 - 2 * X * Y + 3 * Y**2,
        X**4 - X**2 + 1,
        (X**2 + X * Y - Y**2) ** 2,
        (X**2 + Y**2) * (Z - 3) ** 4,
        X**4 * Y**4 + X**2 * Y**2 * Z**2 + Z**4 / 7,
        ONE * flint.fmpq(2, 3),
        flint.fmpq(10**300, 3) * (X + Y / 10**300) ** 2 + Z**20,
    ],
)
def test_found(polynomial):
    check(polynomial, sum_of_squares(polynomial))


@pytest.mark.parametrize(
    "polynomial",
    [
        X,
        -ONE,
        X**2 - Y**2,
        X**2 + X * Y,
        X**2 + 3 * X + 2,
        X**2 + 2 * X * Y + Y**2 - flint.fmpq(1, 10**30),
        X**3,
        X**2 * Y,
        X**4 * Y**2 + X**2 * Y**4 + 1 - 3 * X**2 * Y**2,
        -(X**2) * (Y**2 + 1),
        X ** (10**9) + Y**2,
    ],
)
def test_not_found(polynomial):
    assert sum_of_squares(polynomial) is None


def test_the_zero_polynomial_is_the_empty_sum():
    assert sum_of_squares(ZERO) == ()


def steps_that_check(ideal):
    steps = real_radical_steps(ideal)
    generators = list(ideal.generators)
    for step in steps:
        pairs = zip(step.cofactors, generators, strict=True)
        assert reduce(add, (c * g for c, g in pairs), ZERO) == multiplied_out(CONTEXT, step.squares)
        assert all(weight > 0 for weight, _ in step.squares)
        generators += step.roots
    extended = extended_by_roots(ideal, steps)
    assert list(extended.generators) == generators
    return extended


@pytest.mark.parametrize(
    ("generators", "inside", "outside"),
    [
        ([X**2 + Y**2], [X, Y], [Z, ONE]),
        ([-3 * X**4 - 2 * (Y - Z) ** 2], [X, Y - Z], [Y, Z]),
        ([X**2 + Y**2 + 1], [ONE], []),
        ([X**2 - Z, Y**2 + Z], [X, Y, Z], [ONE]),
        ([X * Z - 1, (X**2 + Y**2) * Z], [ONE], []),
        ([X**2 - 2], [], [X, ONE]),
        ([X**2 - Y**2], [], [X, Y, X - Y]),
        ([X**2 + Y**4, Y**2 + (Z - 1) ** 2 + X * Y], [X, Y, Z - 1], [ONE]),
        ([], [ZERO], [X]),
        ([ZERO], [ZERO], [X]),
    ],
)
def test_real_zeros(generators, inside, outside):
    extended = steps_that_check(Ideal(CONTEXT, generators))
    assert all(extended.contains(polynomial) for polynomial in inside)
    assert not any(extended.contains(polynomial) for polynomial in outside)


@given(st.lists(st.tuples(weights, affine), min_size=1, max_size=3), st.tuples(*[st.integers(-2, 2)] * 3))
def test_real_zeros_stay(squares, point):
    # All roots are made to vanish at a point, so everything that is derived has to vanish there.
    moved = [(weight, root - root(*point)) for weight, root in squares]
    ideal = Ideal(CONTEXT, [multiplied_out(CONTEXT, moved)])
    extended = steps_that_check(ideal)
    assert all(generator(*point) == 0 for generator in extended.generators)
    assert all(extended.contains(root) for _, root in moved)
