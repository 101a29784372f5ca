"""Generators of sets: which there are, what their evidence may say, and what is taken for granted of none."""

from __future__ import annotations

from fractions import Fraction

import pytest
from test_checker_sets import ONE, SQUARES, X, Y, Z, minus, number, step, variety, x, y
from test_checker_systems import content, gradient

from lawdsl.check.network import Network
from lawdsl.check.reading import Budget, RejectedError
from lawdsl.check.sets import kept_set, read_polynomial
from lawdsl.check.system import read_system

C = ["entry", "c"]
SQUARE = ["power", X, "2"]


def test_generators_are_the_numerators_that_are_not_zero():
    own = variety(["multiply", X, ["reciprocal", Y]], minus(X, X), Z)
    assert [item.terms for item in own.generators] == [{(0,): 1}, {(2,): 1}]


@pytest.mark.parametrize("weight", ["0", "-1/2", "-1"])
def test_a_weight_that_lets_a_polynomial_vanish_from_the_sum(weight):
    """x^2 = 0 says nothing of y, whose square has the weight zero."""
    with pytest.raises(RejectedError, match="not positive"):
        variety(SQUARE).add(step([x, y], ONE, weights=["1", weight]))


def test_one_odd_power_is_zero_where_its_root_is():
    own = variety(["power", X, "3"])
    own.add(step([x], ONE, exponent="3"))
    assert own.generators[1].terms == {(0,): 1}
    plain = variety(X)
    plain.add(step([x], ONE, exponent="1"))
    assert plain.generators[1].terms == {(0,): 1}


def test_powers_are_positive():
    """On an empty set everything is zero, even 1 = q^0."""
    own = variety(number(1))
    with pytest.raises(RejectedError, match="integer"):
        own.add(step([x], ONE, exponent="0"))
    with pytest.raises(RejectedError, match="integer"):
        own.check_zero([own.ring.variable(0)], [{"power": "0", "cofactors": ONE}])
    with pytest.raises(RejectedError, match="integer"):
        variety(number(1), X).normals({"chosen": [], "follow": [{"power": "0", "cofactors": ONE}]}, {})


def test_powers_of_functions_and_of_generators_that_follow():
    own = variety(SQUARE)
    own.check_zero([own.ring.variable(0)], [{"power": "2", "cofactors": ONE}])
    follows = variety(SQUARE, ["multiply", X, Y])
    point = {leaf: {0: value} for leaf, value in zip(follows.point, (0, 2, 3, 1), strict=True)}
    shown = {"chosen": ["0"], "follow": [{"power": "2", "cofactors": {"0": {"1 1": "1"}}}]}
    assert follows.normals(shown, point) == ([[0, 0, 0]], True)


@pytest.mark.parametrize("chosen", [["-1"], ["1"], ["2"], [""], ["0 0"]])
def test_generators_that_there_are_none_of_are_not_chosen(chosen):
    with pytest.raises(RejectedError, match=r"integer|number"):
        variety(X).normals({"chosen": chosen, "follow": None}, {})


@pytest.mark.parametrize("body", [["multiply", C, X], ["add", C, X], ["multiply", C, ["power", X, "2"]]])
def test_an_equation_of_state_and_constants_restricts_the_state(body):
    """c x = 0 is no equation of c alone: where c = 1, x is zero."""
    with pytest.raises(RejectedError):
        variety(body).normals({"chosen": [], "follow": []}, {})
    assert variety(C).normals({"chosen": [], "follow": []}, {}) == ([], True)


@pytest.mark.parametrize(
    ("polynomial", "reason"),
    [
        ({"-1": "1"}, "integer"),
        ({"4": "1"}, "integer"),
        ({"5": "1"}, "integer"),
        ({"1 0": "1"}, "order"),
        ({"0": "1", "1": "0"}, "zero"),
        ({"0": "0"}, "zero"),
        ({"0  1": "1"}, "number"),
        ({" ": "1"}, "number"),
    ],
)
def test_polynomials_that_are_written_otherwise(polynomial, reason):
    with pytest.raises(RejectedError, match=reason):
        variety(SQUARES).polynomial(polynomial)


def test_polynomials_are_in_state_and_constants():
    own = variety(X)
    assert own.polynomial({"0 0 3": "5/2", "": "1"}).terms == {(0, 0, 3): Fraction(5, 2), (): 1}
    assert read_polynomial({}, 4, own.ring.budget).terms == {}


def test_the_natural_metric_has_a_bound_where_nothing_moves():
    """The map is x c: x = 0 is driven, whatever its evidence says, and u_00 = 0 stays."""
    system = read_system(content(flow=gradient(natural=True)))
    own = Network(system, {"n": 1, "m": 1}, Budget())
    kept = read_system(content(laws={"h": {"indices": [], "body": ["entry", "u", "0", "0"]}})).laws["h"]
    variety_of_u = kept_set(own, [kept], {"steps": [], "derivatives": []})
    assert [item.terms for item in variety_of_u.generators] == [{(1,): 1}]
    moved = read_system(content(laws={"h": {"indices": [], "body": X}})).laws["h"]
    for derivatives in ([], [{}], [{"0": {}}], [{"0": {"": "1"}}]):
        with pytest.raises(RejectedError, match="no bound"):
            kept_set(own, [moved], {"steps": [], "derivatives": derivatives})
    for both in ([moved, kept], [kept, moved]):
        with pytest.raises(RejectedError, match="no bound"):
            kept_set(own, both, {"steps": [], "derivatives": []})
    with pytest.raises(RejectedError, match="a list"):
        variety(X).normals({"chosen": ["0"], "follow": {}}, {})


def test_nothing_is_left_over():
    """Nothing at all is more than enough: it would be evidence that nobody has read."""
    own = variety(X, rates=(number(0),) * 3)
    for check, given in (
        (own.check_invariance, [None]),
        (own.check_invariance, [{}]),
        (lambda left: own.check_zero([], left), [None]),
        (lambda left: own.normals({"chosen": ["0"], "follow": left}, {}), [None]),
    ):
        with pytest.raises(RejectedError, match="0 values are expected"):
            check(given)
