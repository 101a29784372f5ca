"""Brute force by SymPy on tiny systems: derivatives multiplied out, Lie algebras closed under brackets."""

from __future__ import annotations

import pytest
import sympy
from flow_cases import CASES
from hypothesis import given
from hypothesis import strategies as st
from lie_closure import closure_rank
from strategies import effort
from sympy_flows import METRICS, SympyFlow, custom_flow, gradient_flow, momentum_flow, natural_flow

import lawdsl
from lawdsl.testing import symmetric_maps
from lawdsl.verify.verdict import Proved, Refuted

RATIONAL_METRICS = sorted(set(METRICS) - {"mirror(exp(x))"})


def vanishes(expression: sympy.Expr) -> bool:
    """Whether an expression is zero where all symbols are positive."""
    positive = {symbol: sympy.Symbol(f"p{place}", positive=True) for place, symbol in _symbols(expression)}
    numerator, _ = sympy.fraction(sympy.together(sympy.expand(expression.subs(positive))))
    return sympy.expand(sympy.powsimp(sympy.expand(numerator), force=True)) == 0


def _symbols(expression: sympy.Expr):
    return enumerate(sorted(expression.free_symbols, key=str))


@pytest.mark.parametrize("case", CASES)
def test_verdicts_agree_with_derivatives(case: str):
    flow, laws = CASES[case]
    (system,) = lawdsl.loads(flow.text(laws))
    for name, body in laws.items():
        expected = Proved if vanishes(flow.derivative(body)) else Refuted
        assert isinstance(system.verdict(name), expected), name


@st.composite
def flows(draw: st.DrawFn) -> tuple[SympyFlow, list[int], str]:
    """A flow of two or three parameters with symmetric maps, the weights of the symmetry, and what decays."""
    maps, weights = draw(symmetric_maps())
    names = "x y z"[: 2 * len(weights) - 1]
    texts = [part.text(names.split()) for part in maps]
    kind = draw(st.sampled_from(["gradient", "decay", "momentum", "mirror", "shared", "natural"]))
    rate = draw(st.sampled_from(["k", "1/2", "1/t"]))
    constants = "k" if rate == "k" else ""
    match kind:
        case "gradient":
            metrics = {name: draw(st.sampled_from(RATIONAL_METRICS)) for name in names.split()}
            return gradient_flow(names, texts, metrics), weights, "0"
        case "decay":
            return gradient_flow(names, texts, decay=rate, constants=constants), weights, rate
        case "momentum" | "mirror":
            return momentum_flow(names, texts, rate, kind == "mirror", constants), weights, rate
        case "shared":
            rates = {name: f"-grad({name})/(1 + s**2)" for name in names.split()}
            return custom_flow(names, texts, {**rates, "s": "grad(x)**2 - s"}, "s"), weights, "0"
        case _:
            return natural_flow(names, texts[:1]), weights, "0"


def candidates(weights: list[int], rate: str, speeds: bool) -> dict[str, str]:
    """Laws that such flows may have: they are conserved or not."""
    growth = {"k": "exp({0}*k*t)*", "1/2": "exp({0}*t/2)*", "1/t": "t**{0}*", "0": ""}[rate]
    names = "xyz"[: len(weights)]
    sums = {
        "linear": " + ".join(f"({weight})*{name}" for weight, name in zip(weights, names, strict=True)),
        "square": " + ".join(f"({weight})*{name}**2" for weight, name in zip(weights, names, strict=True)),
        "shifted": "x + y",
    }
    sums |= {"turned": "x*dot(y) - y*dot(x)", "drift": "dot(x) + dot(y)"} if speeds else {}
    times = {"": 0, "_slow": 1, "_fast": 2} if growth else {"": 0}
    return {
        f"{name}{end}": f"{growth.format(power) if power else ''}({body})"
        for name, body in sums.items()
        for end, power in times.items()
    }


@given(flows())
@effort(15)
def test_verdicts_on_random_flows_agree_with_derivatives(drawn):
    flow, weights, rate = drawn
    laws = candidates(weights, rate, speeds=bool(flow.velocities))
    (system,) = lawdsl.loads(flow.text(laws))
    for name, body in laws.items():
        expected = Proved if vanishes(flow.derivative(body)) else Refuted
        assert isinstance(system.verdict(name), expected), (name, flow.text(laws))


def check_count(flow: SympyFlow) -> None:
    """Fail unless the number of all laws is what the closed Lie algebra leaves."""
    state, fields = flow.fields()
    count = lawdsl.loads(flow.text({}, "expect complete"))[0].count()
    assert count.lower <= count.upper == len(state) - closure_rank(fields, state), flow.statements


@given(flows())
@effort(6)
def test_counts_of_random_flows_agree_with_a_symbolic_closure(drawn):
    check_count(drawn[0])


@pytest.mark.parametrize(
    "case",
    [
        name
        for name, (flow, _) in CASES.items()
        if all(rate.is_rational_function() for rate in flow.rates.values()) and len(flow.rates) <= 4
    ],
)
def test_counts_of_known_flows_agree_with_a_symbolic_closure(case: str):
    check_count(CASES[case][0])
