"""The conditions on a law multiplied out: a sparse linear system, where right-hand sides have few terms.

Its unknowns are the coefficients of monomials; there is one condition for each monomial of the derivative.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ..algebra.rings.modular import BadPrimeError
from ..algebra.rings.polynomial import BudgetExceededError
from .ansatz import Monomials
from .sparse import Polynomial

Integers = NDArray[np.int64]
Row = dict[int, int]
"""Residues that are not zero, by unknown."""

MOST_TERMS = 8_000_000
"""Terms of derivatives that are sorted together."""
SPARSE = 16
"""A dense system with fewer entries for each term is solved faster as such."""
FILL = 4
"""Products that a sparse elimination may take, for each entry of the dense system."""


class Coupling:
    """The right-hand sides as arrays of terms."""

    def __init__(self, rates: list[Polynomial], count: int) -> None:
        """``count`` coordinates, of which the first ones have these rates and the others do not move."""
        terms = [item for rate in rates for item in rate.items()]
        self._sizes = np.zeros(count + 1, dtype=np.int64)
        self._sizes[: len(rates)] = [len(rate) for rate in rates]
        self._starts = np.cumsum(self._sizes) - self._sizes
        width = max((len(monomial) for monomial, _ in terms), default=0)
        self._pad = max((variable for monomial, _ in terms for variable in monomial), default=0) + count + 1
        padded = [monomial + (self._pad,) * (width - len(monomial)) for monomial, _ in terms]
        self._factors = np.array(padded, dtype=np.int64).reshape(len(terms), width)
        self._values = [value for _, value in terms]
        self._count = count
        self._residues = cache(self._coefficients)

    def is_sparse(self, monomials: Monomials) -> bool:
        """Whether the derivatives have far fewer terms than a dense system has entries."""
        return int(self._sizes[monomials].sum()) <= min(len(monomials) ** 2 // SPARSE, MOST_TERMS)

    def nullspace(self, monomials: Monomials, prime: int) -> list[Row]:
        """The combinations of monomials with derivative zero modulo a prime: a basis.

        Each element has a one at its first monomial, and zeros there in all others. Raises BadPrimeError,
        and BudgetExceededError when the system does not stay sparse.
        """
        elimination = Elimination(prime, FILL * len(monomials) ** 2)
        for row in _rows(*self._entries(monomials, prime)):
            elimination.include(row)
        return elimination.nullspace(len(monomials))

    def _entries(self, monomials: Monomials, prime: int) -> tuple[Integers, Integers, Integers]:
        """Condition, unknown and residue of all entries that do not vanish modulo the prime, in order."""
        parts = [self._terms(monomials, place, prime) for place in range(monomials.shape[1])]
        rows = np.concatenate([part[0] for part in parts])
        unknowns = np.concatenate([part[1] for part in parts])
        values = np.concatenate([part[2] for part in parts])
        order = np.lexsort((unknowns, *rows.T))
        rows, unknowns, values = rows[order], unknowns[order], values[order]
        new_condition = _changes(rows)
        firsts = np.flatnonzero(new_condition | _changes(unknowns[:, np.newaxis]))
        sums = np.add.reduceat(values, firsts) % prime if len(firsts) else values
        kept = sums != 0
        return np.cumsum(new_condition)[firsts][kept], unknowns[firsts][kept], sums[kept]

    def _terms(self, monomials: Monomials, place: int, prime: int) -> tuple[Integers, Integers, Integers]:
        """The terms of all derivatives that come from moving the factor at this place."""
        variable = monomials[:, place]
        sizes = self._sizes[variable]
        unknowns = np.repeat(np.arange(len(monomials)), sizes)
        within = np.arange(len(unknowns)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        terms = self._starts[variable][unknowns] + within
        rest = np.delete(monomials, place, axis=1)[unknowns]
        rest = np.where(rest == self._count, self._pad, rest)
        rows = np.sort(np.hstack([rest, self._factors[terms]]), axis=1)
        return rows, unknowns, self._residues(prime)[terms]

    def _coefficients(self, prime: int) -> Integers:
        if any(value.denominator % prime == 0 for value in self._values):
            raise BadPrimeError(f"a denominator vanishes modulo {prime}")
        residues = (value.numerator * pow(value.denominator, -1, prime) % prime for value in self._values)
        return np.fromiter(residues, dtype=np.int64, count=len(self._values))


def _changes(rows: Integers) -> NDArray[np.bool_]:
    """Where a row differs from the one before."""
    changes = np.ones(len(rows), dtype=bool)
    changes[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    return changes


def _rows(conditions: Integers, unknowns: Integers, values: Integers) -> Iterator[Row]:
    """The conditions, the short ones first: they keep the elimination sparse."""
    starts = np.flatnonzero(_changes(conditions[:, np.newaxis]))
    ends = np.append(starts[1:], len(conditions))
    columns, entries = unknowns.tolist(), values.tolist()
    order = np.argsort(ends - starts, kind="stable")
    for start, end in zip(starts[order].tolist(), ends[order].tolist(), strict=True):
        yield dict(zip(columns[start:end], entries[start:end], strict=True))


class Elimination:
    """Conditions as they come, each solved for its last unknown."""

    def __init__(self, prime: int, limit: int) -> None:
        self._prime = prime
        self._limit = limit
        self._spent = 0
        self._solved: dict[int, Row] = {}

    def include(self, condition: Row) -> None:
        """Take in one more condition."""
        rest = self._reduced(condition)
        if rest:
            top = max(rest)
            scale = pow(rest[top], -1, self._prime)
            self._solved[top] = {key: x * scale % self._prime for key, x in rest.items() if key != top}

    def nullspace(self, count: int) -> list[Row]:
        """A basis of the solutions, each with a one at its first unknown."""
        basis: dict[int, Row] = {at: {at: 1} for at in range(count) if at not in self._solved}
        for top in sorted(self._solved):
            # The rows below are reduced already, so that only unknowns are left that no condition fixes.
            self._solved[top] = self._reduced(self._solved[top])
            for free, value in self._solved[top].items():
                basis[free][top] = self._prime - value
        return list(basis.values())

    def _reduced(self, row: Row) -> Row:
        rest = row
        while known := [key for key in rest if key in self._solved]:
            top = max(known)
            factor = rest[top]
            self._spend(len(self._solved[top]) + 1)
            rest = {key: value for key, value in rest.items() if key != top}
            for key, value in self._solved[top].items():
                changed = (rest.pop(key, 0) - factor * value) % self._prime
                if changed:
                    rest[key] = changed
        return rest

    def _spend(self, products: int) -> None:
        self._spent += products
        if self._spent > self._limit:
            raise BudgetExceededError(self._spent, products, self._limit)
