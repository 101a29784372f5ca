import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference import (
    FREE,
    SIZES,
    TENSORS,
    Dual,
    M,
    N,
    as_arrays,
    entries_of,
    expressions,
    index,
    parameter,
    points,
    small,
    table,
)

from lawdsl.algebra.programs.compile import compile_program
from lawdsl.algebra.rings.exact import ExactRing
from lawdsl.algebra.rings.modular import ModularRing
from lawdsl.notation.expression import Entry, multiply, total

relaxed = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
seeds = st.lists(small, min_size=6, max_size=6).map(
    lambda flat: np.array(flat, dtype=object).reshape(1, 2, 3)
)


def brute_gradient(expression, values, seed):
    """The derivative of Σ seed · expression along every entry, one dual number at a time."""
    result = {}
    for entry in values:
        dual = {other: Dual(value, int(other == entry)) for other, value in values.items()}
        slopes = [
            value.slope if isinstance(value, Dual) else 0 for value in table(expression, FREE, dual).flat
        ]
        result[entry] = sum(weight * slope for weight, slope in zip(seed.flat, slopes, strict=True))
    return as_arrays(result)


def pulled_back(ring, expression, leaves, seed, wanted=TENSORS):
    program = compile_program({"f": (FREE, expression)}, SIZES)
    return program.backward(ring, program.forward(ring, leaves), {"f": seed}, wanted)


@relaxed
@given(expressions(), points, seeds)
def test_the_backward_pass_is_the_transposed_jacobian(expression, values, seed):
    found = pulled_back(ExactRing(), expression, as_arrays(values), seed)
    expected = brute_gradient(expression, values, seed)
    assert {tensor: array.tolist() for tensor, array in found.items()} == {
        tensor: array.tolist() for tensor, array in expected.items()
    }


@relaxed
@given(expressions(), points, seeds, seeds)
def test_a_batch_of_seeds_gives_a_batch_of_gradients(expression, values, first, second):
    ring = ModularRing(8388593)
    leaves = {tensor: ring.lift(array) for tensor, array in as_arrays(values).items()}
    lifted = [ring.lift(seed) for seed in (first, second)]
    batched = pulled_back(ring, expression, leaves, np.concatenate(lifted))
    separate = [pulled_back(ring, expression, leaves, seed) for seed in lifted]
    for tensor in TENSORS:
        expected = np.concatenate([gradient[tensor] for gradient in separate])
        found = np.broadcast_to(batched[tensor], expected.shape)
        assert ring.modulus.lower(found).tolist() == ring.modulus.lower(expected).tolist()


def test_only_the_wanted_tensors_are_differentiated():
    i, k = index("i", N), index("k", N)
    program = compile_program({"f": ((i, k), Entry(TENSORS[1], (i, k)))}, SIZES)
    values = program.forward(ExactRing(), {TENSORS[1]: ExactRing().lift(np.ones((1, 2, 2), dtype=int))})
    seed = ExactRing().lift(np.array([[[1, 2], [3, 4]]]))
    assert program.backward(ExactRing(), values, {"f": seed}, []) == {}
    absent = program.backward(ExactRing(), values, {"f": seed}, [TENSORS[0]])
    assert absent[TENSORS[0]].tolist() == [[[0, 0, 0], [0, 0, 0]]]


def test_seeds_of_outputs_that_are_the_same_node_add_up():
    i = index("i", N)
    vector = parameter("v", N)
    body = Entry(vector, (i,))
    program = compile_program({"f": ((i,), body), "g": ((i,), body)}, SIZES)
    leaves = {vector: ExactRing().lift(np.array([[5, 7]]))}
    seeds = {"f": ExactRing().lift(np.array([[1, 2]])), "g": ExactRing().lift(np.array([[10, 20]]))}
    found = program.backward(ExactRing(), program.forward(ExactRing(), leaves), seeds, [vector])
    assert found[vector].tolist() == [[11, 22]]


def test_a_rank_one_cotangent_contracts_to_the_gradient_of_a_map_with_many_free_indices():
    i, j = index("i", N), index("j", M)
    left, right = parameter("U", N), parameter("W", N, M)
    a, b = parameter("a", N), parameter("b", M)
    phi = multiply([Entry(left, (i,)), Entry(right, (i, j))])
    scalar = total([i, j], multiply([Entry(a, (i,)), Entry(b, (j,)), phi]))
    tensors = (left, right, a, b)
    values = {entry: place + 1 for place, entry in enumerate(entries_of(tensors))}
    leaves, ring = as_arrays(values, tensors), ExactRing()
    program = compile_program({"S": ((), scalar), "phi": ((i, j), phi)}, SIZES)
    computed = program.forward(ring, leaves)
    fast = program.backward(ring, computed, {"S": ring.lift(np.array([1]))}, [left, right])
    outer = leaves[a][:, :, np.newaxis] * leaves[b][:, np.newaxis, :]
    slow = program.backward(ring, computed, {"phi": outer}, [left, right])
    assert all(fast[tensor].tolist() == slow[tensor].tolist() for tensor in (left, right))
