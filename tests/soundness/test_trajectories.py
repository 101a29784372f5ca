"""Trajectories in floating point with cotangents that vary in time: proved laws stay, refuted ones drift.

Floating-point numbers judge the verifier here, never the other way round.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import numpy as np
import pytest

from lawdsl import lang
from lawdsl.diagnostics import Source
from lawdsl.verify.claims import Claims
from lawdsl.verify.verdict import Proved, Refuted

Vector = np.ndarray
Rates = Callable[[float, Vector], Vector]


def integrate(rates: Rates, start: Vector, until: float, steps: int) -> Vector:
    """The classical method of Runge and Kutta."""
    state, step = start, until / steps
    for place in range(steps):
        time = place * step
        first = rates(time, state)
        second = rates(time + step / 2, state + step / 2 * first)
        third = rates(time + step / 2, state + step / 2 * second)
        fourth = rates(time + step, state + step * third)
        state = state + step / 6 * (first + 2 * second + 2 * third + fourth)
    return state


def waves(shape: tuple[int, ...], seed: int) -> Callable[[float], Vector]:
    """Smooth functions of time, one for each entry."""
    source = np.random.default_rng(seed)
    amplitude, speed, phase = source.uniform(0.3, 1, (3, *shape))
    return lambda time: amplitude * np.sin(3 * speed * time + 6 * phase)


def two_layer(
    n: int, m: int, r: int, entropy: bool
) -> tuple[str, Rates, dict[str, Callable[[Vector], Vector]], Vector]:
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
    wave = waves((n, m), 1)

    def split(state: Vector) -> tuple[Vector, Vector]:
        return state[: n * r].reshape(n, r), state[n * r :].reshape(m, r)

    def rates(time: float, state: Vector) -> Vector:
        U, V = split(state)
        G = wave(time)
        dU, dV = -G @ V, -G.T @ U
        if entropy:
            dU, dV = U * dU, V * dV
        return np.concatenate([dU.ravel(), dV.ravel()])

    start = np.random.default_rng(2).uniform(0.5, 1.5, (n + m) * r)
    functions = {name: lambda state, law=law: law(*split(state)) for name, law in laws.items()}
    return text, rates, functions, start


@pytest.mark.parametrize("entropy", [False, True])
@pytest.mark.parametrize(("n", "m", "r"), [(2, 3, 2), (1, 1, 1), (3, 1, 2)])
def test_verdicts_agree_with_trajectories_of_two_layers(n, m, r, entropy):
    text, rates, laws, start = two_layer(n, m, r, entropy)
    (system,) = lang.load(Source("s.law", text))
    claims = Claims(system, {"n": n, "m": m, "r": r})
    end = integrate(rates, start, 0.3, 150)
    assert np.abs(end - start).max() > 0.01
    for name, law in laws.items():
        drift = np.abs(law(end) - law(start)).max()
        match claims.verdict(name):
            case Proved():
                assert drift < 1e-8
            case Refuted():
                assert drift > 1e-5
            case _:
                pytest.fail(f"{name} is undecided")


def test_the_mirror_conserves_masses_and_the_euclidean_flow_balance():
    for entropy, law in ((False, "balance"), (True, "masses")):
        (system,) = lang.load(Source("s.law", two_layer(2, 2, 2, entropy)[0]))
        claims = Claims(system, {})
        assert isinstance(claims.verdict(law), Proved)
        assert isinstance(claims.verdict({"balance": "masses", "masses": "balance"}[law]), Refuted)


@pytest.mark.parametrize("seed", range(4))
def test_verdicts_agree_with_trajectories_of_rotations_in_time(seed):
    source = random.Random(seed)
    a, b, c = (source.randint(-3, 3) or 1 for _ in range(3))
    text = f"""system s {{ param x, y, z
    flow {{ dot(x) = {a}*y + t*z  dot(y) = -({a})*x + {b}*z*t**2  dot(z) = -t*x - ({b})*t**2*y }}
    law energy = x**2 + y**2 + z**2
    law half = x**2 + y**2 + {c}*z }}"""
    (system,) = lang.load(Source("s.law", text))
    claims = Claims(system, {})

    def rates(t: float, state: Vector) -> Vector:
        x, y, z = state
        return np.array([a * y + t * z, -a * x + b * z * t**2, -t * x - b * t**2 * y])

    start = np.array([1.0, -0.5, math.sqrt(2)])
    end = integrate(rates, start, 1.5, 1000)
    assert isinstance(claims.verdict("energy"), Proved)
    assert abs(end @ end - start @ start) < 1e-8
    assert isinstance(claims.verdict("half"), Refuted)
    assert abs(end[0] ** 2 + end[1] ** 2 + c * end[2] - (start[0] ** 2 + start[1] ** 2 + c * start[2])) > 1e-4
