"""What every verb does around its own work: reading the specs, and ending well whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .. import lang
from ..diagnostics import Diagnostic, SpecError
from ..notation.record import record
from ..notation.typed import TypedSystem
from .failure import internal_error
from .paths import find_specs

Diagnose = Callable[[Sequence[Diagnostic]], None]
"""Keeps and shows what is wrong with the input."""


@record
class Loaded:
    """The systems of all specs, in order, and whether every spec could be loaded."""

    systems: tuple[TypedSystem, ...]
    complete: bool


def load_systems(paths: Sequence[str], diagnose: Diagnose, announce: Callable[[str], None]) -> Loaded:
    """Load the specs; one that cannot be loaded is diagnosed and left out."""
    found = find_specs(paths)
    diagnose(found.diagnostics)
    systems: list[TypedSystem] = []
    complete = not found.diagnostics
    for file in found.files:
        announce(f"reading {file}")
        try:
            systems += lang.load(lang.read(file))
        except SpecError as error:
            diagnose(error.diagnostics)
            complete = False
    return Loaded(tuple(systems), complete)


def interrupted(action: Callable[[], None], diagnose: Diagnose, work: Callable[[], str]) -> bool:
    """Run the action and return whether Ctrl-C ended it; an unexpected error becomes a diagnostic.

    ``work`` says what was being done. A broken pipe is left to the caller.
    """
    try:
        action()
    except KeyboardInterrupt:
        return True
    except BrokenPipeError:
        raise
    except Exception as error:
        diagnose([internal_error(error, work())])
    return False
