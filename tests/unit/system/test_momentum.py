"""Momentum, decay and states: the right-hand sides by definition, and what is counted."""

from __future__ import annotations

import pytest

import lawdsl

PRODUCT = "param x, y  const c  map phi = x*y  "


def verdict(body: str) -> str:
    (system,) = lawdsl.loads(f"system s {{ {body} }}")
    return type(system.verdict("a")).__name__


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("flow momentum(0)  law a = x*dot(x) - y*dot(y) - t*(dot(x)**2 - dot(y)**2)", "Refuted"),
        ("flow gradient(decay = c)  law a = x**2 - y**2", "Refuted"),
        ("flow gradient(decay = 0*c)  law a = x**2 - y**2", "Proved"),
        ("param z, w  flow momentum(0)  law a = z - t*dot(z)", "Proved"),
        ("param z, w  flow momentum(0)  law a = z*dot(w) - w*dot(z)", "Proved"),
        ("param z, w  flow momentum(c)  law a = c*z + dot(z)", "Proved"),
        ("param z  flow momentum(t)  law a = c*z + dot(z)", "Refuted"),
        ("param z  metric mirror(entropy)  flow momentum(c)  law a = c*z + dot(z)", "Proved"),
    ],
)
def test_verdicts_of_second_order(body: str, expected: str) -> None:
    assert verdict(PRODUCT + body) == expected


def test_states_take_part_in_laws_and_in_counts() -> None:
    (system,) = lawdsl.loads(
        "system s { param x  state m  const b  map phi = x**2"
        " flow { dot(x) = -m  dot(m) = grad(x) + b*m }  law a = x**2 + m }"
    )
    assert type(system.verdict("a")).__name__ == "Refuted"
    count = system.count()
    assert (count.dimension, count.complete) == (2, True)


def test_a_conserved_buffer() -> None:
    (system,) = lawdsl.loads(
        "system s { param x  state m  map phi = x"
        " flow { dot(x) = -grad(x)  dot(m) = grad(x) }  law a = x + m }"
    )
    assert type(system.verdict("a")).__name__ == "Proved"
    assert system.count().complete
