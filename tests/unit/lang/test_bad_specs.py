"""Every code that a spec can raise has a file that raises it, and the catalogue explains them all."""

import re
from pathlib import Path

import pytest

import lawdsl
from lawdsl.diagnostics import Source, SpecError
from lawdsl.diagnostics.codes import CODES
from lawdsl.lang import load, read
from lawdsl.verify.run import verify_system

BAD = Path(__file__).parents[3] / "specs" / "bad"
FILES = sorted(BAD.glob("*.law"))
ELSEWHERE = {"L0008", "L0009", "L0010", "L0011", "L0012", "L0901"}
FRONT_END = {code for code in CODES if code < "L04"} - ELSEWHERE


def refusal(source: Source) -> SpecError:
    """What is wrong with a spec, found by loading it or, if that succeeds, by verifying it."""
    with pytest.raises(SpecError) as caught:
        verify_everything(source)
    return caught.value


def verify_everything(source: Source) -> None:
    for system in load(source):
        list(verify_system(system, {}))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bad_spec_raises_its_code_and_no_other(path: Path) -> None:
    assert {item.code for item in refusal(read(path)).diagnostics} == {path.stem.split("_")[0]}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_diagnostic_points_into_its_source(path: Path) -> None:
    source = read(path)
    for diagnostic in refusal(source).diagnostics:
        assert diagnostic.labels
        for label in diagnostic.labels:
            assert label.source == source
            assert 0 <= label.span.start <= label.span.end <= len(source.text)


def test_each_code_of_the_front_end_has_exactly_one_file() -> None:
    assert sorted(path.stem.split("_")[0] for path in FILES) == sorted(FRONT_END)


def test_the_catalogue_is_sorted_and_explains_every_code() -> None:
    assert list(CODES) == sorted(CODES)
    for code, entry in CODES.items():
        assert entry.code == code
        assert entry.title
        assert len(entry.explanation) > 40


def test_every_code_that_is_named_is_in_the_catalogue() -> None:
    sources = Path(lawdsl.__file__).parent.rglob("*.py")
    named = {code for path in sources for code in re.findall(r'"(L\d{4})"', path.read_text("utf-8"))}
    assert named == set(CODES)
