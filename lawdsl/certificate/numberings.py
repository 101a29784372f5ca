"""Numberings of summed indices that make equal terms the same: the evidence for MATH.md M10."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from ..check.terms import Dummy, Entry, Key, Slot
from ..tensor.budget import Budget
from ..tensor.canonical import number
from ..tensor.network import Network, connected, rank_all


class Recorder:
    """Numbers the summed indices of terms in a canonical way, and keeps the numbers as text."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._budget = Budget()

    def __call__(self, key: Key) -> list[int]:
        """The new numbers of dummies 0, 1, ...; raises BudgetExceededError (of `tensor`)."""
        order = canonical_order(key, self._budget)
        numbers = [order.index(dummy) for dummy in sorted(order)]
        self.texts.append(" ".join(map(str, numbers)))
        return numbers


class _Piece(NamedTuple):
    """Entries that hang together by dummies, in a form that depends on neither order nor names."""

    form: tuple[tuple[str, tuple[tuple[int, int, str], ...], int], ...]
    dummies: list[Dummy]


def canonical_order(key: Key, budget: Budget) -> list[Dummy]:
    """The dummies of a term in canonical order, piece by piece."""
    counts = Counter(key.entries)
    entries = list(counts)
    pieces = [
        _piece([entries[row] for row in rows], counts, budget)
        for rows in connected([_dummies(entry) for entry in entries])
        if any(_dummies(entries[row]) for row in rows)
    ]
    return [dummy for piece in sorted(pieces) for dummy in piece.dummies]


def _dummies(entry: Entry) -> list[Dummy]:
    return list(dict.fromkeys(slot for slot in entry[1] if isinstance(slot, tuple)))


def _piece(entries: list[Entry], counts: Counter[Entry], budget: Budget) -> _Piece:
    ids: dict[Dummy, int] = {}
    ends = [tuple(ids.setdefault(dummy, len(ids)) for dummy in _dummies(entry)) for entry in entries]
    ranks = rank_all([(_shape(entry), counts[entry]) for entry in entries])
    found = number(Network(ranks, ends, len(ids)), budget)
    numbers = {dummy: found.numbers[place] for dummy, place in ids.items()}
    form = sorted((name, _codes(slots, numbers), counts[name, slots]) for name, slots in entries)
    return _Piece(tuple(form), sorted(ids, key=numbers.__getitem__))


def _shape(entry: Entry) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """The entry with its own dummies numbered by slot."""
    return entry[0], _codes(entry[1], {dummy: place for place, dummy in enumerate(_dummies(entry))})


def _codes(slots: tuple[Slot, ...], numbers: dict[Dummy, int]) -> tuple[tuple[int, int, str], ...]:
    """The slots in a form that can be compared."""
    return tuple(
        (2, numbers[slot], slot[1])
        if isinstance(slot, tuple)
        else ((0, slot, "") if isinstance(slot, int) else (1, 0, slot))
        for slot in slots
    )
