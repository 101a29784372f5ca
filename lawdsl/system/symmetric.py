"""Functions of indices that may change places: 1/(1 + (x[i] - x[j])**2) is the same for i, j and j, i.

Where entries of such a function are replaced by their average over all orders of these indices, as entries
of another tensor, two sums that are equal for this reason become the same: a sum is zero because all orders
give the same entry if and only if the average is zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, permutations, product
from math import prod

from ..notation.expression import Entry
from ..notation.index import Index, Slot, Tensor
from ..tensor import Budget, Pattern, TermSum, expand, substitute_entries
from ..tensor.term import place_of

LARGEST = 3
"""Indices that change places with each other: all orders of them are looked at."""


def averages(bases: Mapping[Tensor, Pattern], budget: Budget) -> dict[Tensor, Pattern]:
    """For each tensor of values of a function the average of its entries, where these are equal.

    ``bases`` says what the functions are functions of, inner ones first. Raises BudgetExceededError.
    """
    found: dict[Tensor, Pattern] = {}
    for tensor, base in bases.items():
        orders = list(_orders(base, found, budget))
        if len(orders) > 1:
            other = Tensor(f"{tensor.name}, averaged", tensor.role, tensor.shape)
            total = TermSum()
            for slots in orders:
                total += expand(Entry(other, slots), budget)
            found[tensor] = Pattern(base.slots, total.scaled(Fraction(1, len(orders))))
    return found


def _orders(base: Pattern, known: Mapping[Tensor, Pattern], budget: Budget) -> Iterator[tuple[Slot, ...]]:
    """The orders of the slots with the same value."""
    groups = list(_groups(base, known, budget))
    if prod(map(len, groups)) == 1 or max(map(len, groups)) > LARGEST:
        yield base.slots
        return
    for choice in product(*map(permutations, groups)):
        places = {
            old: new
            for group, order in zip(groups, choice, strict=True)
            for old, new in zip(group, order, strict=True)
        }
        yield tuple(places[slot] for slot in base.slots if isinstance(slot, Index))


def _groups(base: Pattern, known: Mapping[Tensor, Pattern], budget: Budget) -> Iterator[list[Index]]:
    """The slots, those together that may change places."""
    groups: list[list[Index]] = [[slot] for slot in base.slots if isinstance(slot, Index)]
    value = substitute_entries(base.value, known, budget)
    for left, right in combinations([group[0] for group in groups], 2):
        one, other = (next(group for group in groups if slot in group) for slot in (left, right))
        if one is not other and left.dimension == right.dimension and _is_kept(value, left, right, budget):
            one += other
            groups.remove(other)
    return iter(groups)


def _is_kept(value: TermSum, left: Index, right: Index, budget: Budget) -> bool:
    first, second = place_of(left), place_of(right)
    return value.placed({first: second, second: first}, budget) == value
