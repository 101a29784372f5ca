"""Degrees of right-hand sides: what error bounds and the choice of cotangents depend on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import assert_never

from ..notation.expression import (
    Add,
    Applied,
    Delta,
    Determinant,
    Entry,
    Expression,
    Inverse,
    Multiply,
    Number,
    Power,
    Product,
    Reciprocal,
    Root,
    Size,
    Sum,
    is_polynomial,
)
from ..notation.index import Index, Role, Tensor
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
        case Reciprocal(base) | Applied(_, base) | Root(base) | Inverse(_, _, base):
            # No polynomial at all unless the base is a number: more than affine, which is what matters.
            return 2 * degree(base, sizes, weight)
        case Determinant(row, _, body):
            return concrete_size(row.dimension, sizes) * degree(body, sizes, weight)
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


def minor_degree(fields: VectorFields, sizes: Mapping[str, int], size: int, letters: int) -> int:
    """An upper bound for the degree of a minor of brackets with so many letters, as a polynomial.

    A minor of rational functions vanishes with its numerator over the product of all denominators of its
    entries. Each derivative at most doubles the degrees of a quotient, and a bracket of k letters is a sum of
    products of k derivatives.
    """
    if is_polynomial_flow(fields):
        return size * letters * field_degree(fields, sizes)
    gradient = 3 * leaves(fields.potential(), sizes, lambda _: 1)
    rates = fields.rates.values()
    largest = max(
        leaves(rate.body, sizes, lambda t: gradient if t.role is Role.GRADIENT else 1) for rate in rates
    )
    return size * size * letters * (2 << letters) * largest


def is_polynomial_flow(fields: VectorFields) -> bool:
    """Whether all right-hand sides and maps are polynomials."""
    return all(map(is_polynomial, fields.bodies()))


def linear_in_gradient(fields: VectorFields, sizes: Mapping[str, int]) -> bool:
    """Whether X_G is affine in G, so that any set of cotangents that spans gives all generators."""
    rates = fields.rates.values()
    return all(degree(rate.body, sizes, lambda t: int(t.role is Role.GRADIENT)) <= 1 for rate in rates)


def leaves(expression: Expression, sizes: Mapping[str, int], weight: Callable[[Tensor], int]) -> int:
    """The weighted leaves of the expression with sums and products written out.

    Numerator and denominator of a formula with divisions have no larger degree than that.
    Dimensions without a size count as 1.
    """
    match expression:
        case Number() | Size() | Delta():
            return 1
        case Entry(tensor, _):
            return weight(tensor)
        case Add(parts) | Multiply(parts):
            return sum(leaves(part, sizes, weight) for part in parts)
        case Power(base, exponent):
            return exponent * leaves(base, sizes, weight)
        case Reciprocal(base) | Applied(_, base) | Root(base):
            return leaves(base, sizes, weight)
        case Sum(index, body) | Product(index, body):
            return _size(index, sizes) * leaves(body, sizes, weight)
        case Determinant(row, _, body) | Inverse(row, _, body):
            return _size(row, sizes) ** 2 * leaves(body, sizes, weight)
        case _:
            assert_never(expression)


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
        case Reciprocal(base) | Applied(_, base) | Root(base):
            return height(base, sizes)
        case Sum(_, body):
            return height(body, sizes)
        case Product(index, body) | Determinant(index, _, body) | Inverse(index, _, body):
            return _size(index, sizes) * height(body, sizes)
        case _:
            assert_never(expression)


def _size(index: Index, sizes: Mapping[str, int]) -> int:
    return index.dimension.size or sizes.get(index.dimension.name, 1)
