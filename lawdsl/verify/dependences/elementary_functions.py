"""Relations between functions with roots, exponentials, logarithms and signs, by their normal forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np

from ...algebra.rank import rank_modulo
from ...algebra.rings.modular import BadPrimeError, Modulus, Residues
from ...algebra.rings.residue_point import has_roots, points_modulo, quotient_modulo, values_modulo
from ...algebra.rings.tower import Element
from ..counts.independence import usable_primes
from .functions import Functions
from .normal_forms import NormalForms, Polynomial, arguments_of
from .valued_functions import ValuedFunctions

PRIMES_TRIED = 400
"""Primes that are looked at for some with all roots."""


class ElementaryFunctions(ValuedFunctions):
    """Functions in coordinates and adjoined elements, which take random values that meet their relations.

    So a relation that holds at random points is one of the normal forms. The gradients are those that
    the table of MATH.md section 6 gives.
    """

    def __init__(self, functions: Functions, forms: NormalForms, number: int) -> None:
        """``number`` primes are enough."""
        super().__init__(functions, [])
        self._forms = forms
        self.primes = list(islice(self._usable(), number))

    @property
    def forms(self) -> NormalForms:
        """The functions multiplied out."""
        return self._forms

    def evaluated(self, prime: int, count: int) -> Residues:
        """Values modulo the prime at random points, a row for each; raises BadPrimeError."""
        modulus, points = Modulus(prime), self._points(prime, count)
        pairs = [[values_modulo(part, points, modulus) for part in item] for item in self._forms.fractions]
        columns = [quotient_modulo(above, below, modulus) for above, below in pairs]
        return np.stack(columns, axis=1)

    def jacobian(self, prime: int) -> Residues:
        """The gradients of the components at a random point, a row for each; raises BadPrimeError."""
        return self._gradients(prime, range(self.functions.components), self._coordinates())

    def is_algebraic(self, function: int, others: Sequence[int]) -> bool:
        """Whether the gradients are dependent with exponentials and logarithms as further coordinates.

        Otherwise no polynomial relates the functions, if all that is adjoined is independent of each other.
        """
        forms = self._forms
        if forms.are_nested:
            return True
        free = [*self._coordinates(), *self._transcendental()]
        if not self.functions.constants:
            free += range(forms.room + self.functions.concrete.dimension, forms.context.nvars())
        for prime in self.primes:
            try:
                rows = self._gradients(prime, [*others, function], free)
            except BadPrimeError:
                continue
            return rank_modulo(rows, prime).rank == rank_modulo(rows[:-1], prime).rank
        return True

    def _coordinates(self) -> range:
        """The places of the coordinates of the state, which come before constants."""
        return range(self._forms.room, self._forms.room + self.functions.concrete.dimension)

    def _transcendental(self) -> list[int]:
        """The places of exponentials and logarithms, those of numbers and constants left out."""
        forms, state = self._forms, self._coordinates()
        return [
            forms.room - 1 - serial
            for serial, element in enumerate(forms.elements)
            if element.kind in ("exp", "log")
            and any(any(part.degrees()[at] for at in state) for part in arguments_of(element))
        ]

    def _gradients(self, prime: int, places: Iterable[int], free: Sequence[int]) -> Residues:
        tangent = _Tangent(self._forms, self._points(prime, 1), free, Modulus(prime))
        return np.stack([tangent.of_fraction(*self._forms.fractions[place]) for place in places])

    def _points(self, prime: int, count: int) -> Residues:
        forms, source = self._forms, np.random.default_rng(prime)
        size = forms.context.nvars()
        return points_modulo(forms.elements, forms.room, size, count, Modulus(prime), source)

    def _usable(self) -> Iterator[int]:
        for prime in islice(usable_primes(self.functions.concrete, self.functions.laws), PRIMES_TRIED):
            if has_roots(prime, self._forms.elements):
                try:
                    self._points(prime, 1)
                except BadPrimeError:
                    continue
                yield prime


class _Tangent:
    """The gradients of all indeterminates at one point with respect to the free ones, a column for each.

    Elements that are not free change with what they are adjoined for; constants do not change.
    """

    def __init__(self, forms: NormalForms, point: Residues, free: Sequence[int], modulus: Modulus) -> None:
        self._point = point
        self._modulus = modulus
        self._gradients = np.zeros((forms.context.nvars(), len(free)))
        self._gradients[list(free), np.arange(len(free))] = 1
        for serial, element in enumerate(forms.elements):
            place = forms.room - 1 - serial
            if place not in free:
                self._gradients[place] = self._of_element(element, point[0, place])

    def of_fraction(self, numerator: Polynomial, denominator: Polynomial) -> Residues:
        """The gradient of a quotient."""
        above, below = self._value(numerator), self._value(denominator)
        change = self._reduce(self.of_polynomial(numerator) * below)
        change = self._reduce(change - self._reduce(self.of_polynomial(denominator) * above))
        return quotient_modulo(change, self._reduce(np.full(change.shape, below * below)), self._modulus)

    def of_polynomial(self, polynomial: Polynomial) -> Residues:
        """The gradient of a polynomial."""
        total = np.zeros(self._gradients.shape[1])
        for place, degree in enumerate(polynomial.degrees()):
            if degree:
                slope = self._value(polynomial.derivative(place))
                total = self._reduce(total + self._reduce(slope * self._gradients[place]))
        return total

    def _of_element(self, element: Element, value: float) -> Residues:
        if element.kind == "exp":
            argument = element.argument
            return self._reduce(value * self.of_fraction(argument.numerator, argument.denominator))
        if element.kind == "sign":
            return np.zeros(self._gradients.shape[1])
        inner = self.of_polynomial(element.argument)
        change = quotient_modulo(inner, np.full(inner.shape, self._value(element.argument)), self._modulus)
        if element.kind == "log":
            return change
        share = self._modulus.inverse(element.degree)
        return self._reduce(self._reduce(change * value) * share)

    def _value(self, polynomial: Polynomial) -> float:
        return float(values_modulo(polynomial, self._point, self._modulus)[0])

    def _reduce(self, values: Residues) -> Residues:
        return self._modulus.reduce(values)
