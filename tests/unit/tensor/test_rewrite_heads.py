"""Quotients of bases with coefficients: a head is divided by its coefficient, and put back whole."""

from __future__ import annotations

from fractions import Fraction

import pytest
from test_rewrite import F, P, Z, x, y, z

from lawdsl.notation.expression import add, multiply, number, power
from lawdsl.tensor import Budget, Pattern, expand
from lawdsl.tensor.rewrite import cancelled, cleared, reduced
from lawdsl.tensor.term import symbol_of


def base(index, factor, other=1):
    return add([multiply([number(factor), power(x(index), 2)]), multiply([number(other), y(index)])])


@pytest.mark.parametrize("factor", [Fraction(2), Fraction(-1), Fraction(3, 5), Fraction(1)])
@pytest.mark.parametrize("other", [Fraction(1), Fraction(-7)])
def test_a_head_is_divided_by_its_coefficient(factor, other):
    """With z = 1/(c x^2 + d y): z x^2 is (1 - d z y)/c."""
    pattern = Pattern((F,), expand(base(F, factor, other)))
    h = expand(multiply([z(P), power(x(P), 2)]))
    found = cancelled(h, symbol_of(Z), pattern, Budget())
    quotient = multiply([number(-other), z(P), y(P)])
    assert found == expand(multiply([number(1 / factor), add([number(1), quotient])]))
    whole = expand(multiply([z(P), base(P, factor, other)]))
    assert cancelled(whole, symbol_of(Z), pattern, Budget()) == expand(number(1))
    assert cleared(whole, symbol_of(Z), pattern, Budget()) == expand(base(P, factor, other))


@pytest.mark.parametrize("factor", [Fraction(2), Fraction(-1, 3)])
def test_a_power_of_a_root_is_its_base(factor):
    pattern = Pattern((F,), expand(base(F, factor)))
    for exponent in range(2, 6):
        found = reduced(expand(power(z(P), exponent)), symbol_of(Z), 2, pattern, Budget())
        expected = multiply([*[base(P, factor)] * (exponent // 2), *[z(P)] * (exponent % 2)])
        assert found == expand(expected)
