"""Exact points as counterexamples that a reader can recompute."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from ...algebra.rings.number_field import AlgebraicNumber, polynomial_in
from ...notation.index import Role
from ...system.concrete import ConcreteFields
from ..verdict import Counterexample, Root
from .derivatives import Point
from .enclosure import Enclosure

LISTED = 24
"""Entries that a sentence lists."""


def counterexample(
    concrete: ConcreteFields, point: Point, component: tuple[int, ...], rate: Any, of: str = ""
) -> Counterexample:
    """The counterexample that a point with its rate is; cotangents may have names of their own."""
    return Counterexample(
        sizes=concrete.sizes,
        component=component,
        state=_texts(concrete, point, (Role.PARAMETER, Role.STATE, Role.TIME)),
        constants=_texts(concrete, point, (Role.CONSTANT,)),
        cotangent=_texts(concrete, point, (Role.COTANGENT,)),
        rate=rate if isinstance(rate, Enclosure) else _value(rate),
        root=_root(value for array in point.values() for value in array.flat),
        of=of,
    )


def _texts(
    concrete: ConcreteFields, point: Point, roles: tuple[Role, ...]
) -> Mapping[str, Fraction | AlgebraicNumber]:
    return {
        name: _value(value)
        for tensor, array in point.items()
        if tensor.role in roles
        for name, value in zip(concrete.entry_names(tensor), array.flat, strict=True)
    }


def _value(value: Any) -> Fraction | AlgebraicNumber:
    if not isinstance(value, AlgebraicNumber):
        return Fraction(value)
    rational = value.rational()
    return value if rational is None else rational


def _root(values: Iterable[Any]) -> Root | None:
    for value in values:
        if isinstance(value, AlgebraicNumber):
            root = value.root
            coefficients = [Fraction(int(item.p), int(item.q)) for item in root.polynomial.coeffs()]
            return Root(polynomial_in(coefficients, "w"), root.low, root.high)
    return None


def described(found: Counterexample) -> tuple[str, ...]:
    """The point of a counterexample in sentences, entries that are 0 left out."""
    titled = (("state", found.state), ("constants", found.constants), ("cotangent", found.cotangent))
    lines = [f"{title}: {_nonzero(values)}" for title, values in titled if values]
    return (*lines, str(found.root)) if found.root is not None else tuple(lines)


def _nonzero(values: Mapping[str, Fraction | AlgebraicNumber]) -> str:
    shown = [f"{name} = {value}" for name, value in values.items() if value][:LISTED]
    if not shown:
        return "all entries 0"
    return ", ".join(shown + (["all other entries 0"] if len(shown) < len(values) else []))


def located(concrete: ConcreteFields, point: Point) -> str:
    """A point of the state in one phrase."""
    values = _texts(concrete, point, (Role.PARAMETER, Role.STATE, Role.TIME, Role.CONSTANT))
    root = _root(value for array in point.values() for value in array.flat)
    return _nonzero(values) + (f" ({root})" if root else "")
