"""The checker is the standard library and nothing else: no part of the prover can make it accept."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lawdsl.certificate.evidence import Certifier
from lawdsl.check.claims import KINDS
from lawdsl.check.reading import canonical
from lawdsl.lang import load
from lawdsl.lang.read import Source

FOLDER = Path(__file__).parents[2] / "lawdsl" / "check"
MODULES = sorted(FOLDER.glob("*.py"))
SPEC = """system linear {
  dim n, m, r  param U[n, r], V[m, r]  map phi = U @ V.T  flow gradient
  law balance = U.T @ U - V.T @ V
}"""


def imported(tree):
    """The names of modules that a module imports, relative ones with their dots."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_imports_are_of_the_standard_library_or_of_the_folder(path):
    own = {f".{module.stem}" for module in MODULES} | {f"check.{module.stem}" for module in MODULES}
    for name in imported(ast.parse(path.read_text(encoding="utf-8"))):
        assert name in own or name.split(".")[0] in sys.stdlib_module_names, name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_there_is_no_assert_and_no_float(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not isinstance(node, ast.Assert)
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float))
        assert not (isinstance(node, ast.Name) and node.id in ("float", "eval", "exec", "compile"))


def test_what_checks_a_claim_names_its_theorem():
    for kind, method in KINDS.items():
        assert re.search(r"\bM(ATH (M|section )?)?\d", method.__doc__), kind


def test_a_copy_of_the_folder_runs_in_isolation(tmp_path):
    (system,) = load(Source("linear.law", SPEC))
    certificate = tmp_path / "linear.json"
    certifier = Certifier(system, {})
    text = canonical(certifier.claim("balance", certifier.claims.verdict("balance")))
    certificate.write_text(text, encoding="ascii")
    shutil.copytree(FOLDER, tmp_path / "copy" / "check", ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-I", "-S", str(tmp_path / "copy" / "check")]
    ran = subprocess.run([*command, str(certificate)], capture_output=True, text=True, cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "1 claim checked: 1 law; 0 certificates rejected\n"
    certificate.write_text(text.replace('"-1"', '"1"'), encoding="ascii")
    ran = subprocess.run([*command, str(certificate)], capture_output=True, text=True, cwd=tmp_path)
    assert ran.returncode == 1
    assert "L0601" in ran.stderr
    assert ran.stdout == "0 claims checked; 1 certificate rejected\n"
