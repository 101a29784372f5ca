"""Entries of tensors that stand for functions: how what they are equal to takes their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial

from .budget import Budget
from .derive import Pattern
from .draft import Draft, Scaled
from .term import DUMMY, Place, Symbol, Term, place_of
from .termsum import TermSum, collect

Places = tuple[Place, ...]


def cleared(h: TermSum, symbol: Symbol, base: Pattern, budget: Budget) -> TermSum:
    """The sum times powers of the base, so that no entry of the symbol is left, which is one over it.

    Where a sum binds an index of an entry, it stays. The sum is zero wherever the result is and the base
    is not zero. Raises BudgetExceededError.
    """
    while (places := next(_standing(h, symbol, 1), None)) is not None:
        highest = max(_power(term, symbol, places) for term in h.terms)
        h = _mapped(h, symbol, places, base, budget, partial(_lacking, highest))
    return h


def reduced(h: TermSum, symbol: Symbol, degree: int, base: Pattern, budget: Budget) -> TermSum:
    """The sum with that power of an entry of the symbol replaced by the base, as often as it occurs.

    Raises BudgetExceededError.
    """
    while (places := next(_standing(h, symbol, degree), None)) is not None:
        h = _mapped(h, symbol, places, base, budget, lambda power: divmod(power, degree))
    done: list[Scaled] = []
    while not h.is_zero():
        replaced: list[Scaled] = []
        for term, scalar in h.terms.items():
            site = next(_bound(term, symbol, degree), None)
            if site is None:
                done.append((term, scalar))
            else:
                replaced += _with_base(term, site, degree, scalar, base, budget)
        h = collect(replaced)
    return collect(done)


def cancelled(h: TermSum, symbol: Symbol, base: Pattern, budget: Budget) -> TermSum:
    """The sum with products of an entry that is one over the base, and of the base's head, divided out.

    The head is a term of the base without sums of its own, which no other contains: with c for its
    coefficient and r for the rest of the base, z * head = (1 - z * r) / c. Raises BudgetExceededError.
    """
    heads = [term for term in base.value.terms if is_plain(term) and not _is_within_others(term, base.value)]
    if not heads:
        return h
    head = max(heads, key=lambda term: (sum(power for _, power in term.components), term))
    coefficient = base.value.terms[head]
    rest = TermSum({term: value for term, value in base.value.terms.items() if term != head})
    done: list[Scaled] = []
    while not h.is_zero():
        replaced: list[Scaled] = []
        for term, scalar in h.terms.items():
            found = list(_divided(term, symbol, base, head, rest, scalar / coefficient, budget))
            (replaced if found else done).extend(found or [(term, scalar)])
        h = collect(replaced)
    return collect(done)


def _is_within_others(head: Term, base: TermSum) -> bool:
    """Whether another term contains the head, so that it would come back again and again."""
    others = (dict(term.components) for term in base.terms if term != head)
    return any(all(other.get(item, 0) >= power for item, power in head.components) for other in others)


def is_plain(term: Term) -> bool:
    """Whether nothing is summed in a term, and there are no deltas and dimensions."""
    bound = any(
        place[0] == DUMMY for item, _ in term.components for (_, places), _ in item for place in places
    )
    return not (bound or term.sizes or term.deltas) and bool(term.components)


def _divided(
    term: Term, symbol: Symbol, base: Pattern, head: Term, rest: TermSum, scalar: Fraction, budget: Budget
) -> Iterator[Scaled]:
    """The term with z * head replaced; nothing where it is not there."""
    for at, row in _sites(term, symbol):
        if _without_head(term, (at, row), base, head, True, budget) is None:
            continue
        budget.spend_terms(1 + len(rest.terms))
        pieces = [(Term(), Fraction(1), False), *((item, -value, True) for item, value in rest.terms.items())]
        for piece, value, keep in pieces:
            opened = _without_head(term, (at, row), base, head, keep, budget)
            if opened is not None:
                draft, places = opened
                draft.include(piece, _meeting(base, places))
                finished = draft.finish()
                if finished is not None:
                    yield finished[0], finished[1] * value * scalar
        return


def _without_head(
    term: Term, site: tuple[int, int], base: Pattern, head: Term, keep: bool, budget: Budget
) -> tuple[Draft, Places] | None:
    """The term less the head at the places of an entry, which stays or is taken away once."""
    at, row = site
    component, power = term.components[at]
    draft = Draft(budget)
    draft.open(component, {})
    places = draft.loose[row][0][1]
    draft.include(term._replace(components=term.components[:at] + term.components[at + 1 :]), {})
    if power > 1:
        draft.include_component(component, power - 1, {})
    meeting = _meeting(base, places)
    if not keep:
        draft.take(row)
    for ((factor, _),), exponent in head.components:
        wanted = factor[0], tuple([meeting.get(place, place) for place in factor[1]])
        if not draft.divide(wanted, exponent):
            return None
    return draft, places


def _standing(h: TermSum, symbol: Symbol, degree: int) -> Iterator[Places]:
    """The places of entries of the symbol to that power at least, of which no sum binds an index."""
    for term in h.terms:
        for component, power in term.components:
            (found, places), _ = component[0]
            if found == symbol and power >= degree and not any(place[0] == DUMMY for place in places):
                yield places


def _lacking(highest: int, power: int) -> tuple[int, int]:
    return highest - power, 0


def _power(term: Term, symbol: Symbol, places: Places) -> int:
    return next((power for item, power in term.components if item == (((symbol, places), 1),)), 0)


def _mapped(
    h: TermSum,
    symbol: Symbol,
    places: Places,
    base: Pattern,
    budget: Budget,
    powers: Callable[[int], tuple[int, int]],
) -> TermSum:
    """Every power of one entry replaced by a power of the base and one of the entry."""
    factor = base.value.placed(_meeting(base, places), budget)
    parts: dict[int, list[Scaled]] = {}
    for term, scalar in h.terms.items():
        outer, inner = powers(_power(term, symbol, places))
        entry = (((symbol, places), 1),)
        rest = [item for item in term.components if item[0] != entry]
        components = tuple(sorted([*rest, (entry, inner)] if inner else rest))
        parts.setdefault(outer, []).append((term._replace(components=components), scalar))
    result = TermSum()
    for outer, summands in parts.items():
        result += collect(summands).times(factor.power(outer, budget), budget)
    return result


def _meeting(base: Pattern, places: Places) -> dict[Place, Place]:
    return dict(zip(map(place_of, base.slots), places, strict=True))


def _sites(term: Term, symbol: Symbol) -> Iterator[tuple[int, int]]:
    """Components and rows where the symbol stands."""
    for at, (component, _) in enumerate(term.components):
        for row, ((found, _), _) in enumerate(component):
            if found == symbol:
                yield at, row


def _bound(term: Term, symbol: Symbol, degree: int) -> Iterator[tuple[int, int]]:
    """Components and rows where the symbol stands to that power under a sum."""
    for at, (component, _) in enumerate(term.components):
        for row, ((found, places), exponent) in enumerate(component):
            if found == symbol and exponent >= degree and any(place[0] == DUMMY for place in places):
                yield at, row


def _with_base(
    term: Term, site: tuple[int, int], degree: int, scalar: Fraction, base: Pattern, budget: Budget
) -> Iterator[Scaled]:
    """The term with a power of one entry under a sum replaced, once for every term of the base."""
    at, row = site
    component, power = term.components[at]
    (_, _), exponent = component[row]
    budget.spend_terms(len(base.value.terms))
    for piece, coefficient in base.value.terms.items():
        draft = Draft(budget)
        draft.open(component, {})
        factor, _ = draft.loose.pop(row)
        if exponent > degree:
            draft.loose.append((factor, exponent - degree))
        draft.include(piece, _meeting(base, factor[1]))
        draft.include(term._replace(components=term.components[:at] + term.components[at + 1 :]), {})
        if power > 1:
            draft.include_component(component, power - 1, {})
        finished = draft.finish()
        if finished is not None:
            yield finished[0], finished[1] * coefficient * scalar
