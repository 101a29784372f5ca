"""The proof for every dimension, the proof at concrete dimensions and exact evaluation agree."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pocket_calculator import Calculator, coordinates, places
from strategies import Sample, all_systems, effort, scaling_systems

from lawdsl.algebra.rings.polynomial import BudgetExceededError
from lawdsl.notation.typed import TypedSystem
from lawdsl.system.concrete import ConcreteFields
from lawdsl.verify.claims import Claims
from lawdsl.verify.proofs.prove import vanishes_identically
from lawdsl.verify.verdict import Proved, Refuted

sizes_of = st.fixed_dictionaries({"n": st.integers(1, 3), "m": st.integers(1, 3), "r": st.integers(1, 2)})


def concrete_proof(claims: Claims, law: str, sizes: dict[str, int]) -> bool:
    concrete = ConcreteFields(claims.fields, sizes)
    try:
        return vanishes_identically(concrete, claims.fields.laws[law], 300_000)
    except BudgetExceededError:
        assume(False)
        raise


def rates_at_large_integers(
    system: TypedSystem, law: str, sizes: dict[str, int], seed: int
) -> list[Fraction]:
    """The rates of all components at a random point, not on the domain: identities hold everywhere."""
    source = random.Random(seed)
    point = {
        coordinate: Fraction(source.randint(-(10**6), 10**6)) for coordinate in coordinates(system, sizes)
    }
    calculator, family = Calculator(system, sizes, point), system.law(law)
    shape = tuple(index.dimension for index in family.indices)
    return [calculator.rate(family, component) for component in places(shape, sizes)]


@given(all_systems, sizes_of, st.integers(0, 100))
@effort(40)
def test_all_ways_to_decide_an_identity_agree(sample: Sample, sizes: dict[str, int], seed: int):
    system = sample.system()
    claims = Claims(system, {})
    sizes = {dimension.name: sizes[dimension.name] for dimension in system.symbolic()}
    for law in (*sample.true, *sample.candidates):
        everywhere = isinstance(claims.everywhere(law), Proved)
        here = concrete_proof(claims, law, sizes)
        rates = rates_at_large_integers(system, law, sizes, seed)
        assert here or not everywhere
        assert here == (not any(rates))


@given(all_systems, sizes_of)
@effort(20)
def test_a_refutation_at_concrete_dimensions_excludes_a_general_proof(sample: Sample, sizes: dict[str, int]):
    system = sample.system()
    claims = Claims(system, {})
    sizes = {dimension.name: sizes[dimension.name] for dimension in system.symbolic()}
    for law in sample.candidates:
        if isinstance(claims.at(law, sizes), Refuted):
            assert not isinstance(claims.everywhere(law), Proved)
            assert isinstance(Claims(system, sizes).verdict(law), Refuted)


@given(scaling_systems(), sizes_of)
@effort(10)
def test_a_change_of_one_sign_is_noticed(sample: Sample, sizes: dict[str, int]):
    claims = Claims(sample.system(), {})
    assert concrete_proof(claims, "good", sizes)
    assert not concrete_proof(claims, "wrong", sizes)


@pytest.mark.parametrize("depth", [2, 3])
def test_deep_linear_networks_are_balanced_layer_by_layer(depth):
    dims = ", ".join(f"d{layer}" for layer in range(depth + 1))
    params = ", ".join(f"W{layer}[d{layer + 1}, d{layer}]" for layer in range(depth))
    network = " @ ".join(f"W{layer}" for layer in reversed(range(depth)))
    laws = "\n".join(f"law b{k} = W{k} @ W{k}.T - W{k + 1}.T @ W{k + 1}" for k in range(depth - 1))
    text = f"system s {{\ndim {dims}\nparam {params}\nmap phi = {network}\nflow gradient\n{laws}\n}}"
    claims = Claims(Sample(text).system(), {})
    sizes = {f"d{layer}": 1 + layer % 2 for layer in range(depth + 1)}
    for layer in range(depth - 1):
        assert isinstance(claims.everywhere(f"b{layer}"), Proved)
        assert concrete_proof(claims, f"b{layer}", sizes)
