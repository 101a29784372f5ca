"""Rank, echelon forms and nullspaces modulo a prime, with BLAS doing the arithmetic.

Recursive elimination: factor the left half of the columns, update the right half by one triangular
solve and one matrix product, factor what remains of it. All products go through `Modulus.matmul`, so every
number stays an exactly represented integer.
A rank found here is a lower bound for the rank over the rationals (MATH.md M6).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .rings.dense import Array
from .rings.modular import Modulus, Residues

NARROW = 16
"""Columns that are eliminated one by one."""
SHORT = 32
"""Triangular systems that are solved by a product with the inverse."""


@dataclass(frozen=True, slots=True)
class Rank:
    """The rank with a nonzero minor that shows it: rows and columns of the matrix, equally many."""

    rank: int
    rows: tuple[int, ...]
    columns: tuple[int, ...]


def rank_modulo(matrix: Array, prime: int) -> Rank:
    """The rank of a matrix modulo an odd prime below 2^23.

    Entries are integers of any dtype, float64 included, or Fractions; ``columns`` are the leftmost
    independent ones. Raises ValueError for other entries and BadPrimeError for a vanishing denominator.
    """
    work = _Elimination(matrix, Modulus(prime))
    return Rank(len(work.columns), tuple(work.order[: len(work.columns)].tolist()), tuple(work.columns))


def echelon_modulo(matrix: Array, prime: int) -> tuple[list[int], NDArray[np.int64]]:
    """The pivot columns and the nonzero rows of the reduced row echelon form, entries from 0 to p - 1."""
    modulus = Modulus(prime)
    columns, rows = _Elimination(matrix, modulus).reduced()
    return columns, modulus.lower(rows)


def nullspace_modulo(matrix: Array, prime: int) -> NDArray[np.int64]:
    """A basis of {x : matrix · x = 0}, one vector a row, entries from 0 to p - 1.

    Each basis vector has a one at its own non-pivot column and zeros at the other non-pivot columns.
    """
    columns, rows = echelon_modulo(matrix, prime)
    free = np.setdiff1d(np.arange(matrix.shape[1]), columns)
    basis = np.zeros((len(free), matrix.shape[1]), dtype=np.int64)
    basis[np.arange(len(free)), free] = 1
    basis[:, columns] = -rows[:, free].T % prime
    return basis


class Echelon:
    """The span of row vectors that arrive in blocks."""

    def __init__(self, width: int, prime: int) -> None:
        self.width = width
        self.modulus = Modulus(prime)
        self._panels: list[tuple[list[int], Residues]] = []

    @property
    def rank(self) -> int:
        """The dimension of the span so far."""
        return sum(len(columns) for columns, _ in self._panels)

    def add(self, block: Array) -> int:
        """Add the rows of a block of shape (rows, width) and return the new rank."""
        rows = _residues(block, self.modulus)
        if rows.shape[1] != self.width:
            raise ValueError(f"rows of width {rows.shape[1]} in a space of dimension {self.width}")
        for columns, panel in self._panels:
            if len(rows) and self.rank < self.width:
                rows = self.modulus.reduce(rows - self.modulus.matmul(rows[:, columns], panel))
        if self.rank < self.width:
            columns, panel = _Elimination(rows, self.modulus).reduced()
            if columns:
                self._panels.append((columns, panel))
        return self.rank


class _Elimination:
    """A matrix eliminated in place: L below the pivots, U on and right of them, rows permuted by `order`."""

    def __init__(self, matrix: Array, modulus: Modulus) -> None:
        self.modulus = modulus
        self.matrix = _residues(matrix, modulus)
        self.order = np.arange(len(self.matrix))
        self.columns: list[int] = []
        self._eliminate(0, self.matrix.shape[1])

    def reduced(self) -> tuple[list[int], Residues]:
        """The pivot columns and the rows of the reduced echelon form."""
        rank, modulus = len(self.columns), self.modulus
        inverses = np.array(
            [modulus.inverse(self.matrix[row, column]) for row, column in enumerate(self.columns)]
        )
        scaled = modulus.reduce(self.matrix[:rank] * inverses[:, np.newaxis])
        free = np.setdiff1d(np.arange(self.matrix.shape[1]), self.columns)
        rows = np.zeros_like(scaled)
        rows[np.arange(rank), self.columns] = 1.0
        # Turned around, the unit upper triangle of the pivots is a unit lower one.
        turned = scaled[::-1, free]
        self._solve(scaled[:, self.columns][::-1, ::-1], turned)
        rows[:, free] = turned[::-1]
        return self.columns, rows

    def _eliminate(self, start: int, stop: int) -> None:
        """Eliminate a range of columns below the pivots found so far."""
        if stop - start <= NARROW or len(self.columns) == len(self.matrix):
            self._eliminate_narrow(start, stop)
            return
        middle = (start + stop) // 2
        before = len(self.columns)
        self._eliminate(start, middle)
        self._update(before, slice(middle, stop))
        self._eliminate(middle, stop)

    def _update(self, before: int, columns: slice) -> None:
        """Apply the pivots from number ``before`` on to some columns right of them."""
        pivots, rank = self.columns[before:], len(self.columns)
        if not pivots:
            return
        factors = self.matrix[before:, pivots]
        top = self.matrix[before:rank, columns]
        self._solve(factors[: len(pivots)], top)
        below = self.matrix[rank:, columns]
        below[:] = self.modulus.reduce(below - self.modulus.matmul(factors[len(pivots) :], top))

    def _solve(self, lower: Residues, right: Residues) -> None:
        """Replace ``right`` by the solution X of L · X = right, L one on and ``lower`` below its diagonal."""
        size, modulus = len(lower), self.modulus
        if size <= SHORT:
            right[:] = modulus.matmul(self._inverse(lower), right)
            return
        half = size // 2
        self._solve(lower[:half, :half], right[:half])
        right[half:] = modulus.reduce(right[half:] - modulus.matmul(lower[half:, :half], right[:half]))
        self._solve(lower[half:, half:], right[half:])

    def _inverse(self, lower: Residues) -> Residues:
        """(1 − N)⁻¹ = (1 + N)(1 + N²)(1 + N⁴)..., N the strict lower triangle negated: N is nilpotent."""
        nilpotent = -np.tril(lower, -1)
        inverse = np.eye(len(lower)) + nilpotent
        degree = 2
        while degree < len(lower):
            nilpotent = self.modulus.matmul(nilpotent, nilpotent)
            inverse = self.modulus.reduce(inverse + self.modulus.matmul(inverse, nilpotent))
            degree *= 2
        return inverse

    def _eliminate_narrow(self, start: int, stop: int) -> None:
        """Eliminate a few columns one by one, in a transposed copy where columns are contiguous."""
        first = len(self.columns)
        if first == len(self.matrix):
            return
        block = self.matrix[first:, start:stop].T.copy()
        rank = 0
        for column in range(stop - start):
            if rank == block.shape[1]:
                break
            pivot = rank + int(np.argmax(block[column, rank:] != 0))
            if not block[column, pivot]:
                continue
            self._swap(block, rank, pivot, first)
            self._clear(block, column, rank)
            self.columns.append(start + column)
            rank += 1
        self.matrix[first:, start:stop] = block.T

    def _swap(self, block: Residues, rank: int, pivot: int, first: int) -> None:
        if rank == pivot:
            return
        block[:, [rank, pivot]] = block[:, [pivot, rank]]
        rows, swapped = [first + rank, first + pivot], [first + pivot, first + rank]
        self.matrix[rows] = self.matrix[swapped]
        self.order[rows] = self.order[swapped]

    def _clear(self, block: Residues, column: int, rank: int) -> None:
        """Store the multipliers of a pivot below it and clear the later columns of the block."""
        below = block[column, rank + 1 :]
        below[:] = self.modulus.reduce(below * self.modulus.inverse(block[column, rank]))
        later = block[column + 1 :, rank + 1 :]
        later[:] = self.modulus.reduce(later - block[column + 1 :, rank, np.newaxis] * below)


def _residues(matrix: Array, modulus: Modulus) -> Residues:
    """A fresh matrix of centred residues."""
    if matrix.ndim != 2:
        raise ValueError(f"a matrix has two axes, not {matrix.ndim}")
    if matrix.dtype == np.float64:
        if not (np.all(np.abs(matrix) <= modulus.limit) and np.array_equal(matrix, np.rint(matrix))):
            raise ValueError("entries of a floating-point matrix must be integers below 2^53")
        return modulus.reduce(matrix)
    return modulus.lift(matrix)
