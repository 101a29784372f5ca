"""Relations between functions by elimination: what follows from d_j y_j = n_j about the y_j alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

import flint

from ...algebra.ideals.ideal import Ideal
from ...algebra.rings.polynomial import BudgetExceededError, as_rational
from .functions import Monomial, Polynomial
from .related import primitive

OPERATIONS = 100_000
"""Products of monomials that an elimination may take."""


def eliminated_relation(
    context: Any,
    relations: Sequence[Any],
    fractions: Sequence[tuple[Any, Any]],
    variables: Sequence[int],
    function: int,
) -> Polynomial | None:
    """A relation of the functions at the places ``variables`` that one of them is in, of lowest degree.

    Functions are given as numerators and denominators over the ``context``, where the ``relations`` are zero.
    None where there is none that is found, and where elimination takes too much.
    """
    count = len(variables)
    names = [*(f"x{place}" for place in range(context.nvars())), "inverse"]
    wide = flint.fmpq_mpoly_ctx.get([*names, *(f"y{place}" for place in variables)], "degrevlex")
    chosen = [fractions[place] for place in variables]
    try:
        generators = list(_generators(wide, context, relations, chosen))
        found = Ideal(wide, generators, OPERATIONS).eliminate(range(wide.nvars() - count, wide.nvars()))
    except BudgetExceededError:
        return None
    place = len(names) + list(variables).index(function)
    related = [polynomial for polynomial in found if polynomial.degrees()[place]]
    if not related:
        return None
    return _relation(min(related, key=lambda item: item.total_degree()), variables, len(names))


def _generators(
    wide: Any, context: Any, relations: Sequence[Any], fractions: Sequence[tuple[Any, Any]]
) -> Iterator[Any]:
    """The relations, the graphs of all functions, and that no denominator is zero."""
    places = {place: place for place in range(context.nvars())}
    inverse, *outer = wide.gens()[context.nvars() :]
    below: list[Any] = []
    yield from (item.project_to_context(wide, places) for item in relations)
    for (numerator, denominator), value in zip(fractions, outer, strict=True):
        divisor = denominator.project_to_context(wide, places)
        below.append(divisor)
        yield divisor * value - numerator.project_to_context(wide, places)
    common = reduce(lambda left, right: left * (right / left.gcd(right)), below)
    if not common.is_constant():
        yield inverse * common - 1


def _relation(polynomial: Any, variables: Sequence[int], start: int) -> Polynomial:
    terms: dict[Monomial, Fraction] = {}
    for exponents, value in polynomial.to_dict().items():
        powers = zip(variables, exponents[start:], strict=True)
        monomial = tuple(sorted(place for place, exponent in powers for _ in range(exponent)))
        terms[monomial] = as_rational(value)
    return primitive(dict(sorted(terms.items())))
