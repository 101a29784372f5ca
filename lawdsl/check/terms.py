"""Index notation: the derivative of a law for every dimension at once (MATH M10).

A term is a coefficient times powers of dimensions, deltas and entries of tensors, summed over the whole
ranges of its dummies. The evidence numbers the dummies of every term anew. Any numbering leaves the
value of a term as it is, so a derivative whose terms cancel afterwards is zero for all dimensions; a wrong
numbering can only keep terms from cancelling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from itertools import count, product
from math import prod
from typing import Any, NamedTuple

from .reading import Budget, Number, RejectedError, bounded, cost
from .system import Expression, Family, Range, System, free_indices

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


def vanishes_for_every_dimension(system: System, law: Family, numbering: Numbering, budget: Budget) -> bool:
    """Whether all terms of the law's derivative along X_G cancel (MATH M2, M10)."""
    algebra = _Algebra(system, numbering, budget)
    derivative = algebra.derivative(law)
    # Sums over dimensions of fixed size can still cancel against literal indices.
    return not derivative or not algebra.written_out(derivative)


class _Algebra:
    def __init__(self, system: System, numbering: Numbering, budget: Budget) -> None:
        self.system = system
        self.numbering = numbering
        self.budget = budget
        self.exponentials: dict[Expression, tuple[str, tuple[str, ...]]] = {}
        self._numbers = count()

    def derivative(self, law: Family) -> Sum:
        """The derivative of the law along X_G, collected with the evidence (MATH M2)."""
        whole = self._collect(self._pattern(law))
        gradients = {f"grad {name}": self._gradient(name) for name in self.system.parameters}
        rates = {
            name: (_names(family), self._substituted(self._pattern(family), gradients))
            for name, family in self.system.rates.items()
        }
        for exponent, (name, formal) in list(self.exponentials.items()):
            rates[name] = formal, self._raised(exponent, name, formal, rates)
        return self._collect(self._moved(self._opened(whole), rates))

    def written_out(self, terms: Sum) -> Sum:
        """The sum with every dummy over a fixed dimension replaced by the literals of its range in turn."""
        found = []
        for term in self._opened(terms):
            fixed = [dummy for dummy in term.dummies if dummy[1].isdecimal()]
            self.budget.spend(prod(int(place) for _, place in fixed))
            for values in product(*(range(int(place)) for _, place in fixed)):
                found.append(_renamed(term, dict(zip(fixed, values, strict=True))))
        return self._collect(found)

    def _pattern(self, family: Family) -> list[Term]:
        return self._expand(family.body, {name: name for name in _names(family)})

    def _raised(
        self, exponent: Expression, name: str, formal: tuple[str, ...], rates: Mapping[str, Pattern]
    ) -> list[Term]:
        """The rate E a' of a symbol E = exp(a) (MATH section 6)."""
        moved = self._moved(self._expand(exponent, {index: index for index in formal}), rates)
        return [term._replace(entries=(*term.entries, (name, formal))) for term in moved]

    def _gradient(self, parameter: str) -> Pattern:
        """grad(U) = J^T G: <G, map> less one entry of U, at the slots where it stood (MATH section 1)."""
        formal = tuple(f"{place} of {parameter}" for place in range(len(self.system.shapes[parameter])))
        found = []
        for name, family in self.system.maps.items():
            dummies = tuple((next(self._numbers), place) for _, place in family.indices)
            cotangent: Entry = (f"G({name})", dummies)
            for term in self._expand(family.body, dict(zip(_names(family), dummies, strict=True))):
                for at, (other, slots) in enumerate(term.entries):
                    if " " in other:
                        raise RejectedError("an exponential in a map, for every dimension")
                    if other == parameter:
                        entries = (*term.entries[:at], *term.entries[at + 1 :], cotangent)
                        deltas = (*term.deltas, *zip(formal, slots, strict=True))
                        bound = (*term.dummies, *dummies)
                        found.append(term._replace(entries=entries, deltas=deltas, dummies=bound))
        return formal, found

    def _moved(self, terms: Iterable[Term], rates: Mapping[str, Pattern]) -> list[Term]:
        """The product rule: one entry at a time is replaced by its rate; constants and G do not move."""
        return [
            moved
            for term in terms
            for at, (name, _) in enumerate(term.entries)
            if self._moves(name, rates)
            for moved in self._replaced(term, at, rates[name])
        ]

    def _moves(self, name: str, rates: Mapping[str, Pattern]) -> bool:
        if name not in rates and name not in self.system.constants:
            raise RejectedError("an exponential inside of another one")
        return name in rates

    def _substituted(self, terms: list[Term], patterns: Mapping[str, Pattern]) -> list[Term]:
        """The terms with every entry that has a pattern replaced by it; no pattern contains such an entry."""
        done, left = [], terms
        while left:
            term = left.pop()
            at = next((at for at, (name, _) in enumerate(term.entries) if name in patterns), None)
            if at is None:
                done.append(term)
            else:
                left += self._replaced(term, at, patterns[term.entries[at][0]])
        return done

    def _replaced(self, term: Term, at: int, pattern: Pattern) -> list[Term]:
        """The term with the entry at a position replaced by each term of a pattern in turn."""
        formal, pieces = pattern
        self.budget.spend(10 + len(term.entries) // 4)
        places = dict(zip(formal, term.entries[at][1], strict=True))
        rest = term._replace(entries=(*term.entries[:at], *term.entries[at + 1 :]))
        return [self._times(rest, _renamed(self._fresh(piece), places)) for piece in pieces]

    def _fresh(self, term: Term) -> Term:
        """The term with dummies that no other has."""
        if not term.dummies:
            return term
        return _renamed(term, {dummy: (next(self._numbers), dummy[1]) for dummy in term.dummies})

    def _times(self, left: Term, right: Term) -> Term:
        """The product of terms that share no dummy."""
        self.budget.spend(
            400 + _length(left) + 4 * _length(right) + cost(left.coefficient, right.coefficient)
        )
        return Term(
            bounded(left.coefficient * right.coefficient),
            left.sizes + right.sizes,
            left.deltas + right.deltas,
            left.entries + right.entries,
            left.dummies + right.dummies,
        )

    def _products(self, factors: Iterable[list[Term]]) -> list[Term]:
        found = [Term(1)]
        for factor in factors:
            if not found:
                return []
            found = [self._times(left, self._fresh(right)) for left in found for right in factor]
        return found

    def _expand(self, body: Expression, slots: dict[Any, Slot]) -> list[Term]:
        """The expression multiplied out; ``slots`` gives what its free indices stand for."""
        self.budget.spend(20)
        match body:
            case (("number" | "size" | "entry" | "grad" | "delta"), *_):
                if body[0] == "size":
                    self.budget.spend(abs(body[2]))
                return _leaf(body, slots)
            case "add", terms:
                return [term for part in terms for term in self._expand(part, slots)]
            case "multiply", factors:
                return self._products(self._expand(factor, slots) for factor in factors)
            case "power", base, exponent:
                return self._products([self._expand(base, slots)] * exponent)
            case "sum", name, place, inner:
                dummy = (next(self._numbers), place)
                terms = self._expand(inner, {**slots, name: dummy})
                return [term._replace(dummies=(*term.dummies, dummy)) for term in terms]
            case "product", name, place, inner if place.isdecimal():
                return self._products(self._expand(inner, {**slots, name: at}) for at in range(int(place)))
            case "exp", exponent:
                name, formal = self._exponential(exponent)
                return [Term(1, entries=((name, tuple(slots[index] for index in formal)),))]
        raise RejectedError(f"{body[0]} is not a part of the algebra for every dimension")

    def _exponential(self, exponent: Expression) -> tuple[str, tuple[str, ...]]:
        """The symbol for an exponential, and the free indices that are its slots."""
        if exponent not in self.exponentials:
            formal = tuple(sorted(free_indices(exponent)))
            self.exponentials[exponent] = f"exp {len(self.exponentials)}", formal
        return self.exponentials[exponent]

    def _opened(self, terms: Sum) -> list[Term]:
        """The terms of a sum with their dummies listed."""
        return [
            Term(value, *key, tuple(dict.fromkeys(slot for slot in _slots(key) if isinstance(slot, tuple))))
            for key, value in terms.items()
        ]

    def _collect(self, terms: Iterable[Term]) -> Sum:
        """The sum of the terms with equal ones added up, after the evidence's numbering (MATH M10)."""
        rough: Sum = {}
        for term in terms:
            self.budget.spend(100 + 4 * _length(term))
            key, coefficient = _settled(term)
            rough[key] = self._sum(rough.get(key, 0), coefficient)
        final: Sum = {}
        for key, coefficient in rough.items():
            if coefficient:
                numbered = _numbered(key, self.numbering)
                final[numbered] = self._sum(final.get(numbered, 0), coefficient)
        return {key: coefficient for key, coefficient in final.items() if coefficient}

    def _sum(self, left: Number, right: Number) -> Number:
        self.budget.spend(cost(left, right))
        return bounded(left + right)


def _leaf(body: Expression, slots: dict[Any, Slot]) -> list[Term]:
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


def _length(term: Term) -> int:
    """What the parts of a term cost of the budget."""
    return 10 * (len(term.entries) + len(term.deltas) + len(term.dummies) + len(term.sizes))


def _names(family: Family) -> tuple[str, ...]:
    return tuple(name for name, _ in family.indices)


def _slots(key: Key) -> list[Slot]:
    return [slot for _, slots in key.entries for slot in slots]


def _renamed(term: Term, places: Mapping[Any, Slot]) -> Term:
    """The term with slots replaced; a dummy that becomes a literal is summed no longer."""
    return term._replace(
        deltas=tuple((places.get(left, left), places.get(right, right)) for left, right in term.deltas),
        entries=tuple((name, tuple([places.get(s, s) for s in slots])) for name, slots in term.entries),
        dummies=tuple(new for old in term.dummies if isinstance(new := places.get(old, old), tuple)),
    )


def _settled(term: Term) -> tuple[Key, Number]:
    """The term's key, dummies numbered as they occur, and its coefficient: zero where deltas contradict.

    sum_j delta_ij T_j = T_i, and a dummy that occurs nowhere multiplies by the size of its range.
    """
    replaced, deltas = _contracted(term.deltas)
    if replaced is None:
        return Key((), (), ()), 0
    term = _renamed(
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


def _numbered(key: Key, numbering: Numbering) -> Key:
    """The term with its dummies renamed one to one, which keeps its value, and its factors sorted."""
    dummies = sorted({slot for slot in _slots(key) if isinstance(slot, tuple)})
    if len(dummies) > 1:
        numbers = numbering(key)
        if sorted(numbers) != list(range(len(dummies))):
            raise RejectedError("a numbering does not give every summed index a number of its own")
        key = _with_numbers(key, dict(zip(dummies, numbers, strict=True)))
    return key._replace(entries=_sorted(key.entries))
