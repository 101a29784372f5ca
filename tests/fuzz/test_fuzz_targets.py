"""The targets of the fuzzers run, on a few inputs, the same everywhere; fuzz.py runs them for hours."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "soundness"))
import forged_certificates
import spec_texts
from certificate_samples import SAMPLES, sample

INPUTS = 40


@pytest.mark.parametrize("module", [forged_certificates, spec_texts])
def test_mutations_change_the_input_and_can_be_repeated(module):
    start = list(module.corpus())
    seen = {module.mutated(start[0], start[1], random.Random(seed)) for seed in range(INPUTS)}
    again = {module.mutated(start[0], start[1], random.Random(seed)) for seed in range(INPUTS)}
    assert seen == again
    assert len(seen) > INPUTS // 2


def test_mutated_certificates():
    start = list(forged_certificates.corpus())
    source = random.Random(0)
    accepted = [forged_certificates.attack(data) for data in start]
    assert all(accepted)
    for _ in range(INPUTS):
        forged_certificates.attack(
            forged_certificates.mutated(source.choice(start), source.choice(start), source)
        )


def test_mutated_specs():
    start = [text for text in spec_texts.corpus() if len(text) < 400]
    source = random.Random(0)
    for _ in range(INPUTS):
        data = spec_texts.mutated(source.choice(start), source.choice(start), source)
        spec_texts.read(data)
        spec_texts.verify(data)


@pytest.mark.parametrize(
    ("name", "law", "other"),
    [("linear balance", "balance", "linear flipped"), ("kepler energy", "energy", "kepler wrong")],
)
def test_a_false_claim_that_was_accepted_is_noticed(name, law, other):
    """The second opinion on accepted certificates is one: it tells what is no law."""
    content, wrong = sample(name), sample(other)
    forged_certificates.doubt(content)
    (false,) = wrong["system"]["laws"].values()
    forged = {**content, "system": {**content["system"], "laws": {law: false}}}
    with pytest.raises(forged_certificates.FalseCertificateError):
        forged_certificates.doubt(forged)


@pytest.mark.parametrize("name", [name for name in SAMPLES if sample(name)["claim"]["kind"] == "refuted"])
def test_a_false_rate_that_was_accepted_is_noticed(name):
    content = sample(name)
    forged_certificates.doubt(content)
    if content["evidence"]["preimage"] is None:
        forged = {**content, "claim": {**content["claim"], "rate": "1234"}}
        with pytest.raises(forged_certificates.FalseCertificateError):
            forged_certificates.doubt(forged)
