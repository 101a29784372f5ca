"""Flows and metrics turned into right-hand sides (MATH.md section 1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import assert_never

from ..notation.expression import (
    ONE,
    Entry,
    Expression,
    Number,
    entries,
    multiply,
    number,
    rebuild,
    substitute,
)
from ..notation.index import TIME, Role, Tensor, fresh, gradient_of
from ..notation.record import changed
from ..notation.typed import CustomFlow, Family, GradientFlow, TypedSystem
from .fields import Cotangent, VectorFields


def vector_fields(system: TypedSystem) -> VectorFields:
    """The vector fields of the system, for every dimension at once."""
    rates = {tensor: _settled(family, system.fixed) for tensor, family in _rates(system).items()}
    laws = {family.name: _settled(family, system.fixed) for family in system.laws}
    if _mentions_time(rates.values()) or _mentions_time(laws.values()):
        rates[TIME] = Family("t", (), ONE, system.span)
    return VectorFields(
        state=tuple(rates),
        constants=tuple(tensor for tensor in system.constants if tensor not in system.fixed),
        fixed=system.fixed,
        cotangents=tuple(_cotangents(system)) if _uses_gradient(rates.values()) else (),
        rates=rates,
        conditions=system.conditions,
        laws=laws,
    )


def _rates(system: TypedSystem) -> Mapping[Tensor, Family]:
    match system.flow:
        case CustomFlow(fields):
            return {parameter: fields[parameter] for parameter in system.parameters}
        case GradientFlow() as flow:
            return {parameter: _descent(flow, parameter) for parameter in system.parameters}
        case _:
            assert_never(system.flow)


def _descent(flow: GradientFlow, parameter: Tensor) -> Family:
    """The right-hand side -M(theta) grad(theta) of one parameter."""
    diagonal = flow.metrics[parameter].diagonal
    slots = tuple(fresh(index.name, index.dimension) for index in diagonal.indices)
    entry = substitute(diagonal.body, dict(zip(diagonal.indices, slots, strict=True)))
    body = multiply((number(-1), entry, Entry(gradient_of(parameter), slots)))
    return Family(parameter.name, slots, body, diagonal.span)


def _cotangents(system: TypedSystem) -> Iterable[Cotangent]:
    for family in system.maps:
        shape = tuple(index.dimension for index in family.indices)
        # Parentheses cannot occur in a name of a spec, so no parameter is mistaken for a cotangent.
        tensor = Tensor(f"G({family.name})", Role.COTANGENT, shape)
        yield Cotangent(_settled(family, system.fixed), (Entry(tensor, family.indices),))


def _settled(family: Family, fixed: Mapping[Tensor, Fraction]) -> Family:
    """The family with the constants that have a value replaced by it."""
    return changed(family, body=_with_values(family.body, fixed)) if fixed else family


def _with_values(expression: Expression, fixed: Mapping[Tensor, Fraction]) -> Expression:
    if isinstance(expression, Entry):
        return Number(fixed[expression.tensor]) if expression.tensor in fixed else expression
    return rebuild(expression, lambda part: _with_values(part, fixed))


def _leaves(families: Iterable[Family]) -> Iterable[Entry]:
    return (entry for family in families for entry in entries(family.body))


def _mentions_time(families: Iterable[Family]) -> bool:
    return any(entry.tensor == TIME for entry in _leaves(families))


def _uses_gradient(families: Iterable[Family]) -> bool:
    return any(entry.tensor.role is Role.GRADIENT for entry in _leaves(families))
