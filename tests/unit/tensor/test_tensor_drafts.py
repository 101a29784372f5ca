"""Division of a term by powers of its entries, in the order in which they stand or whatever it is."""

from __future__ import annotations

import pytest

from lawdsl.tensor.budget import Budget
from lawdsl.tensor.draft import Draft
from lawdsl.tensor.term import dummy, literal

X, Y, Z, W = ((("state", name), slots) for name, slots in (
    ("x", (dummy(0, "n"),)), ("y", (dummy(0, "n"),)), ("z", (literal(1),)), ("x", (literal(0),)),
))  # fmt: skip


def draft():
    """sum_i x_i^3 y_i times z_1^2 x_0."""
    found = Draft(Budget())
    found.loose = [(X, 3), (Y, 1)]
    found.settled = {((Z, 1),): 2, ((W, 1),): 1}
    return found


@pytest.mark.parametrize(
    ("factor", "exponent", "loose", "settled"),
    [
        (X, 1, [(X, 2), (Y, 1)], {Z: 2, W: 1}),
        (X, 3, [(Y, 1)], {Z: 2, W: 1}),
        (X, 4, None, None),
        (Y, 1, [(X, 3)], {Z: 2, W: 1}),
        (Y, 2, None, None),
        (Z, 1, [(X, 3), (Y, 1)], {Z: 1, W: 1}),
        (Z, 2, [(X, 3), (Y, 1)], {W: 1}),
        (Z, 3, None, None),
        (W, 1, [(X, 3), (Y, 1)], {Z: 2}),
        (W, 2, None, None),
        ((("state", "v"), ()), 1, None, None),
    ],
)
def test_a_term_is_divided_by_what_it_contains(factor, exponent, loose, settled):
    found, whole = draft(), draft()
    assert found.divide(factor, exponent) == (loose is not None)
    assert found.loose == (whole.loose if loose is None else loose)
    expected = whole.settled if settled is None else {((item, 1),): power for item, power in settled.items()}
    assert found.settled == expected
