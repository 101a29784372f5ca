"""Names for laws that nobody has named."""

from __future__ import annotations

from collections.abc import Collection

from ..notation.typed import TypedSystem


def declared_names(system: TypedSystem) -> frozenset[str]:
    """The names of a system that a new one must not repeat."""
    tensors = (*system.parameters, *system.constants)
    named = (*system.dimensions, *tensors, *system.maps, *system.laws)
    return frozenset(item.name for item in named)


def free_prefix(wishes: tuple[str, ...], taken: Collection[str]) -> str:
    """The first wish that no taken name continues by a number, with underscores where all are in use."""
    busy = {name.rstrip("0123456789") for name in taken}
    free = [wish for wish in wishes if wish not in busy]
    return free[0] if free else free_prefix(tuple(f"{wish}_" for wish in wishes), taken)
