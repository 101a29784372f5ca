"""Deltas, dimensions, sums over indices, text and budgets of sums of terms."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tensor_terms import (
    I1,
    J1,
    K1,
    L1,
    TWO,
    G,
    M,
    N,
    R,
    S,
    U,
    V,
    X,
    Z,
    at,
    balance,
    gram,
    minus,
    norm,
    traced,
)

from lawdsl.notation.expression import (
    ONE,
    ZERO,
    Delta,
    Number,
    Product,
    Size,
    Sum,
    add,
    multiply,
    number,
    power,
    total,
)
from lawdsl.notation.index import Index, Role, Tensor, fresh
from lawdsl.tensor import (
    Budget,
    BudgetExceededError,
    NotTensorialError,
    TermSum,
    expand,
    expand_fixed,
    unroll,
)

P = Index("p", TWO)


def same(left, right) -> bool:
    return expand(left) == expand(right)


def test_deltas_between_literals_are_numbers():
    assert same(Delta(2, 2), ONE)
    assert expand(Delta(0, 1)).is_zero()
    assert same(Delta(K1, K1), ONE)


def test_a_delta_is_its_own_square_and_symmetric():
    assert same(power(Delta(K1, L1), 2), Delta(K1, L1))
    assert same(Delta(K1, L1), Delta(L1, K1))


def test_an_index_has_one_value():
    assert expand(multiply([Delta(K1, 0), Delta(K1, 1)])).is_zero()
    assert expand(multiply([Delta(K1, L1), Delta(K1, 0), Delta(L1, 1)])).is_zero()
    assert same(multiply([Delta(K1, L1), Delta(K1, 0)]), multiply([Delta(L1, 0), Delta(K1, 0)]))


def test_the_same_literal_over_two_dimensions_joins_nothing():
    corner = multiply([Delta(I1, 1), Delta(J1, 1), at(G, I1, J1)])
    assert same(corner, multiply([Delta(I1, 1), Delta(J1, 1), at(G, 1, 1)]))


def test_a_delta_renames_free_indices_in_the_whole_term():
    assert same(multiply([Delta(K1, L1), at(U, I1, K1)]), multiply([Delta(K1, L1), at(U, I1, L1)]))
    assert not same(multiply([Delta(K1, L1), at(U, I1, K1)]), at(U, I1, K1))
    assert str(expand(multiply([Delta(L1, K1), at(U, I1, L1)]))) == "delta[k,l]*U[i,k]"


def test_a_summed_delta_is_contracted():
    assert same(Sum(K1, multiply([Delta(K1, L1), at(U, I1, K1)])), at(U, I1, L1))
    assert same(Sum(K1, multiply([Delta(K1, 0), at(U, I1, K1)])), at(U, I1, 0))
    assert same(
        total([K1, L1], multiply([Delta(K1, L1), at(U, I1, K1), at(V, J1, L1)])),
        Sum(K1, multiply([at(U, I1, K1), at(V, J1, K1)])),
    )
    assert same(Sum(K1, Delta(K1, L1)), ONE)


def test_the_trace_of_the_identity_is_the_dimension():
    assert same(Sum(K1, Delta(K1, K1)), Size(R))
    assert same(total([K1, L1], Delta(K1, L1)), Size(R))
    assert same(total([K1, L1], power(Delta(K1, L1), 3)), Size(R))


def test_an_unused_summed_index_multiplies_by_its_dimension():
    assert same(Sum(K1, at(X, I1)), multiply([Size(R), at(X, I1)]))
    assert same(Sum(P, at(X, I1)), multiply([number(2), at(X, I1)]))
    assert same(Sum(P, ONE), number(2))


def test_a_summation_inside_hides_the_one_outside():
    assert same(Sum(I1, Sum(I1, at(X, I1))), multiply([Size(N), Sum(I1, at(X, I1))]))


def test_dimensions_cancel_as_laurent_monomials():
    mean = multiply([Size(N, -1), Sum(I1, at(X, I1))])
    row = fresh("i", N)
    assert expand(Sum(row, add([at(X, row), minus(mean)]))).is_zero()
    assert same(multiply([Size(N, -2), Size(N, 2)]), ONE)
    assert not same(Size(N, -1), Size(M, -1))
    assert str(expand(multiply([Size(N, -1), Size(M)]))) == "m*n**-1"


def test_a_fixed_dimension_is_a_number():
    assert same(Size(TWO, -2), Number(Fraction(1, 4)))


def test_a_delta_between_different_ranges_is_refused():
    with pytest.raises(NotTensorialError, match="m and n"):
        expand(Delta(I1, J1))
    with pytest.raises(NotTensorialError, match="literal 2 over a dimension of size 2"):
        expand(Sum(P, Delta(P, 2)))


def test_like_terms_collect():
    gram_trace = Sum(K1, gram(U, K1, K1))
    assert same(add([gram_trace, norm(U)]), multiply([number(2), norm(U)]))
    assert expand(add([gram_trace, minus(norm(U))])).is_zero()
    assert expand(ZERO).is_zero()


def test_the_square_of_the_balance_has_three_words():
    assert len(expand(traced(balance, 2)).terms) == 3
    assert len(expand(traced(balance, 6)).terms) == 13


def test_a_product_over_a_fixed_dimension_is_written_out():
    assert same(Product(P, at(Z, P)), multiply([at(Z, 0), at(Z, 1)]))
    with pytest.raises(NotTensorialError, match="symbolic dimension n"):
        expand(Product(I1, at(X, I1)))


def test_expand_fixed_leaves_symbolic_sums_alone():
    both = Sum(P, multiply([at(Z, P), Sum(I1, at(X, I1))]))
    assert not same(both, expand_fixed(both))
    assert same(expand_fixed(both), multiply([add([at(Z, 0), at(Z, 1)]), Sum(I1, at(X, I1))]))
    assert expand_fixed(Sum(I1, at(X, I1))) == Sum(I1, at(X, I1))


def test_unrolling_meets_the_literals():
    claim = add([power(Sum(P, at(Z, P)), 2), minus(power(add([at(Z, 0), at(Z, 1)]), 2))])
    assert not expand(claim).is_zero()
    assert unroll(expand(claim)).is_zero()
    assert unroll(expand(balance(K1, L1))) == expand(balance(K1, L1))


def test_indices_of_equal_fixed_size_are_interchangeable():
    other = Tensor("w", Role.PARAMETER, (TWO,))
    digits = Index("p", type(TWO)("2", 2))
    assert same(Sum(digits, at(other, digits)), Sum(P, at(other, P)))


def test_free_indices_are_replaced_all_at_once():
    other = Index("other", N)
    swapped = expand(at(S, I1, other)).substituted({I1: other, other: I1}, Budget())
    assert swapped == expand(at(S, other, I1))
    merged = expand(multiply([Delta(K1, L1), at(U, I1, K1)])).substituted({K1: 0}, Budget())
    assert merged == expand(multiply([Delta(L1, 0), at(U, I1, 0)]))
    assert expand(multiply([Delta(K1, 1), at(U, I1, K1)])).substituted({K1: 0}, Budget()).is_zero()


def test_binding_a_free_index_sums_over_it():
    assert expand(at(X, I1)).bound([I1], Budget()) == expand(Sum(I1, at(X, I1)))
    assert expand(multiply([Delta(K1, L1), at(U, I1, K1)])).bound([K1], Budget()) == expand(at(U, I1, L1))


def test_the_text_is_in_the_notation_of_the_language():
    product = multiply([number(2), at(U, I1, K1), at(V, J1, K1), at(G, I1, J1)])
    assert str(expand(product)) == "2*G[i,j]*U[i,k]*V[j,k]"
    assert str(expand(Sum(K1, product))) == "2*G[i,j]*(sum(k) U[i,k]*V[j,k])"
    assert str(expand(add([at(X, 0), number(Fraction(-1, 2))]))) == "-1/2 + x[0]"
    assert str(expand(minus(at(X, I1)))) == "-x[i]"
    assert str(TermSum()) == "0"


def test_a_product_beyond_the_budget_is_given_up():
    long = power(add([at(X, number) for number in range(10)]), 8)
    with pytest.raises(BudgetExceededError, match="more than 1000 terms") as caught:
        expand(long, Budget(terms=1000))
    assert "terms" in caught.value.spent


def test_a_term_of_too_many_factors_is_given_up():
    image = Sum(J1, multiply([at(G, I1, J1), at(X, I1)]))
    with pytest.raises(BudgetExceededError, match="more than 500 factors"):
        expand(Sum(I1, power(image, 10**6)))


def test_a_product_over_a_huge_fixed_dimension_is_given_up():
    huge = type(TWO)("h", 10**9)
    index = Index("h", huge)
    tensor = Tensor("h", Role.PARAMETER, (huge,))
    for expression in (Product(index, at(tensor, index)), Sum(index, at(tensor, index))):
        with pytest.raises(BudgetExceededError):
            expand_fixed(expression)
    with pytest.raises(BudgetExceededError):
        expand(Product(index, at(tensor, index)))
    with pytest.raises(BudgetExceededError):
        unroll(expand(Sum(index, at(tensor, index))))
