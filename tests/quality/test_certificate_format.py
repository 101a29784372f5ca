"""docs/certificates.md says what the checker reads, and shows certificates that are written and accepted."""

from __future__ import annotations

import ast
import json
import re
import textwrap
from pathlib import Path

import pytest

from lawdsl.check import system as reader
from lawdsl.check.__main__ import main
from lawdsl.check.claims import FORMAT, KINDS, VERSION
from lawdsl.check.modular import PRIMES
from lawdsl.check.reading import MAX_BYTES, MAX_DEPTH, MAX_DIGITS, MAX_WORK
from lawdsl.check.system import FIELDS, RELATIONS
from lawdsl.cli import main as command

DOCUMENT = (Path(__file__).parents[2] / "docs" / "certificates.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```json\n(.*?)```", DOCUMENT, re.DOTALL)
NAMES = re.findall(r"`((?:two_layer|predators|ratios)\.\w+\.[\w-]+\.json)`", DOCUMENT)


def table(heading):
    """The words in the first column of the table whose head begins like this."""
    body = DOCUMENT.split(f"\n| {heading} |")[1].split("\n\n")[0]
    rows = [line.split("|")[1] for line in body.splitlines()[2:]]
    return [word for row in rows for word in re.findall(r"`([^`]+)`", row)]


def matched(function):
    """The words that the cases of a function of `check.system` look for."""
    tree = ast.parse(Path(reader.__file__).read_text(encoding="utf-8"))
    (found,) = (
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == function
    )
    values = [node.value for node in ast.walk(found) if isinstance(node, ast.MatchValue)]
    return sorted({value.value for value in values if isinstance(value, ast.Constant)})


def files():
    """The specs that the document shows."""
    for name, body in re.findall(r"    \$ cat (\S+)\n((?:    (?!\$).*\n)+)", DOCUMENT):
        yield name, textwrap.dedent(body)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The certificates of the specs that the document shows, written as it says."""
    place = tmp_path_factory.mktemp("certificates")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        for name, text in files():
            Path(name).write_text(text, encoding="utf-8", newline="\n")
            Path(name).with_suffix("").mkdir()
            command(["verify", "--quiet", "--certificates", Path(name).stem, name])
    return place


def test_every_head_and_kind_is_described():
    assert sorted(table("head")) == matched("_expression")
    assert sorted(table("kind of flow")) == matched("_flow")
    assert sorted(table("kind")) == sorted(KINDS)
    system = DOCUMENT.split("### The system")[1]
    assert sorted(
        re.findall(r"`(\w+)`", "".join(re.findall(r"^\| ([^|]*) \|", system, re.M)[:12]))
    ) == sorted(FIELDS)


def test_every_kind_of_claim_has_a_section():
    headings = re.findall(r"^### (.*)$", DOCUMENT.split("## The claims")[1], re.M)
    assert sorted({word for heading in headings for word in re.findall(r"`([^`]+)`", heading)} - {"set"}) == (
        sorted(KINDS)
    )


def test_the_document_knows_the_limits():
    assert f'`"{FORMAT}"`, `"{VERSION}"`' in DOCUMENT
    assert all(f'`"{relation}"`' in DOCUMENT for relation in RELATIONS)
    digits = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
    primes = DOCUMENT.split("one of the primes")[1].split("at the point")[0]
    powers = re.findall(r"2([⁰¹²³⁴⁵⁶⁷⁸⁹]+)−1", primes)
    assert [int(power.translate(digits)) for power in powers] == list(PRIMES.values())
    for limit in (MAX_BYTES // 10**6, MAX_DIGITS, MAX_DEPTH, MAX_WORK // 10**6):
        assert re.search(rf"\b{limit:,}\b", DOCUMENT.split("## Sizes")[1])


def test_the_certificates_are_those_of_the_specs(folder):
    assert len(SHOWN) == len(NAMES) == 7
    written = {path.name: json.loads(path.read_text()) for path in folder.rglob("*.json")}
    unclaimed = list(NAMES)
    for text in SHOWN:
        shown = json.loads(text)
        (name,) = (name for name in unclaimed if {key: written[name][key] for key in shown} == shown)
        unclaimed.remove(name)
    assert unclaimed == []


def test_the_certificates_are_accepted_as_the_document_says(folder, capsys):
    assert main([str(folder / "two_layer"), "--spec", str(folder / "two_layer.law")]) == 0
    line = capsys.readouterr().out
    assert DOCUMENT.count(f"    {line}") == 3
    assert main([str(folder)]) == 0
