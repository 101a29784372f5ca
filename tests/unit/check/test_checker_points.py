"""Points where claims are looked at: the generic one, and exact real ones with rational and other entries."""

from __future__ import annotations

from fractions import Fraction

import pytest
from test_checker_sets import X, Z, minus, network, number

from lawdsl.check.algebraic import Root
from lawdsl.check.points import as_many, check_witness, exact, generic, leaves, real_point, state_at
from lawdsl.check.reading import RejectedError
from lawdsl.check.reals import sign

ROOT = {"polynomial": ["-2", "0", "1"], "low": "1", "high": "2"}
VALUES = {"x": ["0"], "y": ["1/2"], "z": ["-3"], "c": ["4"]}


def test_nothing_is_known_of_signs_that_no_condition_gives():
    own = network(conditions=[{"tensor": "y", "relation": ">", "bound": "0"}])
    ring, point = generic(own)
    of_x, of_y = (ring.sign(point[leaf][0]) for leaf in own.state[:2])
    assert of_y.terms == {(): 1}
    for value in (-1, 0, 1):
        assert not ring.is_zero(of_x + ring.scalar(value))
    assert ring.is_zero(of_x * of_x + ring.scalar(-1))


@pytest.mark.parametrize("further", [0, 1, 5])
def test_elements_come_after_all_variables(further):
    """A cotangent to compare with is not the name of a quotient."""
    own = network()
    ring, point = generic(own, further)
    assert ring.variables == len(leaves(own)) + further
    (element,) = ring.inverse(point[own.state[0]][0]).terms
    assert element == (len(leaves(own)) + further,)


def test_points_with_entries_in_a_root():
    own = network(assumptions=[("==", minus(["power", X, "2"], number(2)))])
    point = real_point(own, {"values": VALUES | {"x": [["0", "1"]]}, "root": ROOT})
    x, y, z, c = (jet[0] for jet in point.values())
    assert (x * x, y, z, c) == (2, Fraction(1, 2), -3, 4)
    assert sign(x) == 1
    below = {**ROOT, "low": "-2", "high": "-1"}
    assert (
        sign(next(iter(real_point(own, {"values": VALUES | {"x": [["0", "1"]]}, "root": below}).values()))[0])
        == -1
    )
    for x in ("1", ["1", "1"], ["0", "-1", "1"]):
        with pytest.raises(RejectedError, match="assumption"):
            real_point(own, {"values": VALUES | {"x": [x]}, "root": ROOT})
    rational = real_point(network(), {"values": VALUES | {"x": [["5", "0", "1"]]}, "root": ROOT})
    assert next(iter(rational.values()))[0] == 7


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"x": [["0", "1"]]}, "a number is expected"),
        ({"x": [{"0": "1"}]}, "a number is expected"),
        ({"x": [None]}, "a number is expected"),
        ({"x": []}, "1 values are expected, and there are 0"),
        ({"x": ["1", "2"]}, "1 values are expected, and there are 2"),
        ({"x": "1"}, "a list is expected"),
        ({"x": {"0": "1"}}, "a list is expected"),
        ({"w": ["1"]}, "are expected"),
    ],
)
def test_points_that_are_none(change, said):
    with pytest.raises(RejectedError, match=said):
        state_at(network(), VALUES | change, None, True)
    with pytest.raises(RejectedError, match="an object is expected"):
        check_witness(network(), "point")


def test_numbers_are_texts_or_lists_of_texts():
    root = Root([-2, 0, 1], 1, 2)
    assert exact("3/2", None) == exact("3/2", root) == exact(["3/2"], root) == Fraction(3, 2)
    for wrong in ({"0": "1"}, None, 1, ["x"], [["1"]], "x"):
        with pytest.raises(RejectedError):
            exact(wrong, root)
    assert as_many(["1", "2"], [Z, X]) == ["1", "2"]


@pytest.mark.parametrize("polynomial", [{"0": "1"}, "-2", None, ["-2", 0, "1"], ["-2", ["0"], "1"]])
def test_roots_of_what_is_no_list_of_numbers(polynomial):
    with pytest.raises(RejectedError, match=r"a list is expected|a string is expected"):
        real_point(network(), {"values": VALUES, "root": ROOT | {"polynomial": polynomial}})
