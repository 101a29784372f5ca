"""Exponent vectors packed into one integer each: to compare two of them takes one subtraction.

Every exponent has 32 bits, the highest of which stays zero. That spare bit stops borrows, so that a
subtraction of packed vectors compares all their exponents at once.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

from ..rings.polynomial import BudgetExceededError

WIDTH = 32
FIELD = (1 << WIDTH) - 1
HIGHEST = (1 << (WIDTH - 1)) - 1
"""The highest exponent that is packed."""


class Packing:
    """Exponent vectors of a fixed length as integers: products of monomials are sums of integers."""

    __slots__ = ("_format", "spare")

    def __init__(self, length: int) -> None:
        self._format = struct.Struct(f"<{length}I")
        # A field even for no variables: the spare bits themselves are never a monomial.
        self.spare = sum(1 << (WIDTH * place + WIDTH - 1) for place in range(max(1, length)))

    def pack(self, exponents: Sequence[Any]) -> int:
        """The integer for exponents; BudgetExceededError where one of them is above HIGHEST."""
        try:
            packed = int.from_bytes(self._format.pack(*map(int, exponents)), "little")
        except struct.error:
            packed = self.spare
        if packed & self.spare:
            raise BudgetExceededError(0, int(max(exponents)), HIGHEST)
        return packed

    def unpack(self, packed: int) -> tuple[int, ...]:
        """The exponents of an integer."""
        return self._format.unpack(packed.to_bytes(self._format.size, "little"))

    def divides(self, divisor: int, monomial: int) -> bool:
        """Whether no exponent of the divisor is the larger one."""
        spare = self.spare
        return ((monomial | spare) - divisor) & spare == spare

    def join(self, left: int, right: int) -> int:
        """The least common multiple: the larger exponent of each variable."""
        larger = ((left | self.spare) - right) & self.spare
        mask = larger - (larger >> (WIDTH - 1))
        return (left & mask) | (right & ~mask)


def rank(packed: int) -> tuple[int, int]:
    """A key that sorts monomials in the graded reverse lexicographic order.

    The last variable has the highest bits; of two monomials of equal degree, the smaller one has more of it.
    """
    degree, rest = 0, packed
    while rest:
        degree += rest & FIELD
        rest >>= WIDTH
    return degree, -packed
