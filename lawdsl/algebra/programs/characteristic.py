"""Determinants and inverses of matrices as products and sums, by the recursion of Faddeev and LeVerrier.

With M_1 = 1, c_k = -tr(A M_k)/k and M_(k+1) = A M_k + c_k, the matrix A of size n has the determinant
(-1)^n c_n and the inverse -M_n/c_n (Householder, The Theory of Matrices in Numerical Analysis, 6.7). Only
numbers up to n are divided by, so the recursion holds over every ring here, jets included.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from .graph import Axis, Graph, Value

NewAxis = Callable[[int], Axis]


@dataclass(frozen=True, slots=True)
class Characteristic:
    """The last step of the recursion: M_n over the axes of the matrix, and c_n."""

    size: int
    last: Value
    coefficient: Value

    def determinant(self) -> Value:
        """The determinant of the matrix."""
        return _scaled(self.coefficient, Fraction((-1) ** self.size))

    def inverse(self, graph: Graph) -> Value:
        """The inverse of the matrix; UndefinedError when the determinant is zero by its form."""
        return _scaled(graph.multiply([self.last, graph.invert(self.coefficient)]), Fraction(-1))


def characteristic(graph: Graph, matrix: Value, row: Axis, column: Axis, new_axis: NewAxis) -> Characteristic:
    """The recursion for a matrix over the axes ``row`` and ``column``; other axes number several matrices."""
    size = row.size
    middle = new_axis(size)
    left = renamed(matrix, {column: middle})
    identity = graph.kronecker(row, column)
    last = identity
    for step in range(1, size + 1):
        product = graph.multiply([left, renamed(last, {row: middle})], frozenset({middle}))
        trace = graph.multiply([product, identity], frozenset({row, column}))
        coefficient = _scaled(trace, Fraction(-1, step))
        if step == size:
            return Characteristic(size, last, coefficient)
        last = graph.add([product, graph.multiply([coefficient, identity])])
    raise ValueError("a matrix has at least one row")


def renamed(value: Value, axes: dict[Axis, Axis]) -> Value:
    """The value with some axes called differently."""
    return Value(value.coefficient, value.node, tuple(axes.get(axis, axis) for axis in value.axes))


def _scaled(value: Value, factor: Fraction) -> Value:
    return Value(value.coefficient * factor, value.node, value.axes)
