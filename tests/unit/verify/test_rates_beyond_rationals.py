"""Rates at points where something is not rational: exact where they are, else enclosed or not stated."""

from __future__ import annotations

from fractions import Fraction

import lawdsl
from lawdsl.verify.refutations.enclosure import Enclosure
from lawdsl.verify.verdict import Proved, Refuted


def test_numbers_of_thousands_of_digits_are_no_error():
    # A point with k t = 40000 has exp(k t), of 17000 digits, as a factor of a zero that no ball can tell.
    text = """system s {
      param x  const k
      flow { dot(x) = -k*x - x/t }
      law grown = exp(k*t) * t * x
    }"""
    assert isinstance(lawdsl.loads(text)["s"].verdict("grown"), Proved)


def test_an_exact_rate_beside_a_root_is_stated_exactly():
    text = """system s {
      param x, s > 0
      flow { dot(x) = 0*x/sqrt(s + 1)  dot(s) = -s }
      law decaying = s
    }"""
    found = lawdsl.loads(text)["s"].verdict("decaying")
    assert isinstance(found, Refuted)
    assert found.counterexample.rate == Fraction(-1)


def test_an_irrational_rate_is_enclosed():
    text = """system s {
      param x, s > 0
      flow { dot(x) = sqrt(s + 1)  dot(s) = 0 }
      law still = x
    }"""
    found = lawdsl.loads(text)["s"].verdict("still")
    assert isinstance(found, Refuted)
    rate = found.counterexample.rate
    if isinstance(rate, Enclosure):
        assert rate.lower**2 <= found.counterexample.state["s"] + 1 <= rate.upper**2
    else:
        assert rate**2 == found.counterexample.state["s"] + 1
