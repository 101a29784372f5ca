from fractions import Fraction

import flint
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawdsl.algebra.rank import Echelon, echelon_modulo, nullspace_modulo, rank_modulo
from lawdsl.algebra.rings.modular import BadPrimeError, primes

LARGE = next(primes())
PRIMES = st.sampled_from([LARGE, 65537, 7, 3])


def of_rank(rows, columns, rank, prime=LARGE, seed=0):
    """A matrix of at most this rank, with dependent columns and rows spread over it."""
    generator = np.random.default_rng(seed)
    left = generator.integers(0, prime, (rows, rank))
    right = generator.integers(0, prime, (rank, columns))
    return (left @ right) % prime  # int64 holds 2^17 products of 23-bit numbers


def oracle(matrix, prime):
    if 0 in matrix.shape:
        return 0
    return flint.nmod_mat(*matrix.shape, [int(x) % prime for x in matrix.flat], prime).rank()


@st.composite
def matrices(draw):
    prime = draw(PRIMES)
    rows, columns = draw(st.integers(0, 45)), draw(st.integers(0, 45))
    matrix = of_rank(rows, columns, draw(st.integers(0, 45)), prime, draw(st.integers(0, 10**6)))
    for column in draw(st.lists(st.integers(0, 44), max_size=20)):
        matrix[:, column % max(columns, 1) : column % max(columns, 1) + 1] = 0
    return matrix, prime


@given(matrices())
def test_the_rank_is_the_one_of_flint_and_comes_with_a_nonzero_minor(case):
    matrix, prime = case
    found = rank_modulo(matrix, prime)
    assert found.rank == len(found.rows) == len(found.columns) == oracle(matrix, prime)
    minor = matrix[np.ix_(found.rows, found.columns)]
    assert oracle(minor, prime) == found.rank


@pytest.mark.parametrize(
    ("rows", "columns", "rank"),
    [
        (256, 256, 256),
        (257, 255, 200),
        (513, 300, 257),
        (300, 600, 300),
        (600, 90, 33),
        (31, 700, 17),
        (520, 530, 0),
        (400, 400, 1),
    ],
)
def test_larger_matrices_of_known_structure(rows, columns, rank):
    matrix = of_rank(rows, columns, rank)
    assert rank_modulo(matrix, LARGE).rank == oracle(matrix, LARGE)
    assert rank_modulo(np.repeat(matrix[:, :60], 3, axis=1), LARGE).rank == oracle(matrix[:, :60], LARGE)


@pytest.mark.parametrize("shape", [(0, 0), (0, 5), (5, 0), (3, 4)])
def test_zero_and_empty_matrices(shape):
    matrix = np.zeros(shape, dtype=np.int64)
    assert rank_modulo(matrix, LARGE).rank == 0
    assert nullspace_modulo(matrix, LARGE).tolist() == np.eye(shape[1], dtype=int).tolist()
    assert Echelon(shape[1], LARGE).add(matrix) == 0


@given(matrices())
def test_the_nullspace_is_one(case):
    matrix, prime = case
    basis = nullspace_modulo(matrix, prime)
    assert not ((matrix.astype(object) @ basis.T.astype(object)) % prime).any()
    assert len(basis) == matrix.shape[1] - oracle(matrix, prime) == oracle(basis, prime)


@given(matrices())
def test_the_echelon_form_is_reduced_and_spans_the_rows(case):
    matrix, prime = case
    columns, rows = echelon_modulo(matrix, prime)
    assert columns == sorted(columns)
    assert rows[:, columns].tolist() == np.eye(len(columns), dtype=int).tolist()
    assert all(not rows[place, :column].any() for place, column in enumerate(columns))
    assert oracle(np.concatenate([matrix, rows]), prime) == len(rows) == oracle(matrix, prime)


@settings(max_examples=50)
@given(matrices(), st.lists(st.integers(0, 45), max_size=5))
def test_ranks_of_growing_blocks_are_one_shot_ranks(case, cuts):
    matrix, prime = case
    echelon, cuts = Echelon(matrix.shape[1], prime), sorted(min(cut, len(matrix)) for cut in cuts)
    for start, stop in zip([0, *cuts], [*cuts, len(matrix)], strict=True):
        assert echelon.add(matrix[start:stop]) == oracle(matrix[:stop], prime)
    assert echelon.rank == oracle(matrix, prime)


def test_the_input_is_left_alone():
    matrix = of_rank(20, 20, 10).astype(np.float64)
    before = matrix.copy()
    rank_modulo(matrix, LARGE)
    Echelon(20, LARGE).add(matrix)
    assert np.array_equal(matrix, before)


def test_large_integers_and_fractions_are_reduced_first():
    matrix = np.array([[10**40, Fraction(1, 3)], [3 * 10**40, 1]], dtype=object)
    assert rank_modulo(matrix, LARGE).rank == 1
    with pytest.raises(BadPrimeError):
        rank_modulo(np.array([[Fraction(1, 7)]], dtype=object), 7)


@pytest.mark.parametrize("entry", [0.5, 2.0**53, float("nan"), float("inf")])
def test_floats_that_are_not_exact_integers_are_refused(entry):
    with pytest.raises(ValueError, match="integers"):
        rank_modulo(np.array([[entry]]), LARGE)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="two axes"):
        rank_modulo(np.zeros(3), LARGE)
    with pytest.raises(ValueError, match="width"):
        Echelon(3, LARGE).add(np.zeros((1, 2)))
