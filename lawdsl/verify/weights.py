"""Weights that make functions homogeneous: then a relation splits into relations of one weight each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..algebra.compile import compile_program
from ..algebra.modular import primes
from ..algebra.polynomial import BudgetExceededError
from ..algebra.rank import nullspace_modulo
from ..algebra.restricted import NotPolynomialError
from .functions import Functions
from .generic_point import generic_point

PRODUCTS = 200_000
"""Monomial products that multiplying the functions out may take."""
MODULUS = next(primes())
"""Weights are residues: a grading by any group splits relations."""


def weights(functions: Functions) -> NDArray[np.int64]:
    """The weights of each function, a row for each, for all independent choices for the coordinates.

    No columns where nothing is known: functions that are no polynomials, or too large.
    """
    try:
        ring, point = generic_point(functions.concrete, functions.arguments, PRODUCTS)
        families = {str(place): ((), functions.body(place)) for place in range(len(functions.names))}
        found = compile_program(families, functions.concrete.sizes).evaluate(ring, point)
    except (BudgetExceededError, NotPolynomialError):
        return np.zeros((len(functions.names), 0), dtype=np.int64)
    zero = [(0,) * ring.context.nvars()]
    monomials = [np.array(list(value.item().to_dict()) or zero, dtype=np.int64) for value in found.values()]
    # Residues of exponents: so the sums of their products with weights fit into 63 bits.
    first = np.stack([exponents[0] for exponents in monomials]) % MODULUS
    differences = np.concatenate([exponents[1:] - exponents[0] for exponents in monomials])
    choices = nullspace_modulo(np.unique(differences, axis=0), MODULUS)
    return first @ choices.T % MODULUS
