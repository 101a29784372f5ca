"""Derivation: cotangents of maps, replacement of entries and Lie derivatives (MATH.md sections 1 and 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from ..notation.expression import Delta, Entry, multiply, total
from ..notation.index import Index, Role, Tensor, fresh
from ..notation.record import record
from ..notation.typed import Family
from .budget import Budget
from .draft import Draft, Scaled
from .expand import expand
from .term import Place, Symbol, Term, place_of, symbol_of
from .termsum import TermSum, collect


@record
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
    return tuple(fresh(f"{name}{slot}", dimension) for slot, dimension in enumerate(tensor.shape))


def lie_derivative(h: TermSum, fields: Mapping[Tensor, Pattern], budget: Budget | None = None) -> TermSum:
    """The derivative of h along the flow with the given right-hand sides.

    Constants and G do not move (MATH.md M2). A parameter, time or a gradient that h contains and
    ``fields`` does not is a ValueError: taking it for a constant would prove what is false.
    """
    by_symbol = _by_symbol(fields)
    moving = {role.value for role in (Role.PARAMETER, Role.STATE, Role.TIME, Role.GRADIENT)}
    for term in h.terms:
        for role, name in _symbols(term):
            if role in moving and (role, name) not in by_symbol:
                raise ValueError(f"no right-hand side for the {role} {name}")
    return _derive(h, by_symbol, budget or Budget())


def _by_symbol(patterns: Mapping[Tensor, Pattern]) -> dict[Symbol, Pattern]:
    for tensor, found in patterns.items():
        if len(set(found.slots)) != len(tensor.shape):
            raise ValueError(f"a pattern for {tensor.name} needs {len(tensor.shape)} distinct formal slots")
    return {symbol_of(tensor): found for tensor, found in patterns.items()}


def _symbols(term: Term) -> Iterator[Symbol]:
    return (symbol for component, _ in term.components for (symbol, _), _ in component)


def substitute_entries(
    h: TermSum, patterns: Mapping[Tensor, Pattern], budget: Budget | None = None
) -> TermSum:
    """Every entry of the given tensors replaced by its pattern, such as grad(U) by the cotangent of U.

    Patterns that contain what they replace never come to an end: BudgetExceededError.
    """
    budget = budget or Budget()
    by_symbol = _by_symbol(patterns)
    done: list[Scaled] = []
    while not h.is_zero():
        replaced: list[Scaled] = []
        for term, scalar in h.terms.items():
            where = next(_entries(term, by_symbol), None)
            if where is None:
                done.append((term, scalar))
            else:
                replaced += _replaced(term, where, scalar, budget)
        h = collect(replaced)
    return collect(done)


@record
class _Site:
    """An entry of a term: component and row, what is to stand there, and how often the term has it."""

    component: int
    row: int
    pattern: Pattern
    multiplicity: int


def _entries(term: Term, patterns: Mapping[Symbol, Pattern]) -> Iterator[_Site]:
    for at, (component, power) in enumerate(term.components):
        for row, ((symbol, _), exponent) in enumerate(component):
            if symbol in patterns:
                yield _Site(at, row, patterns[symbol], power * exponent)


def _derive(h: TermSum, fields: Mapping[Symbol, Pattern], budget: Budget) -> TermSum:
    """The product rule: one entry at a time is replaced by its field."""
    return collect(
        summand
        for term, scalar in h.terms.items()
        for site in _entries(term, fields)
        for summand in _replaced(term, site, scalar * site.multiplicity, budget)
    )


def _replaced(term: Term, site: _Site, scalar: Fraction, budget: Budget) -> Iterator[Scaled]:
    """The term with one copy of an entry replaced, once for every term of what replaces it."""
    formal = [place_of(slot) for slot in site.pattern.slots]
    budget.spend_terms(len(site.pattern.value.terms))
    for piece, coefficient in site.pattern.value.terms.items():
        draft = Draft(budget)
        actual = _without_entry(draft, term, site)
        draft.include(piece, dict(zip(formal, actual, strict=True)))
        finished = draft.finish()
        if finished is not None:
            yield finished[0], finished[1] * coefficient * scalar


def _without_entry(draft: Draft, term: Term, site: _Site) -> tuple[Place, ...]:
    """Fill an empty draft with the term less one copy of the entry; returns the places where that stood."""
    component, power = term.components[site.component]
    others = term.components[: site.component] + term.components[site.component + 1 :]
    draft.include(term._replace(components=others), {})
    if power > 1:
        draft.include_component(component, power - 1, {})
    draft.open(component, {})
    return draft.take(site.row)
