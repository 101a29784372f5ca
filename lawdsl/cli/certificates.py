"""``lawdsl verify --certificates``: the same run, with what shows its verdicts written down."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from ..certificate.writer import CertificateFolder, certified, unwritable
from ..report.diagnostic import render_diagnostic
from ..report.style import style_for
from ..verify.result import ExitCode
from .verify import run_and_report


def verify_with_certificates(arguments: argparse.Namespace) -> int:
    """Run the verb, write certificates into a folder and return the exit code.

    How many were written, and which verdicts have none, is said on standard error. Whatever process made
    them, the files are named and written here, in the order of the specs.
    """
    folder = Path(arguments.certificates)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        diagnostic = unwritable(folder, error)
        print(render_diagnostic(diagnostic, style_for(sys.stderr)), file=sys.stderr)
        return ExitCode.UNUSABLE
    files = CertificateFolder(folder)
    code = run_and_report(arguments, partial(certified, explain=arguments.explain_independence), files.keep)
    style = style_for(sys.stderr)
    for missing in files.missing:
        print(style.safe(f"no certificate: {missing.subject}: {missing.reason}"), file=sys.stderr)
    number = f"{files.written} certificate{'' if files.written == 1 else 's'}"
    print(style.safe(f"{number} written to {files.folder}"), file=sys.stderr)
    return code
