"""Inverses over every ring agree with each other, and their derivatives with the quotient rule."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdsl.algebra.programs.compile import compile_program
from lawdsl.algebra.rings.exact import ExactRing
from lawdsl.algebra.rings.jet import Jet, JetRing
from lawdsl.algebra.rings.modular import FEW, BadPrimeError, ModularRing
from lawdsl.algebra.rings.polynomial import PolynomialRing
from lawdsl.algebra.rings.quotient import QuotientRing
from lawdsl.algebra.rings.restricted import NotPolynomialError
from lawdsl.algebra.rings.ring import UndefinedError
from lawdsl.algebra.rings.unknown import UNKNOWN
from lawdsl.notation.expression import Applied, Entry, add, multiply, number, reciprocal
from lawdsl.notation.index import Role, Tensor

X, Y = (Tensor(name, Role.PARAMETER) for name in "xy")
# (x + 2) / (x*y - 3) + 1/y
VALUE = add(
    (
        multiply((add((Entry(X), number(2))), reciprocal(add((multiply((Entry(X), Entry(Y))), number(-3)))))),
        reciprocal(Entry(Y)),
    )
)
PROGRAM = compile_program({"f": ((), VALUE)}, {})
numbers = st.fractions(-5, 5, max_denominator=4)


def by_hand(x: Fraction, y: Fraction) -> Fraction:
    return (x + 2) / (x * y - 3) + 1 / y


def slopes(x: Fraction, y: Fraction) -> tuple[Fraction, Fraction]:
    below = x * y - 3
    return (below - (x + 2) * y) / below**2, -(x + 2) * x / below**2 - 1 / y**2


def exact(value: Fraction):
    return np.array([value], dtype=object)


@given(numbers, numbers)
def test_values_and_gradients_are_those_of_the_quotient_rule(x, y):
    ring, point = ExactRing(), {X: exact(x), Y: exact(y)}
    if y == 0 or x * y == 3:
        with pytest.raises(UndefinedError):
            PROGRAM.evaluate(ring, point)
        return
    values = PROGRAM.forward(ring, point)
    assert values[PROGRAM.outputs["f"]].item() == by_hand(x, y)
    gradients = PROGRAM.backward(ring, values, {"f": ring.lift(np.ones(1, dtype=np.int64))}, [X, Y])
    assert (gradients[X].item(), gradients[Y].item()) == slopes(x, y)


@given(numbers, numbers)
def test_jets_differentiate_quotients(x, y):
    if y == 0 or x * y == 3:
        return
    jets = JetRing(ExactRing())
    moved = {X: Jet({0: exact(x), 1: exact(Fraction(2))}), Y: Jet({0: exact(y), 1: exact(Fraction(-1))})}
    (value,) = PROGRAM.evaluate(jets.extend(), moved).values()
    along_x, along_y = slopes(x, y)
    assert jets.derivative(value).parts[0] == 2 * along_x - along_y


def test_second_derivatives_of_a_reciprocal():
    program = compile_program({"f": ((), reciprocal(Entry(X)))}, {})
    jets = JetRing(ExactRing(), 2)
    one = exact(Fraction(1))
    (value,) = program.evaluate(jets, {X: Jet({0: exact(Fraction(2)), 1: one, 2: one})}).values()
    # 1/x has the second derivative 2/x**3.
    assert value.parts[3] == Fraction(1, 4)


def test_derivatives_of_a_logarithm_and_of_an_exponential():
    jets = JetRing(ExactRing(), 3)
    one = exact(Fraction(1))
    logarithm = compile_program({"f": ((), Applied("log", Entry(X)))}, {})
    (value,) = logarithm.evaluate(jets, {X: Jet({0: exact(Fraction(2)), 1: one, 2: one, 4: one})}).values()
    # The derivatives of log at 2 are 1/2, -1/4 and 2/8.
    assert [value.parts[mask].item() for mask in (1, 3, 7)] == [
        Fraction(1, 2),
        Fraction(-1, 4),
        Fraction(1, 4),
    ]
    exponential = compile_program({"f": ((), Applied("exp", multiply((number(3), Entry(X)))))}, {})
    (value,) = exponential.evaluate(jets, {X: Jet({0: exact(Fraction(0)), 1: one, 2: one, 4: one})}).values()
    assert [value.parts[mask].item() for mask in (0, 1, 3, 7)] == [1, 3, 9, 27]


def test_derivatives_of_a_root():
    one = exact(Fraction(1))
    value = JetRing(ExactRing(), 3).root(Jet({0: exact(Fraction(4)), 1: one, 2: one, 4: one}), 2)
    # The derivatives of the square root at 4 are 1/4, -1/32 and 3/256.
    assert [value.parts[mask].item() for mask in (0, 1, 3, 7)] == [
        2,
        Fraction(1, 4),
        Fraction(-1, 32),
        Fraction(3, 256),
    ]


def test_no_exact_value_is_made_up():
    for function, point in (("log", 0), ("log", -1), ("sign", 0)):
        program = compile_program({"f": ((), Applied(function, Entry(X)))}, {})
        with pytest.raises(UndefinedError):
            program.evaluate(ExactRing(), {X: exact(Fraction(point))})
    for function, point in (("exp", 1), ("log", 2)):
        program = compile_program({"f": ((), Applied(function, Entry(X)))}, {})
        (value,) = program.evaluate(ExactRing(), {X: exact(Fraction(point))}).values()
        assert value.item() is UNKNOWN


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=5), st.sampled_from([1, FEW]))
def test_residues_times_their_inverses_are_one(integers, copies):
    ring = ModularRing(8388593)
    array = ring.lift(np.array(integers * copies))
    assert (ring.times(array, ring.invert(array)) == 1).all()
    with pytest.raises(BadPrimeError):
        ring.invert(ring.lift(np.array([*integers, 0])))


def test_identities_of_rational_functions():
    polynomials = PolynomialRing(["x", "y"], 10**6)
    ring = QuotientRing(polynomials)
    x, y = ring.embedded(polynomials.generators())
    x, y = (np.array([item], dtype=object) for item in (x, y))
    minus = Fraction(-1)
    # 1/x - 1/y - (y - x)/(x*y) is zero.
    left = ring.add(ring.invert(x), ring.scale(ring.invert(y), minus))
    right = ring.times(ring.add(y, ring.scale(x, minus)), ring.invert(ring.times(x, y)))
    assert len(ring.add(left, ring.scale(right, minus)).item()) == 0
    assert len(ring.add(left, right).item()) > 0
    with pytest.raises(UndefinedError):
        ring.invert(ring.add(x, ring.scale(x, minus)))
    with pytest.raises(NotPolynomialError):
        polynomials.invert(x)
