from fractions import Fraction
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference import N, index, parameter

from lawdsl.algebra.programs.compile import compile_program
from lawdsl.algebra.rings.modular import BadPrimeError, ModularRing, Modulus, primes
from lawdsl.notation.expression import Entry, multiply, number, total

LARGE = next(primes())


def test_primes_are_distinct_primes_of_23_bits_in_a_fixed_order():
    first = list(islice(primes(), 20))
    assert first == list(islice(primes(), 20)) == sorted(set(first), reverse=True)
    assert all(2**22 < prime < 2**23 for prime in first)
    assert all(prime % divisor for prime in first for divisor in range(2, 2897))


@pytest.mark.parametrize("number", [0, 1, 2, 9, 8388593 * 3, 2**23 + 9])
def test_what_is_not_an_odd_prime_below_the_limit_is_refused(number):
    with pytest.raises(ValueError, match="odd prime"):
        Modulus(number)


@pytest.mark.parametrize("length", [1, 511, 512, 513, 1024, 1025, 5000])
@pytest.mark.parametrize("prime", [LARGE, 4194319, 101, 3])
@pytest.mark.parametrize("signs", [(1, 1), (1, -1), (-1, -1)])
def test_products_of_extreme_residues_are_exact(length, prime, signs):
    modulus = Modulus(prime)
    half = (prime - 1) // 2
    left = np.full((2, length), float(signs[0] * half))
    right = np.full((length, 3), float(signs[1] * half))
    expected = signs[0] * signs[1] * half * half * length % prime
    assert modulus.lower(modulus.matmul(left, right)).tolist() == [[expected] * 3] * 2


def test_reduced_residues_at_the_very_bound_may_be_summed():
    modulus = Modulus(LARGE)
    assert modulus.terms >= 512
    assert modulus.bound**2 * modulus.terms + modulus.bound <= modulus.limit < 2**53
    left = np.full((1, modulus.terms), float(modulus.bound))
    expected = modulus.bound**2 * modulus.terms % LARGE
    assert modulus.lower(modulus.matmul(left, left.T)).tolist() == [[expected]]


@given(st.integers(0, 2**53 - 2 * LARGE), st.sampled_from([LARGE, 4194319, 65537, 101, 3]))
def test_reduction_is_congruent_and_within_the_bound(value, prime):
    modulus = Modulus(prime)
    for integer in (value, -value):
        residue = modulus.reduce(np.array([float(integer)]))[0]
        assert (int(residue) - integer) % prime == 0
        assert abs(int(residue)) <= modulus.bound


@given(st.integers(-3, 3), st.integers(2**30, 2**30 + 5))
def test_multiples_of_the_prime_and_half_multiples_reduce_correctly(offset, multiple):
    modulus = Modulus(LARGE)
    near = multiple * LARGE // 2 + offset
    for integer in (near, -near):
        residue = int(modulus.reduce(np.array([float(integer)]))[0])
        assert (residue - integer) % LARGE == 0
        assert abs(residue) <= modulus.bound


def test_a_vanishing_denominator_is_a_bad_prime():
    ring = ModularRing(101)
    with pytest.raises(BadPrimeError):
        ring.lift(np.array([Fraction(1, 202)], dtype=object))
    vector, k = parameter("v", N), index("k", N)
    program = compile_program(
        {"f": ((), multiply([number(Fraction(1, 101)), total([k], Entry(vector, (k,)))]))}, {"n": 2}
    )
    with pytest.raises(BadPrimeError):
        program.evaluate(ring, {vector: ring.lift(np.array([[1, 2]]))})
    with pytest.raises(BadPrimeError):
        ring.modulus.inverse(0.0)


@given(st.fractions(max_denominator=100))
def test_the_residue_of_a_fraction_times_its_denominator_is_its_numerator(value):
    residue = Modulus(LARGE).residue(value)
    assert (residue * value.denominator - value.numerator) % LARGE == 0


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int64, np.uint64, object])
def test_integers_of_any_width_are_lifted(kind):
    limits = [-5, 2**200] if kind is object else [np.iinfo(kind).min, np.iinfo(kind).max]
    found = Modulus(LARGE).lower(Modulus(LARGE).lift(np.array(limits, dtype=kind)))
    assert found.tolist() == [int(limit) % LARGE for limit in limits]


def test_drawn_residues_depend_on_the_generator_only():
    ring = ModularRing(LARGE)
    first, second = (ring.draw(np.random.default_rng(7), (2, 3)) for _ in range(2))
    assert first.tolist() == second.tolist()
    assert np.abs(first).max() <= ring.modulus.bound
