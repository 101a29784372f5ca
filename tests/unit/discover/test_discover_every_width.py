"""Tensor laws for every dimension: proved when pasted, and nothing that follows from the others."""

from __future__ import annotations

import pytest
from discovery_specs import CP, LINEAR, MIRROR, RELU, TOP, system, with_laws

from lawdsl.discover.every_width import TensorDiscovery, discover_every_width
from lawdsl.verify.claims import Claims
from lawdsl.verify.verdict import Proved

DEEP = "dim a, b, c, d  param U[a, b], V[b, c], W[c, d]  map phi = U @ V @ W  flow gradient"
ORBIT = "dim n  param x[n], v[n]  const w  flow { dot(x) = v  dot(v) = -w*x }"


def found(body: str, degree: int) -> TensorDiscovery:
    sizes = {name: 2 for name in "abcdlmnr" if f" {name}" in body.split("param")[0]}
    result = discover_every_width(system(body, sizes), degree)
    assert result.unproved == ""
    return result


@pytest.mark.parametrize("body", [LINEAR, RELU, MIRROR, CP, DEEP, ORBIT, TOP])
def test_every_law_is_proved_when_pasted(body: str) -> None:
    laws = found(body, 2).laws
    assert laws
    claims = Claims(with_laws(body, [str(law) for law in laws]), {})
    assert all(isinstance(claims.everywhere(law.name), Proved) for law in laws)


@pytest.mark.parametrize(
    ("body", "heads"),
    [
        (LINEAR, ["h1[k, l]"]),
        (RELU, ["h1[k]"]),
        (MIRROR, ["h1[k]"]),
        (CP, ["h1[k]", "h2[k]"]),
        (DEEP, ["h1[k, l]", "h2[k, l]"]),
        (TOP, ["h1", "h2"]),
    ],
)
def test_traces_diagonals_and_products_are_not_news(body: str, heads: list[str]) -> None:
    assert [str(law).split(" = ")[0] for law in found(body, 2).laws] == [f"law {head}" for head in heads]


def test_balance_in_the_notation_of_the_language() -> None:
    (law,) = found(LINEAR, 2).laws
    assert str(law) == "law h1[k, l] = sum(i) U[i,k]*U[i,l] - sum(i) V[i,k]*V[i,l]"


def test_powers_of_a_scalar_law_are_not_news() -> None:
    (law,) = found("param x, y  flow { dot(x) = y  dot(y) = -x }", 4).laws
    assert str(law) == "law h1 = x**2 + y**2"


def test_constants_may_be_factors() -> None:
    assert {law.degree for law in found(ORBIT, 3).laws} == {2, 3}


def test_a_system_without_laws_gives_none() -> None:
    assert not found("dim n, m  param x[n, m]  flow { dot(x) = x }", 2).laws


def test_names_of_dimensions_are_no_indices() -> None:
    body = "dim k, l, i  param U[k, i], V[l, i]  map phi = U @ V.T  flow gradient"
    (law,) = discover_every_width(system(body, {"k": 2, "l": 2, "i": 2}), 2).laws
    assert isinstance(Claims(with_laws(body, [str(law)]), {}).everywhere(law.name), Proved)


def test_a_search_that_is_too_large_is_given_up() -> None:
    body = "dim n  param A[n, n], B[n, n]  flow { dot(A) = A @ B - B @ A  dot(B) = 0 }"
    assert discover_every_width(system(body, {"n": 2}), 8).unproved
