"""Trajectories under cotangents that vary in time: proved laws stay, refuted ones drift.

Numbers with forty digits judge the verifier here, never the other way round. A proved law may change by no
more than the error of the integration, which halving the step shows; a refuted one changes by far more.
"""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
import sympy
from flow_cases import CASES
from hypothesis import given
from strategies import effort
from sympy_flows import TIME, SympyFlow
from trajectory import DIGITS, ROUNDING, Drift, State, Trajectory, numbers, trajectory, waves

import lawdsl
from lawdsl.testing import FlowSystem, flow_systems
from lawdsl.verify.verdict import Proved, Refuted, Verdict

FIRST, LAST = 1.0, 1.6
SEEDS = (1, 2)


def agrees(verdict: Verdict, drifts: list[Drift]) -> bool:
    """Whether a verdict fits all trajectories: a false law may by chance stay on one of them."""
    match verdict:
        case Proved():
            return all(drift.is_none() for drift in drifts)
        case Refuted():
            return any(drift.is_clear() for drift in drifts)
    return False


def followed(flow: SympyFlow, seed: int) -> tuple[Trajectory, State]:
    """A trajectory of a flow, and the values of its constants."""
    still, wave = numbers(len(flow.constants), 10 + seed), waves(len(flow.cotangents), seed)
    rates = _function(flow, [*flow.rates.values()], [*flow.constants, *flow.cotangents])
    start = numbers(len(flow.rates), seed)

    def at(time: mpmath.mpf, state: State) -> State:
        return np.array(rates(time, *state, *still, *wave(time)))

    return trajectory(at, start, FIRST, LAST), still


def _function(flow: SympyFlow, values, further):
    return sympy.lambdify([TIME, *flow.rates, *further], values, modules="mpmath", cse=True)


@pytest.mark.parametrize("case", CASES)
def test_verdicts_agree_with_trajectories(case: str):
    flow, laws = CASES[case]
    (system,) = lawdsl.loads(flow.text(laws))
    verdicts = {name: system.verdict(name) for name in laws}
    assert {type(verdict) for verdict in verdicts.values()} <= {Proved, Refuted}
    paths = [followed(flow, seed) for seed in SEEDS]
    for name, body in laws.items():
        value = _function(flow, flow.law(body), flow.constants)
        drifts = [
            path.drift(lambda time, state, value=value, still=still: value(time, *state, *still))
            for path, still in paths
        ]
        assert agrees(verdicts[name], drifts), (name, verdicts[name], drifts)


@given(flow_systems())
@effort(8)
def test_verdicts_on_random_flows_agree_with_trajectories(flow: FlowSystem):
    sample = flow.sample()
    (system,) = lawdsl.loads(sample.text)
    space = flow.space
    symbols = sympy.symbols(f"c:{len(space.names)}")
    names = [symbol.name for symbol in symbols]
    rates = [sympy.sympify(rate.text(names)) / sympy.sympify(flow.clock.text(names)) for rate in flow.rates]
    field = sympy.lambdify(symbols, rates, modules="mpmath", cse=True)
    moving = len(space.state) - 1  # time is the last of the state
    wave = waves(len(space.maps), 3)
    still = numbers(len(space.names) - len(space.state) - len(space.maps), 4)

    def at(time: mpmath.mpf, state: State) -> State:
        return np.array(field(*state, time, *still, *wave(time))[:moving])

    path = trajectory(at, numbers(moving, 5), FIRST, LAST)
    for name, law in flow.laws.items():
        body = sympy.exp(sympy.sympify(law.exponent.text(names)) * symbols[moving])
        function = sympy.lambdify(
            symbols[: moving + 1 + len(still)], body * sympy.sympify(law.factor.text(names)), "mpmath"
        )
        drift = path.drift(lambda time, state, function=function: function(*state, time, *still))
        assert agrees(system.verdict(name), [drift]), (name, sample.text, drift)


def matrices(n: int, m: int, r: int, entropy: bool):
    """Two linear layers in matrix notation, and the same by the formulas of matrix calculus."""
    metric = "metric mirror(entropy)" if entropy else ""
    laws = {
        "balance": lambda U, V: U.T @ U - V.T @ V,
        "masses": lambda U, V: U.sum(0) - V.sum(0),
        "wrong": lambda U, V: U.T @ U + V.T @ V,
    }
    text = f"""system s {{ dim n, m, r  param U[n, r], V[m, r]  map phi = U @ V.T  {metric}  flow gradient
    law balance = U.T @ U - V.T @ V
    law masses[k] = sum(i) U[i,k] - sum(j) V[j,k]
    law wrong = U.T @ U + V.T @ V }}"""
    wave = waves(n * m, 1)

    def split(state: State) -> tuple[State, State]:
        return state[: n * r].reshape(n, r), state[n * r :].reshape(m, r)

    def rates(time: mpmath.mpf, state: State) -> State:
        U, V = split(state)
        G = wave(time).reshape(n, m)
        dU, dV = -G @ V, -G.T @ U
        if entropy:
            dU, dV = U * dU, V * dV
        return np.concatenate([dU.ravel(), dV.ravel()])

    functions = {name: lambda state, law=law: law(*split(state)).ravel() for name, law in laws.items()}
    return text, rates, functions


@pytest.mark.parametrize("entropy", [False, True])
@pytest.mark.parametrize(("n", "m", "r"), [(2, 2, 2), (1, 1, 1), (3, 1, 2)])
def test_verdicts_agree_with_trajectories_of_matrices(n, m, r, entropy):
    text, rates, laws = matrices(n, m, r, entropy)
    (system,) = lawdsl.loads(text)
    path = trajectory(rates, numbers((n + m) * r, 2), 0.0, 0.5)
    for name, law in laws.items():
        components = range(len(law(path.start)))
        drifts = [path.drift(lambda _, state, law=law, at=at: law(state)[at]) for at in components]
        verdict = system.verdict(name, n=n, m=m, r=r)
        if isinstance(verdict, Proved):
            assert all(agrees(verdict, [drift]) for drift in drifts)
        else:
            assert agrees(verdict, drifts)


def test_the_mirror_conserves_masses_and_the_euclidean_flow_balance():
    for entropy, kept, broken in ((False, "balance", "masses"), (True, "masses", "balance")):
        (system,) = lawdsl.loads(matrices(2, 2, 2, entropy)[0])
        assert isinstance(system.verdict(kept), Proved)
        assert isinstance(system.verdict(broken), Refuted)


def test_the_error_of_a_trajectory_is_what_halving_the_step_shows():
    # x' = t x has the solution x(1) exp((t^2 - 1) / 2).
    path = trajectory(lambda time, state: time * state, np.array([mpmath.mpf(1)]), 1.0, 1.5, steps=2)
    with mpmath.workdps(DIGITS):
        exact = mpmath.exp((path.times[1] ** 2 - 1) / 2)
        coarse, fine = abs(path.coarse[0] - exact), abs(path.fine[0] - exact)
        assert ROUNDING < fine < coarse / 1000
        drift = path.drift(lambda time, state: state[0] * mpmath.exp(-(time**2) / 2))
        assert drift.is_none()
        assert path.drift(lambda _, state: state[0]).is_clear()
        assert path.drift(lambda time, state: state[0] * mpmath.exp(-(time**2) / 2) + time / 10**6).is_clear()
