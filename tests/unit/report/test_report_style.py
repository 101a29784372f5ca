"""What a stream can show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdsl.report.style import Glyph, Style
from lawdsl.report.wording import duration


@pytest.mark.parametrize(
    ("text", "cells"), [("abc", 3), ("\t", 4), ("τ", 1), ("名前", 4), ("e\u0301", 1), ("\x1b", 4)]
)
def test_cells_count_columns(text, cells):
    assert Style().cells(text) == cells


@given(st.text(), st.sampled_from(["ascii", "latin-1", "cp1252", "utf-8"]))
def test_safe_text_can_be_written_and_steers_no_terminal(text, encoding):
    safe = Style(encoding=encoding).safe(text)
    assert safe.encode(encoding).decode(encoding) == safe
    assert safe.isprintable()


def test_a_glyph_is_one_that_the_encoding_has():
    assert Style(encoding="utf-8").glyph(Glyph.YES) == "✓"
    assert Style(encoding="ascii").glyph(Glyph.YES) == "+"
    assert Style(encoding="latin-1").glyph(Glyph.DOT) == "·"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.00041, "0.4 ms"), (0.0123, "12 ms"), (0.31, "0.31 s"), (1.234, "1.23 s"), (75, "75 s")],
)
def test_durations(seconds, text):
    assert duration(seconds) == text
