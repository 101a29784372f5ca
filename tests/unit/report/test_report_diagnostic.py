"""Excerpts with carets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdsl.diagnostics import Diagnostic, Label, Severity, Source, Span
from lawdsl.report.diagnostic import render_diagnostic
from lawdsl.report.style import Style

PLAIN = Style()


def label(source, text, remark=""):
    start = source.text.index(text)
    return Label(source, Span(start, start + len(text)), remark)


def rendered(*labels, style=PLAIN, **extra):
    return render_diagnostic(Diagnostic("L0201", "index `i` has two ranges", labels, **extra), style)


def test_a_whole_diagnostic():
    source = Source("a.law", "system a {\n  dim n, m\n  param U[n, m]\n  law h = U[i, i]\n}\n")
    text = rendered(
        label(source, "U[i, i]", "here `i` has both"),
        label(source, "m\n", "one range"),
        notes=("an index has one range",),
        helps=("write two names",),
    )
    assert text.split("\n") == [
        "error[L0201]: index `i` has two ranges",
        " --> a.law:4:11",
        "  |",
        "2 |   dim n, m",
        "  |          - one range",
        "...",
        "4 |   law h = U[i, i]",
        "  |           ^^^^^^^ here `i` has both",
        "  |",
        "  = note: an index has one range",
        "  = help: write two names",
    ]


def test_a_warning_and_its_colour():
    text = render_diagnostic(Diagnostic("L0301", "odd", severity=Severity.WARNING), Style(colour=True))
    assert text.startswith("\x1b[1;33mwarning[L0301]")


def test_two_labels_on_one_line_have_a_row_each():
    source = Source("a.law", "alpha beta")
    lines = rendered(label(source, "beta", "second"), label(source, "alpha", "first")).split("\n")
    assert lines[3:] == ["1 | alpha beta", "  | ----- first", "  |       ^^^^ second"]


def test_labels_in_another_file_name_it():
    one, two = Source("one.law", "alpha"), Source("two.law", "\n\nbeta")
    text = rendered(label(one, "alpha"), label(two, "beta", "declared here"))
    assert " --> one.law:1:1" in text
    assert " ::: two.law:3:1" in text
    assert "3 | beta" in text


def test_a_path_that_could_not_be_read_has_no_excerpt():
    text = rendered(Label(Source("gone.law", ""), Span(0, 0)), helps=("check the path",))
    assert text.endswith("\n --> gone.law\n  = help: check the path")


def test_the_end_of_the_text_gets_one_caret(excerpt):
    source = Source("a.law", "system a {")
    lines = rendered(Label(source, Span(10, 10), "expected `}`")).split("\n")
    assert lines[-2:] == ["1 | system a {", "  |           ^ expected `}`"]


def test_a_span_over_several_lines_marks_the_first(excerpt):
    source = Source("a.law", "one two\nthree")
    assert excerpt(rendered(Label(source, Span(4, 12)))) == "two"


def test_windows_line_ends(excerpt):
    assert excerpt(rendered(label(Source("a.law", "x\r\n  bad\r\n"), "bad"))) == "bad"


@pytest.mark.parametrize("before", ["", "\t\t", "τ = ", "\t τ\t"])
def test_carets_stand_under_the_place(excerpt, before):
    assert excerpt(rendered(label(Source("a.law", f"{before}wrong after"), "wrong"))) == "wrong"


def test_carets_count_the_cells_of_wide_letters():
    lines = rendered(label(Source("a.law", "名前 = 誤り"), "誤り")).split("\n")
    assert lines[-1] == "  | " + " " * 7 + "^^^^"


def test_carets_are_right_where_letters_become_escapes(excerpt):
    text = rendered(label(Source("a.law", "τ = wrong"), "wrong"), style=Style(encoding="ascii"))
    assert text.isascii()
    assert excerpt(text) == "wrong"


def test_a_control_letter_cannot_steer_the_terminal():
    assert "\x1b" not in rendered(label(Source("a\x1b.law", "\x1b[2J bad"), "bad"))


@given(
    before=st.text("aτ名\t", max_size=400),
    after=st.text("aτ名\t", max_size=400),
    size=st.integers(1, 300),
    encoding=st.sampled_from(["utf-8", "ascii"]),
)
def test_long_lines_are_cut_around_the_place(before, after, size, encoding):
    """Wherever the place is, it shows, the carets start under it, and the line fits."""
    source = Source("a.law", f"{before}{'X' * size}{after}")
    style = Style(encoding=encoding, width=80)
    lines = rendered(label(source, "X" * size), style=style).split("\n")
    shown, carets = lines[-2], lines[-1]
    assert style.cells(shown) <= 80
    assert style.cells(carets) <= 80
    assert style.cells(shown[: shown.index("X")]) == carets.index("^")
    assert shown.count("X") == carets.count("^") >= 1


def test_a_line_of_a_megabyte_is_cut(excerpt):
    source = Source("a.law", "a" * 500_000 + "X" + "b" * 500_000)
    text = rendered(label(source, "X"))
    assert excerpt(text) == "X"
    assert len(text) < 400
