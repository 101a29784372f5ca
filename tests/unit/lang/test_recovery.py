"""Every error of a text in one run, each at its place, and no error that is not there."""

import pytest

from lawdsl.diagnostics import Diagnostic, Source, SpecError
from lawdsl.lang import load

BODY = """system a {{
  dim n, r
  param U[n,r], u, v
  map phi = u * v
  flow gradient
  law good = u**2 - v**2
{}
}}
"""


def errors(text: str) -> list[Diagnostic]:
    with pytest.raises(SpecError) as caught:
        load(Source("example.law", text))
    return caught.value.diagnostics


def places(text: str) -> list[tuple[str, str]]:
    """The code of each error with the text that it points at."""
    found = [(item.code, item.labels[0].span) for item in errors(text)]
    return [(code, text[span.start : span.end]) for code, span in found]


def test_syntax_and_name_errors_come_together_in_the_order_of_the_text() -> None:
    text = BODY.format("  law a = u +\n  law b = w\n  law c = (u\n  law d = U[0,0,0]")
    assert [code for code, _ in places(text)] == ["L0001", "L0101", "L0002", "L0203"]


def test_a_broken_declaration_declares_its_names() -> None:
    text = BODY.format("  param z[, y\n  let g = $\n  law a = z + y * g\n  expect proved a")
    assert [code for code, _ in places(text)] == ["L0001", "L0003"]


def test_a_broken_law_can_be_expected() -> None:
    assert places(BODY.format("  law a = u +\n  expect proved a")) == [("L0001", "")]


def test_two_errors_in_one_expression() -> None:
    assert places(BODY.format("  law a = foo(u) + w")) == [("L0106", "foo"), ("L0101", "w")]


def test_a_wrong_name_is_reported_once() -> None:
    assert places(BODY.format("  let g = w\n  law a = g + g\n  law b = 2 * a2")) == [
        ("L0101", "w"),
        ("L0101", "a2"),
    ]


def test_an_unclosed_bracket_shows_where_it_opened() -> None:
    text = BODY.format("  law a = (u + v")
    (error,) = errors(text)
    assert error.code == "L0002"
    assert text[error.labels[1].span.start] == "("


def test_a_missing_brace_of_an_at_block_is_found_there() -> None:
    text = BODY.format("  at n = 2, r = 2 {\n  expect complete\n  law a = u")
    found = errors(text)
    assert [item.code for item in found] == ["L0002"]
    assert text[: found[0].labels[1].span.start].endswith("r = 2 ")


def test_a_missing_last_brace() -> None:
    text = BODY.format("").rstrip()[:-1]
    assert [code for code, _ in places(text)] == ["L0002"]


def test_a_block_over_a_broken_dimension_is_not_judged() -> None:
    text = "system a { dim n = 1.5 param x map x flow gradient law b = x at n = 2 { expect complete } }"
    assert [code for code, _ in places(text)] == ["L0206"]


def test_the_next_system_is_still_read() -> None:
    text = BODY.format("  law a = u +") + "system b { param x  map x  flow gradient  law c = y }"
    assert places(text) == [("L0001", ""), ("L0101", "y")]


@pytest.mark.parametrize(
    ("statement", "advice"),
    [
        ("parm w", "did you mean `param`?"),
        ("law a = u^2", "write `**`, as in `x**2`"),
        ("law a = 2 u", "a product is written `2 * u`"),
        ("law metric = u", "`metric` is a word of the language; choose another name"),
        ("law a == u", "a definition is written with one `=`"),
        ("expect proved godo", "did you mean `good`?"),
        ("law a = norm(U)", "the functions are"),
        ("law a[k] = U[i,k]", "sum over it with `sum(i) ...`"),
        ("expect complete", "write it in a block: `at n = 2, r = 2 { ... }`"),
        ("law a = w", "declared here so far: `n`, `r`, `U`, `u`, `v`"),
    ],
)
def test_the_help_says_what_to_write(statement: str, advice: str) -> None:
    (error,) = errors(BODY.format("  " + statement))
    assert any(advice in text for text in error.helps)


@pytest.mark.parametrize(
    "statement",
    [
        "law a = ",
        "law = u",
        "let",
        "at { expect complete }",
        "expect",
        "metric",
        "param",
        "law a = u v",
    ],
)
def test_unfinished_statements_are_one_syntax_error(statement: str) -> None:
    codes = {item.code for item in errors(BODY.format("  " + statement))}
    assert codes in ({"L0001"}, {"L0002"})


def test_statements_outside_a_system() -> None:
    assert places("param x") == [("L0013", "param x")]
    assert places("hello")[0][0] == "L0001"


@pytest.mark.parametrize(
    "expression",
    [
        "(" * 10_000 + "u" + ")" * 10_000,
        "-" * 10_000 + "u",
        "u" + ".T" * 10_000,
        "f(" * 5_000 + "u" + ")" * 5_000,
        "u" + "**2" * 5_000,
        "u" + "[0]" * 5_000,
    ],
    ids=["parentheses", "signs", "transposes", "calls", "powers", "subscripts"],
)
def test_deep_nesting_is_a_diagnostic(expression: str) -> None:
    assert [code for code, _ in places(BODY.format(f"  law a = {expression}"))] == ["L0005"]


def test_unbalanced_deep_nesting_is_a_diagnostic() -> None:
    assert [code for code, _ in places(BODY.format("  law a = " + "(" * 10_000))] == ["L0002"]


@pytest.mark.parametrize("operator", [" + ", " - ", " * "])
def test_long_sums_and_products_do_not_nest(operator: str) -> None:
    (system,) = load(Source("example.law", BODY.format("  law a = " + operator.join(["u"] * 5_000))))
    assert system.laws[1].name == "a"


def test_abbreviations_cannot_blow_up() -> None:
    doubling = "\n".join(f"  let a{step + 1} = a{step} + a{step}" for step in range(200))
    chain = "\n".join(f"  let b{step + 1} = -b{step}" for step in range(1000))
    text = BODY.format(f"  let a0 = u\n{doubling}\n  let b0 = u\n{chain}\n  law big = a200 + b1000")
    assert [code for code, _ in places(text)] == ["L0314", "L0314"]


def test_greek_letters_are_letters() -> None:
    (system,) = load(
        Source("example.law", "system σ { param θ, φ  map θ*φ  flow gradient  law μ = θ**2 - φ**2 }")
    )
    assert [tensor.name for tensor in system.parameters] == ["θ", "φ"]


def test_a_name_may_be_used_in_another_normal_form() -> None:
    composed, decomposed = "\u00e9", "e\u0301"
    text = f"system a {{ param {composed}  map {composed}  flow gradient  law b = {decomposed} }}"
    assert load(Source("example.law", text))


def test_a_name_that_differs_only_in_normal_form_is_no_second_name() -> None:
    text = "system a { param \u00e9, e\u0301  map 1  flow gradient  law b = \u00e9 }"
    assert [code for code, _ in places(text)] == ["L0105"]


def test_keywords_may_start_names() -> None:
    text = (
        "system a { param lawful, atom, summand, t1  map lawful*atom  flow gradient  law b = summand + t1 }"
    )
    assert load(Source("example.law", text))


@pytest.mark.parametrize(
    ("statement", "code", "question"),
    [
        ("metric euclidian", "L0316", "euclidean"),
        ("metric x: mirrow(entropy)", "L0316", "mirror"),
        ("expect provd a", "L0318", "proved"),
        ("expect cuont == 1", "L0318", "count"),
        ("law b = x^2\n  laww c = x", "L0007", "law"),
        ("law b = (x\n  expct proved a", "L0007", "expect"),
    ],
)
def test_a_word_that_is_nearly_right_is_suggested(statement: str, code: str, question: str) -> None:
    text = f"system s {{\n  param x\n  map x\n  flow gradient\n  law a = x\n  {statement}\n}}"
    with pytest.raises(SpecError) as caught:
        load(Source("near.law", text))
    helps = {item.code: item.helps for item in caught.value.diagnostics}
    assert helps[code] == (f"did you mean `{question}`?",)


def test_a_flow_that_is_nearly_right_is_suggested() -> None:
    with pytest.raises(SpecError) as caught:
        load(Source("near.law", "system s { param x map x flow gradent law a = x }"))
    assert caught.value.diagnostics[0].helps == ("did you mean `gradient`?",)
