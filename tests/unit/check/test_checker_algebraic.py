"""Numbers in a root against the number that the root is, and what a root is read from."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from lawdsl.check.algebraic import MAX_DEGREE, Algebraic, Root, read_root
from lawdsl.check.reading import Budget, RejectedError
from lawdsl.check.reals import Between, Reals, between, sign

KNOWN = Fraction(3, 2)
CUBIC = Root([-3, 2, -3, 2], 1, 2)
"""2 w^3 - 3 w^2 + 2 w - 3 = (2 w - 3) (w^2 + 1), which is zero at 3/2 alone."""
QUARTIC = Root([-1, -1, 0, 0, 1], 1, 2)
"""w^4 - w - 1."""


def at_known(value):
    """The value of a polynomial in w at w = 3/2."""
    coefficients = value.coefficients if isinstance(value, Algebraic) else [value]
    return sum(factor * KNOWN**power for power, factor in enumerate(coefficients))


ELEMENTS = ([0, 1], [1, 1], [-2, 3], [Fraction(1, 2), -1, 5], [4, 0, -3], [1, 2, 3])


@pytest.mark.parametrize(("left", "right"), list(product(ELEMENTS, ELEMENTS)))
def test_sums_and_products_have_the_value_that_they_have_at_the_root(left, right):
    a, b = CUBIC.number(left), CUBIC.number(right)
    assert at_known(a + b) == at_known(a) + at_known(b)
    assert at_known(a * b) == at_known(a) * at_known(b)
    assert all(len(value.coefficients) <= 3 for value in (a, b, a * b) if isinstance(value, Algebraic))


@pytest.mark.parametrize("root", [CUBIC, QUARTIC])
@pytest.mark.parametrize("coefficients", [*ELEMENTS, [1, 2, 3, 4], [0, 0, 0, 5]])
def test_inverses_in_several_steps(root, coefficients):
    value = root.number(coefficients)
    assert value.inverse() * value == 1
    assert Reals(Budget()).inverse(value) * value == 1


def test_numbers_that_are_rational_are_seen_to_be():
    assert QUARTIC.number([3, 0, 0]) == 3
    assert QUARTIC.number([]) == QUARTIC.number([0, 0]) == 0
    assert QUARTIC.number([-1, -1, 0, 0, 1]) == 0


@pytest.mark.parametrize(
    ("polynomial", "low", "high"),
    [
        ([-3, 0, 1], 1, 2),
        ([-3, 0, 1], Fraction(-2), Fraction(-5, 3)),
        ([-1, -1, 1], 1, 2),
        ([1, 1, -1], 1, 2),
        ([-1, -1, 0, 0, 1], 1, Fraction(4, 3)),
        ([Fraction(-1, 7), 0, Fraction(1, 5)], Fraction(1, 3), 3),
        ([-3, 2, -3, 2], 0, 3),
        ([-3, 2, -3, 2], -7, 11),
    ],
)
def test_bisection_keeps_a_change_of_sign(polynomial, low, high):
    """Values of 1 and -1 among them, which are no zeros."""

    def value(at):
        return sum(factor * at**power for power, factor in enumerate(polynomial))

    root = Root(polynomial, low, high)
    assert low <= root.low <= root.high <= high
    assert value(root.low) * value(root.high) < 0 or value(root.low) == value(root.high) == 0
    assert root.high - root.low < Fraction(1, 2**390)


@pytest.mark.parametrize(("low", "high"), [(2, 3), (2, 1), (0, 1), (1, 1), (-2, 2)])
def test_no_root_is_between_these(low, high):
    with pytest.raises(RejectedError, match="between its bounds"):
        Root([-3, 0, 1], low, high)


def given(polynomial, low="1", high="2"):
    return read_root({"polynomial": [str(value) for value in polynomial], "low": low, "high": high}, Budget())


def test_a_root_is_read_as_it_is_written():
    for polynomial in ([-3, 0, 1], [-3, 0, 0, 1], [-3, *[0] * (MAX_DEGREE - 1), 1]):
        root = given(polynomial)
        degree = len(polynomial) - 1
        assert root.low**degree <= 3 <= root.high**degree
    assert given([-3, 0, 1], "-2", "-1").high < 0


@pytest.mark.parametrize(
    "polynomial",
    [[], [1], [-1, 1], [-3, 0, 2], [-3, 0, -1], [-3, 0, 1, 0], [-3, *[0] * MAX_DEGREE, 1]],
)
def test_polynomials_that_are_not_monic_or_of_no_degree(polynomial):
    with pytest.raises(RejectedError, match="monic"):
        given(polynomial)


@pytest.mark.parametrize(("polynomial", "high"), [([-(2**1000), 0, 1], "2"), ([-3, 0, 1], str(2**1000))])
def test_roots_of_long_numbers_are_refused(polynomial, high):
    with pytest.raises(RejectedError, match="bits"):
        given(polynomial, high=high)


def test_numbers_in_a_root_beside_bounds():
    """w and an interval have sums and products, either way round."""
    w, one = QUARTIC.number([0, 1]), between(Fraction(1))
    for mixed in (w + one, one + w):
        assert isinstance(mixed, Between)
        assert sign(mixed + Fraction(-222, 100)) == 1 == -sign(mixed + Fraction(-223, 100))
    for mixed in (w * one, one * w):
        assert isinstance(mixed, Between)
        assert sign(mixed + Fraction(-122, 100)) == 1 == -sign(mixed + Fraction(-123, 100))
    reals = Reals(Budget())
    assert reals.added(w, w * -1) == 0
    assert reals.reduced(w, 0) is w
    root = reals.root(w, 2)
    assert sign(root * root + w * -1 + Fraction(1, 10**9)) == 1
    assert sign(root * root + w * -1 + Fraction(-1, 10**9)) == -1
