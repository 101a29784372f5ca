"""``lawdsl export``: a certificate as a file for a proof assistant."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..check.claims import check
from ..check.reading import RejectedError
from ..diagnostics import Diagnostic, SpecError
from ..report.diagnostic import render_diagnostic
from ..report.style import style_for
from ..rocq.export import rocq
from ..rocq.expressions import ExportError
from ..verify.result import ExitCode
from .dimensions import parse_sizes


def export(arguments: argparse.Namespace) -> int:
    """Run the verb and return the exit code."""
    try:
        sizes = parse_sizes(arguments.dim)
        text = Path(arguments.certificate).read_bytes().decode("ascii")
        check(text)
        exported = rocq(text, sizes)
        if arguments.output is None:
            sys.stdout.write(exported)
        else:
            Path(arguments.output).write_text(exported, encoding="utf-8")
    except SpecError as error:
        return _failed(error.diagnostics, ExitCode.UNUSABLE)
    except RejectedError as error:
        return _failed([Diagnostic("L0601", f"certificate rejected: {error}")], ExitCode.REFUTED)
    except ExportError as error:
        return _failed([Diagnostic("L0604", f"no theorem: {error}")], ExitCode.UNUSABLE)
    except (OSError, ValueError) as error:
        headline = f"cannot export `{arguments.certificate}`: {getattr(error, 'strerror', None) or 'no text'}"
        return _failed([Diagnostic("L0602", headline.lower())], ExitCode.UNUSABLE)
    return ExitCode.HOLDS


def _failed(diagnostics: list[Diagnostic], code: ExitCode) -> int:
    for diagnostic in diagnostics:
        print(render_diagnostic(diagnostic, style_for(sys.stderr)), file=sys.stderr)
    return code
