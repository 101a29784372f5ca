"""How many laws of a family are independent: proved bounds from below and above (MATH.md M3, M6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from math import lcm, prod
from typing import Any

import flint
import numpy as np
from numpy.typing import NDArray

from ...algebra.programs.compile import compile_program
from ...algebra.rank import rank_modulo
from ...algebra.rings.modular import BadPrimeError, ModularRing, Residues, primes
from ...algebra.rings.polynomial import BudgetExceededError, as_rational
from ...algebra.rings.restricted import NotPolynomialError
from ...algebra.rings.ring import Ring, UndefinedError
from ...notation.expression import Expression, Number, children, is_polynomial, is_rational
from ...notation.index import Tensor
from ...notation.transcendental import is_elementary
from ...notation.typed import Family
from ...system.concrete import ConcreteFields
from ..proofs.generic_point import generic_point
from .real_closure import real_jacobian_rank
from .stages import Stages

Values = NDArray[Any]

TRIES = 3
"""Primes, each with a point of its own, that a rank is tried at before a shortfall is believed."""
SPAN_PRODUCTS = 500_000
"""Monomial products that the bound from above may take."""
SPAN_ENTRIES = 4_000_000
"""The largest matrix of coefficients, in entries, that the bound from above may take."""


def usable_primes(concrete: ConcreteFields, laws: Sequence[Family]) -> Iterator[int]:
    """The primes, largest first, that divide no number in the fields or the laws.

    One that divides a denominator cannot be used, and one that divides a numerator loses rank for nothing.
    """
    bodies = [*concrete.fields.bodies(), *(law.body for law in laws)]
    written = {number for body in bodies for number in _numbers(body) if number}
    return (prime for prime in primes() if all(number % prime for number in written))


def _numbers(expression: Expression) -> Iterator[int]:
    """The numerators and denominators in an expression."""
    if isinstance(expression, Number):
        yield from expression.value.as_integer_ratio()
    for part in children(expression):
        yield from _numbers(part)


def has_residues(laws: Sequence[Family]) -> bool:
    """Whether the rank of the laws' Jacobian can be told modulo a prime."""
    return all(is_rational(law.body) or is_elementary(law.body) for law in laws)


def jacobian_rank(concrete: ConcreteFields, laws: Sequence[Family], enough: int) -> int:
    """A lower bound for the generic rank of the Jacobian; stops at the first point that shows ``enough``."""
    best = 0
    if not has_residues(laws):
        try:
            return real_jacobian_rank(concrete, laws)
        except UndefinedError:
            return 0
    for prime in islice(usable_primes(concrete, laws), TRIES):
        if best >= enough:
            break
        try:
            best = max(best, rank_at_random_point(concrete, laws, prime, Stages()))
        except BadPrimeError:
            continue
    return best


def random_point(
    concrete: ConcreteFields, ring: ModularRing, tensors: Sequence[Tensor], source: np.random.Generator
) -> dict[Tensor, Residues]:
    """Uniform residues for the entries of the tensors, with a batch axis of length 1."""
    return {tensor: ring.draw(source, (1, *concrete.shape(tensor))) for tensor in tensors}


def _arguments(concrete: ConcreteFields) -> tuple[Tensor, ...]:
    """What a law depends on."""
    return (*concrete.fields.state, *concrete.fields.constants)


def rank_at_random_point(concrete: ConcreteFields, laws: Sequence[Family], prime: int, stages: Stages) -> int:
    """The rank of the Jacobian at one point modulo the prime: a lower bound for the generic one (M6).

    Raises BadPrimeError (of `algebra.modular`).
    """
    ring = ModularRing(prime)
    with stages.timed("evaluation"):
        point = random_point(concrete, ring, _arguments(concrete), np.random.default_rng(prime))
        rows = np.concatenate([gradient_rows(concrete, ring, law, point) for law in laws])
    with stages.timed("rank"):
        return rank_modulo(rows, prime).rank


def gradient_rows(
    concrete: ConcreteFields, ring: Ring[Values], law: Family, point: Mapping[Tensor, Values]
) -> Values:
    """One row for each component of the law, one column for each coordinate of the state."""
    program = concrete.program(law)
    count = component_count(concrete, law)
    shape = concrete.component_shape(law)
    seeds = ring.lift(np.eye(count, dtype=np.int64).reshape(count, *shape))
    values = program.forward(ring, point)
    gradients = program.backward(ring, values, {law.name: seeds}, concrete.fields.state)
    columns = [
        np.broadcast_to(part, (count, *part.shape[1:])).reshape(count, -1)
        for part in (gradients[tensor] for tensor in concrete.fields.state)
    ]
    return np.concatenate(columns, axis=1)


def component_count(concrete: ConcreteFields, law: Family) -> int:
    """How many functions a family consists of."""
    return prod(concrete.component_shape(law))


def span_dimension(concrete: ConcreteFields, laws: Sequence[Family]) -> int | None:
    """A bound for the linear span of all components modulo functions without state.

    It bounds the number of independent ones from above, since a linear dependence is a dependence. Only
    polynomials are looked at closely: of other laws every component counts. None where multiplying
    out takes too much.
    """
    polynomial = [law for law in laws if is_polynomial(law.body)]
    others = sum(component_count(concrete, law) for law in laws if not is_polynomial(law.body))
    try:
        rows = _coefficients(concrete, polynomial) if polynomial else []
    except (BudgetExceededError, NotPolynomialError):
        return None
    rank = rank_of_rows(rows)
    return None if rank is None else rank + others


def rank_of_rows(rows: Sequence[Mapping[tuple[int, ...], int]]) -> int | None:
    """The rank of sparse rows of integers; None where the matrix would have too many entries."""
    columns = {monomial: place for place, monomial in enumerate({key for row in rows for key in row})}
    if len(rows) * len(columns) > SPAN_ENTRIES:
        return None
    matrix = flint.fmpz_mat(len(rows), len(columns), [0] * (len(rows) * len(columns)))
    for place, row in enumerate(rows):
        for monomial, value in row.items():
            matrix[place, columns[monomial]] = value
    return int(matrix.rank())


def _coefficients(concrete: ConcreteFields, laws: Sequence[Family]) -> list[dict[tuple[int, ...], int]]:
    """The components as sparse rows of integers, equal ones once and free of terms without state."""
    ring, point = generic_point(concrete, _arguments(concrete), SPAN_PRODUCTS)
    moving = sum(concrete.size(tensor) for tensor in concrete.fields.state)
    families = {law.name: (law.indices, law.body) for law in laws}
    values = compile_program(families, concrete.sizes).evaluate(ring, point)
    unique: dict[Any, dict[tuple[int, ...], int]] = {}
    for component in (component for array in values.values() for component in array.flat):
        terms = {
            exponents: as_rational(value)
            for exponents, value in component.to_dict().items()
            if any(exponents[:moving])
        }
        scale = lcm(*(value.denominator for value in terms.values()))
        row = {exponents: int(value * scale) for exponents, value in terms.items()}
        unique[frozenset(row.items())] = row
    return list(unique.values())
