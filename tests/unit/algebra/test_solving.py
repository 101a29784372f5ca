"""Points on sets: everything that is returned satisfies every equation, exactly."""

from __future__ import annotations

import random
from fractions import Fraction

import flint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdsl.algebra.rings.number_field import AlgebraicNumber
from lawdsl.algebra.solving import evaluate, solve

CONTEXT = flint.fmpq_mpoly_ctx.get(("x", "y", "z"), "degrevlex")
X, Y, Z = CONTEXT.gens()


def solutions(equations, algebraic=True, tries=30):
    source = random.Random(5)

    def draw(_place):
        return Fraction(source.randint(-3, 3))

    found = (
        solve(CONTEXT, equations, draw, draw, lambda _place: Fraction(0), source, algebraic)
        for _ in range(tries)
    )
    points = [point for point in found if point is not None]
    for point in points:
        assert all(evaluate(equation, point) == 0 for equation in equations)
    return points


@pytest.mark.parametrize(
    "equations",
    [
        [],
        [X],
        [X * Y - 1],
        [X**2 + Y**2 + Z**2 - 1],
        [X**2 + Y**2 - Z**2, Z - 1],
        [X**2 + Y**2],
        [X**3 - Y**2],
        [X * Y, Y * Z, Z * X],
        [X**2 - Y**2, X + Y + Z - 1],
        [X - Y * Z, Y - Z**2, Z**3 - 8],
        [3 * X**2 - 12],
        [(X - 1) * (X**2 - 2)],
    ],
    ids=str,
)
def test_rational_points_are_found(equations):
    points = solutions(equations, algebraic=False)
    assert points
    assert all(isinstance(value, Fraction) for point in points for value in point)


@pytest.mark.parametrize(
    "equations",
    [
        [X**2 - 2],
        [X**3 - 2, Y - X**2],
        [X**2 - 3, X * Y - 1],
        [X**2 + Y**2 - 3, Z - X * Y],
        [X**4 - 10 * X**2 + 1],
    ],
    ids=str,
)
def test_roots_are_found_where_no_rational_point_exists(equations):
    assert not solutions(equations, algebraic=False)
    points = solutions(equations)
    assert points
    assert any(isinstance(value, AlgebraicNumber) for value in points[0])


@pytest.mark.parametrize(
    "equations", [[X**2 + 1], [X**2 + Y**2 + Z**2 + 1], [X, X - 1], [CONTEXT.constant(1)]], ids=str
)
def test_nothing_is_found_where_nothing_is(equations):
    assert not solutions(equations)


def test_a_quadric_has_many_rational_points():
    assert (
        len({tuple(point) for point in solutions([X**2 + Y**2 + Z**2 - 1], algebraic=False, tries=60)}) > 15
    )


terms = st.dictionaries(st.tuples(*[st.integers(0, 2)] * 3), st.integers(-3, 3), min_size=1, max_size=4)


@given(st.lists(terms, min_size=1, max_size=3))
def test_whatever_is_found_is_a_point(systems):
    solutions([CONTEXT.from_dict(system) for system in systems], tries=4)


def test_a_sphere_of_many_dimensions_has_rational_points_that_are_found():
    context = flint.fmpq_mpoly_ctx.get([f"x{place}" for place in range(60)], "degrevlex")
    sphere = sum((x**2 for x in context.gens()), context.constant(-1))
    source = random.Random(5)

    def draw(_place):
        return Fraction(source.choice([0, 1, -1, 2, -2, 3, -3]))

    point = solve(context, [sphere], draw, draw, lambda _place: Fraction(0), source, False)
    assert point is not None
    assert sum(value**2 for value in point) == 1
