"""What exported theorems state. That Rocq accepts them is what `.ci/run` tries."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from lawdsl.cli import main
from lawdsl.rocq.export import rocq
from lawdsl.rocq.expressions import ExportError
from lawdsl.rocq.names import name_of
from lawdsl.rocq.theorems import LIBRARY


@pytest.fixture
def exported(tmp_path, capsys):
    """The file of a law, from the text of a spec, without the library."""

    def export(text, claim, **sizes):
        spec = tmp_path / "spec.law"
        spec.write_text(text)
        assert main(["verify", str(spec), "--certificates", str(tmp_path)]) == 0
        capsys.readouterr()
        theory = rocq((tmp_path / f"spec.{claim}.json").read_text(), sizes)
        return theory[theory.index("Definition x'") :]

    return export


def hypotheses(theory, theorem):
    """What a theorem assumes at a point, and what it states."""
    statement = re.search(rf"Theorem {re.escape(theorem)} : forall (?:p|c t),(.*?)\.\n", theory, re.DOTALL)
    *assumed, stated = [part.strip() for part in statement[1].split("->")]
    return assumed, stated


def test_a_polynomial_law_assumes_nothing(exported):
    theory = exported(
        "system plane { param x, y  flow { dot(x) = y/2  dot(y) = -x/2 }  law circle = (x**2 + y**2)/3 }",
        "plane.circle",
    )
    law = "x'law'circle"
    assert hypotheses(theory, f"{law}'stays") == ([], f"value p (along rates {law}) = 0")
    assumed, stated = hypotheses(theory, f"{law}'conserved")
    assert assumed == [f"follows rates c t {law}"]
    assert stated == f"derivable_pt_lim (fun s => value (c s) {law}) t 0"


def test_what_has_no_value_everywhere_is_assumed_to_have_one(exported):
    text = """system hill {
      param x, y  flow { dot(x) = FLOW*y  dot(y) = -FLOW*x }
      law plain = x**2 + y**2
      law root = sqrt(x**2 + y**2)
    }"""
    flow, law = "Forall (defined p) flow", "defined p x'law'root"
    for speed, names, expected in (
        ("1", "plain", []),
        ("1", "root", [law]),
        ("1/x", "plain", [flow]),
        ("1/x", "root", [flow, law]),
    ):
        theory = exported(text.replace("FLOW", speed), f"hill.{names}")
        assert hypotheses(theory, f"x'law'{names}'stays")[0] == expected


def test_signs_are_read_off_the_domain_where_a_sign_occurs(exported):
    text = """system orthant {
      const a  param u > 0, v < 0, w  map phi = u*v*w  flow sign
      law balance = abs(u) - abs(v)
    }"""
    theory = exported(text, "orthant.balance")
    assert "Definition signs_on_domain : domain := [(0%nat, true); (1%nat, false)]." in theory
    assert hypotheses(theory, "x'law'balance'stays")[0] == [
        "inside p signs_on_domain",
        "Forall (defined p) flow",
        "defined p x'law'balance",
    ]
    theory = exported(
        text.replace("flow sign", "flow gradient").replace("abs(u) - abs(v)", "u**2 - v**2"),
        "orthant.balance",
    )
    assert "signs_on_domain : domain := []." in theory
    assert hypotheses(theory, "x'law'balance'stays")[0] == []


def test_roots_and_functions_are_written_as_such(exported):
    theory = exported(
        "system fall { param x > 0, y > 0  flow { dot(x) = -x**(1/3)  dot(y) = -y }"
        "  law clock = x**(2/3) + 2*t/3 + log(y * exp(t)) }",
        "fall.clock",
    )
    assert "Definition x'rate'x := (Mul (Const (-1)) (Root 3 x'x))." in theory
    assert "(power (Root 3 x'x) 2)" in theory
    assert "(Log (Mul x'y (Exp x't)))" in theory


def test_a_law_on_a_set_is_a_combination_of_its_equations(exported):
    theory = exported(
        "system plane { param x, y, equation[1]  const a"
        " flow { dot(x) = x*y  dot(y) = a*equation[0] + x  dot(equation)[i] = -a*y }"
        " assume x == 0  law radius = y**2 + equation[0]**2 }",
        "plane.radius",
    )
    equation, law = "x'equation'e0", "x'law'radius"
    assert f"Definition {equation} := x'x." in theory
    combination = f"combined [((total [(Mul (Const (2)) x'y)]), {equation})]"
    assert f"Definition {law}'combination := {combination}." in theory
    zero = f"value p {equation} = 0"
    assert hypotheses(theory, f"{law}'stays") == ([zero], f"value p (along rates {law}) = 0")


def test_a_determinant_is_multiplied_out(exported):
    theory = exported(
        "system volume { dim n  param A[n, n]  map phi = A[0, 0]"
        " flow { dot(A)[i, j] = grad(A)[0, 0] * (A[i, j] - 2 * delta[i, 1] * A[1, j]) }"
        " law volume = det(A)  at n = 2 { expect proved volume } }",
        "volume.volume",
    )
    minor = "(total [Mul (Const (1)) (Mul x'A'1'1 (Const 1))])"
    assert f"Definition x'law'volume := (total [Mul (Const (1)) (Mul x'A'0'0 {minor});" in theory


LINEAR = """system linear { dim n, m  param U[n, m], V[n, m]  map phi = (U @ V.T)POWER
  flow gradient  law balance = U.T @ U - V.T @ V }"""


DIAGONAL = """system diagonal { dim n  param u[n], v[n]  map phi[i] = u[i] * v[i] + u[i]**3 * v[i]**3
  flow gradient  law balance[i] = u[i]**2 - v[i]**2 }"""


def test_what_is_too_much_is_not_written(exported):
    matrices = LINEAR.replace("POWER", "")
    assert exported(matrices, "linear.balance", n=3, m=1)
    with pytest.raises(ExportError, match="more than 20000 operations are to be written"):
        exported(matrices, "linear.balance", n=20, m=20)
    with pytest.raises(ExportError, match="in 1000 coordinates are too many"):
        exported(DIAGONAL, "diagonal.balance", n=500)
    power = LINEAR.replace("POWER", "").replace("(U @ V.T)", "trace(U @ V.T)**40")
    with pytest.raises(ExportError, match="takes more than 100000000 operations"):
        exported(power, "linear.balance", n=3, m=3)
    with pytest.raises(ExportError, match="no dimension k"):
        exported(matrices, "linear.balance", k=3)


def test_names_differ_where_those_of_the_spec_do():
    greek = chr(0x391)
    named = [
        name_of("a" + greek), name_of("a", (391,)), name_of("map u391"), name_of("map" + greek),
        name_of("a"), name_of("map a"), name_of("dot(a)"), name_of("a_"), name_of("a", (3, 91)),
    ]  # fmt: skip
    assert len(set(named)) == len(named)
    assert all(re.fullmatch(r"x[\w']+", name, re.ASCII) for name in named)


def test_the_library_proves_everything_it_says():
    folder = files("lawdsl.rocq")
    assert {item.name for item in folder.iterdir() if item.name.endswith(".v")} == set(LIBRARY)
    for name in LIBRARY:
        text = re.sub(r"\(\*.*?\*\)", "", folder.joinpath(name).read_text(encoding="utf-8"), flags=re.DOTALL)
        words = re.findall(r"\b\w+\b", text)
        assert not {
            "Axiom",
            "Axioms",
            "Parameter",
            "Parameters",
            "Conjecture",
            "Admitted",
            "admit",
            "Unset",
        } & set(words)
        assert words.count("Proof") == words.count("Qed") > 0
        assert all(len(line) <= 110 for line in text.splitlines())
