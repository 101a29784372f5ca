"""``lawdsl verify``: read specs, verify them one after the other, report as it happens."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from time import perf_counter
from typing import Protocol

from ..certificate.exhibit import Certificate, Exhibit, Missing
from ..diagnostics import Diagnostic, SpecError
from ..notation.typed import TypedSystem
from ..report.text import TextReport
from ..verify import run
from ..verify.result import ExitCode, RunResult
from . import INTERRUPTED
from .attempt import Failed, for_each
from .dimensions import check_names, parse_sizes
from .failure import INTERNAL_ERROR
from .loading import interrupted, load_systems
from .recorder import Recorder

Events = Callable[[Sequence[TypedSystem], Mapping[str, int]], Iterator[run.Event | Exhibit]]
"""What is done with systems at the sizes that the user chose."""
Keep = Callable[[Exhibit], None]
"""What becomes of certificates; it raises SpecError where that fails."""


class Report(Protocol):
    """One way to show a run."""

    def show(self, event: run.Event) -> None:
        """Show what just happened."""

    def diagnose(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Show what is wrong with the input."""

    def finish(self, result: RunResult, exit_code: int, seconds: float) -> None:
        """Show the whole run at its end."""


def verify(arguments: argparse.Namespace) -> int:
    """Run the verb and return the exit code."""
    if arguments.certificates is not None:
        from .certificates import verify_with_certificates

        return verify_with_certificates(arguments)
    events: Events = run.verify_systems
    if arguments.explain_independence:
        events = partial(run.verify_systems, explain=True)
    return run_and_report(arguments, events)


def run_and_report(arguments: argparse.Namespace, events: Events, keep: Keep | None = None) -> int:
    """Load the specs, record and show the events of each file, and return the exit code.

    ``keep`` gets the certificates that are among the events, in order.
    """
    started = perf_counter()
    session = _Session(_report(arguments), events, arguments.jobs, keep)
    stopped = interrupted(
        lambda: session.verify_paths(arguments.paths, arguments.dim), session.diagnose, lambda: session.work
    )
    result = session.recorder.result(stopped)
    code = exit_code(result)
    session.report.finish(result, code, perf_counter() - started)
    return code


def exit_code(result: RunResult) -> int:
    """The exit code of the command: how the run ended first, then what it found out."""
    if result.interrupted:
        return INTERRUPTED
    if any(diagnostic.code == INTERNAL_ERROR for diagnostic in result.diagnostics):
        return ExitCode.INTERNAL
    return result.exit_code()


def _report(arguments: argparse.Namespace) -> Report:
    if arguments.format == "json":
        from ..report.json import JsonReport

        return JsonReport(sys.stdout)
    return TextReport(sys.stdout, sys.stderr, arguments.color, arguments.quiet)


def _alone(events: Events, sizes: Mapping[str, int], system: TypedSystem) -> Iterator[run.Event | Exhibit]:
    return events([system], sizes)


class _Session:
    """Everything that happens is recorded and shown; ``work`` says what is being worked on."""

    def __init__(self, report: Report, events: Events, jobs: int, keep: Keep | None) -> None:
        self.report = report
        self.events = events
        self.jobs = jobs
        self.keep = keep
        self.recorder = Recorder()
        self.work = ""

    def verify_paths(self, paths: Sequence[str], options: Sequence[str]) -> None:
        """Load every spec, then verify each system: a mistaken ``--dim`` shows before any work is done.

        What cannot be verified in one system does not stop the next one, a certificate that cannot be written
        does. Names are not checked when a file could not be loaded: that file may declare them.
        """
        try:
            sizes = parse_sizes(options)
            loaded = load_systems(paths, self.diagnose, lambda text: self._show(run.Progress(text)))
            if loaded.complete:
                check_names(sizes, loaded.systems)
            for_each(partial(_alone, self.events, sizes), loaded.systems, self.jobs, self._take)
        except SpecError as error:
            self.diagnose(error.diagnostics)

    def diagnose(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Record and show what is wrong with the input."""
        self.recorder.diagnose(diagnostics)
        self.report.diagnose(diagnostics)

    def _take(self, found: run.Event | Exhibit | Failed) -> None:
        match found:
            case Failed():
                self.diagnose(found.diagnostics)
            case Certificate() | Missing():
                if self.keep is not None:
                    self.keep(found)
            case _:
                self._show(found)

    def _show(self, event: run.Event) -> None:
        if isinstance(event, run.Progress):
            self.work = event.text
        self.recorder.record(event)
        self.report.show(event)
