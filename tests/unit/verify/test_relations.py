"""How dependent laws follow from the others: every relation is checked against the laws by SymPy."""

from __future__ import annotations

import re

import pytest
import sympy

from lawdsl import lang
from lawdsl.diagnostics import Source
from lawdsl.verify.dependences import eliminated, relations, valued_functions
from lawdsl.verify.result import DependenceResult
from lawdsl.verify.run import verify_system

X, Y, A = sympy.symbols("x y a")
STILL = "param x, y\nconst a\nflow { dot(x) = 0  dot(y) = 0 }\n"
TWO_LAYERS = (
    "dim n, m, r\nparam U[n, r], V[m, r]\nmap phi = U @ V.T\nflow gradient\nlaw balance = U.T @ U - V.T @ V\n"
)


def explained(body, **sizes):
    (system,) = lang.load(Source("s.law", f"system s {{\n{body}\n}}"))
    events = verify_system(system, sizes, explain=True)
    return [event for event in events if isinstance(event, DependenceResult)]


def relations_of(body, **sizes):
    (found,) = explained(body, **sizes)
    assert found.remark == ""
    assert found.independent == found.components - len(found.relations)
    return {item.function: item.relation or item.remark for item in found.relations}


def checked(relation, laws):
    """The difference of both sides with the laws put in, which must vanish."""
    left, right = (sympy.sympify(re.sub(r"\[|\]|,", "_", side)) for side in relation.split("="))
    return sympy.expand((left - right).subs(laws))


# Each set of laws in x and y with the constant a, and how the dependent ones follow.
CASES = [
    ({"p": X, "q": Y}, {}),
    ({"p": X + Y, "q": 2 * X + 2 * Y}, {"q": "q = 2*p"}),
    ({"p": 2 * X, "q": 3 * X + 1}, {"q": "2*q = 3*p + 2"}),
    ({"p": X**2, "q": X**3}, {"q": "p**3 - q**2 = 0"}),
    ({"p": X + Y, "q": X * Y, "s": X**3 + Y**3}, {"s": "s = p**3 - 3*p*q"}),
    ({"p": X, "q": A * X**2}, {"q": "q = p**2*a"}),
    ({"p": X**5, "q": X**7}, {"q": "p**7 - q**5 = 0"}),
    ({"p": X / Y, "q": Y / X, "s": X}, {"q": "p*q - 1 = 0"}),
    # The coefficient is larger than what one prime gives back.
    ({"p": X, "q": 123456789 * X**2 + sympy.Rational(1, 1009) * X}, {"q": None}),
]


@pytest.mark.parametrize(("laws", "expected"), CASES)
def test_relations_hold_and_read_well(laws, expected):
    body = STILL + "\n".join(f"law {name} = {value}" for name, value in laws.items())
    found = relations_of(body)
    assert found.keys() == expected.keys()
    for name, relation in found.items():
        assert checked(relation, {sympy.Symbol(law): value for law, value in laws.items()}) == 0
        assert sympy.Symbol(name) in sympy.sympify(relation.replace("=", "-(") + ")").free_symbols
        assert expected[name] in (relation, None)


@pytest.mark.parametrize(("laws", "expected"), CASES[:-2])
def test_elimination_finds_what_linear_algebra_does(monkeypatch, laws, expected):
    monkeypatch.setattr(relations, "MONOMIALS", 0)
    body = STILL + "\n".join(f"law {name} = {value}" for name, value in laws.items())
    found = relations_of(body)
    assert found.keys() == expected.keys()
    for relation in found.values():
        assert checked(relation, {sympy.Symbol(law): value for law, value in laws.items()}) == 0


def test_components_of_a_family():
    assert relations_of(TWO_LAYERS, n=2, m=1, r=3) == {
        "balance[1,0]": "balance[1,0] = balance[0,1]",
        "balance[2,0]": "balance[2,0] = balance[0,2]",
        "balance[2,1]": "balance[2,1] = balance[1,2]",
    }


def test_a_determinant_vanishes_where_the_hidden_layer_is_wide():
    """U^T U - V^T V has rank n + m at most, so its minors beyond are zero."""
    found = relations_of(TWO_LAYERS, n=1, m=1, r=3)
    matrix = sympy.Matrix(3, 3, lambda i, j: sympy.Symbol(f"b{min(i, j)}{max(i, j)}"))
    relation = re.sub(r"balance\[(\d),(\d)\]", r"b\1\2", found["balance[2,2]"])
    left, right = map(sympy.sympify, relation.split("="))
    assert right == 0
    assert sympy.expand(left - matrix.det()) == 0 or sympy.expand(left + matrix.det()) == 0


def test_five_by_five_minors_are_found_by_their_weight():
    found = relations_of(TWO_LAYERS, n=2, m=2, r=5)
    assert len(re.findall(" [+-] ", found["balance[4,4]"])) == 72  # symmetric 5 x 5 determinants: 73 terms
    assert found["balance[4,4]"].endswith(" = 0")


def test_a_constant_family_is_its_value():
    body = STILL + "law p = x\nlaw z = x - x\nlaw c = 7 + y - y\nexpect independent(p, z, c) == 1"
    stated, proved = explained(body)
    assert [item.relation for item in stated.relations] == ["z = 0", "c = 7"]
    assert (proved.text, proved.relations) == ("proved laws p", ())  # a constant is no law


def test_an_exponential_factor_is_the_same_for_all():
    body = (
        "param x, y\nstate v, w\nconst k\nflow { dot(x) = v dot(y) = w dot(v) = -k*v dot(w) = -k*w }\n"
        "law p = exp(k*t)*v\nlaw q = 3*exp(k*t)*v\nlaw s = exp(k*t)*w"
    )
    assert relations_of(body)["q"] == "q = 3*p"


def test_how_far_was_looked_is_said(monkeypatch):
    monkeypatch.setattr(relations, "EFFORT", 60)
    monkeypatch.setattr(relations, "ELIMINATION", 0)
    monkeypatch.setattr(eliminated, "OPERATIONS", 1)
    found = relations_of(STILL + "law p = x**5\nlaw q = x**7")
    assert re.fullmatch(
        r"no polynomial relation of degree <= \d+ with p was found; \d+ of \d+ operations spent", found["q"]
    )


def test_a_relation_that_takes_too_much_to_prove_is_not_claimed(monkeypatch):
    monkeypatch.setattr(valued_functions, "PROOF_PRODUCTS", 3)
    found = relations_of(STILL + "law p = (x + y)**2\nlaw q = (x + y)**3")
    assert "not proved" in found["q"]


ORTHANT = "param x > 0, y > 0\nflow { dot(x) = x  dot(y) = -y }\n"
KEPLER = """
param x, y, u, v
assume x**2 + y**2 > 0
flow {
  dot(x) = u
  dot(y) = v
  dot(u) = -x/(x**2 + y**2)**(3/2)
  dot(v) = -y/(x**2 + y**2)**(3/2)
}
law E = (u**2 + v**2)/2 - 1/sqrt(x**2 + y**2)
law L = x*v - y*u
law A = v*(x*v - y*u) - x/sqrt(x**2 + y**2)
law B = -u*(x*v - y*u) - y/sqrt(x**2 + y**2)
"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (ORTHANT + "law p = log(x*y)\nlaw q = log(x) + log(y) + 1", {"q": "q = p + 1"}),
        (ORTHANT + "law p = sqrt(x*y)\nlaw q = x*y", {"q": "q = p**2"}),
        (ORTHANT + "law p = x*y\nlaw q = 1/(x*y)**(1/3)", {"q": "p*q**3 - 1 = 0"}),
        (ORTHANT + "law p = exp(2*x*y)\nlaw q = exp(3*x*y) - 1", {"q": "p**3 - q**2 - 2*q - 1 = 0"}),
        (ORTHANT + "law p = x*y\nlaw q = exp(2*log(x) + 2*log(y))", {"q": "q = p**2"}),
        (ORTHANT.replace("x > 0", "x < 0") + "law p = x*y\nlaw q = abs(x*y)*y*x", {"q": "q = -p**2"}),
        (KEPLER, {"B": "2*E*L**2 - A**2 - B**2 + 1 = 0"}),
    ],
)
def test_functions_that_are_not_rational(body, expected):
    found = relations_of(body)
    assert found.keys() == expected.keys()
    assert all(expected[name] in (relation, None) for name, relation in found.items())
    assert all(" = " in relation for relation in found.values())


def test_where_no_polynomial_relates_functions_this_is_said():
    found = relations_of(ORTHANT + "law p = x*y\nlaw q = log(x) + log(y)\nlaw s = (x*y)**2 - log(x*y)")
    assert found == {"q": "it depends on p, but by no polynomial", "s": "s = p**2 - q"}


ROTATION = "param x, y, z\nflow { dot(x) = y  dot(y) = -x  dot(z) = 0 }\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("assume x**2 + y**2 - 1 == 0\nlaw p = z*(x**2 + y**2)\nlaw q = z", {"q": "q = p"}),
        ("assume x**2 + y**2 - 1 == 0\nlaw p = z + 1\nlaw q = (x**2 + y**2)*z**2", {"q": None}),
        ("assume z*(x**2 + y**2) == 1\nlaw p = x**2 + y**2\nlaw q = z", {"q": "p*q - 1 = 0"}),
        ("assume z*(x**2 + y**2) == 1\nlaw p = 1/(x**2 + y**2)\nlaw q = z**2", {"q": "q = p**2"}),
        ("assume z**3 == x**2 + y**2\nlaw p = x**2 + y**2\nlaw q = z", {"q": "q**3 - p = 0"}),
        ("assume z == 1\nlaw p = x**2 + y**2\nlaw q = (x**2 + y**2)**2 + z", {"q": "q = p**2 + 1"}),
    ],
)
def test_relations_on_the_set_that_assumptions_leave(body, expected):
    found = relations_of(ROTATION + body)
    assert found.keys() == expected.keys()
    assert all(expected[name] in (relation, None) for name, relation in found.items())
    assert all(" = " in relation for relation in found.values())


def test_what_is_constant_on_a_set_is_its_value():
    body = "assume x**2 + y**2 == 4\nlaw p = z\nlaw c = x**2 + y**2\nexpect independent(p, c) == 1"
    stated, _ = explained(ROTATION + body)
    assert [item.relation for item in stated.relations] == ["c = 4"]


def test_a_relation_holds_on_all_pieces_of_a_set():
    body = "assume x*z == 0\nassume y*z == 0\nlaw p = z\nlaw q = x**2 + y**2\nexpect independent(p, q) == 1"
    stated, _ = explained(ROTATION + body)
    assert [item.relation for item in stated.relations] == ["p*q = 0"]


def test_functions_without_normal_form_on_a_set_are_left_alone():
    body = ROTATION + "assume x**2 + y**2 - 1 == 0\nlaw p = exp(z)\nlaw q = exp(2*z)"
    (found,) = explained(body)
    assert (found.independent, found.relations) == (None, ())
    assert "not rational" in found.remark


def test_without_sizes_a_note_says_why_nothing_is_explained():
    (system,) = lang.load(Source("s.law", f"system s {{\n{TWO_LAYERS}\n}}"))
    *_, result = verify_system(system, {}, explain=True)
    assert result.dependences == ()
    assert any("--dim" in note for note in result.notes)
    *_, result = verify_system(system, {"n": 1, "m": 1, "r": 1}, explain=True)
    assert result.notes == ()


def test_each_question_is_asked_once():
    body = (
        TWO_LAYERS
        + "at n = 1, m = 2, r = 1..2 { expect independent(balance) == r*(r + 1)/2  expect complete }"
    )
    found = explained(body)
    assert [(item.text, item.sizes["r"]) for item in found] == [
        ("independent(balance)", 1),
        ("independent(balance)", 2),
    ]
    assert explained(TWO_LAYERS) == []
