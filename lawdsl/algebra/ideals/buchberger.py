"""Gröbner bases over the rationals that remember how each element came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .division import Division, divide
from .divisors import Divisor, Divisors
from .meter import STEP, Meter, product_work
from .packing import Packing, rank
from .pairs import Element, Pair, update

History = Mapping[int, Any]
"""A polynomial as a combination of earlier ones: factors by label."""
Known = tuple[Any, History]
"""A polynomial and how it came about."""


@dataclass(frozen=True, slots=True)
class Basis:
    """A reduced Gröbner basis of generators that are labelled 0, 1, ...

    ``histories`` has an entry for each label from ``len(generators)`` on: those polynomials are combinations
    of generators and of each other, of smaller labels.
    """

    packing: Packing
    generators: int
    divisors: tuple[Divisor, ...]
    histories: tuple[History, ...]

    def divide(self, polynomial: Any, meter: Meter) -> Division:
        """The normal form, with quotients over the basis."""
        return divide(polynomial, Divisors(self.packing, self.divisors), meter)

    def cofactors(self, quotients: Mapping[int, Any], meter: Meter) -> dict[int, Any]:
        """A combination of the basis as one of the generators.

        The newest element is replaced first, so that every history is used once.
        """
        open_ = dict(quotients)
        for label in range(self.generators + len(self.histories) - 1, self.generators - 1, -1):
            factor = open_.pop(label, None)
            if factor is None:
                continue
            for earlier, share in self.histories[label - self.generators].items():
                meter.charge(product_work(factor, share))
                known = open_.get(earlier)
                open_[earlier] = factor * share if known is None else known + factor * share
        return open_


def complete(
    context: Any,
    generators: Sequence[Any],
    meter: Meter,
    known: Sequence[Known] = (),
    *,
    by_sugar: bool = False,
) -> Basis:
    """The reduced Gröbner basis of polynomials in a context with a graded order.

    Polynomials that are ``known`` as combinations of the generators come first: if they are a basis already,
    this confirms it. Pairs are taken by degree, or by the degree that they would have in the homogeneous
    case, which is better where variables have weights. Raises BudgetExceededError.
    """
    completion = _Completion(context, len(generators), meter, by_sugar)
    completion.take_all(known)
    one = context.constant(1)
    completion.take_all([(generator, {label: one}) for label, generator in enumerate(generators)])
    return completion.run()


class _Completion:
    """The state of Buchberger's algorithm."""

    def __init__(self, context: Any, generators: int, meter: Meter, by_sugar: bool) -> None:
        self._context = context
        self._packing = Packing(context.nvars())
        self._meter = meter
        self._by_sugar = by_sugar
        self._generators = generators
        self._histories: list[History] = []
        self._divisors: dict[int, Divisor] = {}
        self._active = Divisors(self._packing)
        self._elements: list[Element] = []
        self._pairs: list[Pair] = []

    def take_all(self, known: Sequence[Known]) -> None:
        """Take polynomials in, those of small degree first."""
        for polynomial, history in sorted(known, key=lambda item: item[0].total_degree()):
            if len(polynomial):
                self._take(polynomial, history, polynomial.total_degree())

    def run(self) -> Basis:
        """Take the remainders of S-polynomials in until there are no more."""
        while self._pairs and not self._is_whole():
            pair = self._pairs.pop()
            self._take(*self._s_polynomial(pair), pair.sugar)
        divisors = self._interreduced()
        return Basis(self._packing, self._generators, divisors, tuple(self._histories))

    def _is_whole(self) -> bool:
        return any(element.lead == 0 for element in self._elements)

    def _take(self, polynomial: Any, history: History, sugar: int) -> None:
        """Add what is left of a polynomial after division by those there are."""
        divided = divide(polynomial, self._active, self._meter)
        if len(divided.remainder) == 0:
            return
        divisor = self._record(divided, history)
        self._active.add(divisor)
        self._active.discard_multiples(divisor.lead)
        excess = max(0, sugar - rank(divisor.lead)[0]) if self._by_sugar else 0
        new = Element(divisor.label, divisor.lead, excess)
        self._meter.charge(STEP * (8 + len(self._elements)) + len(self._pairs))
        self._elements, self._pairs = update(self._elements, self._pairs, new, self._packing)

    def _record(self, divided: Division, history: History) -> Divisor:
        """Give a remainder a label and leading coefficient 1, and store how it came about."""
        inverse = 1 / divided.remainder.leading_coefficient()
        shares = {label: share * inverse for label, share in history.items()}
        for label, quotient in divided.quotients.items():
            share = quotient * -inverse
            shares[label] = shares[label] + share if label in shares else share
        label = self._generators + len(self._histories)
        self._histories.append(shares)
        monic = divided.remainder * inverse
        self._divisors[label] = Divisor(monic, self._packing.pack(monic.monomial(0)), label)
        return self._divisors[label]

    def _s_polynomial(self, pair: Pair) -> tuple[Any, History]:
        left, right = self._divisors[pair.left.label], self._divisors[pair.right.label]
        first, second = self._monomial(pair.join - left.lead), -self._monomial(pair.join - right.lead)
        self._meter.charge(4 * STEP + len(left.polynomial) + len(right.polynomial))
        polynomial = first * left.polynomial + second * right.polynomial
        return polynomial, {left.label: first, right.label: second}

    def _monomial(self, packed: int) -> Any:
        return self._context.term(exp_vec=self._packing.unpack(packed))

    def _interreduced(self) -> tuple[Divisor, ...]:
        """The elements that are left, each divided by the smaller ones: larger ones cannot divide it."""
        if self._is_whole():
            return tuple(divisor for divisor in self._active if divisor.lead == 0)
        finished = Divisors(self._packing)
        for divisor in sorted(self._active, key=_by_order):
            divided = divide(divisor.polynomial, finished, self._meter)
            one = {divisor.label: self._context.constant(1)}
            finished.add(self._record(divided, one) if divided.quotients else divisor)
        return tuple(finished)


def _by_order(divisor: Divisor) -> tuple[int, int]:
    return rank(divisor.lead)
