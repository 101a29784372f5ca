"""Membership in the radical of an ideal: whether a polynomial vanishes wherever the generators do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import flint

from .engines import groebner_basis


def vanishes_on(context: Any, generators: Sequence[Any], polynomial: Any, limit: int) -> bool:
    """Whether some power of a polynomial is in the ideal, by the trick of Rabinowitsch.

    With a further variable t, the generators and 1 - t * polynomial generate 1 exactly in that case.
    Raises BudgetExceededError.
    """
    used = [any(column) for column in zip(*(p.degrees() for p in (*generators, polynomial)), strict=True)]
    places = [place for place, is_used in enumerate(used) if is_used]
    names = context.names()
    # No name is longer than all of them together.
    inverse = "".join(names) + "'"
    larger = flint.fmpq_mpoly_ctx.get([*(names[place] for place in places), inverse], "degrevlex")
    inward = {place: position for position, place in enumerate(places)}
    moved = [p.project_to_context(larger, inward) for p in (*generators, polynomial)]
    product = moved.pop() * larger.gens()[-1]
    basis = groebner_basis(larger, [*moved, product - 1], limit)
    return any(divisor.lead == 0 for divisor in basis.divisors)
