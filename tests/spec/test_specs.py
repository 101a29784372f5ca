"""The shipped specs say of themselves what holds, and every row that the project answers for has one."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from lawdsl.lang import load, read
from lawdsl.notation.typed import ExpectCount, ExpectVerdict
from lawdsl.verify.result import ExitCode, SystemResult
from lawdsl.verify.run import verify_systems
from lawdsl.verify.verdict import Proved, Refuted

SPECS = Path(__file__).parents[2] / "specs"
FILES = {
    path.relative_to(SPECS).as_posix(): path
    for path in sorted(SPECS.rglob("*.law"))
    if path.relative_to(SPECS).parts[0] != "bad"
}
LANGUAGE = {"gradient/linear_two_layer.law", *(name for name in FILES if name.startswith("language/"))}
"""Examples of the language page: they stand here word for word, with or without a near miss."""
ROWS = [
    "g01_product_of_scalars",
    "g02_hidden_linear_neuron",
    "g03_linear_two_layer",
    "g04_deep_linear_three",
    "g04_deep_linear_four",
    "g05_relu_two_layer",
    "g06_relu_two_layer_bias",
    "g07_deep_relu_three",
    "g07_deep_relu_four",
    "g08_convolution_two_layer",
    "g09_residual",
    "g10_attention_head",
    "g11_attention_heads",
    "g12_softmax_layer",
    "g13_one_output",
    "g14_homogeneous_activation_2",
    "g14_homogeneous_activation_3",
    "g15_swiglu",
    "g16_rotary_attention",
    "g17_cp_factorization",
    "g18_lora",
    "g19_scale_invariant",
    "m01_nonnegative_factorization",
    "m02_input_convex",
    "m03_mixed_metric",
    "m04_natural_gradient",
    "m05_sign_flow",
    "p01_linear_two_layer",
    "p01_nesterov",
    "p02_deep_linear",
    "p03_relu",
    "p04_nonnegative_factorization",
    "p05_input_convex",
    "p06_conservation_loss",
]
"""Systems with published answers."""


def results_of(path):
    events = verify_systems(load(read(path)), {})
    return [event for event in events if isinstance(event, SystemResult)]


def unexpected(result):
    """What a system claims or expects and does not hold, for the message of a failing test."""
    claims = [
        (claim.law, claim.verdict)
        for claim in result.claims
        if not claim.judged and not isinstance(claim.verdict, Proved)
    ]
    return claims + [(item.text, item.detail) for item in result.expectations if item.status != "holds"]


def missing_near_miss(result):
    """Whether a system has laws and no candidate that is told from them."""
    verdicts = [claim.verdict for claim in result.claims]
    proved = any(isinstance(verdict, Proved) for verdict in verdicts)
    return proved and not any(isinstance(verdict, Refuted) for verdict in verdicts)


@pytest.mark.parametrize("name", FILES)
def test_a_spec_holds(name):
    results = results_of(FILES[name])
    assert results
    for result in results:
        assert not unexpected(result), result.name
        assert result.exit_code() is ExitCode.HOLDS, result.name
        if name not in LANGUAGE:
            assert not missing_near_miss(result), f"{result.name} has no candidate that is refuted"
        # Results travel between processes with --jobs: nothing of them is lost on the way.
        travelled = pickle.loads(pickle.dumps(result))
        assert [str(claim.verdict) for claim in travelled.claims] == [
            str(claim.verdict) for claim in result.claims
        ]


@pytest.mark.parametrize("row", ROWS)
def test_a_published_row_has_a_spec(row):
    (path,) = SPECS.rglob(f"{row}.law")
    blocks = [block for system in load(read(path)) for block in system.blocks]
    expected = [expectation for block in blocks for expectation in block.expectations]
    assert any(isinstance(item, ExpectCount) for item in expected)
    assert any(isinstance(item, ExpectVerdict) and item.verdict == "refuted" for item in expected)


def test_names_of_systems_are_unique_outside_of_the_examples():
    names = [system.name for name in FILES if name not in LANGUAGE for system in load(read(FILES[name]))]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("expect refuted wrong_sign", "expect proved wrong_sign"),
        ("expect proved balance", "expect refuted balance"),
        ("expect count == D - 1", "expect count == D"),
        ("expect count == D - 1", "expect count == D - 2"),
        ("expect independent(balance) == D - 1", "expect independent(balance) == D"),
        ("law balance[i, j] = x[i]**2 - x[j]**2", "law balance[i, j] = x[i]**2 - x[j]**3"),
    ],
)
def test_a_spec_with_a_wrong_answer_does_not_hold(right, wrong, tmp_path):
    text = FILES["gradient/g01_product_of_scalars.law"].read_text(encoding="utf-8")
    assert right in text
    changed = tmp_path / "changed.law"
    changed.write_text(text.replace(right, wrong), encoding="utf-8")
    (result,) = results_of(changed)
    assert unexpected(result)
