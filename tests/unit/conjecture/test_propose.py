"""The formulas that are known, found from their values on a grid."""

import random
from itertools import product

import pytest

from lawdsl.conjecture.propose import propose
from lawdsl.conjecture.search import distinct_excesses, smallest_formula


def two_layer(n, m, r):
    k = min(n + m, r)
    return k * (2 * r + 1 - k) // 2


def deep(n0, n1, n2, n3):
    def layer(before, width, after):
        excess = max(0, width - before - after)
        return width * (width + 1) // 2 - excess * (excess + 1) // 2

    return layer(n0, n1, n2) + layer(n1, n2, n3)


def grid(formula, names, sizes):
    points = product(sizes, repeat=len(names))
    return {tuple(zip(names, point, strict=True)): formula(*point) for point in points}


@pytest.mark.parametrize(
    ("formula", "names", "sizes", "text"),
    [
        (two_layer, "nmr", range(1, 5), "r*(r + 1)/2 - max(0, r - n - m)*(max(0, r - n - m) + 1)/2"),
        (lambda n, m, r: r, "nmr", range(1, 4), "r"),
        (lambda n, m: min(n, m), "nm", range(1, 5), "m - max(0, m - n)"),
        (lambda d, r: 2 * two_layer(d, d, r), "dr", range(1, 6), None),
        (lambda n, m: 5, "nm", range(1, 4), "5"),
        (deep, ["n0", "n1", "n2", "n3"], range(1, 4), None),
    ],
)
def test_a_known_formula_is_found(formula, names, sizes, text):
    values = grid(formula, names, sizes)
    found = propose(values)
    assert found.failed == ()
    assert len(found.fitted) + len(found.predicted) == len(values)
    assert all(found.formula.value(dict(point)) == value for point, value in values.items())
    assert text is None or str(found.formula) == text


def test_no_formula():
    noise = random.Random(1)
    assert propose(grid(lambda n, m, r: noise.randint(0, 50), "nmr", range(1, 4))) is None


def test_too_few_points_suggest_nothing():
    assert propose({}) is None
    assert propose(grid(two_layer, "nmr", range(1, 2))) is None
    assert propose({(("r", 1),): 1, (("r", 2),): 3, (("r", 3),): 6}) is None


def test_a_case_that_was_held_back_is_reported_as_a_failure():
    def exceptional(n, m):
        return n + (m if (n, m) == hidden else 0)

    hidden = None
    everything = propose(grid(exceptional, "nm", range(1, 6)))
    hidden = tuple(everything.predicted[0].values())
    found = propose(grid(exceptional, "nm", range(1, 6)))
    assert str(found.formula) == "n"
    assert [tuple(point.values()) for point in found.failed] == [hidden]


def test_a_dimension_that_does_not_vary_is_left_out():
    values = {(("n", 2), ("r", r)): r * (r + 1) // 2 for r in range(1, 12)}
    assert str(propose(values).formula) == "r*(r + 1)/2"


def test_held_back_points_play_no_part_in_the_fit():
    values = grid(two_layer, "nmr", range(1, 5))
    found = propose(values)
    fitted = {tuple(point.values()): values[tuple(point.items())] for point in found.fitted}
    assert smallest_formula(fitted, "nmr") == found.formula


def test_excesses_that_a_grid_cannot_tell_from_polynomials_are_left_out():
    points = [{"n": n, "m": m} for n, m in product(range(1, 4), repeat=2)]
    excesses = distinct_excesses(points, "nm")
    values = [tuple(excess.value(point) for point in points) for excess in excesses]
    assert len(set(values)) == len(values)
    assert all(0 in column and any(column) for column in values)
