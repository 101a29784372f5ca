"""``lawdsl explain``: what the code of a diagnostic means and what to do about it."""

from __future__ import annotations

import difflib
import sys

from ..diagnostics.codes import CODES
from ..report.style import Style, style_for
from ..verify.result import ExitCode


def explain(code: str | None) -> int:
    """Print the explanation of a code, or the list of all; exit code 2 for an unknown one."""
    style = style_for(sys.stdout)
    if code is None:
        _print([f"{known.code}  {known.title}" for known in CODES.values()], style)
        return ExitCode.HOLDS
    known = CODES.get(code.upper())
    if known is None:
        print(style_for(sys.stderr).safe(_unknown(code)), file=sys.stderr)
        return ExitCode.UNUSABLE
    _print([f"{known.code}: {known.title}", "", *known.explanation.strip().split("\n")], style)
    return ExitCode.HOLDS


def _unknown(code: str) -> str:
    near = difflib.get_close_matches(code.upper(), CODES, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else "`lawdsl explain` lists all codes"
    return f"there is no code `{code}`: {hint}"


def _print(lines: list[str], style: Style) -> None:
    print("\n".join(map(style.safe, lines)))
