"""Sets where equations hold: what is zero on them, that the flow keeps them, and where they are manifolds.

A set is given by the equations that are assumed, and by those of a claim. Its *generators* are polynomials in
state and constants that are zero on it: first the numerators of these equations, then those of the steps of
the evidence. A polynomial is zero on the set if a power of it is a combination of generators (MATH M12).
"""

from __future__ import annotations

from collections.abc import Container
from functools import cached_property
from typing import Any

from .exact import Monomial, Polynomial
from .network import Jet, Network
from .points import Point, as_many, generic
from .reading import Budget, RejectedError, fields, integer, listed, mapping, rational, string
from .reals import Reals
from .system import Family

MAX_POWER = 16


def kept_set(network: Network, families: list[Family], evidence: Any) -> Variety:
    """The set of some families' zeros, shown by the evidence to be invariant (MATH M8)."""
    steps, derivatives = fields(evidence, "steps", "derivatives")
    variety = Variety(network, families)
    for step in listed(steps):
        variety.add(step)
    variety.check_invariance(listed(derivatives))
    return variety


class Variety:
    """The set of some families' zeros, and its generators."""

    def __init__(self, network: Network, families: list[Family]) -> None:
        self.network = network
        self.ring, self.point = generic(network)
        self.moving = len(network.state)
        self.variables = self.ring.variables - len(network.cotangents)
        self.generators = self._given(families)

    def _given(self, families: list[Family]) -> list[Polynomial]:
        """The numerators of the components, which are zero where these are."""
        nodes = [node for family in families for node in self.network.family(family)]
        values = dict(self.point)
        self.network.forward(self.network.order(nodes), self.ring, values)
        found = [self.ring.numerator(values[node][0]) for node in nodes]
        for polynomial in found:
            self._only_coordinates(polynomial)
        return [polynomial for polynomial in found if polynomial.terms]

    def _only_coordinates(self, polynomial: Polynomial) -> None:
        if any(place >= self.variables for monomial in polynomial.terms for place in monomial):
            raise RejectedError("a set given by functions that are no quotients of polynomials")

    def add(self, step: Any) -> None:
        """Add polynomials q that are zero on the set: P * (w q^e + ...) is a combination of generators.

        P has no real zeros, and there is one q, or all weights w are positive and e is even (MATH M8).
        """
        positive, weighted, power, cofactors = fields(step, "positive", "powers", "exponent", "cofactors")
        exponent = integer(power, 1, MAX_POWER)
        pairs = [self._weighted(item) for item in listed(weighted)]
        if not pairs or (len(pairs) > 1 and exponent % 2):
            raise RejectedError("a sum of odd powers says nothing of each")
        total = self._sum(pairs, exponent)
        for item in listed(positive):
            total = total * self._positive(item)
        self._is_combination(total, cofactors, range(len(self.generators)))
        self.generators += [polynomial for _, polynomial in pairs]

    def _positive(self, item: Any) -> Polynomial:
        """A sum of squares with positive weights, one of them of a number: it is positive everywhere."""
        pairs = [self._weighted(pair) for pair in listed(item)]
        if not any(polynomial.terms.keys() == {()} for _, polynomial in pairs):
            raise RejectedError("a sum of squares that may have zeros")
        return self._sum(pairs, 2)

    def _sum(self, pairs: list[tuple[Polynomial, Polynomial]], exponent: int) -> Polynomial:
        total = self.ring.scalar(0)
        for weight, polynomial in pairs:
            total = total + weight * self.ring.power(polynomial, exponent)
        return total

    def _weighted(self, item: Any) -> tuple[Polynomial, Polynomial]:
        weight, polynomial = fields(item, "weight", "polynomial")
        if rational(weight) <= 0:
            raise RejectedError("a weight is not positive")
        return self.ring.scalar(rational(weight)), self.polynomial(polynomial)

    def polynomial(self, value: Any) -> Polynomial:
        """A polynomial in state and constants, written as ``{"0 0 3": "5/2"}`` for 5/2 x0^2 x3."""
        return read_polynomial(value, self.variables, self.ring.budget)

    def _is_combination(self, target: Polynomial, cofactors: Any, allowed: Container[int]) -> None:
        """The target is the sum of the cofactors times generators, as polynomials (MATH M12)."""
        rest = target
        for place, cofactor in mapping(cofactors).items():
            number = integer(place, 0, len(self.generators) - 1)
            if number not in allowed:
                raise RejectedError("a combination of generators that may not be used")
            rest = rest + self.polynomial(cofactor) * self.generators[number] * self.ring.scalar(-1)
        if rest.terms:
            raise RejectedError("a combination of generators has another value")

    def check_invariance(self, derivatives: list[Any]) -> None:
        """The derivatives of all generators are combinations of them: h' = C h, so that h = 0 stays (M8)."""
        found = [self.derivative(generator) for generator in self.generators]
        if self.network.system.natural and any(map(self._is_driven, found)):
            raise RejectedError("the natural metric has no bound where the rank of J changes")
        targets = [part for value in found for part in self.parts(value)]
        for target, cofactors in zip(targets, as_many(derivatives, targets), strict=True):
            self._is_combination(target, cofactors, range(len(self.generators)))

    def _is_driven(self, derivative: Polynomial) -> bool:
        """Whether the cotangent occurs: then C has no bound where the metric has none."""
        cotangents = range(self.variables, self.variables + len(self.network.cotangents))
        return any(
            place in cotangents for monomial in self.ring.numerator(derivative).terms for place in monomial
        )

    def derivative(self, generator: Polynomial) -> Polynomial:
        """The derivative along X_G by the chain rule."""
        total = self.ring.scalar(0)
        for place, rate in enumerate(self.rates):
            slope = generator.derivative(place)
            if slope.terms:
                total = total + slope * rate[0]
        return total

    @cached_property
    def rates(self) -> list[Jet]:
        """The right-hand sides at the generic point."""
        return self.network.motion(self.ring, self.point)

    def parts(self, value: Polynomial) -> list[Polynomial]:
        """The coefficients of a numerator by the monomials in cotangents and adjoined elements, in order."""
        numerator = self.ring.numerator(value)
        found = numerator.collected(range(self.variables, self.ring.variables))
        return [found[monomial] for monomial in sorted(found)]

    def check_zero(self, values: list[Polynomial], identities: list[Any]) -> None:
        """Functions are zero on the set: powers of their parts are combinations of generators (MATH M9)."""
        targets = [part for value in values for part in self.parts(value)]
        self._are_zero(targets, identities, range(len(self.generators)))

    def _are_zero(self, targets: list[Polynomial], identities: list[Any], allowed: Container[int]) -> None:
        """A power of each polynomial is a combination of the generators with these numbers (MATH M12)."""
        for target, identity in zip(targets, as_many(identities, targets), strict=True):
            exponent, cofactors = fields(identity, "power", "cofactors")
            power = self.ring.power(target, integer(exponent, 1, MAX_POWER))
            self._is_combination(power, cofactors, allowed)

    def normals(self, evidence: Any, point: Point) -> tuple[list[list[Any]], bool]:
        """Gradients of some generators at a point, and whether the set is where these are zero, near it.

        It is where all others follow from the chosen ones and from those that speak of constants only.
        """
        chosen, follow = fields(evidence, "chosen", "follow")
        numbers = [integer(item, 0, len(self.generators) - 1) for item in listed(chosen)]
        if follow is not None:
            kept = {*numbers, *(at for at, item in enumerate(self.generators) if not self.moves(item))}
            others = [item for at, item in enumerate(self.generators) if at not in kept]
            self._are_zero(others, listed(follow), kept)
        return [self.gradient(number, point) for number in numbers], follow is not None

    def gradient(self, number: int, point: Point) -> list[Any]:
        """The derivatives of a generator by the coordinates of the state, at an exact point."""
        coordinates = [point[leaf][0] for leaf in list(self.point)[: self.variables]]
        generator = self.generators[number]
        return [self._value(generator.derivative(at), coordinates) for at in range(self.moving)]

    def derivative_at(self, number: int, point: Point, rates: list[Jet]) -> Any:
        """The derivative of a generator at an exact point, where the state moves with these rates."""
        ring, total = Reals(self.ring.budget), 0
        for slope, rate in zip(self.gradient(number, point), rates, strict=True):
            total = ring.reduced(total + slope * rate[0], 0)
        return total

    def moves(self, polynomial: Polynomial) -> bool:
        """Whether it contains the state."""
        return any(place < self.moving for monomial in polynomial.terms for place in monomial)

    def _value(self, polynomial: Polynomial, coordinates: list[Any]) -> Any:
        """The value of a polynomial at exact coordinates."""
        ring, total = Reals(self.ring.budget), 0
        for monomial, factor in polynomial.terms.items():
            term: Any = factor
            for place in monomial:
                term = ring.reduced(term * coordinates[place], 0)
            total = ring.reduced(total + term, 0)
        return total


def read_polynomial(value: Any, variables: int, budget: Budget) -> Polynomial:
    """A polynomial whose monomials list the numbers of their variables in order, separated by spaces."""
    terms = {_monomial(key, variables): rational(factor) for key, factor in mapping(value).items()}
    if not all(terms.values()):
        raise RejectedError("a coefficient is zero")
    budget.spend(sum(1 + len(monomial) for monomial in terms))
    return Polynomial(terms, budget)


def _monomial(text: Any, variables: int) -> Monomial:
    found = tuple(integer(part, 0, variables - 1) for part in string(text).split(" ")) if text else ()
    if list(found) != sorted(found):
        raise RejectedError("the variables of a monomial are not in order")
    return found
