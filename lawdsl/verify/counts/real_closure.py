"""Ranks at one real point, in balls: what counts of functions that are not rational rest on (MATH.md M4-M7).

A pivot whose ball excludes zero is not zero, so every rank here is a proved lower bound for the rank at the
point and near it. Where no sign changes the fields are analytic, so that it bounds the generic rank as well;
`piecewise` tells where that is not so.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ...algebra.programs.bracket import Field, State, nested_bracket
from ...algebra.rings.interval import IntervalRing, certified_rank, excludes_zero, precision
from ...algebra.rings.jet import Jet, JetRing
from ...algebra.rings.ring import UndefinedError
from ...notation.index import Tensor
from ...notation.typed import Family
from ...system.concrete import ConcreteFields
from ..refutations.domain import FRACTIONS, Domain
from ..refutations.sampling import Sampler
from .stages import Stages

T = TypeVar("T")

Balls = NDArray[Any]
Point = dict[Tensor, Balls]

BITS = 320
"""The precision of all balls."""
SPREAD = 12
"""Integers that coordinates are drawn from."""
POINTS = 40
"""Points that are tried to find one where everything has a value."""
SPARE = 2
"""Fields evaluated beyond what is missing, to see that a depth is exhausted."""
DEEPEST = 6
"""The longest bracket word less one."""
OPERATIONS = 4_000_000
"""Operations on balls that the words at one point may take; the products of jets triple with every letter."""


@dataclass(frozen=True, slots=True)
class RealClosure:
    """The rank of brackets at one rational point; ``ranks[k]`` is reached with words of up to k + 1 letters.

    The words are the cotangents of each letter of right-nested brackets. Whether longer words would add to
    the rank cannot be told, so that it is never exhausted.
    """

    point: Mapping[Tensor, NDArray[Any]]
    ranks: tuple[int, ...]
    words: tuple[tuple[Mapping[Tensor, NDArray[Any]], ...], ...]
    exhausted: bool = False
    prime: None = None
    """There is none: the point is a real one."""


def real_closure(concrete: ConcreteFields, target: int, stages: Stages) -> RealClosure:
    """Evaluate brackets of random fields at a point until ``target`` or until nothing is new.

    Raises UndefinedError when no point is found where the fields have a value.
    """
    with precision(BITS):
        return _Search(concrete, stages).run(target)


def real_jacobian_rank(concrete: ConcreteFields, laws: Sequence[Family]) -> int:
    """The rank of the Jacobian of laws at one point; UndefinedError where none is found with all values."""
    with precision(BITS):
        search = _Search(concrete, Stages())
        return search.first_defined(lambda point: certified_rank(search.jacobian(laws, point)))


def moves_somewhere(concrete: ConcreteFields, law: Family) -> bool:
    """Whether a component of the law is shown to depend on the state, by its gradient at some point.

    It counts inside of the domain where the flow has a value: elsewhere nothing is claimed.
    """
    sampler = Sampler(concrete)
    with precision(BITS):
        search = _Search(concrete, Stages())
        for attempt in range(POINTS):
            drawn = sampler.draw(FRACTIONS if attempt % 2 else SPREAD, search.source)
            if drawn is None or not sampler.is_inside(drawn):
                continue
            point = {tensor: search.ring.lift(array[np.newaxis]) for tensor, array in drawn.items()}
            try:
                concrete.rates(search.ring, point)
                rows = search.mixed_gradient(law, point)
            except UndefinedError:
                continue
            if any(map(excludes_zero, rows.flat)):
                return True
    return False


class _Search:
    def __init__(self, concrete: ConcreteFields, stages: Stages) -> None:
        self.concrete = concrete
        self.ring = IntervalRing()
        self.source = random.Random(0)
        self.stages = stages
        self.domain = Domain(concrete.fields.conditions, dict(concrete.fields.fixed))
        self.still = (*concrete.fields.state, *concrete.fields.constants)

    def run(self, target: int) -> RealClosure:
        """The closure at the first point where words of one letter have a value."""
        return self.first_defined(lambda point: self.closure(point, target))

    def first_defined(self, compute: Callable[[Point], T]) -> T:
        """What is computed at the first point where it has a value."""
        for attempt in range(POINTS):
            try:
                return compute(self.draw(self.still, 1, small=attempt % 2 == 1))
            except UndefinedError as error:
                reason = error
        raise UndefinedError(f"no point on the domain was found where everything has a value ({reason})")

    def closure(self, point: Point, target: int) -> RealClosure:
        """Words of more and more letters at one point."""
        rows: list[Balls] = []
        words: list[tuple[Point, ...]] = []
        ranks: list[int] = []
        spent = 0
        while len(ranks) <= DEEPEST and (not ranks or ranks[-1] < target):
            count = target - (ranks[-1] if ranks else 0) + SPARE
            spent += self.concrete.field_work() * count * 3 ** len(ranks)
            if ranks and spent > OPERATIONS:
                break
            letters = tuple(
                self.draw(self.concrete.fields.cotangent_tensors(), count) for _ in range(len(ranks) + 1)
            )
            with self.stages.timed("evaluation"):
                rows.append(self.values(point, letters, count))
            with self.stages.timed("rank"):
                rank = certified_rank(np.concatenate(rows))
            words.append(letters)
            exhausted = bool(ranks) and rank == ranks[-1]
            ranks.append(rank)
            if exhausted:
                break
        return RealClosure(point, tuple(ranks), tuple(words))

    def values(self, point: Point, letters: Sequence[Point], count: int) -> Balls:
        """The values of as many right-nested brackets at the point, one a row."""
        fields = [self.field(point, letter) for letter in letters]
        state = {tensor: self.jet(point[tensor]) for tensor in self.state}
        value = nested_bracket(fields, JetRing(self.ring), state)
        parts = [value[tensor].parts[0] for tensor in self.state]
        rows = [np.broadcast_to(part, (count, *part.shape[1:])).reshape(count, -1) for part in parts]
        return np.concatenate(rows, axis=1)

    def field(self, point: Point, letter: Point) -> Field[Balls]:
        """The vector field X_G for one letter of a word."""
        rest = {tensor: self.jet(point[tensor]) for tensor in self.concrete.fields.constants}
        rest |= {tensor: self.jet(value) for tensor, value in letter.items()}

        def rates(ring: JetRing[Balls], state: State[Balls]) -> State[Balls]:
            return self.concrete.rates(ring, {**rest, **state})

        return rates

    def jacobian(self, laws: Sequence[Family], point: Point) -> Balls:
        """One row for each component of the laws, one column for each coordinate of the state."""
        from .independence import gradient_rows

        lifted = {tensor: self.ring.lift(array) for tensor, array in point.items()}
        return np.concatenate([gradient_rows(self.concrete, self.ring, law, lifted) for law in laws])

    def mixed_gradient(self, law: Family, point: Point) -> Balls:
        """The gradient of a random combination of the components of a law at a point in balls."""
        program = self.concrete.program(law)
        shape = self.concrete.component_shape(law)
        weights = np.array([self.source.randint(1, SPREAD) for _ in range(prod(shape))], dtype=object)
        seeds = {law.name: self.ring.lift(weights.reshape(1, *shape))}
        values = program.forward(self.ring, point)
        found = program.backward(self.ring, values, seeds, self.state)
        return np.concatenate([gradient.ravel() for gradient in found.values()])

    def jet(self, array: NDArray[Any]) -> Jet[Balls]:
        """Exact numbers as balls without nilpotent part."""
        return Jet({0: self.ring.lift(array)})

    @property
    def state(self) -> tuple[Tensor, ...]:
        """The coordinates that move."""
        return self.concrete.fields.state

    def draw(self, tensors: Sequence[Tensor], count: int, small: bool = False) -> Point:
        """Rational points on the domain for the entries of the tensors."""
        return {tensor: self._array(tensor, count, small) for tensor in tensors}

    def _array(self, tensor: Tensor, count: int, small: bool) -> NDArray[Any]:
        size = count * self.concrete.size(tensor)
        flat = np.empty(size, dtype=object)
        spread = FRACTIONS if small else SPREAD
        flat[:] = [self.domain.draw(tensor, spread, self.source) for _ in range(size)]
        return flat.reshape(count, *self.concrete.shape(tensor))
