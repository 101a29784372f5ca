"""Every row of the table of optimizers names systems of the shipped specs that count laws."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from lawdsl.lang import load, read
from lawdsl.notation.typed import ExpectComplete, ExpectCount, TypedSystem

ROOT = Path(__file__).parents[2]
ROWS = [
    line
    for line in (ROOT / "docs" / "optimizers.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and "`" in line
]


@pytest.fixture(scope="module")
def systems() -> list[TypedSystem]:
    """All shipped systems that the table may name."""
    folders = ("optimizers", "momentum", "gradient", "language")
    paths = [path for folder in folders for path in sorted((ROOT / "specs" / folder).glob("*.law"))]
    return [system for path in paths for system in load(read(path))]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip()[:40])
def test_a_row_is_counted_by_the_systems_that_it_names(row, systems):
    patterns = re.findall(r"`([^`]+)`", row)
    assert patterns
    for pattern in patterns:
        named = [system for system in systems if fnmatch(system.name, pattern)]
        assert named, pattern
        for system in named:
            expected = [item for block in system.blocks for item in block.expectations]
            assert any(isinstance(item, ExpectCount | ExpectComplete) for item in expected), system.name


def test_the_table_has_rows():
    assert len(ROWS) > 15
