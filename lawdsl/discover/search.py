"""All polynomial laws up to a degree at concrete dimensions (MATH.md section 4)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ..algebra.rings.polynomial import BudgetExceededError
from ..algebra.rings.ring import UndefinedError
from ..notation.typed import Family
from ..system.concrete import ConcreteFields
from ..system.degree import is_polynomial_flow
from ..verify.counts.count import LawCount, count_laws
from ..verify.counts.ranks import check_closure, check_rank
from ..verify.counts.stages import Stages
from ..verify.proofs.prove import vanishes_identically
from .ansatz import monomials, parity_classes
from .coordinates import Coordinates
from .factors import FunctionLaw
from .function_ansatz import ansatz_of
from .grading import parity_words
from .laws import FoundLaw
from .names import free_prefix
from .novelty import new_laws
from .solve import Solver, UnprovedError
from .sparse import ExactRates, Polynomial
from .symbolic import laws_in

PRODUCTS = 20_000_000
"""Products of terms that right-hand sides and proofs together may take."""


NESTED = "functions of functions may be related in ways that are not known: there may be other laws"


@dataclass(frozen=True, slots=True)
class Discovery:
    """The laws of an ansatz.

    ``laws`` is a basis of the new ones per degree: polynomials in laws of lower degree are left out.
    ``dimension`` is that of the space of all laws in the ansatz. Where ``unproved`` is empty, these are
    theorems: every law is proved and there is no other polynomial law up to the degree. Otherwise it says
    what went wrong. Coefficients are rational, or polynomial in scalar constants, whose degree counts.
    """

    degree: int
    laws: tuple[FoundLaw | FunctionLaw, ...]
    dimension: int
    monomials: int
    unproved: str = ""


def discover_laws(
    concrete: ConcreteFields, degree: int, taken: Collection[str] = (), functions: Sequence[Family] = ()
) -> Discovery:
    """Find all laws up to a degree that are polynomials in the coordinates and the functions; prove each.

    Laws are called h1, h2, ... or by another letter where a name in ``taken`` is in the way.
    """
    if functions or not is_polynomial_flow(concrete.fields):
        return _among_functions(concrete, degree, taken, functions)
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
    laws = tuple(FoundLaw(name, law, coordinates) for name, law in _named(new, taken))
    return Discovery(degree, laws, len(found), len(rows), unproved)


def _among_functions(
    concrete: ConcreteFields, degree: int, taken: Collection[str], functions: Sequence[Family]
) -> Discovery:
    try:
        ansatz = ansatz_of(concrete, functions, degree)
        new, dimension = laws_in(ansatz, degree)
        laws = tuple(FunctionLaw(name, law, ansatz.factors) for name, law in _named(new, taken))
        unproved = NESTED if ansatz.nested else ""
        # Proved already as a combination of normal forms; this checks the law as it is printed.
        if not all(vanishes_identically(concrete, law.family()) for law in laws):
            raise ArithmeticError("a law that was found is not proved")
    except BudgetExceededError as error:
        return Discovery(degree, (), 0, 0, f"too large: {error}")
    except UndefinedError as error:
        return Discovery(degree, (), 0, 0, f"the flow cannot be searched: {error}")
    return Discovery(degree, laws, dimension, len(ansatz.monomials), unproved)


def _named(laws: Sequence[Polynomial], taken: Collection[str]) -> Iterator[tuple[str, Polynomial]]:
    prefix = free_prefix(("h", "law", "found"), taken)
    return ((f"{prefix}{at}", law) for at, law in enumerate(laws, start=1))


def count_discovered(concrete: ConcreteFields, discovery: Discovery) -> LawCount:
    """How many of the discovered laws are independent, against the number of all laws (M7).

    Raises GivenUpError (of `verify.limits`).
    """
    laws = [law.family() for law in discovery.laws]
    check_closure(concrete, len(laws))
    check_rank(concrete, laws, len(laws))
    return count_laws(concrete, laws, Stages())
