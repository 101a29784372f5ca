"""Two forms of what may be one function: equal everywhere, on a part of the domain only, or nowhere.

The difference of the two is a candidate. What is proved has the derivative zero at all points where it has a
value, and what is refuted changes at the stated point: dual numbers with sixty digits decide.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

from dual_numbers import Number
from hypothesis import given
from hypothesis import strategies as st
from pocket_calculator import Calculator
from replay import replay
from strategies import effort

import lawdsl
from lawdsl.notation.index import Role
from lawdsl.notation.typed import TypedSystem
from lawdsl.verify.verdict import Proved, Refuted

ATOMS = [
    "x",
    "y",
    "(x - 1)",
    "(x + y)",
    "(1 - x*y)",
    "(x**2 + 1)",
    "(2*x - y)",
    "(x/y)",
    "(-x)",
    "exp(x)",
    "3",
]
PAIRS = [
    ("sqrt({a}**2)", "{a}"),
    ("sqrt({a}**2)", "abs({a})"),
    ("sqrt({a}**2)", "-{a}"),
    ("abs({a})", "sign({a})*{a}"),
    ("abs({a}*{b})", "abs({a})*abs({b})"),
    ("abs({a}*{b})", "{a}*abs({b})"),
    ("sqrt({a}*{b})", "sqrt({a})*sqrt({b})"),
    ("sqrt({a}*{b})", "sqrt(-{a})*sqrt(-{b})"),
    ("sqrt({a}*{b})", "sqrt(abs({a}))*sqrt(abs({b}))"),
    ("sqrt({a}/{b})", "sqrt({a}*{b})/abs({b})"),
    ("sqrt({a}/{b})", "sqrt({a}*{b})/{b}"),
    ("log({a}*{b})", "log({a}) + log({b})"),
    ("log({a}*{b})", "log(abs({a})) + log(abs({b}))"),
    ("log({a}**2)", "2*log({a})"),
    ("log({a}**2)", "2*log(-{a})"),
    ("log({a}/{b})", "log({a}) - log({b})"),
    ("exp(log({a}))", "{a}"),
    ("exp(log({a}**2)/2)", "{a}"),
    ("exp(log({a}**2)/2)", "abs({a})"),
    ("({a}**3)**(1/3)", "{a}"),
    ("({a}**4)**(1/2)", "{a}**2"),
    ("({a}**2)**(3/2)", "{a}**3"),
    ("sqrt(({a} - {b})**2)", "{a} - {b}"),
    ("sqrt({a}**2*{b})", "{a}*sqrt({b})"),
    ("sqrt({a}**2*{b})", "abs({a})*sqrt({b})"),
    ("sqrt({a}**2 + 2*{a}*{b} + {b}**2)", "abs({a} + {b})"),
    ("sqrt({a}**2 + 2*{a}*{b} + {b}**2)", "abs({a}) + abs({b})"),
    ("abs(abs({a}) - {b})", "abs({a} - {b})"),
    ("sign({a})*sign({b})", "sign({a}*{b})"),
    ("log(exp({a}))", "{a}"),
    ("sqrt(exp(2*{a}))", "exp({a})"),
]


NOTHING = 1e-15
"""Far above rounding errors, even of exponentials of exponentials, and far below the rates of a false law."""


@st.composite
def disguises(draw: st.DrawFn, depth: int = 1) -> tuple[str, str]:
    """Two formulas of one shape, filled with coordinates or with the sides of another pair."""
    left, right = draw(st.sampled_from(PAIRS))
    names = {}
    for name in "ab":
        inner = draw(st.sampled_from(ATOMS))
        if depth and draw(st.integers(0, 2)) == 0:
            inner = f"({draw(st.sampled_from(draw(disguises(depth - 1))))})"
        names[name] = inner
    return left.format(**names), right.format(**names)


def rates(system: TypedSystem, number: int) -> Iterator[Number]:
    """The rates of change of a law at random points where it has a value."""
    source, law = random.Random(1), system.law("h")
    for _ in range(number):
        state = {name: Fraction(source.randint(-10, 10), source.choice([7, 9, 11, 13])) for name in "xyz"}
        point = {(Role.PARAMETER, name, ()): value for name, value in state.items()}
        try:
            yield Calculator(system, {}, point).rate(law, ())
        except (ValueError, ZeroDivisionError):
            continue


@given(
    disguises(),
    st.sampled_from(["z + ({0}) - ({1})", "z*(({0}) - ({1}) + 1)", "z + y*(({0}) - ({1}))"]),
    st.sampled_from(["1", "x", "y"]),
)
@effort(40)
def test_verdicts_on_two_forms_of_a_function(drawn: tuple[str, str], shape: str, rate: str):
    flow = f"flow {{ dot(x) = {rate}  dot(y) = -y  dot(z) = 0 }}"
    (system,) = lawdsl.loads(f"system s {{ param x, y, z  {flow}  law h = {shape.format(*drawn)} }}")
    verdict = system.verdict("h")
    match verdict:
        case Refuted(found):
            replay(system.typed, "h", found)
        case Proved():
            assert all(abs(rate) < NOTHING for rate in rates(system.typed, 60))
