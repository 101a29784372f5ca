"""What counts rest on: jets of functions, brackets of fields, residues, and the primes that there are."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
import sympy

from lawdsl.check.modular import (
    LANES,
    PRIMES,
    Residues,
    Unknown,
    _bracket,
    _letter,
    jacobian,
    random_point,
    real_brackets,
    words,
)
from lawdsl.check.network import Network, _applied
from lawdsl.check.reading import Budget, RejectedError, string, truth
from lawdsl.check.reals import Reals
from lawdsl.check.system import read_system

X, Y, Z = ["entry", "x"], ["entry", "y"], ["entry", "z"]
E = sympy.symbols("e1 e2 e4")
PARTS = {1: Fraction(3), 2: Fraction(-2, 5), 3: Fraction(1, 7), 4: 5, 5: Fraction(1, 3), 6: -4, 7: 2}


def number(value):
    return ["number", str(value)]


def family(body, *indices):
    return {"indices": [list(pair) for pair in indices], "body": body}


def read(maps=(), laws=(), rates=None, dimensions=(), shape=()):
    """A system with x, y, z under the gradient flow of its maps, or with the given right-hand sides."""
    names = ("x", "y", "z")
    flow = {"kind": "custom", "rates": {name: family(body) for name, body in (rates or {}).items()}}
    if rates is None:
        metric = {name: family(number(1), *((f"i{at}", d) for at, d in enumerate(shape))) for name in names}
        flow = {"kind": "gradient", "metric": metric, "decay": None, "natural": False}
    return read_system(
        {
            "dimensions": list(dimensions),
            "parameters": [{"name": name, "shape": list(shape)} for name in names],
            "states": [],
            "constants": [],
            "conditions": [],
            "assumptions": [],
            "maps": {f"m{at}": family(body) for at, body in enumerate(maps)},
            "flow": flow,
            "laws": {f"h{at}": law if isinstance(law, dict) else family(law) for at, law in enumerate(laws)},
            "sets": {},
            "time": False,
        }
    )


def series(function, start):
    """The parts of a function of a jet, by differentiation."""
    jet = start + sum(
        sympy.Rational(str(part)) * sympy.prod([e for at, e in enumerate(E) if mask >> at & 1])
        for mask, part in PARTS.items()
    )
    found = {}
    for mask in range(8):
        value = function(jet)
        for at, e in enumerate(E):
            value = sympy.diff(value, e) if mask >> at & 1 else value
        found[mask] = value.subs(dict.fromkeys(E, 0))
    return found


@pytest.mark.parametrize(
    ("node", "function", "start"),
    [
        (("reciprocal", 0), lambda x: 1 / x, 3),
        (("root", 0, 2), sympy.sqrt, 4),
        (("root", 0, 3), sympy.cbrt, 8),
        (("exp", 0), sympy.exp, 0),
        (("log", 0), sympy.log, 1),
    ],
)
def test_functions_of_jets_are_their_series(node, function, start):
    found = _applied(node, Reals(Budget()), {0: start, **PARTS})
    assert {mask: sympy.Rational(str(value)) for mask, value in found.items()} == series(function, start)


MAPS = (
    ["multiply", Y, ["reciprocal", X]],
    ["add", ["multiply", X, Y, Z], ["power", Z, "3"]],
    ["multiply", X, ["power", Y, "2"]],
)


def symbolic_bracket(word, variables, potentials):
    def field(letter):
        whole = sum(g * phi for g, phi in zip(letter, potentials, strict=True))
        return [-sympy.diff(whole, v) for v in variables]

    first, *rest = word
    if not rest:
        return field(first)
    left, right = field(first), symbolic_bracket(rest, variables, potentials)
    pairs = list(zip(variables, left, right, strict=True))
    return [
        sum(sympy.diff(r, v) * a - sympy.diff(own, v) * b for v, a, b in pairs)
        for own, r in zip(left, right, strict=True)
    ]


@pytest.mark.parametrize("letters", [1, 2, 3, 4])
def test_brackets_are_nested_lie_brackets(letters):
    network = Network(read(MAPS), {}, Budget())
    word = [[(at * 3 + k * 5) % 7 - 3 for k in range(3)] for at in range(letters)]
    values = [Fraction(2), Fraction(-1, 3), Fraction(1)]
    jets = [
        {leaf: {0: value} for leaf, value in zip(network.cotangents, letter, strict=True)} for letter in word
    ]
    point = {leaf: {0: value} for leaf, value in zip(network.state, values, strict=True)}
    found = _bracket(network, Reals(Budget()), jets, point, 2 * LANES)
    x, y, z = sympy.symbols("x y z")
    symbolic = symbolic_bracket(word, (x, y, z), (y / x, x * y * z + z**3, x * y**2))
    place = dict(zip((x, y, z), map(sympy.Rational, map(str, values)), strict=True))
    assert [sympy.Rational(str(jet.get(0, 0))) for jet in found] == [item.subs(place) for item in symbolic]


@pytest.mark.parametrize(
    "word", [[(0, 1, 0), (1, 0, 0)], [(1, 0, 0), (0, 1, 0)], [(0, 0, 1), (1, 0, 0), (0, 1, 0)]]
)
def test_a_field_that_is_constant_has_brackets_too(word):
    network = Network(read((X, ["multiply", X, ["power", Y, "2"]], ["multiply", X, Y])), {}, Budget())
    jets = [dict(zip(network.cotangents, ({0: value} for value in letter), strict=True)) for letter in word]
    point = {leaf: {0: value} for leaf, value in zip(network.state, (2, 3, 5), strict=True)}
    found = _bracket(network, Reals(Budget()), jets, point, 2 * LANES)
    x, y, z = sympy.symbols("x y z")
    symbolic = symbolic_bracket(word, (x, y, z), (x, x * y**2, x * y))
    assert [jet.get(0, 0) for jet in found] == [item.subs({x: 2, y: 3, z: 5}) for item in symbolic]


@pytest.mark.parametrize("letters", [1, 2, 3])
def test_a_coordinate_that_no_field_moves_is_zero_in_every_word(letters):
    network = Network(read((["multiply", X, Y], ["power", X, "2"])), {}, Budget())
    point = {leaf: {0: value} for leaf, value in zip(network.state, (2, 3, 5), strict=True)}
    rows = list(real_brackets(network, point, [(letters, 3)], "0"))
    assert len(rows) == 3
    assert [row[2] for row in rows] == [0, 0, 0]
    residues, _ = words(network, 31, random_point(network, 31, "0"), letters, 3, "0")
    assert residues[2] == 0
    assert any(residues)


@pytest.mark.parametrize("extra", [0, 2])
def test_with_a_lane_for_each_cotangent_words_are_derivatives_by_one(extra):
    """[X_a, X_b] is linear in b: lane j is [X_a, X_b] for the unit b = e_j, and further lanes are zero."""
    network = Network(read(MAPS), {}, Budget())
    point, first = random_point(network, 31, "0"), _letter(network, 31, "seed 0")
    rows, ring = words(network, 31, point, 2, 3 + extra, "seed")
    lanes = [[row >> lane * ring.width & 2**ring.width - 1 for row in rows] for lane in range(ring.lanes)]
    for at, lane in enumerate(lanes[:3]):
        unit = {leaf: {0: int(place == at)} for place, leaf in enumerate(network.cotangents)}
        jets = _bracket(network, Residues(31, 0), [first, unit], point, 2 * LANES)
        assert [value % ring.prime for value in lane] == [jet.get(0, 0) % ring.prime for jet in jets]
        assert any(lane)
    assert not any(map(any, lanes[3 : 3 + extra]))
    last = _letter(network, 31, "seed last")
    whole = _bracket(network, Residues(31, 0), [first, last], point, 2 * LANES)
    assert [value % ring.prime for value in lanes[-1]] == [jet.get(0, 0) % ring.prime for jet in whole]


def test_every_modulus_is_prime():
    assert all(sympy.isprime(int(prime)) and int(prime) == 2**bits - 1 for prime, bits in PRIMES.items())


@pytest.mark.parametrize("bits", PRIMES.values())
def test_residues_of_fractions_are_quotients(bits):
    ring = Residues(bits, 1)
    for top, bottom in product((1, -2, 10**9), (1, 3, 7, 10**6)):
        assert (ring.scalar(Fraction(top, bottom)) * bottom - top) % ring.prime == 0
    with pytest.raises(RejectedError):
        ring.scalar(Fraction(1, ring.prime))


def test_nothing_depends_on_an_unknown_number():
    assert isinstance(Unknown() * 3, Unknown)
    assert isinstance(3 * Unknown() + 1, Unknown)
    assert Unknown() * 0 == 0
    law = ["multiply", X, ["log", Y]]
    network = Network(read(rates={"x": Y, "y": X, "z": number(0)}, laws=[law]), {}, Budget())
    nodes = network.family(network.system.laws["h0"])
    with pytest.raises(RejectedError):
        jacobian(network, nodes, 31, random_point(network, 31, "0"))


def rates_at(network, values, cotangent=1):
    point = {leaf: {0: value} for leaf, value in zip(network.state, values, strict=True)}
    point |= {leaf: {0: cotangent} for leaf in network.cotangents}
    return [jet.get(0, 0) for jet in network.motion(Reals(Budget()), point)]


def test_a_parameter_that_no_map_contains_stays():
    assert rates_at(Network(read([["multiply", X, Y]]), {}, Budget()), [2, 3, 5]) == [-3, -2, 0]


def test_a_sign_has_the_slope_zero():
    sized = ["multiply", ["sign", X], X, Y]
    assert rates_at(Network(read([sized]), {}, Budget()), [-2, 3, 5]) == [3, -2, 0]


def value_at(body, values, maps=(X,)):
    network = Network(read(maps, [body]), {}, Budget())
    point = {leaf: {0: value} for leaf, value in zip(network.state, values, strict=True)}
    (node,) = network.family(network.system.laws["h0"])
    network.forward(network.order([node]), Reals(Budget()), point)
    return point[node][0]


def test_a_root_is_one_of_its_own_argument():
    body = ["add", ["multiply", Z, Y, X], ["root", ["add", Y, ["power", Z, "2"]], "2"]]
    assert value_at(body, [2, 9, 4]) == 2 * 9 * 4 + 5


def test_a_sum_over_an_index_that_does_not_occur():
    system = read([["entry", "x", "0"]], dimensions=["n"], shape=["n"], laws=[
        ["sum", "i", "n", ["multiply", number(3), ["entry", "y", "0"]]]
    ])  # fmt: skip
    network = Network(system, {"n": 5}, Budget())
    values = {leaf: {0: 2} for leaf in network.state}
    (node,) = network.family(system.laws["h0"])
    network.forward(network.order([node]), Reals(Budget()), values)
    assert values[node][0] == 5 * 3 * 2


@pytest.mark.parametrize("value", [None, True, [], {}, ["x"]])
def test_what_is_no_text_is_none(value):
    with pytest.raises(RejectedError):
        string(value)


@pytest.mark.parametrize("value", [None, "true", "1", [], {}, ["x"]])
def test_what_is_neither_true_nor_false_is_none(value):
    with pytest.raises(RejectedError):
        truth(value)


def test_powers_of_dimensions():
    total = ["multiply", ["size", "n", "3"], ["size", "n", "-1"], ["entry", "x", "0"]]
    system = read([["entry", "y", "0"]], [total], dimensions=["n"], shape=["n"])
    network = Network(system, {"n": 5}, Budget())
    values = {leaf: {0: 2} for leaf in network.state}
    nodes = network.family(system.laws["h0"])
    network.forward(network.order(nodes), Reals(Budget()), values)
    assert values[nodes[0]][0] == 5**2 * 2


def test_components_are_those_that_there_are():
    gap = ["add", number(1), ["multiply", number(-1), ["sum", "j", "n", ["delta", "i", "j"]]]]
    law = family(["multiply", ["entry", "x", "0"], gap], ("i", "n"))
    system = read([["entry", "x", "0"]], [law], dimensions=["n"], shape=["n"])
    network = Network(system, {"n": 2}, Budget())
    assert network.component(system.laws["h0"], (1,))
    for place in ((2,), (7,), (), (0, 0)):
        with pytest.raises(RejectedError):
            network.component(system.laws["h0"], place)
