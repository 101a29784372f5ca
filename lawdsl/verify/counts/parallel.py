"""An exact bound from above for the rank of the Lie algebra of fields that are all parallel (MATH.md M4)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...algebra.rings.polynomial import BudgetExceededError
from ...algebra.rings.ring import UndefinedError
from ...notation.index import Tensor
from ...notation.record import changed
from ...system.concrete import ConcreteFields
from ..proofs.generic_point import Point, at_generic_point

MINUS = Fraction(-1)
PRODUCTS = 200_000
"""Monomial products that multiplying out the right-hand sides may take."""


def parallel_rank(concrete: ConcreteFields) -> int | None:
    """0 if every field vanishes, 1 if any two of them are parallel everywhere, else None.

    Brackets of multiples of one field, by whatever functions, are such multiples again. Exact: X_G and X_H
    for two sets of indeterminates are compared. Where that takes too much there is still only one field if
    there is no cotangent, and None is the answer if there is.
    """
    fields = concrete.fields
    second = {tensor: changed(tensor, name=f"{tensor.name}'") for tensor in fields.cotangent_tensors()}
    variables = (*fields.variables(), *second.values())
    ranks: list[int | None] = []

    def minors(ring: Any, point: Point) -> NDArray[Any]:
        ranks.append(_rank(concrete, second, ring, point))
        return np.empty(0, dtype=object)

    try:
        at_generic_point(concrete, (), variables, PRODUCTS, minors)
    except (BudgetExceededError, UndefinedError):
        return None if second else 1
    return ranks[-1]


def _rank(concrete: ConcreteFields, second: dict[Tensor, Tensor], ring: Any, point: Point) -> int | None:
    other = {**point, **{tensor: point[copy] for tensor, copy in second.items()}}
    first, last = (_flat(concrete, ring, place) for place in (point, other))
    pivot = next((at for at, value in enumerate(first) if len(value)), None)
    if pivot is None:
        return 0
    left = ring.times(first[pivot : pivot + 1], last)
    right = ring.times(first, last[pivot : pivot + 1])
    return 1 if not any(map(len, ring.add(left, ring.scale(right, MINUS)))) else None


def _flat(concrete: ConcreteFields, ring: Any, point: Point) -> NDArray[Any]:
    rates = concrete.rates(ring, point)
    return np.concatenate([rates[tensor].ravel() for tensor in concrete.fields.state])
