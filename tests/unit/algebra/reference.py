"""An independent evaluator of index-notation expressions, and random expressions to compare on."""

from __future__ import annotations

import itertools
import operator
from fractions import Fraction
from functools import reduce

import numpy as np
from hypothesis import strategies as st

from lawdsl.notation.expression import (
    Add,
    Delta,
    Entry,
    Multiply,
    Number,
    Power,
    Product,
    Size,
    Sum,
    add,
    multiply,
    power,
)
from lawdsl.notation.index import Dimension, Index, Role, Tensor, fresh

N, M = Dimension("n"), Dimension("m")
SIZES = {"n": 2, "m": 3}


def parameter(name, *shape):
    return Tensor(name, Role.PARAMETER, shape)


def index(name, dimension):
    return fresh(name, dimension)


TENSORS = (
    parameter("A", N, M),
    parameter("B", N, N),
    parameter("T", M, N, M),
    parameter("v", N),
    parameter("s"),
)
FREE = (Index("i", N), Index("j", M))


def size_of(dimension, sizes=SIZES):
    return sizes[dimension.name] if dimension.size is None else dimension.size


def looped(expression, values, assignment, sizes=SIZES):
    """The value by nested loops; ``values`` maps (tensor, position) to a number of any kind."""

    def at(slot):
        return assignment[slot] if isinstance(slot, Index) else slot

    match expression:
        case Number(value):
            return value
        case Size(dimension, exponent):
            return Fraction(size_of(dimension, sizes)) ** exponent
        case Entry(tensor, slots):
            return values[tensor, tuple(at(slot) for slot in slots)]
        case Delta(left, right):
            return Fraction(int(at(left) == at(right)))
        case Add() | Sum():
            return reduce(operator.add, _parts(expression, values, assignment, sizes), Fraction(0))
        case Multiply() | Power() | Product():
            return reduce(operator.mul, _parts(expression, values, assignment, sizes), Fraction(1))


def _parts(expression, values, assignment, sizes):
    """The numbers that an expression adds up or multiplies."""
    match expression:
        case Add(parts) | Multiply(parts):
            return [looped(part, values, assignment, sizes) for part in parts]
        case Power(base, exponent):
            return [looped(base, values, assignment, sizes)] * exponent
        case Sum(variable, body) | Product(variable, body):
            places = range(size_of(variable.dimension, sizes))
            return [looped(body, values, {**assignment, variable: place}, sizes) for place in places]


def positions(dimensions, sizes=SIZES):
    return list(itertools.product(*(range(size_of(dimension, sizes)) for dimension in dimensions)))


def entries_of(tensors, sizes=SIZES):
    return [(tensor, place) for tensor in tensors for place in positions(tensor.shape, sizes)]


def as_arrays(values, tensors=TENSORS, sizes=SIZES):
    """Object arrays with a batch axis of length 1."""
    arrays = {}
    for tensor in tensors:
        array = np.empty(tuple(size_of(dimension, sizes) for dimension in tensor.shape), dtype=object)
        for place in positions(tensor.shape, sizes):
            array[place] = values[tensor, place]
        arrays[tensor] = array[np.newaxis]
    return arrays


def table(expression, free, values, sizes=SIZES):
    """All values of an expression, as an object array over its free indices."""
    result = np.empty(tuple(size_of(variable.dimension, sizes) for variable in free), dtype=object)
    for place in positions([variable.dimension for variable in free], sizes):
        result[place] = looped(expression, values, dict(zip(free, place, strict=True)), sizes)
    return result


class Dual:
    """value + slope·ε with ε² = 0, for brute-force derivatives."""

    def __init__(self, value, slope=0):
        self.value, self.slope = value, slope

    def __add__(self, other):
        other = other if isinstance(other, Dual) else Dual(other)
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other):
        other = other if isinstance(other, Dual) else Dual(other)
        return Dual(self.value * other.value, self.value * other.slope + self.slope * other.value)

    __radd__, __rmul__ = __add__, __mul__


small = st.fractions(min_value=-3, max_value=3, max_denominator=4)
points = st.fixed_dictionaries(dict.fromkeys(entries_of(TENSORS), small))


@st.composite
def slots(draw, dimension, scope):
    candidates = [variable for variable in scope if variable.dimension == dimension]
    return draw(st.sampled_from([*candidates, *range(SIZES[dimension.name])]))


@st.composite
def expressions(draw, scope=FREE, depth=2):
    kinds = ["entry", "entry", "number", "delta", "size"]
    if depth:
        kinds += ["add", "multiply", "multiply", "power", "sum", "sum", "product"]
    match draw(st.sampled_from(kinds)):
        case "entry":
            tensor = draw(st.sampled_from(TENSORS))
            return Entry(tensor, tuple(draw(slots(dimension, scope)) for dimension in tensor.shape))
        case "number":
            return Number(draw(small))
        case "size":
            return Size(draw(st.sampled_from((N, M))), draw(st.sampled_from((-1, 1, 2))))
        case "delta":
            dimension = draw(st.sampled_from((N, M)))
            return Delta(draw(slots(dimension, scope)), draw(slots(dimension, scope)))
        case "add":
            return add(draw(st.lists(expressions(scope, depth - 1), min_size=1, max_size=3)))
        case "multiply":
            return multiply(draw(st.lists(expressions(scope, depth - 1), min_size=1, max_size=4)))
        case "power":
            return power(draw(expressions(scope, depth - 1)), draw(st.integers(2, 3)))
        case binder:
            # The same variable may be bound twice side by side, or shadow an outer one.
            pool = (Index("k", N), Index("k", M), Index("l", N), Index("l", M))
            variable = draw(st.sampled_from(pool))
            body = draw(expressions((*(v for v in scope if v != variable), variable), depth - 1))
            return Sum(variable, body) if binder == "sum" else Product(variable, body)
