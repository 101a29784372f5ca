"""Every refutation can be recomputed by hand: domain, component and rate, with fractions and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from replay import replay, replay_invariant
from strategies import (
    Sample,
    all_systems,
    effort,
    logarithmic_systems,
    quotient_systems,
    second_order_systems,
)

from lawdsl import lang
from lawdsl.diagnostics import Source
from lawdsl.verify.claims import Claims
from lawdsl.verify.verdict import Proved, Refuted

SPECS = Path(__file__).parents[2] / "specs"


@given(all_systems)
@effort(40)
def test_refutations_of_random_systems_replay(sample: Sample):
    system = sample.system()
    claims = Claims(system, {})
    for law in (*sample.true, *sample.candidates):
        verdict = claims.verdict(law)
        if isinstance(verdict, Refuted):
            assert law not in sample.true
            replay(system, law, verdict.counterexample)


@given(second_order_systems())
@effort(20)
def test_refutations_under_other_flows_replay(sample: Sample):
    system = sample.system()
    claims = Claims(system, {})
    for law in sample.candidates:
        verdict = claims.verdict(law)
        if isinstance(verdict, Refuted):
            replay(system, law, verdict.counterexample)


@given(all_systems)
@effort(20)
def test_what_is_true_by_construction_is_proved(sample: Sample):
    claims = Claims(sample.system(), {})
    for law in sample.true:
        assert isinstance(claims.verdict(law), Proved)


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(SPECS.rglob("*.law")) if "bad" not in path.parts],
    ids=lambda path: path.stem,
)
def test_refutations_of_the_shipped_specs_replay(path: Path):
    for system in lang.load(lang.read(path)):
        claims = Claims(system, {})
        for law in system.laws:
            verdict = claims.verdict(law.name)
            if isinstance(verdict, Refuted):
                replay(system, law.name, verdict.counterexample)
        for invariant in system.invariants:
            verdict = claims.verdict(invariant.name)
            if isinstance(verdict, Refuted) and verdict.counterexample.root is None:
                replay_invariant(system, invariant.name, verdict.counterexample)


def test_a_point_of_a_counterexample_is_simple():
    text = """system s { dim n, m, r  param U[n, r], V[m, r]  map phi = U @ V.T  flow gradient
    law wrong = U.T @ U + V.T @ V }"""
    (system,) = lang.load(Source("s.law", text))
    found = Claims(system, {}).verdict("wrong")
    assert isinstance(found, Refuted)
    point = found.counterexample
    values = [*point.state.values(), *point.cotangent.values()]
    assert sum(value != 0 for value in values) == 3
    assert all(abs(value) <= 1 for value in values)
    replay(system, "wrong", point)


@given(quotient_systems())
@effort(20)
def test_quotients_of_laws_are_never_refuted_and_others_replay(sample: Sample):
    system = sample.system()
    claims = Claims(system, {})
    assert not isinstance(claims.verdict("quotient"), Refuted)
    verdict = claims.verdict("spoiled")
    if isinstance(verdict, Refuted):
        replay(system, "spoiled", verdict.counterexample)


@given(logarithmic_systems())
@effort(20)
def test_logarithms_and_exponentials(sample: Sample):
    system = sample.system()
    claims = Claims(system, {})
    for law in sample.true:
        assert isinstance(claims.verdict(law), Proved)
    for law in sample.candidates:
        verdict = claims.verdict(law)
        if isinstance(verdict, Refuted):
            replay(system, law, verdict.counterexample)
