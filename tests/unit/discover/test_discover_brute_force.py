"""The laws of tiny random systems against plain linear algebra: no grading, no primes, no sampling."""

from __future__ import annotations

from itertools import combinations_with_replacement

import sympy
from discovery_specs import discover
from hypothesis import given, settings
from hypothesis import strategies as st

NAMES = ("x", "y", "z")
SYMBOLS = sympy.symbols(NAMES)
MONOMIALS = ["x", "y", "z", "x*y", "y*z", "x*z", "x**2", "y**2", "z**2", "1"]
MAPS = ["x*y", "x*z", "y*z", "x**2*z", "x + y", "x*y*z", "z**2"]

rates = st.lists(
    st.lists(st.tuples(st.integers(-2, 2), st.sampled_from(MONOMIALS)), max_size=2), min_size=3, max_size=3
)


def written(rate: list[tuple[int, str]]) -> str:
    return " + ".join(["0", *(f"({factor})*{monomial}" for factor, monomial in rate)])


def dimension_of_laws(fields: list[list[sympy.Expr]], degree: int) -> int:
    """The nullity of the matrix of derivatives of all monomials along all fields, over the rationals."""
    ansatz = [
        sympy.prod(chosen)
        for length in range(1, degree + 1)
        for chosen in combinations_with_replacement(SYMBOLS, length)
    ]
    rows = [
        {
            (number, powers): value
            for number, field in enumerate(fields)
            for powers, value in derivative(field, monomial).items()
        }
        for monomial in ansatz
    ]
    keys = sorted({key for row in rows for key in row})
    if not keys:
        return len(ansatz)
    return len(ansatz) - sympy.Matrix([[row.get(key, 0) for key in keys] for row in rows]).rank()


def derivative(field: list[sympy.Expr], monomial: sympy.Expr) -> dict[tuple[int, ...], sympy.Expr]:
    total = sum(rate * monomial.diff(x) for rate, x in zip(field, SYMBOLS, strict=True))
    return {powers: value for powers, value in sympy.Poly(total, *SYMBOLS).as_dict().items() if value}


@settings(max_examples=25)
@given(rates)
def test_plain_fields(rates: list[list[tuple[int, str]]]) -> None:
    flow = " ".join(f"dot({name}) = {written(rate)}" for name, rate in zip(NAMES, rates, strict=True))
    fields = [sympy.sympify(written(rate)) for rate in rates]
    found = discover(f"param {', '.join(NAMES)} flow {{ {flow} }}", {}, 3)
    assert found.dimension == dimension_of_laws([fields], 3)


@settings(max_examples=15)
@given(st.lists(st.sampled_from(MAPS), min_size=1, max_size=2))
def test_gradient_flows(maps: list[str]) -> None:
    found = discover(f"param x, y, z {' '.join(f'map {phi}' for phi in maps)} flow gradient", {}, 3)
    # Every map has a cotangent of its own, so its gradient is a field of its own.
    gradients = [[sympy.sympify(phi).diff(x) for x in SYMBOLS] for phi in maps]
    assert found.dimension == dimension_of_laws(gradients, 3)
