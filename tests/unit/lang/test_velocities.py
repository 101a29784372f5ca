"""`dot(x)` in a law: a part of the state under momentum, else the right-hand side of its equation."""

from __future__ import annotations

import pytest

from lawdsl.diagnostics import Source, SpecError
from lawdsl.lang import load
from lawdsl.notation.expression import entries
from lawdsl.notation.typed import TypedSystem
from lawdsl.tensor import expand

EQUATIONS = "param x[3], y[3]  state s  const w  flow {{ dot(x) = y  dot(y) = -w**2*x  dot(s) = t }}  {}"


def system(statements: str) -> TypedSystem:
    (found,) = load(Source("example.law", f"system a {{ {statements} }}"))
    return found


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("dot(x) @ dot(y) + dot(s)*s", "sum(i) y[i]*(-w**2*x[i]) + t*s"),
        ("norm2(dot(y)) * x[0]", "w**4 * sum(i) x[i]**2 * x[0]"),
        ("dot(x)[1] * x[2] - x[1]*dot(x)[2]", "y[1]*x[2] - x[1]*y[2]"),
    ],
)
def test_a_velocity_is_the_right_hand_side(written: str, meant: str) -> None:
    (left,), (right,) = (system(EQUATIONS.format(f"law a = {law}")).laws for law in (written, meant))
    assert expand(left.body) == expand(right.body)


def test_searches_know_velocities_as_well() -> None:
    (block,) = system(EQUATIONS.format("discover degree <= 1 with dot(x)")).blocks
    ((function,),) = (search.functions for search in block.searches)
    assert {entry.tensor.name for entry in entries(function.body)} == {"y"}


@pytest.mark.parametrize("flow", ["gradient", "{ dot(x) = -grad(x) }", "sign"])
def test_a_velocity_that_depends_on_the_cotangent_is_an_error(flow: str) -> None:
    with pytest.raises(SpecError) as caught:
        system(f"param x  map x**2  flow {flow}  law a = dot(x)")
    assert [item.code for item in caught.value.diagnostics] == ["L0309"]
