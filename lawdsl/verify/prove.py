"""Proofs: the derivative of a candidate vanishes identically (MATH.md M2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..algebra.polynomial import BudgetExceededError, PolynomialRing
from ..algebra.quotient import QuotientRing
from ..notation.expression import is_polynomial
from ..notation.index import Tensor
from ..notation.typed import Family
from ..system.concrete import ConcreteFields
from ..system.degree import is_polynomial_flow
from ..system.fields import VectorFields

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
    """Whether every component of the law's derivative is zero as a polynomial or a rational function.

    Raises BudgetExceededError (of `algebra.polynomial`) instead of multiplying out too much, and
    UndefinedError (of `algebra.ring`) for a division by what is zero everywhere.
    """
    ring, point = generic_point(concrete, concrete.fields.variables(), limit)
    program = concrete.program(law)
    if divides(concrete.fields, law):
        derivative = concrete.lie_derivative(program, *_with_quotients(ring, point))
    else:
        derivative = concrete.lie_derivative(program, ring, point)
    return all(len(component) == 0 for component in derivative.flat)


def is_constant(concrete: ConcreteFields, law: Family, limit: int = MONOMIAL_PRODUCTS) -> bool:
    """Whether no component of the law depends on the state. Raises BudgetExceededError."""
    state = concrete.fields.state
    ring, point = _with_quotients(*generic_point(concrete, (*state, *concrete.fields.constants), limit))
    program = concrete.program(law)
    values = program.forward(ring, point)
    shape = concrete.component_shape(law)
    seeds = np.eye(prod(shape), dtype=np.int64).reshape(-1, *shape)
    gradients = program.backward(ring, values, {law.name: ring.lift(seeds)}, state)
    return not any(len(entry) for gradient in gradients.values() for entry in gradient.flat)


def divides(fields: VectorFields, law: Family) -> bool:
    """Whether the fields or the law are more than polynomials."""
    return not (is_polynomial(law.body) and is_polynomial_flow(fields))


def _with_quotients(
    ring: PolynomialRing, point: Mapping[Tensor, NDArray[Any]]
) -> tuple[QuotientRing, Mapping[Tensor, NDArray[Any]]]:
    quotients = QuotientRing(ring)
    return quotients, {tensor: quotients.embedded(array) for tensor, array in point.items()}
