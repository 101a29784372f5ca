"""All polynomial laws up to a degree at concrete dimensions (MATH.md section 4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ..algebra.polynomial import BudgetExceededError
from ..algebra.restricted import NotPolynomialError
from ..algebra.ring import UndefinedError
from ..system.concrete import ConcreteFields
from ..verify.count import LawCount, count_laws
from ..verify.stages import Stages
from .ansatz import monomials, parity_classes
from .coordinates import Coordinates
from .grading import parity_words
from .laws import FoundLaw
from .names import free_prefix
from .novelty import new_laws
from .solve import Solver, UnprovedError
from .sparse import ExactRates, Polynomial

PRODUCTS = 20_000_000
"""Products of terms that right-hand sides and proofs together may take."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """The laws of an ansatz.

    ``laws`` is a basis of the new ones per degree: polynomials in laws of lower degree are left out.
    ``dimension`` is that of the space of all laws in the ansatz. Where ``unproved`` is empty, these are
    theorems: every law is proved and there is no other polynomial law up to the degree. Otherwise it says
    what went wrong. Coefficients are rational, or polynomial in scalar constants, whose degree counts.
    """

    degree: int
    laws: tuple[FoundLaw, ...]
    dimension: int
    monomials: int
    unproved: str = ""


def discover_laws(concrete: ConcreteFields, degree: int, taken: Collection[str] = ()) -> Discovery:
    """Find all polynomial laws up to a degree and prove each.

    Laws are called h1, h2, ... or by another letter where a name in ``taken`` is in the way.
    """
    coordinates = Coordinates(concrete)
    try:
        rows = monomials(coordinates.count, coordinates.moving, degree)
        rates = ExactRates(coordinates, PRODUCTS)
        words = parity_words(rates.rates, coordinates.count)
        solver, found, unproved = Solver(coordinates, rates), [], ""
        for classes in parity_classes(rows, words):
            for suspect in solver.suspects(classes):
                try:
                    found += solver.laws(suspect)
                except UnprovedError as error:
                    unproved = f"a candidate for a law is not proved: {error}"
        new = new_laws(found, coordinates, words, degree)
    except BudgetExceededError as error:
        return Discovery(degree, (), 0, 0, f"too large: {error}")
    except (NotPolynomialError, UndefinedError) as error:
        return Discovery(degree, (), 0, 0, f"the flow cannot be searched: {error}")
    return Discovery(degree, _named(new, coordinates, taken), len(found), len(rows), unproved)


def _named(laws: list[Polynomial], coordinates: Coordinates, taken: Collection[str]) -> tuple[FoundLaw, ...]:
    prefix = free_prefix(("h", "law", "found"), taken)
    return tuple(FoundLaw(f"{prefix}{at}", law, coordinates) for at, law in enumerate(laws, start=1))


def count_discovered(concrete: ConcreteFields, discovery: Discovery) -> LawCount:
    """How many of the discovered laws are independent, against the number of all laws (M7)."""
    return count_laws(concrete, [law.family() for law in discovery.laws], Stages())
