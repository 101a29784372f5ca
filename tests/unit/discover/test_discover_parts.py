"""The parts of discovery: spans, sign symmetries and the ansatz."""

from __future__ import annotations

from math import comb

import numpy as np
from discovery_specs import LINEAR, RELU, TOP, concrete
from hypothesis import given
from hypothesis import strategies as st

from lawdsl.discover.ansatz import monomials, parity_classes
from lawdsl.discover.coordinates import Coordinates
from lawdsl.discover.grading import parity_words
from lawdsl.discover.span import Span
from lawdsl.discover.sparse import ExactRates

vectors = st.lists(st.dictionaries(st.integers(0, 4), st.integers(-3, 3)), max_size=4)


@given(vectors, st.lists(st.integers(-3, 3), min_size=4, max_size=4))
def test_combinations_reduce_to_nothing(rows: list[dict[int, int]], factors: list[int]) -> None:
    span: Span[int] = Span()
    combination: dict[int, int] = {}
    for row, factor in zip(rows, factors, strict=False):
        span.add(row)
        for key, value in row.items():
            combination[key] = combination.get(key, 0) + factor * value
    assert not span.reduced(combination)


@given(vectors)
def test_the_span_has_the_rank_of_the_matrix(rows: list[dict[int, int]]) -> None:
    span: Span[int] = Span()
    independent = 0
    for row in rows:
        independent += bool(span.reduced(row))
        span.add(row)
    matrix = np.array([[row.get(key, 0) for key in range(5)] for row in rows]).reshape(len(rows), 5)
    assert independent == np.linalg.matrix_rank(matrix)


def test_sign_flips_take_every_generator_to_itself_or_its_negative() -> None:
    for body, sizes in ((LINEAR, {"n": 2, "m": 3, "r": 2}), (RELU, {"n": 2, "m": 2, "r": 2}), (TOP, {})):
        coordinates = Coordinates(concrete(body, sizes))
        rates = ExactRates(coordinates, 10**6).rates
        words = parity_words(rates, coordinates.count)
        signs: dict[tuple[int, ...], set[int]] = {}
        for coordinate, rate in enumerate(rates):
            for monomial in rate:
                word = int(words[coordinate])
                for variable in monomial:
                    word ^= int(words[variable]) if variable < coordinates.count else 0
                generator = tuple(v for v in monomial if v >= coordinates.count)
                signs.setdefault(generator, set()).add(word)
        assert all(len(found) == 1 for found in signs.values())


def test_the_classes_hold_every_monomial_once() -> None:
    rows = monomials(4, 4, 3)
    assert len(rows) == comb(7, 3) - 1
    classes = list(parity_classes(rows, np.array([1, 1, 2, 4, 0], dtype=np.uint64)))
    found = np.concatenate([group.reshape(-1, 3) for group in classes])
    assert sorted(map(tuple, found)) == sorted(map(tuple, rows))
