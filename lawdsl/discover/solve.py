"""The laws in each class of monomials: a nullspace modulo primes, then rationals, then a proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from ..algebra.rank import nullspace_modulo
from ..algebra.rational import combine_residues, reconstruct_all
from ..algebra.rings.modular import BadPrimeError, Modulus, Residues, primes
from ..algebra.rings.polynomial import BudgetExceededError
from .ansatz import Monomials
from .coordinates import Coordinates
from .coupling import Coupling, Row
from .samples import Samples
from .sparse import ExactRates, Polynomial, primitive

SMALL = 48
"""Classes up to this size are eliminated many at a time."""
SPARE = 6
"""Points beyond the number of unknowns."""
CHUNK = 3_000_000
"""Entries of the tables that are eliminated together."""
PRIMES = 16
"""Primes that are combined before the coefficients of a candidate are given up on."""
LARGEST_CLASS = 6_000
"""Unknowns that one linear system may have."""


class UnprovedError(Exception):
    """A class whose candidates for laws could not be proved."""


class Solver:
    """Solves classes of one ansatz, with points that all of them share."""

    def __init__(self, coordinates: Coordinates, rates: ExactRates) -> None:
        self._count = coordinates.count
        self._rates = rates
        self._coupling = Coupling(rates.rates, coordinates.count)
        self._samples = cache(lambda prime: Samples(coordinates, prime))

    def suspects(self, classes: Monomials) -> Iterator[Monomials]:
        """The classes, out of an array of shape (classes, size, degree), that may contain a law.

        The others have independent derivatives modulo a prime, which proves that they contain none (M6).
        Raises BudgetExceededError for classes beyond `LARGEST_CLASS`.
        """
        size = classes.shape[1]
        if size > LARGEST_CLASS:
            raise BudgetExceededError(0, size, LARGEST_CLASS)
        if size > SMALL:
            yield from classes
            return
        step = max(1, CHUNK // (size * (size + SPARE)))
        for start in range(0, len(classes), step):
            yield from self._dependent(classes[start : start + step])

    def _dependent(self, classes: Monomials) -> Monomials:
        for prime in islice(primes(), PRIMES):
            try:
                samples = self._samples(prime)
                tables = samples.derivatives(classes, classes.shape[1] + SPARE)
            except BadPrimeError:
                continue
            return classes[~_independent(tables, samples.ring.modulus)]
        return classes

    def laws(self, monomials: Monomials) -> list[Polynomial]:
        """A basis of the laws in one class, proved: with integers, each with a leading monomial of its own.

        The proof of every element of the modular nullspace bounds the space from both sides, so there are
        no others. Raises UnprovedError.
        """
        known: Residual | None = None
        for prime in islice(primes(), PRIMES):
            try:
                found = Residual(self._nullspace(monomials, prime), prime)
            except BadPrimeError:
                continue
            known = found if known is None else known.merged(found)
            laws = self._proved(known, monomials)
            if laws is not None:
                return laws
        raise UnprovedError("the coefficients of a candidate are too large")

    def _nullspace(self, monomials: Monomials, prime: int) -> list[Row]:
        if self._coupling.is_sparse(monomials):
            with suppress(BudgetExceededError):
                return self._coupling.nullspace(monomials, prime)
        table = self._samples(prime).derivatives(monomials, len(monomials) + SPARE)
        # Reversed, so that the basis has its ones at first monomials, as the one of sparse systems has.
        vectors = nullspace_modulo(table.T[:, ::-1], prime)[::-1, ::-1].tolist()
        return [{at: value for at, value in enumerate(vector) if value} for vector in vectors]

    def _proved(self, residual: Residual, monomials: Monomials) -> list[Polynomial] | None:
        laws = []
        for vector in residual.vectors:
            rational = reconstruct_all(vector.values(), residual.modulus)
            if rational is None:
                return None
            terms = zip(monomials[list(vector)].tolist(), rational, strict=True)
            law: Polynomial = {tuple(v for v in m if v < self._count): value for m, value in terms}
            laws.append(primitive(law))
        try:
            return laws if all(map(self._rates.is_law, laws)) else None
        except BudgetExceededError as error:
            raise UnprovedError(str(error)) from error


class Residual:
    """A basis of a nullspace modulo a number, each vector with a one at its first entry."""

    def __init__(self, vectors: Sequence[Row], modulus: int) -> None:
        self.vectors = vectors
        self.modulus = modulus
        self._shape = (-len(vectors), [-min(row) for row in vectors])

    def merged(self, other: Residual) -> Residual:
        """Both by Chinese remainders; where the shapes differ, one of the primes is bad and left out."""
        if self._shape != other._shape:
            return max(self, other, key=lambda residual: residual._shape)
        vectors = [
            _combined(mine, self.modulus, yours, other.modulus)
            for mine, yours in zip(self.vectors, other.vectors, strict=True)
        ]
        return Residual(vectors, self.modulus * other.modulus)


def _combined(mine: Row, modulus: int, yours: Row, other: int) -> Row:
    places = sorted(mine.keys() | yours.keys())
    residues = [row.get(place, 0) for row in (mine, yours) for place in places]
    half = len(places)
    return dict(
        zip(places, combine_residues(residues[:half], modulus, residues[half:], other)[0], strict=True)
    )


def _independent(tables: Residues, modulus: Modulus) -> NDArray[np.bool_]:
    """For each table of shape (rows, columns) whether its rows are independent modulo the prime."""
    independent = np.ones(len(tables), dtype=bool)
    every = np.arange(len(tables))
    for place in range(tables.shape[1]):
        row = tables[:, place]
        column = np.argmax(row != 0, axis=1)
        pivot = row[every, column]
        independent &= pivot != 0
        later = tables[:, place + 1 :]
        factors = later[every, :, column]
        later[:] = modulus.reduce(later * pivot[:, None, None] - factors[:, :, None] * row[:, None, :])
    return independent
