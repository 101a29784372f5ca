"""The bound from above for how many laws are independent, with laws that are no polynomials."""

from __future__ import annotations

import pytest

import lawdsl

DIAGONAL = """system s {{
  param x > 0, y > 0, z > 0
  flow {{ dot(x) = x  dot(y) = y  dot(z) = z }}
  law first = {first}
  law second = {second}
  expect independent(first, second) == {count}
}}"""


@pytest.mark.parametrize(
    ("first", "second", "count", "status"),
    [
        ("x/y", "y/z", 2, "holds"),
        ("x/y", "x/z + 1", 1, "fails"),
        # Dependent, which only elimination shows: never a wrong number, at worst none.
        ("x/y", "2*x/y", 2, "undecided"),
        ("x/y", "y/x", 1, "undecided"),
    ],
)
def test_dependent_quotients_are_never_counted_as_independent(first, second, count, status):
    text = DIAGONAL.format(first=first, second=second, count=count)
    (found,) = lawdsl.loads(text)["s"].verify().expectations
    assert found.status == status


def test_polynomials_are_bounded_by_their_span_beside_a_quotient():
    text = """system s {
      dim n
      param x[n], v[n], w > 0
      flow { dot(x) = v  dot(v) = w**3*x  dot(w) = -w**3*(sum(i) x[i]*v[i]) }
      law momentum[i, j] = x[i]*v[j] - x[j]*v[i]
      law radius = 1/w**2 - norm2(x)
      at n = 3 { expect independent(momentum, radius) == 4 }
    }"""
    (found,) = lawdsl.loads(text)["s"].verify().expectations
    assert found.status == "holds"
