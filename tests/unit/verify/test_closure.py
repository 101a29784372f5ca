"""The rank of the Lie algebra depth by depth, and the exact bound for a single generator."""

from __future__ import annotations

from itertools import islice

import pytest

from lawdsl import lang
from lawdsl.algebra.rings.modular import primes
from lawdsl.diagnostics import Source
from lawdsl.system.concrete import ConcreteFields
from lawdsl.system.flows import vector_fields
from lawdsl.verify.counts.closure import lie_closure
from lawdsl.verify.counts.independence import usable_primes
from lawdsl.verify.counts.parallel import parallel_rank
from lawdsl.verify.counts.stages import Stages

PRIME = next(primes())


def concrete(body: str, **sizes: int) -> ConcreteFields:
    (system,) = lang.load(Source("s.law", f"system s {{\n{body}\nexpect complete\n}}"))
    return ConcreteFields(vector_fields(system), sizes)


@pytest.mark.parametrize(
    ("body", "ranks"),
    [
        (
            "param x, y, z\nmap x\nmap y + x*z\nflow gradient",
            (2, 3),
        ),  # the bracket gives the missing direction
        ("param x, y\nmap x\nflow gradient", (1, 1)),
        ("param x, y\nmap x\nmap y\nflow gradient", (2,)),
        ("param x, y\nflow { dot(x) = y  dot(y) = 0 }", (1, 1)),
        # A chain that needs one more bracket for every coordinate.
        ("param a, b, c, d\nmap a\nflow { dot(a) = grad(a)  dot(b) = a  dot(c) = b  dot(d) = c }", (2, 3, 4)),
    ],
)
def test_ranks_grow_with_the_length_of_brackets(body, ranks):
    fields = concrete(body)
    found = lie_closure(fields, PRIME, fields.dimension, Stages())
    assert found.ranks == ranks
    assert found.exhausted == (ranks[-1] < fields.dimension)


def test_the_search_stops_at_its_target():
    fields = concrete("param x, y, z\nmap x\nmap y + x*z\nflow gradient")
    assert lie_closure(fields, PRIME, 2, Stages()).ranks == (2,)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("param x, y\nflow { dot(x) = 0  dot(y) = 0 }", 0),
        ("param x, y\nmap 3\nflow gradient", 0),
        ("param x, y\nflow { dot(x) = y  dot(y) = x*x }", 1),
        ("param x, y\nmap x*y\nflow gradient", 1),
        ("param x, y\nmap x*y\nmap 2*x*y\nflow gradient", 1),
        ("param x, y\nmap x\nmap y\nflow gradient", None),
        ("param x, y\nmap x\nmap x*x\nflow gradient", 1),  # one direction, though no multiples by numbers
        ("param x, y\nmap x*exp(y)\nflow gradient", 1),
        ("param x, y\nmap x*sqrt(1 + y**2)\nmap sqrt(x**2 + x**2*y**2)\nflow gradient", 1),
        ("param x, y\nmap exp(x)\nmap exp(y)\nflow gradient", None),
        ("param x, y, z\nflow { dot(x) = y/z  dot(y) = x*log(z)  dot(z) = x }", 1),
        ("param x, y\nmap x*y\nflow { dot(x) = -grad(x)*sqrt(1 + grad(x)**2)  dot(y) = 0 }", 1),
    ],
)
def test_parallel_fields_are_recognised_exactly(body, expected):
    assert parallel_rank(concrete(body)) == expected


def test_usable_primes_divide_no_denominator():
    first, second, third = islice(primes(), 3)
    fields = concrete(f"param x\nmap x/{first * third}\nflow gradient")
    assert next(usable_primes(fields, [])) == second
