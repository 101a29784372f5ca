"""From the parser's reductions to syntax nodes; one method per rule of the grammar.

Every token is kept, so that the first and the last child of a rule give the place of its node.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, cast

from lark import Token

from ..diagnostics import Span
from . import syntax
from .scan import NOT_NAMES
from .syntax import Expression, Statement

MAX_DIGITS = 1000

Child = Any
"""A token or a node that an earlier reduction made."""


class MalformedError(Exception):
    """A statement that the grammar accepts but that has no meaning in the language."""

    def __init__(self, span: Span, headline: str, help_text: str, code: str = "L0001") -> None:
        super().__init__(headline)
        self.span, self.headline, self.help, self.code = span, headline, help_text, code


def start_of(child: Child) -> int:
    """The offset where a token or node starts."""
    return cast(int, child.start_pos if isinstance(child, Token) else child.span.start)


def end_of(child: Child) -> int:
    """The offset where a token or node ends."""
    return cast(int, child.end_pos if isinstance(child, Token) else child.span.end)


def span_of(children: Sequence[Child]) -> Span:
    """The place from the first child to the last."""
    return Span(start_of(children[0]), end_of(children[-1]))


def name_of(token: Token) -> syntax.Name:
    """The name that a token spells, normalised as Python normalises identifiers."""
    spelling = str(token)
    text = spelling if spelling.isascii() else unicodedata.normalize("NFKC", spelling)
    if text != spelling:
        _refuse_misleading(spelling, text, span_of([token]))
    return syntax.Name(text, spelling, span_of([token]))


def _refuse_misleading(spelling: str, text: str, span: Span) -> None:
    """Refuse a spelling that looks like something else than a name: a power, or a word of the language."""
    for place, letter in enumerate(spelling, start=span.start):
        if unicodedata.decomposition(letter).startswith("<super>"):
            headline = f"unexpected character `{letter}`"
            raise MalformedError(Span(place, place + 1), headline, "write a power as `x**2`", "L0003")
    if text in NOT_NAMES or not text.isidentifier():
        raise MalformedError(span, f"`{spelling}` stands for `{text}`, which is no name", "", "L0003")


def nodes(children: Sequence[Child]) -> list[Child]:
    """The children that are nodes."""
    return [child for child in children if not isinstance(child, Token)]


class ExpressionBuilder:
    """The rules of expressions."""

    def items(self, children: Sequence[Child]) -> tuple[Expression, ...]:
        """Expressions between commas."""
        return tuple(children[::2])

    def names(self, children: Sequence[Child]) -> tuple[syntax.Name, ...]:
        """Names between commas."""
        return tuple(map(name_of, children[::2]))

    def expr(self, children: Sequence[Child]) -> Expression:
        """Terms with signs between them."""
        rest = tuple(zip(map(str, children[1::2]), children[2::2], strict=True))
        return syntax.Sum(children[0], cast(Any, rest), span_of(children))

    def term(self, children: Sequence[Child]) -> Expression:
        """Factors with ``*``, ``/`` or ``@`` between them."""
        rest = tuple(zip(map(str, children[1::2]), children[2::2], strict=True))
        return syntax.Product(children[0], cast(Any, rest), span_of(children))

    def big(self, children: Sequence[Child]) -> Expression:
        """``sum(i) term``."""
        operator, _, variables, _, body = children
        return syntax.Fold(cast(Any, str(operator)), variables, body, span_of(children))

    def signed(self, children: Sequence[Child]) -> Expression:
        """A sign before an expression."""
        return syntax.Signed(cast(Any, str(children[0])), children[1], span_of(children))

    def power(self, children: Sequence[Child]) -> Expression:
        """``base ** exponent``."""
        return syntax.Power(children[0], children[2], span_of(children))

    def subscript(self, children: Sequence[Child]) -> Expression:
        """``base[slots]``."""
        return syntax.Subscript(children[0], children[2], span_of(children))

    def transpose(self, children: Sequence[Child]) -> Expression:
        """``base.T``."""
        return syntax.Transpose(children[0], span_of(children))

    def name(self, children: Sequence[Child]) -> Expression:
        """A name."""
        return name_of(children[0])

    def number(self, children: Sequence[Child]) -> Expression:
        """An exact integer or decimal."""
        token = children[0]
        mantissa, _, exponent = token.lower().partition("e")
        if len(mantissa) > MAX_DIGITS or len(exponent) > 4 or abs(int(exponent or 0)) > MAX_DIGITS:
            raise MalformedError(
                span_of(children),
                "this number is too large",
                f"a number has at most {MAX_DIGITS} digits",
                "L0014",
            )
        return syntax.Number(Fraction(str(token)), span_of(children))

    def group(self, children: Sequence[Child]) -> Expression:
        """An expression in parentheses."""
        return syntax.Group(children[1], span_of(children))

    def call(self, children: Sequence[Child]) -> Expression:
        """A function applied to arguments."""
        arguments = children[2] if len(children) > 3 else ()
        return syntax.Call(name_of(children[0]), arguments, span_of(children))

    def keyword(self, children: Sequence[Child]) -> Expression:
        """An argument with a name."""
        return syntax.Keyword(name_of(children[0]), children[2], span_of(children))


class TreeBuilder(ExpressionBuilder):
    """The rules of statements; expressions are inherited."""

    def spec(self, children: Sequence[Child]) -> syntax.Spec:
        """A whole file."""
        return syntax.Spec(tuple(children), span_of(children) if children else Span(0, 0))

    def block(self, children: Sequence[Child]) -> tuple[Statement, ...]:
        """Statements in braces."""
        return tuple(children[1:-1])

    def system(self, children: Sequence[Child]) -> syntax.System:
        """A system with its statements."""
        name = name_of(children[1])
        return syntax.System(name, children[2], name.span)

    def declare(self, children: Sequence[Child]) -> Statement:
        """``dim``, ``param``, ``const`` or ``state``."""
        keyword, items = children
        span = span_of([keyword, items[-1]])
        for restriction in (restriction for item in items for restriction in item.restrictions):
            if restriction.last is not None:
                raise MalformedError(
                    restriction.span, "a range stands in an `at` block", "write `at n = 2..4 { ... }`"
                )
        return syntax.Declare(cast(Any, str(keyword)), items, span)

    def declarations(self, children: Sequence[Child]) -> tuple[syntax.Declared, ...]:
        """Declared names between commas."""
        return tuple(children[::2])

    def declared(self, children: Sequence[Child]) -> syntax.Declared:
        """One declared name."""
        shape = next((child for child in children if isinstance(child, tuple)), ())
        restrictions = tuple(child for child in children if isinstance(child, syntax.Restriction))
        return syntax.Declared(name_of(children[0]), shape, restrictions, span_of(children))

    def condition(self, children: Sequence[Child]) -> syntax.Restriction:
        """``> 0``, ``= 1/2`` or ``= 2..4``."""
        relation, bound, *last = children
        end = last[-1] if last else None
        return syntax.Restriction(cast(Any, str(relation)), bound, end, span_of(children))

    def define(self, children: Sequence[Child]) -> Statement:
        """``let``, ``map`` or ``law``; ``model`` is reserved."""
        keyword, first = children[0], children[1]
        span = span_of(children)
        if keyword == "model":
            return syntax.Reserved("model", span)
        if len(children) > 2:
            target = _target(first, str(keyword))
            return syntax.Define(cast(Any, str(keyword)), target, children[3], span)
        if keyword == "map":
            return syntax.Define("map", None, first, span)
        raise MalformedError(span, f"this {keyword} has no name", f"write `{keyword} NAME = EXPRESSION`")

    def metric(self, children: Sequence[Child]) -> Statement:
        """``metric`` or ``invariant`` with its entries."""
        entries = tuple(children[1::2])
        if children[0] == "invariant":
            return _invariant(entries, span_of(children))
        return syntax.Metric(entries, span_of(children))

    def entry(self, children: Sequence[Child]) -> syntax.MetricItem:
        """One item of a metric."""
        parameter = name_of(children[0]) if isinstance(children[0], Token) else None
        return syntax.MetricItem(parameter, children[-1], span_of(children))

    def flow(self, children: Sequence[Child]) -> Statement:
        """A built-in or custom flow."""
        if not isinstance(children[1], Token):
            return syntax.NamedFlow(children[1], span_of(children))
        return syntax.EquationFlow(tuple(nodes(children)), span_of(children))

    def equation(self, children: Sequence[Child]) -> syntax.Equation:
        """``dot(U) = EXPR``."""
        left = children[0]
        base = left.base if isinstance(left, syntax.Subscript) else left
        match base:
            case syntax.Call(syntax.Name("dot"), (syntax.Name() as parameter,)):
                slots = left.slots if isinstance(left, syntax.Subscript) else ()
                target = syntax.Target(parameter, _indices(slots), left.span)
                return syntax.Equation(target, children[2], span_of(children))
            case syntax.Call(syntax.Name("dot"), (syntax.Subscript(syntax.Name() as parameter),)):
                advice = f"the slots come last: write `dot({parameter.text})[...] = ...`"
            case _:
                advice = "write `dot(U) = -grad(U)`"
        raise MalformedError(left.span, "an equation of a flow starts with `dot(...)`", advice)

    def at(self, children: Sequence[Child]) -> Statement:
        """Concrete dimensions with what must hold there."""
        keyword, written, *where, statements = children
        conditions = where[0] if where else ()
        end = conditions[-1] if conditions else written[-1]
        ranges = tuple(map(_range, written))
        return syntax.At(ranges, conditions, statements, span_of([keyword, end]))

    def where(self, children: Sequence[Child]) -> tuple[syntax.Comparison, ...]:
        """Conditions on the dimensions."""
        return tuple(map(_comparison, children[1::2]))

    def relation(self, children: Sequence[Child]) -> Expression | syntax.Comparison:
        """An expression, a comparison or a chain of them."""
        if len(children) == 1:
            return cast(Expression, children[0])
        rest = tuple(zip(map(str, children[1::2]), children[2::2], strict=True))
        return syntax.Comparison(children[0], cast(Any, rest), span_of(children))

    def claim(self, children: Sequence[Child]) -> Statement:
        """``expect``, ``discover`` and ``assume``."""
        keyword, what, *elements = children
        if isinstance(what, Token):
            return _verdict(keyword, what, elements[0])
        last = elements[-1] if elements else ()
        span = span_of([keyword, what, *last])
        match str(keyword):
            case "discover":
                return syntax.Discover(_comparison(what), last, span)
            case word if elements:
                kind = "an expectation" if word == "expect" else "an assumption"
                raise MalformedError(span, f"{kind} has no `with`", "leave it out")
            case "assume":
                return syntax.Assume(_comparison(what), span)
            case _:
                return _expectation(what, span)

    def use(self, children: Sequence[Child]) -> Statement:
        """A shared declaration: reserved."""
        return syntax.Reserved("use", span_of(children))


def _verdict(keyword: Token, verdict: Token, laws: tuple[syntax.Name, ...]) -> syntax.ExpectVerdict:
    span = span_of([keyword, laws[-1]])
    if keyword != "expect":
        raise MalformedError(
            laws[0].span, f"expected a comparison after `{keyword}`", "write it with `<=` or `==`"
        )
    return syntax.ExpectVerdict(name_of(verdict), laws, span)


def _expectation(what: Expression | syntax.Comparison, span: Span) -> syntax.ExpectValue:
    match what:
        case syntax.Comparison(subject, ((relation, number),)):
            return syntax.ExpectValue(subject, relation, number, span)
        case syntax.Comparison():
            raise MalformedError(what.span, "an expectation compares once", "write `expect count == N`")
        case _:
            return syntax.ExpectValue(what, None, None, span)


def _comparison(what: Expression | syntax.Comparison) -> syntax.Comparison:
    if isinstance(what, syntax.Comparison):
        return what
    raise MalformedError(what.span, "expected a comparison", "compare with `==`, `<=` or the like")


def _invariant(entries: tuple[syntax.MetricItem, ...], span: Span) -> syntax.Invariant:
    first, *others = entries
    name = first.parameter
    if name is None:
        raise MalformedError(
            first.span, "this invariant set has no name", "write `invariant NAME: EXPR == 0`"
        )
    for other in others:
        if other.parameter is not None:
            headline = "one name stands for all equations of an invariant set"
            raise MalformedError(other.parameter.span, headline, "write `invariant NAME: E1 == 0, E2 == 0`")
    equations = tuple(_comparison(entry.kind) for entry in entries)
    for equation in equations:
        if any(relation != "==" for relation, _ in equation.rest):
            headline = "an invariant set is given by equations"
            raise MalformedError(equation.span, headline, "compare with `==`; `assume` restricts the domain")
    return syntax.Invariant(name, equations, span)


def _range(item: syntax.Declared) -> syntax.Range:
    match item:
        case syntax.Declared(name, (), (syntax.Restriction("=", low, last),)):
            return syntax.Range(name, low, last or low, item.span)
    raise MalformedError(item.span, "expected a size or a range", "write `n = 2` or `n = 2..4`")


def _target(left: Expression, keyword: str) -> syntax.Target:
    match left:
        case syntax.Name():
            return syntax.Target(left, (), left.span)
        case syntax.Subscript(syntax.Name() as name, slots):
            return syntax.Target(name, _indices(slots), left.span)
    raise MalformedError(
        left.span,
        f"expected a name on the left of `=` in this {keyword}",
        f"write `{keyword} NAME = EXPRESSION` or `{keyword} NAME[i, j] = EXPRESSION`",
    )


def _indices(slots: tuple[Expression, ...]) -> tuple[syntax.Name, ...]:
    for slot in slots:
        if not isinstance(slot, syntax.Name):
            headline = "expected an index variable on the left of `=`"
            raise MalformedError(slot.span, headline, "write a name such as `i`")
    return cast(tuple[syntax.Name, ...], slots)
