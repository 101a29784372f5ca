"""Cotangents, Lie derivatives and replacement of entries: laws proved for every dimension."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tensor_terms import (
    I1,
    J1,
    K1,
    L1,
    G,
    M,
    N,
    R,
    S,
    U,
    V,
    X,
    at,
    balance,
    family,
    gram,
    minus,
    norm,
    traced,
)

from lawdsl.notation.expression import Delta, Entry, Sum, add, multiply, number, power, total
from lawdsl.notation.index import TIME, Index, Role, Tensor, fresh, gradient_of
from lawdsl.tensor import (
    ELAPSE,
    Budget,
    BudgetExceededError,
    Pattern,
    TermSum,
    cotangent,
    expand,
    lie_derivative,
    pattern,
    substitute_entries,
)

LINEAR = family("phi", (I1, J1), Sum(K1, multiply([at(U, I1, K1), at(V, J1, K1)])))
MAPS = [(LINEAR, G)]


def descent(maps, *parameters):
    """The right-hand sides of the Euclidean gradient flow."""
    return {parameter: scaled(cotangent(maps, parameter), -1) for parameter in parameters}


def scaled(found: Pattern, scalar: int) -> Pattern:
    return Pattern(found.slots, found.value.scaled(scalar))


def rate(law, fields) -> TermSum:
    return lie_derivative(expand(law), fields)


def test_the_cotangent_of_a_product_of_matrices():
    found = cotangent(MAPS, U)
    row, column = found.slots
    assert found.value == expand(Sum(J1, multiply([at(G, row, J1), at(V, J1, column)])))


def test_several_maps_add_up():
    other = Tensor("H", Role.COTANGENT, ())
    found = cotangent([*MAPS, (family("size", (), norm(U)), other)], U)
    row, column = found.slots
    extra = multiply([number(2), at(other), at(U, row, column)])
    assert found.value == cotangent_at(row, column) + expand(extra)


def cotangent_at(row: Index, column: Index) -> TermSum:
    return expand(Sum(J1, multiply([at(G, row, J1), at(V, J1, column)])))


def test_balance_is_conserved_for_every_width():
    fields = descent(MAPS, U, V)
    assert rate(balance(K1, L1), fields).is_zero()
    assert rate(traced(balance, 6), fields).is_zero()


def test_near_misses_are_not():
    fields = descent(MAPS, U, V)
    assert not rate(add([gram(U, K1, L1), gram(V, K1, L1)]), fields).is_zero()
    assert not rate(add([gram(U, K1, L1), multiply([number(-2), gram(V, K1, L1)])]), fields).is_zero()
    assert not rate(traced(lambda left, right: gram(U, left, right), 3), fields).is_zero()


def test_paths_with_a_free_hidden_index():
    path = family("path", (I1, J1, K1), multiply([at(U, I1, K1), at(V, J1, K1)]))
    tensor = Tensor("G", Role.COTANGENT, (N, M, R))
    fields = descent([(path, tensor)], U, V)
    neuron = add([Sum(I1, power(at(U, I1, K1), 2)), minus(Sum(J1, power(at(V, J1, K1), 2)))])
    assert rate(neuron, fields).is_zero()
    assert rate(Sum(K1, power(neuron, 6)), fields).is_zero()
    assert not rate(balance(K1, L1), fields).is_zero()


def test_an_entry_with_repeated_or_literal_slots():
    """With S' = B, every entry of S moves as the same entry of B does."""
    velocity = Tensor("B", Role.CONSTANT, (N, N))
    row, column = fresh("a", N), fresh("b", N)
    fields = {S: pattern(family("S", (row, column), at(velocity, row, column)))}
    assert rate(Sum(I1, at(S, I1, I1)), fields) == expand(Sum(I1, at(velocity, I1, I1)))
    assert rate(power(at(S, 0, I1), 3), fields) == expand(
        multiply([number(3), power(at(S, 0, I1), 2), at(velocity, 0, I1)])
    )


def test_the_gradient_of_a_literal_entry_is_a_delta():
    scalar = Tensor("g", Role.COTANGENT)
    found = cotangent([(family("corner", (), Sum(K1, at(U, 0, K1))), scalar)], U)
    row, _ = found.slots
    assert found.value == expand(multiply([at(scalar), Delta(row, 0)]))
    trace = cotangent([(family("trace", (), Sum(I1, at(S, I1, I1))), scalar)], S)
    assert trace.value == expand(multiply([at(scalar), Delta(*trace.slots)]))


def test_a_field_without_the_formal_slot_sums_to_the_dimension():
    ones = {X: Pattern((fresh("a", N),), TermSum.constant(1))}
    assert str(rate(Sum(I1, at(X, I1)), ones)) == "n"


def test_time_passes_and_constants_stay():
    scale = Tensor("c", Role.CONSTANT)
    still = {X: Pattern((fresh("a", N),), TermSum()), TIME: ELAPSE}
    law = multiply([power(Entry(TIME), 2), at(scale), at(X, I1)])
    assert rate(law, still) == expand(multiply([number(2), Entry(TIME), at(scale), at(X, I1)]))


@pytest.mark.parametrize("moving", [U, TIME, gradient_of(U)], ids=lambda tensor: tensor.role.value)
def test_what_moves_needs_a_right_hand_side(moving):
    slots = tuple(fresh("a", dimension) for dimension in moving.shape)
    with pytest.raises(ValueError, match="no right-hand side"):
        rate(Entry(moving, slots), {V: descent(MAPS, V)[V]})


def test_a_pattern_needs_distinct_slots():
    row = fresh("a", N)
    with pytest.raises(ValueError, match="distinct formal slots"):
        rate(at(S, I1, I1), {S: Pattern((row, row), expand(at(X, row)))})


def test_gradients_are_filled_in_by_cotangents():
    """A flow that is quadratic in the gradient: every entry of grad(U) becomes its own sum."""
    squared = expand(power(at(gradient_of(U), I1, K1), 2))
    filled = substitute_entries(squared, {gradient_of(U): cotangent(MAPS, U)})
    assert filled == expand(power(Sum(J1, multiply([at(G, I1, J1), at(V, J1, K1)])), 2))


def test_the_entropy_mirror_conserves_the_difference_of_sums():
    """For phi = U V and U' = -U grad(U), V' = -V grad(V): the sums of U and V differ by constants."""
    fields = {}
    for parameter in (U, V):
        slots = tuple(fresh("a", dimension) for dimension in parameter.shape)
        body = minus(multiply([at(parameter, *slots), at(gradient_of(parameter), *slots)]))
        mirrored = pattern(family(parameter.name, slots, body))
        patterns = {gradient_of(parameter): cotangent(MAPS, parameter)}
        fields[parameter] = Pattern(slots, substitute_entries(mirrored.value, patterns))
    assert rate(add([Sum(I1, at(U, I1, K1)), minus(Sum(J1, at(V, J1, K1)))]), fields).is_zero()
    assert not rate(balance(K1, L1), fields).is_zero()


def test_a_pattern_that_contains_what_it_replaces_is_given_up():
    row = fresh("a", N)
    endless = Pattern((row,), expand(multiply([number(Fraction(1, 2)), at(X, row)])))
    with pytest.raises(BudgetExceededError):
        substitute_entries(expand(at(X, I1)), {X: endless}, Budget(terms=50))


def test_a_derivative_beyond_the_budget_is_given_up():
    law = expand(traced(balance, 4))
    with pytest.raises(BudgetExceededError):
        lie_derivative(law, descent(MAPS, U, V), Budget(terms=10))


def test_a_deep_linear_network_balances_layer_by_layer():
    third = Tensor("W", Role.PARAMETER, (R, R))
    body = total([K1, L1], multiply([at(U, I1, K1), at(third, K1, L1), at(V, J1, L1)]))
    fields = descent([(family("phi", (I1, J1), body), G)], U, V, third)
    inner = fresh("s", R)
    outgoing = Sum(inner, multiply([at(third, K1, inner), at(third, L1, inner)]))
    assert rate(add([gram(U, K1, L1), minus(outgoing)]), fields).is_zero()
    assert not rate(add([gram(V, K1, L1), minus(outgoing)]), fields).is_zero()
