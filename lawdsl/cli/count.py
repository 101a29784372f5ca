"""``lawdsl count``: how many independent laws there are, and whether the given ones are all."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic, SpecError
from ..notation.typed import TypedSystem
from ..report.count import CountReport, CountTables
from ..report.wording import point as point_text
from ..verify.points import Sizes
from ..verify.result import ExitCode
from . import INTERRUPTED
from .dimensions import check_names, parse_sizes
from .failure import INTERNAL_ERROR
from .grid import chosen_points, parse_ranges
from .loading import interrupted, load_systems

if TYPE_CHECKING:
    from ..verify.tabulate import CountedPoint, SystemCounts


def count(arguments: argparse.Namespace) -> int:
    """Run the verb and return the exit code."""
    started = perf_counter()
    session = _Session(_report(arguments), arguments.fit)
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

    def __init__(self, report: CountReport, fit: bool) -> None:
        self.report = report
        self.fit = fit
        self.counted: list[SystemCounts] = []
        self.diagnostics: list[Diagnostic] = []
        self.work = ""

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
        for system, points in tasks:
            self._count(system, points)

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

    def _count(self, system: TypedSystem, points: Sequence[Sizes]) -> None:
        """Count at all points; an interruption shows those that were reached."""
        from ..verify.tabulate import counted_points  # NumPy and FLINT are needed from here on only

        found: list[CountedPoint] = []
        finished = False
        self._work_on(f"{system.name}: {len(points)} points")
        try:
            for place, counted in enumerate(counted_points(system, points), start=1):
                found.append(counted)
                self._work_on(f"{system.name}: {point_text(counted.sizes)} ({place} of {len(points)})")
            finished = True
        except SpecError as error:
            self.diagnose(error.diagnostics)
        finally:
            if found:
                self._keep(system, found, fit=self.fit and finished)

    def _keep(self, system: TypedSystem, found: Sequence[CountedPoint], fit: bool) -> None:
        from ..verify.tabulate import SystemCounts, conjectured

        if fit:
            self._work_on(f"{system.name}: looking for a formula")
        conjecture = conjectured(found) if fit else None
        counts = SystemCounts(system.name, system.source, tuple(found), fit, conjecture)
        self.counted.append(counts)
        self.report.show(counts)

    def _work_on(self, text: str) -> None:
        self.work = text
        self.report.progress(text)
