"""Quotients of bases with coefficients: a head is divided by its coefficient, and put back whole."""

from __future__ import annotations

from fractions import Fraction

import pytest
from test_rewrite import F, N, P, Q, Z, x, y, z

from lawdsl.notation.expression import Size, Sum, add, multiply, number, power
from lawdsl.notation.index import fresh
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


R = fresh("r", N)
PLAIN = Pattern((F,), expand(base(F, 2)))


@pytest.mark.parametrize("outer", [1, 2, 3])
@pytest.mark.parametrize("inner", [1, 2, 3, 4, 5])
def test_powers_of_roots_inside_of_powers_of_sums(outer, inner):
    """(sum_p z_p^k y_p)^m with z^2 = 2 x^2 + y, beside a factor that has no root."""
    h = multiply([power(Sum(P, multiply([power(z(P), inner), y(P)])), outer), x(Q)])
    found = reduced(expand(h), symbol_of(Z), 2, PLAIN, Budget())
    half = [base(P, 2)] * (inner // 2) + [z(P)] * (inner % 2)
    assert found == expand(multiply([power(Sum(P, multiply([*half, y(P)])), outer), x(Q)]))


@pytest.mark.parametrize("exponent", [2, 3, 5])
def test_powers_of_roots_beside_other_factors(exponent):
    h = multiply([power(z(P), exponent), x(P), power(z(Q), 2), Sum(F, y(F))])
    found = reduced(expand(h), symbol_of(Z), 2, PLAIN, Budget())
    rest = [base(P, 2)] * (exponent // 2) + [z(P)] * (exponent % 2)
    assert found == expand(multiply([*rest, x(P), base(Q, 2), Sum(F, y(F))]))


@pytest.mark.parametrize("outer", [1, 2])
def test_quotients_inside_of_powers_of_sums(outer):
    h = power(Sum(P, multiply([z(P), power(x(P), 2)])), outer)
    left = Sum(P, multiply([number(Fraction(1, 2)), add([number(1), multiply([number(-1), z(P), y(P)])])]))
    assert cancelled(expand(h), symbol_of(Z), PLAIN, Budget()) == expand(power(left, outer))
    beside = multiply([h, x(Q), z(Q)])
    found = cancelled(expand(beside), symbol_of(Z), PLAIN, Budget())
    assert found == expand(multiply([power(left, outer), x(Q), z(Q)]))


@pytest.mark.parametrize(
    "summand",
    [
        multiply([Size(N, 1), power(x(F), 3)]),
        Sum(Q, power(x(Q), 3)),
        power(y(F), 2),
        number(5),
    ],
)
def test_heads_are_plain(summand):
    """Whatever is divided out, multiplying by the base again gives what was there."""
    whole = add([y(F), summand])
    pattern = Pattern((F,), expand(whole))
    h = expand(multiply([z(R), y(R), x(R)]))
    found = cancelled(h, symbol_of(Z), pattern, Budget())
    at_r = pattern.value.substituted({F: R}, Budget())
    before = cleared(h, symbol_of(Z), pattern, Budget())
    after = cleared(found, symbol_of(Z), pattern, Budget())
    assert after in (before, before.times(at_r, Budget()))
