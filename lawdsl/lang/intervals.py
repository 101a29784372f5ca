"""Whether simple conditions on one real number leave it room."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..notation.arithmetic import Relation, compare


def contradictory(conditions: Sequence[tuple[Relation, Fraction]], value: Fraction | None) -> bool:
    """Whether the conditions exclude the value or, where it is None, leave no open interval.

    Without an interior a polynomial that vanishes on the domain need not be zero (MATH.md M2).
    """
    if value is not None:
        return not all(compare(value, relation, bound) for relation, bound in conditions)
    lower = [bound for relation, bound in conditions if relation in (">", ">=")]
    upper = [bound for relation, bound in conditions if relation in ("<", "<=")]
    return bool(lower and upper) and max(lower) >= min(upper)
