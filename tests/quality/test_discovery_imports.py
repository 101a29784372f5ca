"""Searches for every dimension need neither NumPy nor FLINT."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SPEC = """system linear {
  dim n, m, r  param U[n, r], V[m, r]  map phi = U @ V.T  flow gradient  law balance = U.T @ U - V.T @ V
}"""

PROGRAM = """
import sys
from lawdsl.cli import main
assert main(["discover", sys.argv[1], "--degree", "2", "--every-width"]) == 0
assert not {"numpy", "flint", "opt_einsum"} & set(sys.modules)
"""


def test_every_width_imports_no_numbers(tmp_path: Path) -> None:
    file = tmp_path / "linear.law"
    file.write_text(SPEC)
    root = Path(__file__).parents[2]
    ran = subprocess.run([sys.executable, "-c", PROGRAM, str(file)], cwd=root, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
