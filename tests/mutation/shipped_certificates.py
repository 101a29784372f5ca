"""Certificates of the shipped specs, which a changed checker should reject: tests for mutation only.

`run.py` writes them once into the folder CERTIFICATES; tests/spec does the same from scratch.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lawdsl.check.claims import check

LONGEST = 8_000
EACH = 4
"""One certificate of so many is enough: those of one spec are alike."""
FOLDER = Path(os.environ.get("CERTIFICATES", "certificates"))
GROUPS: dict[str, list[Path]] = {}
for path in sorted(FOLDER.glob("*.json"))[::EACH]:
    if path.stat().st_size <= LONGEST:
        GROUPS.setdefault(path.name.split(".")[0], []).append(path)


@pytest.mark.parametrize("spec", GROUPS)
def test_the_certificates_of_a_spec_are_accepted(spec):
    for path in GROUPS[spec]:
        check(path.read_text(encoding="ascii"))
