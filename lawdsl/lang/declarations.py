"""Dimensions, parameters and constants, with the domain that they are declared on."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from ..diagnostics import Span
from ..notation.arithmetic import Relation
from ..notation.index import Dimension, Role, Tensor
from ..notation.typed import Condition
from . import syntax
from .context import Context, Declarations
from .expressions import value_of
from .functions import shape_of, size_of
from .intervals import contradictory
from .names import Kind
from .scalars import rational_of

Restricted = tuple[Condition, Span]
"""A domain condition with the place where it is written."""


def declare(statement: syntax.Declare, declarations: Declarations) -> list[Restricted]:
    """Declare the names of one statement; the domain conditions that it states."""
    context = Context(declarations, f"a {statement.keyword} declaration")
    conditions: list[Restricted] = []
    for item in statement.items:
        match statement.keyword:
            case "dim":
                _dimension(item, context)
            case "param":
                conditions += _tensor(item, Role.PARAMETER, Kind.PARAMETER, context)
            case "state":
                conditions += _tensor(item, Role.STATE, Kind.STATE, context)
            case "const":
                conditions += _tensor(item, Role.CONSTANT, Kind.CONSTANT, context)
            case _:
                assert_never(statement.keyword)
    return conditions


def _dimension(item: syntax.Declared, context: Context) -> None:
    meaning: Dimension | None = Dimension(item.name.text)
    if item.shape:
        context.findings.error(
            "L0203", "a dimension has no indices", item.span, helps=[f"write `dim {item.name.text}`"]
        )
    match item.restrictions:
        case ():
            pass
        case (syntax.Restriction("=", bound),):
            value = value_of(bound, context)
            size = None if value is None else size_of(rational_of(value), bound, context)
            meaning = None if size is None else Dimension(item.name.text, size)
        case _:
            place = item.restrictions[-1].span
            helps = ["`dim n = 4` fixes it; every other dimension may be any natural number from 1 on"]
            context.findings.error("L0315", "a dimension has no domain", place, helps=helps)
    context.names.declare(item.name, Kind.DIMENSION, meaning)


def _tensor(item: syntax.Declared, role: Role, kind: Kind, context: Context) -> list[Restricted]:
    shape = shape_of(item.shape, context)
    meaning = None if shape is None else Tensor(item.name.text, role, shape)
    if not context.names.declare(item.name, kind, meaning) or meaning is None:
        return []
    fixings = [restriction for restriction in item.restrictions if restriction.relation == "="]
    value = _fix(meaning, fixings, context)
    if value is not None:
        context.declarations.fixed[meaning] = value
    conditions = [
        condition
        for restriction in item.restrictions
        if (condition := _condition(meaning, restriction, context)) is not None
    ]
    refuse_contradiction(item.name, conditions, value, context)
    return conditions


def _fix(tensor: Tensor, fixings: Sequence[syntax.Restriction], context: Context) -> Fraction | None:
    if not fixings:
        return None
    if tensor.role is not Role.CONSTANT or tensor.shape or len(fixings) > 1:
        context.findings.error(
            "L0315",
            "only a scalar constant can be fixed, and only once",
            fixings[-1].span,
            helps=["write `const tau = 1/2`"],
        )
        return None
    return _bound(fixings[0].bound, context)


def _condition(tensor: Tensor, restriction: syntax.Restriction, context: Context) -> Restricted | None:
    relation = restriction.relation
    if relation == "=":
        return None
    if relation == "==":
        helps = ["a scalar constant is fixed with `=`: `const tau = 1/2`"]
        context.findings.error(
            "L0315", "a domain is open, so `==` cannot restrict it", restriction.span, helps=helps
        )
        return None
    bound = _bound(restriction.bound, context)
    return None if bound is None else (Condition(tensor, relation, bound), restriction.span)


def _bound(written: syntax.Expression, context: Context) -> Fraction | None:
    value = value_of(written, context)
    if value is None:
        return None
    bound = rational_of(value)
    if bound is None:
        context.findings.error(
            "L0315",
            "a bound is a rational number",
            written.span,
            helps=["write a number, such as `> 0` or `= 1/2`"],
        )
    return bound


def refuse_contradiction(
    name: syntax.Name, conditions: Sequence[Restricted], value: Fraction | None, context: Context
) -> None:
    """Report a domain that is empty, or that has no interior."""
    plain: list[tuple[Relation, Fraction]] = [(item.relation, item.bound) for item, _ in conditions]
    if not contradictory(plain, value):
        return
    context.findings.error(
        "L0303",
        f"the domain of `{name.text}` is empty"
        if value is None
        else f"the value of `{name.text}` is outside its domain",
        conditions[-1][1],
        others=[(span, "together with this") for _, span in conditions[:-1]],
        notes=["a claim on an empty domain would hold vacuously"],
    )
