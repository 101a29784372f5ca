"""Names for laws that nobody has named."""

from __future__ import annotations

from collections.abc import Collection

from ..diagnostics import Span
from ..notation.index import TIME
from ..notation.typed import TypedSystem

NOWHERE = Span(0, 0)
"""The place of a law that stands in no text."""


def declared_names(system: TypedSystem) -> frozenset[str]:
    """The names of a system that a new one must not repeat."""
    tensors = (*system.parameters, *system.states, *system.constants)
    families = (*system.maps, *system.laws)
    sizes = frozenset(dimension.name for dimension in system.dimensions)
    return (
        frozenset({TIME.name})
        | sizes
        | frozenset(item.name for item in tensors)
        | frozenset(family.name for family in families)
    )


def free_prefix(wishes: tuple[str, ...], taken: Collection[str]) -> str:
    """The first wish that no taken name continues by a number, with underscores where all are in use."""
    busy = {name.rstrip("0123456789") for name in taken}
    free = [wish for wish in wishes if wish not in busy]
    return free[0] if free else free_prefix(tuple(f"{wish}_" for wish in wishes), taken)


def number_of_laws(number: int) -> str:
    """The number in words that begin a remark."""
    return "no law" if not number else f"{number} new law{'s' if number > 1 else ''}"
