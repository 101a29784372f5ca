"""The canonical form of a component under renaming of dummies and permutation of entries (MATH.md M10).

The result is the component itself, entries reordered and dummies renumbered, and is checked to be just
that: components with equal canonical forms are equal for every dimension, whatever the search does. A
mistake in the search could only miss an equality.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from .budget import Budget
from .network import Network, Numbering, connected, encode, rank_all, walk
from .refinement import coloured_rows, refine, search
from .term import DUMMY, Component, Factor, Place, dummy


def canonical(entries: Iterable[tuple[Factor, int]], budget: Budget) -> Component:
    """The canonical form of entries with powers that hang together by dummies.

    Raises BudgetExceededError when the search for it would take too many steps.
    """
    merged: dict[Factor, int] = {}
    for factor, exponent in entries:
        merged[factor] = merged.get(factor, 0) + exponent
    shapes = [_shape(factor) for factor in merged]
    ids: dict[Place, int] = {}
    ends = [tuple([ids.setdefault(end, len(ids)) for end in row_ends]) for _, row_ends in shapes]
    ranks = rank_all(
        [(shape, exponent) for (shape, _), exponent in zip(shapes, merged.values(), strict=True)]
    )
    numbering = number(Network(ranks, ends, len(ids)), budget)
    _check_bijections(numbering, len(merged), len(ids))
    renamed = {end: dummy(numbering.numbers[at], end[3]) for end, at in ids.items()}
    items = list(merged.items())
    return tuple([(rename(items[row][0], renamed), items[row][1]) for row in numbering.rows])


def _check_bijections(numbering: Numbering, rows: int, dummies: int) -> None:
    """Stop at an order that loses an entry or numbers that join two dummies: no verdict may rest on one."""
    kept = set(numbering.rows), set(numbering.numbers)
    if (len(numbering.rows), *map(len, kept)) != (rows, rows, dummies):
        raise RuntimeError(f"not a numbering of {rows} entries and {dummies} dummies: {numbering}")


def rename(factor: Factor, places: Mapping[Place, Place]) -> Factor:
    """The entry with its places replaced."""
    symbol, slots = factor
    return symbol, tuple([places.get(place, place) for place in slots])


def _shape(factor: Factor) -> tuple[Factor, list[Place]]:
    """The entry with its own dummies numbered by slot, and these dummies."""
    symbol, slots = factor
    own: dict[Place, Place] = {}
    for place in slots:
        if place[0] == DUMMY and place not in own:
            own[place] = dummy(len(own), place[3])
    return (symbol, tuple([own.get(place, place) for place in slots])), list(own)


def number(network: Network, budget: Budget) -> Numbering:
    """A numbering that isomorphic networks share: by a walk where one is determined, else by refinement.

    Dummies that the refinement tells from all others act like free indices: they do not join what they
    touch, so the network falls into pieces that are numbered one by one. Only a piece without such a
    dummy needs the search.
    """
    found = walk(network)
    if found is not None:
        return found
    colours = refine(network, [0] * len(network.ports))
    singular = _singular(colours)
    return _by_pieces(network, colours, singular, budget) if singular else search(network, budget)


def _singular(colours: list[int]) -> list[int]:
    """The dummies that have a colour of their own, by colour."""
    counts = Counter(colours)
    return sorted((end for end, colour in enumerate(colours) if counts[colour] == 1), key=colours.__getitem__)


def _by_pieces(network: Network, colours: list[int], singular: list[int], budget: Budget) -> Numbering:
    """Number the singular dummies first, then the pieces between them in the order of their codes."""
    numbers = [-1] * len(network.ports)
    for rank, end in enumerate(singular):
        numbers[end] = rank
    ranks = rank_all(coloured_rows(network, colours))
    inner = [tuple([end for end in ends if numbers[end] < 0]) for ends in network.ends]
    pieces = [_piece(ranks, inner, rows, budget) for rows in connected(inner)]
    pieces.sort(key=lambda piece: piece[0])
    order: list[int] = []
    following = len(singular)
    for _, rows, ends in pieces:
        order += rows
        for offset, end in enumerate(ends):
            numbers[end] = following + offset
        following += len(ends)
    return encode(network, order, numbers)


def _piece(
    ranks: list[int], inner: list[tuple[int, ...]], rows: list[int], budget: Budget
) -> tuple[list[int], list[int], list[int]]:
    """Code, rows in order and dummies in order of one piece."""
    ids: dict[int, int] = {}
    ends = [tuple([ids.setdefault(end, len(ids)) for end in inner[row]]) for row in rows]
    found = number(Network([ranks[row] for row in rows], ends, len(ids)), budget)
    in_order = sorted(ids, key=lambda end: found.numbers[ids[end]])
    return found.code, [rows[row] for row in found.rows], in_order
