"""From the source to the syntax tree; a text with errors is parsed again, statement by statement."""

from __future__ import annotations

from typing import cast

from lark import UnexpectedInput

from ..diagnostics import Source
from ..notation.record import changed
from . import syntax
from .findings import Findings
from .grammar import parser
from .tree import MalformedError

MAX_NESTING = 100


def parse(source: Source, findings: Findings) -> syntax.Spec:
    """The syntax tree of everything in the text that has no syntax error and is not nested too deeply."""
    try:
        spec = cast(syntax.Spec, parser().parse(source.text))
    except (UnexpectedInput, MalformedError):
        from .recover import recovered

        spec = recovered(source, findings)
    return changed(spec, statements=_shallow(spec.statements, findings))


def _shallow(statements: tuple[syntax.Statement, ...], findings: Findings) -> tuple[syntax.Statement, ...]:
    return tuple(_refuse_deep(statement, findings) for statement in statements)


def _refuse_deep(statement: syntax.Statement, findings: Findings) -> syntax.Statement:
    """The statement, or a Broken one where an expression would overflow the stack of a later pass."""
    if isinstance(statement, syntax.At | syntax.System):
        statement = changed(statement, statements=_shallow(statement.statements, findings))
    for expression in syntax.expressions(statement):
        deep = syntax.too_deep(expression, MAX_NESTING)
        if deep is not None:
            headline = f"this expression is nested more than {MAX_NESTING} levels deep"
            findings.error("L0005", headline, deep.span, helps=["name its parts with `let`"])
            return syntax.Broken(_keyword(statement), syntax.declared_names(statement), statement.span)
    return statement


def _keyword(statement: syntax.Statement) -> str:
    match statement:
        case (
            syntax.Declare(keyword)
            | syntax.Define(keyword)
            | syntax.Reserved(keyword)
            | syntax.Broken(keyword)
        ):
            return keyword
        case syntax.NamedFlow() | syntax.EquationFlow():
            return "flow"
        case syntax.Metric():
            return "metric"
        case _:
            return "expect"
