"""``lawdsl count``: how many independent laws there are, and whether the given ones are all."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic, SpecError
from ..notation.typed import TypedSystem
from ..report.count import CountReport, CountTables
from ..report.wording import point as point_text
from ..verify.points import Sizes
from ..verify.result import ExitCode
from ..verify.run import Progress, SystemStarted
from . import INTERRUPTED
from .attempt import Failed, for_each
from .dimensions import check_names, parse_sizes
from .failure import INTERNAL_ERROR
from .grid import chosen_points, parse_ranges
from .loading import interrupted, load_systems

if TYPE_CHECKING:
    from ..verify.counts.tabulate import CountedPoint, SystemCounts

    Found = Progress | SystemStarted | CountedPoint | SystemCounts


def count(arguments: argparse.Namespace) -> int:
    """Run the verb and return the exit code."""
    started = perf_counter()
    session = _Session(_report(arguments), arguments.fit, arguments.jobs)
    stopped = interrupted(
        lambda: session.count_paths(arguments.paths, arguments.dim, arguments.grid),
        session.diagnose,
        lambda: session.work,
    )
    code = INTERRUPTED if stopped else session.exit_code()
    session.report.finish(session.counted, session.diagnostics, code, perf_counter() - started)
    return code


def _report(arguments: argparse.Namespace) -> CountReport:
    if arguments.format == "json":
        from ..report.count_json import CountDocument

        return CountDocument(sys.stdout)
    return CountTables(sys.stdout, sys.stderr, arguments.color)


class _Session:
    """Everything that was counted is kept and shown; ``work`` says what is being worked on."""

    def __init__(self, report: CountReport, fit: bool, jobs: int) -> None:
        self.report = report
        self.fit = fit
        self.jobs = jobs
        self.counted: list[SystemCounts] = []
        self.diagnostics: list[Diagnostic] = []
        self.work = ""
        self._open: TypedSystem | None = None
        self._points: list[CountedPoint] = []

    def count_paths(self, paths: Sequence[str], dims: Sequence[str], grids: Sequence[str]) -> None:
        """Load every spec and fix all points, then count: a mistake shows before any work is done."""
        loaded = load_systems(paths, self.diagnose, self._work_on)
        try:
            ranges = parse_ranges(parse_sizes(dims), grids)
            if loaded.complete:
                check_names({name: span[0] for name, span in ranges.items()}, loaded.systems)
            tasks = [(system, chosen_points(system, ranges)) for system in loaded.systems]
        except SpecError as error:
            self.diagnose(error.diagnostics)
            return
        try:
            for_each(partial(_counting, self.fit), tasks, self.jobs, self._take)
        finally:
            self._break_off()

    def diagnose(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Keep and show what is wrong with the input."""
        self.diagnostics += diagnostics
        self.report.diagnose(diagnostics)

    def exit_code(self) -> int:
        """Errors weigh most, then counts that are not complete."""
        if any(diagnostic.code == INTERNAL_ERROR for diagnostic in self.diagnostics):
            return ExitCode.INTERNAL
        if self.diagnostics or not self.counted:
            return ExitCode.UNUSABLE
        complete = all(counts.complete for counts in self.counted)
        return ExitCode.HOLDS if complete else ExitCode.UNDECIDED

    def _take(self, found: Found | Failed) -> None:
        match found:
            case Progress(text):
                self._work_on(text)
            case SystemStarted(system):
                self._break_off()
                self._open = system
            case Failed(diagnostics):
                self._break_off()
                self.diagnose(diagnostics)
            case _:
                self._keep(found)

    def _keep(self, found: CountedPoint | SystemCounts) -> None:
        from ..verify.counts.tabulate import CountedPoint

        if isinstance(found, CountedPoint):
            self._points.append(found)
            return
        self._open, self._points = None, []
        self.counted.append(found)
        self.report.show(found)

    def _break_off(self) -> None:
        """Show the points of a system that were reached before its work ended early."""
        if self._open is not None and self._points:
            from ..verify.counts.tabulate import SystemCounts

            self._keep(SystemCounts(self._open.name, self._open.source, tuple(self._points)))

    def _work_on(self, text: str) -> None:
        self.work = text
        self.report.progress(text)


def _counting(fit: bool, task: tuple[TypedSystem, Sequence[Sizes]]) -> Iterator[Found]:
    """Count one system at all of its points, and look for a formula if one is wanted."""
    from ..verify.counts.tabulate import (  # NumPy and FLINT from here on
        SystemCounts,
        conjectured,
        counted_points,
    )

    system, points = task
    found: list[CountedPoint] = []
    yield SystemStarted(system)
    yield Progress(f"{system.name}: {len(points)} points")
    for place, counted in enumerate(counted_points(system, points), start=1):
        found.append(counted)
        yield counted
        yield Progress(f"{system.name}: {point_text(counted.sizes)} ({place} of {len(points)})")
    if not found:
        return
    if fit:
        yield Progress(f"{system.name}: looking for a formula")
    yield SystemCounts(system.name, system.source, tuple(found), fit, conjectured(found) if fit else None)
