"""The sparse linear system of an ansatz has the same solutions as the dense one."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdsl.algebra.rings.modular import primes
from lawdsl.algebra.rings.polynomial import BudgetExceededError
from lawdsl.discover import coupling
from lawdsl.discover.ansatz import monomials
from lawdsl.discover.coupling import Coupling

PRIME = next(primes())
VARIABLES = 3

terms = st.lists(st.integers(0, VARIABLES), max_size=3).map(lambda m: tuple(sorted(m)))
coefficients = st.fractions(-9, 9, max_denominator=4).filter(bool)
rates = st.lists(st.dictionaries(terms, coefficients, max_size=3), min_size=VARIABLES, max_size=VARIABLES)


def derivative(law: dict[tuple[int, ...], int], fields: list[dict[tuple[int, ...], Fraction]]):
    """The product rule as it is taught, modulo the prime."""
    total: dict[tuple[int, ...], Fraction] = {}
    for monomial, weight in law.items():
        for place, variable in enumerate(monomial):
            for factors, value in fields[variable].items():
                key = tuple(sorted(monomial[:place] + monomial[place + 1 :] + factors))
                total[key] = total.get(key, Fraction(0)) + weight * value
    return {m: c for m, c in total.items() if c.numerator * pow(c.denominator, -1, PRIME) % PRIME}


@given(rates, st.integers(1, 3))
def test_every_solution_has_no_derivative_and_none_is_missing(fields, degree) -> None:
    rows = monomials(VARIABLES, VARIABLES, degree)
    basis = Coupling(fields, VARIABLES).nullspace(rows, PRIME)
    texts = [tuple(v for v in row if v < VARIABLES) for row in rows.tolist()]
    for vector in basis:
        assert not derivative({texts[at]: value for at, value in vector.items()}, fields)
    assert all(vector[min(vector)] == 1 for vector in basis)
    images = [derivative({text: 1}, fields) for text in texts]
    keys = sorted({key for image in images for key in image})
    table = np.array([[float(image.get(key, 0)) for key in keys] for image in images])
    rank = np.linalg.matrix_rank(table.reshape(len(texts), len(keys))) if keys else 0
    assert len(basis) == len(texts) - rank


def test_a_system_that_fills_in_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coupling, "FILL", 0)
    fields = [{(0, 1): 1, (2,): 2}, {(0, 2): 1, (1,): 1}, {(0, 1): 3, (1,): 1}]
    with pytest.raises(BudgetExceededError):
        Coupling(fields, VARIABLES).nullspace(monomials(VARIABLES, VARIABLES, 2), PRIME)
