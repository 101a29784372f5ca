"""Relations between functions by elimination: what follows from y_j = c_j(x) about the y_j alone."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from ..algebra.compile import compile_program
from ..algebra.ideal import Ideal
from ..algebra.polynomial import BudgetExceededError, PolynomialRing, as_rational
from ..algebra.restricted import NotPolynomialError
from .functions import Functions, Monomial, Polynomial

OPERATIONS = 100_000
"""Products of monomials that an elimination may take."""


def eliminated_relation(functions: Functions, variables: Sequence[int], function: int) -> Polynomial | None:
    """A relation of the functions at these places that one of them is in, of lowest degree.

    None where there is none, where elimination takes too much, and where a function is no polynomial.
    """
    try:
        context, generators = _graphs(functions, variables)
        start = context.nvars() - len(variables)
        keep = range(start, context.nvars())
        found = Ideal(context, generators, OPERATIONS).eliminate(keep)
    except (BudgetExceededError, NotPolynomialError):
        return None
    place = start + list(variables).index(function)
    related = [polynomial for polynomial in found if polynomial.degrees()[place]]
    if not related:
        return None
    return _relation(min(related, key=lambda item: item.total_degree()), variables, start)


def _graphs(functions: Functions, variables: Sequence[int]) -> tuple[Any, list[Any]]:
    """The polynomials y_j - c_j(x) and their context, the y_j last."""
    concrete = functions.concrete
    inner = [f"x{place}" for place in range(sum(map(concrete.size, functions.arguments)))]
    ring = PolynomialRing([*inner, *(f"y{place}" for place in variables)], OPERATIONS)
    generators = ring.generators()
    point, start = {}, 0
    for tensor in functions.arguments:
        stop = start + concrete.size(tensor)
        point[tensor] = generators[start:stop].reshape(1, *concrete.shape(tensor))
        start = stop
    families = {str(place): ((), functions.body(place)) for place in variables}
    values = compile_program(families, concrete.sizes).evaluate(ring, point)
    pairs = zip(generators[len(inner) :], variables, strict=True)
    return ring.context, [outer - values[str(place)].item() for outer, place in pairs]


def _relation(polynomial: Any, variables: Sequence[int], start: int) -> Polynomial:
    terms: dict[Monomial, Fraction] = {}
    for exponents, value in polynomial.to_dict().items():
        powers = zip(variables, exponents[start:], strict=True)
        monomial = tuple(sorted(place for place, exponent in powers for _ in range(exponent)))
        terms[monomial] = as_rational(value)
    scale = lcm(*(value.denominator for value in terms.values()))
    integers = {monomial: int(value * scale) for monomial, value in sorted(terms.items())}
    content = gcd(*integers.values())
    return {monomial: value // content for monomial, value in integers.items()}
