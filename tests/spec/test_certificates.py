"""Every decided claim and every counted expectation of a shipped spec has a certificate that is accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawdsl.certificate.exhibit import Certificate, Missing
from lawdsl.certificate.writer import CertificateFolder, certified
from lawdsl.check.__main__ import main
from lawdsl.lang import load, read
from lawdsl.notation.typed import ExpectVerdict
from lawdsl.verify.result import SystemResult
from lawdsl.verify.verdict import Undecided

SPECS = Path(__file__).parents[2] / "specs"
FILES = sorted(path for path in SPECS.rglob("*.law") if path.relative_to(SPECS).parts[0] != "bad")


def owed(system, result):
    """How many certificates the results of a system call for."""
    decided = [claim for claim in result.claims if not isinstance(claim.verdict, Undecided)]
    by_span = {item.span: item for block in system.blocks for item in block.expectations}
    numbers = [item for item in result.expectations if not isinstance(by_span[item.span], ExpectVerdict)]
    return len(decided) + sum(item.status == "holds" for item in numbers)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SPECS).as_posix())
def test_every_verdict_has_a_certificate(path, tmp_path, capsys):
    systems = load(read(path))
    files = CertificateFolder(tmp_path)
    events = list(certified(systems, {}))
    for event in events:
        if isinstance(event, Certificate | Missing):
            files.keep(event)
    results = [event for event in events if isinstance(event, SystemResult)]
    assert files.missing == []
    wanted = sum(owed(system, result) for system, result in zip(systems, results, strict=True))
    assert files.written == wanted > 0
    assert main(["--spec", str(path), str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith(f"{files.written} claim")
