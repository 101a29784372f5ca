"""Signs that change on the domain: between them, different laws may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..algebra.tower import Element, Tower
from ..notation.index import Role
from ..notation.typed import Family
from ..system.concrete import ConcreteFields
from .generic_point import Point, at_generic_point

LIMIT = 1_000_000
"""Monomial products that finding the signs may take."""


def changing_signs(concrete: ConcreteFields, laws: Sequence[Family]) -> list[str]:
    """What may change its sign on the domain inside of a sign or a root of the fields or laws.

    Signs of cotangents alone are left out: these are arbitrary and the same everywhere.
    Raises BudgetExceededError (of `algebra.polynomial`), and UndefinedError (of `algebra.ring`).
    """
    variables = concrete.fields.variables()
    still = sum(concrete.size(tensor) for tensor in (*concrete.fields.state, *concrete.fields.constants))
    found: list[str] = []
    programs = [concrete.program(law) for law in laws]

    def signs(ring: Any, point: Point) -> NDArray[Any]:
        concrete.rates(ring, point)
        for program in programs:
            program.evaluate(ring, point)
        found.extend(_shown(element, ring.tower) for element in _changing(ring.tower, still))
        return np.empty(0, dtype=object)

    at_generic_point(concrete, laws, variables, LIMIT, signs)
    return found


def _changing(tower: Tower, still: int) -> Iterator[Element]:
    """The signs that are not known, and roots of roots: sqrt(1 - 2*sqrt(x) + x) is |1 - sqrt(x)|."""
    for element in tower.of_kind("sign"):
        if _is_open(element, tower) and _depends(element, tower, still):
            yield element
    for element in tower.of_kind("root"):
        if any(element.argument.degrees()[: tower.plan.room]):
            yield element


def _shown(element: Element, tower: Tower) -> str:
    """The argument of an element, without the roles that stand before the names of coordinates."""
    roles = "|".join(role.value for role in Role)
    return re.sub(rf"\b({roles}) ", "", tower.described(element.argument))


def _is_open(element: Element, tower: Tower) -> bool:
    return not tower.reduced(element.generator).is_constant()


def _depends(element: Element, tower: Tower, still: int) -> bool:
    """Whether an element depends on more than cotangents, or on other elements."""
    degrees = element.argument.degrees()
    return any(degrees[: tower.plan.room + still])
