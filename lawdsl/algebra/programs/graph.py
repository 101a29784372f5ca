"""Building array nodes: equal nodes are made once, and products find their order of contraction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ...notation.expression import Function
from ...notation.index import Tensor
from ..rings.ring import UndefinedError
from .node import (
    Addend,
    Apply,
    Combine,
    Contract,
    Fixed,
    Invert,
    Kronecker,
    Node,
    Place,
    Radical,
    Select,
    Shape,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Axis:
    """A named axis: an index variable at a concrete size."""

    serial: int
    size: int


@dataclass(frozen=True, slots=True)
class Value:
    """A multiple of a node whose axes have names."""

    coefficient: Fraction
    node: int
    axes: tuple[Axis, ...]


UNIT = 0
"""Every graph starts with the node of the scalar one."""
ONE = Value(Fraction(1), UNIT, ())
ZERO = Value(Fraction(0), UNIT, ())


class Graph:
    """A growing set of nodes in which each follows its operands."""

    def __init__(self) -> None:
        self._places: dict[Node, int] = {Unit(): UNIT}

    def nodes(self) -> tuple[Node, ...]:
        """All nodes, in order."""
        return tuple(self._places)

    def select(self, tensor: Tensor, shape: Shape, slots: Sequence[Axis | int]) -> Value:
        """An entry of a tensor; ValueError for a slot that does not fit its dimension."""
        if len(slots) != len(shape):
            raise ValueError(f"{tensor.name} has {len(shape)} slots, not {len(slots)}")
        for slot, size in zip(slots, shape, strict=True):
            if slot.size != size if isinstance(slot, Axis) else not 0 <= slot < size:
                raise ValueError(f"a slot of {tensor.name} does not fit its dimension of size {size}")
        axes = tuple(dict.fromkeys(slot for slot in slots if isinstance(slot, Axis)))
        places: tuple[Place, ...] = tuple(
            axes.index(slot) if isinstance(slot, Axis) else Fixed(slot) for slot in slots
        )
        return self._value(Select(tensor, places, _shape(axes)), axes)

    def kronecker(self, left: Axis, right: Axis | int) -> Value:
        """The delta of two different axes, or of an axis and a literal."""
        if isinstance(right, Axis):
            return self._value(Kronecker((left.size, right.size)), (left, right))
        return self._value(Kronecker((left.size,), right), (left,))

    def add(self, terms: Sequence[Value]) -> Value:
        """The sum; its axes are those of the terms in order of occurrence."""
        axes = tuple(dict.fromkeys(axis for term in terms if term.coefficient for axis in term.axes))
        coefficients: dict[tuple[int, tuple[Axis, ...]], Fraction] = {}
        for term in terms:
            key = term.node, term.axes
            coefficients[key] = coefficients.get(key, Fraction(0)) + term.coefficient
        live = [Value(factor, *key) for key, factor in coefficients.items() if factor]
        if not live:
            return ZERO
        if len(live) == 1 and live[0].axes == axes:
            return live[0]
        return self._value(Combine(_shape(axes), tuple(_addend(term, axes) for term in live)), axes)

    def power(self, base: Value, exponent: int) -> Value:
        """The power by repeated squaring."""
        result, square = ONE, base
        while exponent:
            if exponent % 2:
                result = self.multiply([result, square])
            exponent //= 2
            if exponent:
                square = self.multiply([square, square])
        return result

    def invert(self, value: Value) -> Value:
        """One over the value; UndefinedError when it is zero by its form."""
        if not value.coefficient:
            raise UndefinedError("a division by zero")
        node = Invert(value.node, _shape(value.axes))
        return Value(1 / value.coefficient, self._make(node), value.axes)

    def apply(self, function: Function, value: Value) -> Value:
        """The exponential, logarithm or sign of the value."""
        node = self.materialise(value, value.axes)
        return self._value(Apply(function, node, _shape(value.axes)), value.axes)

    def root(self, value: Value, degree: int) -> Value:
        """The positive root of the value."""
        node = self.materialise(value, value.axes)
        return self._value(Radical(degree, node, _shape(value.axes)), value.axes)

    def multiply(self, factors: Sequence[Value], summed: frozenset[Axis] = frozenset()) -> Value:
        """The product of the factors summed over some axes, contracted pair by pair."""
        coefficient = Fraction(1)
        for factor in factors:
            coefficient *= factor.coefficient
        if not coefficient:
            return ZERO
        seen = dict.fromkeys(axis for factor in factors for axis in factor.axes)
        for axis in summed.difference(seen):
            coefficient *= axis.size
        operands = [factor for factor in factors if factor.node != UNIT]
        result = self._contract(operands, [axis for axis in seen if axis not in summed]) if operands else ONE
        return Value(coefficient, result.node, result.axes)

    def materialise(self, value: Value, axes: tuple[Axis, ...]) -> int:
        """The node with exactly these axes; missing ones are broadcast, others summed."""
        if value.coefficient == 1 and value.axes == axes:
            return value.node
        addends = (_addend(value, axes),) if value.coefficient else ()
        return self._make(Combine(_shape(axes), addends))

    def _contract(self, operands: list[Value], free: Sequence[Axis]) -> Value:
        wanted = set(free)
        operands = [self._presummed(place, operands, wanted) for place in range(len(operands))]
        for step in _contraction_order(operands, free):
            taken = [operands[place] for place in step]
            operands = [operand for place, operand in enumerate(operands) if place not in step]
            needed = wanted.union(*(operand.axes for operand in operands))
            while len(taken) > 1:
                left, right, *taken = taken
                taken = [self._pair(left, right, needed.union(*(operand.axes for operand in taken))), *taken]
            operands += taken
        (result,) = operands
        return result

    def _presummed(self, place: int, operands: Sequence[Value], wanted: set[Axis]) -> Value:
        """The operand without the axes that only it has and that are to be summed."""
        others = wanted.union(*(operand.axes for other, operand in enumerate(operands) if other != place))
        operand = operands[place]
        axes = tuple(axis for axis in operand.axes if axis in others)
        return Value(
            Fraction(1), self.materialise(Value(Fraction(1), operand.node, operand.axes), axes), axes
        )

    def _pair(self, left: Value, right: Value, needed: set[Axis]) -> Value:
        """The product of two operands, keeping the needed axes; matrix-product order of the result."""
        if left.node > right.node:
            left, right = right, left
        shared = [axis for axis in left.axes if axis in right.axes and axis in needed]
        rows = [axis for axis in left.axes if axis not in right.axes]
        columns = [axis for axis in right.axes if axis not in left.axes]
        axes = (*shared, *rows, *columns)
        number = {axis: place for place, axis in enumerate(dict.fromkeys((*left.axes, *right.axes)))}
        labels = [tuple(number[axis] for axis in group) for group in (left.axes, right.axes, axes)]
        return self._value(
            Contract(left.node, right.node, labels[0], labels[1], labels[2], _shape(axes)), axes
        )

    def _value(self, node: Node, axes: tuple[Axis, ...]) -> Value:
        return Value(Fraction(1), self._make(node), axes)

    def _make(self, node: Node) -> int:
        return self._places.setdefault(node, len(self._places))


def _shape(axes: Sequence[Axis]) -> Shape:
    return tuple(axis.size for axis in axes)


def _addend(value: Value, axes: tuple[Axis, ...]) -> Addend:
    positions = tuple(axes.index(axis) if axis in axes else None for axis in value.axes)
    return Addend(value.coefficient, value.node, positions)


def _contraction_order(operands: Sequence[Value], free: Sequence[Axis]) -> Sequence[tuple[int, ...]]:
    """Which operands to multiply at each step; results go to the end of the list.

    Uses the path finder of opt_einsum without a memory limit (a limit would make it give up pairs).
    """
    if len(operands) < 3:
        return [tuple(range(len(operands)))]
    import opt_einsum

    symbols: dict[Axis, str] = {}
    for operand in operands:
        for axis in operand.axes:
            symbols.setdefault(axis, opt_einsum.get_symbol(len(symbols)))
    inputs = ",".join("".join(symbols[axis] for axis in operand.axes) for operand in operands)
    equation = inputs + "->" + "".join(symbols[axis] for axis in free)
    shapes = [_shape(operand.axes) for operand in operands]
    path, _ = opt_einsum.contract_path(equation, *shapes, shapes=True)
    return [tuple(step) for step in path]
