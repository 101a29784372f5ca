"""Ranks and bounds of balls against exact numbers."""

from __future__ import annotations

from fractions import Fraction

import flint
import numpy as np
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from lawdsl.algebra.rings.interval import ball, certified_rank, enclosure, excludes_zero, precision

numbers = st.fractions(-2, 2, max_denominator=7)


def balls(rows):
    array = np.empty((len(rows), len(rows[0])), dtype=object)
    array[:] = [[ball(item) for item in row] for row in rows]
    return array


@given(st.integers(1, 4), st.integers(1, 5), st.integers(1, 4), st.data())
@settings(max_examples=60, deadline=None)
def test_the_rank_of_balls_around_rational_numbers(height, width, inner, data):
    draw = data.draw
    left = [[draw(numbers) for _ in range(inner)] for _ in range(height)]
    right = [[draw(numbers) for _ in range(width)] for _ in range(inner)]
    product = [
        [sum((row[at] * right[at][column] for at in range(inner)), Fraction(0)) for column in range(width)]
        for row in left
    ]
    exact = sympy.Matrix([[sympy.Rational(item) for item in row] for row in product]).rank()
    with precision(192):
        assert certified_rank(balls(product)) == exact


def test_wide_balls_count_for_nothing():
    wide, none = flint.arb(1, 2), flint.arb("nan")
    array = np.empty((2, 2), dtype=object)
    array[:] = [[wide, none], [none, flint.arb(3)]]
    assert certified_rank(array) == 1
    assert not excludes_zero(wide)
    assert not excludes_zero(none)


def test_bounds_that_cannot_be_written_down_are_none():
    assert enclosure(flint.arb("nan")) is None
    assert enclosure(flint.arb("inf")) is None
    assert enclosure(flint.arb(10**6).exp()) is None
    assert enclosure((-flint.arb(10**6)).exp()) is None
    low, high = enclosure(flint.arb(2).sqrt())
    assert low**2 < 2 < high**2
