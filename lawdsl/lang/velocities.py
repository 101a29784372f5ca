"""``dot(x)`` in laws of an ordinary differential equation: the right-hand side of its equation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ..notation.expression import Entry, Expression, entries, rebuild, substitute
from ..notation.index import Role, Tensor, velocity_of
from ..notation.record import changed
from ..notation.typed import AtBlock, CustomFlow, Discover, Family, Flow, MomentumFlow
from .findings import Findings

Change = Callable[[Family], Family]


def settled_velocities(
    laws: Iterable[Family], blocks: Iterable[AtBlock], flow: Flow, findings: Findings
) -> tuple[list[Family], list[AtBlock]]:
    """The laws and blocks with velocities that are no part of the state replaced by right-hand sides.

    Where these depend on cotangents the velocity is no function of the state, which is an error.
    """
    if isinstance(flow, MomentumFlow):
        return list(laws), list(blocks)
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

    return list(map(change, laws)), [_in_block(block, change) for block in blocks]


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


def _in_block(block: AtBlock, change: Change) -> AtBlock:
    return changed(block, searches=tuple(_in_search(search, change) for search in block.searches))


def _in_search(search: Discover, change: Change) -> Discover:
    return changed(search, functions=tuple(map(change, search.functions)))
