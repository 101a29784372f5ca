"""Arithmetic in the dimensions: the right-hand sides of expectations, ranges and ``where``."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, assert_never

from .record import record

Operator = Literal["+", "-", "*", "/", "**", "min", "max"]
Relation = Literal["==", "!=", "<", "<=", ">", ">="]

MAX_BITS = 20_000
"""Of a power, so that nested ones cannot ask for more memory than there is."""


@record
class Value:
    """An exact rational."""

    value: Fraction


@record
class SizeOf:
    """The size of a named dimension."""

    dimension: str


@record
class Apply:
    """An operator applied to arguments; ``-`` with one argument negates."""

    operator: Operator
    arguments: tuple[Arithmetic, ...]


Arithmetic = Value | SizeOf | Apply


@record
class Comparison:
    """A condition on the dimensions."""

    left: Arithmetic
    relation: Relation
    right: Arithmetic


def evaluate(formula: Arithmetic, sizes: Mapping[str, int]) -> Fraction:
    """The value at the given dimensions.

    Raises ZeroDivisionError for a division by zero and ValueError for a power that is not
    a small natural number.
    """
    match formula:
        case Value(value):
            return value
        case SizeOf(dimension):
            return Fraction(sizes[dimension])
        case Apply(operator, arguments):
            return _apply(operator, [evaluate(argument, sizes) for argument in arguments])
        case _:
            assert_never(formula)


def _apply(operator: Operator, values: list[Fraction]) -> Fraction:
    first, *rest = values
    match operator:
        case "min":
            return min(values)
        case "max":
            return max(values)
        case "+":
            return sum(rest, first)
        case "-":
            return first - sum(rest) if rest else -first
        case "*":
            return _product(values)
        case "/":
            return first / _product(rest)
        case "**":
            return _power(first, rest[0])
        case _:
            assert_never(operator)


def _product(values: list[Fraction]) -> Fraction:
    result = Fraction(1)
    for value in values:
        result *= value
    return result


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator != 1 or not 0 <= exponent <= 64:
        raise ValueError("an exponent here is a natural number up to 64")
    if max(abs(base.numerator), base.denominator).bit_length() * exponent > MAX_BITS:
        raise ValueError(f"a number here has at most {MAX_BITS} bits")
    return base ** int(exponent)


def compare(left: Fraction, relation: Relation, right: Fraction) -> bool:
    """Whether the relation holds between the two numbers."""
    match relation:
        case "==":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
        case _:
            assert_never(relation)


def holds(condition: Comparison, sizes: Mapping[str, int]) -> bool:
    """Whether the condition holds at the given dimensions."""
    return compare(evaluate(condition.left, sizes), condition.relation, evaluate(condition.right, sizes))
