"""Words of fields: lanes are the words with these letters, at small points and at large ones."""

from __future__ import annotations

import pytest
import sympy
from test_checker_brackets import MAPS, X, Y, Z, number, read, symbolic_bracket

from lawdsl.check.modular import (
    LANES,
    PRIMES,
    Residues,
    _bracket,
    _last_letter,
    _letter,
    _small_letter,
    brackets,
    jacobian,
    random_point,
    real_brackets,
    real_jacobian,
    words,
)
from lawdsl.check.network import Network, _applied
from lawdsl.check.reading import Budget
from lawdsl.check.reals import Reals

LAWS = (
    ["multiply", X, Y],
    ["add", ["power", X, "3"], ["multiply", number(-2), Y, Z]],
    ["multiply", Y, ["reciprocal", Z]],
    ["multiply", X, Y],
)


def lane(packed, ring, place):
    return (packed >> place * ring.width & (1 << ring.width) - 1) % ring.prime


@pytest.mark.parametrize("bits", [19, 127])
@pytest.mark.parametrize("letters", [1, 2, 3, 4])
@pytest.mark.parametrize("lanes", [1, 2, 3, 5])
def test_lanes_are_words_with_their_last_letter(bits, letters, lanes):
    """X_(G + H) is linear in H, so that the lane of H is the word with H in place of G."""
    network = Network(read(MAPS), {}, Budget())
    point = random_point(network, bits, "7")
    rows, ring = words(network, bits, point, letters, lanes, "seed")
    assert ring.lanes == lanes + 1
    single = Residues(bits, 1)
    before = [_letter(network, bits, f"seed {letter}") for letter in range(letters - 1)]
    last = _last_letter(network, Residues(bits, lanes), "seed")
    for place in range(lanes + 1):
        of_lane = {
            leaf: {0: jet[0] if place == lanes else lane(jet[LANES], ring, place)}
            for leaf, jet in last.items()
        }
        found = _bracket(network, single, [*before, of_lane], dict(point), 2 * LANES)
        assert [lane(row, ring, place) for row in rows] == [jet.get(0, 0) % single.prime for jet in found]


def test_last_letters_are_all_that_there_are_or_drawn():
    network = Network(read(MAPS), {}, Budget())
    for lanes in (3, 4):
        ring = Residues(31, lanes)
        units = [jet[LANES] for jet in _last_letter(network, ring, "s").values()]
        assert units == [1 << place * ring.width for place in range(3)]
    ring = Residues(31, 2)
    drawn = [jet[LANES] for jet in _last_letter(network, ring, "s").values()]
    assert len({lane(value, ring, place) for value in drawn for place in range(2)}) == 6


def test_blocks_stand_beside_each_other():
    network = Network(read(MAPS), {}, Budget())
    point = random_point(network, 61, "3")
    rows, ring = brackets(network, 61, point, [(1, 2), (2, 0), (3, 1)], "5")
    assert ring.lanes == 3 + 1 + 2
    filled = 0
    for number_of_block, (letters, lanes) in enumerate([(1, 2), (2, 0), (3, 1)]):
        found, own = words(network, 61, point, letters, lanes, f"5 {number_of_block}")
        for row, part in zip(rows, found, strict=True):
            assert [lane(row, ring, filled + at) for at in range(own.lanes)] == [
                lane(part, own, at) for at in range(own.lanes)
            ]
        filled += own.lanes


@pytest.mark.parametrize("letters", [1, 2, 3])
def test_real_words_are_nested_brackets_of_small_letters(letters):
    network = Network(read(MAPS), {}, Budget())
    values = (2, -1, 3)
    point = {leaf: {0: value} for leaf, value in zip(network.state, values, strict=True)}
    rows = list(real_brackets(network, point, [(letters, 2)], "9"))
    x, y, z = sympy.symbols("x y z")
    potentials = (y / x, x * y * z + z**3, x * y**2)
    for word, row in enumerate(rows):
        drawn = [_small_letter(network, f"9 0 {word} {letter}") for letter in range(letters)]
        letters_of = [[jet[0] for jet in one.values()] for one in drawn]
        assert all(value % 2 and -7 <= value <= 7 for one in letters_of for value in one)
        symbolic = symbolic_bracket(letters_of, (x, y, z), potentials)
        place = dict(zip((x, y, z), values, strict=True))
        assert [sympy.Rational(str(item)) for item in row] == [item.subs(place) for item in symbolic]
    assert rows[0] != rows[1]


@pytest.mark.parametrize("bits", PRIMES.values())
def test_gradients_are_gradients(bits):
    network = Network(read(rates={"x": Y, "y": X, "z": number(0)}, laws=LAWS), {}, Budget())
    nodes = [node for at in range(4) for node in network.family(network.system.laws[f"h{at}"])]
    assert nodes[0] == nodes[3]
    values = (2, 3, 5)
    point = {leaf: {0: value} for leaf, value in zip(network.state, values, strict=True)}
    rows, ring = jacobian(network, nodes, bits, point)
    assert ring.lanes == 3
    x, y, z = sympy.symbols("x y z")
    laws = (x * y, x**3 - 2 * y * z, y / z)
    place = dict(zip((x, y, z), values, strict=True))
    exact = [[sympy.diff(law, variable).subs(place) for variable in (x, y, z)] for law in laws]
    for at, gradient in enumerate(exact):
        for row, value in zip(rows, gradient, strict=True):
            assert (lane(row, ring, at) * value.q - value.p) % ring.prime == 0
    found = list(real_jacobian(network, nodes, point))
    assert [[sympy.Rational(str(item)) for item in row] for row in found] == [*exact, exact[0]]


@pytest.mark.parametrize("node", [("reciprocal", 0), ("root", 0, 2), ("exp", 0), ("log", 0)])
@pytest.mark.parametrize(
    "order", [(7, 6, 5, 4, 3, 2, 1, 0), (4, 0, 1, 6, 2, 3, 7, 5), (0, 4, 2, 6, 1, 7, 5, 3)]
)
def test_functions_of_jets_do_not_depend_on_the_order_of_parts(node, order):
    start = {"reciprocal": 3, "root": 4, "exp": 0, "log": 1}[node[0]]
    jet = {0: start, 1: 3, 2: -2, 3: 7, 4: 5, 5: 1, 6: -4, 7: 2}
    for masks in (
        order,
        [mask for mask in order if mask in (0, 2, 4)],
        [mask for mask in order if mask % 4 == 0],
    ):
        sorted_jet = {mask: jet[mask] for mask in sorted(masks)}
        own = _applied(node, Reals(Budget()), {mask: jet[mask] for mask in masks})
        assert own == _applied(node, Reals(Budget()), sorted_jet)
