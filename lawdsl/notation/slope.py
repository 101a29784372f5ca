"""Derivatives of functions of one entry, by the rules of calculus."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from .expression import (
    ONE,
    ZERO,
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
    add,
    entries,
    multiply,
    number,
    power,
    reciprocal,
)


class NotSeparableError(Exception):
    """The expression depends on other entries of the tensor as well."""


def slope(expression: Expression, place: Entry) -> Expression:
    """The derivative with respect to one entry. Raises NotSeparableError where there are others."""
    match expression:
        case Number() | Size() | Delta():
            return ZERO
        case Entry(tensor, slots):
            if tensor == place.tensor and slots != place.slots:
                raise NotSeparableError
            return ONE if tensor == place.tensor else ZERO
        case Add(terms):
            return add(slope(term, place) for term in terms)
        case Multiply(factors):
            return add(
                multiply((*factors[:at], slope(factor, place), *factors[at + 1 :]))
                for at, factor in enumerate(factors)
                if not isinstance(factor, Number)
            )
        case Power(base) | Reciprocal(base) | Applied(_, base) | Root(base):
            return multiply((_outer(expression), slope(base, place)))
        case Sum() | Product() | Determinant() | Inverse():
            if any(entry.tensor == place.tensor for entry in entries(expression)):
                raise NotSeparableError
            return ZERO
        case _:
            assert_never(expression)


def _outer(expression: Power | Reciprocal | Applied | Root) -> Expression:
    """The derivative of the outermost function, at what it is applied to."""
    match expression:
        case Power(base, exponent):
            return multiply((number(exponent), power(base, exponent - 1)))
        case Reciprocal():
            return multiply((number(-1), power(expression, 2)))
        case Applied(function, base):
            return {"exp": expression, "log": reciprocal(base), "sign": ZERO}[function]
        case Root(base, degree):
            return multiply((number(Fraction(1, degree)), expression, reciprocal(base)))
        case _:
            assert_never(expression)
