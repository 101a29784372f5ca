"""What ships: the wheel has the code and the grammar, and nothing else."""

import configparser
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The contents of the wheel, built from a copy so that the checkout stays as it is."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    for name in ("lawdsl", "grammar"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    (built,) = WheelBuilder(str(copy)).build(directory=str(copy / "dist"), versions=["standard"])
    with zipfile.ZipFile(built) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_grammar_ships_as_it_is_in_the_checkout(wheel):
    assert wheel["lawdsl/_grammar/law.lark"] == (ROOT / "grammar" / "law.lark").read_bytes()


def test_every_module_ships_and_nothing_else_does(wheel):
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "lawdsl").rglob("*.py")}
    assert modules <= set(wheel)
    assert {name.partition("/")[0].partition("-")[0] for name in wheel} == {"lawdsl"}


def test_the_command_and_the_license_ship(wheel):
    (points,) = [data for name, data in wheel.items() if name.endswith("entry_points.txt")]
    parsed = configparser.ConfigParser()
    parsed.read_string(points.decode("utf-8"))
    assert parsed["console_scripts"]["lawdsl"] == "lawdsl.cli:main"
    assert any(name.endswith("licenses/LICENSE") for name in wheel)


def test_the_readme_has_the_test_command_that_ci_runs():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert any(re.match(r" *pip install -e .*pytest", line) for line in lines)
