"""Where functions have values at every dimension: expressions that do, and neighbours that need not."""

from __future__ import annotations

import pytest

from lawdsl.check.reading import Budget, RejectedError
from lawdsl.check.system import read_system
from lawdsl.check.valued import MAX_POWER, MAX_TERMS, is_valued

CONDITIONS = (
    ("x", ">", "0"), ("v", ">=", "1"), ("w", "<=", "0"), ("u", "<", "0"), ("z", "!=", "0"),
    ("p", ">=", "0"), ("q", "<", "1"), ("q", ">", "-1"), ("m", "<=", "-2"), ("s", "!=", "0"),
    ("s", ">=", "0"), ("k", "!=", "0"), ("k", "<=", "0"), ("r", "!=", "2"),
)  # fmt: skip
SCALARS = "vwuzpqmsyrk"


def number(value):
    return ["number", str(value)]


def plus(*terms):
    return ["add", *terms]


def times(*factors):
    return ["multiply", *factors]


def minus(body):
    return times(number(-1), body)


def entry(name, *slots):
    return ["entry", name, *slots]


def square(body):
    return ["power", body, "2"]


def cube(body):
    return ["power", body, "3"]


def over(body):
    return ["reciprocal", body]


def log(body):
    return ["log", body]


def root(body):
    return ["root", body, "2"]


def total(body, name="i"):
    return ["sum", name, "n", body]


V, W, U, Z, P, Q, M, S, Y, R, K = (entry(name) for name in SCALARS)
A, X, X0, X1, Y2 = entry("a", "i"), entry("x", "i"), entry("x", "0"), entry("x", "1"), square(entry("y"))
SIZE, DELTA = ["size", "n", "1"], ["delta", "i", "0"]


def family(body, *indices):
    return {"indices": [list(pair) for pair in indices], "body": body}


def valued(law, assumptions=(), rates=None):
    """Whether law and flow have values almost everywhere; None where they are refused."""
    shapes = {"x": ["n"], "a": ["n"], **{name: [] for name in SCALARS}}
    slots = {name: [("i", "n")][: len(shape)] for name, shape in shapes.items()}
    still = {name: family((rates or {}).get(name, number(0)), *slots[name]) for name in shapes}
    system = read_system(
        {
            "dimensions": ["n"],
            "parameters": [{"name": name, "shape": shape} for name, shape in shapes.items()],
            "states": [],
            "constants": [],
            "conditions": [{"tensor": t, "relation": r, "bound": b} for t, r, b in CONDITIONS],
            "assumptions": [{"relation": "==", "family": family(body)} for body in assumptions],
            "maps": {},
            "flow": {"kind": "custom", "rates": still},
            "laws": {"h": family(law)},
            "sets": {},
            "time": False,
        }
    )
    try:
        return is_valued(system, system.laws["h"], Budget())
    except RejectedError:
        return None


POSITIVE = [
    plus(total(DELTA), number(1)),
    number(2), SIZE, X0, V, S, ["exp", Y], square(Z), ["power", U, "4"], times(U, M), times(X0, V),
    cube(X0), plus(X0, P), plus(P, number(1)), plus(square(W), V), plus(Y2, ["exp", Y]), total(X),
    total(plus(X, Y2)), over(X0), over(square(Z)), root(X0), minus(U), minus(M),
    times(number("-1/2"), U), times(Z, Z), times(Z, Z, number(3)), over(minus(U)), minus(cube(U)),
    plus(minus(U), minus(W)), total(total(times(X, entry("x", "j")), "j")), minus(over(M)),
    total(times(X, over(X))), ["size", "n", "-2"], times(SIZE, ["exp", Z]), minus(total(times(U, X))),
]  # fmt: skip
"""Of these there is a value of everything, on any set."""
SOMEWHERE_ZERO = [
    plus(times(P, X0), P), plus(times(X0, P), P),
    P, times(W, W, X0), Y2, square(plus(Y, X0)), plus(P, Y2), total(square(A)), minus(W),
    plus(P, minus(W)),
]  # fmt: skip
"""These have no other sign, and are zero almost nowhere."""
NONZERO = [
    K, plus(K, W),
    U, M, Z, minus(X0), minus(V), cube(Z), over(Z), times(Z, U), plus(U, W), plus(U, M, W), over(U),
    total(times(U, X)),
]  # fmt: skip
"""Never zero, and not positive."""
ALMOST = [
    times(["exp", Y], plus(Y, number(1))), square(times(["exp", Y], Y)),
    Y, entry("a", "0"), plus(Y, Z), plus(Y, minus(number(3))), total(A), times(Y, total(A), Z), cube(Y),
    plus(total(square(A)), minus(Y)), square(plus(Y, number(-1))), plus(Y, over(Z)),
    plus(times(SIZE, Y), Y), plus(number(1), times(number(-2), Y2)),
    times(plus(Y, X0), plus(Y, number(-5))), plus(Y, total(times(DELTA, A))), plus(times(Y, over(Y)), Y),
    ["product", "i", "3", plus(Y, number(1))], ["power", plus(Y, U), str(MAX_POWER)],
    total(plus(A, number(1))), plus(minus(Y), minus(X0)), W, Q, R, plus(over(times(Y, Z)), number(2)),
    plus(total(A), Z),
]  # fmt: skip
"""Zero almost nowhere, because of the terms that remain where all entries are equal."""
UNKNOWN = [
    square(number(0)), plus(square(number(0)), times(number(0), number(0))), plus(X0, times(number(-1), X1)),
    plus(times(Y, over(Y)), number(-1)), plus(times(Y, Z), minus(times(Z, Y))), plus(log(X0), number(1)),
    plus(over(["exp", Y]), minus(Y)), plus(times(over(times(Y, Z)), Z, Y), minus(times(R, over(R)))),
    number(0), plus(Y, minus(Y)), plus(X0, minus(X1)), plus(SIZE, number(-2)),
    plus(times(SIZE, Y), times(number(-3), Y)), plus(total(A), minus(entry("a", "0"))),
    total(times(DELTA, A)), total(DELTA), times(Y, plus(X0, minus(X1))), square(plus(X0, minus(X1))),
    plus(over(plus(Y, number(1))), number(-1)), total(plus(A, minus(entry("a", "0")))),
    plus(log(X0), number(-1)), plus(["exp", Y], number(-1)), ["power", plus(X0, minus(X1)), "3"],
    times(number(0), Y), total(over(plus(A, number(1)))), plus(total(times(X, DELTA)), minus(X0)),
    plus(Y, total(times(number(-1), Y))), ["product", "i", "3", plus(X0, minus(X1))],
    ["power", plus(["exp", Y], minus(X0)), "2"], total(over(plus(Y, X, minus(Z)))),
    plus(root(X0), number(-1)), plus(over(Y), minus(over(Y))),
]  # fmt: skip
"""Zero at some dimension or nowhere, as far as one sees."""


@pytest.mark.parametrize("body", POSITIVE)
def test_what_is_positive_has_values_on_every_set(body):
    for function in (over, log, root):
        assert valued(function(body)) is True
        assert valued(function(body), [Y]) is True


@pytest.mark.parametrize("body", SOMEWHERE_ZERO)
def test_what_has_one_sign_and_is_zero_almost_nowhere(body):
    for function in (over, log, root):
        assert valued(function(body)) is True
        assert valued(function(body), [Y]) is None


@pytest.mark.parametrize("body", NONZERO)
def test_what_is_never_zero_can_be_divided_by(body):
    assert valued(over(body)) is True
    assert valued(over(body), [Y]) is True
    for function in (log, root):
        assert not valued(function(body))
        assert valued(function(times(body, X0))) is None


@pytest.mark.parametrize("body", ALMOST)
def test_what_is_zero_almost_nowhere_can_be_divided_by_where_nothing_is_assumed(body):
    assert valued(over(body)) is True
    assert valued(over(body), [Y]) is None


@pytest.mark.parametrize("body", UNKNOWN)
def test_what_may_be_zero_is_not_divided_by(body):
    """Of scalars it is asked at a point, with an index it is refused."""
    for function in (over, log, root):
        assert not valued(function(body))
        assert valued(function(times(body, X0))) is None
        assert valued(function(body), [Y]) is None


def test_functions_of_scalars_have_values_on_a_part():
    for body in (log(Y), root(plus(Y, R)), ["exp", over(plus(Y, minus(Y)))], over(log(Y))):
        assert valued(body) is False
        assert valued(times(body, over(X0))) is False
        assert valued(times(body, over(plus(X0, minus(X1))))) is None
    for body in (SIZE, total(A), total(Z), X0, total(DELTA), ["product", "i", "2", Y], entry("a", "0")):
        assert valued(log(plus(Y, minus(body)))) is None
    assert valued(["sign", Y]) is None
    for function in (root, log):
        assert valued(function(["product", "i", "3", plus(X0, number(-5))])) is None


def test_every_part_needs_a_value_and_so_does_the_flow():
    wrong = over(plus(X0, minus(X1)))
    assert valued(plus(Y, times(number(0), wrong))) is None
    assert valued(["exp", ["power", wrong, "2"]]) is None
    assert valued(Y, rates={"y": log(Y)}) is False
    assert valued(Y, rates={"y": log(entry("a", "0"))}) is None
    assert valued(Y, rates={"y": over(X0)}) is True
    for head in ("determinant", "inverse"):
        assert valued([head, "i", "2", "j", "2", X0, *["0", "0"][: 2 * (head == "inverse")]]) is None
    assert valued(["product", "i", "n", X]) is True


def test_polynomials_of_many_terms_are_not_multiplied_out():
    wide = plus(X0, *(["power", R, str(exponent)] for exponent in range(2, 26)))
    assert 25**2 > MAX_TERMS > 25
    assert valued(over(plus(times(wide, plus(wide, number(1))), number(1)))) is None
    assert valued(over(plus(times(wide, plus(R, number(1))), number(1)))) is True
    for exponent, found in ((MAX_POWER, True), (MAX_POWER + 1, None)):
        assert valued(over(plus(["power", plus(X0, R), str(exponent)], number(-1)))) is found
