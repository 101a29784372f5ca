"""What the command prints, word for word except times; README.md one folder up says how to regenerate."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from lawdsl.cli import main

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
BAD_SPECS = ROOT / "specs" / "bad"
BAD_TRANSCRIPTS = HERE / "bad"
REGENERATE = os.environ.get("LAWDSL_REGENERATE") == "1"

TRANSCRIPTS = sorted(path.stem for path in HERE.glob("*.transcript"))
BAD = sorted(path.stem for path in BAD_SPECS.glob("*.law"))


def timeless(text):
    """The text without what differs from run to run."""
    text = re.sub(r" +\d+(\.\d+)? m?s$", " <time>", text, flags=re.MULTILINE)
    return re.sub(r'"seconds": [-+.e\d]+', '"seconds": <time>', text)


def transcript(command, output, code):
    return f"$ {command}\n{timeless(output)}[exit {code}]\n"


def in_a_process(command):
    """The transcript of the real command, run at the root of the checkout."""
    program, *arguments = shlex.split(command)
    assert program == "lawdsl"
    process = subprocess.run(
        [sys.executable, "-m", "lawdsl", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return transcript(command, process.stdout, process.returncode)


def in_this_process(command):
    """The same without the start of an interpreter: there are many ill-formed specs."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        code = main(shlex.split(command)[1:])
    return transcript(command, output.getvalue(), code)


def compare(path, found):
    """Fail unless the file holds this transcript, or write it there when asked to."""
    assert "[exit 70]" not in found, found
    if REGENERATE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert path.exists(), f"{path.name} is missing: LAWDSL_REGENERATE=1 writes it"
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_transcript(name):
    path = HERE / f"{name}.transcript"
    commands = re.findall(r"^\$ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert commands
    compare(path, "\n".join(map(in_a_process, commands)))


@pytest.mark.parametrize("name", BAD)
def test_bad_spec(name, monkeypatch):
    monkeypatch.chdir(ROOT)
    found = in_this_process(f"lawdsl verify specs/bad/{name}.law")
    assert "[exit 0]" not in found
    compare(BAD_TRANSCRIPTS / f"{name}.transcript", found)


def test_every_transcript_of_a_bad_spec_has_its_spec():
    assert {path.stem for path in BAD_TRANSCRIPTS.glob("*")} <= set(BAD)


def test_only_times_are_normalised():
    assert (
        timeless("  ✓ h  proved   0.4 ms\n2 proved, 1.23 s\n") == "  ✓ h  proved <time>\n2 proved, <time>\n"
    )
    assert timeless("n = 2, 3 s later") == "n = 2, 3 s later"
