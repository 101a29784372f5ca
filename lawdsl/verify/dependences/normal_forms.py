"""Functions multiplied out: quotients of polynomials in coordinates and adjoined elements."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...algebra.rings.elementary import ElementaryRing
from ...algebra.rings.quotient import Quotient
from ...algebra.rings.tower import Element
from ...notation.record import record
from ..proofs.generic_point import Point, at_generic_point
from .functions import Functions

Polynomial = Any
"""A flint.fmpq_mpoly; all of one NormalForms have the same context."""


@record
class NormalForms:
    """Numerator and denominator of each function, with the elements that they contain, the last one first.

    The indeterminates of the ``context`` are room for elements, then the coordinates.
    """

    context: Any
    fractions: tuple[tuple[Polynomial, Polynomial], ...]
    elements: tuple[Element, ...]
    room: int

    @property
    def relations(self) -> list[Polynomial]:
        """What is zero between elements and coordinates."""
        return [element.relation for element in self.elements if element.relation is not None]

    @property
    def are_nested(self) -> bool:
        """Whether an element contains others, so that equal functions may have different forms."""
        return any(any(part.degrees()[: self.room]) for item in self.elements for part in arguments_of(item))

    @property
    def are_polynomials(self) -> bool:
        """Whether nothing is divided by and no element is adjoined."""
        return not self.elements and all(denominator == 1 for _, denominator in self.fractions)


def normal_forms(functions: Functions, limit: int) -> NormalForms:
    """The functions multiplied out.

    Raises BudgetExceededError (of `algebra.polynomial`) and UndefinedError (of `algebra.ring`).
    """
    program, rings = functions.program(), []

    def evaluate(ring: Any, point: Point) -> Any:
        rings.append(ring)
        found = program.evaluate(ring, point)
        return np.concatenate([found[str(place)].ravel() for place in range(len(functions.names))])

    found = at_generic_point(functions.concrete, functions.laws, functions.arguments, limit, evaluate)
    tower = rings[-1].tower if isinstance(rings[-1], ElementaryRing) else None
    return NormalForms(
        context=_context(found[0]),
        fractions=tuple(map(_fraction, found)),
        elements=tuple(tower.elements) if tower else (),
        room=tower.plan.room if tower else 0,
    )


def arguments_of(element: Element) -> tuple[Polynomial, ...]:
    """The polynomials that an element is adjoined for: numerator and denominator of an exponent."""
    argument = element.argument
    if isinstance(argument, Quotient):
        return argument.numerator, argument.denominator
    return (argument,)


def _context(item: Any) -> Any:
    return _fraction(item)[0].context()


def _fraction(item: Any) -> tuple[Polynomial, Polynomial]:
    if isinstance(item, Quotient):
        return item.numerator, item.denominator
    return item, item.context().constant(1)
