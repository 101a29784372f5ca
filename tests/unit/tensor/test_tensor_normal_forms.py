"""Canonical forms of terms with many equal factors: the same term is one term, another one is not."""

from __future__ import annotations

from functools import partial
from random import Random

import pytest
from tensor_terms import I1, J1, K1, M, N, R, U, V, X, at, gram, graph, traced

from lawdsl.notation.expression import Expression, Sum, multiply, power, total
from lawdsl.notation.index import Role, Tensor, fresh
from lawdsl.tensor import Budget, BudgetExceededError, expand


def shuffled(edges, seed: int):
    """The same graph with other vertices, its edges in another order."""
    random = Random(seed)
    vertices = sorted({vertex for edge in edges for vertex in edge})
    image = dict(zip(vertices, random.sample(range(100), len(vertices)), strict=True))
    moved = [(image[tail], image[head]) for tail, head in edges]
    random.shuffle(moved)
    return moved


def both_ways(edges):
    return [*edges, *((head, tail) for tail, head in edges)]


def cycle(*vertices):
    return [(vertices[step - 1], vertices[step]) for step in range(len(vertices))]


PETERSEN = [
    *cycle(0, 1, 2, 3, 4),
    *cycle(5, 7, 9, 6, 8),
    *((vertex, vertex + 5) for vertex in range(5)),
]
CUBE = [(vertex, vertex ^ (1 << axis)) for vertex in range(16) for axis in range(4)]
SQUARES = [(x, y) for x in range(4) for y in range(4)]
ROOK = [(4 * x + y, 4 * z + w) for x, y in SQUARES for z, w in SQUARES if (x == z) != (y == w)]
SHRIKHANDE = [
    (4 * x + y, 4 * ((x + dx) % 4) + (y + dy) % 4)
    for x, y in SQUARES
    for dx, dy in ((1, 0), (3, 0), (0, 1), (0, 3), (1, 1), (3, 3))
]
FRUCHT = [
    *cycle(*range(12)),
    *((vertex, (vertex + step) % 12) for vertex, step in ((0, 7), (1, 10), (2, 8), (3, 2), (4, 5), (6, 2))),
]
HUBS = [
    *both_ways([*cycle(0, 1, 2, 3, 4, 5), *cycle(6, 7, 8), *cycle(9, 10, 11)]),
    *((hub, vertex) for hub in (12, 13) for vertex in range(12)),
]
GRAPHS = {
    "K44": [(left, right) for left in range(4) for right in range(4, 8)],
    "K88": [(left, right) for left in range(8) for right in range(8, 16)],
    "K7": [(tail, head) for tail in range(7) for head in range(7) if tail != head],
    "Petersen": PETERSEN,
    "Petersen, both ways": both_ways(PETERSEN),
    "cube": CUBE,
    "rook": ROOK,
    "Shrikhande": SHRIKHANDE,
    "ten triangles": [edge for first in range(0, 30, 3) for edge in cycle(first, first + 1, first + 2)],
    "Frucht, without symmetry": both_ways(FRUCHT),
    "two hubs over a hexagon and two triangles": HUBS,
    "two hubs over two hexagons": [*both_ways([*cycle(*range(6)), *cycle(*range(6, 12))]), *HUBS[24:]],
    "unlike stars": [(hub, 2 + 6 * hub + leaf) for hub in (0, 1) for leaf in range(6)] + [(0, 1)],
    "stars": [(hub, 2 + 6 * hub + leaf) for hub in (0, 1) for leaf in range(6)] + both_ways([(0, 1)]),
    "loops": [(0, 0), (0, 1), (1, 1), (1, 0)],
}


@pytest.mark.parametrize("name", GRAPHS)
def test_a_graph_has_one_form_whatever_its_vertices_are_called(name):
    edges = GRAPHS[name]
    terms = expand(graph(edges))
    assert len(terms.terms) == 1
    for seed in range(5):
        assert expand(graph(shuffled(edges, seed))) == terms


def test_graphs_that_refinement_confuses_stay_apart():
    """Regular graphs of equal degree: a hexagon and two triangles, the rook's graph and Shrikhande's."""
    hexagon = both_ways(cycle(0, 1, 2, 3, 4, 5))
    triangles = both_ways([*cycle(0, 1, 2), *cycle(3, 4, 5)])
    anchored = [("hub", vertex) for vertex in range(6)]
    assert expand(graph(hexagon + anchored)) != expand(graph(triangles + anchored))
    assert expand(graph(hexagon)) != expand(graph(triangles))
    assert expand(graph(ROOK)) != expand(graph(SHRIKHANDE))


def test_a_trace_of_equal_factors_is_one_term():
    trace = expand(traced(partial(gram, U), 12))
    assert list(trace.terms.values()) == [1]
    ((component, exponent),) = next(iter(trace.terms)).components
    assert (len(component), exponent) == (24, 1)


def test_reversing_a_trace_gives_the_same_term():
    word = "UUVUVVVUUUVV"
    trace = expand(closed_word(word))
    assert trace == expand(closed_word(word[::-1]))
    assert trace == expand(closed_word(word[5:] + word[:5]))
    assert trace != expand(closed_word("UUVUVVUVUUVV"))


def closed_word(word: str) -> Expression:
    """The trace of a product of Gram matrices of U and V."""
    ring = [fresh("k", R) for _ in word]
    grams = [gram({"U": U, "V": V}[letter], ring[step - 1], ring[step]) for step, letter in enumerate(word)]
    return total(ring, multiply(grams))


def test_powers_of_a_matrix_times_a_vector():
    a, u = Tensor("A", Role.PARAMETER, (N, M)), Tensor("u", Role.PARAMETER, (M,))
    image = Sum(J1, multiply([at(a, I1, J1), at(u, J1)]))
    assert str(expand(power(image, 12))) == "(sum(j) A[i,j]*u[j])**12"
    budget = Budget()
    summed = expand(Sum(I1, power(image, 12)), budget)
    columns = [fresh("j", M) for _ in range(12)]
    flat = multiply([factor for column in columns for factor in (at(u, column), at(a, I1, column))])
    assert summed == expand(total([I1, *columns], flat))
    assert len(summed.terms) == 1
    assert budget.spent_steps == 0


def test_a_power_of_a_closed_sum_stays_a_power():
    trace = Sum(K1, gram(U, K1, K1))
    assert str(expand(power(trace, 12))) == "(sum(i,j) U[i,j]**2)**12"
    assert expand(power(trace, 12)) == expand(multiply([power(trace, 5), power(trace, 7)]))


def test_a_high_power_of_an_entry():
    assert str(expand(power(at(X, I1), 40))) == "x[i]**40"
    assert expand(power(at(X, I1), 40)) == expand(multiply([power(at(X, I1), 20)] * 2))


def test_a_sum_of_squares_is_not_the_square_of_a_sum():
    squares, square = Sum(I1, power(at(X, I1), 2)), power(Sum(I1, at(X, I1)), 2)
    assert expand(squares) != expand(square)
    assert str(expand(squares)) == "sum(i) x[i]**2"
    assert str(expand(square)) == "(sum(i) x[i])**2"


@pytest.mark.parametrize("first", [0, 1])
def test_an_entry_with_a_repeated_slot_counts_once(first):
    """S[i,i] touches its index twice, wherever it stands in the product, and is still one factor."""
    loop, edge = (first, first), (first, 1 - first)
    assert expand(graph([loop, edge])) == expand(graph([edge, loop])) == expand(graph([(5, 5), (5, 6)]))
    assert expand(graph([loop, edge])) != expand(graph([loop, loop, edge]))
    assert str(expand(graph([loop, edge]))) == "sum(i,j) S[i,i]*S[i,j]"


def test_a_search_beyond_the_budget_is_given_up():
    with pytest.raises(BudgetExceededError, match="steps for canonical forms"):
        expand(graph(GRAPHS["K88"]), Budget(steps=1000))


def test_an_index_individualised_too_often_is_given_up():
    stars = [(hub, (hub, leaf)) for hub in (0, 1) for leaf in range(240)] + both_ways([(0, 1)])
    with pytest.raises(BudgetExceededError, match="individualises more than 250 indices"):
        expand(graph(stars))
