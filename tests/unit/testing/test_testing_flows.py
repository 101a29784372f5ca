"""Flows written out as polynomials, against the same by hand."""

from __future__ import annotations

from hypothesis import Phase, given, settings

import lawdsl
from lawdsl.testing import (
    Candidate,
    FlowSystem,
    Polynomial,
    buffered_flow,
    flow_systems,
    gradient_flow,
    momentum_flow,
    scaled_flow,
)

X, Y = (Polynomial.coordinate(2, place) for place in range(2))


def named(flow: FlowSystem) -> list[Polynomial]:
    return [flow.space[name] for name in flow.space.names]


def test_a_gradient_flow_in_two_metrics_with_decay():
    flow = gradient_flow([X * Y], ["mirror(entropy)", "diag(2)"], "lambda")
    x, y, _, rate, G = named(flow)
    assert flow.rates == (-(rate * x) - x * y * G, -(rate * y) - (x + x) * G, x**0)
    assert "metric x: mirror(entropy), y: diag(2)\nflow gradient(decay = lambda)" in flow.statements


def test_momentum_that_is_damped_by_three_over_time():
    flow = momentum_flow([X * Y], "3/t")
    x, y, u, v, t, G = named(flow)
    three = flow.space.number(3)
    assert flow.rates == (t * u, t * v, -(three * u) - t * y * G, -(three * v) - t * x * G, t)
    assert flow.statements.endswith("flow momentum(3/t)")


def test_momentum_in_the_entropy_mirror():
    flow = momentum_flow([X], "tau", mirror=True)
    x, _, u, v, t, tau, G = named(flow)
    assert flow.rates == (u, v, -(tau * u) - (tau * x + u) * G, -(tau * v), t**0)


def test_optimizers_with_buffers_and_with_one_step_size():
    flow = buffered_flow([X * Y], "1/2")
    x, y, p, q, t, G = named(flow)
    assert flow.rates[:2] == (-p, -q)
    assert [rate + rate for rate in flow.rates[2:4]] == [(y + y) * G - p, (x + x) * G - q]
    flow = scaled_flow([X * Y])
    x, y, s, t, G = named(flow)
    assert flow.rates == (-(s * y * G), -(s * x * G), (x * x + y * y) * G * G - s, t**0)


def test_a_candidate_with_an_exponential_is_judged_with_it():
    flow = gradient_flow([X * Y], ["euclidean", "euclidean"], "lambda")
    x, y, _, rate, _ = named(flow)
    exponents = {"still": flow.space.number(0), "slow": rate, "right": rate + rate}
    laws = {name: Candidate(x * x - y * y, exponent) for name, exponent in exponents.items()}
    assert flow.with_laws(laws).sample().truth == {"still": False, "slow": False, "right": True}


@given(flow_systems())
@settings(max_examples=25, deadline=None)
def test_what_is_kept_holds_and_what_is_broken_does_not(flow: FlowSystem):
    sample = flow.sample()
    assert sample.truth
    assert all(holds == name.startswith("kept") for name, holds in sample.truth.items())
    (system,) = lawdsl.loads(sample.text)
    assert set(system.laws) == set(sample.truth)


def test_all_kinds_of_flows_are_drawn():
    texts: list[str] = []

    @given(flow_systems())
    @settings(max_examples=50, phases=[Phase.generate])
    def draw(flow: FlowSystem) -> None:
        texts.append(flow.statements)

    draw()
    for word in (
        "momentum(3/t)",
        "momentum(tau)",
        "decay",
        "state s",
        "state m_x",
        "mirror(entropy)",
        "diag",
    ):
        assert any(word in text for text in texts), word
