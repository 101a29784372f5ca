"""Where the set of the assumptions is a manifold: its dimension at a point, and what varies along it.

Everything is read off at the reduction of an exact real point modulo a prime, where ranks can only be too
small (MATH.md M6).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import flint
import numpy as np

from ...algebra.rank import rank_modulo
from ...algebra.rings.modular import BadPrimeError, ModularRing, Residues, primes
from ...algebra.rings.number_field import AlgebraicNumber
from ...algebra.rings.polynomial import BudgetExceededError
from ...notation.index import Tensor
from ...notation.record import record
from ...notation.typed import Family
from ..counts.independence import gradient_rows, has_residues
from ..refutations.derivatives import Point
from .assumed import Assumed
from .tangent import changes_along
from .variety import Variety

POINTS = 6
"""Points of the set that are tried."""
PRIMES_TRIED = 40
"""Primes that are tried for a point whose coordinates are roots: half of them have a square root."""


@record
class Chart:
    """A point of the set modulo a prime, with equations whose gradients are independent there.

    ``chosen`` numbers the generators of these equations. Near the point the set lies in the manifold of
    dimension N - ``codimension`` where they hold; ``exact`` tells that every other equation follows from
    them, so that it is that manifold.
    """

    point: Point
    prime: int
    residues: Mapping[Tensor, Residues]
    gradients: Residues
    chosen: tuple[int, ...]
    exact: bool

    @property
    def codimension(self) -> int:
        """How many equations have independent gradients at the point."""
        return len(self.gradients)


def charts(assumed: Assumed, number: int = POINTS) -> Iterator[Chart]:
    """Charts around different points of the set inside of all inequalities. Raises BudgetExceededError."""
    seen: dict[tuple[int, ...], bool] = {}
    for point in filter(assumed.sampler.is_inside, assumed.points(number)):
        for prime, values in _reductions(point):
            gradients, chosen = _independent(assumed, values, prime)
            if chosen not in seen:
                seen[chosen] = _follow(assumed.variety, chosen)
            yield Chart(point, prime, _residues(assumed, values, prime), gradients, chosen, seen[chosen])
            break


def varies(assumed: Assumed, law: Family) -> bool:
    """Whether some component of a law is seen to take different values near some point of the set.

    At a point where the set is a manifold, the gradient of the component is no combination of those of
    the equations. Raises BudgetExceededError.
    """
    for chart in charts(assumed):
        try:
            if chart.exact and _varies_near(assumed, chart, law):
                return True
        except BadPrimeError:
            continue
    return False


def _varies_near(assumed: Assumed, chart: Chart, law: Family) -> bool:
    if has_residues([law]):
        return independent_on(assumed, chart, [law]) > 0
    return changes_along(assumed, chart.point, chart.chosen, law)


def independent_on(assumed: Assumed, chart: Chart, laws: Sequence[Family]) -> int:
    """A lower bound for the number of independent functions among the laws on the set, near the point.

    It is one only where the chart is ``exact``. Raises BadPrimeError.
    """
    if not laws:
        return 0
    ring = ModularRing(chart.prime)
    rows = [gradient_rows(assumed.concrete, ring, law, chart.residues) for law in laws]
    return rank_modulo(np.concatenate([chart.gradients, *rows]), chart.prime).rank - chart.codimension


def _reductions(point: Point) -> Iterator[tuple[int, dict[Tensor, list[int]]]]:
    """The coordinates modulo primes at which all of them have residues."""
    for _, prime in zip(range(PRIMES_TRIED), primes(), strict=False):
        try:
            yield prime, _reduced(point, prime)
        except BadPrimeError:
            continue


def _reduced(point: Point, prime: int) -> dict[Tensor, list[int]]:
    root: int | None = None

    def residue(value: Any) -> int:
        nonlocal root
        if not isinstance(value, AlgebraicNumber):
            return _residue(Fraction(value), prime)
        if root is None:
            root = _root_modulo(value, prime)
        total = 0
        for coefficient in reversed(value.coefficients()):
            total = (total * root + _residue(coefficient, prime)) % prime
        return total

    return {tensor: [residue(value) for value in array.flat] for tensor, array in point.items()}


def _residue(value: Fraction, prime: int) -> int:
    if value.denominator % prime == 0:
        raise BadPrimeError(f"the denominator of {value} vanishes modulo {prime}")
    return value.numerator * pow(value.denominator, -1, prime) % prime


def _root_modulo(value: AlgebraicNumber, prime: int) -> int:
    """A simple root of the defining polynomial: w goes to it in a homomorphism to the integers modulo p."""
    coefficients = [
        _residue(Fraction(int(item.p), int(item.q)), prime) for item in value.root.polynomial.coeffs()
    ]
    for factor, multiplicity in flint.nmod_poly(coefficients, prime).factor()[1]:
        if factor.degree() == 1 and multiplicity == 1:
            return int(-factor[0] / factor[1])
    raise BadPrimeError(f"the coordinates of the point have no residues modulo {prime}")


def _independent(
    assumed: Assumed, values: Mapping[Tensor, list[int]], prime: int
) -> tuple[Residues, tuple[int, ...]]:
    """The independent gradients of generators at the point, and which generators they belong to."""
    fields = assumed.concrete.fields
    flat = [value for tensor in (*fields.state, *fields.constants) for value in values[tensor]]
    moving = sum(assumed.concrete.size(tensor) for tensor in fields.state)
    rows: list[list[int]] = []
    chosen: list[int] = []
    for number, polynomial in enumerate(assumed.variety.polynomials):
        row = _gradient(polynomial, flat, moving, prime)
        if rank_modulo(_centred([*rows, row], moving, prime), prime).rank > len(rows):
            rows.append(row)
            chosen.append(number)
    return _centred(rows, moving, prime), tuple(chosen)


def _gradient(polynomial: Any, values: Sequence[int], moving: int, prime: int) -> list[int]:
    row = [0] * moving
    for exponents, coefficient in polynomial.to_dict().items():
        factor = _residue(Fraction(int(coefficient.p), int(coefficient.q)), prime)
        occurring = [(place, int(exponent)) for place, exponent in enumerate(exponents) if exponent]
        for place, exponent in occurring:
            if place < moving:
                term = factor * exponent
                for other, power in occurring:
                    term = term * pow(values[other], power - (other == place), prime) % prime
                row[place] = (row[place] + term) % prime
    return row


def _centred(rows: Sequence[Sequence[int]], moving: int, prime: int) -> Residues:
    array = np.array(rows, dtype=np.int64).reshape(len(rows), moving)
    return ModularRing(prime).lift(array)


def _residues(assumed: Assumed, values: Mapping[Tensor, list[int]], prime: int) -> dict[Tensor, Residues]:
    """The point as arrays with a batch axis, the cotangents left out."""
    concrete, ring = assumed.concrete, ModularRing(prime)
    return {
        tensor: ring.lift(np.array(values[tensor], dtype=np.int64).reshape(1, *concrete.shape(tensor)))
        for tensor in (*concrete.fields.state, *concrete.fields.constants)
    }


def _follow(variety: Variety, chosen: tuple[int, ...]) -> bool:
    """Whether all generators vanish where the chosen ones do, and those that speak of constants only."""
    derivation = variety.derivation
    moving = derivation.moving
    still = [
        place
        for place, polynomial in enumerate(variety.polynomials)
        if not any(polynomial.degrees()[:moving])
    ]
    kept = sorted({*chosen, *still})
    if len(kept) == len(variety.polynomials):
        return True
    smaller = Variety(derivation, [variety.polynomials[place] for place in kept])
    try:
        return all(smaller.holds(polynomial) for polynomial in variety.polynomials)
    except BudgetExceededError:
        return False
