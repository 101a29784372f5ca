"""The algebra of tensor terms against brute force: the canonical form, the ring and the derivatives."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st
from tensor_values import integers, moving, sum_value, value

from lawdsl.diagnostics import Span
from lawdsl.notation.expression import (
    Delta,
    Entry,
    Expression,
    Product,
    Size,
    Sum,
    add,
    multiply,
    number,
    power,
    total,
)
from lawdsl.notation.index import TIME, Dimension, Index, Role, Tensor, fresh
from lawdsl.notation.typed import Family
from lawdsl.tensor import (
    ELAPSE,
    Budget,
    TermSum,
    cotangent,
    expand,
    expand_fixed,
    lie_derivative,
    pattern,
    unroll,
)

N, M, Q = Dimension("n"), Dimension("m"), Dimension("q", 2)
SCALAR = Tensor("s", Role.PARAMETER)
VECTOR = Tensor("x", Role.PARAMETER, (N,))
PAIR = Tensor("z", Role.PARAMETER, (Q,))
MATRIX = Tensor("A", Role.PARAMETER, (N, M))
SQUARE = Tensor("S", Role.PARAMETER, (N, N))
CUBE = Tensor("T", Role.CONSTANT, (N, N, M))
PARAMETERS = (SCALAR, VECTOR, PAIR, MATRIX, SQUARE)
TENSORS = (*PARAMETERS, CUBE, TIME)
POOL = {
    N: tuple(Index(name, N) for name in "ijk"),
    M: tuple(Index(name, M) for name in "a"),
    Q: (Index("p", Q),),
}
INDICES = tuple(index for indices in POOL.values() for index in indices)
SPAN = Span(0, 0)

sizes = st.fixed_dictionaries({"n": st.integers(2, 3), "m": st.integers(2, 3)})
seeds = st.integers(0, 10**6)
assignments = st.fixed_dictionaries({index: st.integers(0, 1) for index in INDICES})


def slots(dimension: Dimension) -> st.SearchStrategy:
    return st.sampled_from((*POOL[dimension] * 2, 0, 1))


def entries(tensors=TENSORS) -> st.SearchStrategy[Expression]:
    return st.sampled_from(tensors).flatmap(
        lambda tensor: st.tuples(*map(slots, tensor.shape)).map(lambda places: Entry(tensor, places))
    )


deltas = st.sampled_from((N, M, Q)).flatmap(
    lambda dimension: st.builds(Delta, slots(dimension), slots(dimension))
)
numbers = st.builds(number, st.fractions(-3, 3, max_denominator=3))
dimensions = st.builds(Size, st.sampled_from((N, M, Q)), st.sampled_from((-2, -1, 1, 2)))
atoms = st.one_of(entries(), entries(), entries(), deltas, numbers, dimensions)


def compounds(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.one_of(
        st.lists(parts, min_size=2, max_size=3).map(add),
        st.lists(parts, min_size=2, max_size=4).map(multiply),
        st.builds(power, parts, st.integers(2, 3)),
        st.builds(Sum, st.sampled_from(INDICES), parts),
        st.builds(Sum, st.sampled_from(INDICES), parts),
    )


expressions = st.recursive(atoms, compounds, max_leaves=6)
monomials = st.builds(
    lambda factors, bound: total(bound, multiply(factors)),
    st.lists(st.one_of(entries(), entries(), entries(), deltas), min_size=1, max_size=6),
    st.lists(st.sampled_from(INDICES), unique=True, max_size=4),
)
drifts = st.lists(st.one_of(entries(), deltas), min_size=1, max_size=2).map(multiply)
neurons = st.builds(
    lambda outer, factors: total(outer, multiply(factors)),
    st.lists(st.sampled_from(INDICES), unique=True, min_size=1, max_size=2),
    st.lists(st.builds(power, monomials, st.integers(1, 3)), min_size=1, max_size=2),
)


@settings(max_examples=150, deadline=None)
@given(monomials, sizes, seeds, assignments)
def test_the_term_has_the_value_of_the_product(monomial, size, seed, at):
    expected = value(monomial, size, integers(seed), at)
    assert sum_value(expand(monomial), size, integers(seed), at) == expected


@settings(max_examples=150, deadline=None)
@given(expressions, sizes, seeds, assignments)
def test_the_terms_have_the_value_of_the_expression(expression, size, seed, at):
    expected = value(expression, size, integers(seed), at)
    assert sum_value(expand(expression), size, integers(seed), at) == expected


@settings(max_examples=100, deadline=None)
@given(monomials, st.randoms(use_true_random=False))
def test_a_term_survives_renaming_and_permutation(expression, random):
    assert expand(disguise(expression, random)) == expand(expression)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=14),
    st.randoms(use_true_random=False),
)
def test_a_graph_of_equal_tensors_survives_renaming_and_permutation(edges, random):
    ends = [fresh("v", N) for _ in range(7)]
    graph = total(ends, multiply([Entry(SQUARE, (ends[a], ends[b])) for a, b in edges]))
    assert expand(disguise(graph, random)) == expand(graph)


def disguise(expression: Expression, random) -> Expression:
    """The same sum of a product with other names for the summed indices, in another order."""
    bound: list[Index] = []
    while isinstance(expression, Sum):
        bound.append(expression.index)
        expression = expression.body
    renamed = {index: fresh(random.choice("pqr"), index.dimension) for index in bound}
    factors = [relabelled(factor, renamed) for factor in factors_of(expression)]
    random.shuffle(factors)
    order = list(renamed.values())
    random.shuffle(order)
    return total(order, multiply(factors))


def factors_of(expression: Expression) -> tuple[Expression, ...]:
    return getattr(expression, "factors", (expression,))


def relabelled(factor: Expression, renamed) -> Expression:
    match factor:
        case Entry(tensor, places):
            return Entry(tensor, tuple(renamed.get(place, place) for place in places))
        case Delta(left, right):
            return Delta(renamed.get(right, right), renamed.get(left, left))
        case _:
            return factor


VERTICES = tuple(Index(f"v{number}", N) for number in range(4))
WORDS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from("UV"), st.integers(0, 3)),
        st.tuples(st.just("S"), st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.just("S"), st.integers(0, 3), st.integers(0, 3)),
    ),
    min_size=1,
    max_size=5,
)


@st.composite
def related_words(draw):
    """Two words; the second is a renamed copy of the first with at most one end moved, or unrelated."""
    word = draw(WORDS)
    if draw(st.booleans()):
        return word, draw(WORDS)
    other = moved(word, draw(st.permutations(range(4))))
    at = draw(st.integers(0, len(other) - 1))
    name, _, *ends = other[at]
    other[at] = (name, draw(st.integers(0, 3)), *ends)
    return word, other


@settings(max_examples=300, deadline=None)
@given(related_words())
def test_terms_agree_exactly_when_a_bijection_of_the_dummies_exists(words):
    word, other = words
    isomorphic = any(Counter(moved(word, image)) == Counter(other) for image in permutations(range(4)))
    assert (expand(term_of(word)) == expand(term_of(other))) == isomorphic


def moved(word, image):
    return [(name, *(image[end] for end in ends)) for name, *ends in word]


def term_of(word) -> Expression:
    tensors = {"U": (N,), "V": (N,), "S": (N, N)}
    factors = [
        Entry(Tensor(name, Role.PARAMETER, tensors[name]), tuple(VERTICES[end] for end in ends))
        for name, *ends in word
    ]
    return total(VERTICES, multiply(factors))


@settings(max_examples=60, deadline=None)
@given(expressions, expressions, expressions)
def test_the_ring_laws_hold(first, second, third):
    a, b, c = map(expand, (first, second, third))
    budget = Budget()
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert (a - a).is_zero()
    assert a.times(b, budget) == b.times(a, budget)
    assert a.times(b, budget).times(c, budget) == a.times(b.times(c, budget), budget)
    assert a.times(b + c, budget) == a.times(b, budget) + a.times(c, budget)
    assert a.times(TermSum.constant(1), budget) == a
    assert a.power(3, budget) == a.times(a, budget).times(a, budget)


@settings(max_examples=60, deadline=None)
@given(expressions, sizes, seeds, assignments)
def test_replacing_free_indices_is_evaluation_elsewhere(expression, size, seed, at):
    i, j, k = POOL[N]
    replaced = expand(expression).substituted({i: j, j: i, k: 1}, Budget())
    elsewhere = {**at, i: at[j], j: at[i], k: 1}
    assert sum_value(replaced, size, integers(seed), at) == value(expression, size, integers(seed), elsewhere)


@settings(max_examples=60, deadline=None)
@given(st.one_of(expressions, monomials), sizes, seeds, assignments)
def test_writing_out_fixed_dimensions_keeps_the_value(expression, size, seed, at):
    outer = add([Product(POOL[Q][0], expression), Sum(POOL[Q][0], expression)])
    expected = value(outer, size, integers(seed), at)
    assert value(expand_fixed(outer), size, integers(seed), at) == expected
    assert sum_value(unroll(expand(outer)), size, integers(seed), at) == expected
    assert unroll(expand(outer)) == unroll(expand(expand_fixed(outer)))


@settings(max_examples=50, deadline=None)
@given(st.one_of(expressions, neurons), drifts, sizes, seeds, assignments)
def test_the_lie_derivative_is_the_derivative(h, drift, size, seed, at):
    families = {tensor: rate(tensor, drift) for tensor in PARAMETERS}
    base = integers(seed)
    fields = {tensor: pattern(family) for tensor, family in families.items()} | {TIME: ELAPSE}
    velocities = {tensor: rate_at(family, size, base) for tensor, family in families.items()}
    lookup = moving(base, velocities | {TIME: lambda where: Fraction(1)})
    derived = sum_value(lie_derivative(expand(h), fields), size, base, at)
    assert derived.value == value(h, size, lookup, at).slope


def rate(tensor: Tensor, drift: Expression) -> Family:
    """R[u,v] s - A[u,v] + delta[u,0] delta[v,0] times a scalar, for a tensor A with formal slots u, v."""
    formal = tuple(Index(name, dimension) for name, dimension in zip("uv", tensor.shape, strict=False))
    constant = Entry(Tensor("R" + tensor.name, Role.CONSTANT, tensor.shape), formal)
    corner = multiply([closed(drift), *(Delta(slot, 0) for slot in formal)])
    turned = multiply([number(-1), Entry(tensor, formal)])
    return Family(tensor.name, formal, add([multiply([constant, Entry(SCALAR)]), turned, corner]), SPAN)


def closed(body: Expression, shown: tuple[Index, ...] = ()) -> Expression:
    """The body summed over the pool indices that occur in it, except those shown."""
    text = repr(body)
    return total([index for index in INDICES if index not in shown and repr(index) in text], body)


def rate_at(family: Family, size, base):
    return lambda where: value(family.body, size, base, dict(zip(family.indices, where, strict=True))).value


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(expressions, monomials), min_size=1, max_size=2), seeds)
def test_the_cotangent_is_the_transposed_jacobian_times_g(bodies, seed):
    size = {"n": 2, "m": 3}
    shown = (POOL[N][0], POOL[M][0])
    maps = []
    for position, body in enumerate(bodies):
        family = Family(f"phi{position}", shown, closed(body, shown), SPAN)
        maps.append((family, Tensor(f"G{position}", Role.COTANGENT, (N, M))))
    base = integers(seed)
    for parameter in (VECTOR, MATRIX):
        found = cotangent(maps, parameter)
        for where in product(*(range(size[dimension.name]) for dimension in parameter.shape)):
            actual = sum_value(found.value, size, base, dict(zip(found.slots, where, strict=True)))
            assert actual.value == pulled_back(maps, parameter, where, size, base)


def pulled_back(maps, parameter, where, size, base) -> Fraction:
    """The sum of G[i,a] times the slope of phi[i,a] when one entry of the parameter moves at unit speed."""
    lookup = moving(base, {parameter: lambda here: Fraction(here == where)})
    result = Fraction(0)
    for family, tensor in maps:
        for shown in product(range(size["n"]), range(size["m"])):
            slope = value(family.body, size, lookup, dict(zip(family.indices, shown, strict=True))).slope
            result += base(tensor.role.value, tensor.name, shown).value * slope
    return result


@settings(max_examples=80, deadline=None)
@given(neurons, sizes, seeds, assignments)
def test_sums_of_powers_of_sums_multiply_out(expression, size, seed, at):
    expected = value(expression, size, integers(seed), at)
    assert sum_value(expand(expression), size, integers(seed), at) == expected
