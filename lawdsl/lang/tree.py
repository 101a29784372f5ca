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
    return syntax.Name(unicodedata.normalize("NFKC", str(token)), str(token), span_of([token]))


def nodes(children: Sequence[Child]) -> list[Child]:
    """The children that are nodes."""
    return [child for child in children if not isinstance(child, Token)]


def names(children: Sequence[Child]) -> tuple[syntax.Name, ...]:
    """The names among the children."""
    return tuple(name_of(child) for child in children if isinstance(child, Token) and child.type == "NAME")


class ExpressionBuilder:
    """The rules of expressions."""

    def items(self, children: Sequence[Child]) -> tuple[Expression, ...]:
        """Expressions between commas."""
        return tuple(children[::2])

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
        for variable in variables:
            if not isinstance(variable, syntax.Name):
                raise MalformedError(
                    variable.span,
                    f"expected an index variable in `{operator}(...)`",
                    f"write `{operator}(i) A[i]`: the variables first, then what is combined",
                )
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
        return syntax.Call(name_of(children[0]), tuple(nodes(children)), span_of(children))

    def keyword(self, children: Sequence[Child]) -> Expression:
        """An argument with a name."""
        return syntax.Keyword(name_of(children[0]), children[2], span_of(children))

    def relation(self, children: Sequence[Child]) -> syntax.Comparison:
        """A comparison or a chain of them."""
        rest = tuple(zip(map(str, children[1::2]), children[2::2], strict=True))
        return syntax.Comparison(children[0], cast(Any, rest), span_of(children))


class TreeBuilder(ExpressionBuilder):
    """The rules of statements; expressions are inherited."""

    def spec(self, children: Sequence[Child]) -> syntax.Spec:
        """A whole file."""
        systems = tuple(child for child in children if isinstance(child, syntax.System))
        reserved = tuple(child for child in children if isinstance(child, syntax.Reserved))
        return syntax.Spec(systems, reserved, span_of(children) if children else Span(0, 0))

    def system(self, children: Sequence[Child]) -> syntax.System:
        """A system with its statements."""
        name = name_of(children[1])
        return syntax.System(name, tuple(children[3:-1]), name.span)

    def declare(self, children: Sequence[Child]) -> Statement:
        """``dim``, ``param`` or ``const``; ``state`` is reserved."""
        items = tuple(nodes(children))
        if children[0] == "state":
            return _reserved(children, tuple(item.name for item in items))
        return syntax.Declare(cast(Any, str(children[0])), items, span_of(children))

    def declared(self, children: Sequence[Child]) -> syntax.Declared:
        """One declared name."""
        shape = next((child for child in children if isinstance(child, tuple)), ())
        restrictions = tuple(child for child in children if isinstance(child, syntax.Restriction))
        return syntax.Declared(name_of(children[0]), shape, restrictions, span_of(children))

    def condition(self, children: Sequence[Child]) -> syntax.Restriction:
        """``> 0`` or ``= 1/2``."""
        return syntax.Restriction(cast(Any, str(children[0])), children[1], span_of(children))

    def define(self, children: Sequence[Child]) -> Statement:
        """``let``, ``map`` or ``law``."""
        keyword, first = children[0], children[1]
        if len(children) == 2:
            if keyword != "map":
                raise MalformedError(
                    span_of(children), f"this {keyword} has no name", f"write `{keyword} NAME = EXPRESSION`"
                )
            return syntax.Define("map", None, first, span_of(children))
        return syntax.Define(
            cast(Any, str(keyword)), _target(first, str(keyword)), children[3], span_of(children)
        )

    def metric(self, children: Sequence[Child]) -> Statement:
        """``metric`` with its items."""
        return syntax.Metric(tuple(nodes(children)), span_of(children))

    def inverse(self, children: Sequence[Child]) -> syntax.MetricItem:
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
        raise MalformedError(
            left.span, "an equation of a flow starts with `dot(...)`", "write `dot(U) = -grad(U)`"
        )

    def at(self, children: Sequence[Child]) -> Statement:
        """Concrete dimensions with what must hold there."""
        brace = next(at for at, child in enumerate(children) if isinstance(child, Token) and child == "{")
        heading = nodes(children[:brace])
        return syntax.At(
            tuple(item for item in heading if isinstance(item, syntax.Range)),
            tuple(item for item in heading if isinstance(item, syntax.Comparison)),
            tuple(nodes(children[brace:])),
            span_of(children[:brace]),
        )

    def range(self, children: Sequence[Child]) -> syntax.Range:
        """``n = 2`` or ``n = 2..4``."""
        return syntax.Range(name_of(children[0]), children[2], children[-1], span_of(children))

    def expect(self, children: Sequence[Child]) -> Statement:
        """One expectation."""
        if isinstance(children[1], Token):
            verdict, *laws = names(children)
            return syntax.ExpectVerdict(verdict, tuple(laws), span_of(children))
        relation, number = (children[2], children[3]) if len(children) > 2 else (None, None)
        return syntax.ExpectValue(
            children[1], relation and cast(Any, str(relation)), number, span_of(children)
        )

    def discover(self, children: Sequence[Child]) -> Statement:
        """A search for laws."""
        elements = children[3] if len(children) > 2 else ()
        return syntax.Discover(children[1], elements, span_of([children[0], children[1], *elements]))

    def model(self, children: Sequence[Child]) -> Statement:
        """A network: reserved."""
        return _reserved(children)

    def assume(self, children: Sequence[Child]) -> Statement:
        """An assumption: reserved."""
        return _reserved(children)

    def invariant(self, children: Sequence[Child]) -> Statement:
        """An invariant set: reserved."""
        return _reserved(children, names(children))

    def use(self, children: Sequence[Child]) -> Statement:
        """A shared declaration: reserved."""
        return _reserved(children)


def _reserved(children: Sequence[Child], declared: tuple[syntax.Name, ...] = ()) -> syntax.Reserved:
    return syntax.Reserved(str(children[0]), declared, span_of(children))


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
            raise MalformedError(
                slot.span, "expected an index variable on the left of `=`", "write a name such as `i`"
            )
    return cast(tuple[syntax.Name, ...], slots)
