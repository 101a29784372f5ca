"""Index-notation expressions: every one is a scalar with free index variables.

Matrix sugar is gone at this level. Expressions are immutable and compare by structure; the
lower-case constructors normalise (flatten, fold numbers, drop neutral elements).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Literal, assert_never

from .index import Dimension, Index, Slot, Tensor, fresh
from .record import changed, record

Function = Literal["exp", "log", "sign"]


@record
class Number:
    """An exact rational."""

    value: Fraction


@record
class Size:
    """A dimension as a number, to an integer power (negative: a division by the dimension)."""

    dimension: Dimension
    exponent: int = 1


@record
class Entry:
    """One entry of a tensor; integer slots are 0-based literals."""

    tensor: Tensor
    slots: tuple[Slot, ...] = ()


@record
class Delta:
    """Kronecker's delta."""

    left: Slot
    right: Slot


@record
class Add:
    """A sum of finitely many terms."""

    terms: tuple[Expression, ...]


@record
class Multiply:
    """A product of finitely many factors."""

    factors: tuple[Expression, ...]


@record
class Power:
    """A power with exponent at least 2."""

    base: Expression
    exponent: int


@record
class Reciprocal:
    """One over an expression."""

    base: Expression


@record
class Applied:
    """The exponential, the logarithm of a positive number, or the sign of a nonzero one."""

    function: Function
    base: Expression


@record
class Root:
    """The positive root of a positive expression; the degree is at least 2."""

    base: Expression
    degree: int


@record
class Determinant:
    """The determinant of the matrix whose entry at ``row`` and ``column`` is ``body``."""

    row: Index
    column: Index
    body: Expression


@record
class Inverse:
    """The entry at ``left`` and ``right`` of the inverse of that matrix (see `Determinant`)."""

    row: Index
    column: Index
    body: Expression
    left: Slot
    right: Slot


@record
class Sum:
    """A sum over the whole range of an index variable."""

    index: Index
    body: Expression


@record
class Product:
    """A product over the whole range of an index variable."""

    index: Index
    body: Expression


Expression = (
    Number
    | Size
    | Entry
    | Delta
    | Add
    | Multiply
    | Power
    | Reciprocal
    | Applied
    | Root
    | Determinant
    | Inverse
    | Sum
    | Product
)
Elementary = Applied | Root
"""What is no rational function."""

ZERO = Number(Fraction(0))
ONE = Number(Fraction(1))


def number(value: int | Fraction) -> Number:
    """The number as an expression."""
    return Number(Fraction(value))


def add(terms: Iterable[Expression]) -> Expression:
    """The sum of the terms, flattened, with numbers folded."""
    constant = Fraction(0)
    rest: list[Expression] = []
    for term in terms:
        for part in term.terms if isinstance(term, Add) else (term,):
            if isinstance(part, Number):
                constant += part.value
            else:
                rest.append(part)
    if constant:
        rest.append(Number(constant))
    if not rest:
        return ZERO
    return rest[0] if len(rest) == 1 else Add(tuple(rest))


def multiply(factors: Iterable[Expression]) -> Expression:
    """The product of the factors, flattened, with numbers folded.

    Zero times what need not have a value is kept: it has one no more often.
    """
    constant = Fraction(1)
    rest: list[Expression] = []
    for factor in factors:
        for part in factor.factors if isinstance(factor, Multiply) else (factor,):
            if isinstance(part, Number):
                constant *= part.value
            else:
                rest.append(part)
    if not constant:
        rest = [factor for factor in rest if not is_total(factor)]
    if constant != 1 or not rest:
        rest.insert(0, Number(constant))
    return rest[0] if len(rest) == 1 else Multiply(tuple(rest))


def power(base: Expression, exponent: int) -> Expression:
    """The base to a natural power; the 0th is one wherever the base has a value."""
    if exponent < 0:
        raise ValueError("a polynomial power has a natural exponent")
    if exponent == 0:
        return add((ONE, multiply((ZERO, base))))
    if exponent == 1:
        return base
    return Number(base.value**exponent) if isinstance(base, Number) else Power(base, exponent)


def reciprocal(base: Expression) -> Expression:
    """One over the base; that of zero is kept as it is, and has no value anywhere."""
    return Number(1 / base.value) if isinstance(base, Number) and base.value else Reciprocal(base)


def root(base: Expression, degree: int) -> Expression:
    """The positive root of a positive expression."""
    return base if degree == 1 or base == ONE else Root(base, degree)


def is_total(expression: Expression) -> bool:
    """Whether the expression has a value everywhere: no quotient, logarithm, root, sign or inverse."""
    partial = isinstance(expression, Reciprocal | Inverse | Root)
    partial = partial or (isinstance(expression, Applied) and expression.function != "exp")
    return not partial and all(map(is_total, children(expression)))


def is_polynomial(expression: Expression) -> bool:
    """Whether nothing is divided by an expression, and there is no root, exponential, logarithm or sign."""
    beyond = isinstance(expression, Reciprocal | Inverse | Elementary)
    return not beyond and all(map(is_polynomial, children(expression)))


def is_rational(expression: Expression) -> bool:
    """Whether there is no root, exponential, logarithm or sign."""
    return not isinstance(expression, Elementary) and all(map(is_rational, children(expression)))


def total(indices: Iterable[Index], body: Expression) -> Expression:
    """The sum of ``body`` over the indices, first index outermost."""
    for index in reversed(tuple(indices)):
        body = Sum(index, body)
    return body


def children(expression: Expression) -> tuple[Expression, ...]:
    """The direct subexpressions."""
    match expression:
        case Number() | Size() | Entry() | Delta():
            return ()
        case Add(parts) | Multiply(parts):
            return parts
        case Power(base, _) | Reciprocal(base) | Applied(_, base) | Root(base, _):
            return (base,)
        case Sum(_, body) | Product(_, body) | Determinant(_, _, body) | Inverse(_, _, body):
            return (body,)
        case _:
            assert_never(expression)


def rebuild(expression: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """The same expression with each direct subexpression changed, normalised again."""
    match expression:
        case Number() | Size() | Entry() | Delta():
            return expression
        case Add(terms):
            return add(map(change, terms))
        case Multiply(factors):
            return multiply(map(change, factors))
        case Power(base, exponent):
            return power(change(base), exponent)
        case Reciprocal(base):
            return reciprocal(change(base))
        case Applied(function, base):
            return Applied(function, change(base))
        case Root(base, degree):
            return root(change(base), degree)
        case Determinant() | Inverse() | Sum() | Product():
            return changed(expression, body=change(expression.body))
        case _:
            assert_never(expression)


def substitute(expression: Expression, slots: Mapping[Index, Slot]) -> Expression:
    """The expression with free index variables replaced; bound ones are renamed afresh.

    Renaming every bound variable keeps substitution free of capture and copies independent.
    """
    match expression:
        case Entry(tensor, places):
            return Entry(tensor, tuple(_place(place, slots) for place in places))
        case Delta(left, right):
            return Delta(_place(left, slots), _place(right, slots))
        case Sum(index, body) | Product(index, body):
            renamed = fresh(index.name, index.dimension)
            return type(expression)(renamed, substitute(body, {**slots, index: renamed}))
        case Determinant(row, column, body) | Inverse(row, column, body):
            bound = {index: fresh(index.name, index.dimension) for index in (row, column)}
            inner = substitute(body, {**slots, **bound})
            if isinstance(expression, Determinant):
                return Determinant(bound[row], bound[column], inner)
            ends = (_place(end, slots) for end in (expression.left, expression.right))
            return Inverse(bound[row], bound[column], inner, *ends)
        case _:
            return rebuild(expression, lambda part: substitute(part, slots))


def _place(slot: Slot, slots: Mapping[Index, Slot]) -> Slot:
    return slots.get(slot, slot) if isinstance(slot, Index) else slot


def entries(expression: Expression) -> Iterator[Entry]:
    """Every entry of a tensor in the expression, with repetitions."""
    if isinstance(expression, Entry):
        yield expression
    for part in children(expression):
        yield from entries(part)
