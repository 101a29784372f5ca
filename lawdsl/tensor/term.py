"""How a term is stored: nested tuples that hash, compare and sort without any method of ours.

A term is a product of powers of dimensions, deltas and *components*: groups of tensor entries that
hang together by summed indices. Every summed index (*dummy*) belongs to one component, where it is
a number; so terms multiply by joining their components, and two terms are equal for every
dimension when their tuples are (MATH.md M10).
"""

from __future__ import annotations

from typing import NamedTuple

from ..notation.index import Dimension, Index, Slot, Tensor

LITERAL, FREE, DUMMY = 0, 1, 2

Place = tuple[int, int, str, str]
"""What stands in a slot: kind, number, name, range.

The number is the value of a literal, the serial of a free index or the number of a dummy. Places sort by
how strongly they represent a class of equal indices: literals, then free indices, then dummies.
"""

Symbol = tuple[str, str]
"""A tensor by role and name."""

Factor = tuple[Symbol, tuple[Place, ...]]
"""One entry of a tensor."""

Component = tuple[tuple[Factor, int], ...]
"""Entries with their powers, summed over the dummies in them."""


class Term(NamedTuple):
    """A product without its rational coefficient.

    ``sizes`` holds symbolic dimensions with nonzero integer exponents (a dimension is at least 1, so it
    may be divided by), ``deltas`` the pairs (representative, free index) that no sum removes, and
    ``components`` canonical components with positive exponents. All three are sorted.
    """

    sizes: tuple[tuple[str, int], ...] = ()
    deltas: tuple[tuple[Place, Place], ...] = ()
    components: tuple[tuple[Component, int], ...] = ()


def range_of(dimension: Dimension) -> str:
    """The name of the range of an index: the digits of a fixed size, else the dimension's name."""
    return dimension.name if dimension.size is None else str(dimension.size)


def fixed_size(range_name: str) -> int | None:
    """The size of a range that :func:`range_of` named by its digits, else None."""
    return int(range_name) if range_name.isdecimal() else None


def place_of(slot: Slot) -> Place:
    """The place of an index variable or a literal outside of every sum."""
    if isinstance(slot, Index):
        return FREE, slot.serial, slot.name, range_of(slot.dimension)
    return literal(slot)


def literal(value: int) -> Place:
    """The place of a literal index."""
    return LITERAL, value, "", ""


def dummy(number: int, range_name: str) -> Place:
    """The place of a summed index."""
    return DUMMY, number, "", range_name


def symbol_of(tensor: Tensor) -> Symbol:
    """The symbol that stands for a tensor in terms."""
    return tensor.role.value, tensor.name
