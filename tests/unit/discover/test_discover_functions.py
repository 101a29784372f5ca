"""Searches in given functions, and of flows that are no polynomials."""

from __future__ import annotations

import pytest
from discovery_specs import system, with_laws

from lawdsl.verify.result import DiscoveryResult
from lawdsl.verify.run import verify_system
from lawdsl.verify.verdict import Proved

LOTKA = """param x > 0, y > 0  const a > 0, b > 0, c > 0, d > 0
  flow { dot(x) = x*(a - b*y)  dot(y) = y*(d*x - c) }"""
KEPLER = """param x, y, vx, vy  let r = sqrt(x**2 + y**2)
  flow { dot(x) = vx  dot(y) = vy  dot(vx) = -x/r**3  dot(vy) = -y/r**3 }"""
GROWTH = "dim n  param x[n] > 0  flow { dot(x)[i] = x[i] }"
MOMENTUM = """dim n, m, r  param U[n, r], V[m, r]  const tau
  map U @ V.T  flow momentum(tau)"""


def search(body: str, claims: str, **sizes: int) -> DiscoveryResult:
    """The result of the one search of a system."""
    events = verify_system(system(body, sizes, claims), {})
    (found,) = (event for event in events if isinstance(event, DiscoveryResult))
    return found


@pytest.mark.parametrize(
    ("body", "claims", "sizes", "count", "complete"),
    [
        (LOTKA, "discover degree <= 2 with log(x), log(y)", {}, 1, True),
        (LOTKA, "discover degree <= 3 with 1/x, 1/y", {}, 0, False),
        (KEPLER, "discover degree <= 2 with 1/r", {}, 2, False),
        (KEPLER, "discover degree <= 3 with x/r, y/r", {}, 3, True),
        (GROWTH, "discover degree <= 1 with log(x)", {"n": 3}, 2, True),
        (GROWTH, "discover degree <= 2 with exp(-t)", {"n": 3}, 3, True),
        (GROWTH, "discover degree <= 2 with sqrt(x), exp(-t/2)", {"n": 2}, 2, True),
        (MOMENTUM, "discover degree <= 3 with exp(tau*t)", {"n": 2, "m": 1, "r": 2}, 1, True),
        (MOMENTUM, "discover degree <= 3 with exp(2*tau*t)", {"n": 2, "m": 1, "r": 2}, 0, False),
        ("param x, y  flow { dot(x) = x/y  dot(y) = 1 }", "discover degree <= 2 with 1/y", {}, 1, True),
        (
            "param x, y  flow { dot(x) = y/(1 + x**2)  dot(y) = -x/(1 + x**2) }",
            "discover degree <= 2",
            {},
            1,
            True,
        ),
    ],
)
def test_the_laws_in_an_ansatz_are_found(body, claims, sizes, count, complete):
    found = search(body, claims, **sizes)
    assert found.decided
    assert found.text == claims
    assert len(found.laws) == count
    assert ("all laws (complete)" in found.remark) is complete


def test_what_is_printed_can_be_pasted_and_is_proved():
    for body, claims, sizes in (
        (LOTKA, "discover degree <= 2 with log(x), log(y)", {}),
        (KEPLER, "discover degree <= 3 with x/r, y/r", {}),
        (GROWTH, "discover degree <= 2 with sqrt(x), exp(-t/2)", {"n": 2}),
    ):
        found = search(body, claims, **sizes)
        *_, result = verify_system(with_laws(body, list(found.laws)), sizes)
        assert all(isinstance(claim.verdict, Proved) for claim in result.claims)
        assert len(result.claims) == len(found.laws)


def test_relations_between_the_functions_are_no_laws():
    # x * (1/x), sqrt(x)**2 - x and exp(x)*exp(-x) do not change whatever the flow is.
    found = search(
        "param x > 0, y  flow { dot(x) = x*y  dot(y) = x }",
        "discover degree <= 2 with 1/x, sqrt(x), exp(x), exp(-x)",
    )
    assert found.laws == ("law h1 = 2*x - y**2",)


def test_one_function_counts_once_however_it_is_written():
    found = search(
        "param x > 0, y > 0  flow { dot(x) = x  dot(y) = -y }",
        "discover degree <= 2 with sqrt(x), sqrt(y), log(x), log(y), 1/x",
    )
    # No two of them are linearly dependent, all are functions of one, and 1/x * x is no law.
    assert set(found.laws) == {"law h1 = log(x) + log(y)", "law h2 = x*y", "law h3 = sqrt(x)*sqrt(y)"}
    assert found.remark == "3 new laws up to degree 2, 1 independent: all laws (complete)"


def test_functions_of_functions_leave_a_doubt():
    found = search("param x > 0  flow { dot(x) = x }", "discover degree <= 1 with log(1 + sqrt(x))")
    assert not found.decided
    assert "may be other laws" in found.remark


def test_a_search_that_is_too_large_is_given_up():
    found = search(GROWTH, "discover degree <= 6 with exp(x)", n=30)
    assert not found.decided
    assert "too large" in found.remark
