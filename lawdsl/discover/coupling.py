"""Which monomials of a class share a condition: the others are solved apart, or are in no law at all.

The derivative of an unknown combination of monomials is multiplied out, as positions of coefficients in a
sparse linear system. Structure alone decides most of it when right-hand sides have few terms.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ..algebra.modular import primes
from .ansatz import Monomials
from .sparse import Polynomial

Integers = NDArray[np.int64]

MOST_TERMS = 8_000_000
"""Terms of derivatives that are sorted together."""
SMALLEST = 48
"""Monomials of a class that is worth splitting; smaller ones are eliminated many at a time."""


class Coupling:
    """The right-hand sides as arrays of terms."""

    def __init__(self, rates: list[Polynomial], count: int) -> None:
        """``count`` coordinates, of which the first ones have these rates and the others do not move."""
        terms = [item for rate in rates for item in rate.items()]
        self._sizes = np.zeros(count + 1, dtype=np.int64)
        self._sizes[: len(rates)] = [len(rate) for rate in rates]
        self._starts = np.cumsum(self._sizes) - self._sizes
        width = max((len(monomial) for monomial, _ in terms), default=0)
        self._pad = 1 + max((variable for monomial, _ in terms for variable in monomial), default=count)
        self._pad = max(self._pad, count)
        padded = [monomial + (self._pad,) * (width - len(monomial)) for monomial, _ in terms]
        self._factors = np.array(padded, dtype=np.int64).reshape(len(terms), width)
        denominators = {value.denominator for _, value in terms}
        self._prime = next(p for p in primes() if all(value % p for value in denominators))
        residues = [v.numerator * pow(v.denominator, -1, self._prime) % self._prime for _, v in terms]
        self._coefficients = np.array(residues, dtype=np.int64)
        self._count = count

    def pieces(self, classes: Monomials) -> Iterator[Monomials]:
        """Arrays of smaller classes whose laws together span the laws of these (classes, size, degree).

        A monomial that is alone in a condition, with a coefficient that is not zero, is in no law. The rest
        falls into connected pieces. Classes with more terms than a dense system has entries stay whole, and
        so do small ones.
        """
        size = classes.shape[1]
        if size < SMALLEST:
            yield classes
            return
        for monomials in classes:
            terms = int(self._sizes[monomials].sum())
            if terms > min(size * size, MOST_TERMS):
                yield monomials[np.newaxis]
            else:
                yield from _by_size(monomials, self._labels(monomials))

    def _labels(self, monomials: Monomials) -> Integers:
        """A number for each monomial that those of its piece share; -1 for monomials in no law."""
        conditions, unknowns, certain = self._entries(monomials)
        dead = np.zeros(len(monomials), dtype=bool)
        while True:
            alive = ~dead[unknowns]
            conditions, unknowns, certain = conditions[alive], unknowns[alive], certain[alive]
            alone = (np.bincount(conditions) == 1)[conditions] & certain if len(conditions) else certain
            if not alone.any():
                return np.where(dead, -1, _connected(conditions, unknowns, len(monomials)))
            dead[unknowns[alone]] = True

    def _entries(self, monomials: Monomials) -> tuple[Integers, Integers, NDArray[np.bool_]]:
        """Condition, unknown and whether the coefficient is known not to vanish, of all possible entries."""
        parts = [self._terms(monomials, place) for place in range(monomials.shape[1])]
        rows = np.concatenate([part[0] for part in parts])
        unknowns = np.concatenate([part[1] for part in parts])
        values = np.concatenate([part[2] for part in parts])
        order = np.lexsort((unknowns, *rows.T))
        rows, unknowns, values = rows[order], unknowns[order], values[order]
        new_condition = _changes(rows)
        new_entry = new_condition | _changes(unknowns[:, np.newaxis])
        firsts = np.flatnonzero(new_entry)
        sums = np.add.reduceat(values, firsts) % self._prime if len(firsts) else values
        return np.cumsum(new_condition)[firsts] - 1, unknowns[firsts], sums != 0

    def _terms(self, monomials: Monomials, place: int) -> tuple[Integers, Integers, Integers]:
        """The terms of all derivatives that come from moving the factor at this place."""
        variable = monomials[:, place]
        sizes = self._sizes[variable]
        unknowns = np.repeat(np.arange(len(monomials)), sizes)
        within = np.arange(len(unknowns)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        terms = self._starts[variable][unknowns] + within
        rest = np.delete(monomials, place, axis=1)[unknowns]
        rest = np.where(rest == self._count, self._pad, rest)
        rows = np.sort(np.hstack([rest, self._factors[terms]]), axis=1)
        return rows, unknowns, self._coefficients[terms]


def _changes(rows: Integers) -> NDArray[np.bool_]:
    """Where a row differs from the one before."""
    changes = np.ones(len(rows), dtype=bool)
    changes[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    return changes


def _connected(conditions: Integers, unknowns: Integers, count: int) -> Integers:
    """The smallest unknown that each one is connected with, through conditions in sorted order."""
    labels = np.arange(count)
    if not len(conditions):
        return labels
    changes = _changes(conditions[:, np.newaxis])
    firsts, places = np.flatnonzero(changes), np.cumsum(changes) - 1
    while True:
        lowest = np.minimum.reduceat(labels[unknowns], firsts)[places]
        joined = labels.copy()
        np.minimum.at(joined, unknowns, lowest)
        joined = joined[joined]
        if np.array_equal(joined, labels):
            return labels
        labels = joined


def _by_size(monomials: Monomials, labels: Integers) -> Iterator[Monomials]:
    """The monomials by label, the classes of one size together; label -1 is left out."""
    kept = np.flatnonzero(labels >= 0)
    order = kept[np.argsort(labels[kept], kind="stable")]
    starts = np.flatnonzero(_changes(labels[order][:, np.newaxis]))
    sizes = np.diff(starts, append=len(order))
    for size in np.unique(sizes):
        yield monomials[order[starts[sizes == size, np.newaxis] + np.arange(size)]]
