"""What the rings that store their elements in NumPy arrays have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..programs.node import Shape
from .ring import Key

Array = NDArray[Any]
BATCH = -1
"""The number of the batch axis among the axes of a contraction."""


class DenseRing(ABC):
    """A ring whose arrays are NumPy arrays with a leading batch axis."""

    @abstractmethod
    def lift(self, values: Array) -> Array:
        """The array with these integers or Fractions; the first axis is the batch axis."""

    @abstractmethod
    def scale(self, array: Array, factor: Fraction) -> Array:
        """The array times a rational."""

    @abstractmethod
    def add(self, left: Array, right: Array) -> Array:
        """The elementwise sum."""

    @abstractmethod
    def times(self, left: Array, right: Array) -> Array:
        """The elementwise product, with NumPy's broadcasting."""

    @abstractmethod
    def invert(self, array: Array) -> Array:
        """One over every entry; UndefinedError (of `ring`) where an entry has no inverse."""

    @abstractmethod
    def matmul(self, left: Array, right: Array) -> Array:
        """The matrix product over the last two axes, with NumPy's broadcasting."""

    @abstractmethod
    def total(self, array: Array, axes: tuple[int, ...]) -> Array:
        """The sum over the axes."""

    @abstractmethod
    def exponential(self, array: Array) -> Array:
        """The exponential of every entry."""

    @abstractmethod
    def logarithm(self, array: Array) -> Array:
        """The logarithm of every entry; UndefinedError where there is none."""

    @abstractmethod
    def sign(self, array: Array) -> Array:
        """The sign of every entry; UndefinedError for zero."""

    @abstractmethod
    def root(self, array: Array, degree: int) -> Array:
        """The positive root of every entry; UndefinedError unless all are positive."""

    def rank(self, array: Array) -> int:
        """The number of axes after the batch axis."""
        return array.ndim - 1

    def select(self, array: Array, key: Key) -> Array:
        """The part of the array at the key."""
        return array[(slice(None), *key)]

    def embed(self, array: Array, key: Key, shape: Shape) -> Array:
        """The array of the given shape that is zero except at the key."""
        if all(isinstance(item, slice) and item == slice(None) for item in key):
            return array
        zero = self.lift(np.zeros((1,) * (1 + len(shape)), dtype=np.int64))
        result = np.broadcast_to(zero, (array.shape[0], *shape)).copy()
        result[(slice(None), *key)] = array
        return result

    def arrange(self, array: Array, positions: tuple[int | None, ...], shape: Shape) -> Array:
        """The array with its axes moved to the positions (None: summed) and broadcast to the shape."""
        summed = tuple(axis for axis, place in enumerate(positions, start=1) if place is None)
        if summed:
            array = self.total(array, summed)
        kept = [place for place in positions if place is not None]
        array = array.transpose(0, *(1 + kept.index(place) for place in sorted(kept)))
        if len(kept) == len(shape):
            return array
        key = tuple(slice(None) if place in kept else None for place in range(len(shape)))
        return np.broadcast_to(array[(slice(None), *key)], (array.shape[0], *shape))

    def contract(
        self,
        left: Array,
        right: Array,
        left_axes: tuple[int, ...],
        right_axes: tuple[int, ...],
        axes: tuple[int, ...],
    ) -> Array:
        """The product of two arrays, summed over the axes that ``axes`` leaves out.

        The batch axis is one more axis of the operands that are batched, so a batch meets an
        unbatched operand in one matrix product.
        """
        if left.shape[0] == 1 != right.shape[0]:
            return self._product(left[0, ...], right, left_axes, (BATCH, *right_axes), (BATCH, *axes))
        if right.shape[0] == 1:
            return self._product(left, right[0, ...], (BATCH, *left_axes), right_axes, (BATCH, *axes))
        return self._product(left, right, (BATCH, *left_axes), (BATCH, *right_axes), (BATCH, *axes))

    def _product(
        self,
        left: Array,
        right: Array,
        left_axes: tuple[int, ...],
        right_axes: tuple[int, ...],
        axes: tuple[int, ...],
    ) -> Array:
        plan = _plan(left_axes, right_axes, axes)
        if not plan.summed:
            return self.times(
                left.transpose(plan.left)[plan.left_key], right.transpose(plan.right)[plan.right_key]
            )
        sizes = dict(zip(left_axes, left.shape, strict=True))
        sizes.update(zip(right_axes, right.shape, strict=True))
        stack, rows, summed, columns = (
            [sizes[axis] for axis in group] for group in (plan.shared, plan.rows, plan.summed, plan.columns)
        )
        stacked = [prod(stack)] if stack else []
        result = self.matmul(
            left.transpose(plan.left).reshape([*stacked, prod(rows), prod(summed)]),
            right.transpose(plan.right).reshape([*stacked, prod(summed), prod(columns)]),
        )
        return result.reshape([*stack, *rows, *columns]).transpose(plan.result)


class _Plan(NamedTuple):
    """How two operands are laid out for a product: the axes by kind, and where they go.

    With nothing summed both are transposed to the order of the result, an axis of length 1 where one
    lacks it. Otherwise both become stacks of matrices, and ``result`` turns the product around.
    """

    shared: tuple[int, ...]
    rows: tuple[int, ...]
    summed: tuple[int, ...]
    columns: tuple[int, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    left_key: tuple[slice | None, ...]
    right_key: tuple[slice | None, ...]
    result: tuple[int, ...]


@lru_cache(maxsize=4096)
def _plan(left_axes: tuple[int, ...], right_axes: tuple[int, ...], axes: tuple[int, ...]) -> _Plan:
    shared = tuple(axis for axis in left_axes if axis in right_axes and axis in axes)
    summed = tuple(axis for axis in left_axes if axis not in axes)
    rows = tuple(axis for axis in left_axes if axis not in right_axes)
    columns = tuple(axis for axis in right_axes if axis not in left_axes)
    natural = (*shared, *rows, *columns)
    left = (*shared, *rows, *summed) if summed else tuple(axis for axis in axes if axis in left_axes)
    right = (*shared, *summed, *columns) if summed else tuple(axis for axis in axes if axis in right_axes)
    return _Plan(
        shared,
        rows,
        summed,
        columns,
        tuple(map(left_axes.index, left)),
        tuple(map(right_axes.index, right)),
        tuple(slice(None) if axis in left_axes else None for axis in axes),
        tuple(slice(None) if axis in right_axes else None for axis in axes),
        tuple(map(natural.index, axes)),
    )
