"""Errors of the program itself: what to tell the user, and the exit code."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from ..diagnostics import Diagnostic
from ..report.diagnostic import render_diagnostic
from ..report.style import style_for
from ..verify.result import ExitCode

INTERNAL_ERROR = "L0901"

_PACKAGE = Path(__file__).parents[1]


def internal_error(error: Exception, work: str = "") -> Diagnostic:
    """The diagnostic for an exception that nobody expected, which broke off some work.

    With LAWDSL_TRACEBACK=1 in the environment the traceback goes to standard error.
    """
    if os.environ.get("LAWDSL_TRACEBACK") == "1":
        traceback.print_exception(error)
    notes = (str(error).split("\n")[0], f"the work that it broke off: {work}" if work else "")
    return Diagnostic(
        INTERNAL_ERROR,
        f"internal error: {type(error).__name__} at {_place(error)}",
        notes=tuple(note for note in notes if note),
        helps=(
            "this is a defect of lawdsl: please report it together with the spec",
            "LAWDSL_TRACEBACK=1 in the environment shows the whole traceback",
        ),
    )


def lost_process(exit_code: int) -> Diagnostic:
    """The diagnostic for a process of `--jobs` that ended before its work; minus a signal for killed ones."""
    ended = f"was killed by signal {-exit_code}" if exit_code < 0 else f"ended with code {exit_code}"
    return Diagnostic(
        INTERNAL_ERROR,
        f"internal error: a process that worked on this {ended}",
        helps=("the system may have stopped it for want of memory: fewer `--jobs` need less at once",),
    )


def _place(error: Exception) -> str:
    """The innermost frame inside the package: where a library was asked for what it could not do."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
    if not (ours or frames):
        return "an unknown place"
    frame = (ours or frames)[-1]
    path = Path(frame.filename)
    name = path.relative_to(_PACKAGE.parent) if ours else path.name
    return f"{name}:{frame.lineno}"


def report_internal_error(error: Exception) -> int:
    """Print the diagnostic on standard error and return the exit code."""
    diagnostic = internal_error(error)
    print(render_diagnostic(diagnostic, style_for(sys.stderr)), file=sys.stderr)
    return ExitCode.INTERNAL
