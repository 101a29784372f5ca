"""``dot(x)`` in claims about an ordinary differential equation: the right-hand side of its equation."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..notation.expression import Entry, Expression, entries, rebuild, substitute
from ..notation.index import Role, Tensor, velocity_of
from ..notation.record import changed
from ..notation.typed import (
    Assumption,
    AtBlock,
    CustomFlow,
    Discover,
    Family,
    Flow,
    Invariant,
    MomentumFlow,
)
from .findings import Findings

Change = Callable[[Family], Family]


def settling(flow: Flow, findings: Findings) -> Change:
    """What replaces velocities that are no part of the state by right-hand sides, in one family.

    Where these depend on cotangents the velocity is no function of the state, which is an error.
    """
    if isinstance(flow, MomentumFlow):
        return lambda family: family
    rates = _rates(flow)

    def change(family: Family) -> Family:
        if not any(_is_velocity(entry.tensor) for entry in entries(family.body)):
            return family
        if rates is None:
            helps = ["under `flow momentum`, and in equations without `grad`, `dot(...)` has a value"]
            headline = "`dot(...)` is no function of the state here"
            findings.error("L0309", headline, family.span, "it depends on the cotangent", helps=helps)
            return family
        return changed(family, body=_replaced(family.body, rates))

    return change


def settled_block(block: AtBlock, change: Change) -> AtBlock:
    """A block with a change made in its searches."""
    return changed(block, searches=tuple(_in_search(search, change) for search in block.searches))


def settled_assumption(assumption: Assumption, change: Change) -> Assumption:
    """An assumption with a change made in it."""
    return changed(assumption, family=change(assumption.family))


def settled_invariant(invariant: Invariant, change: Change) -> Invariant:
    """An invariant set with a change made in its equations."""
    return changed(invariant, equations=tuple(map(change, invariant.equations)))


def _rates(flow: Flow) -> Mapping[Tensor, Family] | None:
    """The right-hand sides by velocity; None where they are no functions of the state."""
    if not isinstance(flow, CustomFlow):
        return None
    bodies = (family.body for family in flow.fields.values())
    if any(entry.tensor.role is Role.GRADIENT for body in bodies for entry in entries(body)):
        return None
    return {velocity_of(tensor): family for tensor, family in flow.fields.items()}


def _is_velocity(tensor: Tensor) -> bool:
    """Whether a tensor stands for a velocity: no name of a spec has parentheses."""
    return tensor.role is Role.STATE and tensor.name.startswith("dot(")


def _replaced(expression: Expression, rates: Mapping[Tensor, Family]) -> Expression:
    if isinstance(expression, Entry):
        rate = rates.get(expression.tensor)
        if rate is None:
            return expression
        return substitute(rate.body, dict(zip(rate.indices, expression.slots, strict=True)))
    return rebuild(expression, lambda part: _replaced(part, rates))


def _in_search(search: Discover, change: Change) -> Discover:
    return changed(search, functions=tuple(map(change, search.functions)))
