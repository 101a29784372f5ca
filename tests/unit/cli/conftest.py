"""The command in this process, on specs of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from lawdsl.cli import main

HOLDS = """system two_layer {
  dim n, m, r
  param U[n, r], V[m, r]
  map phi[i, j] = sum(k) U[i,k] * V[j,k]
  flow gradient
  law balance[k, l] = sum(i) U[i,k]*U[i,l] - sum(j) V[j,k]*V[j,l]
}
"""


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run the command and return its exit code and output."""

    def run(*arguments: object) -> Outcome:
        code = main([str(argument) for argument in arguments])
        return Outcome(code, *capsys.readouterr())

    return run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the command runs in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def holds(folder: Path) -> Path:
    """A spec whose only claim is a law for every width."""
    return write(folder / "holds.law", HOLDS)


@pytest.fixture
def refuted(folder: Path) -> Path:
    """A spec whose only claim is false, by a sign."""
    return write(folder / "refuted.law", HOLDS.replace(" - sum(j)", " + sum(j)"))


@pytest.fixture
def broken(folder: Path) -> Path:
    """A spec with an unknown name."""
    return write(folder / "broken.law", HOLDS.replace("V[j,l]", "W[j,l]"))


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path.relative_to(path.parent)
