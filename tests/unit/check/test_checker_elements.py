"""Functions of polynomials as elements: which are the same, which are not, and what their signs are."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lawdsl.check.exact import Polynomials
from lawdsl.check.reading import Budget, RejectedError

HALF = Fraction(1, 2)


@pytest.fixture
def ring():
    return Polynomials(3, Budget())


def difference(ring, left, right):
    return left + right * ring.scalar(-1)


def same(ring, left, right):
    return ring.is_zero(difference(ring, left, right))


@pytest.mark.parametrize("value", [2, -3, Fraction(2, 3), Fraction(-1, 7), 1])
def test_numbers_have_the_inverses_that_they_have(ring, value):
    found = ring.inverse(ring.scalar(value))
    assert found.terms == {(): 1 / Fraction(value)}
    assert ring.variables == 3


def test_functions_of_one_argument_are_not_one_function(ring):
    a = ring.variable(0)
    found = [ring.root(a, 2), ring.root(a, 3), ring.root(a, 4), ring.logarithm(a), ring.exponential(a)]
    found += [ring.inverse(a), ring.sign(a), ring.root(ring.variable(1), 2), a]
    for at, left in enumerate(found):
        for other, right in enumerate(found):
            assert same(ring, left, right) == (at == other)
    assert same(ring, ring.root(a, 3), found[1])
    assert not ring.are_rational()


def test_exponentials_of_negative_fractions(ring):
    a = ring.variable(0)
    for factor in (1, HALF, 2, Fraction(3, 7)):
        plus = ring.exponential(a * ring.scalar(factor))
        minus = ring.exponential(a * ring.scalar(-factor))
        assert same(ring, plus * minus, ring.scalar(1))
        assert not same(ring, plus, minus)
    assert same(ring, ring.exponential(ring.scalar(0)), ring.scalar(1))


@pytest.mark.parametrize("factor", ["201", "-201", "201/7", "-1000/3"])
def test_exponents_beyond_what_is_multiplied_out(ring, factor):
    with pytest.raises(RejectedError, match="too large"):
        ring.exponential(ring.variable(0) * ring.scalar(Fraction(factor)))


@pytest.mark.parametrize("factor", [1, HALF, Fraction(1, 5), 3])
def test_a_sign_is_turned_by_negative_numbers_and_by_no_others(ring, factor):
    """-1/2 is negative, and above -1."""
    a, b = ring.variable(0), ring.variable(1)
    for value in (a, a * b, a + b, difference(ring, a, b), a + b * b, ring.sign(a + b) * a):
        of_value = ring.sign(value)
        assert same(ring, ring.sign(value * ring.scalar(factor)), of_value)
        turned = ring.sign(value * ring.scalar(-factor))
        assert same(ring, turned + of_value, ring.scalar(0))
        assert not same(ring, turned, of_value)


def test_signs_of_different_functions_are_different(ring):
    a, b, c = (ring.variable(at) for at in range(3))
    values = [a, b, a * b, a + b, difference(ring, a, b), a + b + c, a + b * b, ring.logarithm(a)]
    for at, left in enumerate(values):
        for other, right in enumerate(values):
            assert same(ring, ring.sign(left), ring.sign(right)) == (at == other)


def test_the_sign_of_a_sign_is_itself(ring):
    a, b = ring.variable(0), ring.variable(1)
    for value in (a, a + b, a * b):
        assert same(ring, ring.sign(ring.sign(value)), ring.sign(value))


def test_only_quotients_are_rational(ring):
    ring.inverse(ring.variable(0))
    assert ring.are_rational()
    ring.sign(ring.variable(1))
    assert not ring.are_rational()
