"""Flows and metrics turned into right-hand sides (MATH.md section 1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

from ..notation.expression import ONE, Entry, entries, multiply, number, substitute
from ..notation.index import TIME, Role, Tensor, fresh, gradient_of
from ..notation.typed import CustomFlow, Family, GradientFlow, TypedSystem
from .fields import Cotangent, VectorFields


def vector_fields(system: TypedSystem) -> VectorFields:
    """The vector fields of the system, for every dimension at once."""
    rates = dict(_rates(system))
    if _mentions_time(rates.values()) or _mentions_time(system.laws):
        rates[TIME] = Family("t", (), ONE, system.span)
    return VectorFields(
        state=tuple(rates),
        constants=system.constants,
        fixed=system.fixed,
        cotangents=tuple(_cotangents(system)) if _uses_gradient(rates.values()) else (),
        rates=rates,
        conditions=system.conditions,
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
        yield Cotangent(family, Tensor(f"G_{family.name}", Role.COTANGENT, shape))


def _leaves(families: Iterable[Family]) -> Iterable[Entry]:
    return (entry for family in families for entry in entries(family.body))


def _mentions_time(families: Iterable[Family]) -> bool:
    return any(entry.tensor == TIME for entry in _leaves(families))


def _uses_gradient(families: Iterable[Family]) -> bool:
    return any(entry.tensor.role is Role.GRADIENT for entry in _leaves(families))
