"""Jets of residues: the products of small arrays are formed all at once.

A product of jets with k generators takes 3^k products of arrays. For the small arrays of a small system the
calls to NumPy would take all the time, so the parts are stacked along an axis of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import prod

import numpy as np
from numpy.typing import NDArray

from .jet import Jet, JetRing
from .modular import ModularRing, Residues

FEWEST = 6
"""Fewer products than these are formed one by one."""
SMALL = 2048
"""The most numbers multiplied in one of the products that are formed together."""
TOGETHER = 2**20
"""The most numbers multiplied at once."""


class ModularJetRing(JetRing[Residues]):
    """Jets over residues modulo a prime."""

    base: ModularRing

    def contract(
        self,
        left: Jet[Residues],
        right: Jet[Residues],
        left_axes: tuple[int, ...],
        right_axes: tuple[int, ...],
        axes: tuple[int, ...],
    ) -> Jet[Residues]:
        """The product of two arrays, summed over the axes that ``axes`` leaves out."""
        if len(left.parts) > 1 < len(right.parts):
            pairs = _pairs(tuple(left.parts), tuple(right.parts))
            operands = _Operand(left, left_axes), _Operand(right, right_axes)
            work = _numbers(*operands)
            if len(pairs.left) >= FEWEST and work <= SMALL:
                runs = pairs.runs(TOGETHER // work)
                sums = (self._together(*operands, run, axes) for run in runs)
                return Jet(dict(chain.from_iterable(sums)))
        return super().contract(left, right, left_axes, right_axes, axes)

    def _together(
        self, left: _Operand, right: _Operand, pairs: _Pairs, axes: tuple[int, ...]
    ) -> Iterable[tuple[int, Residues]]:
        """The sums for some masks by one multiplication, with axes (pair, batch, *axes, *summed)."""
        summed = tuple(axis for axis in left.axes if axis not in axes)
        everywhere = (*axes, *summed)
        products = self.base.times(
            left.stacked(everywhere)[pairs.left], right.stacked(everywhere)[pairs.right]
        )
        if summed:
            products = self.base.total(products, tuple(range(2 + len(axes), 2 + len(everywhere))))
        # A part is a sum of at most 2^k reduced residues, far below the exact range.
        sums = self.base.modulus.reduce(np.add.reduceat(products, pairs.starts, axis=0))
        return zip(pairs.masks, sums, strict=True)


@dataclass(frozen=True, slots=True)
class _Operand:
    jet: Jet[Residues]
    axes: tuple[int, ...]

    def stacked(self, axes: tuple[int, ...]) -> Residues:
        """All parts along a first axis, the others in the given order, of length 1 where they are missing."""
        parts = list(self.jet.parts.values())
        batch = max(len(part) for part in parts)
        result = np.empty((len(parts), batch, *parts[0].shape[1:]))
        for place, part in enumerate(parts):
            result[place] = part
        order = [2 + self.axes.index(axis) for axis in axes if axis in self.axes]
        key = tuple(slice(None) if axis in self.axes else None for axis in axes)
        return result.transpose(0, 1, *order)[(slice(None), slice(None), *key)]


def _numbers(left: _Operand, right: _Operand) -> int:
    """How many numbers a product of two parts multiplies."""
    sizes = dict(zip(left.axes, left.jet.parts[0].shape[1:], strict=True))
    sizes.update(zip(right.axes, right.jet.parts[0].shape[1:], strict=True))
    batch = max(part.shape[0] for operand in (left, right) for part in operand.jet.parts.values())
    return prod((batch, *sizes.values()))


@dataclass(frozen=True, slots=True)
class _Pairs:
    """The positions of the parts with disjoint masks, sorted by the ``masks`` of their products.

    ``starts`` says where the pairs of each mask begin.
    """

    left: NDArray[np.intp]
    right: NDArray[np.intp]
    starts: NDArray[np.intp]
    masks: tuple[int, ...]

    def runs(self, most: int) -> Iterator[_Pairs]:
        """The same in runs of at most so many pairs, but at least those of one mask."""
        ends = np.append(self.starts[1:], len(self.left))
        first = 0
        while first < len(self.masks):
            start = self.starts[first]
            last = max(first + 1, int(np.searchsorted(ends, start + most, side="right")))
            some = slice(start, ends[last - 1])
            starts = self.starts[first:last] - start
            yield _Pairs(self.left[some], self.right[some], starts, self.masks[first:last])
            first = last


@lru_cache(maxsize=1024)
def _pairs(left: tuple[int, ...], right: tuple[int, ...]) -> _Pairs:
    first, second = (np.array(masks, dtype=np.intp) for masks in (left, right))
    rows, columns = np.nonzero(first[:, np.newaxis] & second == 0)
    unions = first[rows] | second[columns]
    order = np.argsort(unions, kind="stable")
    masks, starts = np.unique(unions[order], return_index=True)
    return _Pairs(rows[order], columns[order], starts, tuple(masks.tolist()))
