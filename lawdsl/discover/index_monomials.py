"""Index monomials: products of tensors with every slot free or summed (MATH.md M11)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement, product
from math import prod

from ..notation.expression import Entry, Expression, multiply, substitute, total
from ..notation.index import Dimension, Index, Slot, Tensor, fresh
from ..notation.typed import Family
from ..tensor import Budget


@dataclass(frozen=True, slots=True)
class Block:
    """What products are made of: a scalar expression at formal slots, with the degree that it counts for."""

    family: Family
    degree: int

    def at(self, slots: Sequence[Slot]) -> Expression:
        """The expression at the given slots."""
        return substitute(self.family.body, dict(zip(self.family.indices, slots, strict=True)))

    @property
    def shape(self) -> tuple[Dimension, ...]:
        """The dimensions of the slots."""
        return tuple(index.dimension for index in self.family.indices)


def tensor_block(tensor: Tensor, like: Family) -> Block:
    """A tensor as a block of degree 1; ``like`` lends its place in the text."""
    slots = tuple(fresh(f"s{place}", dimension) for place, dimension in enumerate(tensor.shape))
    return Block(Family(tensor.name, slots, Entry(tensor, slots), like.span), 1)


def products(
    blocks: Sequence[Block], degree: int, needed: Block | None = None
) -> Iterator[tuple[Block, ...]]:
    """The products of blocks of at least 1 and at most the given degree, the lower degrees first.

    Only those that contain the ``needed`` block, when there is one.
    """
    found = [
        chosen
        for length in range(1, degree + 1)
        for chosen in combinations_with_replacement(blocks, length)
        if sum(block.degree for block in chosen) <= degree and (needed is None or needed in chosen)
    ]
    yield from sorted(found, key=lambda chosen: sum(block.degree for block in chosen))


def number_of_contractions(factors: Sequence[Block], free: Sequence[Index]) -> int:
    """How many ways `contractions` yields."""
    slots = Counter(dimension for block in factors for dimension in block.shape)
    return prod(
        _number_of_fillings(count, sum(index.dimension == dimension for index in free))
        for dimension, count in slots.items()
    )


def _number_of_fillings(count: int, free: int) -> int:
    """Words of a length in which every letter is a free index, an old number or the next new one."""
    ways = {0: 1}
    for _ in range(count):
        longer: Counter[int] = Counter()
        for used, number in ways.items():
            longer[used] += number * (free + used)
            longer[used + 1] += number
        ways = dict(longer)
    return sum(ways.values())


def contractions(factors: Sequence[Block], free: Sequence[Index], budget: Budget) -> Iterator[Expression]:
    """All ways to fill the slots of a product with the free indices, some or all, and summed ones.

    Isomorphic ones may come more than once. Spends one term of the budget for each.
    """
    slots: defaultdict[Dimension, list[int]] = defaultdict(list)
    for place, dimension in enumerate(dimension for block in factors for dimension in block.shape):
        slots[dimension].append(place)
    choices = [
        list(_fillings(len(places), [index for index in free if index.dimension == dimension]))
        for dimension, places in slots.items()
    ]
    for fillings in product(*choices):
        budget.spend_terms(1)
        filled: dict[int, Index] = {}
        bound: list[Index] = []
        for (dimension, places), filling in zip(slots.items(), fillings, strict=True):
            names = _names(dimension, filling)
            filled.update((place, names[label]) for place, label in zip(places, filling, strict=True))
            bound += [index for label, index in names.items() if isinstance(label, int)]
        yield total(bound, multiply(_placed(factors, filled)))


def _fillings(count: int, free: Sequence[Index]) -> Iterator[tuple[Index | int, ...]]:
    """Words over free indices and numbers in which new numbers appear in order."""
    if not count:
        yield ()
        return
    for word in _fillings(count - 1, free):
        used = sum(1 for label in set(word) if isinstance(label, int))
        yield from ((*word, label) for label in (*free, *range(used + 1)))


def _names(dimension: Dimension, filling: Sequence[Index | int]) -> dict[Index | int, Index]:
    return {
        label: label if isinstance(label, Index) else fresh("s", dimension)
        for label in dict.fromkeys(filling)
    }


def _placed(factors: Sequence[Block], filled: dict[int, Index]) -> Iterator[Expression]:
    start = 0
    for block in factors:
        stop = start + len(block.shape)
        yield block.at([filled[place] for place in range(start, stop)])
        start = stop
