"""Polynomial differential equations, and changes of them that leave the truth about laws as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .constructions import dot
from .polynomial import Polynomial
from .sample import Sample


@dataclass(frozen=True)
class PlainSystem:
    """x' = ``rates`` for the coordinates ``names``, with candidate ``laws`` that hold or do not."""

    names: tuple[str, ...]
    rates: tuple[Polynomial, ...]
    laws: Mapping[str, Polynomial]

    def rate(self, law: Polynomial) -> Polynomial:
        """The derivative along the field: the sum of ∂h/∂x times x' (MATH.md M2)."""
        return dot(law.gradient(), self.rates)

    def holds(self, name: str) -> bool:
        """Whether a law is conserved. A constant is none (MATH.md M4)."""
        law = self.laws[name]
        return not law.is_constant() and self.rate(law).is_zero()

    def sample(self) -> Sample:
        """The system as text, without laws that are constants."""
        flow = "  ".join(
            f"dot({name}) = {rate.text(self.names)}"
            for name, rate in zip(self.names, self.rates, strict=True)
        )
        laws = {name: law for name, law in self.laws.items() if not law.is_constant()}
        lines = [
            f"param {', '.join(self.names)}",
            f"flow {{ {flow} }}",
            *(f"law {name} = {law.text(self.names)}" for name, law in laws.items()),
        ]
        text = "system sample {\n" + "\n".join(lines) + "\n}\n"
        return Sample(text, {name: self.holds(name) for name in laws})

    def with_laws(self, laws: Mapping[str, Polynomial]) -> PlainSystem:
        """The same field with more laws."""
        return replace(self, laws={**self.laws, **laws})

    def with_names(self, names: Sequence[str]) -> PlainSystem:
        """The same system with other names of the coordinates."""
        return replace(self, names=tuple(names))

    def in_order(self, order: Sequence[int]) -> PlainSystem:
        """The same system with the coordinates in another order."""
        size = len(self.names)
        places = [Polynomial.coordinate(size, order.index(place)) for place in range(size)]
        return PlainSystem(
            tuple(self.names[place] for place in order),
            tuple(self.rates[place].at(places) for place in order),
            {name: law.at(places) for name, law in self.laws.items()},
        )

    def sheared(self, place: int, shift: Polynomial) -> PlainSystem:
        """The system in coordinates y with y = x + shift at one place, where ``shift`` is of the other ones.

        Raises ValueError if the shift contains the coordinate that it shifts.
        """
        if not shift.derivative(place).is_zero():
            raise ValueError("a shear shifts a coordinate by a polynomial in the other ones")
        size = len(self.names)
        old = [Polynomial.coordinate(size, at) for at in range(size)]
        old[place] = old[place] - shift
        moved = list(self.rates)
        moved[place] = moved[place] + self.rate(shift)
        return PlainSystem(
            self.names,
            tuple(rate.at(old) for rate in moved),
            {name: law.at(old) for name, law in self.laws.items()},
        )

    def beside(self, other: PlainSystem) -> PlainSystem:
        """Both systems at once, with new names; the laws of each are called ``left_`` and ``right_``."""
        left, right = len(self.names), len(other.names)
        size = left + right
        first = [Polynomial.coordinate(size, place) for place in range(left)]
        second = [Polynomial.coordinate(size, left + place) for place in range(right)]
        names = (*(f"l{place}" for place in range(left)), *(f"r{place}" for place in range(right)))
        rates = (*(rate.at(first) for rate in self.rates), *(rate.at(second) for rate in other.rates))
        laws = {f"left_{name}": law.at(first) for name, law in self.laws.items()}
        laws |= {f"right_{name}": law.at(second) for name, law in other.laws.items()}
        return PlainSystem(names, rates, laws)
