"""The command ``lawdsl``: one module per verb, imported only when the verb is used."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

INTERRUPTED = 130
OUTPUT_CLOSED = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with the given arguments and return its exit code.

    No exception leaves: one that nobody expected becomes a diagnostic and exit code 70.
    """
    try:
        code = _run(argv)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        from .streams import forget_closed_streams

        forget_closed_streams()
        return OUTPUT_CLOSED
    except Exception as error:
        from .failure import report_internal_error

        return report_internal_error(error)


def _run(argv: Sequence[str] | None) -> int:
    from .parser import command_parser

    parser = command_parser()
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    if arguments.version:
        return _print_version()
    return _run_verb(parser, arguments)


def _run_verb(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    match arguments.verb:
        case "verify":
            from .verify import verify

            return verify(arguments)
        case "discover":
            from .discover import discover

            return discover(arguments)
        case "count":
            from .count import count

            return count(arguments)
        case "check":
            from ..check.__main__ import run

            return run(arguments.paths, arguments.spec)
        case "export":
            from .export import export

            return export(arguments)
        case "explain":
            from .explain import explain

            return explain(arguments.code)
        case _:
            parser.print_help(sys.stderr)
            return 2


def _print_version() -> int:
    from .version import version

    print(f"lawdsl {version()}")
    return 0
