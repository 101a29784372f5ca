"""Assumptions and invariant sets as typed: differences, relations, free indices, and what cannot be said."""

from __future__ import annotations

import pytest

from lawdsl.diagnostics import Source, SpecError
from lawdsl.lang import load

HEAD = "system s { dim n, r  param U[n, r], x, y  const c  map U  map x*y  flow gradient  law a = x\n"


def typed(statement: str):
    (system,) = load(Source("s.law", f"{HEAD}{statement} }}"))
    return system


def codes(statement: str) -> list[str]:
    with pytest.raises(SpecError) as caught:
        typed(statement)
    return [item.code for item in caught.value.diagnostics]


@pytest.mark.parametrize(
    ("statement", "relations", "ranks"),
    [
        ("assume x == 0", ["=="], [0]),
        ("assume x**2 + y**2 < c", ["<"], [0]),
        ("assume 0 < x < y < 1", ["<", "<", "<"], [0, 0, 0]),
        ("assume U.T @ U - eye(r) == 0", ["=="], [2]),
        ("assume U.T @ U == eye(r)", ["=="], [2]),
        ("assume U >= -1", [">="], [2]),
        ("assume U[i, k] != 0", ["!="], [2]),
        ("assume U[i, 0] == sum(j) U[j, 0]", ["=="], [1]),
        ("assume sum(i) U[i, k]**2 == 1", ["=="], [1]),
        ("assume c > 0", [">"], [0]),
    ],
)
def test_an_assumption_is_a_family_with_a_relation_to_zero(statement, relations, ranks):
    found = typed(statement).assumptions
    assert [item.relation for item in found] == relations
    assert [len(item.family.indices) for item in found] == ranks


def test_an_assumption_keeps_its_text_and_place():
    system = typed("assume  U.T @ U\n  == eye(r)")
    (found,) = system.assumptions
    assert found.text == "U.T @ U == eye(r)"
    assert found.family.name == "U.T @ U - eye(r)"
    span = found.family.span
    assert system.source.text[span.start : span.end].startswith("U.T @ U")


def test_an_invariant_set_has_equations():
    (found,) = typed("invariant cone: x**2 == y**2, U[i, 0] == 0, x == y == c").invariants
    assert found.name == "cone"
    assert [len(equation.indices) for equation in found.equations] == [0, 1, 0, 0]
    assert [equation.name for equation in found.equations] == ["x**2 - y**2", "U[i, 0]", "x - y", "y - c"]


def test_claims_are_in_the_order_of_the_text():
    assert [
        claim.name for claim in typed("invariant b: x == 0  law d = y  invariant e: y == 0").claims()
    ] == list("abde")


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("assume x", ["L0001"]),
        ("assume x == 0 with y", ["L0001"]),
        ("invariant x == 0", ["L0001"]),
        ("invariant b: x > 0", ["L0001"]),
        ("invariant b: x", ["L0001"]),
        ("invariant b: x == 0, d: y == 0", ["L0001"]),
        ("invariant a: x == 0", ["L0102"]),
        ("invariant t: x == 0", ["L0103"]),
        ("invariant b: c == 1", ["L0319"]),
        ("assume U @ U == 0", ["L0201"]),
        ("assume U == x * eye(n)", ["L0201"]),
        ("assume z == 0", ["L0101"]),
        ("assume grad(x) == 0", ["L0309"]),
        ("assume U[i] == 0", ["L0203"]),
        ("assume U[i, i] == 0", ["L0202"]),
        ("assume a == 0", ["L0104"]),
        ("expect proved nothing", ["L0101"]),
    ],
)
def test_what_cannot_be_said(statement, expected):
    assert codes(statement) == expected


def test_an_at_block_holds_no_assumption():
    assert codes("at n = 1, r = 1 { assume x == 0 }") == ["L0013"]


def test_velocities_may_be_assumed_under_momentum():
    (system,) = load(
        Source(
            "s.law", "system s { param x, y  map x*y  flow momentum(0)  assume dot(x) == dot(y)  law a = x }"
        )
    )
    assert len(system.assumptions) == 1
