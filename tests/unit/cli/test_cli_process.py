"""What only a process of its own shows: signals, pipes, encodings, imports."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-m", "lawdsl"]

ONE_CLAIM_THEN_WORK = """
import sys, time
from lawdsl.cli import main
from lawdsl.verify import run

verify_systems = run.verify_systems

def work_without_end(systems, sizes):
    for event in verify_systems(systems, sizes):
        yield event
        if isinstance(event, run.ClaimResult):
            print("at work", file=sys.stderr, flush=True)
            while True:
                time.sleep(0.01)

run.verify_systems = work_without_end
sys.exit(main(sys.argv[1:]))
"""


def environment(**extra):
    return {**os.environ, "PYTHONPATH": str(ROOT), **extra}


def started(*arguments, script=None, **extra):
    command = [sys.executable, "-c", script] if script else COMMAND
    return subprocess.Popen(
        [*command, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(**extra),
        # A shell in the background lets its children ignore Ctrl-C; these must not.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def interrupted(*arguments):
    process = started("verify", *arguments, script=ONE_CLAIM_THEN_WORK)
    assert process.stderr.readline() == b"at work\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert b"Traceback" not in err
    return process.returncode, out.decode("utf-8")


def test_ctrl_c_in_text(holds):
    code, out = interrupted(holds)
    assert code == 130
    assert "every n, m, r" in out
    assert out.splitlines()[-1].startswith("interrupted, 1 proved, ")


def test_ctrl_c_in_json(holds):
    code, out = interrupted(holds, "--format", "json")
    found = json.loads(out)
    assert (code, found["interrupted"], found["summary"]["proved"]) == (130, True, 1)


def test_a_claim_reaches_a_pipe_before_the_run_ends(holds):
    process = started("verify", holds, script=ONE_CLAIM_THEN_WORK)
    lines = [process.stdout.readline(), process.stdout.readline()]
    process.kill()
    process.communicate()
    assert b"balance" in lines[1]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_poor_encodings(folder, holds, encoding):
    greek = holds.read_text(encoding="utf-8").replace("balance", "γλώσσα") + "# τέλος\nsystem ω { dim ν }"
    holds.write_text(greek, encoding="utf-8")
    process = started("verify", holds, PYTHONIOENCODING=encoding)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert (out + err).isascii()
    assert b"internal" not in err


def test_output_that_nobody_reads_ends_in_silence(holds):
    read_end, write_end = os.pipe()
    os.close(read_end)
    process = subprocess.run(
        [*COMMAND, "verify", str(holds)],
        stdout=write_end,
        stderr=subprocess.PIPE,
        env=environment(),
        check=False,
    )
    os.close(write_end)
    assert process.returncode == 141
    assert process.stderr == b""


def test_help_imports_nothing_heavy():
    script = (
        "import sys\nfrom lawdsl.cli import main\nmain(['--help'])\n"
        "print(*(name for name in sys.modules if not name.startswith('_')), file=sys.stderr)"
    )
    process = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment(), check=True
    )
    loaded = {name.partition(".")[0] for name in process.stderr.split()}
    heavy = {"sympy", "lark", "numpy", "networkx", "flint", "opt_einsum", "fractions", "importlib_metadata"}
    assert "lawdsl" in loaded
    assert not loaded & heavy


def test_verifying_for_every_width_imports_no_arithmetic_library(holds):
    """A run without concrete dimensions needs the parser and the standard library only."""
    script = (
        "import sys\nfrom lawdsl.cli import main\nmain(sys.argv[1:])\n"
        "print(*(name for name in sys.modules if not name.startswith('_')), file=sys.stderr)"
    )
    process = subprocess.run(
        [sys.executable, "-c", script, "verify", str(holds)],
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
    )
    loaded = {name.partition(".")[0] for name in process.stderr.split()}
    assert "every n, m, r" in process.stdout
    assert not loaded & {"sympy", "numpy", "networkx", "flint", "opt_einsum", "importlib_metadata"}
