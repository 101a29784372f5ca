"""The ``discover`` statement of a spec and the verb of the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from discovery_specs import LINEAR, TOP, system

from lawdsl.cli import main
from lawdsl.verify.result import DiscoveryResult, ExitCode, SystemResult
from lawdsl.verify.run import verify_system


def test_a_statement_is_searched_at_every_point() -> None:
    body = system(LINEAR, {"n": 2, "m": 2, "r": 1}, "discover degree <= 2")
    events = list(verify_system(body, {}))
    (found,) = (event for event in events if isinstance(event, DiscoveryResult))
    assert found.laws == ("law h1 = U[0,0]**2 + U[1,0]**2 - V[0,0]**2 - V[1,0]**2",)
    assert "all laws (complete)" in found.remark
    result = events[-1]
    assert isinstance(result, SystemResult)
    assert result.searches == (found,)
    assert result.exit_code() is ExitCode.HOLDS


def test_missing_laws_are_named() -> None:
    body = system("param x, y  flow { dot(x) = x  dot(y) = 2*y }", {}, "discover degree <= 2")
    (found,) = (event for event in verify_system(body, {}) if isinstance(event, DiscoveryResult))
    assert not found.laws
    assert "exactly 1 in all" in found.remark


def spec(folder: Path, body: str) -> str:
    file = folder / "found.law"
    file.write_text(f"system found {{ {body} law guess = U[0,0]*V[0,0] }}" if "U" in body else body)
    return str(file)


def test_the_verb_prints_laws(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = spec(tmp_path, LINEAR)
    assert main(["discover", path, "--degree", "2", "--dim", "n=1,m=1,r=1"]) == ExitCode.HOLDS
    assert "law h1 = U[0,0]**2 - V[0,0]**2\n" in capsys.readouterr().out


def test_the_verb_speaks_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = spec(tmp_path, f"system top {{ {TOP} discover degree <= 2 }}")
    assert main(["discover", path, "--degree", "2", "--every-width", "--format", "json"]) == ExitCode.HOLDS
    ((search,),) = [system["searches"] for system in json.loads(capsys.readouterr().out)["systems"]]
    assert search["decided"]
    assert search["laws"] == ["law h1 = 2*x**2 + y**2", "law h2 = x**2 - z**2"]


def test_a_search_needs_dimensions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["discover", spec(tmp_path, LINEAR), "--degree", "2"]) == ExitCode.UNUSABLE
    assert "--every-width" in capsys.readouterr().err


def test_a_search_that_was_given_up_is_undecided(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = spec(tmp_path, LINEAR)
    code = main(["discover", path, "--degree", "8", "--dim", "n=9,m=9,r=9"])
    assert code == ExitCode.UNDECIDED
    assert "1 search given up" in capsys.readouterr().out
