"""The arithmetic behind the truth of samples, against SymPy."""

from __future__ import annotations

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import lawdsl
from lawdsl.testing import (
    PlainSystem,
    Polynomial,
    cross_product,
    hamiltonian_field,
    in_new_coordinates,
    plain_systems,
    polynomials,
    samples,
    tangent_field,
)

SYMBOLS = sympy.symbols("x y z")


def symbolic(polynomial: Polynomial) -> sympy.Expr:
    return sympy.sympify(polynomial.text("xyz"))


def equal(polynomial: Polynomial, expression: sympy.Expr) -> bool:
    return sympy.expand(symbolic(polynomial) - expression) == 0


@given(polynomials(3), polynomials(3), st.integers(0, 3))
@settings(max_examples=20)
def test_arithmetic_is_that_of_polynomials(left, right, exponent):
    a, b = symbolic(left), symbolic(right)
    assert equal(left + right, a + b)
    assert equal(left - right, a - b)
    assert equal(left * right, a * b)
    assert equal(left**exponent, a**exponent)
    assert (left - left).is_zero()
    for slope, symbol in zip(left.gradient(), SYMBOLS, strict=True):
        assert equal(slope, a.diff(symbol))


@given(polynomials(3), st.lists(polynomials(3, terms=2), min_size=3, max_size=3))
@settings(max_examples=15)
def test_coordinates_are_replaced_all_at_once(outer, inner):
    replaced = dict(zip(SYMBOLS, map(symbolic, inner), strict=True))
    assert equal(outer.at(inner), symbolic(outer).subs(replaced, simultaneous=True))


@given(plain_systems())
@settings(max_examples=20)
def test_the_truth_about_a_law_is_its_derivative(system: PlainSystem):
    symbols = sympy.symbols(system.names)
    for name, law in system.laws.items():
        value = sympy.sympify(law.text(system.names))
        rates = [sympy.sympify(rate.text(system.names)) for rate in system.rates]
        rate = sympy.expand(sum(value.diff(s) * r for s, r in zip(symbols, rates, strict=True)))
        constant = not value.free_symbols
        assert system.holds(name) == (rate == 0 and not constant)


def test_the_constructions_by_hand():
    x, y, z = (Polynomial.coordinate(3, place) for place in range(3))
    assert cross_product(x * x + y * y, z) == ((y + y), -(x + x), Polynomial(3, {}))
    q, p = (Polynomial.coordinate(2, place) for place in range(2))
    assert hamiltonian_field(p * p + q) == (p + p, Polynomial.constant(2, -1))
    one, zero = Polynomial.constant(2, 1), Polynomial(2, {})
    assert tangent_field([one, one], q) == (zero, one)


def test_a_shear_is_the_change_of_coordinates_that_it_says():
    x, v = (Polynomial.coordinate(2, place) for place in range(2))
    fall = PlainSystem(("x", "v"), (v, Polynomial.constant(2, -1)), {"energy": v * v + x + x})
    sheared = fall.sheared(0, v * v)
    assert sheared.rates == (v - v - v, Polynomial.constant(2, -1))
    assert sheared.laws["energy"] == v * v + (x - v * v) + (x - v * v)
    assert sheared.holds("energy")
    with pytest.raises(ValueError, match="other ones"):
        fall.sheared(0, x)


@given(in_new_coordinates(plain_systems()))
@settings(max_examples=15)
def test_changes_of_coordinates_keep_the_truth(system: PlainSystem):
    order = list(reversed(range(len(system.names))))
    assert {name: system.in_order(order).holds(name) for name in system.laws} == {
        name: system.holds(name) for name in system.laws
    }


@given(samples())
@settings(max_examples=25)
def test_samples_are_well_formed_and_say_something_of_every_law(sample):
    (system,) = lawdsl.loads(sample.text)
    assert system.laws
    assert set(system.laws) == set(sample.truth)
