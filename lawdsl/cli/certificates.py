"""``lawdsl verify --certificates``: the same run, with what shows its verdicts written down."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from ..certificate.writer import CertificateWriter, unwritable
from ..report.diagnostic import render_diagnostic
from ..report.style import style_for
from ..verify.result import ExitCode
from .verify import run_and_report


def verify_with_certificates(arguments: argparse.Namespace) -> int:
    """Run the verb, write certificates into a folder and return the exit code.

    How many were written, and which verdicts have none, is said on standard error. One system is worked on
    at a time: the names of the files are given in the order of the specs.
    """
    folder = Path(arguments.certificates)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        diagnostic = unwritable(folder, error)
        print(render_diagnostic(diagnostic, style_for(sys.stderr)), file=sys.stderr)
        return ExitCode.UNUSABLE
    writer = CertificateWriter(folder)
    arguments.jobs = 1
    code = run_and_report(arguments, partial(writer.verified, explain=arguments.explain_independence))
    style = style_for(sys.stderr)
    for missing in writer.missing:
        print(style.safe(f"no certificate: {missing.subject}: {missing.reason}"), file=sys.stderr)
    number = f"{writer.written} certificate{'' if writer.written == 1 else 's'}"
    print(style.safe(f"{number} written to {writer.folder}"), file=sys.stderr)
    return code
