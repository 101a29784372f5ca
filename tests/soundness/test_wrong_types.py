"""Certificates with a value of another type, or too many or too few of them, anywhere: a reason is given.

The checker must see it itself, in words: an exception of the interpreter would be turned into a rejection
too, but only where the value happens to be used.
"""

from __future__ import annotations

import pytest
from certificate_samples import SAMPLES, changed, places, sample, value_at, verdict

from lawdsl.certificate.evidence import Certifier
from lawdsl.certificate.plain import plain_system
from lawdsl.check.reading import RejectedError
from lawdsl.check.system import read_system
from lawdsl.lang import load
from lawdsl.lang.read import Source

TEXTS = (
    """system heavy {
      dim n  param x > 0, u[n, 2]  const c, d = 3  map x * u[0, 1]**2 + n * x
      flow momentum(c / t)
      law pull[k] = sum(i) inv(u.T @ u)[0, k] * u[i, 1] + det(u.T @ u) + d
      law wave = exp(x) + abs(x) + x**(1/3)
    }""",
    """system driven {
      param x, y  state v  map x * y
      flow { dot(x) = v  dot(v) = grad(x)  dot(y) = 1 / y }
      assume x - y >= 0
      invariant both: x == 0, y == 1
      law h = log(y)
    }""",
)
"""Two systems with whatever the samples have none of."""


def systems():
    """Systems as certificates write them: those of the samples, and others."""
    for name in {name.split()[0]: name for name in SAMPLES}.values():
        yield sample(name)["system"]
    for text in TEXTS:
        (system,) = load(Source("wrong.law", text))
        laws = tuple(law.name for law in system.laws)
        yield plain_system(system, Certifier(system, {}).claims.fields, laws, system.invariants)


def others(old):
    """Values of other types than the old one, and lists of another length."""
    wrong = (None, True, "", [], {"x": "1"})
    yield from (new for new in wrong if type(new) is not type(old))
    if isinstance(old, list):
        yield from (old[1:], old[:-1], [*old, *old[-1:]], [*old, None])
    if isinstance(old, str):
        yield "\N{SUPERSCRIPT THREE}"


@pytest.mark.parametrize("name", SAMPLES)
def test_claims_and_evidence_that_are_malformed(name):
    content = sample(name)
    for at in places(content):
        for new in others(value_at(content, at)) if at[:1] != ("system",) else ():
            found = verdict(changed(content, at, new))
            assert found is None or "broke off" not in found, (at, new)


@pytest.mark.parametrize("content", list(systems()))
def test_systems_that_are_malformed(content):
    read_system(content)
    for at in places(content):
        for new in others(value_at(content, at)):
            may_be_null = new is None and at[-1:] in (("value",), ("decay",))
            try:
                read_system(changed(content, at, new))
            except RejectedError:
                continue
            assert may_be_null or isinstance(new, list), (at, new)
