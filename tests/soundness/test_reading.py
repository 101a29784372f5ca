"""Expressions mean what Python means by them: random texts, evaluated by Python and after elaboration."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from hypothesis import assume, given
from hypothesis import strategies as st
from pocket_calculator import Calculator
from strategies import effort

import lawdsl
from lawdsl.diagnostics import SpecError
from lawdsl.notation.index import Role

NAMES = ("x", "y", "z")
POINT = {"x": Fraction(2), "y": Fraction(-3), "z": Fraction(5, 7)}


@st.composite
def texts(draw: st.DrawFn, depth: int = 4) -> str:
    """An expression with as few parentheses as come to mind, and with spaces anywhere."""
    if depth == 0 or draw(st.integers(0, 5)) == 0:
        return draw(st.sampled_from([*NAMES, "2", "3", "0.5", "10", "1e1"]))
    inner = texts(depth - 1)
    space = draw(st.sampled_from(["", " "]))
    match draw(st.integers(0, 7)):
        case 0:
            return f"-{space}{draw(inner)}"
        case 1:
            return f"({draw(inner)})"
        case 2:
            return f"{draw(inner)}{space}**{space}{draw(st.sampled_from(['2', '3', '-1', '0', '1']))}"
        case 3:
            return f"({draw(inner)})**{draw(st.sampled_from(['2', '-2', '(1 + 1)', '2**1']))}"
        case _:
            sign = draw(st.sampled_from(["+", "-", "*", "/", "*", "-"]))
            return f"{draw(inner)}{space}{sign}{space}{draw(inner)}"


def by_python(text: str) -> Fraction:
    """The value that Python gives, with every number a fraction."""
    exact = re.sub(r"\d+(\.\d+)?(e\d+)?", lambda match: f"Fraction('{match[0]}')", text)
    return eval(exact, {"Fraction": Fraction, **POINT})


def by_the_language(text: str) -> Fraction:
    """The value of the same text as a law."""
    flow = "flow { dot(x) = 0  dot(y) = 0  dot(z) = 0 }"
    (system,) = lawdsl.loads(f"system s {{ param x, y, z  {flow}  law a = x + ({text}) }}")
    point = {(Role.PARAMETER, name, ()): value for name, value in POINT.items()}
    return Calculator(system.typed, {}, point).value(system.typed.law("a"), ()) - POINT["x"]


@given(texts())
@effort(150)
def test_values_are_those_of_python(text: str):
    try:
        expected = by_python(text)
        assume(isinstance(expected, Fraction))
        found = by_the_language(text)
    except (ZeroDivisionError, OverflowError, SpecError):
        assume(False)
        raise
    assert found == expected, text


SUMS = {
    "sum(i) a[i]*b[i]": lambda a, b: sum(p * q for p, q in zip(a, b, strict=True)),
    "sum(i) a[i]*b[i] - 1": lambda a, b: sum(p * q for p, q in zip(a, b, strict=True)) - 1,
    "3*sum(i) a[i]*b[i]/2 - 1": lambda a, b: 3 * sum(p * q / 2 for p, q in zip(a, b, strict=True)) - 1,
    "-sum(i) a[i]": lambda a, _: -sum(a),
    "-sum(i) -a[i]*b[i]": lambda a, b: sum(p * q for p, q in zip(a, b, strict=True)),
    "sum(i) a[i] * sum(j) b[j]": lambda a, b: sum(a) * sum(b),
    "sum(i) a[i]**2": lambda a, _: sum(p**2 for p in a),
    "(sum(i) a[i])**2": lambda a, _: sum(a) ** 2,
    "sum(i, j) a[i]*b[j]/2": lambda a, b: sum(p * q / 2 for p, q in product(a, b)),
    "sum(i) (a[i] - b[i])*a[i]": lambda a, b: sum((p - q) * p for p, q in zip(a, b, strict=True)),
    "sum(i) a[i] - sum(i) b[i]": lambda a, b: sum(a) - sum(b),
    "2 - sum(i) a[i] + sum(i) b[i]": lambda a, b: 2 - sum(a) + sum(b),
    "prod(i) a[i] + 1": lambda a, _: a[0] * a[1] * a[2] + 1,
    "sum(i) prod(j) a[j]*b[i]": lambda a, b: sum(a[0] * a[1] * a[2] * q**3 for q in b),
    "n*sum(i) a[i]/n": lambda a, _: sum(a),
    "trace(eye(n)) + norm2(a) - a @ a": lambda *_: Fraction(3),
    "(a - b) @ (a + b)": lambda a, b: sum((p - q) * (p + q) for p, q in zip(a, b, strict=True)),
}


@given(st.sampled_from(sorted(SUMS)), st.tuples(*[st.fractions(-5, 5, max_denominator=9)] * 6))
@effort(60)
def test_sums_and_products_take_what_follows_them(text: str, values: Sequence[Fraction]):
    first, second = values[:3], values[3:]
    declared = "dim n = 3  param a[n], b[n]  flow { dot(a) = 0*a  dot(b) = 0*b }"
    (system,) = lawdsl.loads(f"system s {{ {declared}  law h = a[0] + ({text}) }}")
    point = {(Role.PARAMETER, "a", (at,)): value for at, value in enumerate(first)}
    point |= {(Role.PARAMETER, "b", (at,)): value for at, value in enumerate(second)}
    found = Calculator(system.typed, {}, point).value(system.typed.law("h"), ()) - first[0]
    assert found == SUMS[text](first, second)
