"""Refinement and search by themselves: equal networks have equal codes, whatever their dummies are called."""

from __future__ import annotations

from itertools import combinations, permutations
from random import Random

import pytest

from lawdsl.tensor.budget import Budget
from lawdsl.tensor.network import Network, encode
from lawdsl.tensor.refinement import _Search, coloured_rows, refine, search


def network(edges, dummies, ranks=None):
    return Network(ranks or [0] * len(edges), list(edges), dummies)


def renamed(edges, image, order):
    return [tuple(image[end] for end in edges[row]) for row in order]


def cycle(*vertices):
    return list(zip(vertices, vertices[1:] + vertices[:1], strict=True))


def both(edges):
    return [*edges, *((head, tail) for tail, head in edges)]


GRAPHS = {
    "a cycle of six": (cycle(0, 1, 2, 3, 4, 5), 6),
    "two triangles": (cycle(0, 1, 2) + cycle(3, 4, 5), 6),
    "a prism": (both(cycle(0, 1, 2) + cycle(3, 4, 5) + [(0, 3), (1, 4), (2, 5)]), 6),
    "a complete graph": (list(permutations(range(5), 2)), 5),
    "a complete bipartite graph": ([(left, right) for left in range(3) for right in range(3, 6)], 6),
    "a cube": (both([(a, a ^ bit) for a in range(8) for bit in (1, 2, 4) if a < a ^ bit]), 8),
    "three edges": ([(0, 1), (2, 3), (4, 5)], 6),
    "a path and a loop": ([(0, 1), (1, 2), (3, 3)], 4),
    "a tree without symmetry": ([(0, 1), (1, 2), (2, 3), (1, 4), (4, 5), (5, 6)], 7),
    "triples": ([(0, 1, 2), (1, 2, 3), (2, 3, 0), (3, 0, 1)], 4),
    "a wheel": (both(cycle(0, 1, 2, 3, 4) + [(5, rim) for rim in range(5)]), 6),
}
RANDOM = Random(7)
for size in (4, 5, 6, 7):
    for density in (0.3, 0.5, 0.7):
        pairs = [pair for pair in permutations(range(size), 2) if RANDOM.random() < density]
        GRAPHS[f"random {size} {density}"] = both(pairs) if density == 0.5 else pairs, size


@pytest.mark.parametrize("name", GRAPHS)
def test_the_search_gives_equal_networks_equal_codes(name):
    edges, dummies = GRAPHS[name]
    source, first = Random(name), search(network(edges, dummies), Budget())
    assert sorted(first.rows) == list(range(len(edges)))
    assert sorted(first.numbers) == list(range(dummies))
    for _ in range(8):
        image, order = source.sample(range(dummies), dummies), source.sample(range(len(edges)), len(edges))
        other = network(renamed(edges, image, order), dummies)
        assert search(other, Budget()).code == first.code


@pytest.mark.parametrize("name", GRAPHS)
def test_refinement_follows_its_dummies(name):
    """Colours are 0, 1, ... in an order that names do not change, and refining again changes nothing."""
    edges, dummies = GRAPHS[name]
    source = Random(name)
    start = [source.randrange(2) for _ in range(dummies)]
    for colours in ([0] * dummies, start):
        found = refine(network(edges, dummies), colours)
        assert sorted(set(found)) == list(range(len(set(found))))
        assert refine(network(edges, dummies), found) == found
        assert all(
            found[a] < found[b] for a in range(dummies) for b in range(dummies) if colours[a] < colours[b]
        )
        image, order = source.sample(range(dummies), dummies), source.sample(range(len(edges)), len(edges))
        moved = [0] * dummies
        for end, colour in enumerate(colours):
            moved[image[end]] = colour
        other = refine(network(renamed(edges, image, order), dummies), moved)
        assert [other[image[end]] for end in range(dummies)] == found


def test_refinement_tells_apart_by_rank_position_and_neighbours():
    assert refine(network([(0, 1)], 2), [0, 0]) == [0, 1]
    assert refine(network([(0,), (1,)], 2, [1, 0]), [0, 0]) == [1, 0]
    assert refine(network([(0, 0), (1, 2), (2, 1)], 3, [0, 1, 1]), [0, 0, 0]) == [0, 1, 1]
    path = refine(network(both([(0, 1), (1, 2), (2, 3), (3, 4)]), 5), [0] * 5)
    assert (path[0], path[1]) == (path[4], path[3])
    assert len(set(path)) == 3


def test_symmetries_save_branches():
    """Of a complete graph of n vertices, n + (n - 1) + ... leaves are looked at, and not n!."""
    budget = Budget()
    edges = list(combinations(range(7), 2))
    search(network(both(edges), 7), budget)
    assert budget.spent_steps < 42 * 60


def test_the_least_leaf_of_the_search_is_kept():
    edges, dummies = GRAPHS["a prism"]
    own = network(edges, dummies)
    hunt = _Search(own, Budget())
    hunt.explore([0] * dummies, (), ())
    rows = coloured_rows(own, hunt.numbers)
    found = encode(own, sorted(range(len(rows)), key=rows.__getitem__), hunt.numbers)
    assert search(own, Budget()) == found
    for image in hunt.automorphisms:
        assert sorted((image[a], image[b]) for a, b in edges) == sorted(edges)
    assert hunt.automorphisms
