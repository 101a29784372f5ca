"""Proofs: the derivative of a candidate vanishes identically (MATH.md M2)."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...notation.typed import Family
from ...system.concrete import ConcreteFields
from .components import by_domain
from .generic_point import Point, at_generic_point

MONOMIAL_PRODUCTS = 3_000_000
"""How many products of monomials a proof at the generic point may take."""


def vanishes_identically(concrete: ConcreteFields, law: Family, limit: int = MONOMIAL_PRODUCTS) -> bool:
    """Whether every component of the law's derivative is zero at the generic point.

    A derivative that is not zero there may be so all the same where functions are nested: only a point tells.
    Raises BudgetExceededError (of `algebra.polynomial`) instead of multiplying out too much, and
    UndefinedError (of `algebra.ring`) for what has no value anywhere.
    """
    return all(_vanishes(concrete, part, limit) for part in by_domain(concrete, law).values())


def _vanishes(concrete: ConcreteFields, law: Family, limit: int) -> bool:
    program = concrete.program(law)

    def derivative(ring: Any, point: Point) -> NDArray[Any]:
        return concrete.lie_derivative(program, ring, point)

    found = at_generic_point(concrete, [law], concrete.fields.variables(), limit, derivative)
    return all(len(component) == 0 for component in found.flat)


def is_constant(concrete: ConcreteFields, law: Family, limit: int = MONOMIAL_PRODUCTS) -> bool:
    """Whether no component of the law depends on the state, where the flow has a value.

    Raises BudgetExceededError.
    """
    program = concrete.program(law)
    state = concrete.fields.state
    shape = concrete.component_shape(law)
    seeds = np.eye(prod(shape), dtype=np.int64).reshape(-1, *shape)

    def gradients(ring: Any, point: Point) -> NDArray[Any]:
        concrete.rates(ring, point)  # what it takes the root or the logarithm of is positive
        values = program.forward(ring, point)
        found = program.backward(ring, values, {law.name: ring.lift(seeds)}, state)
        return np.concatenate([gradient.ravel() for gradient in found.values()])

    found = at_generic_point(concrete, [law], concrete.fields.variables(), limit, gradients)
    return not any(len(entry) for entry in found)
