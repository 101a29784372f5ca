"""An exact bound from above for the rank of the Lie algebra of very few generators (MATH.md M4)."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from ..algebra.polynomial import BudgetExceededError, as_rational
from ..algebra.restricted import NotPolynomialError
from ..system.concrete import ConcreteFields
from .generic_point import generic_point

PRODUCTS = 200_000
"""Monomial products that multiplying out the right-hand sides may take."""

Exponents = tuple[int, ...]
Generator = dict[tuple[int, Exponents], Fraction]
"""The coefficients of one field: by coordinate of the state and monomial in state and constants."""


def single_generator(concrete: ConcreteFields) -> int | None:
    """0 if every field vanishes, 1 if all are multiples of one (it commutes with itself), else None.

    Exact: the right-hand sides are multiplied out and compared. Where that takes too much, or where they are
    no polynomials, there is one field if there is no cotangent, and None is the answer if there is.
    """
    try:
        generators = list(_generators(concrete).values())
    except (BudgetExceededError, NotPolynomialError):
        return None if concrete.fields.cotangents else 1
    if not generators:
        return 0
    first, *rest = generators
    return 1 if all(_proportional(first, other) for other in rest) else None


def _generators(concrete: ConcreteFields) -> dict[Exponents, Generator]:
    """The nonzero generators X_alpha by the monomial in G that they belong to."""
    ring, point = generic_point(concrete, concrete.fields.variables(), PRODUCTS)
    fields = concrete.fields
    fixed = sum(concrete.size(tensor) for tensor in (*fields.state, *fields.constants))
    found: defaultdict[Exponents, Generator] = defaultdict(dict)
    rates = concrete.rates(ring, point)
    components = (part for tensor in fields.state for part in rates[tensor].flat)
    for coordinate, component in enumerate(components):
        for exponents, value in component.to_dict().items():
            found[exponents[fixed:]][coordinate, exponents[:fixed]] = as_rational(value)
    return found


def _proportional(first: Generator, second: Generator) -> bool:
    if first.keys() != second.keys():
        return False
    ratios = {second[key] / value for key, value in first.items()}
    return len(ratios) == 1
