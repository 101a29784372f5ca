"""What keeps an identity from being proved by a slip: captured indices, states at rest, free indices summed.

Each test was written for a change of the code that no other test noticed.
"""

from __future__ import annotations

import pytest
from tensor_terms import I1, TWO, N, X, Z, at

from lawdsl.notation.expression import Delta, Sum, add, multiply, number
from lawdsl.notation.index import TIME, Index, Role, Tensor, fresh
from lawdsl.tensor import ELAPSE, Budget, Pattern, TermSum, expand, lie_derivative, unroll
from lawdsl.tensor.canonical import _check_bijections
from lawdsl.tensor.network import Numbering


def test_a_contracted_index_does_not_capture_one_that_is_summed_inside():
    """sum_i delta_ik x_i sum_j x_j is x_k sum_j x_j, not x_k^2."""
    k, i, j = fresh("k", N), fresh("i", N), fresh("j", N)
    inner = Sum(j, at(X, j))
    found = expand(Sum(i, multiply([Delta(i, k), at(X, i), inner])))
    assert found == expand(multiply([at(X, k), inner]))
    assert found != expand(multiply([at(X, k), at(X, k)]))
    product = expand(multiply([Delta(i, k), at(X, i)])).times(expand(inner), Budget())
    assert product.bound([i], Budget()) == found


@pytest.mark.parametrize("role", [Role.PARAMETER, Role.STATE, Role.TIME, Role.GRADIENT])
def test_what_moves_needs_a_right_hand_side(role):
    tensor = Tensor("w", role, ())
    with pytest.raises(ValueError, match="no right-hand side"):
        lie_derivative(expand(at(tensor)), {})


def test_time_passes_at_one():
    assert ELAPSE.value == TermSum.constant(1)
    assert lie_derivative(expand(at(TIME)), {TIME: ELAPSE}) == TermSum.constant(1)


def test_free_indices_over_fixed_dimensions_are_not_summed_over():
    """z_i - z_0 is not zero, and neither is z_i + z_1 - z_0 - z_i summed over i."""
    i = Index("i", TWO)
    h = expand(at(Z, i))
    assert unroll(h) == h
    alternating = expand(add([multiply([number(2), at(Z, i)]), multiply([number(-1), at(Z, 0)])]))
    difference = alternating - expand(at(Z, 1))
    assert not unroll(difference).is_zero()
    assert unroll(difference.bound([i], Budget())).is_zero()


def test_mentions_looks_at_every_entry():
    state = Tensor("s", Role.STATE, (N,))
    both = expand(add([at(X, I1), multiply([at(X, I1), at(state, I1)])]))
    assert both.mentions([Role.STATE])
    assert both.mentions([Role.PARAMETER, Role.TIME])
    assert not both.mentions([Role.TIME])
    assert not both.mentions([])


@pytest.mark.parametrize(
    ("rows", "numbers"),
    [([0, 0], [0, 1]), ([0, 1], [0, 0]), ([0], [0, 1]), ([0, 1, 1], [0, 1]), ([0, 1], [0])],
)
def test_a_numbering_that_joins_or_loses_is_refused(rows, numbers):
    with pytest.raises(RuntimeError, match="not a numbering"):
        _check_bijections(Numbering([], rows, numbers), 2, 2)


def test_a_search_that_goes_wrong_stops_the_proof(monkeypatch):
    """Were two dummies given one number, sum_ij x_i x_j would be sum_i x_i^2."""
    monkeypatch.setattr("lawdsl.tensor.canonical.number", lambda network, _: Numbering([], [0, 1], [0, 0]))
    i, j = fresh("i", N), fresh("j", N)
    pair = Tensor("p", Role.PARAMETER, (N, N))
    with pytest.raises(RuntimeError, match="not a numbering"):
        expand(Sum(i, Sum(j, multiply([at(pair, i, j), at(pair, j, j)]))))


def test_a_law_that_holds_for_one_state_only():
    state = Tensor("s", Role.STATE, ())
    rate = Pattern((), expand(at(state)))
    assert not lie_derivative(expand(at(state)), {state: rate}).is_zero()
