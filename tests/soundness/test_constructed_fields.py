"""Fields that conserve functions by construction, and spoiled ones: the verifier is right about every law."""

from __future__ import annotations

from hypothesis import given
from replay import replay
from strategies import effort

import lawdsl
from lawdsl.testing import (
    PlainSystem,
    Sample,
    cross_product_systems,
    elementary_samples,
    hamiltonian_systems,
    in_new_coordinates,
    logarithmic_samples,
    network_samples,
    perturbed,
    tangent_systems,
)
from lawdsl.verify.verdict import Proved, Refuted

constructed = cross_product_systems() | hamiltonian_systems() | tangent_systems()


def check(sample: Sample) -> None:
    """Fail unless every true law is proved and every other is refuted by a point that replays."""
    if not sample.truth:
        return
    (system,) = lawdsl.loads(sample.text)
    for law, holds in sample.truth.items():
        verdict = system.verdict(law)
        assert isinstance(verdict, Proved if holds else Refuted), (law, verdict, sample.text)
        if isinstance(verdict, Refuted):
            replay(system.typed, law, verdict.counterexample)


@given(cross_product_systems())
@effort(40)
def test_cross_products_of_gradients(system: PlainSystem):
    check(system.sample())


@given(hamiltonian_systems())
@effort(40)
def test_hamiltonian_fields(system: PlainSystem):
    check(system.sample())


@given(tangent_systems())
@effort(40)
def test_fields_projected_to_level_sets(system: PlainSystem):
    check(system.sample())


@given(in_new_coordinates(constructed))
@effort(40)
def test_fields_in_other_coordinates(system: PlainSystem):
    check(system.sample())


@given(perturbed(constructed) | perturbed(in_new_coordinates(constructed)))
@effort(60)
def test_perturbed_fields(system: PlainSystem):
    check(system.sample())


@given(network_samples())
@effort(40)
def test_gradient_flows_with_symmetries(sample: Sample):
    check(sample)


@given(logarithmic_samples())
@effort(40)
def test_fields_with_logarithms_in_their_laws(sample: Sample):
    check(sample)


@given(elementary_samples())
@effort(40)
def test_functions_of_laws(sample: Sample):
    check(sample)


@given(constructed | in_new_coordinates(constructed))
@effort(20)
def test_what_a_field_is_made_from_is_conserved(system: PlainSystem):
    for name in {"first", "second", "energy", "level", "combined"} & set(system.laws):
        assert system.laws[name].is_constant() or system.holds(name)


@given(constructed | perturbed(constructed) | in_new_coordinates(constructed))
@effort(30)
def test_one_field_has_one_law_less_than_coordinates(system: PlainSystem):
    sample = system.sample()
    moves = any(not rate.is_zero() for rate in system.rates)
    if sample.truth:
        count = lawdsl.loads(sample.text)[0].count()
        assert count.lower <= count.upper == len(system.names) - moves
        assert count.settled
