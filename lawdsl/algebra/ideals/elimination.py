"""What follows from polynomials about some of their variables alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..rings.polynomial import BudgetExceededError
from .buchberger import Basis, complete
from .meter import Meter

ATTEMPTS = 6
"""Weights that are tried."""


def eliminate(context: Any, generators: Sequence[Any], keep: Sequence[int], limit: int) -> list[Any]:
    """Generators of the ideal's polynomials in the kept variables; the context's order must be graded.

    The other variables get a weight, as exponents multiplied by it. A Gröbner basis for that order serves if
    each element with a leading monomial in the kept variables has no other variables at all: then whatever
    else is in those variables alone is divided to zero by such elements. Otherwise the weight was too small,
    and a large enough one exists (the initial ideals of an ideal are finitely many).
    The built-in engine does it alone, so that nothing waits for another program.
    Raises BudgetExceededError, also after ATTEMPTS weights.
    """
    kept = set(keep)
    weight = 1 + max((generator.total_degree() for generator in generators if len(generator)), default=0)
    for _ in range(ATTEMPTS):
        weights = [1 if place in kept else weight for place in range(context.nvars())]
        inflated = [generator.inflate(weights) for generator in generators]
        basis = complete(context, inflated, Meter(limit), by_sugar=True)
        found = _in_kept_variables(basis, kept)
        if found is not None:
            return [polynomial.deflate(weights) for polynomial in found]
        weight *= 2
    raise BudgetExceededError(limit, limit, limit)


def _in_kept_variables(basis: Basis, kept: set[int]) -> list[Any] | None:
    """The elements led by monomials in the kept variables; None where one has other variables after all."""
    found = []
    for divisor in basis.divisors:
        leading = basis.packing.unpack(divisor.lead)
        if any(exponent for place, exponent in enumerate(leading) if place not in kept):
            continue
        if any(exponent for place, exponent in enumerate(divisor.polynomial.degrees()) if place not in kept):
            return None
        found.append(divisor.polynomial)
    return found
