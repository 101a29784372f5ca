"""Counts as one JSON document with a stable schema, version 1.

The document is an object::

    version       1; a program should refuse a version that it does not know
    exit_code     the exit code of the command
    seconds       wall time
    systems       list of {name, file, complete, points, fitted, conjecture}
    diagnostics   as in the document of ``lawdsl verify``

A point is {sizes, dimension, ranks, laws, proved, complete, remark, error, unproved, seconds, trials}:

    sizes         from names of symbolic dimensions to numbers
    dimension     N, the dimension of the state
    ranks         the rank of the Lie algebra by brackets of up to 1, 2, ... fields, at the best point
    laws          {least, most}: proved bounds for the number of independent laws
    proved        how many of the given laws are proved and independent
    complete      whether these are proved to be all
    remark        the same in words
    error         a bound for the probability that there are fewer than ``most`` laws, as a fraction
    unproved      the candidates that were not counted
    seconds       {evaluation, rank, proof} in processor time, {total} in wall time
    trials        list of {prime, ranks, exhausted}, one for each prime with a point of its own

``fitted`` tells that a formula was looked for; ``conjecture`` is null or {formula, fitted, predicted,
failed}, the last three being lists of points: where it was fitted, and where it was right and wrong without.
A conjecture is not a verdict. ``formula`` is an expression of the language.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from ..conjecture.propose import Conjecture
from ..diagnostics import Diagnostic
from .json import Json, diagnostic_document

if TYPE_CHECKING:
    from ..verify.counts.tabulate import CountedPoint, SystemCounts

VERSION = 1


class CountDocument:
    """Writes one document when the run is over, whichever way it ended."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def progress(self, text: str) -> None:
        """Nothing: the document has results only."""

    def show(self, counts: SystemCounts) -> None:
        """Nothing: the document holds every count in the end."""

    def diagnose(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Nothing: the document holds every diagnostic in the end."""

    def finish(
        self, systems: Sequence[SystemCounts], diagnostics: Sequence[Diagnostic], code: int, seconds: float
    ) -> None:
        """Write the document in ASCII, which every stream can show."""
        document = {
            "version": VERSION,
            "exit_code": int(code),
            "seconds": seconds,
            "systems": [_system(counts) for counts in systems],
            "diagnostics": [diagnostic_document(diagnostic) for diagnostic in diagnostics],
        }
        self._out.write(json.dumps(document, indent=2) + "\n")
        self._out.flush()


def _system(counts: SystemCounts) -> Json:
    return {
        "name": counts.name,
        "file": counts.source.name,
        "complete": counts.complete,
        "points": [_point(point) for point in counts.points],
        "fitted": counts.fitted,
        "conjecture": _conjecture(counts.conjecture) if counts.conjecture else None,
    }


def _point(point: CountedPoint) -> Json:
    count = point.count
    return {
        "sizes": dict(point.sizes),
        "dimension": count.dimension,
        "ranks": list(count.ranks),
        "laws": {"least": count.lower, "most": count.upper},
        "proved": count.proved,
        "complete": count.complete,
        "remark": count.remark,
        "error": "0" if count.lower == count.upper else str(count.error),
        "unproved": list(point.unproved),
        "seconds": {**count.seconds, "total": point.seconds},
        "trials": [
            {"prime": trial.prime, "ranks": list(trial.ranks), "exhausted": trial.exhausted}
            for trial in count.closures
        ],
    }


def _conjecture(conjecture: Conjecture) -> Json:
    return {
        "formula": str(conjecture.formula),
        "fitted": [dict(point) for point in conjecture.fitted],
        "predicted": [dict(point) for point in conjecture.predicted],
        "failed": [dict(point) for point in conjecture.failed],
    }
