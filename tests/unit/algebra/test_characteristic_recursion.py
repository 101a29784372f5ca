"""Determinants and inverses over every ring against SymPy."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from lawdsl.algebra.programs.compile import compile_program
from lawdsl.algebra.rings.exact import ExactRing
from lawdsl.algebra.rings.jet import JetRing
from lawdsl.algebra.rings.modular import BadPrimeError, ModularRing
from lawdsl.algebra.rings.ring import UndefinedError
from lawdsl.notation.expression import Delta, Determinant, Entry, Inverse, multiply
from lawdsl.notation.index import Dimension, Role, Tensor, fresh

PRIME = 8388593
entries = st.fractions(-3, 3, max_denominator=3)


def matrices(size: int):
    return st.lists(entries, min_size=size * size, max_size=size * size).map(
        lambda flat: sympy.Matrix(size, size, [sympy.Rational(item) for item in flat])
    )


def program(size: int):
    dimension = Dimension(str(size), size)
    matrix = Tensor("A", Role.PARAMETER, (dimension, dimension))
    row, column, left, right = (fresh(name, dimension) for name in "ijkl")
    body = Entry(matrix, (row, column))
    families = {
        "det": ((), Determinant(row, column, body)),
        "inv": ((left, right), Inverse(row, column, body, left, right)),
    }
    compiled = {name: compile_program({name: family}, {}) for name, family in families.items()}
    return matrix, compiled


def array(matrix: sympy.Matrix) -> np.ndarray:
    flat = np.empty(len(matrix), dtype=object)
    flat[:] = [Fraction(int(item.p), int(item.q)) for item in matrix]
    return flat.reshape(1, *matrix.shape)


@pytest.mark.parametrize("size", [1, 2, 3, 4])
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_rational_values(size, data):
    matrix = data.draw(matrices(size))
    tensor, compiled = program(size)
    ring, point = ExactRing(), {tensor: array(matrix)}
    assert compiled["det"].evaluate(ring, point)["det"].item() == Fraction(str(matrix.det()))
    if not matrix.det():
        with pytest.raises(UndefinedError):
            compiled["inv"].evaluate(ring, point)
        return
    assert (compiled["inv"].evaluate(ring, point)["inv"] == array(matrix.inv())).all()


@pytest.mark.parametrize("size", [1, 2, 3])
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_derivatives(size, data):
    matrix, direction = data.draw(matrices(size)), data.draw(matrices(size))
    if not matrix.det():
        return
    tensor, compiled = program(size)
    jets = JetRing(ExactRing())
    moved = {tensor: jets.perturb(jets.lift(array(matrix)), jets.lift(array(direction)))}
    ring = jets.extend()
    slope = jets.derivative(compiled["det"].evaluate(ring, moved)["det"]).parts[0].item()
    assert slope == Fraction(str(matrix.det() * (matrix.inv() * direction).trace()))
    found = jets.derivative(compiled["inv"].evaluate(ring, moved)["inv"]).parts[0]
    assert (found == array(-matrix.inv() * direction * matrix.inv())).all()


@pytest.mark.parametrize("size", [1, 2, 5])
def test_residues(size):
    source = np.random.default_rng(size)
    integers = source.integers(0, 50, size=(size, size))
    tensor, compiled = program(size)
    ring = ModularRing(PRIME)
    point = {tensor: ring.lift(integers[np.newaxis])}
    exact = sympy.Matrix(integers.tolist())
    assert ring.modulus.lower(compiled["det"].evaluate(ring, point)["det"]).item() == exact.det() % PRIME
    inverse = ring.modulus.lower(compiled["inv"].evaluate(ring, point)["inv"])[0]
    assert (inverse @ integers % PRIME == np.eye(size, dtype=np.int64)).all()
    zero = {tensor: ring.lift(np.zeros((1, size, size), dtype=np.int64))}
    with pytest.raises(BadPrimeError):
        compiled["inv"].evaluate(ring, zero)


def test_a_matrix_that_is_diagonal_or_of_rank_one_by_its_form():
    dimension = Dimension("3", 3)
    vector = Tensor("v", Role.PARAMETER, (dimension,))
    row, column = fresh("i", dimension), fresh("j", dimension)
    diagonal = multiply((Delta(row, column), Entry(vector, (row,))))
    outer = multiply((Entry(vector, (row,)), Entry(vector, (column,))))
    point = {vector: np.array([[2, 3, 5]], dtype=object)}
    for body, wanted in ((diagonal, 30), (outer, 0), (Entry(vector, (row,)), 0)):
        compiled = compile_program({"det": ((), Determinant(row, column, body))}, {})
        assert compiled.evaluate(ExactRing(), point)["det"].item() == wanted
