"""From expressions to sums of canonical terms, and the expansion of sums over fixed dimensions."""

from __future__ import annotations

from fractions import Fraction
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
    add,
    multiply,
    rebuild,
    substitute,
)
from ..notation.index import Dimension, Index, Slot
from .budget import Budget, NotTensorialError
from .draft import Draft
from .term import Term, place_of, symbol_of
from .termsum import TermSum, collect


def expand(expression: Expression, budget: Budget | None = None) -> TermSum:
    """The expression multiplied out into canonical terms: equal sums are equal for every dimension (M10).

    Raises NotTensorialError for a product over a symbolic dimension and BudgetExceededError.
    """
    return _expand(expression, budget or Budget())


def _expand(expression: Expression, budget: Budget) -> TermSum:
    match expression:
        case Number(value):
            return TermSum.constant(value)
        case Size(dimension, exponent):
            return _size(dimension, exponent)
        case Entry(tensor, slots):
            entry = symbol_of(tensor), tuple([place_of(slot) for slot in slots])
            return collect([(Term(components=((((entry, 1),), 1),)), Fraction(1))])
        case Delta(left, right):
            return _delta(left, right, budget)
        case Reciprocal() | Applied() | Root() | Determinant() | Inverse():
            raise NotTensorialError(_why(expression))
        case _:
            return _compound(expression, budget)


def _compound(expression: Add | Multiply | Power | Sum | Product, budget: Budget) -> TermSum:
    match expression:
        case Add(terms):
            return collect([summand for term in terms for summand in _expand(term, budget).terms.items()])
        case Multiply(factors):
            return _product([_expand(factor, budget) for factor in factors], budget)
        case Power(base, exponent):
            return _expand(base, budget).power(exponent, budget)
        case Sum():
            return _sum(expression, budget)
        case Product(index, body):
            return _over_literals(index, _expand(body, budget), budget)
        case _:
            assert_never(expression)


def _why(expression: Reciprocal | Applied | Root | Determinant | Inverse) -> str:
    match expression:
        case Reciprocal():
            return "it divides by an expression"
        case Applied(function):
            return f"it contains `{function}`"
        case Root():
            return "it contains a root"
        case Determinant():
            return "it contains a determinant"
        case Inverse():
            return "it contains the inverse of a matrix"
        case _:
            assert_never(expression)


def _size(dimension: Dimension, exponent: int) -> TermSum:
    if dimension.size is not None:
        return TermSum.constant(Fraction(dimension.size) ** exponent)
    sizes = ((dimension.name, exponent),) if exponent else ()
    return collect([(Term(sizes=sizes), Fraction(1))])


def _delta(left: Slot, right: Slot, budget: Budget) -> TermSum:
    draft = Draft(budget)
    draft.deltas.append((place_of(left), place_of(right)))
    return collect([draft.finish()])


def _product(factors: list[TermSum], budget: Budget) -> TermSum:
    result = TermSum.constant(1)
    for factor in factors:
        result = result.times(factor, budget)
    return result


def _sum(expression: Sum, budget: Budget) -> TermSum:
    """Nested sums are bound at once: canonical forms of what is half summed would be wasted.

    An index that an inner sum hides occurs nowhere for the outer one, as ``bound`` takes it.
    """
    indices: list[Index] = []
    body: Expression = expression
    while isinstance(body, Sum):
        indices.append(body.index)
        body = body.body
    return _expand(body, budget).bound(indices, budget)


def _over_literals(index: Index, body: TermSum, budget: Budget) -> TermSum:
    size = index.dimension.size
    if size is None:
        raise NotTensorialError(f"a product over the symbolic dimension {index.dimension.name}")
    budget.spend_terms(size)
    return _product([body.substituted({index: literal}, budget) for literal in range(size)], budget)


def expand_fixed(expression: Expression, budget: Budget | None = None) -> Expression:
    """The expression with sums and products over fixed dimensions written out with literals.

    Other dimensions stay symbolic. Spends one term of the budget per summand or factor written.
    """
    return _write_out(expression, budget or Budget())


def _write_out(expression: Expression, budget: Budget) -> Expression:
    inner = rebuild(expression, lambda part: _write_out(part, budget))
    if not isinstance(inner, Sum | Product) or inner.index.dimension.size is None:
        return inner
    size = inner.index.dimension.size
    budget.spend_terms(size)
    copies = [substitute(inner.body, {inner.index: literal}) for literal in range(size)]
    return add(copies) if isinstance(inner, Sum) else multiply(copies)
