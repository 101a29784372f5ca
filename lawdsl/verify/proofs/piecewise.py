"""Where functions are not one and the same on the whole domain: between the pieces, different laws may hold.

A rank at one point bounds the rank elsewhere if what has a normal form is zero everywhere or almost nowhere.
Functions that are not nested have one (`algebra.elementary`), wherever all signs are the same. Functions
of functions have none, and are analytic at least where all that must not be zero is not: inside of the
domain, which is connected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...algebra.rings.elementary import ElementaryRing
from ...algebra.rings.tower import Element
from ...notation.index import Role
from ...notation.typed import Family
from ...system.concrete import ConcreteFields
from .generic_point import Point, at_generic_point

LIMIT = 1_000_000
"""Monomial products that finding the pieces may take."""


def obstacles(concrete: ConcreteFields, laws: Sequence[Family]) -> list[str]:
    """Why the fields and laws may be different functions on parts of the domain; empty if they are not.

    Signs of cotangents alone are left out: these are arbitrary and the same everywhere.
    Raises BudgetExceededError (of `algebra.polynomial`), and UndefinedError (of `algebra.ring`).
    """
    variables = concrete.fields.variables()
    still = sum(concrete.size(tensor) for tensor in (*concrete.fields.state, *concrete.fields.constants))
    found: list[str] = []
    programs = [concrete.program(law) for law in laws]

    def collect(ring: Any, point: Point) -> NDArray[Any]:
        concrete.rates(ring, point)
        for program in programs:
            values = program.forward(ring, point)
            seeds = {name: values[node] for name, node in program.outputs.items()}
            program.backward(ring, values, seeds, concrete.fields.state)
        found.extend(_Pieces(ring, still).obstacles())
        return np.empty(0, dtype=object)

    at_generic_point(concrete, laws, variables, LIMIT, collect)
    return found


class _Pieces:
    def __init__(self, ring: ElementaryRing, still: int) -> None:
        self.ring = ring
        self.room = ring.tower.plan.room
        self.still = still

    def obstacles(self) -> Iterator[str]:
        """Signs that change and, where functions are nested, what may be zero inside of the domain."""
        for element in self.ring.tower.of_kind("sign"):
            if self._is_open(element) and self._moves(element.argument):
                yield f"the sign of {self._shown(element.argument)} is not the same on the whole domain"
        if any(map(self._is_nested, self.ring.tower.elements)):
            for polynomial in self._inverted():
                if self._moves(polynomial) and not self.ring.excludes_zero(polynomial):
                    yield f"{self._shown(polynomial)} may be zero on the domain"

    def _inverted(self) -> Iterator[Any]:
        """Everything that has to differ from zero."""
        atoms = (element.argument for element in self.ring.tower.elements if element.kind != "exp")
        yield from (*atoms, *self.ring.denominators.values())

    def _is_open(self, element: Element) -> bool:
        return not self.ring.tower.reduced(element.generator).is_constant()

    def _is_nested(self, element: Element) -> bool:
        """Whether the argument of an element contains others."""
        if element.kind != "exp":
            return any(element.argument.degrees()[: self.room])
        parts = (element.argument.numerator, element.argument.denominator)
        return any(any(part.degrees()[: self.room]) for part in parts)

    def _moves(self, polynomial: Any) -> bool:
        """Whether a polynomial depends on more than cotangents, or on elements."""
        return any(polynomial.degrees()[: self.room + self.still])

    def _shown(self, polynomial: Any) -> str:
        """A polynomial without the roles that stand before the names of coordinates."""
        roles = "|".join(role.value for role in Role)
        return re.sub(rf"\b({roles}) ", "", self.ring.tower.readable(polynomial))
