"""What the rings that store their elements in NumPy arrays have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction
from itertools import chain
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .node import Shape
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
        missing = tuple(1 + place for place in range(len(shape)) if place not in kept)
        return np.broadcast_to(np.expand_dims(array, missing), (array.shape[0], *shape))

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
        summed = [axis for axis in left_axes if axis not in axes]
        if not summed:
            return self.times(_aligned(left, left_axes, axes), _aligned(right, right_axes, axes))
        shared = [axis for axis in left_axes if axis in right_axes and axis in axes]
        rows = [axis for axis in left_axes if axis not in right_axes]
        columns = [axis for axis in right_axes if axis not in left_axes]
        sizes = dict(
            chain(zip(left_axes, left.shape, strict=True), zip(right_axes, right.shape, strict=True))
        )
        result = self.matmul(
            _as_matrices(left, left_axes, shared, rows, summed),
            _as_matrices(right, right_axes, shared, summed, columns),
        )
        natural = [*shared, *rows, *columns]
        result = result.reshape([sizes[axis] for axis in natural])
        return result.transpose([natural.index(axis) for axis in axes])


def _aligned(array: Array, axes: tuple[int, ...], target: tuple[int, ...]) -> Array:
    array = array.transpose([axes.index(axis) for axis in target if axis in axes])
    return np.expand_dims(array, tuple(place for place, axis in enumerate(target) if axis not in axes))


def _as_matrices(
    array: Array, axes: tuple[int, ...], shared: list[int], rows: list[int], columns: list[int]
) -> Array:
    """A stack of matrices, one for each value of the shared axes together."""
    sizes = dict(zip(axes, array.shape, strict=True))
    array = array.transpose([axes.index(axis) for axis in (*shared, *rows, *columns)])
    stack = [prod(sizes[axis] for axis in shared)] if shared else []
    return array.reshape([*stack, prod(sizes[axis] for axis in rows), prod(sizes[axis] for axis in columns)])
