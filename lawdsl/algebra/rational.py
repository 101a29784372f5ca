"""From residues back to rationals: reconstruction, and Chinese remainders for several primes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import isqrt


def reconstruct(residue: int, modulus: int) -> Fraction | None:
    """The rational n/d with |n|, d <= sqrt((modulus - 1) / 2) and this residue, or None.

    At most one such rational exists, since two of them would differ by a multiple of the modulus that is
    too small. Euclid's algorithm on (modulus, residue), stopped at the first remainder below the
    bound, finds it. The answer is a candidate: only an exact proof makes it more.
    """
    bound = isqrt((modulus - 1) // 2)
    previous, remainder = modulus, residue % modulus
    before, cofactor = 0, 1
    while remainder > bound:
        quotient = previous // remainder
        previous, remainder = remainder, previous - quotient * remainder
        before, cofactor = cofactor, before - quotient * cofactor
    if not 0 < abs(cofactor) <= bound:
        return None
    result = Fraction(remainder, cofactor)
    return result if result.denominator == abs(cofactor) else None


def reconstruct_all(residues: Iterable[int], modulus: int) -> list[Fraction] | None:
    """The rationals of all residues, or None when one has none within the bound."""
    results: list[Fraction] = []
    for residue in residues:
        result = reconstruct(residue, modulus)
        if result is None:
            return None
        results.append(result)
    return results


def combine_residues(
    first: Sequence[int], first_modulus: int, second: Sequence[int], second_modulus: int
) -> tuple[list[int], int]:
    """The residues modulo the product of two coprime moduli, and that product.

    Raises ValueError when the moduli are not coprime.
    """
    lift = pow(first_modulus, -1, second_modulus) * first_modulus
    modulus = first_modulus * second_modulus
    return [(a + (b - a) * lift) % modulus for a, b in zip(first, second, strict=True)], modulus
