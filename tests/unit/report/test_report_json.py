"""The JSON document: programs rely on its keys, so a change here is a new schema version."""

import io
import json

from lawdsl.diagnostics import Diagnostic, Label
from lawdsl.report.json import JsonReport, document
from lawdsl.verify.result import RunResult
from lawdsl.verify.verdict import Scope

PLACE = {"line", "column", "end_line", "end_column"}
CLAIM = {"law", "kind", "place", "judged", "seconds", "verdict"}


def written(made):
    problem = Diagnostic(
        "L0201", "two ranges", (Label(made.source, made.place("flipped"), "here"),), ("why",), ("how",)
    )
    parts = [made.proved(), made.refuted(), made.undecided(), made.expectation("fails", "no", points=1)]
    run = RunResult((made.result(*parts, notes=("noted",)),), (problem,))
    out = io.StringIO()
    JsonReport(out).finish(run, 2, 0.5)
    assert out.getvalue().isascii()
    return json.loads(out.getvalue())


def test_the_keys_of_version_1(made):
    found = written(made)
    assert set(found) == {
        "version",
        "exit_code",
        "interrupted",
        "seconds",
        "summary",
        "systems",
        "diagnostics",
    }
    assert set(found["summary"]) == {
        "proved",
        "refuted",
        "refuted_as_expected",
        "undecided",
        "undecided_as_expected",
        "expectations_hold",
        "expectations_fail",
        "expectations_undecided",
    }
    (system,), (diagnostic,) = found["systems"], found["diagnostics"]
    assert set(system) == {
        "name",
        "file",
        "exit_code",
        "claims",
        "expectations",
        "searches",
        "dependences",
        "notes",
    }
    assert set(diagnostic) == {"code", "severity", "headline", "labels", "notes", "helps", "data"}
    assert set(diagnostic["labels"][0]) == {"file", "place", "text"}
    assert set(diagnostic["labels"][0]["place"]) == PLACE
    (expectation,) = system["expectations"]
    assert set(expectation) == {"text", "place", "points", "status", "detail", "code", "seconds"}


def test_the_keys_of_each_verdict(made):
    proved, refuted, undecided = written(made)["systems"][0]["claims"]
    assert set(proved) == CLAIM | {"scope", "method", "detail"}
    assert set(proved["scope"]) == {"every", "least", "points"}
    assert set(refuted) == CLAIM | {"code", "counterexample"}
    assert set(refuted["counterexample"]) == {
        "sizes",
        "component",
        "state",
        "constants",
        "cotangent",
        "rate",
        "of",
        "root",
    }
    assert set(undecided) == CLAIM | {"code", "reason", "spent"}


def test_the_values(made):
    found = written(made)
    assert (found["version"], found["exit_code"], found["interrupted"]) == (1, 2, False)
    system = found["systems"][0]
    assert (system["name"], system["file"]) == ("two_layer", "specs/two_layer.law")
    refuted = system["claims"][1]
    assert refuted["counterexample"]["state"] == {"U[0,0]": "1", "U[0,1]": "0", "V[0,0]": "-3/2"}
    assert (refuted["counterexample"]["rate"], refuted["counterexample"]["component"]) == ("2", [1, 0])
    assert refuted["place"] == {"line": 3, "column": 7, "end_line": 3, "end_column": 14}
    assert system["expectations"][0]["points"] == [{"n": 1, "m": 7, "r": 1}]
    assert [system["expectations"][0][key] for key in ("status", "code")] == ["fails", "L0402"]
    assert found["diagnostics"][0]["labels"][0]["place"]["line"] == 3


def test_a_scope_keeps_every_point(made):
    scope = Scope(points=tuple({"n": size} for size in range(1, 40)))
    found = document(RunResult((made.result(made.proved(scope)),)), 0, 0.0)
    assert len(found["systems"][0]["claims"][0]["scope"]["points"]) == 39


def test_an_interrupted_run_says_so():
    assert document(RunResult((), interrupted=True), 130, 0.0)["interrupted"] is True
