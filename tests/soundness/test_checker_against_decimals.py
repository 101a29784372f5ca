"""Derivatives that the checker computes at points, against difference quotients of its input in 80 digits."""

from __future__ import annotations

import random
from fractions import Fraction

import mpmath
import pytest
from certificate_values import DIGITS, decimal, derivatives, places

from lawdsl.check.network import Network
from lawdsl.check.points import leaves
from lawdsl.check.reading import Budget
from lawdsl.check.reals import UNIT, Reals, between
from lawdsl.check.system import read_system

SIZES = {"n": 2, "m": 3}


def number(value):
    return ["number", str(value)]


def times(*factors):
    return ["multiply", *factors]


def plus(*terms):
    return ["add", *terms]


def family(body, *indices):
    return {"indices": [list(pair) for pair in indices], "body": body}


def u(i, j):
    return ["entry", "u", i, j]


def v(i):
    return ["entry", "v", i]


TIME, C = ["entry", "t"], ["entry", "c"]
SQUARES = ["sum", "k", "m", ["power", u("i", "k"), "2"]]
MATRIX = plus(["delta", "a", "b"], times(v("a"), v("b")), times(["entry", "c"], v("a")))
LAWS = {
    "sums": family(["sum", "i", "n", times(v("i"), SQUARES)]),
    "free": family(plus(times(u("i", "j"), v("i")), ["delta", "j", "2"]), ("i", "n"), ("j", "m")),
    "literals": family(plus(times(u("1", "2"), v("0")), ["size", "m", "-2"], ["power", v("1"), "3"])),
    "root": family(["root", plus(number(1), SQUARES), "3"], ("i", "n")),
    "roots": family(["sum", "i", "n", times(v("i"), ["root", plus(number(2), ["power", v("i"), "2"]), "2"])]),
    "exp": family(["sum", "i", "n", ["exp", times(number("1/4"), v("i"), u("i", "1"))]]),
    "log": family(["log", plus(number(2), ["power", v("i"), "2"])], ("i", "n")),
    "quotient": family(["reciprocal", plus(number(3), ["power", u("i", "0"), "2"], v("i"))], ("i", "n")),
    "sign": family(times(["sign", plus(v("i"), number("1/7"))], v("i")), ("i", "n")),
    "product": family(["product", "i", "n", plus(v("i"), u("i", "j"))], ("j", "m")),
    "determinant": family(["determinant", "a", "n", "b", "n", MATRIX]),
    "inverse": family(["inverse", "a", "n", "b", "n", MATRIX, "i", "1"], ("i", "n")),
    "speed": family(plus(times(["entry", "dot(u)", "i", "2"], v("i")), ["entry", "dot(v)", "i"]), ("i", "n")),
    "time": family(times(["entry", "t"], v("0"), ["exp", times(number("-1/3"), ["entry", "t"])])),
}
MAPS = {
    "phi": family(["sum", "r", "m", times(u("i", "r"), u("j", "r"), v("j"))], ("i", "n"), ("j", "n")),
    "psi": family(
        [
            "root",
            plus(number(1), ["power", v("p"), "2"], ["sum", "q", "m", ["power", u("p", "q"), "4"]]),
            "2",
        ],
        ("p", "n"),
    ),
}
METRIC = {
    "u": family(plus(number(1), ["power", u("i", "j"), "2"]), ("i", "n"), ("j", "m")),
    "v": family(
        plus(
            ["reciprocal", plus(number(2), ["power", v("i"), "2"])],
            ["sum", "l", "n", ["exp", times(number("1/5"), v("l"))]],
        ),
        ("i", "n"),
    ),
}
ROOT_METRIC = METRIC | {
    "u": family(
        ["root", plus(number(2), times(u("i", "j"), u("i", "j"), ["entry", "c"], ["entry", "c"])), "2"],
        ("i", "n"),
        ("j", "m"),
    )
}
RATES = {
    "u": family(
        plus(times(v("i"), u("i", "j")), times(number(-2), ["grad", "u", "i", "j"], ["grad", "v", "i"])),
        ("i", "n"),
        ("j", "m"),
    ),
    "v": family(["sum", "s", "m", times(u("i", "s"), ["grad", "u", "i", "s"], ["entry", "c"])], ("i", "n")),
}
FLOWS = {
    "gradient": {"kind": "gradient", "metric": METRIC, "decay": None, "natural": False},
    "decay": {"kind": "gradient", "metric": ROOT_METRIC, "decay": times(C, TIME), "natural": False},
    "momentum": {"kind": "momentum", "metric": METRIC, "damping": plus(C, ["reciprocal", TIME])},
    "momentum with roots": {"kind": "momentum", "metric": ROOT_METRIC, "damping": number("1/3")},
    "custom": {"kind": "custom", "rates": RATES},
}  # fmt: skip


def content(flow, law):
    return {
        "dimensions": list(SIZES),
        "parameters": [{"name": "u", "shape": ["n", "m"]}, {"name": "v", "shape": ["n"]}],
        "states": [],
        "constants": [{"name": "c", "shape": [], "value": None}],
        "conditions": [],
        "assumptions": [],
        "maps": MAPS,
        "flow": FLOWS[flow],
        "laws": {law: LAWS[law]},
        "sets": {},
        "time": True,
    }


CASES = [(flow, law) for flow in FLOWS for law in LAWS if law != "speed" or flow.startswith("momentum")]


@pytest.mark.parametrize(("flow", "law"), CASES)
def test_derivatives_at_a_point(flow, law):
    written = content(flow, law)
    system = read_system(written)
    network, source = Network(system, SIZES, Budget()), random.Random(f"{flow} {law}")
    names = {leaf: network.nodes[leaf][1:] for leaf in leaves(network)}
    exact = {leaf: Fraction(source.randrange(1, 90) * source.choice((1, -1)), 60) for leaf in names}
    exact |= {leaf: abs(exact[leaf]) for leaf, (name, _) in names.items() if name in ("t", "c")}
    point = {leaf: {0: number} for leaf, number in exact.items()}
    found = network.lie_derivative(network.family(system.laws[law]), Reals(network.budget), point)
    with mpmath.workdps(DIGITS):
        value = {leaf: decimal(number) for leaf, number in exact.items()}
        values = {
            ("entry", *name): value[leaf] for leaf, name in names.items() if not name[0].startswith("G(")
        }
        cotangent = {
            (name[2:-1], at): value[leaf] for leaf, (name, at) in names.items() if name.startswith("G(")
        }
        expected = derivatives(written, law, SIZES, values, cotangent)
        assert len(found) == len(expected) == len(places([r for _, r in LAWS[law]["indices"]], SIZES))
        assert any(abs(other) > 1e-6 for other, _ in expected.values())
        for ours, (other, scale) in zip(found, expected.values(), strict=True):
            bounds, slack = between(ours), scale**4 * mpmath.mpf(10) ** -30
            assert mpmath.mpf(bounds.low) / UNIT - slack <= other <= mpmath.mpf(bounds.high) / UNIT + slack
            assert mpmath.mpf(bounds.high - bounds.low) / UNIT < slack
