"""Contraction of Kronecker deltas: one union of equal indices per term."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .budget import NotTensorialError
from .term import FREE, LITERAL, Place, fixed_size, literal


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
        if sum(place[0] == LITERAL for place in members) > 1:
            return None
        _check_ranges(members)
        least = min(members)
        representative = literal(least[1]) if least[0] == LITERAL else least
        replaced.update((place, representative) for place in members if place != least)
    residual = [(least, place) for place, least in replaced.items() if place[0] == FREE]
    return Contraction(replaced, tuple(sorted(residual)))


def _classes(deltas: Iterable[tuple[Place, Place]]) -> list[set[Place]]:
    class_of: dict[Place, set[Place]] = {}
    for pair in deltas:
        left, right = _ranged(*pair), _ranged(*reversed(pair))
        joined = class_of.get(left, {left}) | class_of.get(right, {right})
        class_of.update((place, joined) for place in joined)
    return list({id(members): members for members in class_of.values()}.values())


def _ranged(place: Place, partner: Place) -> Place:
    """A literal gets the range of its partner: the same digit over two dimensions does not join them."""
    return (LITERAL, place[1], "", partner[3]) if place[0] == LITERAL else place


def _check_ranges(members: set[Place]) -> None:
    ranges = {place[3] for place in members}
    if len(ranges) > 1:
        raise NotTensorialError(f"a delta between indices over {' and '.join(sorted(ranges))}")
    size = fixed_size(next(iter(ranges)))
    for place in members:
        if place[0] == LITERAL and size is not None and place[1] >= size:
            raise NotTensorialError(f"a delta of the literal {place[1]} over a dimension of size {size}")
