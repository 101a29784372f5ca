"""Sums over fixed dimensions written out in canonical terms."""

from __future__ import annotations

from itertools import product
from math import prod

from .budget import Budget
from .draft import Draft, Scaled
from .term import DUMMY, Component, Place, fixed_size, literal
from .termsum import TermSum, collect


def unroll(h: TermSum, budget: Budget | None = None) -> TermSum:
    """The sum with every summed index over a fixed dimension replaced by its literals in turn.

    Decides identities that mix sums with entries such as x[0], which different terms keep apart.
    """
    budget = budget or Budget()
    summands: list[Scaled] = []
    for term, scalar in h.terms.items():
        result = collect([(term._replace(components=()), scalar)])
        for component, power in term.components:
            result = result.times(_unrolled(component, budget).power(power, budget), budget)
        summands += result.terms.items()
    return collect(summands)


def _unrolled(component: Component, budget: Budget) -> TermSum:
    sizes = _fixed_dummies(component)
    budget.spend_terms(prod(sizes.values()))
    copies = []
    for values in product(*map(range, sizes.values())):
        draft = Draft(budget)
        draft.open(component, {place: literal(value) for place, value in zip(sizes, values, strict=True)})
        copies.append(draft.finish())
    return collect(copies)


def _fixed_dummies(component: Component) -> dict[Place, int]:
    """The dummies of the component over fixed dimensions, with their sizes."""
    places = [place for (_, slots), _ in component for place in slots if place[0] == DUMMY]
    return {place: size for place in places if (size := fixed_size(place[3])) is not None}
