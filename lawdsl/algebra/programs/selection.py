"""Which entries of a tensor an indexed occurrence addresses."""

from __future__ import annotations

import numpy as np

from ..rings.ring import Key
from .node import Fixed, Place, Shape


def selection_key(places: tuple[Place, ...], shape: Shape) -> Key:
    """The NumPy index for the places; ``shape`` is the shape of the selected part.

    Distinct axes are slices (a view); a repeated axis needs index arrays, which walk the diagonal. Either
    way no entry is addressed twice, so the same key scatters a cotangent back.
    """
    if len(shape) == sum(not isinstance(place, Fixed) for place in places):
        return tuple(place.position if isinstance(place, Fixed) else slice(None) for place in places)
    ranges = np.ogrid[tuple(slice(size) for size in shape)]
    return tuple(place.position if isinstance(place, Fixed) else ranges[place] for place in places)
