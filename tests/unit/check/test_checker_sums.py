"""Identities for every dimension that one wrong factor of a sum, a delta or a quotient would make true."""

from __future__ import annotations

from fractions import Fraction

import pytest
from test_checker_terms import (
    SCALARS,
    X,
    Y,
    Z,
    entry,
    family,
    minus,
    number,
    plus,
    proves,
    square,
    times,
    total,
)

ENTRIES = {"x": ["n"], "y": [], "z": []}
GROW = {name: family(times(Z, entry(name, *slots)), *pairs) for name, slots, pairs in (
    ("x", ["i"], [("i", "n")]), ("y", [], []), ("z", [], []),
)}  # fmt: skip
GROW["z"] = family(number(0))
SAME = {"x": family(Z), "y": family(Z), "z": family(number(0))}
DELTA = ["delta", "i", "j"]


def over(body):
    return ["reciprocal", body]


def test_a_delta_is_one_where_it_is_not_zero():
    first = total("i", "n", times(["delta", "i", "1"], entry("x", "i")))
    assert proves(family(minus(first, entry("x", "1"))), GROW, ENTRIES)
    for factor in (2, -1, 0, "1/2"):
        assert not proves(family(minus(first, times(number(factor), entry("x", "1")))), GROW, ENTRIES)
    assert not proves(family(minus(times(Y, ["delta", "0", "1"]), Y)), GROW, ENTRIES)
    assert proves(family(minus(times(Y, ["delta", "1", "1"]), Y)), GROW, ENTRIES)


def test_fixed_sums_of_squares_are_written_out_once():
    shapes = {"x": ["2"], "y": [], "z": []}
    rates = GROW | {"x": family(times(Z, entry("x", "i")), ("i", "2"))}
    squares = total("i", "2", square(entry("x", "i")))
    both = plus(square(entry("x", "0")), square(entry("x", "1")))
    assert proves(family(minus(squares, both)), rates, shapes)
    for factor in (2, 4, "1/2"):
        assert not proves(family(minus(squares, times(number(factor), both))), rates, shapes)


@pytest.mark.parametrize("power", ["0", "1", "2", "3"])
def test_a_diagonal_has_as_many_entries_as_its_range(power):
    """sum_ij delta_ij = n, sum_ij delta_ij delta_ji = n and sum_ijk delta_ij delta_jk = n."""
    traces = (
        total("i", "n", total("j", "n", DELTA)),
        total("i", "n", total("j", "n", times(DELTA, ["delta", "j", "i"]))),
        total("i", "n", total("j", "n", total("k", "n", times(DELTA, ["delta", "j", "k"])))),
        total("i", "n", total("j", "n", times(["delta", "i", "0"], ["delta", "0", "j"], ["size", "n", "1"]))),
    )
    for trace in traces:
        law = minus(times(trace, X), times(["size", "n", power], Y))
        assert proves(family(law), SAME, SCALARS) == (power == "1")


def test_a_free_index_stands_for_an_equal_dummy():
    shapes = {"x": ["a"], "y": [], "z": []}
    rates = GROW | {"x": family(times(Z, entry("x", "i")), ("i", "a"))}
    same = total("d", "a", times(["delta", "w", "d"], entry("x", "d")))
    for difference, true in ((minus(same, entry("x", "w")), True), (plus(same, entry("x", "w")), False)):
        assert proves(family(difference, ("w", "a")), rates, shapes, dimensions=("a",)) == true
    one = total("d", "a", ["delta", "w", "d"])
    assert proves(family(times(Y, minus(one, number(1))), ("w", "a")), rates, shapes, dimensions=("a",))
    size = ["size", "a", "1"]
    assert not proves(family(times(Y, minus(one, size)), ("w", "a")), rates, shapes, dimensions=("a",))


@pytest.mark.parametrize("ends", [("i", "0"), ("0", "i"), ("i", "j"), ("j", "i")])
def test_an_index_in_a_function_by_a_delta_only(ends):
    """exp(delta x) is exp(x) or 1, so that its sum is no multiple of one of them."""
    rates = {"x": family(Y), "y": family(number(0)), "z": family(number(0))}
    function = ["exp", times(["delta", *ends], X)]
    alternating = plus(times(number(2), ["delta", *ends]), number(-1))
    whole = times(alternating, function)
    for name in ("j", "i") if "j" in ends else ("i",):
        whole = total(name, "2", whole)
    assert not proves(family(whole), rates, SCALARS)


@pytest.mark.parametrize("value", [Fraction(2), Fraction(2, 3), Fraction(-3)])
def test_one_over_a_number_is_a_number(value):
    quotient = times(over(number(value)), X)
    assert proves(family(minus(quotient, times(number(1 / value), Y))), SAME, SCALARS)
    for wrong in (value, 2 / value, -1 / value, 1):
        assert not proves(family(minus(quotient, times(number(wrong), Y))), SAME, SCALARS)


def test_quotients_of_products_powers_and_quotients():
    rates = {"x": family(number(0)), "y": family(times(Z, Y)), "z": family(number(0))}
    n = ["size", "n", "1"]
    pairs = [
        (over(n), ["size", "n", "-1"]),
        (over(times(n, Y)), times(over(n), over(Y))),
        (over(square(Y)), square(over(Y))),
        (over(over(Y)), Y),
    ]
    for left, right in pairs:
        assert proves(family(minus(times(left, Y, Y, Y), times(right, Y, Y, Y))), rates, SCALARS)
        assert not proves(
            family(minus(times(left, Y, Y, Y), times(number(2), right, Y, Y, Y))), rates, SCALARS
        )


@pytest.mark.parametrize(
    "function",
    [
        ["log", X],
        ["root", X, "3"],
        ["exp", X],
        over(plus(X, Y)),
        over(["root", X, "2"]),
        ["exp", ["product", "k", "2", X]],
    ],
)
def test_functions_of_what_stands_still(function):
    rates = {"x": family(number(0)), "y": family(number(0)), "z": family(Y)}
    assert proves(family(function), rates, SCALARS)
    assert proves(family(minus(times(function, Z), times(Y, Z))), rates | {"z": family(number(0))}, SCALARS)
    assert not proves(family(times(function, Z)), rates, SCALARS)


def even(i, j):
    difference = square(minus(entry("x", i), entry("x", j)))
    return over(plus(number(1), difference)), ["exp", times(number(-1), difference)]


def odd(i, j):
    return ["exp", minus(entry("x", i), entry("x", j))], over(
        plus(number(2), minus(entry("x", i), entry("x", j)))
    )


def test_two_functions_whose_indices_change_places():
    """f_ij g_ij - f_ji g_ji is zero where both are functions of (x_i - x_j)^2, and not of x_i - x_j."""
    shapes = {"x": ["n"], "w": ["n"], "z": []}
    rates = {
        "x": family(number(0), ("i", "n")),
        "w": family(times(Z, entry("w", "i")), ("i", "n")),
        "z": family(number(0)),
    }
    for functions, true in ((even, True), (odd, False)):
        for parts in (functions("i", "j"), functions("i", "j")[:1], functions("i", "j") * 2):
            there = times(*parts)
            back = times(*(functions("j", "i") * 2)[: len(parts)])
            law = total("i", "n", total("j", "n", times(entry("w", "i"), minus(there, back))))
            assert proves(family(law), rates, shapes) == true
            apart = total("i", "n", total("j", "n", times(entry("w", "i"), plus(there, back))))
            assert not proves(family(apart), rates, shapes)
