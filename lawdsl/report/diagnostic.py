"""Diagnostics as excerpts of the source with carets under the places."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ..diagnostics import Diagnostic, Label, Severity, Source
from ..notation.record import record
from .style import Glyph, Paint, Style

LEAST_ROOM = 20


def render_diagnostic(diagnostic: Diagnostic, style: Style) -> str:
    """The diagnostic as lines of text: headline, excerpts, notes and helps."""
    gutter = max((len(str(_line_of(label))) for label in diagnostic.labels), default=1)
    lines = [_headline(diagnostic, style), *_excerpts(diagnostic, gutter, style)]
    remarks = [("note", text) for text in diagnostic.notes] + [("help", text) for text in diagnostic.helps]
    if remarks and any(label.source.text for label in diagnostic.labels):
        lines.append(_frame(gutter, style))
    for kind, text in remarks:
        lines += _remark(kind, text, gutter, style)
    return "\n".join(lines)


def _headline(diagnostic: Diagnostic, style: Style) -> str:
    meaning = Paint.BAD if diagnostic.severity is Severity.ERROR else Paint.UNSURE
    kind = style.paint(f"{diagnostic.severity.value}[{diagnostic.code}]", meaning)
    return f"{kind}{style.paint(': ' + style.safe(diagnostic.headline), Paint.STRONG)}"


def _remark(kind: str, text: str, gutter: int, style: Style) -> Iterator[str]:
    first, *rest = text.split("\n")
    lead = style.paint(" " * (gutter + 1) + "=", Paint.FRAME)
    yield f"{lead} {style.paint(kind, Paint.HELP)}: {style.safe(first)}"
    for line in rest:
        yield " " * (gutter + 9) + style.safe(line)


@record
class _Mark:
    """A label inside one line of its source; ``start`` and ``end`` count from the line's start."""

    line: int
    start: int
    end: int
    text: str
    primary: bool


def _line_of(label: Label) -> int:
    return label.source.position(label.span.start)[0]


def _mark(label: Label, primary: bool) -> _Mark:
    line, column = label.source.position(label.span.start)
    length = len(label.source.line(line))
    start = min(column - 1, length)
    end = max(start, min(start + label.span.end - label.span.start, length))
    return _Mark(line, start, end, label.text, primary)


def _excerpts(diagnostic: Diagnostic, gutter: int, style: Style) -> Iterator[str]:
    primary = diagnostic.labels[:1]
    sources = list({id(label.source): label.source for label in diagnostic.labels}.values())
    for source in sources:
        labels = [label for label in diagnostic.labels if label.source is source]
        arrow = "-->" if source is sources[0] else ":::"
        lead = f"{' ' * gutter}{style.paint(arrow, Paint.FRAME)} {style.safe(source.name)}"
        if not source.text:
            yield lead
            continue
        line, column = source.position(labels[0].span.start)
        yield f"{lead}:{line}:{column}"
        yield _frame(gutter, style)
        yield from _marked_lines(source, [_mark(label, label in primary) for label in labels], gutter, style)


def _marked_lines(source: Source, marks: list[_Mark], gutter: int, style: Style) -> Iterator[str]:
    room = max(style.width - gutter - 3, LEAST_ROOM)
    ordered = sorted(marks, key=lambda mark: (mark.line, mark.start))
    previous = None
    for line, on_line in groupby(ordered, key=lambda mark: mark.line):
        if previous is not None and line > previous + 1:
            yield style.paint("...", Paint.FRAME)
        previous = line
        yield from _one_line(source.line(line), list(on_line), gutter, room, style)


def _one_line(text: str, marks: list[_Mark], gutter: int, room: int, style: Style) -> Iterator[str]:
    def window(mark: _Mark) -> tuple[int, int]:
        return _window(text, mark, room, style)

    for (first, last), inside in groupby(marks, key=window):
        cut = style.glyph(Glyph.CUT)
        before, after = cut if first else "", cut if last < len(text) else ""
        together = list(inside)
        number = str(together[0].line)
        yield _frame(gutter, style, number, before + style.safe(text[first:last]) + after)
        for mark in together:
            indent = style.cells(before) + style.cells(text[first : mark.start])
            length = max(style.cells(text[mark.start : min(mark.end, last)]), 1)
            yield _frame(gutter, style, "", " " * indent + _carets(mark, length, style))


def _carets(mark: _Mark, length: int, style: Style) -> str:
    sign, meaning = ("^", Paint.BAD) if mark.primary else ("-", Paint.FRAME)
    return style.paint(f"{sign * length} {style.safe(mark.text)}".rstrip(), meaning)


def _window(text: str, mark: _Mark, room: int, style: Style) -> tuple[int, int]:
    """The part of a line to show: all of it where it fits, otherwise the neighbourhood of the mark.

    Only a bounded number of letters is measured, so a line of megabytes costs no more than a short one.
    """
    if len(text) <= room and style.cells(text) <= room:
        return 0, len(text)
    room -= 2 * style.cells(style.glyph(Glyph.CUT))
    first = max(0, min(mark.start - room // 3, len(text) - room))
    reserved = min(style.cells(text[mark.start : mark.start + room]), room // 3)
    while style.cells(text[first : mark.start]) > room - reserved:
        first += 1
    last = min(len(text), first + room)
    while style.cells(text[first:last]) > room:
        last -= 1
    return first, last


def _frame(gutter: int, style: Style, number: str = "", content: str = "") -> str:
    bar = style.paint(f"{number:>{gutter}} |", Paint.FRAME)
    return f"{bar} {content}" if content else bar
