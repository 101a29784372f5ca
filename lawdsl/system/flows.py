"""Flows and metrics turned into right-hand sides (MATH.md section 1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import assert_never

from ..notation.expression import (
    ONE,
    Entry,
    Expression,
    Number,
    add,
    entries,
    multiply,
    number,
    rebuild,
    substitute,
)
from ..notation.index import TIME, Index, Role, Tensor, fresh, gradient_of, velocity_of
from ..notation.record import changed
from ..notation.typed import (
    CustomFlow,
    Family,
    Flow,
    GradientFlow,
    Invariant,
    Metric,
    MomentumFlow,
    TypedSystem,
)
from .fields import Cotangent, VectorFields


def vector_fields(system: TypedSystem) -> VectorFields:
    """The vector fields of the system, for every dimension at once."""
    rates = {tensor: _settled(family, system.fixed) for tensor, family in _rates(system).items()}
    laws = {family.name: _settled(family, system.fixed) for family in system.laws}
    assumptions = tuple(
        changed(item, family=_settled(item.family, system.fixed)) for item in system.assumptions
    )
    invariants = {item.name: _settled_invariant(item, system.fixed) for item in system.invariants}
    written = (
        *rates.values(),
        *laws.values(),
        *(item.family for item in assumptions),
        *(equation for item in invariants.values() for equation in item.equations),
        *(function for block in system.blocks for item in block.searches for function in item.functions),
    )
    if _is_timed(system.flow) or _mentions_time(written):
        rates[TIME] = Family("t", (), ONE, system.span)
    return VectorFields(
        state=tuple(rates),
        constants=tuple(tensor for tensor in system.constants if tensor not in system.fixed),
        fixed=system.fixed,
        cotangents=tuple(_cotangents(system)) if _uses_gradient(rates.values()) else (),
        rates=rates,
        conditions=system.conditions,
        laws=laws,
        assumptions=assumptions,
        invariants=invariants,
        natural=_is_natural(system.flow),
    )


def _rates(system: TypedSystem) -> Mapping[Tensor, Family]:
    match system.flow:
        case CustomFlow(fields):
            return {tensor: fields[tensor] for tensor in (*system.parameters, *system.states)}
        case GradientFlow(metrics, decay):
            return {tensor: _descent(metrics[tensor], tensor, decay) for tensor in system.parameters}
        case MomentumFlow(metrics, damping):
            rates = {tensor: _coasting(metrics[tensor], tensor) for tensor in system.parameters}
            forces = {tensor: _force(metrics[tensor], tensor, damping) for tensor in system.parameters}
            return rates | {velocity_of(tensor): force for tensor, force in forces.items()}
        case _:
            assert_never(system.flow)


def _is_natural(flow: Flow) -> bool:
    return isinstance(flow, GradientFlow) and any(item.kind == "natural" for item in flow.metrics.values())


def _is_timed(flow: Flow) -> bool:
    """Whether laws are functions of time as well, which counts them on a state that includes it (M4)."""
    match flow:
        case GradientFlow(_, decay):
            return decay is not None
        case MomentumFlow():
            return True
        case CustomFlow():
            return False
        case _:
            assert_never(flow)


def _descent(metric: Metric, parameter: Tensor, decay: Expression | None) -> Family:
    """The right-hand side -M(theta) grad(theta), less what decays."""
    slots, entry = _diagonal(metric)
    body = multiply((number(-1), entry, Entry(gradient_of(parameter), slots)))
    if decay is not None:
        body = add((body, multiply((number(-1), decay, Entry(parameter, slots)))))
    return Family(parameter.name, slots, body, metric.diagonal.span)


def _coasting(metric: Metric, parameter: Tensor) -> Family:
    slots, _ = _diagonal(metric)
    return Family(parameter.name, slots, Entry(velocity_of(parameter), slots), metric.diagonal.span)


def _force(metric: Metric, parameter: Tensor, damping: Expression) -> Family:
    """The acceleration -damping * v - M(damping * theta + v) grad(theta)."""
    slots, entry = _diagonal(metric)
    velocity = velocity_of(parameter)

    def ahead(old: Entry) -> Expression:
        return add((multiply((damping, old)), Entry(velocity, old.slots)))

    friction = multiply((number(-1), damping, Entry(velocity, slots)))
    push = multiply((number(-1), _mapped(entry, parameter, ahead), Entry(gradient_of(parameter), slots)))
    return Family(velocity.name, slots, add((friction, push)), metric.diagonal.span)


def _diagonal(metric: Metric) -> tuple[tuple[Index, ...], Expression]:
    """Fresh slots with the entry of the inverse metric there."""
    diagonal = metric.diagonal
    slots = tuple(fresh(index.name, index.dimension) for index in diagonal.indices)
    return slots, substitute(diagonal.body, dict(zip(diagonal.indices, slots, strict=True)))


def _mapped(expression: Expression, tensor: Tensor, change: Callable[[Entry], Expression]) -> Expression:
    """The expression with every entry of a tensor changed."""
    if isinstance(expression, Entry):
        return change(expression) if expression.tensor == tensor else expression
    return rebuild(expression, lambda part: _mapped(part, tensor, change))


def _cotangents(system: TypedSystem) -> Iterable[Cotangent]:
    for family in system.maps:
        shape = tuple(index.dimension for index in family.indices)
        # Parentheses cannot occur in a name of a spec, so no parameter is mistaken for a cotangent.
        tensor = Tensor(f"G({family.name})", Role.COTANGENT, shape)
        yield Cotangent(_settled(family, system.fixed), (Entry(tensor, family.indices),))


def _settled(family: Family, fixed: Mapping[Tensor, Fraction]) -> Family:
    """The family with the constants that have a value replaced by it."""
    return changed(family, body=_with_values(family.body, fixed)) if fixed else family


def _settled_invariant(invariant: Invariant, fixed: Mapping[Tensor, Fraction]) -> Invariant:
    return changed(invariant, equations=tuple(_settled(item, fixed) for item in invariant.equations))


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
