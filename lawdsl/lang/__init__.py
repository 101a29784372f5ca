"""From the text of a spec to typed systems.

The way of a text through this folder:

1. ``read``: file to source.
2. ``parse`` with ``grammar``, ``tree`` and ``syntax``: source to syntax tree. A text with syntax errors is
   cut into statements by ``recover`` and ``scan``, and ``mistakes`` says what is wrong.
3. ``system`` with ``declarations``, ``families``, ``assumptions``, ``flows`` and ``blocks``: statements to
   the typed system, in a ``context`` of ``names`` and index variables (``ranges``). Errors are collected
   in ``findings``.
4. ``expressions`` with ``functions``, ``slots``, ``shapes`` and ``scalars``: the syntax of an expression to
   its ``value``, a shape with an entry for every slot; ``formulas``: arithmetic in the dimensions.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Source, Span
from ..notation.typed import TypedSystem
from .findings import Findings
from .parse import parse
from .read import read
from .syntax import System
from .system import elaborate, refuse_outside

__all__ = ["load", "read"]


def load(source: Source) -> tuple[TypedSystem, ...]:
    """The systems of a spec, checked; raises SpecError with every error of the text."""
    findings = Findings(source)
    spec = parse(source, findings)
    written = [statement for statement in spec.statements if isinstance(statement, System)]
    for statement in spec.statements:
        if not isinstance(statement, System):
            refuse_outside(statement, findings)
    _refuse_repeated(written, findings)
    systems = [elaborate(system, findings) for system in written]
    if not written and not len(findings):
        findings.error("L0015", "this file has no system", spec.span, helps=["write `system NAME { ... }`"])
    findings.raise_if_any()
    return tuple(system for system in systems if system is not None)


def _refuse_repeated(systems: Sequence[System], findings: Findings) -> None:
    places: dict[str, Span] = {}
    for system in systems:
        if system.name.text in places:
            others = [(places[system.name.text], "first declared here")]
            headline = f"system `{system.name.text}` is declared twice"
            findings.error("L0102", headline, system.name.span, others=others, helps=["rename one of them"])
        places.setdefault(system.name.text, system.name.span)
