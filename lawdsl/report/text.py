"""A run as text for people, written line by line while it happens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TextIO, assert_never

from ..diagnostics import Diagnostic, Severity
from ..notation.typed import TypedSystem
from ..verify.result import (
    ClaimResult,
    DependenceResult,
    DiscoveryResult,
    ExitCode,
    ExpectationResult,
    RunResult,
    SystemResult,
)
from ..verify.run import Event, Progress, SystemStarted
from ..verify.verdict import Proved
from .diagnostic import render_diagnostic
from .lines import claim_lines, dependence_lines, discovery_lines, expectation_lines, remark_lines
from .progress import ProgressLine
from .style import ColourChoice, Glyph, Paint, style_for
from .tally import Tally, tally
from .wording import counted, duration

WIDEST_NAME = 32
"""Longer names of laws are not aligned with the others."""


class TextReport:
    """Writes verdicts to one stream as they are found, diagnostics and progress to another.

    ``quiet`` keeps problems and the summary only.
    """

    def __init__(self, out: TextIO, err: TextIO, colour: ColourChoice = "auto", quiet: bool = False) -> None:
        self._out = out
        self._err = err
        self._style = style_for(out, colour)
        self._error_style = style_for(err, colour)
        self._progress = ProgressLine(err, self._error_style)
        self._quiet = quiet
        self._system: TypedSystem | None = None
        self._headed = False
        self._written = False

    def show(self, event: Event) -> None:
        """Write what an event says."""
        match event:
            case SystemStarted(system):
                self._system = system
                self._headed = False
            case Progress(text):
                self._progress.show(text)
            case ClaimResult():
                self._claim(event)
            case ExpectationResult():
                self._expectation(event)
            case DiscoveryResult():
                self._discovery(event)
            case DependenceResult():
                self._dependence(event)
            case SystemResult():
                self._close(event)
            case _:
                assert_never(event)

    def diagnose(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Write diagnostics to the stream for errors."""
        self._progress.clear()
        for diagnostic in diagnostics:
            self._err.write(render_diagnostic(diagnostic, self._error_style) + "\n\n")
        self._err.flush()

    def finish(self, result: RunResult, exit_code: int, seconds: float) -> None:
        """Write the closing summary."""
        self._progress.clear()
        if self._written:
            self._out.write("\n")
        good = exit_code == ExitCode.HOLDS
        text = f"{', '.join(summary(result))}, {duration(seconds)}"
        self._print([self._style.paint(text, Paint.GOOD if good else Paint.BAD)])

    def _claim(self, claim: ClaimResult) -> None:
        if self._quiet and (claim.judged or isinstance(claim.verdict, Proved)):
            return
        system = self._heading()
        names = [self._style.cells(law.name) for law in system.claims()]
        width = max((size for size in names if size <= WIDEST_NAME), default=0)
        self._print(claim_lines(claim, system.source, self._style, width))

    def _expectation(self, expectation: ExpectationResult) -> None:
        if not (self._quiet and expectation.status == "holds"):
            self._print(expectation_lines(expectation, self._heading().source, self._style))

    def _discovery(self, found: DiscoveryResult) -> None:
        if not (self._quiet and found.decided):
            self._heading()
            self._print(discovery_lines(found, self._style))

    def _dependence(self, found: DependenceResult) -> None:
        if not self._quiet:
            self._heading()
            self._print(dependence_lines(found, self._style))

    def _close(self, result: SystemResult) -> None:
        if result.exit_code() is ExitCode.UNUSABLE:
            self._heading()
            self._print(["  nothing is claimed here: write a law and, in an at block, what to expect"])
        if not self._quiet:
            for note in result.notes:
                self._heading()
                self._print(remark_lines(note, self._style))

    def _heading(self) -> TypedSystem:
        if self._system is None:
            raise ValueError("a result came before the start of its system")
        if not self._headed:
            self._headed = True
            style, system = self._style, self._system
            name = style.paint(style.safe(system.name), Paint.STRONG)
            place = style.paint(f"{style.glyph(Glyph.DOT)} {style.safe(system.source.name)}", Paint.FAINT)
            self._print(["", f"{name} {place}"] if self._written else [f"{name} {place}"])
        return self._system

    def _print(self, lines: Iterable[str]) -> None:
        self._progress.clear()
        self._out.write("".join(line.rstrip() + "\n" for line in lines))
        self._out.flush()
        self._written = True


def summary(result: RunResult) -> list[str]:
    """What a run found out, as the parts of one sentence."""
    parts = ["interrupted"] if result.interrupted else []
    parts += [f"{number} {words}" for number, words in _numbers(tally(result)) if number]
    searches = [search for system in result.systems for search in system.searches]
    if searches:
        parts.append(counted(sum(len(search.laws) for search in searches), "law found", "laws found"))
    given_up = sum(not search.decided for search in searches)
    if given_up:
        parts.append(f"{counted(given_up, 'search', 'searches')} given up")
    errors = sum(item.severity is Severity.ERROR for item in result.diagnostics)
    if errors:
        parts.append(counted(errors, "error"))
    return parts if parts and parts != ["interrupted"] else [*parts, "nothing was verified"]


def _numbers(numbers: Tally) -> Iterable[tuple[int, str]]:
    hold, fail, open_ = (
        numbers.expectations_hold,
        numbers.expectations_fail,
        numbers.expectations_undecided,
    )
    yield numbers.proved, "proved"
    yield numbers.refuted, "refuted"
    yield numbers.refuted_as_expected, "refuted as expected"
    yield numbers.undecided, "undecided"
    yield numbers.undecided_as_expected, "undecided as expected"
    yield hold, "expectation holds" if hold == 1 else "expectations hold"
    yield fail, "expectation fails" if fail == 1 else "expectations fail"
    yield open_, "expectation undecided" if open_ == 1 else "expectations undecided"
