"""Exact points where polynomials vanish: most coordinates are drawn, the others are solved for.

This finds points and proves nothing about their absence. What it returns is rational where it can be; one
coordinate may be a root of an irreducible polynomial, and others then lie in the field of that root.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import flint

from .rings.number_field import AlgebraicNumber, RealRoot, real_roots

Coordinate = Fraction | AlgebraicNumber
Draw = Callable[[int], Fraction]
"""A value for a numbered indeterminate."""

BASES = 12
"""Attempts to find a first rational point on a quadric."""
LONGEST = 400
"""Terms of a polynomial that an elimination may lead to."""


def solve(
    context: Any,
    equations: Sequence[Any],
    draw: Draw,
    simple: Draw,
    calm: Draw,
    source: random.Random,
    algebraic: bool,
) -> list[Coordinate] | None:
    """One point on which all equations vanish, or None where this attempt leads nowhere.

    The value of every indeterminate of the context, in order. ``draw`` gives those that may be anything, and
    ``simple`` small ones, with which an equation is more likely to have a rational solution. Those of
    ``calm`` are the simplest, zero where that is possible.
    """
    return _Attempt(context, equations, draw, simple, calm, source, algebraic).run()


class _Attempt:
    def __init__(
        self,
        context: Any,
        equations: Sequence[Any],
        draw: Draw,
        simple: Draw,
        calm: Draw,
        source: random.Random,
        algebraic: bool,
    ) -> None:
        self.context = context
        self.pending = list(equations)
        self.draw = draw
        self.simple = simple
        self.calm = calm
        self.source = source
        self.algebraic = algebraic
        self.known: dict[int, Fraction] = {}
        self.solved: list[tuple[int, Any]] = []
        """Indeterminates with the polynomial in later ones that they equal."""
        self.root: RealRoot | None = None
        self.place = -1
        """The indeterminate that is the root."""

    def run(self) -> list[Coordinate] | None:
        while True:
            self.pending = [item for item in map(self._reduced, self.pending) if len(item)]
            if any(item.is_constant() for item in self.pending):
                return None
            if not self.pending:
                return self._values()
            if not (self._eliminated() or self._advanced()):
                return None

    def _reduced(self, polynomial: Any) -> Any:
        if self.root is None or not polynomial.degrees()[self.place]:
            return polynomial
        return divmod(polynomial, self._relation())[1]

    def _relation(self) -> Any:
        if self.root is None:
            raise ValueError("there is no root yet")
        letter = self.context.gens()[self.place]
        return sum(
            (value * letter**power for power, value in enumerate(self.root.polynomial.coeffs())), 0 * letter
        )

    def _unknown(self, polynomial: Any) -> list[int]:
        degrees = polynomial.degrees()
        return [place for place, degree in enumerate(degrees) if degree and place != self.place]

    def _eliminated(self) -> bool:
        """Whether an equation gave one indeterminate as a polynomial in the others."""
        choices = [
            (polynomial, place)
            for polynomial in self.pending
            for place in self._unknown(polynomial)
            if polynomial.degrees()[place] == 1 and polynomial.derivative(place).is_constant()
        ]
        if not choices:
            return False
        polynomial, place = self.source.choice(choices)
        coefficient = polynomial.derivative(place)
        letter = self.context.gens()[place]
        rest = letter - polynomial / coefficient.leading_coefficient()
        if len(rest) > LONGEST:
            return False
        self._replace(place, rest)
        return True

    def _replace(self, place: int, value: Any) -> None:
        self.solved.append((place, value))
        letters = list(self.context.gens())
        letters[place] = value
        self.pending = [item.compose(*letters) if item.degrees()[place] else item for item in self.pending]

    def _advanced(self) -> bool:
        """Whether a value was given to at least one indeterminate."""
        polynomial = min(self.pending, key=lambda item: (len(self._unknown(item)), len(item)))
        unknown = self._unknown(polynomial)
        if not unknown:
            return False
        if len(unknown) == 1:
            return self._solved_for(polynomial, unknown[0])
        if self.root is None and polynomial.total_degree() == 2 and self._on_quadric(polynomial, unknown):
            return True
        degrees = polynomial.degrees()
        linear = [place for place in unknown if degrees[place] == 1]
        kept = self.source.choice(linear or unknown)
        place = self.source.choice([place for place in unknown if place != kept])
        self._assign({place: (self.draw if self.source.random() < 0.5 else self.simple)(place)})
        return True

    def _assign(self, values: dict[int, Fraction]) -> None:
        self.known.update(values)
        names = self.context.names()
        settled = {names[place]: _rational(value) for place, value in values.items()}
        self.pending = [item.subs(settled) for item in self.pending]
        self.solved = [(place, item.subs(settled)) for place, item in self.solved]

    def _solved_for(self, polynomial: Any, place: int) -> bool:
        if self.root is not None and polynomial.degrees()[self.place]:
            return self._solved_in_field(polynomial, place)
        factors = _univariate(polynomial, place).factor()[1]
        roots = [_root_of(factor) for factor, _ in factors if factor.degree() == 1]
        if roots:
            self._assign({place: self.source.choice(roots)})
            return True
        if not self.algebraic or self.root is not None:
            return False
        choices = [root for factor, _ in factors for root in real_roots(factor)]
        if not choices:
            return False
        self.root, self.place = self.source.choice(choices), place
        return True

    def _solved_in_field(self, polynomial: Any, place: int) -> bool:
        """Whether the equation is linear in the indeterminate, with coefficients in the field of the root."""
        if self.root is None or polynomial.degrees()[place] != 1:
            return False
        slope = polynomial.derivative(place)
        letter = self.context.gens()[place]
        divisor = AlgebraicNumber(self.root, _univariate(slope, self.place))
        if not divisor:
            return False
        rest = polynomial - slope * letter
        value = -AlgebraicNumber(self.root, _univariate(rest, self.place)) * divisor.inverse()
        base = self.context.gens()[self.place]
        written = sum((item * base**power for power, item in enumerate(value.value.coeffs())), 0 * base)
        self._replace(place, written)
        return True

    def _on_quadric(self, polynomial: Any, unknown: list[int]) -> bool:
        """Whether a rational point was found: a line through one meets the quadric in another."""
        for attempt in range(BASES):
            kept = self.source.choice(unknown)
            others = [place for place in unknown if place != kept]
            # Squares of many numbers add up to a square rarely, and those of few numbers often.
            few = min(len(others), (attempt // 2 + 1) % 3)
            busy = self.source.sample(others, few) if attempt % 2 else others
            base = {place: self.simple(place) if place in busy else self.calm(place) for place in others}
            names = self.context.names()
            left = polynomial.subs({names[place]: _rational(value) for place, value in base.items()})
            if left.is_constant():
                continue
            factors = _univariate(left, kept).factor()[1]
            roots = [_root_of(factor) for factor, _ in factors if factor.degree() == 1]
            if roots:
                base[kept] = self.source.choice(roots)
                self._assign(self._second_point(polynomial, base))
                return True
        return False

    def _second_point(self, polynomial: Any, base: dict[int, Fraction]) -> dict[int, Fraction]:
        if self.source.random() < 0.5:
            return base
        line = {place: Fraction(self.source.randint(-3, 3)) for place in base}
        ahead, behind = (
            self._value(polynomial, {place: base[place] + sign * line[place] for place in base})
            for sign in (1, -1)
        )
        square, linear = (ahead + behind) / 2, (ahead - behind) / 2
        if not square:
            return base
        step = -linear / square
        return {place: base[place] + step * line[place] for place in base}

    def _value(self, polynomial: Any, values: dict[int, Fraction]) -> Fraction:
        names = self.context.names()
        found = polynomial.subs({names[place]: _rational(value) for place, value in values.items()})
        constant = found.leading_coefficient() if len(found) else 0
        return Fraction(str(constant))

    def _values(self) -> list[Coordinate]:
        """All coordinates: drawn where nothing binds them, then back through the eliminations."""
        count = self.context.nvars()
        bound = {place for place, _ in self.solved} | {self.place}
        values: list[Coordinate] = []
        for place in range(count):
            if place in self.known:
                values.append(self.known[place])
            elif place in bound:
                values.append(Fraction(0))
            else:
                values.append(self.draw(place))
        if self.root is not None:
            values[self.place] = self.root.number()
        for place, polynomial in reversed(self.solved):
            values[place] = evaluate(polynomial, values)
        return values


def evaluate(polynomial: Any, values: Sequence[Coordinate]) -> Coordinate:
    """The value of a polynomial at a point."""
    total: Coordinate = Fraction(0)
    for exponents, coefficient in polynomial.to_dict().items():
        term: Coordinate = Fraction(int(coefficient.p), int(coefficient.q))
        for place, exponent in enumerate(exponents):
            for _ in range(int(exponent)):
                term = term * values[place]
        total = total + term
    if isinstance(total, AlgebraicNumber):
        rational = total.rational()
        return total if rational is None else rational
    return total


def _univariate(polynomial: Any, place: int) -> flint.fmpq_poly:
    coefficients: list[Any] = [0] * (int(polynomial.degrees()[place]) + 1 if len(polynomial) else 1)
    for exponents, coefficient in polynomial.to_dict().items():
        coefficients[int(exponents[place])] += coefficient
    return flint.fmpq_poly(coefficients)


def _root_of(linear: flint.fmpq_poly) -> Fraction:
    constant, slope = linear[0], linear[1]
    found = -constant / slope
    return Fraction(int(found.p), int(found.q))


def _rational(value: Fraction) -> flint.fmpq:
    return flint.fmpq(value.numerator, value.denominator)
