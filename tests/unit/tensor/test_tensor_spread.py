"""From which sizes on the terms of a sum are independent: its free, literal and summed indices, by range."""

from __future__ import annotations

import pytest
from tensor_terms import I1, K1, L1, TWO, N, S, U, X, Z, at, balance, gram, minus, norm

from lawdsl.notation.expression import Delta, Sum, add, multiply, number, power, total
from lawdsl.notation.index import Index, fresh
from lawdsl.tensor import expand
from lawdsl.tensor.spread import spread

I2, P = Index("p", N), Index("q", TWO)
A, B, C = (fresh(name, N) for name in "abc")
SUM_X = Sum(A, at(X, A))


@pytest.mark.parametrize(
    ("expression", "sizes"),
    [
        (balance(K1, L1), {"r": 2, "n": 1, "m": 1}),
        (gram(U, K1, K1), {"r": 1, "n": 1}),
        (norm(U), {"r": 1, "n": 1}),
        (at(X, I1), {"n": 1}),
        (add([at(X, I1), at(X, I2)]), {"n": 2}),
        (add([at(X, I1), at(X, 0)]), {"n": 2}),
        (add([at(X, I1), at(X, 0), at(X, 3), at(X, 3)]), {"n": 3}),
        (add([at(X, I1), at(Z, 1)]), {"n": 2}),
        (add([at(X, I1), at(X, 2)]), {"n": 2}),
        (add([at(X, Index("i", N, 2)), at(X, 1), at(X, 2)]), {"n": 3}),
        (SUM_X, {"n": 1}),
        (power(SUM_X, 3), {"n": 3}),
        (add([power(SUM_X, 2), SUM_X]), {"n": 2}),
        (add([SUM_X, minus(power(SUM_X, 2))]), {"n": 2}),
        (multiply([SUM_X, at(X, I1), at(X, 5)]), {"n": 3}),
        (total([A, B], multiply([at(S, A, B), at(X, A), at(X, B)])), {"n": 2}),
        (multiply([total([A, B], at(S, A, B)), Sum(C, at(X, C))]), {"n": 3}),
        (multiply([Delta(I1, I2), at(X, 0)]), {"n": 3}),
        (add([at(X, I1), at(Z, P)]), {"n": 1, "2": 1}),
        (number(3), {}),
    ],
)
def test_indices_are_counted_by_range(expression, sizes):
    assert spread(expand(expression)) == sizes
