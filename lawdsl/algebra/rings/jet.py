"""Nilpotent jets: a ring with ε_1, ..., ε_k adjoined, ε_i² = 0.

Evaluating anything at α + ε v gives its value and its derivative along v in one go, and with several
ε the nested derivatives that brackets of vector fields need (MATH.md section 3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any, Generic, TypeVar

from numpy.typing import NDArray

from ..programs.node import Shape
from .ring import Key, Ring

A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Jet(Generic[A]):
    """Σ over subsets S of Π_{i in S} ε_i · parts[S]; bit i-1 of the mask S stands for ε_i.

    The part with mask 0 is always there; other parts that are missing are zero.
    """

    parts: Mapping[int, A]


class JetRing(Generic[A]):
    """Jets in a number of nilpotent generators over a base ring; itself a ring."""

    def __init__(self, base: Ring[A], generators: int = 0) -> None:
        self.base = base
        self.generators = generators

    def __repr__(self) -> str:
        return f"JetRing({self.base!r}, {self.generators})"

    def extend(self) -> JetRing[A]:
        """The ring with one generator more, of which all elements of this one are elements."""
        return type(self)(self.base, self.generators + 1)

    def perturb(self, value: Jet[A], direction: Jet[A]) -> Jet[A]:
        """The element value + ε · direction of the extended ring, ε its new generator."""
        new = 1 << self.generators
        return Jet({**value.parts, **{mask | new: part for mask, part in direction.parts.items()}})

    def derivative(self, value: Jet[A]) -> Jet[A]:
        """The coefficient in this ring of the new generator ε in an element of the extended ring."""
        new = 1 << self.generators
        parts = {mask ^ new: part for mask, part in value.parts.items() if mask & new}
        if 0 not in parts:
            parts[0] = self.base.scale(value.parts[0], Fraction(0))
        return Jet(parts)

    def restrict(self, value: Jet[A]) -> Jet[A]:
        """What an element of the extended ring is in this one, with its new generator set to zero."""
        new = 1 << self.generators
        return Jet({mask: part for mask, part in value.parts.items() if not mask & new})

    def constant(self, value: A) -> Jet[A]:
        """The jet without nilpotent part."""
        return Jet({0: value})

    def lift(self, values: NDArray[Any]) -> Jet[A]:
        """The array with these integers or Fractions; the first axis is the batch axis."""
        return Jet({0: self.base.lift(values)})

    def select(self, array: Jet[A], key: Key) -> Jet[A]:
        """The part of the array at the key."""
        return Jet({mask: self.base.select(part, key) for mask, part in array.parts.items()})

    def embed(self, array: Jet[A], key: Key, shape: Shape) -> Jet[A]:
        """The array of the given shape that is zero except at the key."""
        return Jet({mask: self.base.embed(part, key, shape) for mask, part in array.parts.items()})

    def arrange(self, array: Jet[A], positions: tuple[int | None, ...], shape: Shape) -> Jet[A]:
        """The array with its axes moved to the positions (None: summed) and broadcast to the shape."""
        return Jet({mask: self.base.arrange(part, positions, shape) for mask, part in array.parts.items()})

    def scale(self, array: Jet[A], factor: Fraction) -> Jet[A]:
        """The array times a rational."""
        return Jet({mask: self.base.scale(part, factor) for mask, part in array.parts.items()})

    def add(self, left: Jet[A], right: Jet[A]) -> Jet[A]:
        """The sum of two arrays."""
        parts = dict(left.parts)
        for mask, part in right.parts.items():
            parts[mask] = self.base.add(parts[mask], part) if mask in parts else part
        return Jet(parts)

    def rank(self, array: Jet[A]) -> int:
        """The number of axes after the batch axis."""
        return self.base.rank(array.parts[0])

    def invert(self, array: Jet[A]) -> Jet[A]:
        """One over every entry: 1/(x + ε y) = 1/x − ε y/x²."""
        if not self.generators:
            return Jet({0: self.base.invert(array.parts[0])})
        lower = self._shrunk()
        start = lower.invert(lower.restrict(array))
        slope = lower.scale(lower._entrywise(start, start), Fraction(-1))
        return lower._along(start, slope, array)

    def exponential(self, array: Jet[A]) -> Jet[A]:
        """The exponential: exp(x + ε y) = exp(x) + ε y exp(x)."""
        if not self.generators:
            return Jet({0: self.base.exponential(array.parts[0])})
        lower = self._shrunk()
        start = lower.exponential(lower.restrict(array))
        return lower._along(start, start, array)

    def logarithm(self, array: Jet[A]) -> Jet[A]:
        """The logarithm: log(x + ε y) = log(x) + ε y/x."""
        if not self.generators:
            return Jet({0: self.base.logarithm(array.parts[0])})
        lower = self._shrunk()
        unmoved = lower.restrict(array)
        return lower._along(lower.logarithm(unmoved), lower.invert(unmoved), array)

    def sign(self, array: Jet[A]) -> Jet[A]:
        """The sign, which is constant near every point where it has a derivative."""
        return Jet({0: self.base.sign(array.parts[0])})

    def root(self, array: Jet[A], degree: int) -> Jet[A]:
        """The root: (x + ε y)^(1/q) = x^(1/q) + ε y x^(1/q) / (q x)."""
        if not self.generators:
            return Jet({0: self.base.root(array.parts[0], degree)})
        lower = self._shrunk()
        unmoved = lower.restrict(array)
        start = lower.root(unmoved, degree)
        slope = lower.scale(lower._entrywise(start, lower.invert(unmoved)), Fraction(1, degree))
        return lower._along(start, slope, array)

    def _shrunk(self) -> JetRing[A]:
        """The ring with one generator less."""
        return type(self)(self.base, self.generators - 1)

    def _along(self, start: Jet[A], slope: Jet[A], array: Jet[A]) -> Jet[A]:
        """f(x) + ε y f'(x) for an element x + ε y of the extended ring."""
        if not any(mask >> self.generators for mask in array.parts):
            return start
        return self.perturb(start, self._entrywise(slope, self.derivative(array)))

    def _entrywise(self, left: Jet[A], right: Jet[A]) -> Jet[A]:
        axes = tuple(range(self.rank(left)))
        return self.contract(left, right, axes, axes, axes)

    def contract(
        self,
        left: Jet[A],
        right: Jet[A],
        left_axes: tuple[int, ...],
        right_axes: tuple[int, ...],
        axes: tuple[int, ...],
    ) -> Jet[A]:
        """The product of two arrays, summed over the axes that ``axes`` leaves out."""
        products: dict[int, list[A]] = {}
        for first, a in left.parts.items():
            for second, b in right.parts.items():
                if not first & second:
                    product = self.base.contract(a, b, left_axes, right_axes, axes)
                    products.setdefault(first | second, []).append(product)
        return Jet({mask: reduce(self.base.add, terms) for mask, terms in products.items()})
