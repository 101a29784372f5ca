"""A component as a network: rows (entries) joined by dummies, and its numbering by walking through it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, NamedTuple


class Network:
    """Rows with a rank (equal for rows that look alike) and the dummies in their slots, by slot.

    ``ports`` lists for every dummy the rows that it joins, with its position in each.
    """

    __slots__ = ("ends", "ports", "ranks")

    def __init__(self, ranks: list[int], ends: list[tuple[int, ...]], dummies: int) -> None:
        self.ranks = ranks
        self.ends = ends
        self.ports: list[list[tuple[int, int]]] = [[] for _ in range(dummies)]
        for row, row_ends in enumerate(ends):
            for position, end in enumerate(row_ends):
                self.ports[end].append((row, position))


class Numbering(NamedTuple):
    """An order of the rows and a number for every dummy; ``code`` is the network so written down.

    Networks with ranks of the same meaning are isomorphic when their codes agree.
    """

    code: list[int]
    rows: list[int]
    numbers: list[int]


def encode(network: Network, rows: list[int], numbers: list[int]) -> Numbering:
    """The numbering with its code: rank and dummies of every row in order."""
    code: list[int] = []
    for row in rows:
        code.append(network.ranks[row])
        code.extend(numbers[end] for end in network.ends[row])
    return Numbering(code, rows, numbers)


def rank_all(values: Sequence[Any]) -> list[int]:
    """The position of each value among the distinct sorted values."""
    table = {value: rank for rank, value in enumerate(sorted(set(values)))}
    return [table[value] for value in values]


def connected(ends: Sequence[Iterable[Hashable]]) -> list[list[int]]:
    """The rows grouped by connection through common ends, in order of first appearance."""
    rows_at: dict[Hashable, list[int]] = {}
    for row, row_ends in enumerate(ends):
        for end in row_ends:
            rows_at.setdefault(end, []).append(row)
    unseen = set(range(len(ends)))
    return [_flood(row, ends, rows_at, unseen) for row in range(len(ends)) if row in unseen]


def _flood(
    start: int, ends: Sequence[Iterable[Hashable]], rows_at: dict[Hashable, list[int]], unseen: set[int]
) -> list[int]:
    group = [start]
    unseen.remove(start)
    for row in group:
        for end in ends[row]:
            for other in rows_at.pop(end, ()):
                if other in unseen:
                    unseen.remove(other)
                    group.append(other)
    return group


def walk(network: Network) -> Numbering | None:
    """The least code among walks from the rows of the rarest rank; None when every walk meets a tie.

    A walk visits a row, numbers its dummies by slot, then goes through the dummies in that order
    and visits what they join: which is determined as soon as these rows can be told apart.
    """
    best: Numbering | None = None
    for root in _roots(network):
        found = _walk_from(network, root)
        if found is not None and (best is None or found.code < best.code):
            best = found
    return best


def _roots(network: Network) -> list[int]:
    counts = Counter(network.ranks)
    rarest = min(counts, key=lambda rank: (counts[rank], rank))
    return [row for row, rank in enumerate(network.ranks) if rank == rarest]


def _walk_from(network: Network, root: int) -> Numbering | None:
    numbers = [-1] * len(network.ports)
    rows = [root]
    trail: list[int] = []
    unseen = bytearray(b"\1") * len(network.ranks)
    unseen[root] = 0
    _number(network.ends[root], numbers, trail)
    for end in trail:
        news = {row for row, _ in network.ports[end] if unseen[row]}
        ordered = _told_apart(network, news, numbers)
        if ordered is None:
            return None
        for row in ordered:
            unseen[row] = 0
            rows.append(row)
            _number(network.ends[row], numbers, trail)
    return encode(network, rows, numbers)


def _number(ends: tuple[int, ...], numbers: list[int], trail: list[int]) -> None:
    for end in ends:
        if numbers[end] < 0:
            numbers[end] = len(trail)
            trail.append(end)


def _told_apart(network: Network, rows: set[int], numbers: list[int]) -> list[int] | None:
    """The rows sorted by rank and the numbers in their slots so far; None when two agree."""
    if len(rows) < 2:
        return list(rows)
    keyed = {(network.ranks[row], *[numbers[end] for end in network.ends[row]]): row for row in rows}
    return [keyed[key] for key in sorted(keyed)] if len(keyed) == len(rows) else None
