"""One test for each row of the table that ``--help`` prints."""

import re

import pytest

from lawdsl.cli import INTERRUPTED, OUTPUT_CLOSED
from lawdsl.cli.parser import EXIT_CODES
from lawdsl.verify import run
from lawdsl.verify.claims import Claims
from lawdsl.verify.result import ExitCode
from lawdsl.verify.verdict import Undecided


def test_the_table_lists_every_code():
    listed = {int(code) for code in re.findall(r"^  (\d+) ", EXIT_CODES, re.MULTILINE)}
    assert listed == {*ExitCode, INTERRUPTED, OUTPUT_CLOSED}


def test_help_prints_the_table(command):
    assert EXIT_CODES in command("--help").out
    assert EXIT_CODES in command("verify", "--help").out
    assert command("--help").code == 0


def test_0_when_everything_holds(command, holds):
    assert command("verify", holds).code == 0


def test_1_when_a_claim_is_refuted(command, refuted, holds):
    assert command("verify", refuted).code == 1
    assert command("verify", refuted, holds).code == 1


def test_1_when_an_expectation_fails(command, holds):
    spec = holds.read_text(encoding="utf-8")
    holds.write_text(spec.replace("\n}", "\n  at n = 1, m = 1, r = 1 { expect refuted balance }\n}"), "utf-8")
    assert command("verify", holds).code == 1


def test_0_when_a_refutation_is_expected(command, refuted):
    spec = refuted.read_text(encoding="utf-8")
    expectation = "\n  at n = 1, m = 1, r = 1 { expect refuted balance }\n}"
    refuted.write_text(spec.replace("\n}", expectation), encoding="utf-8")
    assert command("verify", refuted).code == 0


@pytest.mark.parametrize(
    "arguments", [(), ("prove",), ("verify",), ("verify", "--colour", "x"), ("--verify",)]
)
def test_2_for_usage_errors(command, arguments):
    assert command(*arguments).code == 2


def test_2_wins_over_every_verdict(command, broken, refuted, holds):
    assert command("verify", broken, refuted, holds).code == 2


def test_2_when_nothing_is_claimed(command, holds):
    lines = holds.read_text(encoding="utf-8").split("\n")
    holds.write_text("\n".join(line for line in lines if "law" not in line), encoding="utf-8")
    assert command("verify", holds).code == 2


def test_3_when_something_is_undecided(command, holds, monkeypatch):
    monkeypatch.setattr(Claims, "verdict", lambda self, law: Undecided("the budget is spent"))
    outcome = command("verify", holds)
    assert outcome.code == 3
    assert "the budget is spent" in outcome.out


def test_70_for_an_internal_error(command, holds, monkeypatch):
    monkeypatch.setattr(run, "verify_systems", lambda systems, sizes: [][1])
    assert command("verify", holds).code == 70


def test_130_when_interrupted(command, holds, monkeypatch):
    def interrupt(systems, sizes):
        yield run.SystemStarted(systems[0])
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "verify_systems", interrupt)
    assert command("verify", holds).code == 130
