"""Sums of squares: the identity is multiplied out, and nothing with a negative value has one."""

from __future__ import annotations

import flint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdsl.algebra.squares import sum_of_squares

CONTEXT = flint.fmpq_mpoly_ctx.get(("x", "y", "z"), "degrevlex")
X, Y, Z = CONTEXT.gens()

polynomials = st.dictionaries(
    st.tuples(*[st.integers(0, 2)] * 3), st.integers(-3, 3), min_size=1, max_size=4
).map(lambda terms: CONTEXT.from_dict(terms))
points = st.tuples(*[st.integers(-4, 4)] * 3)


def total(found):
    result = CONTEXT.constant(0)
    for weight, part in found:
        assert weight > 0
        result += flint.fmpq(weight.numerator, weight.denominator) * part**2
    return result


@pytest.mark.parametrize(
    "polynomial",
    [
        X**2 + Y**2,
        X**2 + 2 * X + 2,
        X**2 - X * Y + Y**2,
        (X + Y + Z) ** 2,
        (X - 1) ** 2 + (X - Y) ** 2,
        X**4 - 2 * X**2 * Y**2 + Y**4,
        X**2 * Y**2 + Z**4 + 5,
        3 * X**2 / 7,
        CONTEXT.constant(2),
        CONTEXT.constant(0),
    ],
    ids=str,
)
def test_sums_of_squares_are_found(polynomial):
    found = sum_of_squares(polynomial)
    assert found is not None
    assert total(found) == polynomial


@pytest.mark.parametrize(
    "polynomial",
    [X, -(X**2), X**2 - Y**2, X * Y, X**2 + 3 * X * Y + Y**2, X**2 - 1, X**3, CONTEXT.constant(-1), X**2 + Y],
    ids=str,
)
def test_what_has_negative_values_has_none(polynomial):
    assert sum_of_squares(polynomial) is None


@given(polynomials, points)
def test_what_is_found_adds_up(polynomial, point):
    found = sum_of_squares(polynomial)
    if found is not None:
        assert total(found) == polynomial
    value = polynomial.subs(dict(zip("xyz", point, strict=True)))
    if len(value) and value.leading_coefficient() < 0:
        assert found is None


@given(st.lists(polynomials, min_size=1, max_size=3))
def test_squares_of_linear_polynomials_are_always_found(parts):
    linear = [CONTEXT.from_dict({e: c for e, c in part.to_dict().items() if sum(e) <= 1}) for part in parts]
    polynomial = sum((part**2 for part in linear), CONTEXT.constant(0))
    found = sum_of_squares(polynomial)
    assert found is not None
    assert total(found) == polynomial
