from fractions import Fraction
from functools import reduce

import numpy as np
import sympy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference import N, entries_of, index, parameter

from lawdsl.algebra.programs.bracket import directional_derivative, nested_bracket
from lawdsl.algebra.programs.compile import compile_program
from lawdsl.algebra.rings.exact import ExactRing
from lawdsl.algebra.rings.jet import Jet, JetRing
from lawdsl.algebra.rings.modular import ModularRing
from lawdsl.notation.expression import Entry, add, multiply, number, power, total

PRIME = 8388593
SIZES = {"n": 2}
X, W = parameter("x", N), parameter("w", N, N)
TENSORS = (X, W)
ENTRIES = entries_of(TENSORS, SIZES)
SYMBOLS = {entry: sympy.Symbol(f"z{place}") for place, entry in enumerate(ENTRIES)}
i, k = index("i", N), index("k", N)
relaxed = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
coefficients = st.lists(st.integers(-3, 3), min_size=4, max_size=4)


def family(numbers):
    """Right-hand sides of x and w with these coefficients."""
    a, b, c, d = map(number, numbers)
    x_i, x_k, w_ik = Entry(X, (i,)), Entry(X, (k,)), Entry(W, (i, k))
    transport = total([k], multiply([w_ik, x_k]))
    velocity = add([multiply([a, transport]), multiply([b, power(x_i, 2)]), c])
    growth = add(
        [multiply([d, x_i, x_k]), multiply([a, w_ik, Entry(W, (k, i))]), multiply([b, Entry(X, (0,))])]
    )
    return {X: ((i,), velocity), W: ((i, k), growth)}


def compiled(numbers):
    program = compile_program({tensor.name: body for tensor, body in family(numbers).items()}, SIZES)

    def field(ring, state):
        found = program.evaluate(ring, state)
        return {tensor: found[tensor.name] for tensor in TENSORS}

    return field


def symbolic(numbers):
    a, b, c, d = numbers
    x = [SYMBOLS[X, (p,)] for p in range(2)]
    w = [[SYMBOLS[W, (p, q)] for q in range(2)] for p in range(2)]
    result = {(X, (p,)): a * sum(w[p][q] * x[q] for q in range(2)) + b * x[p] ** 2 + c for p in range(2)}
    for p in range(2):
        for q in range(2):
            result[W, (p, q)] = d * x[p] * x[q] + a * w[p][q] * w[q][p] + b * x[0]
    return result


def symbolic_bracket(first, second):
    return {
        entry: sum(
            sympy.diff(second[entry], SYMBOLS[other]) * first[other]
            - sympy.diff(first[entry], SYMBOLS[other]) * second[other]
            for other in ENTRIES
        )
        for entry in ENTRIES
    }


POINT = {entry: place + 2 for place, entry in enumerate(ENTRIES)}


def state(ring):
    shapes = {X: (1, 2), W: (1, 2, 2)}
    arrays = {t: np.array([POINT[e] for e in ENTRIES if e[0] == t]).reshape(shapes[t]) for t in TENSORS}
    return {tensor: ring.lift(array) for tensor, array in arrays.items()}


def at_point(expressions):
    substitution = {SYMBOLS[entry]: value for entry, value in POINT.items()}
    return [int(sympy.sympify(expressions[entry]).subs(substitution)) for entry in ENTRIES]


def numbers_of(found):
    assert all(set(found[tensor].parts) == {0} for tensor in TENSORS)
    return [value for tensor in TENSORS for value in found[tensor].parts[0].ravel().tolist()]


def residues(*fields):
    ring = JetRing(ModularRing(PRIME))
    return [int(value) % PRIME for value in numbers_of(nested_bracket(fields, ring, state(ring)))]


def by_definition(first, second):
    """The field [X, Y] = DY·X − DX·Y, to be nested as it is written."""

    def field(ring, place):
        forth = directional_derivative(second, ring, place, first(ring, place))
        back = directional_derivative(first, ring, place, second(ring, place))
        return {tensor: ring.add(forth[tensor], ring.scale(back[tensor], Fraction(-1))) for tensor in TENSORS}

    return field


@relaxed
@given(coefficients, coefficients)
def test_a_bracket_is_the_symbolic_one(first, second):
    ring = JetRing(ExactRing())
    found = nested_bracket([compiled(first), compiled(second)], ring, state(ring))
    assert numbers_of(found) == at_point(symbolic_bracket(symbolic(first), symbolic(second)))


@settings(relaxed, max_examples=5)
@given(coefficients, coefficients, coefficients)
def test_a_nested_bracket_is_the_symbolic_one(first, second, third):
    ring = JetRing(ExactRing())
    found = nested_bracket([compiled(first), compiled(second), compiled(third)], ring, state(ring))
    inner = symbolic_bracket(symbolic(second), symbolic(third))
    assert numbers_of(found) == at_point(symbolic_bracket(symbolic(first), inner))


@settings(relaxed, max_examples=10)
@given(st.lists(coefficients, min_size=1, max_size=5))
def test_pulling_back_along_flows_is_the_definition_nested(words):
    fields = [compiled(numbers) for numbers in words]
    *outer, last = fields
    assert residues(*fields) == residues(
        reduce(lambda inner, one: by_definition(one, inner), outer[::-1], last)
    )


@relaxed
@given(coefficients, coefficients)
def test_brackets_are_antisymmetric(first, second):
    forward = residues(compiled(first), compiled(second))
    reverse = residues(compiled(second), compiled(first))
    assert [(a + b) % PRIME for a, b in zip(forward, reverse, strict=True)] == [0] * len(ENTRIES)


@relaxed
@given(coefficients, coefficients, coefficients)
def test_brackets_satisfy_the_jacobi_identity(first, second, third):
    x, y, z = compiled(first), compiled(second), compiled(third)
    cyclic = [residues(a, b, c) for a, b, c in ((x, y, z), (y, z, x), (z, x, y))]
    assert [sum(parts) % PRIME for parts in zip(*cyclic, strict=True)] == [0] * len(ENTRIES)


@relaxed
@given(coefficients, coefficients)
def test_the_derivative_of_a_gradient_is_the_hessian_along_the_direction(first, direction):
    """The backward pass over jets: a gradient field is differentiated forward once more."""
    velocity = family(first)[X][1]
    scalar = total([i], multiply([velocity, Entry(X, (i,))]))
    program = compile_program({"s": ((), scalar)}, SIZES)

    def gradient(ring, leaves):
        return program.backward(ring, program.forward(ring, leaves), {"s": ring.lift(np.array([1]))}, TENSORS)

    ring = JetRing(ExactRing())
    towards = {
        X: ring.lift(np.array([direction[:2]])),
        W: ring.lift(np.array([[direction[:2], direction[2:]]])),
    }
    found = directional_derivative(gradient, ring, state(ring), towards)
    rhs = symbolic(first)
    potential = sum(rhs[X, (p,)] * SYMBOLS[X, (p,)] for p in range(2))
    steps = dict(zip(ENTRIES, [*direction[:2], *direction], strict=True))
    hessian = {
        entry: sum(sympy.diff(potential, SYMBOLS[entry], SYMBOLS[other]) * steps[other] for other in ENTRIES)
        for entry in ENTRIES
    }
    assert numbers_of(found) == at_point(hessian)


def test_a_batch_of_directions_is_the_directions_one_by_one():
    ring = JetRing(ModularRing(PRIME))
    field = compiled([1, 2, 3, 1])
    rows = np.arange(18).reshape(3, 6)
    directions = [{X: r[:, :2], W: r[:, 2:].reshape(-1, 2, 2)} for r in (rows, rows[:1], rows[1:2], rows[2:])]
    batched, *single = (
        directional_derivative(field, ring, state(ring), {t: ring.lift(v) for t, v in direction.items()})
        for direction in directions
    )
    for tensor in TENSORS:
        parts = np.concatenate([one[tensor].parts[0] for one in single])
        assert np.array_equal(batched[tensor].parts[0] % PRIME, parts % PRIME)


def test_a_field_that_ignores_the_state_has_derivative_zero():
    ring = JetRing(ExactRing())
    one = {tensor: ring.lift(np.ones((1, 2) if tensor == X else (1, 2, 2), dtype=int)) for tensor in TENSORS}
    found = directional_derivative(lambda over, _: one, ring, state(ring), one)
    assert numbers_of(found) == [0] * len(ENTRIES)


def test_generators_square_to_zero():
    ring = JetRing(ExactRing()).extend().extend()
    epsilon = Jet({0: np.array([0], dtype=object), 1: np.array([1], dtype=object)})
    other = Jet({0: np.array([0], dtype=object), 2: np.array([1], dtype=object)})
    square = ring.contract(epsilon, epsilon, (), (), ())
    mixed = ring.contract(epsilon, other, (), (), ())
    assert {mask: part[0] for mask, part in square.parts.items() if part[0]} == {}
    assert {mask: part[0] for mask, part in mixed.parts.items() if part[0]} == {3: 1}
    assert ring.scale(mixed, Fraction(2)).parts[3][0] == 2
