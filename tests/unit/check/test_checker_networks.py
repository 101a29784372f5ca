"""Values and rates of expressions at concrete dimensions, against a direct reading of each expression."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import permutations, product

import pytest

from lawdsl.check.network import Network
from lawdsl.check.reading import Budget, RejectedError
from lawdsl.check.reals import Reals
from lawdsl.check.system import read_system

SIZES = {"n": 2, "m": 3}
SHAPES = {"x": (), "u": ("n",), "v": ("n", "m"), "w": ("3",)}


def number(value):
    return ["number", str(value)]


def family(body, *indices):
    return {"indices": [list(pair) for pair in indices], "body": body}


def system(law, *indices):
    """A system that does not move, with one law."""
    still = {
        name: family(number(0), *((f"i{at}", place) for at, place in enumerate(shape)))
        for name, shape in SHAPES.items()
    }
    content = {"dimensions": ["n", "m"], "states": [], "constants": [], "conditions": [], "assumptions": []}
    content |= {"maps": {}, "sets": {}, "time": False, "flow": {"kind": "custom", "rates": still}}
    content["parameters"] = [{"name": name, "shape": list(shape)} for name, shape in SHAPES.items()]
    return read_system(content | {"laws": {"h": family(law, *indices)}})


def size(place):
    return SIZES.get(place) or int(place)


def determinant(matrix):
    total = Fraction(0)
    for order in permutations(range(len(matrix))):
        sign = (-1) ** sum(a > b for at, a in enumerate(order) for b in order[at + 1 :])
        term = Fraction(sign)
        for row, column in enumerate(order):
            term *= matrix[row][column]
        total += term
    return total


def slot_of(text, names):
    return names[text] if text in names else int(text)


def value(body, point, names):
    """The expression as docs/certificates.md reads it."""
    head, *rest = body
    match head:
        case "number":
            return Fraction(rest[0])
        case "size":
            return Fraction(size(rest[0])) ** int(rest[1])
        case "entry":
            return point[rest[0], tuple(slot_of(text, names) for text in rest[1:])]
        case "delta":
            return Fraction(slot_of(rest[0], names) == slot_of(rest[1], names))
        case "add" | "multiply":
            values = [value(part, point, names) for part in rest]
            return sum(values) if head == "add" else product_of(values)
        case "power" | "reciprocal":
            return value(rest[0], point, names) ** (int(rest[1]) if head == "power" else -1)
        case "sum" | "product":
            copies = [value(rest[2], point, {**names, rest[0]: at}) for at in range(size(rest[1]))]
            return sum(copies) if head == "sum" else product_of(copies)
    return value_of_matrix(rest, point, names)


def value_of_matrix(rest, point, names):
    row, rows, column, _, inner, *slots = rest
    every = range(size(rows))
    matrix = [[value(inner, point, {**names, row: i, column: j}) for j in every] for i in every]
    if not slots:
        return determinant(matrix)
    i, j = (slot_of(text, names) for text in slots)
    minor = [
        [entry for at, entry in enumerate(line) if at != i] for at_j, line in enumerate(matrix) if at_j != j
    ]
    return (-1) ** (i + j) * determinant(minor) / determinant(matrix)


def product_of(values):
    total = Fraction(1)
    for item in values:
        total *= item
    return total


def drawn(source, depth, names, counter):
    """A random expression over some index variables."""
    places = {
        "n": [i for i, place in names.items() if place == "n"],
        "m": [i for i, p in names.items() if p == "m"],
    }
    at_n, at_m = (source.choice(places[p] + ["0", "1"]) for p in "nm")
    leaves = [
        ["entry", "x"],
        ["entry", "u", at_n],
        ["entry", "v", at_n, at_m],
        ["entry", "w", source.choice("012")],
        number(source.choice([2, -1, Fraction(1, 3)])),
        ["size", source.choice("nm"), source.choice(["1", "-1", "2"])],
        ["delta", *source.sample([at_n, source.choice("01")], 2)],
        ["delta", at_n, source.choice(places["n"] + ["0"])],
    ]
    if not depth:
        return source.choice(leaves)

    def inner(further=None):
        return drawn(source, depth - 1, {**names, **(further or {})}, counter)

    index, other = f"k{next(counter)}", f"k{next(counter)}"
    place = source.choice("nm")
    kinds = [
        lambda: ["add", *(inner() for _ in range(source.choice([1, 2, 3])))],
        lambda: ["multiply", *(inner() for _ in range(source.choice([1, 2, 3, 5])))],
        lambda: ["power", inner(), source.choice("23")],
        lambda: ["sum", index, place, inner({index: place})],
        lambda: ["sum", index, place, ["multiply", *(inner({index: place}) for _ in range(3)), inner()]],
        lambda: ["product", index, place, inner({index: place})],
        lambda: ["determinant", index, place, other, place, inner({index: place, other: place})],
        lambda: ["reciprocal", ["add", number(7), ["power", inner(), "2"]]],
    ]
    return source.choice(kinds)()


def points(source):
    return {
        (name, at): Fraction(source.choice([-3, -2, -1, 1, 2, 3, 5]), source.choice([1, 1, 2]))
        for name, shape in SHAPES.items()
        for at in product(*(range(size(place)) for place in shape))
    }


def found(law, point, *indices):
    made = system(law, *indices)
    network = Network(made, SIZES, Budget())
    values = {network.leaf(name, at): {0: entry} for (name, at), entry in point.items()}
    nodes = network.family(made.laws["h"])
    network.forward(network.order(nodes), Reals(Budget()), values)
    assert nodes == [network.component(made.laws["h"], at) for at in network.free(made.laws["h"])]
    return [values[node][0] for node in nodes]


@pytest.mark.parametrize("seed", range(60))
def test_values_of_random_expressions(seed):
    source, counter = random.Random(seed), iter(range(10**6))
    body, point = drawn(source, 3, {"f": "n"}, counter), points(source)
    assert found(body, point, ("f", "n")) == [value(body, point, {"f": at}) for at in range(2)]


SQUARE = [
    "add",
    ["multiply", ["entry", "w", "0"], ["delta", "i", "j"]],
    ["delta", "i", "0"],
    ["multiply", ["entry", "x"], ["delta", "j", "2"]],
]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "body",
    [
        *(["inverse", "i", "3", "j", "3", SQUARE, row, column] for row in "012" for column in "02"),
        ["inverse", "i", "3", "j", "3", SQUARE, "0", "1"],
        ["determinant", "i", "3", "j", "3", SQUARE],
        [
            "inverse",
            "i",
            "n",
            "j",
            "n",
            ["add", ["delta", "i", "j"], ["multiply", ["entry", "u", "i"], ["entry", "u", "j"]]],
            "f",
            "0",
        ],
        ["determinant", "i", "1", "j", "1", ["entry", "x"]],
        ["inverse", "i", "1", "j", "1", ["entry", "x"], "0", "0"],
        *(
            ["multiply", *(["entry", "w", at] for at in "012"[:number_of]), ["entry", "x"]]
            for number_of in range(4)
        ),
        ["multiply", *(["add", ["entry", "x"], number(at)] for at in range(1, 9))],
        ["sum", "a", "n", ["multiply", ["entry", "x"], number(5)]],
        [
            "sum",
            "a",
            "n",
            ["multiply", ["entry", "u", "a"], ["entry", "x"], ["entry", "u", "f"], ["entry", "u", "a"]],
        ],
        ["multiply", ["delta", "0", "f"], ["entry", "x"]],
        ["multiply", ["delta", "f", "1"], ["entry", "x"]],
        ["add", ["delta", "1", "1"], ["delta", "0", "1"], ["entry", "x"]],
        ["add", ["multiply", number(0), ["entry", "x"]], number(4)],
    ],
)
def test_values_of_matrices_products_and_sums(body, seed):
    point = points(random.Random(seed))
    assert found(body, point, ("f", "n")) == [value(body, point, {"f": at}) for at in range(2)]


def test_what_has_no_value_is_named():
    network = Network(system(["entry", "x"]), SIZES, Budget())
    nodes = network.family(network.system.laws["h"])
    with pytest.raises(RejectedError, match="no value for x"):
        network.forward(network.order(nodes), Reals(Budget()), {})
