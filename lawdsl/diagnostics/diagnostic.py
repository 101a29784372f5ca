"""One diagnostic: what is wrong, where, and what to write instead. Rendered elsewhere."""

from __future__ import annotations

from dataclasses import field
from enum import Enum

from ..notation.record import record
from .source import Source, Span


class Severity(Enum):
    """How much a diagnostic weighs: an error stops the run of its file."""

    ERROR = "error"
    WARNING = "warning"


@record
class Label:
    """A place with a remark; the first label of a diagnostic is the primary one."""

    source: Source
    span: Span
    text: str = ""


@record
class Diagnostic:
    """A finding with a code of the catalogue (``lawdsl explain CODE``)."""

    code: str
    headline: str
    labels: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR
    data: dict[str, str] = field(default_factory=dict)


class SpecError(Exception):
    """A spec cannot be used; carries every diagnostic that was found in it."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__("; ".join(f"{item.code}: {item.headline}" for item in diagnostics))
        self.diagnostics = diagnostics
