"""Laws that are constants at small sizes only: differences of entries where there is one (MATH.md M4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ...notation.typed import Family
from ...system.fields import VectorFields

if TYPE_CHECKING:
    from ..points import Sizes

COLLAPSED = "at these dimensions it is not seen to depend on the state, and a constant is not a law"
"""Why a law is not proved that may be a constant where it is asked about."""


def collapses(fields: VectorFields, law: Family, spread: Mapping[str, int], sizes: Sizes) -> bool:
    """Whether a law of that `tensor.spread` is not seen to depend on the state at these sizes.

    Only sizes below the spread are looked at closely: the gradient at random points modulo two primes.
    """
    if all(_size(name, sizes) >= least for name, least in spread.items()):
        return False
    from ...system.concrete import ConcreteFields
    from ..counts.independence import (  # NumPy is only imported where it is needed
        component_count,
        jacobian_rank,
    )
    from ..limits import GivenUpError, check_modular

    concrete = ConcreteFields(fields, sizes)
    try:
        check_modular(concrete, component_count(concrete, law))
    except GivenUpError:
        return False
    return jacobian_rank(concrete, [law], 1) == 0


def _size(name: str, sizes: Sizes) -> int:
    """The size of a range, which has its size for a name where that is fixed."""
    return int(name) if name.isdecimal() else sizes[name]
