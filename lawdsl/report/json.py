"""A run as one JSON document with a stable schema, version 1.

The document is an object; all exact numbers are strings such as ``"-3/2"``::

    version       1; a program should refuse a version that it does not know
    exit_code     the exit code of the command
    interrupted   true when Ctrl-C ended the run: what was decided until then follows
    seconds       wall time
    summary       proved, refuted, refuted_as_expected, undecided, undecided_as_expected,
                  expectations_hold, expectations_fail, expectations_undecided: how many
    systems       list of {name, file, exit_code, claims, expectations, searches, dependences,
                  notes}
    diagnostics   list of {code, severity, headline, labels, notes, helps, data};
                  labels is a list of {file, place, text}, the primary one first

A *place* is {line, column, end_line, end_column}, counted from 1, the end exclusive.
A *point* maps names of dimensions to their sizes.

A claim is {law, kind, place, judged, seconds, verdict, ...}: the name, the kind ``law`` or ``invariant``;
``judged`` says that the spec expects
this verdict, so that it is no problem. By verdict it has also:

    proved      scope {every, least, points}, method, detail
    refuted     code, counterexample {sizes, component, state, constants, cotangent, rate, of, root};
                ``of`` is what changes where it is not the claim itself; values are polynomials in w where
                ``root`` {polynomial, low, high} is not null: w is its only root in the interval
    undecided   code, reason, spent

An expectation is {text, place, points, status, detail, code, seconds} with the status holds, fails
or undecided; ``code`` is null when it holds.

A search is {text, place, scope, laws, remark, decided, seconds}; every law is proved and a statement of
the language, and ``decided`` is false when the search was given up.

A dependence, asked for by --explain-independence, is {text, sizes, components, independent, relations,
remark, seconds}. At least ``independent`` components are independent, and each of the others has a relation,
which is {function, relation, remark}: a proved equation between components, or "" and why there is none.
``independent`` is null when nothing was looked for, for the reason in ``remark``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TextIO, assert_never

from ..diagnostics import Diagnostic, Label, Source, Span
from ..verify.result import (
    ClaimResult,
    DependenceResult,
    DiscoveryResult,
    ExpectationResult,
    RunResult,
    SystemResult,
)
from ..verify.verdict import Counterexample, Proved, Refuted, Root, Scope, Undecided, Verdict
from .tally import tally

if TYPE_CHECKING:
    from ..verify.verdict import Exact

VERSION = 1

Json = Mapping[str, object]

_STATUS_CODES = {"holds": None, "fails": "L0402", "undecided": "L0502"}


class JsonReport:
    """Writes one document when the run is over, whichever way it ended."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def show(self, event: object) -> None:
        """Nothing: the document holds every event in the end."""

    def diagnose(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Nothing: the document holds every diagnostic in the end."""

    def finish(self, result: RunResult, exit_code: int, seconds: float) -> None:
        """Write the document in ASCII, which every stream can show."""
        self._out.write(json.dumps(document(result, exit_code, seconds), indent=2) + "\n")
        self._out.flush()


def document(result: RunResult, exit_code: int, seconds: float) -> Json:
    """The whole run as JSON values."""
    return {
        "version": VERSION,
        "exit_code": int(exit_code),
        "interrupted": result.interrupted,
        "seconds": seconds,
        "summary": tally(result).numbers(),
        "systems": [_system(system) for system in result.systems],
        "diagnostics": [diagnostic_document(diagnostic) for diagnostic in result.diagnostics],
    }


def _system(system: SystemResult) -> Json:
    return {
        "name": system.name,
        "file": system.source.name,
        "exit_code": int(system.exit_code()),
        "claims": [_claim(claim, system.source) for claim in system.claims],
        "expectations": [_expectation(item, system.source) for item in system.expectations],
        "searches": [_discovery(search, system.source) for search in system.searches],
        "dependences": [_dependence(found) for found in system.dependences],
        "notes": list(system.notes),
    }


def _claim(claim: ClaimResult, source: Source) -> Json:
    return {
        "law": claim.law,
        "kind": claim.kind,
        "place": _place(source, claim.span),
        "judged": claim.judged,
        "seconds": claim.seconds,
        **_verdict(claim.verdict),
    }


def _verdict(verdict: Verdict) -> Json:
    match verdict:
        case Proved(scope, method, detail):
            return {"verdict": "proved", "scope": _scope(scope), "method": method, "detail": detail}
        case Refuted(counterexample):
            found = _counterexample(counterexample)
            return {"verdict": "refuted", "code": "L0401", "counterexample": found}
        case Undecided(reason, spent):
            return {"verdict": "undecided", "code": "L0501", "reason": reason, "spent": spent}
        case _:
            assert_never(verdict)


def _scope(scope: Scope) -> Json:
    points = [dict(point) for point in scope.points]
    return {"every": list(scope.every), "least": dict(scope.least), "points": points}


def _counterexample(found: Counterexample) -> Json:
    return {
        "sizes": dict(found.sizes),
        "component": list(found.component),
        "state": _exact(found.state),
        "constants": _exact(found.constants),
        "cotangent": _exact(found.cotangent),
        "rate": str(found.rate),
        "of": found.of,
        "root": _root(found.root),
    }


def _root(root: Root | None) -> Json | None:
    if root is None:
        return None
    return {"polynomial": root.polynomial, "low": str(root.low), "high": str(root.high)}


def _exact(values: Mapping[str, Exact]) -> Json:
    return {name: str(value) for name, value in values.items()}


def _expectation(expectation: ExpectationResult, source: Source) -> Json:
    return {
        "text": expectation.text,
        "place": _place(source, expectation.span),
        "points": [dict(point) for point in expectation.points],
        "status": expectation.status,
        "detail": expectation.detail,
        "code": _STATUS_CODES[expectation.status],
        "seconds": expectation.seconds,
    }


def _discovery(found: DiscoveryResult, source: Source) -> Json:
    return {
        "text": found.text,
        "place": _place(source, found.span),
        "scope": _scope(found.scope),
        "laws": list(found.laws),
        "remark": found.remark,
        "decided": found.decided,
        "seconds": found.seconds,
    }


def _dependence(found: DependenceResult) -> Json:
    return {
        "text": found.text,
        "sizes": dict(found.sizes),
        "components": found.components,
        "independent": found.independent,
        "relations": [
            {"function": item.function, "relation": item.relation, "remark": item.remark}
            for item in found.relations
        ],
        "remark": found.remark,
        "seconds": found.seconds,
    }


def diagnostic_document(diagnostic: Diagnostic) -> Json:
    """One diagnostic as JSON values."""
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "headline": diagnostic.headline,
        "labels": [_label(label) for label in diagnostic.labels],
        "notes": list(diagnostic.notes),
        "helps": list(diagnostic.helps),
        "data": dict(diagnostic.data),
    }


def _label(label: Label) -> Json:
    return {"file": label.source.name, "place": _place(label.source, label.span), "text": label.text}


def _place(source: Source, span: Span) -> Json:
    line, column = source.position(span.start)
    end_line, end_column = source.position(span.end)
    return {"line": line, "column": column, "end_line": end_line, "end_column": end_column}
