"""What a system's verdicts and expectations mean for the exit code."""

from __future__ import annotations

import pytest

from lawdsl import lang
from lawdsl.diagnostics import Source
from lawdsl.verify.result import ExitCode, RunResult
from lawdsl.verify.run import verify_systems

HEAD = "param x, y\nmap x*y\nflow gradient\nlaw good = x**2 - y**2\n"


def run(*bodies: str) -> RunResult:
    text = "\n".join(f"system s{place} {{\n{body}\n}}" for place, body in enumerate(bodies))
    events = verify_systems(lang.load(Source("s.law", text)), {})
    return RunResult(tuple(event for event in events if type(event).__name__ == "SystemResult"))


@pytest.mark.parametrize(
    ("tail", "code"),
    [
        ("", ExitCode.HOLDS),
        ("expect proved good", ExitCode.HOLDS),
        ("expect complete", ExitCode.HOLDS),
        ("law bad = x", ExitCode.REFUTED),
        ("law bad = x  expect refuted bad", ExitCode.HOLDS),
        ("law bad = x  expect proved bad", ExitCode.REFUTED),
        ("law bad = x  expect undecided bad", ExitCode.REFUTED),
        ("expect refuted good", ExitCode.REFUTED),
        ("expect count == 2", ExitCode.REFUTED),
        ("law vain = x - x", ExitCode.UNDECIDED),
        ("law vain = x - x  expect undecided vain", ExitCode.HOLDS),
        ("law vain = x - x  expect proved vain", ExitCode.UNDECIDED),
        ("law vain = x - x  law bad = x", ExitCode.REFUTED),
    ],
)
def test_the_exit_code_of_one_system(tail, code):
    assert run(HEAD + tail).exit_code() == code


def test_the_worst_system_decides():
    assert run(HEAD, HEAD + "law bad = x").exit_code() == ExitCode.REFUTED
    assert run(HEAD, HEAD + "law vain = x - x").exit_code() == ExitCode.UNDECIDED
    assert RunResult(()).exit_code() == ExitCode.UNUSABLE
