"""How many different indices a sum has: from such sizes on its terms are independent (MATH.md M10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from .term import DUMMY, FREE, LITERAL, Place, Term
from .termsum import TermSum


def spread(h: TermSum) -> Mapping[str, int]:
    """For each range its free indices, the literals, and the most summed indices that a term has over it.

    Where every range is at least as large, all of them can take different values. The monomial that a largest
    term then gives comes from no other term, so that a sum with terms left is not zero.
    """
    still = {place for term in h.terms for place in _places(term) if place[0] != DUMMY}
    free = Counter(place[3] for place in still if place[0] == FREE)
    summed: Counter[str] = Counter()
    for term in h.terms:
        summed |= _summed(term)
    literals = sum(place[0] == LITERAL for place in still)
    return {name: free[name] + summed[name] + literals for name in {*free, *summed}}


def _places(term: Term) -> Iterator[Place]:
    for pair in term.deltas:
        yield from pair
    for component, _ in term.components:
        for (_, slots), _ in component:
            yield from slots


def _summed(term: Term) -> Counter[str]:
    found: Counter[str] = Counter()
    for component, power in term.components:
        for place in {place for (_, slots), _ in component for place in slots if place[0] == DUMMY}:
            found[place[3]] += power
    return found
