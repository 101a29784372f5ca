"""The coordinates of a flow by name, as polynomials in all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import reduce

from .polynomial import Polynomial

PARAMETERS = ("x", "y", "z")


class Space:
    """Parameters x, y, z, ``further`` states, time, constants, and one cotangent for each map.

    The maps are polynomials in the parameters.
    """

    def __init__(self, maps: Sequence[Polynomial], further: Sequence[str], constants: Sequence[str]) -> None:
        self.maps = maps
        self.parameters = PARAMETERS[: maps[0].size]
        self.state = (*self.parameters, *further, "t")
        self.names = (*self.state, *constants, *(f"G{place}" for place in range(len(maps))))
        self._places = {name: place for place, name in enumerate(self.names)}

    def __getitem__(self, name: str) -> Polynomial:
        return Polynomial.coordinate(len(self.names), self._places[name])

    def number(self, value: Fraction | int) -> Polynomial:
        """A number."""
        return Polynomial.constant(len(self.names), value)

    def total(self, parts: Iterable[Polynomial]) -> Polynomial:
        """The sum of some polynomials."""
        return reduce(Polynomial.__add__, parts, self.number(0))

    def gradient(self) -> dict[str, Polynomial]:
        """grad(θ) for every parameter θ: the sum of G ∂φ/∂θ over the maps φ."""
        inside = [self[name] for name in self.parameters]
        return {
            name: self.total(
                self[f"G{number}"] * part.derivative(place).at(inside)
                for number, part in enumerate(self.maps)
            )
            for place, name in enumerate(self.parameters)
        }
