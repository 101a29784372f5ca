"""The arguments of the command and the help that it prints."""

from __future__ import annotations

import argparse
import os
import re

EXIT_CODES = """\
exit codes:
  0    every claim and every expectation holds, and there is at least one
  1    some claim is refuted or some expectation fails
  2    usage error, a spec that cannot be read or is ill-formed, or no claims
  3    nothing is refuted, but something is undecided
  70   internal error
  130  interrupted; what was decided until then is printed
  141  the reader of the output went away
"""

_VERIFY = """\
Prove or refute every law of the given specs and check every expectation.

PATH is a file, or a folder in which every *.law is verified, subfolders included, in
sorted order. Inside a folder, hidden entries, links to folders and folders named "bad"
(ill-formed on purpose) are left out; give such a path itself to verify it. A file that is
given twice is verified once. A file with errors does not stop the others.
"""

_COUNT = """\
Count all independent laws of the given specs at concrete dimensions, and say whether the
proved candidates are all of them.

PATH is a file or a folder of specs, as for `lawdsl verify`. The dimensions are those of
--dim and --grid where they give every symbolic dimension, else the points of the `at`
blocks. A row says: the dimension of the state, the rank of the Lie algebra by brackets of
1, 2, ... fields, how many laws there are (or proved bounds), and how many of the
candidates are proved and independent. "complete: proved" is only said when both bounds
are proved and meet. A formula found by --fit is a conjecture and changes no exit code.
"""

COUNT_EXIT_CODES = """\
exit codes:
  0    counted, and the proved candidates are all laws at every point
  2    usage error, a spec that cannot be read or is ill-formed, or no dimensions
  3    counted, but laws are missing or not certified to be all at some point
  70   internal error
  130  interrupted; what was counted until then is printed
  141  the reader of the output went away
"""

_DISCOVER = """\
Find all polynomial laws up to a degree. Each is proved before it is printed, as a statement
that can be pasted into the spec. Polynomials in laws of lower degree are left out.

Sizes come from --dim, else from the at blocks of the spec. With --every-width the laws
have at most two free indices and hold for all sizes.
"""

DISCOVER_EXIT_CODES = """\
exit codes:
  0    every search was finished, whether it found laws or not
  2    usage error, a spec that cannot be read or is ill-formed, or no dimensions
  3    some search was given up
  70   internal error
  130  interrupted; what was found until then is printed
  141  the reader of the output went away
"""

_CHECK = """\
Check certificates that `lawdsl verify --certificates DIR` wrote, without the prover: by a small
program that needs Python and nothing else (docs/trust.md says what it does and what to believe).

CERTIFICATE is a file, or a folder in which every *.json is checked. With --spec, all of them must
be about the text of that file.
"""

CHECK_EXIT_CODES = """\
exit codes:
  0    every certificate shows what it claims, and there is at least one
  1    some certificate is rejected
  2    usage error, a file that cannot be read, or nothing to check
"""

_EXPORT = """\
Write a Rocq file whose theorems say that the derivative of a certified law is zero at concrete
dimensions. Rocq forms the derivative itself from map, metric, flow and law, and finds its normal form;
compile the file with `coqc FILE`. The certificate is checked first.
"""

_ENVIRONMENT = """
environment:
  NO_COLOR            any value: no colours, unless --color always
  LAWDSL_TRACEBACK=1  print the whole traceback of an internal error
"""


def command_parser() -> argparse.ArgumentParser:
    """The parser of the whole command; ``verb`` is None when none was given."""
    parser = argparse.ArgumentParser(
        prog="lawdsl",
        description="Exact answers about what training conserves.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", title="verbs")
    _add_verify(verbs)
    _add_count(verbs)
    _add_discover(verbs)
    _add_check(verbs)
    _add_export(verbs)
    _add_explain(verbs)
    return parser


def _add_verify(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verify = verbs.add_parser(
        "verify",
        help="prove or refute the laws of specs",
        description=_VERIFY,
        epilog=EXIT_CODES + _ENVIRONMENT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    verify.add_argument("paths", metavar="PATH", nargs="+", help="a spec, or a folder of specs")
    verify.add_argument(
        "--dim",
        metavar="NAME=SIZE",
        action="append",
        default=[],
        help="fix a symbolic dimension; repeat it or separate several by commas",
    )
    verify.add_argument(
        "--certificates",
        metavar="DIR",
        help="write what shows each verdict into a folder, for `lawdsl check`",
    )
    verify.add_argument("--format", choices=("text", "json"), default="text", help="text (default) or JSON")
    verify.add_argument(
        "--explain-independence",
        action="store_true",
        help="say how dependent laws follow from the others at concrete dimensions",
    )
    _add_jobs(verify)
    verify.add_argument("--quiet", action="store_true", help="print problems and the summary only")
    verify.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="auto: on a terminal"
    )


def _add_count(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    count = verbs.add_parser(
        "count",
        help="count all laws at concrete dimensions",
        description=_COUNT,
        epilog=COUNT_EXIT_CODES + _ENVIRONMENT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    count.add_argument("paths", metavar="PATH", nargs="+", help="a spec, or a folder of specs")
    for option, example, text in (
        ("--dim", "NAME=SIZE", "the size of a symbolic dimension"),
        ("--grid", "NAME=LOW..HIGH", "a range of sizes, both ends included"),
    ):
        text += "; repeat it or separate several by commas"
        count.add_argument(option, metavar=example, action="append", default=[], help=text)
    count.add_argument(
        "--fit", action="store_true", help="propose a closed formula, tested on points held back"
    )
    _add_jobs(count)
    count.add_argument("--format", choices=("text", "json"), default="text", help="text (default) or JSON")
    count.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="auto: on a terminal"
    )


def _add_discover(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    discover = verbs.add_parser(
        "discover",
        help="find all polynomial laws up to a degree",
        description=_DISCOVER,
        epilog=DISCOVER_EXIT_CODES + _ENVIRONMENT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    discover.add_argument("paths", metavar="PATH", nargs="+", help="a spec, or a folder of specs")
    discover.add_argument(
        "--degree", metavar="D", type=int, choices=range(1, 21), required=True, help="the largest degree"
    )
    places = discover.add_mutually_exclusive_group()
    places.add_argument(
        "--dim",
        metavar="NAME=SIZE",
        action="append",
        default=[],
        help="fix a symbolic dimension; repeat it or separate several by commas",
    )
    places.add_argument(
        "--every-width", action="store_true", help="tensor laws that hold for every dimension at once"
    )
    _add_jobs(discover)
    discover.add_argument("--format", choices=("text", "json"), default="text", help="text (default) or JSON")
    discover.add_argument("--quiet", action="store_true", help="print problems and the summary only")
    discover.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="auto: on a terminal"
    )


def _add_check(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = verbs.add_parser(
        "check",
        help="check certificates of verdicts",
        description=_CHECK,
        epilog=CHECK_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    check.add_argument("paths", metavar="CERTIFICATE", nargs="+", help="a certificate, or a folder of them")
    check.add_argument("--spec", metavar="FILE", help="the spec that all of them must be about")


def _add_jobs(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--jobs",
        metavar="N",
        type=_jobs,
        default=1,
        help="systems worked on at once, each in a process of its own (default 1; 0: all cores)",
    )


def _jobs(text: str) -> int:
    """How many processes are asked for; 0 stands for the cores that this one may use."""
    if not re.fullmatch("[0-9]{1,4}", text):
        raise argparse.ArgumentTypeError(f"`{text}` is no number of processes")
    if int(text):
        return int(text)
    affinity = getattr(os, "sched_getaffinity", None)  # not everywhere
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _add_export(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = verbs.add_parser(
        "export",
        help="turn the certificate of a law into a theorem for a proof assistant",
        description=_EXPORT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    export.add_argument("certificate", metavar="CERTIFICATE", help="the certificate of a law")
    export.add_argument("--rocq", action="store_true", required=True, help="for Rocq (Coq 8.16 or newer)")
    export.add_argument(
        "--dim",
        metavar="NAME=SIZE",
        action="append",
        default=[],
        help="the size of a dimension (default 2); repeat it or separate several by commas",
    )
    export.add_argument("--output", metavar="FILE", help="where to write it (default: standard output)")


def _add_explain(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    explain = verbs.add_parser(
        "explain",
        help="explain the code of a diagnostic",
        description="Explain the code of a diagnostic, such as L0201, or list all codes.",
        allow_abbrev=False,
    )
    explain.add_argument("code", metavar="CODE", nargs="?", help="the code; none: list all")
