"""Division of a polynomial by several others, with the quotients kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import comb
from typing import Any, NamedTuple

from .divisors import Divisor, Divisors
from .meter import STEP, Meter, product_work
from .packing import Packing

LONGEST = 1 << 13
"""Terms that the quotient of one uninterrupted division may have in the worst case.

A coefficient can grow with every term, so that the worst case takes the square of this in memory.
"""


class Division(NamedTuple):
    """polynomial == sum of quotient * divisor over the labels, plus the remainder."""

    quotients: dict[int, Any]
    remainder: Any


def divide(polynomial: Any, divisors: Divisors, meter: Meter) -> Division:
    """Divide until no term is divisible by a leading monomial.

    The monomial order is that of the context and must be graded. Raises BudgetExceededError.
    """
    quotients: dict[int, list[Any]] = {}
    place, packing = 0, divisors.packing
    while place < len(polynomial):
        found, tried = divisors.find(packing.pack(polynomial.monomial(place)))
        meter.charge(STEP // 2 + tried // 2)
        if found is None:
            place += 1
            continue
        quotient, polynomial = _divide_by_one(polynomial, found, place, packing, meter)
        quotients.setdefault(found.label, []).append(quotient)
    return Division({label: total(parts) for label, parts in quotients.items()}, polynomial)


def total(polynomials: Sequence[Any]) -> Any:
    """The sum of at least one polynomial, by halves so that long sums are merged rarely."""
    parts = list(polynomials)
    while len(parts) > 1:
        pairs = zip(parts[::2], parts[1::2], strict=False)
        parts = [left + right for left, right in pairs] + parts[len(parts) // 2 * 2 :]
    return parts[0]


def _divide_by_one(
    polynomial: Any, divisor: Divisor, place: int, packing: Packing, meter: Meter
) -> tuple[Any, Any]:
    """Some quotient by one divisor that takes care of the term at the place, and what is left."""
    length, context = len(divisor.polynomial), polynomial.context()
    excess = polynomial.total_degree() - divisor.polynomial.total_degree()
    if _most_terms(context.nvars(), excess) > min(meter.left // length, LONGEST):
        return _divide_once(polynomial, divisor, place, packing, meter)
    quotient, rest = divmod(polynomial, divisor.polynomial)
    meter.charge(product_work(quotient, divisor.polynomial))
    return quotient, rest


@lru_cache(maxsize=4096)
def _most_terms(variables: int, excess: int) -> int:
    """How many monomials have at most this degree, or a number above LONGEST."""
    if excess > LONGEST and variables:
        return excess
    return comb(variables + excess, min(variables, excess))


def _divide_once(
    polynomial: Any, divisor: Divisor, place: int, packing: Packing, meter: Meter
) -> tuple[Any, Any]:
    """The quotient of the present terms only, so that the budget is asked between steps."""
    spare, lead, terms = packing.spare, divisor.lead, {}
    for position in range(place, len(polynomial)):
        packed = packing.pack(polynomial.monomial(position))
        if ((packed | spare) - lead) & spare == spare:
            terms[packing.unpack(packed - lead)] = polynomial.coefficient(position)
    quotient = polynomial.context().from_dict(terms)
    meter.charge(STEP * (4 + len(polynomial)) + product_work(quotient, divisor.polynomial))
    return quotient, polynomial - quotient * divisor.polynomial
