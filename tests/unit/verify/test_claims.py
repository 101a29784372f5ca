"""Where a claim is decided, and what its verdict then speaks of."""

from __future__ import annotations

import pytest

from lawdsl import lang
from lawdsl.diagnostics import Source
from lawdsl.verify.claims import Claims
from lawdsl.verify.verdict import Proved, Refuted, Scope, Undecided

ONLY_AT_ONE = (
    "dim n\nparam x[n]\nmap phi[i] = x[i]\nflow { dot(x) = (n - 1)*grad(x) }\nlaw total = sum(i) x[i]\n"
)
ALWAYS = "dim n\nparam x[n], y[n]\nmap phi[i] = x[i]*y[i]\nflow gradient\nlaw a[i] = x[i]**2 - y[i]**2\n"


def claims(body: str, **chosen: int) -> Claims:
    (system,) = lang.load(Source("s.law", f"system s {{\n{body}\n}}"))
    return Claims(system, chosen)


def test_a_proof_for_every_dimension_needs_no_place():
    verdict = claims(ALWAYS + "at n = 2 { expect complete }").verdict("a")
    assert verdict == Proved(Scope(every=("n",)), "index notation")


def test_stated_dimensions_are_where_a_claim_is_decided():
    verdict = claims(ONLY_AT_ONE + "at n = 1 { expect proved total }").verdict("total")
    assert verdict == Proved(Scope(points=({"n": 1},)), "generic point")


def test_a_claim_that_is_false_at_one_stated_point_is_refuted():
    verdict = claims(ONLY_AT_ONE + "at n = 1..3 { expect count == 0 }").verdict("total")
    assert isinstance(verdict, Refuted)
    assert verdict.counterexample.sizes == {"n": 2}


def test_chosen_dimensions_come_before_stated_ones():
    held = claims(ONLY_AT_ONE + "at n = 2 { expect refuted total }", n=1).verdict("total")
    assert isinstance(held, Proved)
    assert str(held.scope) == "n = 1"


def test_in_general_a_proof_at_stated_points_is_none():
    body = ONLY_AT_ONE + "at n = 1 { expect complete }"
    assert isinstance(claims(body).in_general("total"), Undecided)
    assert isinstance(claims(body, n=1).in_general("total"), Proved)
    assert isinstance(claims(ALWAYS).in_general("a"), Proved)


def test_a_claim_is_decided_at_a_point_alone():
    both = claims(ONLY_AT_ONE)
    assert isinstance(both.at("total", {"n": 1}), Proved)
    assert isinstance(both.at("total", {"n": 2}), Refuted)


def test_undecided_at_one_stated_point_is_undecided():
    body = "dim n\nparam x[n]\nflow { dot(x) = 0 }\nlaw a = sum(i) x[i] * prod(j) x[j]\n"
    verdict = claims(body + "at n = 1 { expect proved a }  at n = 90000 { expect proved a }").verdict("a")
    assert isinstance(verdict, Undecided)


def test_literal_indices_bound_the_scope_from_below():
    verdict = claims("dim n\nparam x[n]\nmap x[2]\nflow gradient\nlaw a = x[1]").verdict("a")
    assert str(verdict.scope) == "every n (n >= 3)"


@pytest.mark.parametrize("verdict", [Proved(Scope(), "index notation"), Undecided("why")])
def test_a_verdict_is_no_truth_value(verdict):
    with pytest.raises(TypeError):
        bool(verdict)
