"""Errors as data: sources, spans, diagnostics and the catalogue of their codes."""

from .diagnostic import Diagnostic, Label, Severity, SpecError
from .source import Source, Span

__all__ = ["Diagnostic", "Label", "Severity", "Source", "Span", "SpecError"]
