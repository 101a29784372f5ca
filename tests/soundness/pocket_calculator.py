"""Time derivatives of candidate laws from the typed system alone, with fractions and nested loops.

Nothing of the verifier is used here: no vector fields, no programs, no terms. Derivatives are those of
dual numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import assert_never

from dual_numbers import Dual, applied, determinant, inverse, reciprocal, root

from lawdsl.notation.expression import (
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
from lawdsl.notation.index import Dimension, Index, Role, Slot, Tensor
from lawdsl.notation.typed import CustomFlow, Family, GradientFlow, MomentumFlow, TypedSystem

Place = tuple[int, ...]
Coordinate = tuple[Role, str, Place]


Leaf = Callable[[Tensor, Place], Dual]


Slots = Mapping[Index, int]


def evaluate(expression: Expression, sizes: Mapping[str, int], slots: Slots, leaf: Leaf) -> Dual:
    """The value of an expression by the meaning of its words."""
    match expression:
        case Number(value):
            return Dual(value)
        case Size(dimension, exponent):
            return Dual(Fraction(size_of(dimension, sizes)) ** exponent)
        case Entry(tensor, written):
            return leaf(tensor, tuple(position(slot, slots) for slot in written))
        case Delta(left, right):
            return Dual(Fraction(int(position(left, slots) == position(right, slots))))
        case Add(parts):
            return added(evaluate(part, sizes, slots, leaf) for part in parts)
        case Multiply(parts):
            return multiplied(evaluate(part, sizes, slots, leaf) for part in parts)
        case Power(base, exponent):
            return multiplied(evaluate(base, sizes, slots, leaf) for _ in range(exponent))
        case Reciprocal() | Applied() | Root() | Determinant() | Inverse():
            return _beyond_polynomials(expression, sizes, slots, leaf)
        case Sum(index, body) | Product(index, body):
            positions = range(size_of(index.dimension, sizes))
            parts = (evaluate(body, sizes, {**slots, index: at}, leaf) for at in positions)
            return added(parts) if isinstance(expression, Sum) else multiplied(parts)
        case _:
            assert_never(expression)


def _beyond_polynomials(expression: Expression, sizes: Mapping[str, int], slots: Slots, leaf: Leaf) -> Dual:
    match expression:
        case Reciprocal(base):
            return reciprocal(evaluate(base, sizes, slots, leaf))
        case Applied(function, base):
            return applied(function, evaluate(base, sizes, slots, leaf))
        case Root(base, degree):
            return root(evaluate(base, sizes, slots, leaf), degree)
        case Determinant(row, column, body):
            return determinant(*_matrix(row, column, body, sizes, slots, leaf))
        case Inverse(row, column, body, left, right):
            matrix = _matrix(row, column, body, sizes, slots, leaf)
            return inverse(*matrix, position(left, slots), position(right, slots))
        case _:
            raise TypeError(expression)


def _matrix(
    row: Index, column: Index, body: Expression, sizes: Mapping[str, int], slots: Slots, leaf: Leaf
) -> tuple[int, Callable[[int, int], Dual]]:
    def entry(one: int, other: int) -> Dual:
        return evaluate(body, sizes, {**slots, row: one, column: other}, leaf)

    return size_of(row.dimension, sizes), entry


def position(slot: Slot, slots: Slots) -> int:
    """The position that a slot holds."""
    return slots[slot] if isinstance(slot, Index) else slot


def added(terms: Iterator[Dual]) -> Dual:
    """The sum."""
    result = Dual(Fraction(0))
    for term in terms:
        result += term
    return result


def multiplied(factors: Iterator[Dual]) -> Dual:
    """The product."""
    result = Dual(Fraction(1))
    for factor in factors:
        result *= factor
    return result


def size_of(dimension: Dimension, sizes: Mapping[str, int]) -> int:
    """The size of a dimension."""
    return sizes[dimension.name] if dimension.size is None else dimension.size


def places(shape: tuple[Dimension, ...], sizes: Mapping[str, int]) -> Iterator[Place]:
    """Every place of a tensor."""
    return product(*(range(size_of(dimension, sizes)) for dimension in shape))


class Calculator:
    """One system at given sizes and at one point."""

    def __init__(
        self, system: TypedSystem, sizes: Mapping[str, int], point: Mapping[Coordinate, Fraction]
    ) -> None:
        self.system = system
        self.sizes = sizes
        self.point = point

    def rate(self, law: Family, component: Place) -> Fraction:
        """The time derivative of one component of a law: its derivative along all coordinates at once."""
        slots = dict(zip(law.indices, component, strict=True))
        return evaluate(law.body, self.sizes, slots, self._moving).slope

    def value(self, family: Family, component: Place) -> Fraction:
        """The value of one component of a family."""
        slots = dict(zip(family.indices, component, strict=True))
        return evaluate(family.body, self.sizes, slots, self._still).value

    def velocity(self, tensor: Tensor, place: Place) -> Fraction:
        """The time derivative of one coordinate."""
        if tensor.role is Role.TIME:
            return Fraction(1)
        match self.system.flow:
            case CustomFlow(fields):
                return self.value(fields[tensor], place)
            case GradientFlow(metrics, decay) if metrics[tensor].kind == "natural":
                still = self._number(decay) * self._still(tensor, place).value
                return -self._natural[tensor, place] - still
            case GradientFlow(metrics, decay):
                descent = self.value(metrics[tensor].diagonal, place) * self.cotangent(tensor, place)
                return -descent - self._number(decay) * self._still(tensor, place).value
            case MomentumFlow() as flow:
                return self._with_momentum(flow, tensor, place)
            case _:
                assert_never(self.system.flow)

    @cached_property
    def _natural(self) -> dict[tuple[Tensor, Place], Fraction]:
        """The solution w of J^T J w = J^T G in the range of J^T, by Gaussian elimination for w = J^T u."""
        columns = [
            (tensor, place) for tensor in self.system.parameters for place in places(tensor.shape, self.sizes)
        ]
        transposed = [self._row(*column) for column in columns]
        gram = [[_dot(left, right) for right in transposed] for left in transposed]
        target = [self.cotangent(*column) for column in columns]
        # w = K a for K = J^T J, and K w = g: any solution a of K K a = g gives the same w.
        square = [[_dot(left, right) for right in gram] for left in gram]
        weights = _solution(square, target)
        return {column: _dot(row, weights) for column, row in zip(columns, gram, strict=True)}

    def _row(self, tensor: Tensor, place: Place) -> list[Fraction]:
        """The derivatives of all components of all maps by one coordinate."""

        def nudged(other: Tensor, at: Place) -> Dual:
            return Dual(self._still(other, at).value, Fraction(int((other, at) == (tensor, place))))

        return [
            evaluate(family.body, self.sizes, dict(zip(family.indices, at, strict=True)), nudged).slope
            for family in self.system.maps
            for at in places(tuple(index.dimension for index in family.indices), self.sizes)
        ]

    def _with_momentum(self, flow: MomentumFlow, tensor: Tensor, place: Place) -> Fraction:
        """A velocity, or the acceleration -tau * v - M(tau * theta + v) grad(theta)."""
        damping = self._number(flow.damping)
        if tensor.role is Role.PARAMETER:
            return self.point[Role.STATE, f"dot({tensor.name})", place]
        (parameter,) = (item for item in self.system.parameters if f"dot({item.name})" == tensor.name)

        def ahead(other: Tensor, at: Place) -> Dual:
            here = self._still(other, at).value
            if other != parameter:
                return Dual(here)
            return Dual(damping * here + self.point[Role.STATE, tensor.name, at])

        metric = flow.metrics[parameter].diagonal
        slots = dict(zip(metric.indices, place, strict=True))
        push = evaluate(metric.body, self.sizes, slots, ahead).value * self.cotangent(parameter, place)
        return -damping * self.point[Role.STATE, tensor.name, place] - push

    def _number(self, expression: Expression | None) -> Fraction:
        if expression is None:
            return Fraction(0)
        return evaluate(expression, self.sizes, {}, self._still).value

    def cotangent(self, tensor: Tensor, place: Place) -> Fraction:
        """The derivative of <G, phi> by one coordinate, in the direction of which the point is moved."""

        def nudged(other: Tensor, at: Place) -> Dual:
            moved = other.role is Role.PARAMETER and (other.name, at) == (tensor.name, place)
            return Dual(self._still(other, at).value, Fraction(int(moved)))

        total = Fraction(0)
        for family in self.system.maps:
            for at in places(tuple(index.dimension for index in family.indices), self.sizes):
                weight = self.point[Role.COTANGENT, family.name, at]
                slots = dict(zip(family.indices, at, strict=True))
                total += weight * evaluate(family.body, self.sizes, slots, nudged).slope
        return total

    def _still(self, tensor: Tensor, place: Place) -> Dual:
        if tensor in self.system.fixed:
            return Dual(self.system.fixed[tensor])
        if tensor.role is Role.GRADIENT:
            return Dual(self.cotangent(tensor, place))
        return Dual(self.point[tensor.role, tensor.name, place])

    def _moving(self, tensor: Tensor, place: Place) -> Dual:
        value = self._still(tensor, place).value
        still = tensor.role not in (Role.PARAMETER, Role.STATE, Role.TIME)
        return Dual(value, Fraction(0) if still else self.velocity(tensor, place))


def _dot(left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(left, right, strict=True)), Fraction(0))


def _solution(matrix: list[list[Fraction]], target: list[Fraction]) -> list[Fraction]:
    """A solution of a consistent system, with zeros for what is free."""
    rows = [[*row, value] for row, value in zip(matrix, target, strict=True)]
    pivots: list[int] = []
    for column in range(len(matrix)):
        top = next((at for at in range(len(pivots), len(rows)) if rows[at][column]), None)
        if top is None:
            continue
        here = len(pivots)
        rows[here], rows[top] = rows[top], rows[here]
        rows[here] = [value / rows[here][column] for value in rows[here]]
        for at, row in enumerate(rows):
            if at != here and row[column]:
                rows[at] = [a - row[column] * b for a, b in zip(row, rows[here], strict=True)]
        pivots.append(column)
    found = [Fraction(0)] * len(matrix)
    for at, column in enumerate(pivots):
        found[column] = rows[at][-1]
    return found


def coordinates(system: TypedSystem, sizes: Mapping[str, int]) -> list[Coordinate]:
    """Everything that an identity is quantified over."""
    found: list[Coordinate] = [(Role.TIME, "t", ())]
    free = (item for item in system.constants if item not in system.fixed)
    for tensor in (*system.parameters, *system.states, *free):
        found += [(tensor.role, tensor.name, place) for place in places(tensor.shape, sizes)]
    for family in system.maps:
        shape = tuple(index.dimension for index in family.indices)
        found += [(Role.COTANGENT, family.name, place) for place in places(shape, sizes)]
    return found
