"""Contraction of Kronecker deltas: one union of equal indices per term."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .budget import NotTensorialError
from .term import FREE, LITERAL, Place, fixed_size


class Contraction(NamedTuple):
    """What the deltas of a term come to.

    ``replaced`` maps every other place of a class to its representative, ``residual`` are the
    deltas that remain because their right end is a free index.
    """

    replaced: dict[Place, Place]
    residual: tuple[tuple[Place, Place], ...]


def contract(deltas: Iterable[tuple[Place, Place]]) -> Contraction | None:
    """Merge the places that the deltas equate; None when two literals meet: then the product is 0.

    The least place of a class represents it: a literal, else the first free index, else a dummy. A
    replaced dummy needs no delta: summing it takes the delta's only nonzero value. That a literal
    is less than a symbolic dimension is the type checker's promise; against a fixed size it is
    checked here, as is that the dimensions agree (NotTensorialError).
    """
    replaced: dict[Place, Place] = {}
    for members in _classes(deltas):
        least = min(members)
        if sum(place[0] == LITERAL for place in members) > 1:
            return None
        _check_ranges(members)
        replaced.update((place, least) for place in members if place != least)
    residual = [(least, place) for place, least in replaced.items() if place[0] == FREE]
    return Contraction(replaced, tuple(sorted(residual)))


def _classes(deltas: Iterable[tuple[Place, Place]]) -> list[set[Place]]:
    class_of: dict[Place, set[Place]] = {}
    for left, right in deltas:
        joined = class_of.get(left, {left}) | class_of.get(right, {right})
        class_of.update((place, joined) for place in joined)
    return list({id(members): members for members in class_of.values()}.values())


def _check_ranges(members: set[Place]) -> None:
    ranges = {place[3] for place in members if place[0] != LITERAL}
    if len(ranges) > 1:
        raise NotTensorialError(f"a delta between indices over {' and '.join(sorted(ranges))}")
    literal = next((place[1] for place in members if place[0] == LITERAL), None)
    size = fixed_size(next(iter(ranges))) if ranges else None
    if literal is not None and size is not None and literal >= size:
        raise NotTensorialError(f"a delta of the literal {literal} over a dimension of size {size}")
