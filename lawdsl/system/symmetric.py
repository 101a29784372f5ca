"""Functions of indices that may change places: 1/(1 + (x[i] - x[j])**2) is the same for i, j and j, i.

Where entries of such a function are replaced by their average over all orders of these indices, as entries
of another tensor, two sums that are equal for this reason become the same: a sum is zero because all orders
give the same entry if and only if the average is zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain, islice, permutations, product
from math import factorial, prod

from ..notation.expression import Entry
from ..notation.index import Dimension, Index, Slot, Tensor
from ..tensor import Budget, Pattern, TermSum, expand, substitute_entries
from ..tensor.term import place_of

MAX_ORDERS = 720
"""Orders of the indices of one function that are looked at."""


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
    """The orders of the slots with the same value; slots of one dimension may change places."""
    alike: dict[Dimension, list[Index]] = {}
    for slot in base.slots:
        alike.setdefault(slot.dimension, []).append(slot)
    yield base.slots
    if prod(factorial(len(group)) for group in alike.values()) > MAX_ORDERS:
        return
    value = substitute_entries(base.value, known, budget)
    for choice in islice(product(*map(permutations, alike.values())), 1, None):
        places = dict(zip(chain(*alike.values()), chain(*choice), strict=True))
        moved = {place_of(old): place_of(new) for old, new in places.items()}
        if value.placed(moved, budget) == value:
            yield tuple(places[slot] for slot in base.slots)
