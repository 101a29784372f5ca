"""Random systems: certificates of their verdicts claim what is true, and do not serve for the opposite."""

from __future__ import annotations

from hypothesis import given
from strategies import effort

import lawdsl
from lawdsl.certificate.evidence import Certifier
from lawdsl.check.claims import check
from lawdsl.check.reading import RejectedError, canonical, seal
from lawdsl.testing import Sample, elementary_samples, logarithmic_samples, network_samples, plain_systems


def certified(sample):
    """The certificate of each decided claim, by its name."""
    (system,) = lawdsl.loads(sample.text)
    certifier = Certifier(system.typed, {})
    found = {law: certifier.claim(law, system.verdict(law)) for law in sample.truth}
    return {law: content for law, content in found.items() if content is not None}


def check_all(sample: Sample) -> None:
    """Fail unless every certificate is accepted and claims what is true."""
    for law, content in certified(sample).items():
        check(canonical(content))
        assert content["claim"]["kind"].startswith("refuted") != sample.truth[law], sample.text


def check_exchanged(sample: Sample) -> None:
    """Fail if a certificate is accepted for a law with the opposite truth in the same system."""
    contents = certified(sample)
    for law, content in contents.items():
        for other, exchanged in contents.items():
            if sample.truth[law] != sample.truth[other]:
                laws = {law: exchanged["system"]["laws"][other]}
                forged = {**content, "system": {**content["system"], "laws": laws}}
                assert rejected({**forged, "seal": seal(forged)}), sample.text


def rejected(content):
    """Whether the checker does not accept a content."""
    try:
        check(canonical(content))
    except RejectedError:
        return True
    return False


@given(plain_systems())
@effort(25)
def test_fields_that_conserve_functions_by_construction(system):
    check_all(system.sample())
    check_exchanged(system.sample())


@given(network_samples())
@effort(25)
def test_networks(sample):
    check_all(sample)
    check_exchanged(sample)


@given(elementary_samples())
@effort(10)
def test_elementary_functions(sample):
    check_all(sample)
    check_exchanged(sample)


@given(logarithmic_samples())
@effort(25)
def test_logarithms(sample):
    check_all(sample)
    check_exchanged(sample)


def test_a_coordinate_that_only_a_sign_depends_on_stays():
    body = "param x, y  map phi = sign(x) + y  flow { dot(x) = grad(x)  dot(y) = grad(y) }  law still = x"
    sample = Sample(f"system signs {{ {body}  law moving = y }}", {"still": True, "moving": False})
    assert certified(sample).keys() == {"still", "moving"}
    check_all(sample)
    check_exchanged(sample)
