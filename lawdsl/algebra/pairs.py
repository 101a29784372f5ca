"""Which pairs of polynomials a Gröbner basis has to look at, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .packing import Packing, degree


class Element(NamedTuple):
    """What the choice of pairs knows of a polynomial.

    ``label`` names it, ``lead`` is its packed leading monomial and ``sugar`` the degree that it would have
    if all the input had been made homogeneous.
    """

    label: int
    lead: int
    sugar: int


class Pair(NamedTuple):
    """Two elements and the least common multiple of their leading monomials; small ones come first."""

    sugar: int
    degree: int
    join: int
    left: Element
    right: Element


def update(
    elements: Sequence[Element], pairs: Sequence[Pair], new: Element, packing: Packing
) -> tuple[list[Element], list[Pair]]:
    """The elements and the pairs to look at once there is a new element.

    Pairs are left out by the criteria of Gebauer and Möller (On an installation of Buchberger's algorithm,
    1988): those with coprime leading monomials, and those whose S-polynomial follows from two others.
    Elements whose leading monomial the new one divides are superfluous from now on.
    """
    waiting = [pair for pair in pairs if not _follows(pair, new.lead, packing)]
    waiting.extend(_new_pairs(elements, new, packing))
    waiting.sort(reverse=True)
    kept = [element for element in elements if not packing.divides(new.lead, element.lead)]
    return [*kept, new], waiting


def _follows(pair: Pair, lead: int, packing: Packing) -> bool:
    """Whether a pair follows from those of its two elements with the new one."""
    return (
        packing.divides(lead, pair.join)
        and packing.join(pair.left.lead, lead) != pair.join
        and packing.join(pair.right.lead, lead) != pair.join
    )


def _new_pairs(elements: Sequence[Element], new: Element, packing: Packing) -> list[Pair]:
    """The pairs with the new element: one for each minimal common multiple, unless it is a product."""
    found: list[Pair] = []
    # Products come first among equal multiples, so that they stand for the others before they are left out.
    for pair in sorted((_pair(element, new, packing) for element in elements), key=_by_multiple):
        if not any(packing.divides(known.join, pair.join) for known in found):
            found.append(pair)
    return [pair for pair in found if not _is_coprime(pair)]


def _by_multiple(pair: Pair) -> tuple[int, int, bool, int]:
    return pair.degree, pair.join, not _is_coprime(pair), pair.sugar


def _is_coprime(pair: Pair) -> bool:
    return pair.join == pair.left.lead + pair.right.lead


def _pair(left: Element, right: Element, packing: Packing) -> Pair:
    join = packing.join(left.lead, right.lead)
    size = degree(join)
    sugar = max(left.sugar + size - degree(left.lead), right.sugar + size - degree(right.lead))
    return Pair(sugar, size, join, left, right)
