"""Polynomials in thousands of variables with few factors per term, as mappings from monomials.

A monomial is the sorted tuple of the numbers of its variables, repeated for powers: its size depends on the
degree and not on how many variables there are, unlike the exponent vectors of FLINT.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import reduce
from math import gcd, lcm

import numpy as np

from ..algebra.rings.dense import Array
from ..algebra.rings.polynomial import BudgetExceededError
from ..algebra.rings.restricted import NotPolynomialError, RestrictedRing
from .coordinates import Coordinates

Monomial = tuple[int, ...]
Coefficient = int | Fraction
Polynomial = dict[Monomial, Coefficient]


def add_product(target: Polynomial, left: Polynomial, right: Polynomial) -> None:
    """Add the product of two polynomials to the target; terms that cancel stay with coefficient 0."""
    for first, a in left.items():
        for second, b in right.items():
            monomial = tuple(sorted(first + second)) if first and second else first or second
            target[monomial] = target.get(monomial, 0) + a * b


def multiply(left: Polynomial, right: Polynomial) -> Polynomial:
    """The product, without zero terms."""
    product: Polynomial = {}
    add_product(product, left, right)
    return without_zeros(product)


def summed(polynomials: Iterable[Polynomial]) -> Polynomial:
    """The sum, without zero terms."""
    total: Polynomial = {}
    for polynomial in polynomials:
        for monomial, coefficient in polynomial.items():
            total[monomial] = total.get(monomial, 0) + coefficient
    return without_zeros(total)


def without_zeros(polynomial: Polynomial) -> Polynomial:
    """The polynomial without terms that have cancelled."""
    return {monomial: coefficient for monomial, coefficient in polynomial.items() if coefficient}


def degree_of(polynomial: Polynomial) -> int:
    """The largest degree of a term; 0 for zero."""
    return max(map(len, polynomial), default=0)


def primitive(polynomial: Polynomial) -> Polynomial:
    """The multiple with coprime integer coefficients whose first monomial has a positive one."""
    scale = lcm(*(value.denominator for value in polynomial.values()))
    integers = {m: c.numerator * (scale // c.denominator) for m, c in sorted(polynomial.items())}
    content = reduce(gcd, integers.values(), 0)
    sign = 1 if next(iter(integers.values())) > 0 else -1
    return {monomial: sign * value // content for monomial, value in integers.items()}


class SparseRing(RestrictedRing):
    """Arrays of sparse polynomials; ``limit`` bounds the products of terms over the ring's lifetime."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.spent = 0

    def lift(self, values: Array) -> Array:
        """The array with these integers or Fractions."""
        flat: list[Polynomial] = [{(): value} if value else {} for value in values.ravel().tolist()]
        return _object_array(flat).reshape(values.shape)

    def scale(self, array: Array, factor: Fraction) -> Array:
        """The array times a rational."""
        number = factor.numerator if factor.denominator == 1 else factor
        return _map(lambda entry: {m: c * number for m, c in entry.items()} if number else {}, array)

    def add(self, left: Array, right: Array) -> Array:
        """The elementwise sum."""
        return _map(lambda first, second: summed((first, second)), left, right)

    def times(self, left: Array, right: Array) -> Array:
        """The elementwise product; BudgetExceededError instead of an expensive one."""
        return _map(self._multiplied, left, right)

    def invert(self, _array: Array) -> Array:
        """No polynomial: raises NotPolynomialError (of `algebra.restricted`)."""
        raise NotPolynomialError

    def matmul(self, left: Array, right: Array) -> Array:
        """The matrix product; BudgetExceededError instead of an expensive one."""
        products = self.times(left[..., :, :, np.newaxis], right[..., np.newaxis, :, :])
        return self.total(products, (products.ndim - 2,))

    def total(self, array: Array, axes: tuple[int, ...]) -> Array:
        """The sum over the axes."""
        front = np.moveaxis(array, axes, range(len(axes)))
        kept = front.shape[len(axes) :]
        columns = front.reshape(-1, int(np.prod(kept, dtype=np.int64))).T
        return _object_array([summed(column) for column in columns]).reshape(kept)

    def spend(self, products: int) -> None:
        """Record that so many products of terms are about to be formed."""
        if self.spent + products > self.limit:
            raise BudgetExceededError(self.spent, products, self.limit)
        self.spent += products

    def _multiplied(self, left: Polynomial, right: Polynomial) -> Polynomial:
        self.spend(len(left) * len(right))
        return multiply(left, right)


def _map(function: Callable[..., Polynomial], *arrays: Array) -> Array:
    return np.asarray(np.frompyfunc(function, len(arrays), 1)(*arrays), dtype=object)


def _object_array(elements: list[Polynomial]) -> Array:
    array = np.empty(len(elements), dtype=object)
    array[:] = elements
    return array


class ExactRates:
    """The right-hand sides multiplied out, and exact derivatives of polynomials along them."""

    def __init__(self, coordinates: Coordinates, limit: int) -> None:
        """Raises BudgetExceededError when multiplying out takes more than ``limit`` products."""
        self._ring = SparseRing(limit)
        concrete = coordinates.concrete
        point, number = {}, 0
        for tensor in (*coordinates.tensors, *coordinates.others):
            size = concrete.size(tensor)
            variables = _object_array([{(number + place,): 1} for place in range(size)])
            point[tensor] = variables.reshape(1, *concrete.shape(tensor))
            number += size
        rates = concrete.rates(self._ring, point)
        self.rates: list[Polynomial] = coordinates.rates_row(rates, 1)[0].tolist()

    def is_law(self, polynomial: Polynomial) -> bool:
        """Whether the time derivative is the zero polynomial: a proof either way (MATH.md M2).

        Raises BudgetExceededError.
        """
        derivative: Polynomial = {}
        for monomial, coefficient in polynomial.items():
            for variable in dict.fromkeys(monomial):
                if variable < len(self.rates):
                    self._ring.spend(len(self.rates[variable]))
                    at = monomial.index(variable)
                    rest = monomial[:at] + monomial[at + 1 :]
                    weight = coefficient * monomial.count(variable)
                    add_product(derivative, {rest: weight}, self.rates[variable])
        return not any(derivative.values())
