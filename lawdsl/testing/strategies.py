"""Strategies of polynomial vector fields whose laws are known, and of changes that keep or break these."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import assume
from hypothesis import strategies as st

from .constructions import cross_product, hamiltonian_field, tangent_field
from .plain import PlainSystem
from .polynomial import Polynomial

NAMES = ("x", "y", "z", "w")
nonzero = st.integers(-3, 3).filter(bool)
"""Coefficients that stay small when multiplied."""


@st.composite
def polynomials(draw: st.DrawFn, size: int, degree: int = 2, terms: int = 3) -> Polynomial:
    """A polynomial in ``size`` coordinates with at most so many terms of at most that degree."""
    letters = st.lists(st.integers(0, size - 1), max_size=degree)
    drawn = draw(st.lists(st.tuples(letters, nonzero), min_size=1, max_size=terms))
    return Polynomial.of(
        size, [(tuple(map(word.count, range(size))), coefficient) for word, coefficient in drawn]
    )


@st.composite
def _system(draw: st.DrawFn, rates: tuple[Polynomial, ...], laws: Mapping[str, Polynomial]) -> PlainSystem:
    """The field with laws that hold, combinations of them, and others that may not."""
    size = len(rates)
    assume(not all(rate.is_zero() for rate in rates))
    names, values = list(laws), list(laws.values())
    outer = draw(polynomials(len(values)))
    stray = draw(polynomials(size))
    more = {
        "combined": outer.at(values),
        "broken": values[0] + stray,
        "stray": stray,
    }
    return PlainSystem(NAMES[:size], rates, dict(zip(names, values, strict=True)) | more)


@st.composite
def cross_product_systems(draw: st.DrawFn) -> PlainSystem:
    """A multiple of ∇f × ∇g, which conserves f and g."""
    first, second = draw(polynomials(3)), draw(polynomials(3))
    factor = draw(st.one_of(st.just(Polynomial.constant(3, 1)), polynomials(3, degree=1, terms=2)))
    rates = tuple(factor * rate for rate in cross_product(first, second))
    return draw(_system(rates, {"first": first, "second": second}))


@st.composite
def hamiltonian_systems(draw: st.DrawFn) -> PlainSystem:
    """The field of a Hamiltonian with one or two degrees of freedom, which conserves it."""
    energy = draw(polynomials(2 * draw(st.integers(1, 2)), degree=3, terms=4))
    return draw(_system(hamiltonian_field(energy), {"energy": energy}))


@st.composite
def tangent_systems(draw: st.DrawFn) -> PlainSystem:
    """A random field in two to four dimensions, projected to the level sets of a function."""
    size = draw(st.integers(2, 4))
    law = draw(polynomials(size))
    field = [draw(polynomials(size, degree=1, terms=2)) for _ in range(size)]
    return draw(_system(tangent_field(field, law), {"level": law}))


@st.composite
def in_new_coordinates(draw: st.DrawFn, systems: st.SearchStrategy[PlainSystem]) -> PlainSystem:
    """A system after one or two shears, which are polynomial with polynomial inverses: laws stay laws."""
    system = draw(systems)
    size = len(system.names)
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.integers(0, size - 1))
        others = [Polynomial.coordinate(size, at) for at in range(size) if at != place]
        system = system.sheared(place, draw(polynomials(size - 1, terms=2)).at(others))
    return system


@st.composite
def perturbed(draw: st.DrawFn, systems: st.SearchStrategy[PlainSystem]) -> PlainSystem:
    """A system with something added to one rate, by which laws break that depend on its coordinate."""
    system = draw(systems)
    place = draw(st.integers(0, len(system.names) - 1))
    rates = list(system.rates)
    rates[place] = rates[place] + draw(polynomials(len(rates), terms=2))
    return PlainSystem(system.names, tuple(rates), system.laws)


def plain_systems() -> st.SearchStrategy[PlainSystem]:
    """Any of these systems, in its own or in other coordinates, perturbed or not."""
    made = st.one_of(cross_product_systems(), hamiltonian_systems(), tangent_systems())
    return st.one_of(made, in_new_coordinates(made), perturbed(made))
