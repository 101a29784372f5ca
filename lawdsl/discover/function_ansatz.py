"""The monomials of an ansatz of functions, with their values and rates at the generic point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..algebra.programs.compile import compile_program
from ..algebra.programs.program import Program
from ..algebra.rings.jet import JetRing
from ..algebra.rings.polynomial import BudgetExceededError
from ..algebra.rings.quotient import Quotient
from ..algebra.rings.tower import Tower
from ..notation.typed import Family
from ..system.concrete import ConcreteFields
from ..verify.proofs.generic_point import Point, at_generic_point
from .ansatz import monomials
from .factors import Factor, factors
from .names import NOWHERE

PRODUCTS = 5_000_000
"""Monomial products that derivatives may take."""
MONOMIALS = 4_000
"""Monomials that an ansatz may have here."""
Values = NDArray[Any]
Row = dict[tuple[int, ...], Any]


@dataclass(frozen=True, slots=True)
class Ansatz:
    """Monomials in some functions with their values and rates at the generic point.

    ``nested`` tells that functions of functions are involved, whose relations may not all be known.
    """

    factors: Sequence[Factor]
    monomials: list[tuple[int, ...]]
    values: list[Row]
    rates: list[Row]
    nested: bool


def ansatz_of(concrete: ConcreteFields, functions: Sequence[Family], degree: int) -> Ansatz:
    """The monomials up to a degree in the coordinates and the given functions.

    Raises BudgetExceededError, and UndefinedError (of `algebra.ring`) for what has no value anywhere.
    """
    parts = factors(concrete, functions)
    wanted = comb(len(parts) + degree, degree)
    if wanted > MONOMIALS:
        raise BudgetExceededError(0, wanted, MONOMIALS)
    rows = monomials(len(parts), len(parts), degree)
    padded = np.vstack([np.full((1, degree), len(parts)), rows])
    program = compile_program(
        {f"{at}": ((), part.expression) for at, part in enumerate(parts)}, concrete.sizes
    )
    names = [tuple(int(v) for v in row if v < len(parts)) for row in padded]
    made: list[Ansatz] = []

    def derivatives(ring: Any, point: Point) -> Values:
        value, rate = _multiplied(ring, padded, *_values_and_rates(concrete, program, ring, point))
        tower = getattr(ring, "tower", None)
        made.append(
            Ansatz(parts, names, _over_common(value, tower), _over_common(rate, tower), _is_nested(tower))
        )
        return rate

    bodies = [*functions, *(Family("", (), part.expression, NOWHERE) for part in parts)]
    at_generic_point(concrete, bodies, concrete.fields.variables(), PRODUCTS, derivatives)
    return made[-1]


def _values_and_rates(
    concrete: ConcreteFields, program: Program, ring: Any, point: Point
) -> tuple[Values, Values]:
    """The outputs of a program and their derivatives along X_G, and then the constant one."""
    jets = JetRing(ring)
    moved = {tensor: jets.constant(array) for tensor, array in point.items()}
    for tensor, rate in concrete.rates(ring, point).items():
        moved[tensor] = jets.perturb(moved[tensor], jets.constant(rate))
    found = list(program.evaluate(jets.extend(), moved).values())
    values = [*(jet.parts[0] for jet in found), ring.lift(np.ones(1, dtype=np.int64))]
    rates = [*(jets.derivative(jet).parts[0] for jet in found), ring.lift(np.zeros(1, dtype=np.int64))]
    return np.concatenate(values), np.concatenate(rates)


def _multiplied(ring: Any, rows: NDArray[np.int64], values: Values, rates: Values) -> tuple[Values, Values]:
    """Values and rates of the monomials by the product rule, one factor after the other."""
    value, rate = values[rows[:, 0]], rates[rows[:, 0]]
    for place in range(1, rows.shape[1]):
        factor, slope = values[rows[:, place]], rates[rows[:, place]]
        rate = ring.add(ring.times(rate, factor), ring.times(value, slope))
        value = ring.times(value, factor)
    return value, rate


def _is_nested(tower: Tower | None) -> bool:
    """Whether an element has an argument with other elements in it, signs left out."""
    if tower is None:
        return False
    room = tower.plan.room
    inner = {room - 1 - at for at, element in enumerate(tower.elements) if element.kind != "sign"}
    return any(_mentions(element.argument, inner) for element in tower.elements)


def _mentions(argument: Any, places: set[int]) -> bool:
    parts = (argument.numerator, argument.denominator) if isinstance(argument, Quotient) else (argument,)
    return any(degree and at in places for part in parts for at, degree in enumerate(part.degrees()))


def _over_common(items: Values, tower: Tower | None) -> list[Row]:
    """The numerators of some functions over one denominator of all, in normal form."""
    quotients = [item for item in items if isinstance(item, Quotient)]
    distinct = {str(item.denominator): item.denominator for item in quotients}
    common = reduce(_least_common, distinct.values()) if distinct else None
    scales = {text: common / below for text, below in distinct.items()}
    return [dict(_numerator(item, scales, tower).to_dict()) for item in items]


def _numerator(item: Any, scales: Mapping[str, Any], tower: Tower | None) -> Any:
    if not isinstance(item, Quotient):
        return item
    numerator = item.numerator * scales[str(item.denominator)]
    return numerator if tower is None else tower.reduced(numerator)


def _least_common(left: Any, right: Any) -> Any:
    return left * right / left.gcd(right)
