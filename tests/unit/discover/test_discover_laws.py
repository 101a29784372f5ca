"""Laws found at concrete dimensions: they verify when pasted, agree with the count and are new."""

from __future__ import annotations

from itertools import product

import pytest
from discovery_specs import CP, LINEAR, MIRROR, RELU, TOP, concrete, discover, with_laws

from lawdsl.discover.search import count_discovered, discover_laws
from lawdsl.verify.claims import Claims
from lawdsl.verify.verdict import Proved

GRIDS = [
    *((LINEAR, dict(zip("nmr", sizes, strict=True)), 2) for sizes in product((1, 2, 3), repeat=3)),
    *((RELU, dict(zip("nmr", sizes, strict=True)), 2) for sizes in product((1, 2), repeat=3)),
    *((MIRROR, dict(zip("nmr", sizes, strict=True)), 1) for sizes in product((2, 3), repeat=3)),
    (CP, {"n": 2, "m": 2, "l": 2, "r": 2}, 2),
    (TOP, {}, 2),
]


@pytest.mark.parametrize(("body", "sizes", "degree"), GRIDS)
def test_every_law_verifies_when_pasted(body: str, sizes: dict[str, int], degree: int) -> None:
    found = discover(body, sizes, degree)
    assert found.laws
    claims = Claims(with_laws(body, [str(law) for law in found.laws]), sizes)
    assert all(isinstance(claims.verdict(law.name), Proved) for law in found.laws)


@pytest.mark.parametrize(
    ("body", "sizes", "degree"), [item for item in GRIDS if min(item[1].values(), default=2) > 1]
)
def test_the_laws_found_are_all_laws(body: str, sizes: dict[str, int], degree: int) -> None:
    found = discover(body, sizes, degree)
    counted = count_discovered(concrete(body, sizes), found)
    assert counted.complete
    assert counted.proved <= len(found.laws)


def test_mirror_factorization_has_laws_of_degree_one() -> None:
    found = discover(MIRROR, {"n": 2, "m": 3, "r": 2}, 2)
    assert [law.degree for law in found.laws] == [1, 1]


def test_the_top_has_energy_and_casimir() -> None:
    found = discover(TOP, {}, 2)
    assert found.dimension == len(found.laws) == 2
    # Of the combinations of 2*x**2 + y**2 and x**2 - z**2 the ones without y and without z are shortest.
    assert {str(law).split(" = ")[1] for law in found.laws} <= {
        "2*x**2 + y**2",
        "x**2 - z**2",
        "y**2 + 2*z**2",
    }


def test_the_square_of_a_hamiltonian_is_not_news() -> None:
    # H = x**3 + x*y + y**3
    body = "param x, y  flow { dot(x) = 3*y**2 + x  dot(y) = -3*x**2 - y }"
    (law,) = discover(body, {}, 6).laws
    assert str(law) == "law h1 = x**3 + x*y + y**3"
    assert discover(body, {}, 6).dimension == 2
    assert not discover(body, {}, 2).laws


def test_polynomials_in_lower_laws_are_not_news() -> None:
    body = "param x, y, z  flow { dot(x) = 0  dot(y) = y  dot(z) = -z }"
    assert [str(law) for law in discover(body, {}, 4).laws] == ["law h1 = x", "law h2 = y*z"]


def test_coefficients_may_depend_on_constants() -> None:
    body = "param x, y  const w  flow { dot(x) = y  dot(y) = -w**2*x }"
    assert [str(law) for law in discover(body, {}, 4).laws] == ["law h1 = x**2*w**2 + y**2"]


def test_time_is_a_coordinate() -> None:
    found = discover("param x  flow { dot(x) = 2*t }", {}, 2)
    assert [str(law) for law in found.laws] == ["law h1 = x - t**2"]


def test_large_rational_coefficients_need_several_primes() -> None:
    body = "param x, y  flow { dot(x) = 1000003*y  dot(y) = -1000033*x/7 }"
    assert [str(law) for law in discover(body, {}, 2).laws] == ["law h1 = 1000033*x**2 + 7000021*y**2"]


@pytest.mark.parametrize(
    "body",
    [
        "param x, y  flow { dot(x) = x  dot(y) = 2*y }",
        "param x > 0, y > 0  flow { dot(x) = x - x*y  dot(y) = -y + x*y }",
        "dim n = 2  param U[n, n]  map phi[i, j] = U[i, j]  flow gradient",
    ],
)
def test_systems_without_polynomial_laws_give_none(body: str) -> None:
    assert discover(body, {}, 4).dimension == 0


def test_an_ansatz_that_is_too_large_is_given_up() -> None:
    found = discover_laws(concrete(LINEAR, {"n": 30, "m": 30, "r": 10}), 6)
    assert "too large" in found.unproved
    assert not found.laws


def test_names_in_use_are_avoided() -> None:
    fields = concrete("param h1, h2  flow { dot(h1) = h2  dot(h2) = -h1 }", {})
    (law,) = discover_laws(fields, 2, taken={"h1", "h2"}).laws
    assert str(law) == "law law1 = h1**2 + h2**2"
