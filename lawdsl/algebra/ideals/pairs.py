"""Which pairs of polynomials a Gröbner basis has to look at, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .packing import Packing, rank


class Element(NamedTuple):
    """What the choice of pairs knows of a polynomial: its label and its packed leading monomial.

    ``excess`` is how much higher its degree would be if all the input had been made homogeneous, or zero for
    a choice of pairs that does not ask.
    """

    label: int
    lead: int
    excess: int


class Pair(NamedTuple):
    """Two elements and the least common multiple of their leading monomials; small pairs come first.

    ``sugar`` is the degree of the common multiple with the excess of the elements.
    """

    sugar: int
    rank: tuple[int, int]
    join: int
    left: Element
    right: Element

    @property
    def is_coprime(self) -> bool:
        """Whether the leading monomials have no common variable: then the S-polynomial divides to zero."""
        return self.join == self.left.lead + self.right.lead


def update(
    elements: Sequence[Element], pairs: Sequence[Pair], new: Element, packing: Packing
) -> tuple[list[Element], list[Pair]]:
    """The elements and the pairs to look at once there is a new element; the next pair is the last one.

    Pairs are left out by the criteria of Gebauer and Möller (On an installation of Buchberger's algorithm,
    1988): those with coprime leading monomials, and those whose S-polynomial follows from two others.
    Elements whose leading monomial the new one divides are superfluous from now on. The smallest pair is
    next (Giovini and others, One sugar cube, please, 1991).
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
    # Coprime ones come first among equal multiples: they stand for the others before they are left out.
    for pair in sorted((_pair(element, new, packing) for element in elements), key=_by_multiple):
        if not any(packing.divides(known.join, pair.join) for known in found):
            found.append(pair)
    return [pair for pair in found if not pair.is_coprime]


def _by_multiple(pair: Pair) -> tuple[tuple[int, int], bool]:
    return pair.rank, not pair.is_coprime


def _pair(left: Element, right: Element, packing: Packing) -> Pair:
    join = packing.join(left.lead, right.lead)
    size = rank(join)
    return Pair(size[0] + max(left.excess, right.excess), size, join, left, right)
