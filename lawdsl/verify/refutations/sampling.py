"""Where the exact points come from that a claim is tried at: drawn from the domain, or solved for."""

from __future__ import annotations

import operator
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...algebra.programs.program import Program
from ...algebra.rings.exact import ExactRing
from ...algebra.rings.ring import UndefinedError
from ...algebra.solving import Coordinate, solve
from ...notation.arithmetic import Relation
from ...notation.index import Tensor
from ...notation.typed import Assumption, Family
from ...system.concrete import ConcreteFields
from ..sets.derivation import Derivation
from .derivatives import Point
from .domain import Domain

Value = Callable[[Tensor], Fraction]
"""A value for an entry of a tensor."""

ATTEMPTS = 24
"""Attempts at one point of a restricted domain; on a set, the first half of them are for a rational one."""
PARTS = (1, 2, 3, 4, 10, 100)
"""Denominators of fine values."""
GIVE_UP = 5
"""Draws from one range that may fail before no points are expected there."""
EQUATION_PRODUCTS = 300_000
"""Monomial products that writing out the equations of a set may take."""


class Sampler:
    """Draws exact points of the domain on which every assumption holds, and further equations.

    A point is handed out only after every condition was evaluated there, exactly. Where nothing
    but bounds on single entries is assumed, every draw is a point.
    """

    def __init__(self, concrete: ConcreteFields, equations: Sequence[Family] = ()) -> None:
        fields = concrete.fields
        self._concrete = concrete
        self.domain = Domain(fields.conditions, dict(fields.fixed))
        self._ring = ExactRing()
        further = [Assumption(family, "==", family.name) for family in equations]
        self._conditions: list[tuple[Program, Relation]] = [
            (concrete.program(item.family), item.relation) for item in (*fields.assumptions, *further)
        ]
        self._equations = [*fields.equations(), *equations]
        self._solved: Derivation | None = None
        self._polynomials: list[Any] = []
        self._failures: Counter[int] = Counter()
        self._found = False

    @property
    def restricted(self) -> bool:
        """Whether more is asked of a point than bounds on single entries."""
        return bool(self._conditions)

    def draw(self, spread: int, source: random.Random) -> Point | None:
        """A random point, or None where none was found.

        Raises BudgetExceededError or ArithmeticErrors where the equations cannot be written out.
        """
        if not self._conditions:
            return self._drawn(lambda tensor: self.domain.draw(tensor, spread, source))
        for attempt in range(ATTEMPTS if self._is_hopeful(spread) else 0):
            value = self._value(spread, source, fine=attempt % 2 == 1)
            if self._equations:
                point = self._on_set(value, source, algebraic=2 * attempt >= ATTEMPTS)
            else:
                point = self._drawn(value)
            if point is not None and self.admits(point):
                self._found = True
                return point
        self._failures[spread] += 1
        return None

    def _is_hopeful(self, spread: int) -> bool:
        """Whether a point was found, or not too many draws from this range were in vain."""
        return self._found or self._failures[spread] < GIVE_UP

    def admits(self, point: Point) -> bool:
        """Whether the point is on the domain and on the set."""
        entries = ((tensor, value) for tensor in point for value in point[tensor].flat)
        return all(self.domain.admits(tensor, value) for tensor, value in entries) and self.holds(point)

    def holds(self, point: Point) -> bool:
        """Whether every assumption and every equation holds at the point; not where one has no value."""
        if not self._conditions:
            return True
        batch = {tensor: self._ring.lift(array[np.newaxis]) for tensor, array in point.items()}
        try:
            return all(
                _COMPARED[relation](value, 0)
                for program, relation in self._conditions
                for array in program.evaluate(self._ring, batch).values()
                for value in array.flat
            )
        except (UndefinedError, TypeError):  # no value, or an Unknown one, which cannot be compared
            return False

    def is_inside(self, point: Point) -> bool:
        """Whether all inequalities hold strictly at a point where they hold, and so around it."""
        return all(value != 0 for value in self._bounded(point)) and not any(
            value == condition.bound
            for condition in self._concrete.fields.conditions
            if condition.tensor in point
            for value in point[condition.tensor].flat
        )

    def _bounded(self, point: Point) -> Iterable[Any]:
        """The values of all inequalities at a point."""
        batch = {tensor: self._ring.lift(array[np.newaxis]) for tensor, array in point.items()}
        for program, relation in self._conditions:
            if relation != "==":
                for array in program.evaluate(self._ring, batch).values():
                    yield from array.flat

    def _value(self, spread: int, source: random.Random, fine: bool) -> Value:
        """Random values for entries of tensors; ``fine`` ones are often fractions, for small sets."""

        def value(tensor: Tensor) -> Fraction:
            whole = self.domain.draw(tensor, spread, source)
            part = whole / source.choice(PARTS) if fine else whole
            return part if self.domain.admits(tensor, part) else whole

        return value

    def _drawn(self, value: Value) -> Point:
        return {tensor: self._random(tensor, value) for tensor in self._concrete.fields.variables()}

    def _on_set(self, value: Value, source: random.Random, algebraic: bool) -> Point | None:
        fields = self._concrete.fields
        context, polynomials = self._written_out()
        coordinates = (*fields.state, *fields.constants)
        places = [tensor for tensor in coordinates for _ in range(self._concrete.size(tensor))]
        found = solve(
            context,
            polynomials,
            lambda place: value(places[place]),
            lambda place: source.choice(self.domain.simplest(places[place])),
            lambda place: self.domain.simplest(places[place])[0],
            source,
            algebraic,
        )
        if found is None:
            return None
        rest = iter(found)
        return {
            tensor: self._entries(tensor, (next(rest) for _ in range(self._concrete.size(tensor))))
            for tensor in coordinates
        } | {tensor: self._random(tensor, value) for tensor in fields.cotangent_tensors()}

    def _written_out(self) -> tuple[Any, list[Any]]:
        if self._solved is None:
            derivation = Derivation(self._concrete, EQUATION_PRODUCTS)
            self._polynomials = [item for family in self._equations for item in derivation.numerators(family)]
            self._solved = derivation
        return self._solved.context, self._polynomials

    def _random(self, tensor: Tensor, value: Value) -> NDArray[Any]:
        return self._entries(tensor, (value(tensor) for _ in range(self._concrete.size(tensor))))

    def _entries(self, tensor: Tensor, values: Iterable[Coordinate]) -> NDArray[Any]:
        flat = [exact(value) for value in values]
        array = np.empty(len(flat), dtype=object)
        array[:] = flat
        return array.reshape(self._concrete.shape(tensor))


_COMPARED: dict[Relation, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def exact(value: Coordinate) -> int | Coordinate:
    """An integer where it is one: arithmetic with integers is ten times faster."""
    return int(value) if isinstance(value, Fraction) and value.denominator == 1 else value


def shortest(points: Iterable[Point]) -> Point:
    """The point that takes the fewest letters to write down."""
    return min(
        points,
        key=lambda point: sum(
            len(str(value)) + (value != 0) for array in point.values() for value in array.flat
        ),
    )
