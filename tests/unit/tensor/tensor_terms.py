"""Dimensions, tensors and short constructors that the tests of the tensor algebra share."""

from __future__ import annotations

from collections.abc import Iterable

from lawdsl.diagnostics import Span
from lawdsl.notation.expression import Entry, Expression, Sum, add, multiply, number, power, total
from lawdsl.notation.index import Dimension, Index, Role, Slot, Tensor, fresh
from lawdsl.notation.typed import Family

N, M, R, TWO = Dimension("n"), Dimension("m"), Dimension("r"), Dimension("q", 2)
I1, J1, K1, L1 = Index("i", N), Index("j", M), Index("k", R), Index("l", R)
U, V = Tensor("U", Role.PARAMETER, (N, R)), Tensor("V", Role.PARAMETER, (M, R))
G = Tensor("G", Role.COTANGENT, (N, M))
S = Tensor("S", Role.PARAMETER, (N, N))
X = Tensor("x", Role.PARAMETER, (N,))
Z = Tensor("z", Role.PARAMETER, (TWO,))


def at(tensor: Tensor, *slots: Slot) -> Expression:
    return Entry(tensor, slots)


def minus(expression: Expression) -> Expression:
    return multiply([number(-1), expression])


def family(name: str, indices: Iterable[Index], body: Expression) -> Family:
    return Family(name, tuple(indices), body, Span(0, 0))


def gram(tensor: Tensor, left: Index, right: Index) -> Expression:
    """The entry of the tensor's transpose times itself."""
    row = fresh("row", tensor.shape[0])
    return Sum(row, multiply([at(tensor, row, left), at(tensor, row, right)]))


def balance(left: Index, right: Index) -> Expression:
    """The entry of transpose(U) U - transpose(V) V."""
    return add([gram(U, left, right), minus(gram(V, left, right))])


def traced(entry, length: int) -> Expression:
    """The trace of a power of the matrix with these entries over R."""
    ring = [fresh("k", R) for _ in range(length)]
    return total(ring, multiply(entry(ring[step - 1], ring[step]) for step in range(length)))


def graph(edges: Iterable[tuple[object, object]]) -> Expression:
    """The sum over all vertices of the product of S over the directed edges."""
    ends: dict[object, Index] = {}
    for edge in edges:
        for vertex in edge:
            ends.setdefault(vertex, fresh("v", N))
    return total(ends.values(), multiply(at(S, ends[tail], ends[head]) for tail, head in edges))


def norm(tensor: Tensor) -> Expression:
    """The sum of the squares of all entries."""
    indices = [fresh("s", dimension) for dimension in tensor.shape]
    return total(indices, power(at(tensor, *indices), 2))
