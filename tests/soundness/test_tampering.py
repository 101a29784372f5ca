"""Certificates of every kind, changed field by field: rejected, or the changed claim is true, and why."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from certificate_samples import SAMPLES, changed, places, sample, value_at, verdict

TRUE_ALL_THE_SAME = [
    (r"^(name|spec/.*)$", "names and the hash: they say what it is about, which --spec compares"),
    (r"/seed$", "any other random point or word shows the same, or is rejected"),
    (r"^claim/least/", "a law for every dimension is one for those from 2 on"),
    (r"^evidence/moves/sizes/", "the law moves at other dimensions as well"),
    (r"^evidence/(points/0|moves/near|state|cotangent)/?.*$", "another point, where the same is true"),
    (r"^evidence/motion/(state|cotangent)/", "another point of the set, where the same is true"),
    (r"^evidence/leaving/steps$", "a step that is taken twice"),
    (r"^system/(assumptions|sets/circle)$", "a point that refutes where more is assumed does where less is"),
    (r"^system/assumptions/0/family/body$", "the same set: x is zero where x^2 is"),
    (r"^claim/points/0/near/", "another real point, near which the same is true"),
    (r"^claim/points/0/sizes/[nm]$", "r (r + 1) / 2 laws whatever n + m >= r is"),
    (r"^claim/rate/", "wider bounds of a number that is not rational"),
    (r"blocks", "more words, or the same in another order, span as much"),
    (r"^evidence/proofs/", "proved at each of the dimensions instead"),
    (r"divisors|relations", "the same divisors or relations in another order"),
    (r"/indices(/|$)", "index variables with other names"),
    (r"^system/(dimensions|parameters|constants|maps/phi/indices)$", "declared in another order"),
    (r"^system/conditions", "another domain, on which the same is true"),
    (r"^system/constants/0/value$", "one value of the constant"),
    (r"^system/time$", "time added to the state changes neither a law nor a point that refutes one"),
    (r"^system/flow/natural$", "the natural metric keeps the same laws"),
    (r"/body", "a sum or a product in another order, or the same number written otherwise"),
]
"""Where a change may be accepted, and why that is right."""

ONLY_REORDERED = re.compile(r"(?<!family)/body|blocks|divisors|relations|^system/(dimensions|parameters)")


def mutations(value):
    """Other values for a place: numbers nearby, parts dropped, doubled and swapped, other types."""
    if isinstance(value, str):
        try:
            number = Fraction(value)
        except ValueError:
            yield from (value + "x", "")
        else:
            yield from map(str, (number + 1, number - 1, -number, number + Fraction(1, 2)))
        yield from (None, "9" * 5000)
    elif isinstance(value, bool) or value is None:
        yield from (not value, None, "1", {}, ["number", "1"])
    elif isinstance(value, list):
        yield from (value[1:], value[:-1], value + value[-1:], value[::-1], value[1:] + value[:1], None)
    else:
        yield from ({key: value[key] for key in value if key != dropped} for dropped in value)
        yield from ({**value, "extra": "1"}, None)


def accepted(content):
    """The changes of a content that the checker accepts."""
    for at in places(content):
        old = value_at(content, at)
        for new in mutations(old):
            other = changed(content, at, new)
            resealed = isinstance(other, dict) and {**other, "seal": content["seal"]} == content
            if new != old and not resealed and verdict(other) is None:
                yield "/".join(map(str, at)), old, new


def multiset(value):
    """A body or a list with its order forgotten."""
    if isinstance(value, list):
        return sorted(map(repr, map(multiset, value)))
    return value


@pytest.mark.parametrize("name", SAMPLES)
def test_a_changed_certificate_is_rejected_or_true(name):
    content = sample(name)
    assert verdict(content) is None
    for path, old, new in accepted(content):
        if path == "seal":
            continue
        assert any(re.search(pattern, path) for pattern, _ in TRUE_ALL_THE_SAME), (path, old, new)
        if ONLY_REORDERED.search(path) and isinstance(old, list) and isinstance(new, list):
            longer = "blocks" in path and len(new) > len(old)
            # Any single vector field of two coordinates that moves has exactly one law; another field may
            # have the same value at the point of a refutation; terms with x are zero on the set where x is.
            refuted = content["claim"]["kind"].startswith("refuted") and "/rates/" in path
            on_set = name.startswith("assumed") and "'x'" in str(old)
            other_field = name == "one count" or refuted or on_set
            assert longer or other_field or multiset(old) == multiset(new), (path, old, new)


@pytest.mark.parametrize("name", SAMPLES)
def test_damage_shows_without_understanding_it(name):
    content = sample(name)
    for at in places(content):
        if at and at != ("seal",) and isinstance(value_at(content, at), str):
            reason = verdict(changed(content, at, value_at(content, at) + "1"), sealed=False)
            assert "seal" in reason or at[0] in ("format", "version")


@pytest.mark.parametrize("name", ["linear balance", "linear flipped", "linear count", "cubic balance"])
def test_numbers_of_the_system_matter(name):
    """Every number in a law, a map, a metric or a flow, and every sign: the claim is about these."""
    content = sample(name)
    bodies = [at for at in places(content["system"]) if at and value_at(content["system"], at) == "-1"]
    for at in bodies:
        for new in ("1", "-2", "0"):
            system = changed(content["system"], at, new)
            flow_only = "flow" in at and name != "linear flipped"
            assert verdict({**content, "system": system}) is not None or flow_only, at


def test_a_law_that_is_none_has_no_certificate():
    content, refuted = sample("linear balance"), sample("linear flipped")
    laws = {"balance": refuted["system"]["laws"]["flipped"]}
    forged = {**content, "system": {**content["system"], "laws": laws}}
    for numberings in (["0 1"] * 8, ["1 0"] * 8, ["0 0"] * 8):
        proof = {**content["evidence"]["proof"], "numberings": numberings}
        evidence = {**content["evidence"], "proof": proof}
        assert verdict({**forged, "evidence": evidence}) is not None
    assert verdict(forged) in (
        "there are more terms than numberings",
        "the terms of the derivative do not cancel",
    )


def test_a_law_is_not_refuted():
    content, proved = sample("linear flipped"), sample("linear balance")
    laws = {"flipped": proved["system"]["laws"]["balance"]}
    forged = {**content, "system": {**content["system"], "laws": laws}}
    for rate in ("2", "0", content["claim"]["rate"]):
        claim = {**content["claim"], "rate": rate}
        assert "another value" in verdict({**forged, "claim": claim})


@pytest.mark.parametrize("kind", ["count", "complete", "independent"])
@pytest.mark.parametrize("shift", [-1, 1])
def test_a_wrong_number_of_laws_has_no_certificate(kind, shift):
    content = sample(f"linear {kind}")
    (point,) = content["claim"]["points"]
    key = "number" if kind == "independent" else "count"
    claim = {**content["claim"], "points": [{**point, key: str(int(point[key]) + shift)}]}
    assert verdict({**content, "claim": claim}) is not None


def test_a_law_left_out_of_a_complete_list():
    content = sample("linear complete")
    (point,) = content["claim"]["points"]
    assert verdict({**content, "claim": {"kind": "complete", "points": [{**point, "laws": []}]}}) is not None


@pytest.mark.parametrize("prime", ["4", "524286", "524289", "2147483645", str(2**19 * 2), "1", "0", "2", "7"])
def test_a_modulus_that_is_no_prime_of_the_list(prime):
    content = sample("linear count")
    for at in places(content):
        if at and at[-1] == "prime":
            assert "prime" in verdict(changed(content, at, prime))
