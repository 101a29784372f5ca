"""Gröbner bases by the built-in engine, and with the help of another program where that takes too long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..rings.polynomial import BudgetExceededError
from .buchberger import Basis, Known, complete
from .division import total
from .meter import Meter, product_work
from .singular import suggest


def groebner_basis(context: Any, generators: Sequence[Any], limit: int, *, by_sugar: bool = False) -> Basis:
    """The reduced Gröbner basis of polynomials in a context with the graded reverse lexicographic order.

    Where ``limit`` products of monomials do not suffice, Singular is asked if it is there, and as many again
    go to checking its answer: each polynomial that it suggests counts only if it is the combination of the
    generators that it is said to be, and the basis is completed as if it were not one yet.
    Raises BudgetExceededError.
    """
    try:
        return complete(context, generators, Meter(limit), by_sugar=by_sugar)
    except BudgetExceededError:
        meter = Meter(limit)
        known = list(_confirmed(context, generators, meter))
        if not known:
            raise
        return complete(context, generators, meter, known, by_sugar=by_sugar)


def _confirmed(context: Any, generators: Sequence[Any], meter: Meter) -> Iterator[Known]:
    """The suggested polynomials that are what they are said to be, with their factors by generator."""
    present = [(label, generator) for label, generator in enumerate(generators) if len(generator)]
    for polynomial, factors in suggest(context, [generator for _, generator in present]):
        shares = [
            (label, factor, generator) for (label, generator), factor in zip(present, factors, strict=True)
        ]
        meter.charge(sum(product_work(factor, generator) for _, factor, generator in shares))
        combined = total([context.constant(0), *(factor * generator for _, factor, generator in shares)])
        if combined == polynomial:
            yield polynomial, {label: factor for label, factor, _ in shares if len(factor)}
