"""Evidence for sets of equations: why further polynomials are zero on them, and combinations (M8, M12)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import flint

from ..algebra.ideals.ideal import Ideal
from ..algebra.ideals.squares import Squares, multiplied_out
from ..algebra.rings.polynomial import BudgetExceededError, as_rational
from ..check.exact import Polynomial
from ..check.network import Jet, Network
from ..check.points import Point
from ..check.reading import Budget, RejectedError
from ..check.reals import real_rank, sign
from ..check.sets import Variety
from ..check.system import Family
from ..verify.sets.real_zeros import never_zero, squares_of
from ..verify.sets.variety import HIGHEST_POWER, IDEAL_STEPS, MOST_GENERATORS
from .plain import NoCertificateError, Plain, number

Flint = Any
"""A flint.fmpq_mpoly."""


class SetWriter:
    """Closes the generators of a set under derivatives, and writes down why each step is allowed.

    Constructor and methods raise NoCertificateError where that fails.
    """

    def __init__(self, network: Network, families: Sequence[Family]) -> None:
        try:
            self.variety = Variety(network, list(families))
            names = [f"x{place}" for place in range(self.variety.variables)]
            self._context = flint.fmpq_mpoly_ctx.get(names, flint.Ordering.degrevlex)
            self._steps: list[Plain] = []
            self._simplify()
        except (BudgetExceededError, RejectedError) as error:
            raise NoCertificateError(str(error)) from None

    @cached_property
    def evidence(self) -> Plain:
        """What shows that the set is invariant."""
        try:
            return self._closed()
        except (BudgetExceededError, RejectedError) as error:
            raise NoCertificateError(str(error)) from None

    def leaving(self, point: Point, rates: list[Jet]) -> tuple[Plain, Any]:
        """A polynomial that is zero on the set and changes at a point of it, and its derivative there."""
        for place in range(len(self.variety.generators)):
            rate = self.variety.derivative_at(place, point, rates)
            if sign(rate):
                return {"steps": self._steps, "generator": str(place)}, rate
        raise NoCertificateError("no polynomial was found that is zero on the set and changes at the point")

    def _closed(self) -> Plain:
        while (step := self._missing()) is not None:
            self._add(step)
            self._simplify()
        ideal = self._ideal(range(len(self.variety.generators)))
        derivatives = [self._cofactors(ideal.reduce(part).cofactors) for part in self._derivatives()]
        return {"steps": self._steps, "derivatives": derivatives}

    def _add(self, step: Plain) -> None:
        if len(self._steps) >= MOST_GENERATORS:
            raise NoCertificateError("the set needs too many generators")
        self.variety.add(step)
        self._steps.append(step)

    def _derivatives(self) -> Iterator[Flint]:
        for generator in self.variety.generators:
            for part in self.variety.parts(self.variety.derivative(generator)):
                yield self._flint(part)

    def _missing(self) -> Plain | None:
        """The step that adds a derivative of which only a power is in the ideal, None if all are inside."""
        ideal = self._ideal(range(len(self.variety.generators)))
        for part in self._derivatives():
            if not ideal.contains(part):
                found = ideal.power_inside(part, HIGHEST_POWER)
                if found is None:
                    raise NoCertificateError("a derivative is not in the radical of the ideal")
                return _step([(Fraction(1), part)], found[0], self._cofactors(found[1]))
        return None

    def _simplify(self) -> None:
        """Add what is zero with the generators because values are real."""
        place = 0
        while place < len(self.variety.generators):
            generator = self._flint(self.variety.generators[place])
            step = self._radical(place, generator) or self._squares(place, generator)
            if step is not None:
                self._add(step)
            place += 1

    def _radical(self, place: int, generator: Flint) -> Plain | None:
        """The product of those factors that have real zeros, where it is simpler."""
        constant, factors = generator.factor()
        zeros = [(factor, int(power)) for factor, power in factors if not never_zero(factor)]
        product = self._context.constant(1)
        for factor, _ in zeros:
            product *= factor
        if product.is_constant() or self._is_known(product):
            return None
        highest = max(power for _, power in zeros)
        cofactor = self._context.constant(1 / constant)
        for factor, power in zeros:
            cofactor *= factor ** (highest - power)
        positive: list[Squares] = []
        for factor, power in factors:
            if never_zero(factor):
                squares = squares_of(factor)
                cofactor *= _sign(factor, squares) ** int(power)
                positive += [squares] * int(power)
        return _step([(Fraction(1), product)], highest, {str(place): _plain(cofactor)}, positive)

    def _squares(self, place: int, generator: Flint) -> Plain | None:
        """The polynomials whose squares add up to the generator."""
        squares = squares_of(generator)
        if not squares or all(root.is_constant() or self._is_known(root) for _, root in squares):
            return None
        sign = self._context.constant(1) * _sign(generator, squares)
        return _step(squares, 2, {str(place): _plain(sign)})

    def _is_known(self, polynomial: Flint) -> bool:
        return any(
            bool(polynomial * other.leading_coefficient() == other * polynomial.leading_coefficient())
            for other in map(self._flint, self.variety.generators)
        )

    def combinations(self, values: Sequence[Polynomial]) -> list[Plain]:
        """Why functions are zero on the set, part by part (see `check.sets`)."""
        ideal = self._ideal(range(len(self.variety.generators)))
        parts = [self._flint(part) for value in values for part in self.variety.parts(value)]
        return [self._combination(ideal, part) for part in parts]

    def _combination(self, ideal: Ideal, target: Flint, numbers: Sequence[int] = ()) -> Plain:
        """A power of the polynomial as a combination of the ideal's generators."""
        try:
            found = ideal.power_inside(target, HIGHEST_POWER)
        except BudgetExceededError as error:
            raise NoCertificateError(str(error)) from None
        if found is None:
            raise NoCertificateError("a polynomial is not in the radical of the ideal")
        return {"power": str(found[0]), "cofactors": self._cofactors(found[1], numbers)}

    def manifold(self, point: Point) -> Plain:
        """Generators with independent gradients at a point, and why the others follow (None: they do not)."""
        chosen: list[int] = []
        rows: list[list[Any]] = []
        for place in range(len(self.variety.generators)):
            own, _ = self.variety.normals({"chosen": [str(place)], "follow": None}, point)
            if real_rank([*rows, *own], len(rows) + 1, Budget()) > len(rows):
                rows += own
                chosen.append(place)
        return {"chosen": [str(place) for place in chosen], "follow": self._following(chosen)}

    def _following(self, chosen: Sequence[int]) -> list[Plain] | None:
        generators = self.variety.generators
        kept = [
            place for place, item in enumerate(generators) if place in chosen or not self.variety.moves(item)
        ]
        ideal = self._ideal(kept)
        others = [place for place in range(len(generators)) if place not in kept]
        try:
            return [self._combination(ideal, self._flint(generators[place]), kept) for place in others]
        except NoCertificateError:
            return None

    def _ideal(self, places: Sequence[int]) -> Ideal:
        generators = [self._flint(self.variety.generators[place]) for place in places]
        return Ideal(self._context, generators, limit=IDEAL_STEPS)

    def _cofactors(self, cofactors: Sequence[Flint], numbers: Sequence[int] = ()) -> Plain:
        places = numbers or range(len(cofactors))
        return {str(at): _plain(item) for at, item in zip(places, cofactors, strict=True) if len(item)}

    def _flint(self, polynomial: Polynomial) -> Flint:
        terms = {}
        for monomial, value in polynomial.terms.items():
            powers = [0] * self._context.nvars()
            for place in monomial:
                powers[place] += 1
            terms[tuple(powers)] = flint.fmpq(value.numerator, value.denominator)
        return self._context.from_dict(terms)


def _sign(polynomial: Flint, squares: Squares) -> int:
    """1 where the squares add up to the polynomial, -1 where they add up to less it."""
    return 1 if multiplied_out(polynomial.context(), squares) == polynomial else -1


def _step(
    powers: Sequence[tuple[Fraction, Flint]],
    exponent: int,
    cofactors: Plain,
    positive: Sequence[Squares] = (),
) -> Plain:
    return {
        "positive": [_weighted(squares) for squares in positive],
        "powers": _weighted(powers),
        "exponent": str(exponent),
        "cofactors": cofactors,
    }


def _weighted(powers: Sequence[tuple[Fraction, Flint]]) -> list[Plain]:
    return [{"weight": number(weight), "polynomial": _plain(item)} for weight, item in powers]


def _plain(polynomial: Flint) -> Plain:
    """A polynomial as `check.sets` reads it."""
    found = {}
    for powers, value in polynomial.to_dict().items():
        monomial = (str(place) for place, power in enumerate(powers) for _ in range(int(power)))
        found[" ".join(monomial)] = number(as_rational(value))
    return found
