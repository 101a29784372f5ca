"""Quotients of bases with coefficients: a head is divided by its coefficient, and put back whole."""

from __future__ import annotations

from fractions import Fraction

import pytest
from test_rewrite import F, N, P, Q, Z, x, y, z

from lawdsl.notation.expression import Delta, Entry, Size, Sum, add, multiply, number, power
from lawdsl.notation.index import Role, Tensor, fresh
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


@pytest.mark.parametrize("outer", [1, 2, 3])
def test_quotients_inside_of_powers_of_sums(outer):
    h = power(Sum(P, multiply([z(P), power(x(P), 2)])), outer)
    left = Sum(P, multiply([number(Fraction(1, 2)), add([number(1), multiply([number(-1), z(P), y(P)])])]))
    assert cancelled(expand(h), symbol_of(Z), PLAIN, Budget()) == expand(power(left, outer))
    beside = multiply([h, x(Q), z(Q)])
    found = cancelled(expand(beside), symbol_of(Z), PLAIN, Budget())
    assert found == expand(multiply([power(left, outer), x(Q), z(Q)]))


SUMMANDS = (
    multiply([Size(N, 1), power(x(F), 3)]),
    Sum(Q, power(x(Q), 3)),
    Sum(Q, multiply([power(x(Q), 2), x(F)])),
    multiply([Delta(F, P), power(x(F), 3)]),
)


@pytest.mark.parametrize("summand", SUMMANDS)
@pytest.mark.parametrize(
    "factor", [power(x(R), 3), Sum(Q, power(x(Q), 3)), Sum(Q, multiply([power(x(Q), 2), x(R)]))]
)
def test_heads_are_plain(summand, factor):
    """1/(y + n x^3) and its likes divide out y, and nothing that is summed, counted or in one place only."""
    pattern = Pattern((F,), expand(add([y(F), summand])))
    h = expand(multiply([z(R), factor, x(R)]))
    assert cancelled(h, symbol_of(Z), pattern, Budget()) == h
    divided = cancelled(expand(multiply([z(R), y(R)])), symbol_of(Z), pattern, Budget())
    rest = pattern.value.substituted({F: R}, Budget()) - expand(y(R))
    assert divided == expand(number(1)) - expand(z(R)).times(rest, Budget())


@pytest.mark.parametrize("summand", [power(y(F), 2), multiply([y(F), x(F)]), Sum(Q, power(y(Q), 2))])
def test_what_is_divided_out_does_not_come_back(summand):
    """Of y + y^2 it is y^2 that is divided out: y would come back in y^2 again and again."""
    pattern = Pattern((F,), expand(add([y(F), summand])))
    for body in (multiply([z(R), y(R), x(R)]), multiply([z(R), power(y(R), 3)])):
        h = expand(body)
        found = cancelled(h, symbol_of(Z), pattern, Budget())
        at_r = pattern.value.substituted({F: R}, Budget())
        before = cleared(h, symbol_of(Z), pattern, Budget())
        assert cleared(found, symbol_of(Z), pattern, Budget()) in (before, before.times(at_r, Budget()))


def test_a_base_without_a_head():
    pattern = Pattern((F,), expand(add([Sum(Q, x(Q)), number(2)])))
    h = expand(multiply([z(R), Sum(Q, x(Q))]))
    assert cancelled(h, symbol_of(Z), pattern, Budget()) == h


V = Tensor("v", Role.STATE, (N, N))
PAIR = Pattern((F, P), expand(add([x(F), multiply([number(2), y(P)])])))


def test_a_sum_over_one_of_two_indices_binds():
    """v_pq = 1/(x_p + 2 y_q) stays under a sum over p, and its square is x_p + 2 y_q where it is a root."""
    for body in (Sum(P, multiply([Entry(V, (P, Q)), x(P)])), Sum(P, Entry(V, (Q, P)))):
        h = expand(body)
        assert cleared(h, symbol_of(V), PAIR, Budget()) == h
    square = Sum(P, multiply([power(Entry(V, (P, Q)), 2), x(P)]))
    found = reduced(expand(square), symbol_of(V), 2, PAIR, Budget())
    assert found == expand(Sum(P, multiply([add([x(P), multiply([number(2), y(Q)])]), x(P)])))
    free = expand(multiply([Entry(V, (R, Q)), x(R)]))
    assert cleared(free, symbol_of(V), PAIR, Budget()) == expand(x(R))
