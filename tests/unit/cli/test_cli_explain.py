"""``lawdsl explain`` and ``lawdsl --version``."""

import re
from importlib import metadata
from pathlib import Path

import pytest

from lawdsl.diagnostics.codes import CODES


def test_a_code_is_explained(command):
    outcome = command("explain", "l0201")
    assert outcome.code == 0
    assert outcome.out.startswith(f"L0201: {CODES['L0201'].title}\n\n")
    assert CODES["L0201"].explanation.strip().split("\n")[-1] in outcome.out


def test_all_codes_are_listed(command):
    listed = [line.split("  ")[0] for line in command("explain").out.splitlines()]
    assert listed == sorted(CODES)


@pytest.mark.parametrize(
    ("code", "hint"), [("L201", "did you mean L0201?"), ("nonsense", "`lawdsl explain` lists all codes")]
)
def test_an_unknown_code(command, code, hint):
    outcome = command("explain", code)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == f"there is no code `{code}`: {hint}\n"


def test_every_code_that_the_command_uses_is_explained():
    folder = Path(__file__).parents[3] / "lawdsl"
    texts = [
        file.read_text(encoding="utf-8") for name in ("cli", "report") for file in folder.glob(f"{name}/*.py")
    ]
    assert set(re.findall(r'"(L\d{4})"', "".join(texts))) <= set(CODES)


def test_the_version_without_an_installation(command, monkeypatch):
    def missing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert re.fullmatch(r"lawdsl \d+\.\d+\.\d+\n", command("--version").out)


def test_the_version_of_an_installation(command, monkeypatch):
    monkeypatch.setattr(metadata, "version", lambda name: "9.8.7")
    assert command("--version").out == "lawdsl 9.8.7\n"
