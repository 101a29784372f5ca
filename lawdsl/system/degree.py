"""Degrees of right-hand sides: what error bounds and the choice of cotangents depend on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import assert_never

from ..notation.expression import Add, Delta, Entry, Expression, Multiply, Number, Power, Product, Size, Sum
from ..notation.index import Role, Tensor
from ..notation.sizes import concrete_size
from .fields import VectorFields


def degree(expression: Expression, sizes: Mapping[str, int], weight: Callable[[Tensor], int]) -> int:
    """An upper bound for the degree, where an entry of a tensor counts as much as ``weight`` says."""
    match expression:
        case Number() | Size() | Delta():
            return 0
        case Entry(tensor, _):
            return weight(tensor)
        case Add(terms):
            return max(degree(term, sizes, weight) for term in terms)
        case Multiply(factors):
            return sum(degree(factor, sizes, weight) for factor in factors)
        case Power(base, exponent):
            return exponent * degree(base, sizes, weight)
        case Sum(_, body):
            return degree(body, sizes, weight)
        case Product(index, body):
            return concrete_size(index.dimension, sizes) * degree(body, sizes, weight)
        case _:
            assert_never(expression)


def field_degree(fields: VectorFields, sizes: Mapping[str, int]) -> int:
    """An upper bound for the degree of X_G in state, constants and cotangents together."""
    gradient = max(0, degree(fields.potential(), sizes, lambda _: 1) - 1) if fields.cotangents else 0
    weight = {Role.GRADIENT: gradient}
    return max(degree(rate.body, sizes, lambda t: weight.get(t.role, 1)) for rate in fields.rates.values())


def linear_in_gradient(fields: VectorFields, sizes: Mapping[str, int]) -> bool:
    """Whether X_G is affine in G, so that any set of cotangents that spans gives all generators."""
    rates = fields.rates.values()
    return all(degree(rate.body, sizes, lambda t: int(t.role is Role.GRADIENT)) <= 1 for rate in rates)


def height(expression: Expression, sizes: Mapping[str, int]) -> int:
    """An upper bound for the degree in entries and numbers together: how long exact values can get.

    Dimensions without a size count as 1.
    """
    match expression:
        case Number() | Size() | Delta() | Entry():
            return 1
        case Add(terms):
            return max(height(term, sizes) for term in terms)
        case Multiply(factors):
            return sum(height(factor, sizes) for factor in factors)
        case Power(base, exponent):
            return exponent * height(base, sizes)
        case Sum(_, body):
            return height(body, sizes)
        case Product(index, body):
            size = index.dimension.size or sizes.get(index.dimension.name, 1)
            return size * height(body, sizes)
        case _:
            assert_never(expression)
