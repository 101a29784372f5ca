"""Terms in index notation and their sums, for every dimension at once (MATH M10).

A term is a coefficient times powers of dimensions, deltas and entries of tensors, summed over the whole
ranges of its dummies. The evidence numbers the dummies of every term anew. Any numbering leaves the
value of a term as it is; a wrong one can only keep terms from cancelling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from .reading import Number, RejectedError, bounded
from .system import Expression, Range

Dummy = tuple[int, Range]
"""A summed index: number and range."""
Slot = str | int | Dummy
"""A free index, a literal or a dummy."""
Entry = tuple[str, tuple[Slot, ...]]


class Term(NamedTuple):
    """A product; ``dummies`` are summed, each over its range."""

    coefficient: Number
    sizes: tuple[tuple[Range, int], ...] = ()
    deltas: tuple[tuple[Slot, Slot], ...] = ()
    entries: tuple[Entry, ...] = ()
    dummies: tuple[Dummy, ...] = ()


class Key(NamedTuple):
    """A term without its coefficient: deltas contracted, factors sorted, all dummies in its entries."""

    sizes: tuple[tuple[Range, int], ...]
    deltas: tuple[tuple[Slot, Slot], ...]
    entries: tuple[Entry, ...]


Sum = dict[Key, Number]
Pattern = tuple[tuple[str, ...], list[Term]]
"""What stands for an entry of a tensor at formal slots."""
Numbering = Callable[[Key], list[int]]
"""The new numbers of a term's dummies 0, 1, ...: read from the evidence, or found by who writes it."""


def leaf(body: Expression, slots: dict[Any, Slot]) -> list[Term]:
    """An expression without subexpressions as at most one term."""
    left: Any
    right: Any
    match body:
        case "number", value:
            return [Term(value)] if value else []
        case "size", place, power:
            if place.isdecimal():
                return [Term(bounded(Fraction(place) ** power))]
            return [Term(1, ((place, power),))]
        case "delta", left, right:
            pair: tuple[Slot, Slot] = slots.get(left, left), slots.get(right, right)
            return [Term(1, deltas=(pair,))]
    kind, name, places = body
    found = tuple(slots.get(place, place) for place in places)
    return [Term(1, entries=((name if kind == "entry" else f"grad {name}", found),))]


def length(term: Term) -> int:
    """What the parts of a term cost of the budget."""
    return 10 * (len(term.entries) + len(term.deltas) + len(term.dummies) + len(term.sizes))


def opened(terms: Sum) -> list[Term]:
    """The terms of a sum with their dummies listed."""
    return [
        Term(value, *key, tuple(dict.fromkeys(slot for slot in _slots(key) if isinstance(slot, tuple))))
        for key, value in terms.items()
    ]


def _slots(key: Key) -> list[Slot]:
    return [slot for _, slots in key.entries for slot in slots]


def renamed(term: Term, places: Mapping[Any, Slot]) -> Term:
    """The term with slots replaced; a dummy that becomes a literal is summed no longer."""
    return term._replace(
        deltas=tuple((places.get(left, left), places.get(right, right)) for left, right in term.deltas),
        entries=tuple((name, tuple([places.get(s, s) for s in slots])) for name, slots in term.entries),
        dummies=tuple(new for old in term.dummies if isinstance(new := places.get(old, old), tuple)),
    )


def settled(term: Term) -> tuple[Key, Number]:
    """The term's key, dummies numbered as they occur, and its coefficient: zero where deltas contradict.

    sum_j delta_ij T_j = T_i, and a dummy that occurs nowhere multiplies by the size of its range.
    """
    replaced, deltas = _contracted(term.deltas)
    if replaced is None:
        return Key((), (), ()), 0
    term = renamed(
        term._replace(deltas=(), dummies=tuple(d for d in term.dummies if d not in replaced)), replaced
    )
    used = {slot for _, slots in term.entries for slot in slots}
    coefficient, sizes = term.coefficient, dict.fromkeys((name for name, _ in term.sizes), 0)
    for name, power in (
        *term.sizes,
        *((place, 1) for number, place in term.dummies if (number, place) not in used),
    ):
        if name.isdecimal():
            coefficient *= int(name)
        else:
            sizes[name] = sizes.get(name, 0) + power
    key = Key(
        tuple(sorted((n, power) for n, power in sizes.items() if power)), deltas, _sorted(term.entries, True)
    )
    order: dict[Dummy, int] = {}
    for slot in _slots(key):
        if isinstance(slot, tuple):
            order.setdefault(slot, len(order))
    return _with_numbers(key, order), coefficient


def _contracted(
    deltas: Iterable[tuple[Slot, Slot]],
) -> tuple[dict[Slot, Slot] | None, tuple[tuple[Slot, Slot], ...]]:
    """What replaces each slot, and the deltas that remain for free indices; None where two literals differ.

    A literal represents a class of equal slots, else its first free index, else a dummy.
    """
    classes: dict[Slot, list[Slot]] = {}
    for pair in deltas:
        small, large = sorted((classes.setdefault(end, [end]) for end in pair), key=len)
        if small is not large:
            large += small
            classes.update((slot, large) for slot in small)
    replaced: dict[Slot, Slot] = {}
    for members in {id(members): members for members in classes.values()}.values():
        least = min(members, key=_order)
        for slot in members:
            if slot != least:
                if isinstance(slot, int):
                    return None, ()
                replaced[slot] = least
    remain = [(least, slot) for slot, least in replaced.items() if isinstance(slot, str)]
    return replaced, tuple(sorted(remain, key=lambda pair: (_order(pair[0]), _order(pair[1]))))


def _order(slot: Slot) -> tuple[int, int, str]:
    if isinstance(slot, int):
        return 0, slot, ""
    return (1, 0, slot) if isinstance(slot, str) else (2, slot[0], slot[1])


def _sorted(entries: Iterable[Entry], rough: bool = False) -> tuple[Entry, ...]:
    """The entries in order; a rough one does not look at the numbers of dummies."""

    def key(entry: Entry) -> tuple[str, list[tuple[int, int, str]]]:
        places = [_order(slot) for slot in entry[1]]
        return entry[0], [
            (kind, 0, name) if rough and kind == 2 else (kind, n, name) for kind, n, name in places
        ]

    return tuple(sorted(entries, key=key))


def _with_numbers(key: Key, numbers: Mapping[Dummy, int]) -> Key:
    places: dict[Slot, Slot] = {dummy: (number, dummy[1]) for dummy, number in numbers.items()}
    entries = tuple((name, tuple([places.get(s, s) for s in slots])) for name, slots in key.entries)
    return key._replace(entries=entries)


def numbered(key: Key, numbering: Numbering) -> Key:
    """The term with its dummies renamed one to one, which keeps its value, and its factors sorted."""
    dummies = sorted({slot for slot in _slots(key) if isinstance(slot, tuple)})
    if len(dummies) > 1:
        numbers = numbering(key)
        if sorted(numbers) != list(range(len(dummies))):
            raise RejectedError("a numbering does not give every summed index a number of its own")
        key = _with_numbers(key, dict(zip(dummies, numbers, strict=True)))
    return key._replace(entries=_sorted(key.entries))
