"""Invariant sets and laws on them that are true by construction, and the same systems spoiled a little.

A verdict is compared with the construction, a counterexample is recomputed with fractions, and every proof
has a certificate: the checker multiplies out the identities behind it.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from replay import replay, replay_invariant
from strategies import effort

from lawdsl import lang
from lawdsl.certificate.evidence import Certifier
from lawdsl.check.claims import check
from lawdsl.check.reading import canonical
from lawdsl.diagnostics import Source, SpecError
from lawdsl.verify.claims import Claims
from lawdsl.verify.verdict import Proved, Refuted

NAMES = ("x", "y", "z")


def polynomial(names, degree=2):
    """A polynomial in some names as text."""
    monomial = st.lists(st.sampled_from(names), max_size=degree).map(lambda parts: "*".join(["1", *parts]))
    term = st.tuples(st.integers(-3, 3).filter(bool), monomial).map(lambda item: f"({item[0]})*{item[1]}")
    return st.lists(term, min_size=1, max_size=3).map(" + ".join)


def claims_of(body):
    (system,) = lang.load(Source("random.law", f"system random {{\n{body}\n}}\n"))
    return system, Claims(system, {})


def recomputed(system, name, verdict):
    """Certify what proves a claim, or enter the point that refutes it into the calculator."""
    if isinstance(verdict, Refuted) and verdict.counterexample.root is None:
        (replay if name in {law.name for law in system.laws} else replay_invariant)(
            system, name, verdict.counterexample
        )
    if isinstance(verdict, Proved):
        check(canonical(Certifier(system, {}).claim(name, verdict)))


@given(st.lists(polynomial(NAMES), min_size=3, max_size=3), st.integers(1, 3))
@effort(25)
def test_coordinate_planes_of_competing_species(factors, shift):
    rates = " ".join(
        f"dot({name}) = {name} * ({factor})" for name, factor in zip(NAMES, factors, strict=True)
    )
    system, claims = claims_of(f"""param x, y, z
    flow {{ {rates} }}
    invariant plane: x == 0
    invariant planes: x*y*z == 0
    invariant double: x**2*y**2 == 0
    invariant line: x == 0, y == 0
    invariant line_by_squares: x**2 + y**2 == 0
    invariant moved: x == {shift}
    invariant curve: x*y == {shift}""")
    for name in ("plane", "planes", "double", "line", "line_by_squares"):
        verdict = claims.verdict(name)
        assert isinstance(verdict, Proved)
        recomputed(system, name, verdict)
    for name in ("moved", "curve"):
        recomputed(system, name, claims.verdict(name))


GRAPH = """param x, y, z
flow {{ dot(x) = {first}  dot(y) = {second}  dot(z) = {slope} + ({factor})*(z - ({height})) + {drift} }}
"""


@st.composite
def graphs(draw):
    """A flow that keeps the graph of z = p(x, y) up to a drift, and turns x and y around each other."""
    a, b, c, d = (draw(st.integers(-2, 2)) for _ in range(4))
    height = f"({a})*x**2 + ({b})*x*y + ({c})*y**2 + ({d})*x"
    slope = f"(2*({a})*x + ({b})*y + ({d}))*(-y) + (({b})*x + 2*({c})*y)*x"
    factor = draw(polynomial(NAMES, 1))
    return height, slope, factor


@given(graphs(), st.integers(-2, 2))
@effort(30)
def test_graphs(graph, drift):
    height, slope, factor = graph
    body = GRAPH.format(first="-y", second="x", slope=slope, factor=factor, height=height, drift=drift)
    system, claims = claims_of(
        f"{body}invariant graph: z == {height}\ninvariant thick: (z - ({height}))**2 == 0\n"
        f"invariant both: (z - ({height}))*(1 + x**2) == 0"
    )
    for name in ("graph", "thick", "both"):
        verdict = claims.verdict(name)
        assert isinstance(verdict, Refuted if drift else Proved)
        recomputed(system, name, verdict)


@given(graphs(), polynomial(NAMES, 1), st.integers(-2, 2))
@effort(30)
def test_laws_on_graphs(graph, multiple, spoiling):
    """x**2 + y**2 is a law everywhere; multiples of what is zero on the graph do not matter there."""
    height, slope, factor = graph
    body = GRAPH.format(first="-y", second="x", slope=slope, factor=factor, height=height, drift=0)
    system, claims = claims_of(
        f"{body}assume z == {height}\nlaw here = x**2 + y**2 + ({multiple})*(z - ({height}))\n"
        f"law spoiled = x**2 + y**2 + {spoiling}*x*(x**2 + y**2)\nlaw zero = (z - ({height}))*({multiple})"
    )
    claims.refuse_false_assumptions()
    assert isinstance(claims.verdict("here"), Proved)
    assert isinstance(claims.verdict("spoiled"), Refuted if spoiling else Proved)
    assert not isinstance(claims.verdict("zero"), Proved | Refuted)
    for name in ("here", "spoiled"):
        recomputed(system, name, claims.verdict(name))


@given(graphs(), st.integers(1, 3))
@effort(15)
def test_assumptions_that_drift_are_refused(graph, drift):
    height, slope, factor = graph
    body = GRAPH.format(first="-y", second="x", slope=slope, factor=factor, height=height, drift=drift)
    _, claims = claims_of(f"{body}assume z == {height}\nlaw a = x**2 + y**2")
    with pytest.raises(SpecError) as caught:
        claims.refuse_false_assumptions()
    assert [item.code for item in caught.value.diagnostics] == ["L0320"]


@given(st.lists(polynomial(NAMES, 1), min_size=3, max_size=3), st.integers(1, 3), st.integers(-1, 1))
@effort(20)
def test_spheres(factors, square, growth):
    """x' = A(x) x with A antisymmetric keeps every sphere; growth makes all of them leave."""
    a, b, c = factors
    system, claims = claims_of(f"""param x, y, z
    flow {{
      dot(x) = ({a})*y + ({b})*z + {growth}*x
      dot(y) = -({a})*x + ({c})*z + {growth}*y
      dot(z) = -({b})*x - ({c})*y + {growth}*z
    }}
    invariant sphere: x**2 + y**2 + z**2 == {square}
    invariant origin: x**2 + y**2 + z**2 == 0
    invariant plane: x == 0
    invariant great_circle: x**2 + y**2 + z**2 == {square}, x + y == 0""")
    assert isinstance(claims.verdict("sphere"), Refuted if growth else Proved)
    verdicts = {name: claims.verdict(name) for name in ("sphere", "origin", "plane", "great_circle")}
    for name, verdict in verdicts.items():
        recomputed(system, name, verdict)
