"""What a person reads."""

import io
import re

import pytest

from lawdsl.diagnostics import Diagnostic
from lawdsl.report.text import TextReport, summary
from lawdsl.verify.result import RunResult
from lawdsl.verify.run import Progress, SystemStarted
from lawdsl.verify.verdict import Scope


class Terminal(io.StringIO):
    def isatty(self):
        return True


def shown(made, *parts, quiet=False, notes=(), out=None, err=None, colour="never"):
    """The text of a run over one system with the given claims and expectations."""
    out = out or io.StringIO()
    report = TextReport(out, err or io.StringIO(), colour, quiet)
    report.show(SystemStarted(made.system()))
    for part in parts:
        report.show(Progress("at work"))
        report.show(part)
    result = made.result(*parts, notes=notes)
    report.show(result)
    run = RunResult((result,))
    report.finish(run, run.exit_code(), 0.31)
    return out.getvalue()


def test_a_claim_is_one_line_with_mark_name_verdict_scope_and_time(made):
    first, line, *_ = shown(made, made.proved()).split("\n")
    assert first == "two_layer · specs/two_layer.law"
    assert re.fullmatch(r"  ✓ balance  proved     every n, m, r +0\.4 ms", line)
    assert len(line) == 100


def test_times_end_in_the_same_column(made):
    text = shown(made, made.proved(), made.refuted(), made.expectation("holds"))
    timed = [line for line in text.split("\n") if line.startswith("  ") and re.search("[0-9] m?s$", line)]
    assert len(timed) == 3
    assert {len(line) for line in timed} == {100}


def test_a_counterexample_shows_dimensions_entries_and_the_rate(made):
    text = shown(made, made.refuted())
    assert "✗ flipped  refuted    n = 1, m = 2" in text
    assert "state      U[0,0] = 1, V[0,0] = -3/2, all other entries 0" in text
    assert "cotangent  all entries 0" in text
    assert "constants" not in text
    assert "d/dt flipped[1,0] = 2" in text
    assert "--> specs/two_layer.law:3:7 (lawdsl explain L0401)" in text


def test_a_refutation_that_the_spec_expects_is_no_problem(made):
    text = shown(made, made.refuted(judged=True), made.expectation("holds"))
    assert "d/dt flipped[1,0] = 2" in text
    assert "L0401" not in text
    assert text.endswith("\n1 refuted as expected, 1 expectation holds, 0.31 s\n")


def test_an_undecided_claim_shows_the_reason_and_what_was_spent(made):
    text = shown(made, made.undecided())
    assert re.search(
        r"  \? flipped  undecided .*ms\n      more than 10000 terms\n      spent: 10001 terms\n", text
    )
    assert "L0501" in text


def test_a_grid_is_summarised(made):
    assert "✓ proved balance  n = 1..3, m = 7, r = 1..12 (36 points)" in shown(
        made, made.expectation("holds")
    )


def test_few_points_are_listed(made):
    text = shown(made, made.expectation("holds", points=2))
    assert "✓ proved balance  n = 1, m = 7, r = 1; n = 2, m = 7, r = 1" in text


@pytest.mark.parametrize(("status", "mark", "code"), [("fails", "✗", "L0402"), ("undecided", "?", "L0502")])
def test_an_expectation_that_does_not_hold_shows_detail_and_place(made, status, mark, code):
    text = shown(made, made.expectation(status, "balance is refuted"))
    assert f"{mark} proved balance" in text
    assert "\n      balance is refuted\n" in text
    assert f"--> specs/two_layer.law:4:10 (lawdsl explain {code})" in text


def test_a_proof_at_points_says_which(made):
    scope = Scope(points=({"n": 2, "m": 3},))
    assert "proved     n = 2, m = 3 " in shown(made, made.proved(scope))


def test_notes_are_printed(made):
    assert "  note: 3 points left out\n" in shown(made, made.proved(), notes=("3 points left out",))


def test_a_system_without_claims_says_so(made):
    assert "nothing is claimed here" in shown(made)


def test_quiet_keeps_problems_and_the_summary(made):
    parts = [made.proved(), made.refuted(judged=True), made.expectation("holds")]
    assert shown(made, *parts, quiet=True) == "1 proved, 1 refuted as expected, 1 expectation holds, 0.31 s\n"
    text = shown(made, *parts, made.undecided(), made.expectation("fails"), quiet=True)
    assert [line[:13] for line in text.split("\n") if re.match("  [^ ]", line)] == [
        "  ? flipped  ",
        "  ✗ proved ba",
    ]


def test_every_line_is_written_when_its_event_comes(made):
    out = io.StringIO()
    report = TextReport(out, io.StringIO(), "never")
    report.show(SystemStarted(made.system()))
    report.show(made.proved())
    assert "✓ balance" in out.getvalue()


def test_progress_shows_on_a_terminal_only_and_is_wiped(made):
    pipe, terminal = io.StringIO(), Terminal()
    shown(made, made.proved(), err=pipe)
    shown(made, made.proved(), err=terminal)
    assert pipe.getvalue() == ""
    assert terminal.getvalue().startswith("\rat work")
    assert terminal.getvalue().endswith("\r" + " " * len("at work") + "\r")


def test_progress_never_wraps():
    terminal = Terminal()
    TextReport(io.StringIO(), terminal).show(Progress("名" * 200))
    assert 0 < len(terminal.getvalue()) < 60


def test_colours_appear_when_asked_for_or_on_a_terminal(made, monkeypatch):
    assert "\x1b[" in shown(made, made.proved(), colour="always")
    assert "\x1b[" in shown(made, made.proved(), colour="auto", out=Terminal())
    assert "\x1b[" not in shown(made, made.proved(), colour="auto")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in shown(made, made.proved(), colour="auto", out=Terminal())
    assert "\x1b[" in shown(made, made.proved(), colour="always", out=Terminal())


def test_colours_change_nothing_else(made):
    parts = [made.proved(), made.refuted(), made.expectation("fails", "why")]
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown(made, *parts, colour="always"))
    assert plain == shown(made, *parts)


def test_an_encoding_without_the_glyphs_gets_ascii(made):
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    report = TextReport(out, io.StringIO(), "never")
    report.show(SystemStarted(made.system()))
    for part in (made.proved(), made.refuted(), made.claim("balance", made.undecided().verdict)):
        report.show(part)
    text = raw.getvalue().decode("ascii")
    assert [line[2] for line in text.split("\n") if re.match("  [^ ]", line)] == ["+", "x", "?"]


def test_the_summary_of_a_broken_off_run():
    problem = Diagnostic("L0010", "cannot read")
    assert summary(RunResult((), interrupted=True)) == ["interrupted", "nothing was verified"]
    assert summary(RunResult((), (problem, problem))) == ["2 errors"]
