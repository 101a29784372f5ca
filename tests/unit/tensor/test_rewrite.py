"""Functions in sums of terms: powers of roots, quotients under sums and outside of them."""

from __future__ import annotations

from lawdsl.notation.expression import Entry, Sum, add, multiply, number, power
from lawdsl.notation.index import Dimension, Role, Tensor, fresh
from lawdsl.tensor import Budget, Pattern, TermSum, expand
from lawdsl.tensor.rewrite import cancelled, cleared, reduced
from lawdsl.tensor.term import symbol_of

N = Dimension("n")
X, Y, Z = (Tensor(name, Role.STATE, (N,)) for name in ("x", "y", "z"))
P, Q, F = (fresh(name, N) for name in "pqf")
BASE = Pattern((F,), expand(add([power(Entry(X, (F,)), 2), Entry(Y, (F,))])))
"""What z is the root of, or one over: x**2 + y."""


def x(index):
    return Entry(X, (index,))


def y(index):
    return Entry(Y, (index,))


def z(index):
    return Entry(Z, (index,))


def base(index):
    return add([power(x(index), 2), y(index)])


def test_denominators_with_free_indices_are_multiplied_out():
    h = expand(add([multiply([power(z(P), 2), x(Q)]), z(Q), number(3)]))
    expected = add(
        [
            multiply([x(Q), base(Q)]),
            multiply([power(base(P), 2)]),
            multiply([number(3), power(base(P), 2), base(Q)]),
        ]
    )
    assert cleared(h, symbol_of(Z), BASE, Budget()) == expand(expected)


def test_what_a_sum_binds_is_not_multiplied_out():
    h = expand(Sum(P, multiply([z(P), x(P)])))
    assert cleared(h, symbol_of(Z), BASE, Budget()) == h


def test_a_quotient_under_a_sum_is_divided_by_the_head():
    h = expand(Sum(P, multiply([z(P), base(P)])))
    assert cancelled(h, symbol_of(Z), BASE, Budget()) == expand(Sum(P, number(1)))
    h = expand(Sum(P, multiply([power(z(P), 2), base(P), x(P)])))
    assert cancelled(h, symbol_of(Z), BASE, Budget()) == expand(Sum(P, multiply([z(P), x(P)])))


def test_a_number_in_the_base_keeps_the_quotient():
    """With z one over x**2 + 2, x**2 z is 1 - 2 z and not 1 - 2."""
    shifted = Pattern((F,), expand(add([power(x(F), 2), number(2)])))
    h = expand(Sum(P, multiply([z(P), power(x(P), 2), y(P)])))
    expected = Sum(P, multiply([y(P), add([number(1), multiply([number(-2), z(P)])])]))
    assert cancelled(h, symbol_of(Z), shifted, Budget()) == expand(expected)


def test_only_entries_at_the_same_places_are_divided_out():
    h = expand(Sum(P, Sum(Q, multiply([z(P), power(x(Q), 2)]))))
    assert cancelled(h, symbol_of(Z), BASE, Budget()) == h
    h = expand(power(Sum(P, multiply([z(P), base(P)])), 2))
    assert cancelled(h, symbol_of(Z), BASE, Budget()) == expand(power(Sum(P, number(1)), 2))


def test_powers_of_roots_are_replaced_under_sums_and_outside():
    h = expand(add([power(z(P), 3), Sum(Q, multiply([power(z(Q), 5), y(P)])), z(P)]))
    expected = add(
        [
            multiply([base(P), z(P)]),
            Sum(Q, multiply([power(base(Q), 2), z(Q), y(P)])),
            z(P),
        ]
    )
    assert reduced(h, symbol_of(Z), 2, BASE, Budget()) == expand(expected)


def test_the_square_of_a_sum_of_roots_is_no_square_of_a_root():
    h = expand(power(Sum(P, z(P)), 2))
    assert reduced(h, symbol_of(Z), 2, BASE, Budget()) == h
    assert h != TermSum()
