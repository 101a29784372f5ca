"""The strategies as a user meets them: the file of tests that the documentation shows, and what it lists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from lawdsl import testing

PAGE = (Path(__file__).parents[3] / "docs" / "testing.md").read_text(encoding="utf-8")


def test_the_file_of_the_documentation_passes_outside_of_the_checkout(tmp_path: Path):
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "test_mine.py").write_text(code, encoding="utf-8")
    command = [sys.executable, "-W", "error", "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_mine.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 passed" in done.stdout


@pytest.mark.parametrize("name", testing.__all__)
def test_everything_that_is_exported_is_documented(name):
    assert getattr(testing, name).__doc__
    assert name in PAGE or name in {"Space", "cross_product", "hamiltonian_field", "tangent_field"}
