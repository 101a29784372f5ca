"""``--jobs``: several processes find what one finds, in the same order, and end as well."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SPECS = ["specs/gradient/g02_hidden_linear_neuron.law", "specs/ode/rotations.law", "specs/language"]
VACUOUS = "system nothing {\n  param x\n  flow { dot(x) = x }\n}\n"

WITHOUT_CERTIFICATE = """
system fast {
  param x  flow { dot(x) = 300*x }
  law initial = x * exp(-300*t) + 1 / (1 + x**2 * exp(-600*t))
}
"""

# What the work on the system `slow` does instead; the others are verified as always.
PATCHED = """
import os, signal, sys, time
from lawdsl.certificate import writer
from lawdsl.cli import main
from lawdsl.verify import run

verify_systems = run.verify_systems

def patched(systems, sizes, *rest):
    for event in verify_systems(systems, sizes, *rest):
        yield event
        if systems[0].name == "slow" and isinstance(event, run.ClaimResult):
            WORK

run.verify_systems = writer.verify_systems = patched
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
"""
FOREVER = """print("at work", os.getpid(), file=sys.stderr, flush=True)
            while True: time.sleep(0.01)"""

# Where the system has no copies of processes, new ones import everything: both ways must do.
SPAWNING = """
import multiprocessing, sys
from lawdsl.cli import main, workers

workers._context = lambda: multiprocessing.get_context("spawn")
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
"""


def started(*arguments, script=None, cwd=ROOT, stdout=subprocess.PIPE, **extra):
    command = [sys.executable, *([script] if script else ["-m", "lawdsl"]), *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **extra}
    return subprocess.Popen(
        command,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=cwd,
        text=True,
        preexec_fn=attentive,
    )


def attentive():
    """A shell in the background lets its children ignore Ctrl-C; these must not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def finished(*arguments, **options):
    process = started(*arguments, **options)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def timeless(text):
    return re.sub(r" *\d[\d.]* (ms|s)$", "", text, flags=re.MULTILINE)


def without_seconds(value):
    if isinstance(value, dict):
        return {key: without_seconds(item) for key, item in value.items() if key != "seconds"}
    return [without_seconds(item) for item in value] if isinstance(value, list) else value


@pytest.fixture
def four(folder, holds, refuted, broken):
    """Specs that hold, fail, cannot be read and claim nothing, the last three between others."""
    (folder / "nothing.law").write_text(VACUOUS, encoding="utf-8")
    again = (folder / "holds.law").read_text(encoding="utf-8")
    (folder / "zuletzt.law").write_text(again.replace("two_layer", "slow"), encoding="utf-8")
    return folder


def patched(folder, work):
    script = folder / "patched.py"
    script.write_text(PATCHED.replace("WORK", work), encoding="utf-8")
    return script


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_certificates_are_the_same(tmp_path):
    same = tmp_path / "same.law"  # names of files are given in order: these are taken already
    same.write_text((ROOT / SPECS[0]).read_text(encoding="utf-8"), encoding="utf-8")
    again = tmp_path / "again" / same.name
    again.parent.mkdir()
    again.write_text(same.read_text(encoding="utf-8") + WITHOUT_CERTIFICATE, encoding="utf-8")
    runs = []
    for jobs in ("1", "2", "3"):
        folder = tmp_path / jobs
        paths = (*SPECS, "specs/momentum/p04_nonnegative_factorization.law", same, again)
        code, out, err = finished("verify", *paths, "--jobs", jobs, "--certificates", folder)
        runs.append((code, timeless(out), err.replace(f"to {folder}", ""), contents(folder)))
    code, _, err, files = runs[0]
    assert code == 0
    assert "no certificate: fast: initial: too large a number in an exponent\n" in err
    assert f"{len(files)} certificates written" in err
    assert {name for name in files if name.endswith(".2.json")}
    assert runs[1:] == [runs[0]] * 2


@pytest.mark.parametrize("arguments", [("verify", *SPECS), ("verify", "--quiet", "--dim", "n=2", *SPECS)])
def test_the_text_is_the_same(arguments):
    code, out, err = finished(*arguments)
    assert code == 0
    assert out.count("\n") > (0 if "--quiet" in arguments else 30)
    for jobs in ("2", "5"):
        again = finished(*arguments, "--jobs", jobs)
        assert (again[0], timeless(again[1]), again[2]) == (code, timeless(out), err)


@pytest.mark.parametrize(
    "arguments",
    [
        ("verify",),
        ("discover", "--degree", "2", "--dim", "n=2,m=1,r=2"),
        ("discover", "--degree", "2", "--every-width"),
        ("count", "--dim", "n=2,m=1", "--grid", "r=1..3", "--fit"),
    ],
)
def test_the_document_is_the_same_with_errors_in_it(four, arguments):
    verb, *options = arguments
    code, *expected = finished(verb, *options, ".", "--format", "json", cwd=four)
    again, *found = finished(verb, *options, ".", "--format", "json", "--jobs", "3", cwd=four)
    documents = [without_seconds(json.loads(out)) for out, _ in (expected, found)]
    assert (again, documents[1]) == (code, documents[0])
    assert code == 2
    assert "L0101" in {item["code"] for item in documents[0]["diagnostics"]}
    assert expected[1] == found[1] == ""


def test_errors_come_in_order_and_hide_nothing(four):
    code, out, err = finished("verify", ".", "--jobs", "2", cwd=four)
    assert code == 2
    assert [line.split()[0] for line in out.splitlines() if " · " in line] == [
        "two_layer",
        "two_layer",
        "slow",
    ]
    assert re.findall(r"L\d{4}", err) == ["L0101", "L0301"]
    assert (code, timeless(out), err) == (code, *map(timeless, finished("verify", ".", cwd=four)[1:]))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_internal_error_hides_nothing_and_shows_no_traceback(four, jobs):
    renamed = (four / "zuletzt.law").rename(four / "a.law")
    script = patched(four, "raise RuntimeError('out of luck')")
    code, out, err = finished("verify", renamed.name, "holds.law", "--jobs", jobs, script=script, cwd=four)
    assert code == 70
    assert "Traceback" not in err
    assert "out of luck" in err
    assert "slow: balance" in err
    assert "2 proved, 1 error" in out


def test_a_killed_process_is_an_error_of_its_system_only(four):
    script = patched(four, "os.kill(os.getpid(), signal.SIGKILL)")
    (four / "zuletzt.law").rename(four / "a.law")
    code, out, err = finished("verify", "a.law", "holds.law", "--jobs", "2", script=script, cwd=four)
    assert code == 70
    assert "killed by signal 9" in err
    assert "two_layer · holds.law" in out


def test_what_is_found_cannot_be_sent(four):
    """A defect, and no reason for a traceback of another process or for waiting without end."""
    script = patched(four, "yield lambda: None")
    code, _, err = finished("verify", "holds.law", "zuletzt.law", "--jobs", "2", script=script, cwd=four)
    assert (code, "Traceback" in err) == (70, False)


@pytest.mark.parametrize("files", [("zuletzt.law", "holds.law"), ("holds.law", "zuletzt.law")])
def test_ctrl_c_shows_what_was_finished_and_leaves_no_process(four, files):
    script = patched(four, FOREVER)
    process = started("verify", *files, "--jobs", "2", script=script, cwd=four)
    worker = int(process.stderr.readline().split()[-1])
    while "holds" not in (first := process.stdout.readline()) and files[0] == "holds.law":
        assert first
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err == ""
    last = (first + out).splitlines()[-1]
    assert re.match(r"interrupted, [12] proved, ", last)
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_keeps_the_certificates_that_are_there(four, jobs):
    script = patched(four, FOREVER)
    arguments = ("holds.law", "zuletzt.law", "--jobs", jobs, "--certificates", "certificates")
    process = started("verify", *arguments, script=script, cwd=four)
    process.stderr.readline()
    while not list((four / "certificates").glob("holds.*.json")):
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "2 certificates written to certificates\n")
    assert sorted(contents(four / "certificates")) == [
        "holds.two_layer.balance.json",
        "zuletzt.slow.balance.json",
    ]


def test_ctrl_c_in_json_with_jobs(four):
    script = patched(four, FOREVER)
    options = ("--jobs", "2", "--format", "json")
    process = started("verify", "zuletzt.law", "refuted.law", *options, script=script, cwd=four)
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    document = json.loads(out)
    assert (process.returncode, document["interrupted"], document["systems"][0]["name"]) == (
        130,
        True,
        "slow",
    )


def test_output_that_nobody_reads_ends_the_jobs():
    read_end, write_end = os.pipe()
    os.close(read_end)
    code, _, err = finished("verify", *SPECS, "--jobs", "2", stdout=write_end)
    os.close(write_end)
    assert (code, err) == (141, "")


def test_new_processes_find_what_copies_find(tmp_path):
    script = tmp_path / "spawning.py"
    script.write_text(SPAWNING, encoding="utf-8")
    arguments = ("specs/language", "specs/gradient/shared_weights.law", "--format", "json")
    code, out, err = finished("verify", *arguments, "--jobs", "2", script=script)
    assert (code, err) == (0, "")
    expected = finished("verify", *arguments)[1]
    assert without_seconds(json.loads(out)) == without_seconds(json.loads(expected))


@pytest.mark.parametrize(
    ("jobs", "specs", "loaded"),
    [("1", "specs/language", False), ("2", SPECS[0], False), ("2", SPECS[1], True)],
)
def test_processes_are_imported_for_several_jobs_only(jobs, specs, loaded):
    script = (
        "import sys\nfrom lawdsl.cli import main\nmain(sys.argv[1:])\n"
        "print('multiprocessing' in sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", script, "verify", specs, "--jobs", jobs]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=True)
    assert process.stderr.split() == [str(loaded)]


def test_all_cores(four):
    assert finished("verify", "holds.law", "zuletzt.law", "--jobs", "0", cwd=four)[0] == 0


@pytest.mark.parametrize("jobs", ["-1", "two", "1.5", "", "99999"])
def test_what_is_no_number_of_jobs(command, holds, jobs):
    outcome = command("verify", holds, f"--jobs={jobs}")
    assert outcome.code == 2
    assert "no number of processes" in outcome.err
