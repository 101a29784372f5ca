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


@given(plain_systems(), st.data())
@effort(20)
def test_linear_coordinates_do_not_matter(system: PlainSystem, data):
    """Shears along the axes and a change of order make every linear change of volume one."""
    size = len(system.names)
    moved = system
    for place in range(size):
        others = [at for at in range(size) if at != place]
        weights = data.draw(st.lists(st.integers(-2, 2), min_size=len(others), max_size=len(others)))
        shift = Polynomial.of(
            size,
            [
                (tuple(int(at == other) for at in range(size)), w)
                for other, w in zip(others, weights, strict=True)
            ],
        )
        moved = moved.sheared(place, shift)
    assert verdicts(moved.in_order(range(size)[::-1])) == verdicts(system)


@given(plain_systems(), st.data())
@effort(15)
def test_counts_depend_neither_on_coordinates_nor_on_the_laws_that_are_chosen(system: PlainSystem, data):
    laws = {name: law for name, law in system.laws.items() if system.holds(name)}
    if not laws:
        return
    bare = PlainSystem(system.names, system.rates, laws)
    size = len(system.names)
    place = data.draw(st.integers(0, size - 1))
    others = [Polynomial.coordinate(size, at) for at in range(size) if at != place]
    moved = bare.sheared(place, data.draw(polynomials(size - 1, terms=2)).at(others))
    outer = data.draw(polynomials(len(laws), degree=2))
    richer = bare.with_laws({"made": outer.at(list(laws.values()))})
    expected = counts(bare)
    assert counts(moved) == counts(richer) == expected
    squares = {name: law * law + law for name, law in laws.items()}
    assert counts(PlainSystem(system.names, system.rates, squares)) == expected


@given(plain_systems(), plain_systems())
@effort(10)
def test_counts_of_two_systems_side_by_side(left: PlainSystem, right: PlainSystem):
    """One field moves both, and each measures the time of the other: one law more than in the sum."""
    moves = sum(any(not rate.is_zero() for rate in part.rates) for part in (left, right))
    together, first, second = (counts(part)[0] for part in (left.beside(right), left, right))
    assert together == first + second + max(0, moves - 1)


def counts(system: PlainSystem) -> tuple[int, int]:
    """The number of all laws, and how many of the given ones are independent."""
    sample = PlainSystem(
        system.names, system.rates, {**system.laws, "any": Polynomial.coordinate(len(system.names), 0)}
    )
    count = lawdsl.loads(sample.sample().text)[0].count()
    return count.upper, count.proved
