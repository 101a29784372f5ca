"""The sign symmetries of a system, which split the space of its laws (MATH.md section 4)."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import xor

import numpy as np
from numpy.typing import NDArray

from .sparse import Monomial, Polynomial

Words = NDArray[np.uint64]
"""For each coordinate 64 parities, one bit for each of 64 sign symmetries."""


def parity_words(rates: list[Polynomial], count: int) -> Words:
    """Parities of the coordinates under 64 random sign symmetries, with a zero appended.

    A symmetry flips coordinates such that every generator goes to itself or its negative. The symmetries
    form the kernel of a matrix over the field with two elements; any of them is sound, and 64 random ones
    tell monomials apart as well as all of them, but for a chance of 2^-64.
    """
    pivots = _echelon(_conditions(rates, count))
    source = random.Random(0)
    words: list[int] = []
    for coordinate in range(count):
        row = pivots.get(coordinate)
        bits = source.getrandbits(64) if row is None else 0
        others = _bits(row ^ 1 << coordinate) if row is not None else iter(())
        words.append(reduce(xor, (words[other] for other in others), bits))
    return np.array([*words, 0], dtype=np.uint64)


def _conditions(rates: list[Polynomial], count: int) -> Iterator[int]:
    """Masks of coordinates whose parities must add up to zero.

    In X_alpha, the part of the fields with the cotangents to the power alpha, every term m · d/dx_i has
    to have the parity of the first one.
    """
    first: dict[Monomial, int] = {}
    for coordinate, rate in enumerate(rates):
        for monomial in rate:
            state = [variable for variable in monomial if variable < count]
            mask = reduce(xor, (1 << variable for variable in state), 1 << coordinate)
            yield mask ^ first.setdefault(monomial[len(state) :], mask)


def _echelon(masks: Iterable[int]) -> dict[int, int]:
    """Independent masks by their highest bit."""
    pivots: dict[int, int] = {}
    for mask in dict.fromkeys(masks):
        reduced = mask
        while reduced and (top := reduced.bit_length() - 1) in pivots:
            reduced ^= pivots[top]
        if reduced:
            pivots[reduced.bit_length() - 1] = reduced
    return pivots


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
