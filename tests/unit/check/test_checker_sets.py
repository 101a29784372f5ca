"""Sets of equations, points on them and numbers in a root: true evidence, and false evidence."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lawdsl.check.algebraic import Algebraic, Root
from lawdsl.check.exact import Polynomials
from lawdsl.check.network import Network
from lawdsl.check.points import check_witness, generic, is_zero, needs_witness, real_point, state_at
from lawdsl.check.reading import Budget, RejectedError
from lawdsl.check.reals import between, sign
from lawdsl.check.sets import Variety, kept_set
from lawdsl.check.system import read_system

X, Y, Z = ["entry", "x"], ["entry", "y"], ["entry", "z"]


def number(value):
    return ["number", str(value)]


def minus(left, right):
    return ["add", left, ["multiply", number(-1), right]]


STILL = (number(0),) * 3


def network(rates=STILL, assumptions=(), conditions=(), laws=()):
    """The system with state x, y, z and the constant c, under right-hand sides without a gradient."""
    names = ("x", "y", "z")
    scalar = {name: {"indices": [], "body": body} for name, body in zip(names, rates, strict=True)}
    system = read_system(
        {
            "dimensions": [],
            "parameters": [{"name": name, "shape": []} for name in names],
            "states": [],
            "constants": [{"name": "c", "shape": [], "value": None}],
            "conditions": list(conditions),
            "assumptions": [{"relation": r, "family": {"indices": [], "body": b}} for r, b in assumptions],
            "maps": {},
            "flow": {"kind": "custom", "rates": scalar},
            "laws": {str(at): {"indices": [], "body": body} for at, body in enumerate(laws)},
            "sets": {},
            "time": False,
        }
    )
    return Network(system, {}, Budget())


def variety(*bodies, rates=STILL):
    own = network(rates, [("==", body) for body in bodies])
    return Variety(own, list(own.system.equations()))


def step(polynomials, cofactors, exponent="2", weights=None, positive=()):
    weights = weights or ["1"] * len(polynomials)
    pairs = [{"weight": w, "polynomial": p} for w, p in zip(weights, polynomials, strict=True)]
    return {"positive": list(positive), "powers": pairs, "exponent": exponent, "cofactors": cofactors}


x, y = {"0": "1"}, {"1": "1"}
ONE = {"0": {"": "1"}}
SQUARES = ["add", ["power", X, "2"], ["power", Y, "2"]]


def test_sums_of_even_powers_are_zero_one_by_one():
    own = variety(SQUARES)
    own.add(step([x, y], ONE))
    assert [item.terms for item in own.generators[1:]] == [{(0,): 1}, {(1,): 1}]
    with_factor = variety(["multiply", ["add", number(1), ["power", Z, "2"]], SQUARES])
    positive = [[{"weight": "1", "polynomial": {"": "1"}}, {"weight": "1", "polynomial": {"2": "1"}}]]
    with_factor.add(step([x, y], ONE, positive=positive))
    assert len(with_factor.generators) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        step([x, y], {"0": {"": "2"}}),
        step([x, y], {}),
        step([x], ONE),
        step([x, y], ONE, exponent="4"),
        step([x, y], ONE, exponent="1"),
        step([x, y], ONE, weights=["1", "2"]),
        step([x, y], ONE, weights=["1", "-1"]),
        step([x, y], ONE, weights=["1", "0"]),
        step([], {}),
        step([x, y], {"1": {"": "1"}}),
        step([x, y], ONE, positive=[[{"weight": "1", "polynomial": {"2": "1"}}]]),
        step([x, y], ONE, positive=[[]]),
        step([x, y], {"0": {"": "1"}, "00": {"": "1"}}),
        step([{"0": "1", "1 0": "1"}], ONE),
        step([{"9": "1"}], ONE),
        step([{"0": "0"}], {}),
        step([x, y], ONE, exponent="100"),
    ],
)
def test_steps_that_do_not_follow(wrong):
    with pytest.raises(RejectedError):
        variety(SQUARES).add(wrong)


def test_a_difference_of_squares_or_a_sum_of_cubes_says_nothing_of_each():
    own = variety(minus(["power", X, "2"], ["power", Y, "2"]))
    for weights in (["1", "-1"], ["1", "1"]):
        with pytest.raises(RejectedError):
            own.add(step([x, y], ONE, weights=weights))
    cubes = variety(["add", ["power", X, "3"], ["power", Y, "3"]])
    with pytest.raises(RejectedError, match="odd"):
        cubes.add(step([x, y], ONE, exponent="3"))
    with pytest.raises(RejectedError):
        variety(["multiply", X, Y]).add(
            step([x], {"0": {"": "1"}}, positive=[[{"weight": "1", "polynomial": y}]])
        )


def test_a_factor_that_may_be_zero_says_nothing():
    """Where x^2 z^2 = 0 it may be z that is zero."""
    own = variety(["multiply", ["power", X, "2"], ["power", Z, "2"]])
    squares = {"weight": "1", "polynomial": {"2": "1"}}
    with pytest.raises(RejectedError, match="zeros"):
        own.add(step([x], ONE, positive=[[squares]]))
    with pytest.raises(RejectedError, match="another value"):
        own.add(step([x], ONE, positive=[[squares, {"weight": "1", "polynomial": {"": "1"}}]]))


@pytest.mark.parametrize("head", ["exp", "log", "root"])
def test_a_set_that_is_given_by_other_functions(head):
    """Its derivative by the chain rule would leave out that of the function: exp(x) = 1 is left by x' = 1."""
    body = minus([head, X, "2"] if head == "root" else [head, X], number(1))
    own = network((number(1), number(0), number(0)), [("==", body)])
    with pytest.raises(RejectedError, match="quotients"):
        kept_set(own, list(own.system.equations()), {"steps": [], "derivatives": []})


def test_derivatives_that_are_combinations_keep_a_set():
    """x' = x y keeps x = 0, x' = y does not."""
    kept = network((["multiply", X, Y], number(1), number(0)), [("==", X)])
    equations = list(kept.system.equations())
    kept_set(kept, equations, {"steps": [], "derivatives": [{"0": {"1": "1"}}]})
    for wrong in ([], [{}], [{"0": {"1": "2"}}], [{"0": {"1": "1"}}, {}], [{"1": {"1": "1"}}], [None]):
        with pytest.raises(RejectedError):
            kept_set(kept, equations, {"steps": [], "derivatives": wrong})
    left = network((Y, number(1), number(0)), [("==", X)])
    for wrong in ([], [{}], [{"0": {"": "1"}}], [{"0": {"1": "1"}}], [{"1": {"": "1"}}]):
        with pytest.raises(RejectedError):
            kept_set(left, list(left.system.equations()), {"steps": [], "derivatives": wrong})


def test_every_generator_has_to_be_kept():
    """x^2 + y^2 = 0 with x' = y, y' = z: the derivative 2 y (x + z) is zero on it, that of y is z."""
    own = network((Y, Z, number(0)), [("==", SQUARES)])
    steps = [step([x, y], ONE)]
    first = {"2": {"0": "2", "2": "2"}}
    for further in ([{"2": {"": "1"}}, {}], [{"2": {"": "1"}}], [{"2": {"": "1"}}, {"1": {"": "1"}}], []):
        with pytest.raises(RejectedError):
            kept_set(own, list(own.system.equations()), {"steps": steps, "derivatives": [first, *further]})


def test_a_function_is_zero_on_a_set_if_all_its_parts_are():
    own = variety(X, Y, rates=(X, Y, Z))
    ring = own.ring
    a, b, c = (ring.variable(at) for at in range(3))
    combination = {"power": "1", "cofactors": {"0": {"": "1"}, "1": {"2": "1"}}}
    own.check_zero([a + b * c], [combination])
    own.check_zero([a * a], [{"power": "1", "cofactors": {"0": {"0": "1"}}}])
    own.check_zero([ring.scalar(0)], [])
    inverse = ring.inverse(c)
    own.check_zero([a * inverse], [{"power": "1", "cofactors": {"0": {"": "1"}}}])
    for value, given in (
        (a + b, [combination]),
        (a + b * c, []),
        (a + b * c, [combination, combination]),
        (c, [{"power": "2", "cofactors": {}}]),
        (ring.scalar(1), [{"power": "1", "cofactors": {"0": {"": "1"}}}]),
        (ring.scalar(1) + a * inverse, [{"power": "1", "cofactors": {"0": {"": "1"}}}]),
        (a, [{"power": "0", "cofactors": {}}]),
    ):
        with pytest.raises(RejectedError):
            own.check_zero([value], given)


def test_manifolds_are_given_by_chosen_generators_and_what_follows_from_them():
    own = variety(minus(X, Y), ["multiply", Z, minus(X, Y)])
    point = {leaf: {0: value} for leaf, value in zip(own.point, (2, 2, 3, 1), strict=True)}
    rows, manifold = own.normals(
        {"chosen": ["0"], "follow": [{"power": "1", "cofactors": {"0": {"2": "1"}}}]}, point
    )
    assert (rows, manifold) == ([[1, -1, 0]], True)
    assert own.normals({"chosen": ["1"], "follow": None}, point) == ([[3, -3, 0]], False)
    for chosen, follow in (
        (["0"], []),
        (["0"], [{"power": "1", "cofactors": {"1": {"": "1"}}}]),
        (["0"], [{"power": "1", "cofactors": {"0": {"": "1"}}}]),
        (["1"], [{"power": "1", "cofactors": {"0": {"": "1"}}}]),
        ([], [{"power": "1", "cofactors": {"0": {"": "1"}}}, {"power": "1", "cofactors": {"1": {"": "1"}}}]),
        (["0", "1"], [{"power": "1", "cofactors": {}}]),
        (["2"], []),
    ):
        with pytest.raises(RejectedError):
            own.normals({"chosen": chosen, "follow": follow}, point)


W = Root([-2, 0, 1], 1, 2)


def test_numbers_in_a_root():
    w = W.number([0, 1])
    assert w * w == 2
    assert w + w * -1 == 0
    assert 1 + w * w == 3
    assert (w + 1) * (w + -1) == 1
    assert (w.inverse() * w, (w + 1).inverse() * (w + 1)) == (1, 1)
    assert sign(w + -1) == 1 == -sign(w + -2)
    assert sign(w * -1 + Fraction(141, 100)) == -1 == -sign(w * -1 + Fraction(142, 100))
    assert isinstance(w * 3, Algebraic)
    bounds = between(w * 3 + 1)
    assert bounds.low < bounds.high
    assert (
        (3 * Fraction(14142, 10000) + 1) * 2**256
        < bounds.low
        < bounds.high
        < (3 * Fraction(14143, 10000) + 1) * 2**256
    )


def test_what_is_not_shown_to_be_zero_or_not_to_be():
    """w = 1 is a root of (w - 1)(w - 3), and w - 1 is neither zero nor invertible modulo that."""
    root = Root([3, -4, 1], 0, 2)
    difference = root.number([-1, 1])
    assert sign(difference) == 0
    assert not is_zero(difference)
    with pytest.raises(RejectedError):
        difference.inverse()


@pytest.mark.parametrize("relation", [">=", "<=", ">", "<", "!="])
def test_a_sign_that_nobody_knows_meets_no_condition(relation):
    """The root of two less a bound of it: not zero, and of neither sign as far as bounds say."""
    own = network(conditions=[{"tensor": "x", "relation": relation, "bound": "0"}])
    for bound in (W.low, W.high):
        state = {"x": [[str(-bound), "1"]], "y": ["0"], "z": ["0"], "c": ["0"]}
        with pytest.raises(RejectedError, match="outside"):
            state_at(own, state, W, False)


@pytest.mark.parametrize(
    ("relation", "inside", "outside"),
    [
        (">", (1,), (0, -1)),
        (">=", (1, 0), (-1,)),
        ("<", (-1,), (0, 1)),
        ("<=", (-1, 0), (1,)),
        ("!=", (1, -1), (0,)),
    ],
)
@pytest.mark.parametrize("bound", [0, Fraction(3, 2)])
def test_conditions_at_a_point(relation, inside, outside, bound):
    own = network(conditions=[{"tensor": "x", "relation": relation, "bound": str(bound)}])

    def at(value):
        return state_at(own, {"x": [str(bound + value)], "y": ["0"], "z": ["0"], "c": ["0"]}, None, False)

    for value in inside:
        at(value)
    for value in outside:
        with pytest.raises(RejectedError, match="outside"):
            at(value)


@pytest.mark.parametrize(
    ("relation", "good", "bad"),
    [
        ("==", (0,), (1, -1)),
        (">", (1,), (0, -1)),
        (">=", (1,), (0, -1)),
        ("<", (-1,), (0, 1)),
        ("<=", (-1,), (0, 1)),
        ("!=", (1, -1), (0,)),
    ],
)
def test_assumptions_hold_around_a_point(relation, good, bad):
    own = network(assumptions=[(relation, minus(X, Y))])

    def at(value):
        values = {"x": [str(value)], "y": ["0"], "z": ["0"], "c": ["0"]}
        return real_point(own, {"values": values, "root": None})

    for value in good:
        at(value)
    for value in bad:
        with pytest.raises(RejectedError, match="assumption"):
            at(value)


@pytest.mark.parametrize("head", ["reciprocal", "log", "sign", "root"])
def test_what_may_have_no_value_needs_a_witness(head):
    body = [head, X, "2"] if head == "root" else [head, X]
    own = network(laws=[X, body, ["multiply", number(0), body]])
    own.family(own.system.laws["0"])
    assert not needs_witness(own)
    own.family(own.system.laws["1"])
    assert needs_witness(own)
    folded = network(laws=[["multiply", number(0), body]])
    folded.family(folded.system.laws["0"])
    assert needs_witness(folded)
    assert needs_witness(network((body, number(0), number(0)), laws=[Y]))
    assert needs_witness(network(assumptions=[(">", X)]))
    values = {"x": ["4"], "y": ["0"], "z": ["0"], "c": ["0"]}
    check_witness(own, {"values": values, "root": None})
    with pytest.raises(RejectedError):
        check_witness(own, {"values": {**values, "x": ["0"]}, "root": None})
    with pytest.raises(RejectedError):
        check_witness(folded, {"values": {**values, "x": ["0"]}, "root": None})


def test_exponentials_of_sums_are_products():
    ring = Polynomials(2, Budget())
    a, b = ring.variable(0), ring.variable(1)
    minus_one = ring.scalar(-1)
    product = ring.exponential(a) * ring.exponential(b)
    assert ring.is_zero(ring.exponential(a + b) + minus_one * product)
    assert ring.is_zero(ring.exponential(a) * ring.exponential(a * minus_one) + minus_one)
    assert ring.is_zero(ring.exponential(a + a) + minus_one * ring.exponential(a) * ring.exponential(a))
    half = ring.exponential(a * ring.scalar(Fraction(1, 2)))
    third = ring.exponential(a * ring.scalar(Fraction(3, 2)))
    assert ring.is_zero(third + minus_one * half * half * half)
    assert not ring.is_zero(ring.exponential(a) + minus_one * half)
    assert not ring.is_zero(ring.exponential(a) + minus_one)
    assert not ring.is_zero(ring.exponential(a) + minus_one * ring.exponential(b))
    assert not ring.is_zero(ring.exponential(a) + minus_one * ring.exponential(a * minus_one))
    assert not ring.is_zero(ring.exponential(a + a) + minus_one * ring.exponential(a))


def test_signs_that_conditions_give():
    bounds = (("x", ">", "2"), ("y", "<=", "0"), ("z", ">", "-1"))
    own = network(conditions=[{"tensor": t, "relation": r, "bound": b} for t, r, b in bounds])
    ring, point = generic(own)
    of_x, of_y, of_z = (ring.sign(point[leaf][0]) for leaf in own.state)
    assert (of_x.terms, of_y.terms) == ({(): 1}, {(): -1})
    assert not ring.is_zero(of_z + ring.scalar(-1))


@pytest.mark.parametrize("head", ["determinant", "inverse"])
def test_matrices_are_square(head):
    slots = ["0", "0"] if head == "inverse" else []
    square = [head, "i", "2", "j", "2", ["delta", "i", "j"], *slots]
    network(laws=[square])
    with pytest.raises(RejectedError, match="square"):
        network(laws=[[head, "i", "2", "j", "3", ["multiply", X, number(1)], *slots]])


def test_signs_on_the_domain():
    """The first variable is positive, the second negative, of the third nothing is known."""
    ring = Polynomials(3, Budget(), {0: 1, 1: -1})
    a, b, c = (ring.variable(at) for at in range(3))
    minus_one = ring.scalar(-1)

    def equal(value, other):
        return ring.is_zero(ring.sign(value) + minus_one * other)

    one, of_c = ring.scalar(1), ring.sign(c)
    assert equal(a, one)
    assert equal(b, minus_one)
    assert equal(a * b, minus_one)
    assert equal(b * b, one)
    assert equal(a + b * b + ring.scalar(2), one)
    assert equal(a * minus_one + b, minus_one)
    assert equal(c * c + a, one)
    assert equal(c * a + c * b * b, of_c)
    assert equal(c * minus_one, of_c * minus_one)
    assert equal(ring.inverse(b), minus_one)
    assert equal(ring.exponential(c), one)
    assert equal(ring.root(c, 2) * b, minus_one)
    for unknown in (a + b, c, a + c, c * c * minus_one + a, c + ring.scalar(1), ring.logarithm(a)):
        assert not equal(unknown, one)
        assert not equal(unknown, minus_one)
    assert not equal(a + b, of_c)
    for own in (of_c, ring.sign(a + b), ring.sign(c + ring.scalar(1))):
        assert not ring.is_zero(own * own * own + minus_one)
        assert ring.is_zero(own * own * own + minus_one * own)
    assert ring.is_zero(ring.sign(a + b) + ring.sign((a + b) * minus_one))
    assert ring.is_zero(ring.sign(a + b) + minus_one * ring.sign((a + b) * ring.scalar(7)))
    with pytest.raises(RejectedError):
        ring.sign(ring.scalar(0))
