"""Concrete sizes, and which entries of a tensor an indexed occurrence addresses."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..notation.index import Dimension
from .node import Fixed, Place, Shape
from .ring import Key


def concrete_size(dimension: Dimension, sizes: Mapping[str, int]) -> int:
    """The size of a dimension: its own, or the one given for its name.

    Raises KeyError for a symbolic dimension without a size and ValueError for a size below 1.
    """
    size = sizes[dimension.name] if dimension.size is None else dimension.size
    if size < 1:
        raise ValueError(f"dimension {dimension.name} has size {size}; the least is 1")
    return size


def concrete_shape(shape: tuple[Dimension, ...], sizes: Mapping[str, int]) -> Shape:
    """The sizes of several dimensions (see `concrete_size`)."""
    return tuple(concrete_size(dimension, sizes) for dimension in shape)


def selection_key(places: tuple[Place, ...], shape: Shape) -> Key:
    """The NumPy index for the places; ``shape`` is the shape of the selected part.

    Distinct axes are slices (a view); a repeated axis needs index arrays, which walk the diagonal. Either
    way no entry is addressed twice, so the same key scatters a cotangent back.
    """
    if len(shape) == sum(not isinstance(place, Fixed) for place in places):
        return tuple(place.position if isinstance(place, Fixed) else slice(None) for place in places)
    ranges = np.ogrid[tuple(slice(size) for size in shape)]
    return tuple(place.position if isinstance(place, Fixed) else ranges[place] for place in places)
