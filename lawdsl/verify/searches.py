"""The ``discover`` statements of a spec, each at every point of its block."""

from __future__ import annotations

from collections.abc import Iterator

from ..notation import grid
from .claims import Claims
from .points import Sizes, agrees
from .result import DiscoveryResult


def run_searches(claims: Claims, chosen: Sizes) -> Iterator[DiscoveryResult]:
    """What the searches of a system find, in the order of the text.

    Points that contradict the sizes the user chose are left out.
    """
    for block in claims.system.blocks:
        for search in block.searches:
            from ..discover.results import discovered_at  # NumPy and FLINT are for concrete dimensions only

            for point in grid.points(block):
                if agrees(point, chosen):
                    yield discovered_at(claims.system, claims.fields, point, search)
