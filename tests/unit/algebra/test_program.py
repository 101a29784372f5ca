from fractions import Fraction

import flint
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from reference import FREE, SIZES, TENSORS, M, N, as_arrays, expressions, index, parameter, points, table

from lawdsl.algebra.programs.compile import compile_program
from lawdsl.algebra.rings.exact import ExactRing
from lawdsl.algebra.rings.modular import ModularRing
from lawdsl.algebra.rings.polynomial import BudgetExceededError, PolynomialRing
from lawdsl.notation.expression import (
    ONE,
    ZERO,
    Delta,
    Entry,
    Product,
    Sum,
    add,
    multiply,
    number,
    power,
    total,
)
from lawdsl.notation.index import Dimension, Index

A, B, T, V, S = TENSORS
PRIME = 8388593
relaxed = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def exact(expression, free, values, sizes=SIZES):
    program = compile_program({"f": (free, expression)}, sizes)
    return program.evaluate(ExactRing(), as_arrays(values, sizes=sizes))["f"]


@relaxed
@given(expressions(), points)
def test_exact_values_are_those_of_nested_loops(expression, values):
    expected = table(expression, FREE, values)
    assert exact(expression, FREE, values).tolist() == [expected.tolist()]
    assert exact(expression, FREE[::-1], values).tolist() == [expected.T.tolist()]


@relaxed
@given(expressions(), points)
def test_residues_are_those_of_the_exact_values(expression, values):
    program = compile_program({"f": (FREE, expression)}, SIZES)
    ring = ModularRing(PRIME)
    leaves = {tensor: ring.lift(array) for tensor, array in as_arrays(values).items()}
    found = ring.modulus.lower(program.evaluate(ring, leaves)["f"])
    expected = [[ring.modulus.residue(value) for value in row] for row in table(expression, FREE, values)]
    assert found.tolist() == [expected]


@settings(relaxed, max_examples=25)
@given(expressions(depth=2), points)
def test_polynomials_take_the_exact_values(expression, values):
    entries = list(values)
    ring = PolynomialRing([f"x{place}" for place in range(len(entries))], limit=10**6)
    generic = dict(zip(entries, ring.generators(), strict=True))
    program = compile_program({"f": (FREE, expression)}, SIZES)
    found = program.evaluate(ring, as_arrays(generic))["f"]
    point = [flint.fmpq(values[entry].numerator, values[entry].denominator) for entry in entries]
    expected = table(expression, FREE, values)
    for place in np.ndindex(expected.shape):
        value = found[(0, *place)](*point)
        assert Fraction(int(value.p), int(value.q)) == expected[place]


@relaxed
@given(expressions(), points, points)
def test_a_batch_of_points_is_the_points_one_by_one(expression, first, second):
    one, two = as_arrays(first), as_arrays(second)
    both = {tensor: np.concatenate([one[tensor], two[tensor]]) for tensor in TENSORS}
    both[S] = one[S]  # an unbatched leaf broadcasts
    two[S] = one[S]
    program = compile_program({"f": (FREE, expression)}, SIZES)
    found = program.evaluate(ExactRing(), both)["f"]
    separate = [program.evaluate(ExactRing(), leaves)["f"] for leaves in (one, two)]
    expected = np.concatenate(separate)
    assert np.broadcast_to(found, expected.shape).tolist() == expected.tolist()


def integers(tensors=TENSORS, sizes=SIZES, seed=0):
    generator = np.random.default_rng(seed)
    shape = {tensor: [sizes.get(d.name, d.size) for d in tensor.shape] for tensor in tensors}
    return {tensor: ExactRing().lift(generator.integers(-9, 9, (1, *shape[tensor]))) for tensor in tensors}


def test_one_program_has_several_outputs_of_different_shapes():
    i, j = FREE
    outputs = {"A": ((j, i), Entry(A, (i, j))), "one": ((), ONE), "zero": ((i,), ZERO), "s": ((i,), Entry(S))}
    leaves = integers()
    found = compile_program(outputs, SIZES).evaluate(ExactRing(), leaves)
    assert found["A"][0].tolist() == leaves[A][0].T.tolist()
    assert found["one"].tolist() == [1]
    assert found["zero"].tolist() == [[0, 0]]
    assert found["s"].tolist() == [[leaves[S][0]] * 2]


@pytest.mark.parametrize("batch", [1, 3])
def test_products_of_scalars_need_no_axes(batch):
    other = parameter("u")
    leaves = {S: ExactRing().lift(np.array([Fraction(2, 3)])), other: ExactRing().lift(np.arange(batch))}
    program = compile_program({"f": ((), multiply([Entry(S), Entry(other), Entry(other)]))}, SIZES)
    assert program.evaluate(ExactRing(), leaves)["f"].tolist() == [
        Fraction(2, 3) * k**2 for k in range(batch)
    ]


def test_a_delta_between_free_indices_is_the_identity():
    i, k = index("i", N), index("k", N)
    found = compile_program({"d": ((i, k), Delta(i, k))}, SIZES).evaluate(ExactRing(), {})
    assert found["d"].tolist() == [[[1, 0], [0, 1]]]


def test_a_summed_delta_costs_nothing():
    i, k, q = index("i", N), index("k", N), index("q", N)
    plain = compile_program({"f": ((i, k), Entry(B, (i, k)))}, SIZES)
    renamed = total([q], multiply([Delta(i, q), Entry(B, (q, k))]))
    assert compile_program({"f": ((i, k), renamed)}, SIZES).nodes == plain.nodes


def test_equal_subexpressions_are_shared_whatever_their_indices_are_called():
    def norm(name):
        k = index(name, N)
        return add([total([k], power(Entry(V, (k,)), 2)), number(1)])

    once = compile_program({"f": ((), norm("k"))}, SIZES)
    twice = compile_program({"f": ((), norm("k")), "g": ((), norm("q"))}, SIZES)
    assert twice.nodes == once.nodes


def test_a_chain_of_matrices_is_never_multiplied_out():
    n = Dimension("n", 30)
    layers = [parameter(f"W{depth}", n, n) for depth in range(5)]
    ends = [parameter("a", n), parameter("b", n)]
    path = [index(f"i{depth}", n) for depth in range(6)]
    factors = [Entry(layer, (path[depth], path[depth + 1])) for depth, layer in enumerate(layers)]
    scalar = total(path, multiply([*factors, Entry(ends[0], path[:1]), Entry(ends[1], path[-1:])]))
    program = compile_program({"S": ((), scalar)}, {})
    assert program.multiplications() <= 6 * 30**2


def test_rank_one_cotangents_of_all_paths_cost_no_more_than_the_network():
    n = Dimension("n", 20)
    layers = [parameter(f"W{depth}", n, n) for depth in range(4)]
    cotangents = [parameter(f"a{depth}", n) for depth in range(5)]
    path = [index(f"i{depth}", n) for depth in range(5)]
    paths = multiply(Entry(layer, (path[depth], path[depth + 1])) for depth, layer in enumerate(layers))
    seeds = [Entry(vector, (place,)) for vector, place in zip(cotangents, path, strict=True)]
    program = compile_program({"S": ((), total(path, multiply([*seeds, paths])))}, {})
    assert program.multiplications() <= 3 * len(layers) * 20**2
    assert all(len(node.shape) <= 2 for node in program.nodes)


def test_long_products_are_multiplied_in_a_balanced_way():
    n = Dimension("n", 64)
    x, k = parameter("x", n), index("k", n)
    program = compile_program({"p": ((), Product(k, Entry(x, (k,))))}, {})
    assert program.multiplications() == 63
    leaves = {x: ExactRing().lift(np.arange(1, 65)[np.newaxis])}
    assert program.evaluate(ExactRing(), leaves)["p"][0] == np.prod(np.arange(1, 65, dtype=object))


@pytest.mark.parametrize(
    ("free", "body", "message"),
    [
        ((), Entry(V, (FREE[0],)), "neither free nor summed"),
        ((FREE[0], FREE[0]), Entry(V, (FREE[0],)), "repeated"),
        ((), Entry(V, (2,)), "does not fit"),
        ((FREE[1],), Entry(V, (FREE[1],)), "does not fit"),
        (FREE, Delta(*FREE), "compares dimensions"),
        ((), Sum(Index("z", Dimension("none", 0)), ONE), "the least is 1"),
        ((), Entry(V, ()), "slots"),
    ],
)
def test_ill_formed_expressions_are_errors(free, body, message):
    with pytest.raises(ValueError, match=message):
        compile_program({"f": (free, body)}, SIZES)


def test_a_dimension_needs_a_size():
    with pytest.raises(KeyError):
        compile_program({"f": ((index("k", Dimension("unknown")),), ONE)}, SIZES)


def test_multiplying_out_stops_at_the_budget():
    x = parameter("x", M)
    j = index("j", M)
    ring = PolynomialRing(["a", "b", "c"], limit=50)
    program = compile_program({"p": ((), power(total([j], Entry(x, (j,))), 8))}, SIZES)
    with pytest.raises(BudgetExceededError) as caught:
        program.evaluate(ring, {x: ring.generators()[np.newaxis]})
    assert 0 < caught.value.spent <= caught.value.limit < caught.value.spent + caught.value.wanted
    assert ring.spent == caught.value.spent
