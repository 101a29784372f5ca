"""Which laws are new: polynomials in laws of lower degree are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import groupby
from operator import xor

from ..algebra.rings.polynomial import BudgetExceededError
from .coordinates import Coordinates
from .grading import Words
from .span import Span
from .sparse import Monomial, Polynomial, degree_of, multiply, primitive

MOST_PRODUCTS = 50_000
"""Products of laws, and a hundred times as many terms, that may be formed."""

Key = tuple[int, Monomial]
"""A monomial after its degree, so that the largest key is of the highest degree."""


class Products:
    """All products of the given laws up to a degree."""

    def __init__(self, degree: int) -> None:
        self._degree = degree
        self._known: list[Polynomial] = [{(): 1}]
        self._spent = 0

    def include(self, law: Polynomial) -> list[Polynomial]:
        """Take in one more law; returns the products that contain it, itself first."""
        added: list[Polynomial] = []
        layer = self._known
        while layer:
            small = [item for item in layer if degree_of(item) + degree_of(law) <= self._degree]
            self._spend(sum(len(item) * len(law) for item in small), len(small))
            layer = [multiply(item, law) for item in small]
            added += layer
        # A factor of the highest degree has no room for another one.
        self._known = [*self._known, *(item for item in added if degree_of(item) < self._degree)]
        return added

    def _spend(self, terms: int, products: int) -> None:
        self._spent += products + terms // 100
        if self._spent > MOST_PRODUCTS:
            raise BudgetExceededError(self._spent, products, MOST_PRODUCTS)


def new_laws(
    laws: Sequence[Polynomial], coordinates: Coordinates, words: Words, degree: int
) -> list[Polynomial]:
    """The laws that are no polynomials in the ones of lower degree, the simpler ones first.

    ``laws`` is a basis of all laws up to the degree, class by class. Exact: what is left out has been
    written as a rational combination of products. Raises BudgetExceededError.
    """
    spans: defaultdict[int, Span[Key]] = defaultdict(Span)
    products = Products(degree)
    for constant in range(coordinates.moving, coordinates.count):
        _include([{(constant,): 1}], products, spans, words)
    new: list[Polynomial] = []
    for _, group in groupby(sorted(laws, key=_simplicity), key=degree_of):
        fresh = [law for candidate in group if (law := _settled(candidate, spans, words)) is not None]
        new += fresh
        if degree_of(fresh[0]) < degree if fresh else False:
            _include(fresh, products, spans, words)
    return new


def _simplicity(law: Polynomial) -> tuple[int, int, list[Monomial]]:
    return degree_of(law), len(law), list(law)


def _include(
    laws: Iterable[Polynomial], products: Products, spans: dict[int, Span[Key]], words: Words
) -> None:
    for law in laws:
        for product in products.include(law):
            spans[_parity(product, words)].add(_keyed(product))


def _settled(law: Polynomial, spans: dict[int, Span[Key]], words: Words) -> Polynomial | None:
    """The law in its shortest form modulo what is known, which then includes it; None when it is not new."""
    span = spans[_parity(law, words)]
    rest = span.reduced(_keyed(law))
    if not rest:
        return None
    span.add(rest)
    shorter = primitive({monomial: value for (_, monomial), value in rest.items()})
    return min(law, shorter, key=len)


def _keyed(polynomial: Polynomial) -> dict[Key, int]:
    return {(len(monomial), monomial): int(value) for monomial, value in polynomial.items()}


def _parity(polynomial: Polynomial, words: Words) -> int:
    return reduce(xor, (int(words[variable]) for variable in next(iter(polynomial))), 0)
