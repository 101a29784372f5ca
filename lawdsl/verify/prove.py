"""Proofs: the derivative of a candidate vanishes identically (MATH.md M2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..algebra.polynomial import BudgetExceededError, PolynomialRing
from ..notation.index import Tensor
from ..notation.typed import Family
from ..system.concrete import ConcreteFields

MONOMIAL_PRODUCTS = 3_000_000
"""How many products of monomials a proof at the generic point may take."""

INDETERMINATES = 2_000
"""The most coordinates of a generic point."""
EXPONENTS = 1_000_000_000
"""Exponents that the monomials of a proof may have in all."""


def generic_point(
    concrete: ConcreteFields, variables: Sequence[Tensor], limit: int
) -> tuple[PolynomialRing, Mapping[Tensor, NDArray[Any]]]:
    """The point whose coordinates are indeterminates: what holds there holds everywhere.

    Raises BudgetExceededError when there are too many: every monomial stores an exponent for each.
    """
    size = sum(concrete.size(tensor) for tensor in variables)
    if size > INDETERMINATES:
        raise BudgetExceededError(0, size**2, INDETERMINATES**2)
    names = [f"{tensor.role.value} {name}" for tensor in variables for name in concrete.entry_names(tensor)]
    ring = PolynomialRing(names, min(limit, EXPONENTS // max(1, size)))
    generators = iter(ring.generators())
    point = {}
    for tensor in variables:
        flat = np.empty(concrete.size(tensor), dtype=object)
        flat[:] = [next(generators) for _ in range(concrete.size(tensor))]
        point[tensor] = flat.reshape(1, *concrete.shape(tensor))
    return ring, point


def vanishes_identically(concrete: ConcreteFields, law: Family, limit: int = MONOMIAL_PRODUCTS) -> bool:
    """Whether every component of the law's derivative is the zero polynomial.

    Raises BudgetExceededError (of `algebra.polynomial`) instead of multiplying out too much.
    """
    ring, point = generic_point(concrete, concrete.fields.variables(), limit)
    derivative = concrete.lie_derivative(concrete.program(law), ring, point)
    return all(len(component) == 0 for component in derivative.flat)
