"""Index-notation expressions to array nodes: sums of products become contractions in a good order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count
from typing import assert_never

from ...notation.expression import (
    Add,
    Applied,
    Delta,
    Determinant,
    Entry,
    Expression,
    Inverse,
    Multiply,
    Number,
    Power,
    Product,
    Reciprocal,
    Root,
    Size,
    Sum,
)
from ...notation.index import Index, Slot
from ...notation.sizes import concrete_size
from .characteristic import characteristic
from .graph import ONE, ZERO, Axis, Graph, Value
from .program import Program

Literal = int
Place = Axis | Literal
Environment = Mapping[Index, Place]


def compile_program(
    expressions: Mapping[str, tuple[tuple[Index, ...], Expression]], sizes: Mapping[str, int]
) -> Program:
    """The program whose outputs are the expressions, with axes in the order of the given free indices.

    ``sizes`` gives every symbolic dimension that occurs. A free index that an expression does not use is
    broadcast. Equal subexpressions are shared, whatever their indices are called. Nothing is multiplied
    out: the work of one evaluation is `Program.multiplications`.
    Raises KeyError for a dimension without a size, ValueError for an index that is neither free nor
    summed, a repeated free index, a literal outside its dimension, or unequal dimensions under a delta.
    Raises UndefinedError (of `ring`) for a division by what is zero by its form.
    """
    compiler = _Compiler(sizes)
    outputs = {name: compiler.output(indices, body) for name, (indices, body) in expressions.items()}
    return Program(compiler.graph.nodes(), outputs, dict(sizes))


@dataclass(slots=True)
class _Network:
    """A product of factors, summed over some axes; deltas and numbers are kept apart."""

    coefficient: Fraction = Fraction(1)
    factors: list[tuple[Expression, Environment]] = field(default_factory=list)
    deltas: list[tuple[Place, Place]] = field(default_factory=list)
    summed: list[Axis] = field(default_factory=list)


class _Compiler:
    def __init__(self, sizes: Mapping[str, int]) -> None:
        self.sizes = sizes
        self.graph = Graph()
        self._serials = count()

    def output(self, indices: tuple[Index, ...], body: Expression) -> int:
        """The node of an expression with these axes in this order."""
        if len(set(indices)) < len(indices):
            raise ValueError("a free index is repeated")
        axes = {index: self.axis(index) for index in indices}
        return self.graph.materialise(self.value(body, axes), tuple(axes.values()))

    def axis(self, index: Index) -> Axis:
        """A new axis for an index; every binder gets its own, so none can capture another."""
        return Axis(next(self._serials), concrete_size(index.dimension, self.sizes))

    def value(self, expression: Expression, environment: Environment) -> Value:
        """The expression as a multiple of a node."""
        match expression:
            case Entry(tensor, slots):
                shape = tuple(concrete_size(dimension, self.sizes) for dimension in tensor.shape)
                places = [_place(slot, environment) for slot in slots]
                return self.graph.select(tensor, shape, places)
            case Add(terms):
                return self.graph.add([self.value(term, environment) for term in terms])
            case Power(base, exponent):
                return self.graph.power(self.value(base, environment), exponent)
            case Reciprocal(base):
                return self.graph.invert(self.value(base, environment))
            case Applied(function, base):
                return self.graph.apply(function, self.value(base, environment))
            case Root(base, degree):
                return self.graph.root(self.value(base, environment), degree)
            case Determinant() | Inverse():
                return self._matrix(expression, environment)
            case Product(index, body):
                return self._product(index, body, environment)
            case Number() | Size() | Delta() | Multiply() | Sum():
                return self._contraction(expression, environment)
            case _:
                assert_never(expression)

    def _matrix(self, expression: Determinant | Inverse, environment: Environment) -> Value:
        row, column = self.axis(expression.row), self.axis(expression.column)
        inner = {**environment, expression.row: row, expression.column: column}
        matrix = self.value(expression.body, inner)
        found = characteristic(self.graph, matrix, row, column, lambda size: Axis(next(self._serials), size))
        if isinstance(expression, Determinant):
            return found.determinant()
        # An inverse has the shape of the transpose, and M_n the same axes as the matrix.
        ends = (_place(expression.left, environment), _place(expression.right, environment))
        deltas = [self.graph.kronecker(axis, end) for axis, end in zip((row, column), ends, strict=True)]
        return self.graph.multiply([found.inverse(self.graph), *deltas], frozenset({row, column}))

    def _product(self, index: Index, body: Expression, environment: Environment) -> Value:
        """Unrolled with a literal for the index, then multiplied in a balanced way."""
        positions = range(concrete_size(index.dimension, self.sizes))
        factors = [self.value(body, {**environment, index: position}) for position in positions]
        while len(factors) > 1:
            paired = zip(factors[::2], factors[1::2], strict=False)
            leftover = factors[-1:] if len(factors) % 2 else []
            factors = [self.graph.multiply([left, right]) for left, right in paired] + leftover
        return factors[0]

    def _contraction(self, expression: Expression, environment: Environment) -> Value:
        network = _Network()
        self._gather(expression, environment, network)
        merged, remaining = _merge_deltas(network)
        if remaining is None:
            return ZERO
        values = [
            self.value(factor, {index: _chase(place, merged) for index, place in inner.items()})
            for factor, inner in network.factors
        ]
        values += [self.graph.kronecker(left, right) for left, right in remaining]
        summed = frozenset(axis for axis in network.summed if axis not in merged)
        return self.graph.multiply([*values, Value(network.coefficient, ONE.node, ())], summed)

    def _gather(self, expression: Expression, environment: Environment, network: _Network) -> None:
        """Collect nested products and sums into one network."""
        match expression:
            case Number(value):
                network.coefficient *= value
            case Size(dimension, exponent):
                network.coefficient *= Fraction(concrete_size(dimension, self.sizes)) ** exponent
            case Delta(left, right):
                network.deltas.append((_place(left, environment), _place(right, environment)))
            case Multiply(factors):
                for factor in factors:
                    self._gather(factor, environment, network)
            case Sum(index, body):
                axis = self.axis(index)
                network.summed.append(axis)
                self._gather(body, {**environment, index: axis}, network)
            case _:
                network.factors.append((expression, environment))


def _place(slot: Slot, environment: Environment) -> Place:
    if isinstance(slot, Index):
        if slot not in environment:
            raise ValueError(f"index {slot.name} is neither free nor summed")
        return environment[slot]
    return slot


def _chase(place: Place, merged: Mapping[Axis, Place]) -> Place:
    while isinstance(place, Axis) and place in merged:
        place = merged[place]
    return place


def _merge_deltas(network: _Network) -> tuple[dict[Axis, Place], Sequence[tuple[Axis, Place]] | None]:
    """Identify the axes that deltas equate.

    Returns what each summed axis is replaced by and the deltas between free axes that remain, or None
    for them when a delta is zero.
    """
    merged: dict[Axis, Place] = {}
    remaining: list[tuple[Axis, Place]] = []
    summed = set(network.summed)
    for pair in network.deltas:
        left, right = (_chase(place, merged) for place in pair)
        if not isinstance(left, Axis) or (isinstance(right, Axis) and right in summed and left not in summed):
            left, right = right, left
        if left == right:
            continue
        if not isinstance(left, Axis):
            return merged, None
        _check_delta(left, right)
        if not isinstance(right, Axis) and not 0 <= right < left.size:
            return merged, None
        if left in summed:
            merged[left] = right
        else:
            remaining.append((left, right))
    return merged, remaining


def _check_delta(left: Axis, right: Place) -> None:
    if isinstance(right, Axis) and right.size != left.size:
        raise ValueError(f"a delta compares dimensions of size {left.size} and {right.size}")
