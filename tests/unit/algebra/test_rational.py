from fractions import Fraction
from math import isqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdsl.algebra.rational import combine_residues, reconstruct, reconstruct_all

P, Q = 8388593, 8388587
BOUND = isqrt((P - 1) // 2)
LARGE_INTEGERS = st.integers(-(10**6), 10**6)


def residue(value, modulus):
    return value.numerator * pow(value.denominator, -1, modulus) % modulus


@given(st.integers(-BOUND, BOUND), st.integers(1, BOUND))
def test_small_rationals_come_back(numerator, denominator):
    value = Fraction(numerator, denominator)
    assert reconstruct(residue(value, P), P) == value


@pytest.mark.parametrize("modulus", [3, 7, 101, 541])
def test_every_residue_agrees_with_a_search(modulus):
    bound = isqrt((modulus - 1) // 2)
    small = {Fraction(n, d) for n in range(-bound, bound + 1) for d in range(1, bound + 1)}
    expected = {residue(value, modulus): value for value in small}
    assert len(expected) == len(small)
    assert {r: reconstruct(r, modulus) for r in range(modulus)} == {
        r: expected.get(r) for r in range(modulus)
    }


@given(st.lists(st.builds(Fraction, LARGE_INTEGERS, LARGE_INTEGERS.filter(bool)), max_size=5))
def test_two_primes_reach_further_than_one(values):
    first, second = ([residue(value, prime) for value in values] for prime in (P, Q))
    residues, modulus = combine_residues(first, P, second, Q)
    assert modulus == P * Q
    assert reconstruct_all(residues, modulus) == values


def test_a_vector_with_a_large_entry_is_not_reconstructed():
    huge = next(r for r in range(P) if reconstruct(r, P) is None)
    assert reconstruct_all([1, huge], P) is None


def test_moduli_with_a_common_factor_are_refused():
    with pytest.raises(ValueError, match="not invertible"):
        combine_residues([1], 6, [1], 4)
