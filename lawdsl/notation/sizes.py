"""Concrete sizes of dimensions."""

from __future__ import annotations

from collections.abc import Mapping

from .index import Dimension


def concrete_size(dimension: Dimension, sizes: Mapping[str, int]) -> int:
    """The size of a dimension: its own, or the one given for its name.

    Raises KeyError for a symbolic dimension without a size and ValueError for a size below 1.
    """
    size = sizes[dimension.name] if dimension.size is None else dimension.size
    if size < 1:
        raise ValueError(f"dimension {dimension.name} has size {size}; the least is 1")
    return size


def concrete_shape(shape: tuple[Dimension, ...], sizes: Mapping[str, int]) -> tuple[int, ...]:
    """The sizes of several dimensions (see `concrete_size`)."""
    return tuple(concrete_size(dimension, sizes) for dimension in shape)
