"""Polynomials at points modulo a prime, and points where the relations of adjoined elements hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import gcd
from typing import Any

import numpy as np

from .modular import BadPrimeError, Modulus, Residues
from .polynomial import as_rational
from .tower import Element

BATCHES = 200
"""Random points are drawn so often before no more with all roots are expected."""


def values_modulo(polynomial: Any, points: Residues, modulus: Modulus) -> Residues:
    """The values of a ``flint.fmpq_mpoly`` at points, one a row; BadPrimeError for a coefficient."""
    total = np.zeros(len(points))
    powers: dict[tuple[int, int], Residues] = {}
    for exponents, coefficient in polynomial.to_dict().items():
        term = np.full(len(points), float(modulus.residue(as_rational(coefficient))))
        term = modulus.reduce(term)
        for place, exponent in enumerate(map(int, exponents)):
            if exponent:
                if (place, exponent) not in powers:
                    powers[place, exponent] = power_modulo(points[:, place], exponent, modulus)
                term = modulus.reduce(term * powers[place, exponent])
        total = modulus.reduce(total + term)
    return total


def power_modulo(values: Residues, exponent: int, modulus: Modulus) -> Residues:
    """Every entry to a power, by repeated squaring."""
    result, square = np.ones(values.shape), values
    while exponent:
        if exponent % 2:
            result = modulus.reduce(result * square)
        square, exponent = modulus.reduce(square * square), exponent // 2
    return result


def quotient_modulo(numerator: Residues, denominator: Residues, modulus: Modulus) -> Residues:
    """Quotients entry by entry; BadPrimeError where a denominator is zero."""
    if not denominator.all():
        raise BadPrimeError(f"a denominator vanishes modulo {modulus.prime}")
    return modulus.reduce(numerator * power_modulo(denominator, modulus.prime - 2, modulus))


def has_roots(prime: int, elements: Iterable[Element]) -> bool:
    """Whether everything but numbers without square roots has all roots that the elements are.

    With p - 1 twice an odd number, the squares are a group of odd order: each has a root of every degree
    that shares no factor with the order, two of them where the degree is even.
    """
    degrees = [element.degree for element in elements if element.kind == "root"]
    return all(prime % 4 == 3 and gcd(degree, (prime - 1) // 2) == 1 for degree in degrees)


def points_modulo(
    elements: Sequence[Element],
    room: int,
    size: int,
    count: int,
    modulus: Modulus,
    source: np.random.Generator,
) -> Residues:
    """As many random points, one a row: values of elements and coordinates; all relations hold there.

    There is room for elements, the last one first, then come coordinates; ``size`` is the number of both. The
    prime `has_roots`. Raises BadPrimeError where too few points are found.
    """
    found: list[Residues] = []
    missing = count
    for _ in range(BATCHES):
        points = modulus.reduce(source.integers(1, modulus.prime, size=(2 * count + 8, size)).astype(float))
        for serial, element in enumerate(elements):
            points = _with_element(element, room - 1 - serial, points, modulus, source)
        found.append(points)
        missing -= len(points)
        if missing <= 0:
            return np.concatenate(found)[:count]
    raise BadPrimeError(f"too few points with roots modulo {modulus.prime}")


def _with_element(
    element: Element, place: int, points: Residues, modulus: Modulus, source: np.random.Generator
) -> Residues:
    """The points where an element has a value, with that value put in."""
    if element.kind not in ("root", "sign"):
        return points
    signs = source.choice([-1.0, 1.0], size=len(points))
    if element.kind == "sign":
        points[:, place] = signs
        return points
    power = values_modulo(element.generator**element.degree - element.relation, points, modulus)
    half = (modulus.prime - 1) // 2
    if element.degree % 2 == 0:
        rooted = power_modulo(power, half, modulus) == 1
        points, power, signs = points[rooted], power[rooted], signs[rooted]
        points[:, place] = signs * power_modulo(power, pow(element.degree, -1, half), modulus)
    else:
        points[:, place] = power_modulo(power, pow(element.degree, -1, 2 * half), modulus)
    return points
