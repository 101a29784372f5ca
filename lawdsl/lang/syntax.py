"""The syntax tree: what was written, with its place, before any name means anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from fractions import Fraction
from itertools import chain
from typing import Literal, assert_never

from ..diagnostics import Span
from ..notation.arithmetic import Relation
from ..notation.record import record


@record
class Name:
    """A name; ``text`` is normalised (NFKC) and ``spelling`` is what the file says."""

    text: str
    spelling: str = field(compare=False, repr=False)
    span: Span = field(compare=False, repr=False)


@record
class Number:
    """An exact number."""

    value: Fraction
    span: Span = field(compare=False, repr=False)


@record
class Group:
    """An expression in parentheses."""

    inner: Expression
    span: Span = field(compare=False, repr=False)


@record
class Call:
    """A function of the language applied to arguments."""

    function: Name
    arguments: tuple[Expression, ...]
    span: Span = field(compare=False, repr=False)


@record
class Keyword:
    """An argument with a name, such as ``decay = lambda``."""

    name: Name
    value: Expression
    span: Span = field(compare=False, repr=False)


@record
class Subscript:
    """An entry (or a declaration's shape): ``base[slots]``."""

    base: Expression
    slots: tuple[Expression, ...]
    span: Span = field(compare=False, repr=False)


@record
class Transpose:
    """``base.T``."""

    base: Expression
    span: Span = field(compare=False, repr=False)


@record
class Signed:
    """A leading ``+`` or ``-``."""

    sign: Literal["+", "-"]
    operand: Expression
    span: Span = field(compare=False, repr=False)


@record
class Power:
    """``base ** exponent``."""

    base: Expression
    exponent: Expression
    span: Span = field(compare=False, repr=False)


@record
class Product:
    """Factors from left to right, each after the first with its operator."""

    first: Expression
    rest: tuple[tuple[Literal["*", "/", "@"], Expression], ...]
    span: Span = field(compare=False, repr=False)


@record
class Sum:
    """Terms from left to right, each after the first with its sign."""

    first: Expression
    rest: tuple[tuple[Literal["+", "-"], Expression], ...]
    span: Span = field(compare=False, repr=False)


@record
class Fold:
    """``sum(i, j) body`` or ``prod(i, j) body``."""

    operator: Literal["sum", "prod"]
    indices: tuple[Name, ...]
    body: Expression
    span: Span = field(compare=False, repr=False)


Expression = (
    Name | Number | Group | Call | Keyword | Subscript | Transpose | Signed | Power | Product | Sum | Fold
)


@record
class Comparison:
    """``first rel second``, or a chain such as ``1 <= r <= n``."""

    first: Expression
    rest: tuple[tuple[Relation, Expression], ...]
    span: Span = field(compare=False, repr=False)


@record
class Restriction:
    """``> 0`` or ``= 1/2`` behind a declared name, and ``= 2..4`` in an ``at`` block."""

    relation: Relation | Literal["="]
    bound: Expression
    last: Expression | None
    span: Span = field(compare=False, repr=False)


@record
class Declared:
    """One name of a declaration, with its shape and what it is restricted to."""

    name: Name
    shape: tuple[Expression, ...]
    restrictions: tuple[Restriction, ...]
    span: Span = field(compare=False, repr=False)


@record
class Declare:
    """``dim``, ``param``, ``const`` or ``state``."""

    keyword: Literal["dim", "param", "const", "state"]
    items: tuple[Declared, ...]
    span: Span = field(compare=False, repr=False)


@record
class Target:
    """The left-hand side of a definition: a name and its free indices."""

    name: Name
    indices: tuple[Name, ...]
    span: Span = field(compare=False, repr=False)


@record
class Define:
    """``let``, ``map`` or ``law``; only a map may have no name."""

    keyword: Literal["let", "map", "law"]
    target: Target | None
    body: Expression
    span: Span = field(compare=False, repr=False)


@record
class MetricItem:
    """The inverse metric of one parameter, or of all when it names none."""

    parameter: Name | None
    kind: Expression | Comparison
    span: Span = field(compare=False, repr=False)


@record
class Metric:
    """``metric`` with one item or several."""

    items: tuple[MetricItem, ...]
    span: Span = field(compare=False, repr=False)


@record
class Equation:
    """``dot(U) = EXPR`` or ``dot(U)[i, k] = EXPR``."""

    target: Target
    body: Expression
    span: Span = field(compare=False, repr=False)


@record
class NamedFlow:
    """A built-in flow such as ``flow gradient`` or ``flow momentum(tau)``."""

    kind: Expression
    span: Span = field(compare=False, repr=False)


@record
class EquationFlow:
    """A custom flow, one equation per parameter."""

    equations: tuple[Equation, ...]
    span: Span = field(compare=False, repr=False)


@record
class Assume:
    """``assume EXPR == 0``, or another comparison, or a chain of them."""

    comparison: Comparison
    span: Span = field(compare=False, repr=False)


@record
class Invariant:
    """``invariant NAME: E1 == 0, E2 == 0``."""

    name: Name
    equations: tuple[Comparison, ...]
    span: Span = field(compare=False, repr=False)


@record
class ExpectVerdict:
    """``expect proved A, B``."""

    verdict: Name
    laws: tuple[Name, ...]
    span: Span = field(compare=False, repr=False)


@record
class ExpectValue:
    """``expect complete``, ``expect count == N`` or ``expect independent(A) == N``."""

    subject: Expression
    relation: Relation | None
    number: Expression | None
    span: Span = field(compare=False, repr=False)


@record
class Discover:
    """``discover degree <= d``, perhaps ``with`` further elements."""

    what: Comparison
    elements: tuple[Expression, ...]
    span: Span = field(compare=False, repr=False)


@record
class Range:
    """``n = 2`` or ``n = 2..4``."""

    dimension: Name
    low: Expression
    high: Expression
    span: Span = field(compare=False, repr=False)


@record
class At:
    """Concrete dimensions with what must hold there; ``span`` is the heading's."""

    ranges: tuple[Range, ...]
    conditions: tuple[Comparison, ...]
    statements: tuple[Statement, ...]
    span: Span = field(compare=False, repr=False)


@record
class Reserved:
    """A statement of the language that this version does not know how to use."""

    keyword: str
    span: Span = field(compare=False, repr=False)


@record
class Broken:
    """A statement with a syntax error; the names that it declares count as known."""

    keyword: str
    names: tuple[Name, ...]
    span: Span = field(compare=False, repr=False)


@record
class System:
    """One system; ``span`` is the place of its name."""

    name: Name
    statements: tuple[Statement, ...]
    span: Span = field(compare=False, repr=False)


Statement = (
    Declare
    | Define
    | Metric
    | NamedFlow
    | EquationFlow
    | At
    | Assume
    | Invariant
    | ExpectVerdict
    | ExpectValue
    | Discover
    | Reserved
    | Broken
    | System
)


@record
class Spec:
    """A whole file."""

    statements: tuple[Statement, ...]
    span: Span = field(compare=False, repr=False)


def parts(expression: Expression) -> tuple[Expression, ...]:
    """The direct subexpressions."""
    match expression:
        case Name() | Number():
            return ()
        case Group(inner) | Transpose(inner) | Signed(_, inner) | Keyword(_, inner) | Fold(_, _, inner):
            return (inner,)
        case Call(_, arguments):
            return arguments
        case Subscript(base, slots):
            return (base, *slots)
        case Power(base, exponent):
            return (base, exponent)
        case Product(first, rest) | Sum(first, rest):
            return (first, *(part for _, part in rest))
        case _:
            assert_never(expression)


def too_deep(expression: Expression, limit: int) -> Expression | None:
    """The first subexpression nested deeper than the limit; never recurses itself."""
    stack = [(expression, 1)]
    while stack:
        current, depth = stack.pop()
        if depth > limit:
            return current
        stack.extend((part, depth + 1) for part in parts(current))
    return None


def expressions(statement: Statement) -> Iterator[Expression]:
    """The expressions that stand directly in a statement."""
    match statement:
        case Declare(_, items):
            yield from chain.from_iterable(map(_in_declared, items))
        case Define(_, _, body) | NamedFlow(body):
            yield body
        case Metric(items):
            yield from chain.from_iterable(map(_in_entry, items))
        case EquationFlow(equations):
            yield from (equation.body for equation in equations)
        case At():
            yield from _in_heading(statement)
        case Assume() | Invariant():
            yield from chain.from_iterable(map(compared, _comparisons(statement)))
        case ExpectValue(subject, _, number):
            yield from (subject,) if number is None else (subject, number)
        case Discover(what, elements):
            yield from (*compared(what), *elements)
        case ExpectVerdict() | Reserved() | Broken() | System():
            return
        case _:
            assert_never(statement)


def _in_heading(block: At) -> Iterator[Expression]:
    yield from chain.from_iterable((extent.low, extent.high) for extent in block.ranges)
    yield from chain.from_iterable(map(compared, block.conditions))


def _comparisons(statement: Assume | Invariant) -> tuple[Comparison, ...]:
    return statement.equations if isinstance(statement, Invariant) else (statement.comparison,)


def _in_declared(item: Declared) -> tuple[Expression, ...]:
    return (*item.shape, *(restriction.bound for restriction in item.restrictions))


def _in_entry(item: MetricItem) -> tuple[Expression, ...]:
    return compared(item.kind) if isinstance(item.kind, Comparison) else (item.kind,)


def compared(comparison: Comparison) -> tuple[Expression, ...]:
    """The expressions on the sides of a comparison."""
    return (comparison.first, *(side for _, side in comparison.rest))


def declared_names(statement: Statement) -> tuple[Name, ...]:
    """The names that a statement declares."""
    match statement:
        case Declare(_, items):
            return tuple(item.name for item in items)
        case Define(_, target):
            return (target.name,) if target else ()
        case Invariant(name):
            return (name,)
        case Broken(_, names):
            return names
        case _:
            return ()
