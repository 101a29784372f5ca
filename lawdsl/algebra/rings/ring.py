"""What a program needs to know about numbers: one protocol for every ring.

Every array has a leading batch axis, of length 1 where nothing is batched. The operations broadcast it and
never sum it: this is how many cotangents, or many points, are evaluated at once.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..programs.node import Shape

Key = tuple[slice | int | NDArray[np.intp], ...]
"""A NumPy index of the axes after the batch axis that addresses no entry twice."""

A = TypeVar("A")


class UndefinedError(ArithmeticError):
    """An expression has no value: a denominator is zero at this point, or everywhere."""


class Ring(Protocol[A]):
    """Arrays over a commutative ring that contains the rationals, or a quotient of a part of them."""

    def lift(self, values: NDArray[Any]) -> A:
        """The array with these integers or Fractions; the first axis is the batch axis."""
        ...

    def select(self, array: A, key: Key) -> A:
        """The part of the array at the key."""
        ...

    def embed(self, array: A, key: Key, shape: Shape) -> A:
        """The array of the given shape that is zero except at the key: the adjoint of `select`."""
        ...

    def arrange(self, array: A, positions: tuple[int | None, ...], shape: Shape) -> A:
        """The array with its axes moved to the positions (None: summed) and broadcast to the shape."""
        ...

    def scale(self, array: A, factor: Fraction) -> A:
        """The array times a rational."""
        ...

    def add(self, left: A, right: A) -> A:
        """The sum of two arrays of the same shape, up to the batch axis."""
        ...

    def rank(self, array: A) -> int:
        """The number of axes after the batch axis."""
        ...

    def invert(self, array: A) -> A:
        """One over every entry; UndefinedError where an entry has no inverse."""
        ...

    def exponential(self, array: A) -> A:
        """The exponential of every entry."""
        ...

    def logarithm(self, array: A) -> A:
        """The logarithm of every entry; UndefinedError where there is none."""
        ...

    def sign(self, array: A) -> A:
        """The sign of every entry; UndefinedError for zero, where it has no derivative."""
        ...

    def root(self, array: A, degree: int) -> A:
        """The positive root of every entry; UndefinedError unless all are positive."""
        ...

    def contract(
        self,
        left: A,
        right: A,
        left_axes: tuple[int, ...],
        right_axes: tuple[int, ...],
        axes: tuple[int, ...],
    ) -> A:
        """The product of two arrays, summed over the axes that ``axes`` leaves out (see `node.Contract`)."""
        ...
