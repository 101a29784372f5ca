"""Points modulo a prime: values against Python's integers, roots against their relations."""

from __future__ import annotations

import flint
import numpy as np
import pytest

from lawdsl.algebra.rings.modular import BadPrimeError, Modulus, primes
from lawdsl.algebra.rings.residue_point import has_roots, points_modulo, quotient_modulo, values_modulo
from lawdsl.algebra.rings.tower import Element

CONTEXT = flint.fmpq_mpoly_ctx.get(["<1>", "<0>", "x", "y"], "lex")
LATER, EARLIER, X, Y = CONTEXT.gens()


def root(generator, power, degree):
    return Element("root", str(power), generator, power, degree, generator**degree - power, sign=1)


def usable(elements):
    return Modulus(next(prime for prime in primes() if has_roots(prime, elements)))


def test_values_are_those_of_integer_arithmetic():
    modulus = Modulus(next(primes()))
    points = np.random.default_rng(1).integers(-1000, 1000, size=(20, 4)).astype(float)
    polynomial = X**5 * Y / 7 - 3 * LATER * Y**2 + EARLIER - 11
    seventh = pow(7, -1, modulus.prime)
    for found, point in zip(
        values_modulo(polynomial, points, modulus), points.astype(int).tolist(), strict=True
    ):
        later, earlier, x, y = point
        assert (int(found) - (seventh * x**5 * y - 3 * later * y**2 + earlier - 11)) % modulus.prime == 0


def test_a_coefficient_without_residue_is_a_bad_prime():
    modulus = Modulus(next(primes()))
    with pytest.raises(BadPrimeError):
        values_modulo(X / modulus.prime, np.ones((1, 4)), modulus)
    with pytest.raises(BadPrimeError):
        quotient_modulo(np.ones(2), np.array([1.0, 0.0]), modulus)


@pytest.mark.parametrize("degrees", [(2, 2), (3, 2), (4, 3), (6, 5)])
def test_relations_of_nested_roots_hold_at_random_points(degrees):
    elements = [root(EARLIER, X**2 + Y, degrees[0]), root(LATER, EARLIER + 2 * X, degrees[1])]
    modulus = usable(elements)
    points = points_modulo(elements, 2, 4, 50, modulus, np.random.default_rng(2))
    assert points.shape == (50, 4)
    assert len(np.unique(points[:, 2])) > 40
    for element in elements:
        assert not values_modulo(element.relation, points, modulus).any()


def test_signs_are_plus_and_minus_one():
    sign = Element("sign", "sign", EARLIER, X, relation=EARLIER**2 - 1)
    points = points_modulo([sign], 2, 4, 50, Modulus(next(primes())), np.random.default_rng(3))
    assert set(points[:, 1]) == {1.0, -1.0}


def test_a_number_without_root_is_a_bad_prime():
    elements = [root(EARLIER, CONTEXT.constant(2), 2), root(LATER, CONTEXT.constant(-2), 2)]
    modulus = usable(elements)  # minus one has no square root, so 2 or -2 has none
    with pytest.raises(BadPrimeError):
        points_modulo(elements, 2, 4, 5, modulus, np.random.default_rng(4))
