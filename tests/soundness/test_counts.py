"""Counts against a Lie closure over the rational functions, and under what leaves them unchanged."""

from __future__ import annotations

from itertools import permutations

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from lie_closure import closure_rank, generic_rank
from strategies import coefficients, effort

from lawdsl import lang
from lawdsl.diagnostics import Source
from lawdsl.verify.claims import Claims
from lawdsl.verify.counts.census import Census, Interval

NAMES = ("x", "y", "z", "w")


@st.composite
def polynomials(draw: st.DrawFn, size: int, degree: int = 2) -> str:
    """A polynomial in the first few names."""
    term = st.tuples(coefficients, *[st.integers(0, degree)] * size)
    terms = draw(st.lists(term, min_size=1, max_size=3))
    return " + ".join(
        "*".join([f"({c})", *(f"{name}**{power}" for name, power in zip(NAMES, powers, strict=False))])
        for c, *powers in terms
    )


def counted(body: str) -> tuple[int, int]:
    """What the engine says about the number of all laws: the largest and the proved least number."""
    count = census(body).counted({})
    return count.upper, count.lower


def census(body: str) -> Census:
    (system,) = lang.load(Source("count.law", f"system s {{\n{body}\n}}"))
    return Census(Claims(system, {}))


def gradient_system(maps: list[str], names: tuple[str, ...], claim: str = "expect complete") -> str:
    lines = [f"map p{place} = {text}" for place, text in enumerate(maps)]
    return "\n".join([f"param {', '.join(names)}", *lines, "flow gradient", claim])


@st.composite
def maps_on(draw: st.DrawFn, least: int = 2, most: int = 3) -> tuple[int, list[str]]:
    """A number of coordinates and some maps on them."""
    size = draw(st.integers(least, most))
    return size, draw(st.lists(polynomials(size), min_size=1, max_size=2))


@given(maps_on())
@effort(15)
def test_counts_of_gradient_flows_agree_with_a_symbolic_closure(drawn):
    size, maps = drawn
    symbols = sympy.symbols(NAMES[:size])
    fields = [[sympy.sympify(text).diff(symbol) for symbol in symbols] for text in maps]
    upper, lower = counted(gradient_system(maps, NAMES[:size]))
    assert lower <= size - closure_rank(fields, symbols) == upper


@given(
    st.integers(2, 3).flatmap(
        lambda size: st.tuples(*[st.lists(polynomials(size, 1), min_size=size, max_size=size)] * 2)
    )
)
@effort(8)
def test_counts_of_controlled_fields_agree_with_a_symbolic_closure(drawn):
    # x' = a(x) + G b(x), with G from a map that only w has; w itself moves with G too.
    drift, control = drawn
    names = NAMES[: len(drift)]
    symbols = sympy.symbols((*names, "w"))
    rates = "  ".join(
        f"dot({name}) = {a} + grad(w)*({b})" for name, a, b in zip(names, drift, control, strict=True)
    )
    body = f"param {', '.join(names)}, w\nmap w\nflow {{ {rates}  dot(w) = grad(w) }}\nexpect complete"
    fields = [
        [*map(sympy.sympify, drift), sympy.Integer(0)],
        [*map(sympy.sympify, control), sympy.Integer(1)],
    ]
    upper, lower = counted(body)
    assert lower <= len(symbols) - closure_rank(fields, symbols) == upper


@given(maps_on(most=4), st.randoms(use_true_random=False))
@effort(8)
def test_names_and_their_order_do_not_matter(drawn, random):
    size, maps = drawn
    expected = counted(gradient_system(maps, NAMES[:size]))
    order = random.choice(list(permutations(NAMES[:size])))
    assert counted(gradient_system(maps, order)) == expected
    renamed = [text.translate(str.maketrans("xyzw", "pqrs")) for text in maps]
    assert counted(gradient_system(renamed, tuple("pqrs"[:size]))) == expected
    assert counted(gradient_system(maps[::-1], NAMES[:size])) == expected
    assert counted(gradient_system([f"5*({text}) + 7" for text in maps], NAMES[:size])) == expected


@given(maps_on(), st.lists(coefficients, min_size=3, max_size=3))
@effort(8)
def test_rescaled_parameters_in_the_changed_metric(drawn, scales):
    size, maps = drawn
    new = tuple("abc"[:size])
    lets = [f"let {old} = {scale}*{name}" for old, name, scale in zip(NAMES, new, scales, strict=False)]
    metric = ", ".join(f"{name}: diag(1/{scale * scale})" for name, scale in zip(new, scales, strict=False))
    lines = [f"param {', '.join(new)}", *lets, *(f"map p{k} = {text}" for k, text in enumerate(maps))]
    body = "\n".join([*lines, f"metric {metric}", "flow gradient", "expect complete"])
    assert counted(body) == counted(gradient_system(maps, NAMES[:size]))


@given(maps_on(), st.lists(st.integers(-2, 2), min_size=9, max_size=9))
@effort(8)
def test_linear_coordinates_in_the_changed_metric(drawn, entries):
    size, maps = drawn
    lower = sympy.Matrix(
        size, size, lambda i, j: 1 if i == j else entries[3 * int(i) + int(j)] * int(bool(i > j))
    )
    upper = sympy.Matrix(
        size, size, lambda i, j: 1 if i == j else entries[3 * int(i) + int(j)] * int(bool(i < j))
    )
    change = lower * upper
    inverse_metric = change.inv() * change.inv().T
    new = tuple("abc"[:size])
    lets = [
        f"let {NAMES[i]} = " + " + ".join(f"({change[i, j]})*{new[j]}" for j in range(size))
        for i in range(size)
    ]
    rates = [
        f"dot({new[i]}) = "
        + " + ".join(f"(0 - ({inverse_metric[i, j]}))*grad({new[j]})" for j in range(size))
        for i in range(size)
    ]
    lines = [f"param {', '.join(new)}", *lets, *(f"map p{k} = {text}" for k, text in enumerate(maps))]
    body = "\n".join([*lines, f"flow {{ {'  '.join(rates)} }}", "expect complete"])
    assert counted(body)[0] == counted(gradient_system(maps, NAMES[:size]))[0]


@given(maps_on(most=2), maps_on(most=2))
@effort(8)
def test_without_drift_a_disjoint_union_has_the_sum_of_the_laws(first, second):
    (size, maps), (other_size, other_maps) = first, second
    renamed = [text.translate(str.maketrans("xyzw", "pqrs")) for text in other_maps]
    names = (*NAMES[:size], *"pqrs"[:other_size])
    union = counted(gradient_system([*maps, *renamed], names))[0]
    parts = (
        counted(gradient_system(maps, NAMES[:size]))[0]
        + counted(gradient_system(other_maps, NAMES[:other_size]))[0]
    )
    assert union == parts


def test_with_drift_a_disjoint_union_has_more_laws_than_its_parts():
    # Two clocks that run together: their difference is a law of the union and of neither part.
    part = "param x, y\nflow { dot(x) = 1  dot(y) = x }\nexpect complete"
    union = "param x, y, p, q\nflow { dot(x) = 1  dot(y) = x  dot(p) = 1  dot(q) = p }\nexpect complete"
    assert counted(part) == (1, 1)
    assert counted(union) == (3, 3)


@given(maps_on(most=4), st.data())
@effort(8)
def test_one_more_map_never_adds_laws(drawn, data):
    size, maps = drawn
    more = data.draw(polynomials(size))
    assert (
        counted(gradient_system([*maps, more], NAMES[:size]))[0]
        <= counted(gradient_system(maps, NAMES[:size]))[0]
    )


@pytest.mark.parametrize("size", [1, 2, 5])
def test_the_extremes_of_a_count(size):
    head = f"dim n = {size}\nparam x[n]\n"
    everything = "map phi[i] = x[i]\nflow gradient\nexpect complete"
    assert counted(head + everything) == (0, 0)
    assert counted(head + "flow { dot(x) = 0 }\nexpect complete") == (size, size)
    assert counted(head + "flow { dot(x) = x }\nexpect complete") == (size - 1, size - 1)


@given(
    st.integers(1, 3).flatmap(
        lambda size: st.lists(polynomials(size), min_size=1, max_size=4).map(lambda laws: (size, laws))
    )
)
@effort(20)
def test_bounds_of_independence_contain_the_generic_rank(drawn):
    size, laws = drawn
    laws = [f"({text})*x" for text in laws]
    symbols = sympy.symbols(NAMES[:size])
    exact = generic_rank([[sympy.sympify(text).diff(symbol) for symbol in symbols] for text in laws])
    names = NAMES[:size]
    still = "  ".join(f"dot({name}) = 0" for name in names)
    written = [f"law l{place} = {text}" for place, text in enumerate(laws)]
    body = "\n".join([f"param {', '.join(names)}", f"flow {{ {still} }}", *written])
    found: Interval = census(body).independent(tuple(f"l{place}" for place in range(len(laws))), {})
    assert found.lower <= exact <= found.upper
