"""Laws on the set of the assumptions, counted near one of its points (MATH.md M4-M7, on a manifold).

Near a point v of the set, let the gradients of c equations be independent there. The set lies in the manifold
of dimension N - c where these hold, and the flow is tangent to the set. A rank of the Lie algebra at v is one
near v, so there are at most N - c less that rank independent laws near v. If the other equations
follow, the set *is* that manifold, and the rank of the gradients of laws and equations together, less
c, is a number of independent laws. Sets may have several pieces with different laws, so a count speaks of
the piece through its point.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import lcm

import flint

from ...algebra.rings.modular import BadPrimeError
from ...algebra.rings.polynomial import BudgetExceededError
from ...notation.record import record
from ...notation.typed import Family
from ..counts.closure import Closure, lie_closure
from ..counts.count import LawCount
from ..counts.independence import has_residues, rank_of_rows
from ..counts.ranks import has_rational_fields
from ..counts.stages import Stages
from ..limits import GivenUpError
from ..refutations.shown import located
from .assumed import Assumed
from .chart import charts, independent_on
from .derivation import Polynomial
from .on_set import WITHOUT_POINT

PIECES = 3
"""Points of the set whose counts are compared, at least."""


@record
class _Bounds:
    """How many independent laws there are near a point, its ``piece`` of the set: at least and at most."""

    codimension: int
    proved: int
    upper: int
    closures: tuple[Closure, ...]
    piece: str

    @property
    def settled(self) -> bool:
        return self.proved == self.upper


def count_on_set(assumed: Assumed, laws: Sequence[Family], stages: Stages) -> LawCount:
    """The count where equations are assumed, given laws that are proved to be laws there.

    Raises GivenUpError where nothing can be said, and ArithmeticError if two proved bounds for one point
    contradict each other.
    """
    bounds = _bounds(assumed, [law for law in laws if has_residues([law])], None, stages)
    return LawCount(
        dimension=assumed.concrete.dimension - bounds.codimension,
        proved=bounds.proved,
        upper=bounds.upper,
        fewest=0,
        closures=bounds.closures,
        error=Fraction(1),
        seconds=stages.seconds(),
        piece=bounds.piece,
    )


def independent_on_set(assumed: Assumed, laws: Sequence[Family]) -> tuple[int, int, str]:
    """How many of the laws are independent near a point of the set: at least, at most, and the point.

    Raises GivenUpError where nothing can be said.
    """
    try:
        span = _span(assumed, laws)
    except BudgetExceededError:
        span = None
    bounds = _bounds(assumed, laws, span, Stages())
    return bounds.proved, bounds.upper, bounds.piece


def _bounds(assumed: Assumed, laws: Sequence[Family], most: int | None, stages: Stages) -> _Bounds:
    """The bounds at a point where they meet, or else those that hold near all points tried.

    ``most`` bounds the number from above on the whole set. Raises GivenUpError where nothing can be said, or
    where two points show that the set has pieces that differ.
    """
    if not (has_rational_fields(assumed.concrete) and has_residues(laws)):
        raise GivenUpError("counts where equations are assumed need rational fields and laws")
    if assumed.unsettled:
        raise GivenUpError(assumed.unsettled)
    found: list[_Bounds] = []
    try:
        for bounds in _near_points(assumed, laws, most, stages):
            found.append(bounds)
            if len(found) >= PIECES and any(item.settled for item in found):
                break
    except BudgetExceededError as error:
        raise GivenUpError(f"the equations are too large: {error}") from error
    if not found:
        raise GivenUpError(WITHOUT_POINT)
    lower, upper = max(item.proved for item in found), min(item.upper for item in found)
    if lower > upper:
        raise GivenUpError("the set of the assumptions has pieces with different numbers of laws")
    return next((item for item in found if item.settled), None) or _together(found)


def _together(found: Sequence[_Bounds]) -> _Bounds:
    """Bounds that hold near each of the points."""
    return _Bounds(
        codimension=min(item.codimension for item in found),
        proved=min(item.proved for item in found),
        upper=max(item.upper for item in found),
        closures=tuple(closure for item in found for closure in item.closures),
        piece="all points tried",
    )


def _span(assumed: Assumed, laws: Sequence[Family]) -> int | None:
    """The dimension of the linear span of all components as functions on the set, constants left out.

    None where a component is no polynomial, or is too large.
    """
    variety = assumed.variety
    derivation = variety.derivation
    rows: list[dict[tuple[int, ...], int]] = []
    for law in laws:
        values = derivation.polynomials(law)
        if values is None:
            return None
        rows += [_integers(variety.reduced(value), derivation.moving) for value in values]
    return rank_of_rows(rows)


def _near_points(
    assumed: Assumed, laws: Sequence[Family], most: int | None, stages: Stages
) -> Iterator[_Bounds]:
    """The bounds at one point after the other; ArithmeticError where two proved ones contradict."""
    for chart in charts(assumed):
        try:
            with stages.timed("rank"):
                proved = independent_on(assumed, chart, laws) if chart.exact else 0
            room = assumed.concrete.dimension - chart.codimension
            closure = lie_closure(assumed.concrete, chart.prime, room - proved, stages, chart.residues)
        except BadPrimeError:
            continue
        upper = room - (closure.ranks[-1] if closure.ranks else 0)
        upper = upper if most is None else min(upper, most)
        if proved > upper:
            raise ArithmeticError(f"{proved} laws and at most {upper} contradict each other")
        piece = located(assumed.concrete, chart.point)
        yield _Bounds(chart.codimension, proved, upper, (closure,), piece)


def _integers(polynomial: Polynomial, moving: int) -> dict[tuple[int, ...], int]:
    """The coefficients of monomials with state, over one denominator."""
    terms: dict[tuple[int, ...], flint.fmpq] = {
        exponents: value for exponents, value in polynomial.to_dict().items() if any(exponents[:moving])
    }
    scale = lcm(*(int(value.q) for value in terms.values()))
    return {exponents: int(value * scale) for exponents, value in terms.items()}
