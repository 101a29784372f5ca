"""Counts as a table for people: one row for each choice of the dimensions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, TextIO

from ..conjecture.formula import Atom
from ..conjecture.propose import Conjecture
from ..diagnostics import Diagnostic
from ..verify.result import ExitCode
from . import wording
from .diagnostic import render_diagnostic
from .progress import ProgressLine
from .style import ColourChoice, Glyph, Paint, Style, style_for

if TYPE_CHECKING:
    from ..verify.counts.tabulate import CountedPoint, SystemCounts

LISTED_FAILURES = 3
"""Held-back points that a formula failed to predict, before the rest is only counted."""


class CountReport(Protocol):
    """One way to show counts."""

    def progress(self, text: str) -> None:
        """Show what is being worked on."""

    def show(self, counts: SystemCounts) -> None:
        """Show the counts of one system."""

    def diagnose(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Show what is wrong with the input."""

    def finish(
        self, systems: Sequence[SystemCounts], diagnostics: Sequence[Diagnostic], code: int, seconds: float
    ) -> None:
        """Show the whole run at its end."""


class CountTables:
    """Writes tables to one stream, diagnostics and progress to another."""

    def __init__(self, out: TextIO, err: TextIO, colour: ColourChoice = "auto") -> None:
        self._out = out
        self._err = err
        self._style = style_for(out, colour)
        self._error_style = style_for(err, colour)
        self._progress = ProgressLine(err, self._error_style)

    def progress(self, text: str) -> None:
        """Show what is being worked on."""
        self._progress.show(text)

    def show(self, counts: SystemCounts) -> None:
        """Write the table of one system."""
        self._print([*_heading(counts, self._style), *table_lines(counts.points, self._style)])
        if counts.fitted:
            self._print(conjecture_lines(counts.conjecture, self._style))
        self._print([""])

    def diagnose(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Write diagnostics to the stream for errors."""
        self._progress.clear()
        for diagnostic in diagnostics:
            self._err.write(render_diagnostic(diagnostic, self._error_style) + "\n\n")
        self._err.flush()

    def finish(
        self, systems: Sequence[SystemCounts], diagnostics: Sequence[Diagnostic], code: int, seconds: float
    ) -> None:
        """Write the closing summary."""
        points = [point for counts in systems for point in counts.points]
        complete = sum(point.count.complete for point in points)
        parts = [f"{wording.counted(len(points), 'point')} counted", f"{complete} complete"]
        parts = parts if points else ["nothing was counted"]
        if diagnostics:
            parts.append(wording.counted(len(diagnostics), "error"))
        text = f"{', '.join(parts)}, {wording.duration(seconds)}"
        meaning = Paint.GOOD if code == ExitCode.HOLDS else Paint.BAD
        self._print([*_stages(points, self._style), self._style.paint(text, meaning)])

    def _print(self, lines: Iterable[str]) -> None:
        self._progress.clear()
        self._out.write("".join(line.rstrip() + "\n" for line in lines))
        self._out.flush()


def _heading(counts: SystemCounts, style: Style) -> Iterator[str]:
    name = style.paint(style.safe(counts.name), Paint.STRONG)
    yield f"{name} {style.paint(f'{style.glyph(Glyph.DOT)} {style.safe(counts.source.name)}', Paint.FAINT)}"


def _stages(points: Sequence[CountedPoint], style: Style) -> Iterator[str]:
    """The processor time of each stage over all points."""
    for stage in points[0].count.seconds if points else ():
        total = sum(point.count.seconds[stage] for point in points)
        yield style.paint(f"{stage:<10}  {wording.duration(total)}", Paint.FAINT)


def table_lines(points: Sequence[CountedPoint], style: Style) -> Iterator[str]:
    """A header and a row for each point, in columns."""
    names = list(points[0].sizes) if points else []
    header = [*map(style.safe, names), "state", "ranks", "laws", "proved"]
    rows = [_cells(point) for point in points]
    # Names of dimensions may be of any alphabet, so cells are counted and not letters.
    widths = [max(map(style.cells, column)) for column in zip(header, *rows, strict=True)]
    yield style.paint("  " + _aligned(header, widths, style), Paint.FAINT)
    for point, row in zip(points, rows, strict=True):
        yield from _row(point, _aligned(row, widths, style), style)


def _cells(point: CountedPoint) -> list[str]:
    count = point.count
    ranks = " ".join(map(str, count.ranks)) or "-"
    laws = str(count.upper) if count.lower == count.upper else f"{count.lower}..{count.upper}"
    return [*map(str, point.sizes.values()), str(count.dimension), ranks, laws, str(count.proved)]


def _aligned(cells: Sequence[str], widths: Sequence[int], style: Style) -> str:
    pairs = zip(cells, widths, strict=True)
    return "  ".join(" " * (width - style.cells(cell)) + cell for cell, width in pairs)


def _row(point: CountedPoint, cells: str, style: Style) -> Iterator[str]:
    sign, meaning = (Glyph.YES, Paint.GOOD) if point.count.complete else (Glyph.UNSURE, Paint.UNSURE)
    mark = style.paint(style.glyph(sign), meaning)
    time = style.paint(wording.duration(point.seconds), Paint.FAINT)
    yield f"  {cells}  {mark} {point.count.remark}  {time}"
    if point.unproved:
        yield f"      not proved there, so not counted: {style.safe(', '.join(point.unproved))}"


def conjecture_lines(conjecture: Conjecture | None, style: Style) -> Iterator[str]:
    """The formula with what it was fitted on and whether it predicted the rest."""
    if conjecture is None:
        yield "  no closed formula found: none fits, or the points are too few"
        return
    formula = conjecture.formula
    names: dict[Atom, str] = {excess: f"e{place}" for place, excess in enumerate(formula.excesses(), start=1)}
    defined = [f"{name} = {excess}" for excess, name in names.items()]
    text = formula.text(names) + (f" with {', '.join(defined)}" if defined else "")
    yield f"  {style.paint('conjecture', Paint.UNSURE)}, not proved: {style.safe(text)}"
    held_back = len(conjecture.predicted) + len(conjecture.failed)
    fitted = wording.counted(len(conjecture.fitted), "point")
    yield f"      fitted on {fitted}, right at {len(conjecture.predicted)} of {held_back} held-back points"
    if conjecture.failed:
        listed = "; ".join(map(wording.point, conjecture.failed[:LISTED_FAILURES]))
        more = len(conjecture.failed) - LISTED_FAILURES
        rest = f" and at {more} more" if more > 0 else ""
        yield f"      {style.paint('wrong', Paint.BAD)} at {style.safe(listed)}{rest}"
        return
    yield f"      as an expectation: expect count == {style.safe(str(formula))}"
