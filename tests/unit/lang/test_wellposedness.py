"""Nothing is proved vacuously: systems, domains and grids that cannot be meant are errors."""

import pytest

from lawdsl.diagnostics import Source, SpecError
from lawdsl.lang import load
from lawdsl.notation.grid import points

GRID = (
    "system a {{ dim n, m, d = 3 param x[n], y[m], z[d] map sum(i) x[i]**2 flow gradient law b = x[0] {} }}"
)


def codes(text: str) -> list[str]:
    with pytest.raises(SpecError) as caught:
        load(Source("example.law", text))
    return [item.code for item in caught.value.diagnostics]


@pytest.mark.parametrize(
    ("block", "code"),
    [
        ("at n = 3..2, m = 1 { expect complete }", "L0310"),
        ("at n = 1..5, m = 1 where n > 9 { expect complete }", "L0310"),
        ("at n = 0, m = 1 { expect complete }", "L0311"),
        ("at n = -1..2, m = 1 { expect complete }", "L0311"),
        ("at n = 2 { expect complete }", "L0311"),
        ("at n = 2, n = 3, m = 1 { expect complete }", "L0311"),
        ("at n = 2, m = 1, d = 3 { expect complete }", "L0311"),
        ("at n = 2, m = 1, k = 3 { expect complete }", "L0101"),
        ("at n = 2, m = 1, x = 3 { expect complete }", "L0104"),
        ("at n = 2, m = n { expect complete }", "L0317"),
        ("at n = 3/2, m = 1 { expect complete }", "L0317"),
        ("at n = 1..200, m = 1..200 { expect complete }", "L0312"),
        ("at n = 1..10**12, m = 1 { expect complete }", "L0312"),
        ("at n = 1..3, m = 1 { expect count == 1/(n - 2) }", "L0302"),
        ("at n = 1..3, m = 1 { expect count == 2**(1 - n) }", "L0317"),
        ("at n = 1, m = 1 { expect count == x }", "L0104"),
        ("at n = 1, m = 1 { expect count <= 2 }", "L0318"),
        ("at n = 1, m = 1 { expect independent() == 2 }", "L0318"),
        ("at n = 1, m = 1 { expect independent(x) == 2 }", "L0104"),
        ("at n = 1, m = 1 { discover degree <= 0 }", "L0318"),
        ("at n = 1, m = 1 { discover size <= 2 }", "L0318"),
        ("at n = 1, m = 1 { at n = 1, m = 1 { expect complete } }", "L0013"),
        ("at n = 1, m = 1 { law c = x[0] }", "L0013"),
        ("expect count == 3", "L0313"),
        ("discover degree <= 2", "L0313"),
    ],
)
def test_blocks(block: str, code: str) -> None:
    assert codes(GRID.format(block)) == [code]


def test_literal_indices_bound_the_sizes_of_a_block() -> None:
    assert codes(GRID.format("law c = x[4] at n = 4, m = 1 { expect complete }")) == ["L0311"]
    assert load(Source("example.law", GRID.format("law c = x[4] at n = 5, m = 1 { expect complete }")))


def test_a_grid_has_the_points_that_its_conditions_leave() -> None:
    block = "at n = 1..3, m = 1..3 where n + m == 4 and n < m + 2 { expect count == d }"
    (system,) = load(Source("example.law", GRID.format(block)))
    assert list(points(system.blocks[0])) == [{"n": 1, "m": 3}, {"n": 2, "m": 2}]


@pytest.mark.parametrize(
    ("declaration", "code"),
    [
        ("const c = -1 > 0", "L0303"),
        ("const c > 0 < 0", "L0303"),
        ("const c > 1 < 1/2", "L0303"),
        ("const c >= 1 <= 1", "L0303"),
        ("const c == 1", "L0315"),
        ("const c = x", "L0315"),
        ("const c[2] = 1", "L0315"),
        ("const c = 1 = 1", "L0315"),
        ("const c = 1/0", "L0302"),
        ("param p = 1", "L0315"),
        ("param p > x", "L0315"),
        ("dim k > 2", "L0315"),
        ("dim k = 0", "L0206"),
        ("dim k = 1/2", "L0206"),
        ("dim k = -3", "L0206"),
        ("param p[0]", "L0206"),
        ("param p[k]", "L0101"),
        ("param p[x]", "L0104"),
        ("param p[2+1]", "L0206"),
        ("const t", "L0103"),
        ("const trace", "L0103"),
    ],
)
def test_declarations(declaration: str, code: str) -> None:
    text = f"system a {{ param x  map x  flow gradient  law b = x  {declaration} }}"
    assert codes(text) == [code]


@pytest.mark.parametrize(
    "declaration",
    [
        "const c > 0 < 1",
        "const c != 0",
        "const c = 1/2 > 0",
        "const c >= 0 > 0",
        "dim k = 2 * 3",
        "const c = -0.5",
    ],
)
def test_domains_with_room(declaration: str) -> None:
    assert load(
        Source("example.law", f"system a {{ param x  map x  flow gradient  law b = x  {declaration} }}")
    )


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("param x map x flow gradient expect proved b", "L0101"),
        ("param x map x law b = x", "L0304"),
        ("param x flow gradient law b = x", "L0305"),
        ("param x flow { dot(x) = grad(x) } law b = x", "L0305"),
        ("param x, y flow { dot(x) = y } law b = x", "L0306"),
        ("param x flow { dot(x) = 1 dot(x) = 2 } law b = x", "L0306"),
        ("param x flow { } law b = x", "L0306"),
        ("param x const c flow { dot(x) = c dot(c) = 0 } law b = x", "L0104"),
        ("param x[2] flow { dot(x) = x @ x * eye(2) } law b = x", "L0201"),
        ("param x metric euclidean flow { dot(x) = x } law b = x", "L0307"),
        ("param x map x flow gradient flow gradient law b = x", "L0307"),
        ("param x map x metric euclidean metric x: euclidean flow gradient law b = x", "L0307"),
        ("param x map x metric y: euclidean flow gradient law b = x", "L0101"),
        ("param x[2] map x metric diag(eye(2)) flow gradient law b = x", "L0201"),
        ("param x map x metric round flow gradient law b = x", "L0316"),
        ("param x map x metric diag(t) flow gradient law b = x", "L0309"),
        ("param x < 0 map x metric mirror(entropy) flow gradient law b = x", "L0303"),
        ("param x map x flow { dot(x) = x } law b = x", "L0308"),
        ("param x map t*x flow gradient law b = x", "L0309"),
        ("param x let g = t*x map g flow gradient law b = x", "L0309"),
        ("param x map grad(x) flow gradient law b = x", "L0309"),
        ("param x map x flow gradient law b = grad(x)", "L0309"),
        ("param x map x flow gradient law b = 2 * t", "L0319"),
        ("param x map x flow gradiant law b = x", "L0316"),
        ("param x map x flow gradient law b = x law b = x", "L0102"),
        ("param x map x flow gradient law x = x", "L0102"),
        ("param x map x flow gradient law b = c let c = x", "L0101"),
        ("param x map x flow gradient law b = 1e5000 * x", "L0014"),
        ("param x map x flow gradient law b = x**5000", "L0014"),
        ("param x map x flow gradient law b = 10**1000**1000 * x", "L0014"),
        ("param x map x flow gradient law b = 0**-1 * x", "L0302"),
        ("param x map x flow gradient law b[i, i] = x", "L0108"),
        ("param x map x flow gradient law b = sum(x) 1", "L0108"),
        ("param x map x flow gradient law b = x(x)", "L0106"),
        ("param x map x flow gradient law b = max(x, 1)", "L0106"),
        ("param x map x flow gradient law b = x @ x", "L0201"),
        ("param x map x flow gradient law b = ones(x)", "L0104"),
        ("param x map x flow gradient law b = eye(2, 2)[0,0] * x", "L0208"),
        ("param x map x flow gradient law b = delta[0] * x", "L0203"),
        ("param x[2], y[3] map x flow gradient law b[i,j] = delta[i,j]*x[i]*y[j]", "L0202"),
        ("param x[2] map x flow gradient law b[i] = delta[i,2]*x[i]", "L0205"),
        ("param x[2] map x flow gradient law b[i] = x[i] + i", "L0104"),
        ("param x[2] map x flow gradient law b[i] = x", "L0201"),
        ("param x map x flow gradient law b[i] = x", "L0204"),
    ],
)
def test_systems(body: str, code: str) -> None:
    assert codes(f"system a {{ {body} }}") == [code]


def test_systems_have_different_names() -> None:
    one = "system a { param x  map x  flow gradient  law b = x }"
    assert codes(one + one) == ["L0102"]
