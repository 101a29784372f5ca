"""Weights that make polynomials homogeneous: then a relation splits into relations of one weight each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...algebra.rank import nullspace_modulo
from ...algebra.rings.modular import primes

MODULUS = next(primes())
"""Weights are residues: a grading by any group splits relations."""


def weights(polynomials: Sequence[Any]) -> NDArray[np.int64]:
    """The weights of each of the polynomials of one context, a row for each.

    There is a column for each independent choice of weights for the indeterminates.
    """
    zero = [(0,) * polynomials[0].context().nvars()]
    monomials = [np.array(list(item.to_dict()) or zero, dtype=np.int64) for item in polynomials]
    # Residues of exponents: so the sums of their products with weights fit into 63 bits.
    first = np.stack([exponents[0] for exponents in monomials]) % MODULUS
    differences = np.concatenate([exponents[1:] - exponents[0] for exponents in monomials])
    choices = nullspace_modulo(np.unique(differences, axis=0), MODULUS)
    return first @ choices.T % MODULUS
