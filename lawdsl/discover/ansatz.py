"""The monomials of an ansatz, split into classes that no law needs to mix (MATH.md section 4)."""

from __future__ import annotations

from collections.abc import Iterator
from math import comb

import numpy as np
from numpy.typing import NDArray

from ..algebra.rings.polynomial import BudgetExceededError
from .grading import Words

Monomials = NDArray[np.int64]
"""Monomials along the last axis: sorted numbers of coordinates, padded by the number of coordinates."""

LARGEST_ANSATZ = 4_000_000
"""Monomials that an ansatz may have."""


def monomials(count: int, moving: int, degree: int) -> Monomials:
    """All monomials of degree 1 to ``degree`` in ``count`` coordinates that contain one below ``moving``.

    Raises BudgetExceededError when there are more than `LARGEST_ANSATZ`.
    """
    wanted = comb(count + degree, degree)
    if wanted > LARGEST_ANSATZ:
        raise BudgetExceededError(0, wanted, LARGEST_ANSATZ)
    rows = np.arange(count + 1)[:, np.newaxis]
    for _ in range(degree - 1):
        last = rows[:, -1]
        choices = count + 1 - last
        starts = np.repeat(np.cumsum(choices) - choices - last, choices)
        rows = np.repeat(rows, choices, axis=0)
        rows = np.column_stack([rows, np.arange(len(rows)) - starts])
    return rows[rows[:, 0] < moving]


def parity_classes(rows: Monomials, words: Words) -> Iterator[Monomials]:
    """The classes of equal parities, those of one size together: arrays (classes, size, degree).

    Inside a class lower degrees come first.
    """
    count = len(words) - 1
    keys = np.bitwise_xor.reduce(words[rows], axis=1)
    order = np.lexsort(((rows < count).sum(axis=1), keys))
    starts = np.flatnonzero(np.diff(keys[order], prepend=~keys[order[:1]]))
    sizes = np.diff(starts, append=len(order))
    for size in np.unique(sizes):
        places = starts[sizes == size, np.newaxis] + np.arange(size)
        yield rows[order[places]]
