"""The verbs ``verify --certificates``, ``check`` and ``export``."""

from __future__ import annotations

import json

import pytest

from lawdsl.cli import main

SPEC = """system linear {
  dim n, m, r  param U[n, r], V[m, r]  map phi = U @ V.T  flow gradient
  law balance = U.T @ U - V.T @ V
  law flipped = U.T @ U + V.T @ V
  expect refuted flipped
  at n = 2, m = 1, r = 2 { expect count == 3  expect complete }
}"""
WITHOUT = """system fast {
  param x  flow { dot(x) = 300*x }
  law initial = x * exp(-300*t) + 1 / (1 + x**2 * exp(-600*t))
}"""


@pytest.fixture
def spec(tmp_path):
    file = tmp_path / "linear.law"
    file.write_text(SPEC)
    return file


@pytest.fixture
def certificates(spec, tmp_path, capsys):
    folder = tmp_path / "new" / "certificates"
    assert main(["verify", str(spec), "--certificates", str(folder)]) == 0
    assert "4 certificates written" in capsys.readouterr().err
    return folder


def test_every_claim_has_a_file_of_its_own(certificates):
    names = sorted(path.name for path in certificates.iterdir())
    parts = ["balance", "expect-complete", "expect-count", "flipped"]
    assert names == [f"linear.linear.{part}.json" for part in parts]


def test_equal_runs_write_equal_files(spec, certificates, tmp_path):
    again = tmp_path / "again"
    assert main(["verify", str(spec), "--certificates", str(again)]) == 0
    for path in certificates.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes()


def test_checking_counts_the_claims(certificates, spec, capsys):
    assert main(["check", str(certificates), "--spec", str(spec)]) == 0
    assert capsys.readouterr().out == (
        "4 claims checked: 1 complete, 1 count, 1 law, 1 refuted; 0 certificates rejected\n"
    )


def test_checking_finds_the_changed_one(certificates, capsys):
    path = certificates / "linear.linear.balance.json"
    content = json.loads(path.read_text())
    content["name"] = "other"
    path.write_text(json.dumps(content, sort_keys=True, separators=(",", ":")) + "\n")
    assert main(["check", str(certificates)]) == 1
    out, err = capsys.readouterr()
    assert "seal" in err
    assert "L0601" in err
    assert out.startswith("3 claims checked")


def test_a_changed_spec_has_other_certificates(certificates, spec, capsys):
    spec.write_text(SPEC + "\n# a remark\n")
    assert main(["check", str(certificates), "--spec", str(spec)]) == 1
    assert capsys.readouterr().err.count("another spec") == 4


def test_nothing_to_check(tmp_path, capsys):
    assert main(["check", str(tmp_path)]) == 2
    assert main(["check", str(tmp_path / "none.json")]) == 2
    assert main(["check", str(tmp_path), "--spec", str(tmp_path / "none.law")]) == 2
    assert capsys.readouterr().err.count("L0602") == 3


def test_a_verdict_without_a_certificate_is_listed(tmp_path, capsys):
    file = tmp_path / "fast.law"
    file.write_text(WITHOUT)
    main(["verify", str(file), "--certificates", str(tmp_path)])
    err = capsys.readouterr().err
    assert "no certificate: fast: initial: too large a number in an exponent" in err
    assert "0 certificates written" in err


def test_a_folder_that_cannot_be_made(spec, capsys):
    assert main(["verify", str(spec), "--certificates", str(spec / "inside")]) == 2
    assert "L0603" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_ends_the_run(spec, tmp_path, capsys):
    folder = tmp_path / "certificates"
    (folder / "linear.linear.flipped.json" / "inside").mkdir(parents=True)
    other = tmp_path / "second.law"
    other.write_text(SPEC.replace("system linear", "system second"))
    for jobs in ("1", "2"):
        arguments = ["verify", str(spec), str(other), "--certificates", str(folder), "--jobs", jobs]
        assert main(arguments) == 2
        out, err = capsys.readouterr()
        assert err.count("error[L0603]: cannot write certificates to") == 1
        assert "1 certificate written" in err
        assert "balance" in out


def test_an_exported_theorem_speaks_of_every_component(certificates, tmp_path, capsys):
    law = str(certificates / "linear.linear.balance.json")
    assert main(["export", "--rocq", law, "--dim", "n=1", "--dim", "m=3"]) == 0
    text = capsys.readouterr().out
    assert "n = 1, m = 3, r = 2" in text
    file = tmp_path / "balance.v"
    assert main(["export", "--rocq", law, "--output", str(file)]) == 0
    assert file.read_text(encoding="utf-8").count("'stays : forall p, value p (along rates") == 4


def test_what_cannot_be_exported(certificates, tmp_path, capsys):
    assert main(["export", "--rocq", str(certificates / "linear.linear.flipped.json")]) == 2
    assert main(["export", "--rocq", str(tmp_path / "none.json")]) == 2
    law = certificates / "linear.linear.balance.json"
    file = tmp_path / "never.v"
    for sizes in ("n=40,m=40,r=40", "n=0", "k=2"):
        assert main(["export", "--rocq", str(law), "--dim", sizes, "--output", str(file)]) == 2
    assert not file.exists()
    law.write_text(law.read_text().replace('"-1"', '"1"'))
    assert main(["export", "--rocq", str(law)]) == 1
    err = capsys.readouterr().err
    assert [code for code in ("L0604", "L0602", "L0601") if code not in err] == []
