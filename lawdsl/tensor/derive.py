"""Derivation: cotangents of maps, replacement of entries and Lie derivatives (MATH.md sections 1 and 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from ..notation.expression import Delta, Entry, multiply, total
from ..notation.index import TIME, Index, Role, Slot, Tensor, fresh
from ..notation.typed import Family
from .budget import Budget
from .draft import Draft, Scaled
from .expand import expand
from .term import Place, Symbol, Term, place_of, symbol_of
from .termsum import TermSum, collect


@dataclass(frozen=True, slots=True)
class Pattern:
    """What stands for an entry of a tensor at formal slots, such as the right-hand side of its equation.

    ``slots`` are distinct free indices of ``value``, one per slot of the tensor.
    """

    slots: tuple[Index, ...]
    value: TermSum


def pattern(family: Family, budget: Budget | None = None) -> Pattern:
    """The family over its own indices."""
    return Pattern(family.indices, expand(family.body, budget))


ELAPSE = Pattern((), TermSum.constant(1))
"""The right-hand side of time."""


def cotangent(
    maps: Iterable[tuple[Family, Tensor]], parameter: Tensor, budget: Budget | None = None
) -> Pattern:
    """The pattern of grad(parameter) = J_phi(theta)^T G, summed over the maps, each with its tensor G.

    G has the ranges of the map's free indices for a shape, so <G, phi> is a scalar and its
    derivative by the parameter is the cotangent.
    """
    budget = budget or Budget()
    pairing = TermSum()
    for family, cotangent_tensor in maps:
        paired = multiply([Entry(cotangent_tensor, family.indices), family.body])
        pairing += expand(total(family.indices, paired), budget)
    formal = _formal_slots(parameter, "a")
    at = _formal_slots(parameter, "b")
    one_entry = expand(multiply([Delta(left, right) for left, right in zip(at, formal, strict=True)]), budget)
    return Pattern(formal, _derive(pairing, {symbol_of(parameter): Pattern(at, one_entry)}, budget))


def _formal_slots(tensor: Tensor, name: str) -> tuple[Index, ...]:
    return tuple(fresh(name, dimension) for dimension in tensor.shape)


def lie_derivative(h: TermSum, fields: Mapping[Tensor, Pattern], budget: Budget | None = None) -> TermSum:
    """The derivative of h along the flow with the given right-hand sides.

    Constants and G do not move (MATH.md M2). A parameter, time or a gradient that h contains and
    ``fields`` does not is a ValueError: taking it for a constant would prove what is false.
    """
    by_symbol = {symbol_of(tensor): field for tensor, field in fields.items()}
    moving = {Role.PARAMETER.value, Role.TIME.value, Role.GRADIENT.value}
    for term in h.terms:
        for role, name in _symbols(term):
            if role in moving and (role, name) not in by_symbol:
                raise ValueError(f"no right-hand side for the {role} {name}")
    return _derive(h, by_symbol, budget or Budget())


def _symbols(term: Term) -> Iterator[Symbol]:
    return (symbol for component, _ in term.components for (symbol, _), _ in component)


def _derive(h: TermSum, fields: Mapping[Symbol, Pattern], budget: Budget) -> TermSum:
    """The product rule: one entry at a time, times its power, is replaced by its field."""
    prepared = {symbol: _Prepared(field) for symbol, field in fields.items()}
    ...
