"""The diagnostics of one source, collected while it is read."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Diagnostic, Label, Source, Span, SpecError

Place = tuple[Span, str]
"""A span of the source with a remark."""


class Findings:
    """Collects every error of a text so that one run reports them all."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._diagnostics: list[Diagnostic] = []

    def __len__(self) -> int:
        return len(self._diagnostics)

    def error(
        self,
        code: str,
        headline: str,
        span: Span,
        label: str = "",
        *,
        others: Sequence[Place] = (),
        notes: Sequence[str] = (),
        helps: Sequence[str] = (),
    ) -> None:
        """Record an error at a place, with further places that explain it."""
        places = [(span, label), *others]
        labels = tuple(Label(self.source, place, text) for place, text in places)
        diagnostic = Diagnostic(code, headline, labels, tuple(notes), tuple(helps))
        if diagnostic not in self._diagnostics:
            self._diagnostics.append(diagnostic)

    def raise_if_any(self) -> None:
        """Raise SpecError with everything found, sorted by place."""
        if self._diagnostics:
            raise SpecError(sorted(self._diagnostics, key=_place))


def _place(diagnostic: Diagnostic) -> tuple[int, int, str]:
    span = diagnostic.labels[0].span
    return span.start, span.end, diagnostic.code
