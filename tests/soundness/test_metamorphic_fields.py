"""What must not change a verdict: names, order, coordinates, scale, company; and what follows from one."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st
from strategies import effort

import lawdsl
from lawdsl.testing import PlainSystem, Polynomial, plain_systems, polynomials


def verdicts(system: PlainSystem) -> Mapping[str, str]:
    """The kind of verdict on every law."""
    sample = system.sample()
    if not sample.truth:
        return {}
    (read,) = lawdsl.loads(sample.text)
    return {law: type(read.verdict(law)).__name__ for law in sample.truth}


@given(plain_systems(), st.permutations(["rho", "Ω", "x_1", "grad_"]))
@effort(15)
def test_names_do_not_matter(system: PlainSystem, names: list[str]):
    assert verdicts(system.with_names(names[: len(system.names)])) == verdicts(system)


@given(plain_systems(), st.randoms(use_true_random=False))
@effort(15)
def test_the_order_of_coordinates_does_not_matter(system: PlainSystem, source):
    order = list(range(len(system.names)))
    source.shuffle(order)
    assert verdicts(system.in_order(order)) == verdicts(system)


@given(plain_systems(), st.data())
@effort(20)
def test_coordinates_do_not_matter(system: PlainSystem, data):
    size = len(system.names)
    place = data.draw(st.integers(0, size - 1))
    others = [Polynomial.coordinate(size, at) for at in range(size) if at != place]
    shift = data.draw(polynomials(size - 1, terms=2)).at(others)
    assert verdicts(system.sheared(place, shift)) == verdicts(system)


@given(plain_systems(), st.fractions(max_denominator=1000).filter(bool))
@effort(15)
def test_the_scale_of_a_law_and_of_time_does_not_matter(system: PlainSystem, factor):
    number = Polynomial.constant(len(system.names), factor)
    scaled = {name: number * law for name, law in system.laws.items()}
    rates = tuple(number * rate for rate in system.rates)
    assert verdicts(PlainSystem(system.names, rates, scaled)) == verdicts(system)


@given(plain_systems(), plain_systems())
@effort(15)
def test_two_systems_side_by_side_keep_their_verdicts(left: PlainSystem, right: PlainSystem):
    together = verdicts(left.beside(right))
    apart = {f"left_{name}": kind for name, kind in verdicts(left).items()}
    apart |= {f"right_{name}": kind for name, kind in verdicts(right).items()}
    assert together == apart


@given(plain_systems(), st.data())
@effort(20)
def test_polynomials_in_laws_are_laws(system: PlainSystem, data):
    kinds = verdicts(system)
    laws = [system.laws[name] for name, kind in kinds.items() if kind == "Proved"]
    if laws:
        made = data.draw(polynomials(len(laws), degree=3)).at(laws)
        found = verdicts(PlainSystem(system.names, system.rates, {"made": made}))
        assert set(found.values()) <= {"Proved"}


@given(plain_systems())
@effort(20)
def test_a_law_added_to_one_that_fails_fails(system: PlainSystem):
    kinds = verdicts(system)
    for good in (name for name, kind in kinds.items() if kind == "Proved"):
        for bad in (name for name, kind in kinds.items() if kind == "Refuted"):
            both = {"both": system.laws[good] + system.laws[bad]}
            assert verdicts(PlainSystem(system.names, system.rates, both)) == {"both": "Refuted"}
