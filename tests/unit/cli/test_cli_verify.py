"""``lawdsl verify`` in this process."""

import json

import pytest

from lawdsl.cli import loading, recorder, verify
from lawdsl.verify import run


def test_a_file_with_errors_does_not_stop_the_others(command, broken, holds):
    outcome = command("verify", broken, holds)
    assert outcome.err.startswith("error[L01")
    assert "broken.law:6:" in outcome.err
    assert "✓ balance" in outcome.out
    assert "\n1 proved, 1 error, " in outcome.out


def test_a_missing_path(command, folder, holds):
    outcome = command("verify", "gone.law", holds)
    assert outcome.code == 2
    assert outcome.err.startswith("error[L0010]")
    assert "gone.law" in outcome.err
    assert "1 proved" in outcome.out


def test_a_folder_without_specs(command, folder):
    (folder / "empty").mkdir()
    outcome = command("verify", "empty")
    assert outcome.code == 2
    assert outcome.err.startswith("error[L0011]: no specs in the folder `empty`")


def test_json_holds_verdicts_and_diagnostics(command, broken, holds, refuted):
    outcome = command("verify", "--format", "json", broken, holds, refuted)
    found = json.loads(outcome.out)
    assert outcome.err == ""
    assert (outcome.code, found["exit_code"]) == (2, 2)
    assert [claim["verdict"] for system in found["systems"] for claim in system["claims"]] == [
        "proved",
        "refuted",
    ]
    assert found["diagnostics"][0]["labels"][0]["file"] == "broken.law"


def test_the_same_file_twice_is_verified_once(command, folder, holds):
    (folder / "link.law").symlink_to(holds)
    outcome = command("verify", holds, folder / holds, f"./{holds}", "link.law", folder)
    assert outcome.out.count("balance") == 1


def test_quiet(command, holds):
    assert command("verify", "--quiet", holds).out.count("\n") == 1


def test_refutations_can_be_piped_without_colours(command, refuted):
    outcome = command("verify", refuted)
    assert "\x1b" not in outcome.out + outcome.err
    assert "\x1b[" in command("verify", "--color", "always", refuted).out


@pytest.mark.parametrize("dims", [["--dim", "n=2", "--dim", "m=1,r=3"], ["--dim", "n = 2, m = 1, r=3"]])
def test_dimensions_from_the_command_line(command, refuted, dims):
    outcome = command("verify", refuted, *dims)
    assert outcome.code == 1
    assert "n = 2, m = 1, r = 3" in outcome.out


@pytest.mark.parametrize(
    "text", ["n", "n=", "=3", "n=0", "n=-1", "n=1.5", "n=٣", "2=3", "n=3,", "n=9999999999", ""]
)
def test_malformed_dimensions(command, holds, text):
    outcome = command("verify", holds, f"--dim={text}")
    assert outcome.code == 2
    assert outcome.err.startswith("error[L0012]")
    assert outcome.out.startswith("1 error, ")


def test_two_sizes_for_one_dimension(command, holds):
    outcome = command("verify", holds, "--dim", "n=2", "--dim", "n=3")
    assert "`--dim` gives `n` two sizes, 2 and 3" in outcome.err
    assert command("verify", holds, "--dim", "n=2,n=2").code == 0


def test_an_unknown_dimension(command, folder, holds):
    widths = holds.read_text(encoding="utf-8").replace("[n", "[width").replace("dim n", "dim width")
    holds.write_text(widths, encoding="utf-8")
    outcome = command("verify", holds, "--dim", "widht=2")
    assert outcome.code == 2
    assert "error[L0012]: no system has a dimension `widht`" in outcome.err
    assert "did you mean `width`?" in outcome.err
    assert "the symbolic dimensions are `m`, `r`, `width`" in command("verify", holds, "--dim", "q=2").err


def test_a_fixed_dimension_stays_fixed(command, holds):
    holds.write_text(holds.read_text(encoding="utf-8").replace("dim n, m", "dim n = 2, m"), encoding="utf-8")
    assert "the size of `n` is fixed in the spec" in command("verify", holds, "--dim", "n=3").err


def test_a_dimension_needs_one_system_that_has_it(command, folder, holds):
    other = holds.read_text(encoding="utf-8").replace("[n", "[q").replace("dim n", "dim q")
    (folder / "other.law").write_text(other, encoding="utf-8")
    assert command("verify", holds, "other.law", "--dim", "q=2").code == 0


def interrupted_after_a_claim(systems, sizes):
    for event in verify_systems(systems, sizes):
        yield event
        if isinstance(event, recorder.ClaimResult):
            raise KeyboardInterrupt


verify_systems = run.verify_systems


def test_ctrl_c_prints_what_was_decided(command, holds, refuted, monkeypatch):
    monkeypatch.setattr(run, "verify_systems", interrupted_after_a_claim)
    outcome = command("verify", holds, refuted)
    assert "✓ balance" in outcome.out
    assert "\ninterrupted, 1 proved, " in outcome.out
    found = json.loads(command("verify", "--format", "json", holds).out)
    assert (found["interrupted"], found["exit_code"]) == (True, 130)
    assert found["systems"][0]["claims"][0]["verdict"] == "proved"


def test_an_internal_error_is_one_short_message(command, holds, monkeypatch):
    monkeypatch.setattr(verify, "check_names", lambda sizes, systems: {}["what"])
    outcome = command("verify", holds)
    assert outcome.code == 70
    assert outcome.err.startswith("error[L0901]: internal error: KeyError at lawdsl/cli/verify.py:")
    assert "note: the work that it broke off: reading holds.law" in outcome.err
    assert "report" in outcome.err
    assert "Traceback" not in outcome.err
    found = json.loads(command("verify", "--format", "json", holds).out)
    assert (found["exit_code"], found["diagnostics"][0]["code"]) == (70, "L0901")


def test_the_traceback_of_an_internal_error_on_request(command, holds, monkeypatch):
    monkeypatch.setattr(verify, "check_names", lambda sizes, systems: {}["what"])
    monkeypatch.setenv("LAWDSL_TRACEBACK", "1")
    assert "Traceback (most recent call last)" in command("verify", holds).err


def test_an_internal_error_outside_a_run(command, holds, monkeypatch):
    monkeypatch.setattr(loading, "find_specs", None)
    monkeypatch.setattr(loading, "internal_error", None)
    outcome = command("verify", holds)
    assert outcome.code == 70
    assert outcome.err.startswith("error[L0901]: internal error: TypeError at lawdsl/cli/")
