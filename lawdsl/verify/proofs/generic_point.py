"""The point whose coordinates are indeterminates: what holds there holds everywhere (MATH.md M2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...algebra.rings.elementary import ElementaryRing
from ...algebra.rings.polynomial import BudgetExceededError, PolynomialRing
from ...algebra.rings.quotient import QuotientRing
from ...algebra.rings.tower import Plan, RetryError, Tower
from ...notation.expression import is_polynomial, is_rational
from ...notation.index import Tensor
from ...notation.typed import Family
from ...system.concrete import ConcreteFields
from ...system.fields import VectorFields
from ..verdict import Method
from .orthant import orthant

INDETERMINATES = 2_000
"""The most coordinates of a generic point."""
EXPONENTS = 1_000_000_000
"""Exponents that the monomials of a proof may have in all."""
ATTEMPTS = 40
"""Attempts that may be made to find how adjoined elements are related."""

Values = NDArray[Any]
Point = Mapping[Tensor, Values]
Compute = Callable[[Any, Point], Values]
"""Something that is computed at a point over a ring: an array of its elements."""


def generic_point(
    concrete: ConcreteFields, variables: Sequence[Tensor], limit: int
) -> tuple[PolynomialRing, Point]:
    """The generic point over the polynomials in the entries of the variables.

    Raises BudgetExceededError when there are too many: every monomial stores an exponent for each.
    """
    names = _names(concrete, variables)
    ring = PolynomialRing(names, _limit(len(names), limit))
    return ring, _arranged(concrete, variables, ring.generators())


def at_generic_point(
    concrete: ConcreteFields,
    laws: Sequence[Family],
    variables: Sequence[Tensor],
    limit: int,
    compute: Compute,
) -> Values:
    """What is computed at the generic point, over the smallest ring that has all functions of the system.

    Raises BudgetExceededError, and UndefinedError (of `algebra.ring`) where nothing has a value anywhere.
    """
    match method(concrete.fields, laws):
        case "elementary functions":
            return _with_elements(concrete, variables, limit, compute)
        case "rational functions":
            polynomials, point = generic_point(concrete, variables, limit)
            ring = QuotientRing(polynomials)
            return compute(ring, {tensor: ring.embedded(array) for tensor, array in point.items()})
        case _:
            return compute(*generic_point(concrete, variables, limit))


def method(fields: VectorFields, laws: Sequence[Family]) -> Method:
    """How laws are proved at concrete dimensions: by the functions that they and the fields consist of."""
    bodies = [*(law.body for law in laws), *fields.bodies()]
    if all(map(is_polynomial, bodies)):
        return "generic point"
    return "rational functions" if all(map(is_rational, bodies)) else "elementary functions"


def _with_elements(
    concrete: ConcreteFields, variables: Sequence[Tensor], limit: int, compute: Compute
) -> Values:
    plan = Plan()
    names = _names(concrete, variables)
    signs = orthant(concrete, variables)
    spent = 0
    for _ in range(ATTEMPTS):
        room = plan.room
        polynomials = PolynomialRing([*Tower.names(room), *names], _limit(room + len(names), limit), "lex")
        polynomials.spent = spent
        ring = ElementaryRing(polynomials, plan, signs)
        generators = ring.embedded(polynomials.generators()[room:])
        try:
            return compute(ring, _arranged(concrete, variables, generators))
        except RetryError:
            spent = polynomials.spent
    raise BudgetExceededError(ATTEMPTS, 1, ATTEMPTS)


def _names(concrete: ConcreteFields, variables: Sequence[Tensor]) -> list[str]:
    return [f"{tensor.role.value} {name}" for tensor in variables for name in concrete.entry_names(tensor)]


def _limit(size: int, limit: int) -> int:
    if size > INDETERMINATES:
        raise BudgetExceededError(0, size**2, INDETERMINATES**2)
    return min(limit, EXPONENTS // max(1, size))


def _arranged(concrete: ConcreteFields, variables: Sequence[Tensor], generators: Values) -> Point:
    """The generators as one array for each tensor, with a batch axis of length 1."""
    starts = np.cumsum([0, *(concrete.size(tensor) for tensor in variables)])
    return {
        tensor: generators[start : start + concrete.size(tensor)].reshape(1, *concrete.shape(tensor))
        for tensor, start in zip(variables, starts, strict=False)
    }
