"""All laws, counted: the proved ones from below, the Lie algebra from above (MATH.md M4-M7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from ...algebra.rings.modular import BadPrimeError
from ...algebra.rings.ring import UndefinedError
from ...notation.typed import Family
from ...system.concrete import ConcreteFields
from ...system.degree import minor_degree
from .closure import Closure, lie_closure
from .independence import TRIES, has_residues, rank_at_random_point, usable_primes
from .parallel import parallel_rank
from .ranks import has_rational_fields
from .real_closure import RealClosure, real_closure, real_jacobian_rank
from .stages import Stages

AnyClosure = Closure | RealClosure


@dataclass(frozen=True, slots=True)
class LawCount:
    """How many independent laws there are at concrete dimensions.

    ``proved`` of the given laws are independent, ``upper`` is N less a proved lower bound for the rank of
    the Lie algebra, ``fewest`` is N less a proved upper bound where there is one. ``closures`` hold
    primes, points and bracket words, so that another program can re-check the bounds. ``seconds`` were
    spent on evaluation, rank and proof.
    """

    dimension: int
    proved: int
    upper: int
    fewest: int
    closures: tuple[AnyClosure, ...]
    error: Fraction
    seconds: Mapping[str, float]
    given_up: str = ""
    """Why nothing was counted."""
    piece: str = ""
    """The point that the count speaks of, where equations are assumed: their set may have several pieces."""

    @property
    def lower(self) -> int:
        """The proved lower bound for the number of laws."""
        return max(self.proved, self.fewest)

    @property
    def complete(self) -> bool:
        """Whether the given laws are proved to be all laws: the two bounds meet (M7)."""
        return self.proved == self.upper and not self.given_up

    @property
    def settled(self) -> bool:
        """Whether `upper` is the number of all laws, proved or with the stated error probability."""
        if self.piece or self.given_up:  # Such a point is not random: a shortfall has no probability.
            return self.lower == self.upper
        return self.lower == self.upper or any(closure.exhausted for closure in self.closures)

    @property
    def ranks(self) -> tuple[int, ...]:
        """The rank reached at each depth of brackets, at the best point."""
        best = max(self.closures, key=lambda closure: closure.ranks, default=None)
        return best.ranks if best else ()

    @property
    def remark(self) -> str:
        """What is known, in one phrase."""
        known = self.given_up or self._known
        return f"{known}, near {self.piece}" if self.piece else known

    @property
    def _known(self) -> str:
        if self.complete:
            return "complete: proved"
        missing = f"{self.upper - self.proved} not among the given laws"
        if self.fewest == self.upper:
            return f"{self.proved} proved, exactly {self.upper} in all, {missing}"
        if self.piece:
            return f"at least {self.proved} proved and at most {self.upper}"
        if not self.settled:
            real = any(isinstance(closure, RealClosure) for closure in self.closures)
            why = (
                "a rank at a real point bounds from one side only" if real else "the brackets went on growing"
            )
            return f"at least {self.proved} proved and at most {self.upper}: {why}"
        chance = f"with error probability <= {float(self.error):.1g}"
        return f"at least {self.proved} proved, exactly {self.upper} {chance}, {missing}"


def uncounted(concrete: ConcreteFields, reason: str) -> LawCount:
    """What is known where counting is given up: nothing but the dimension of the state."""
    dimension = concrete.dimension
    return LawCount(dimension, 0, dimension, 0, (), Fraction(1), Stages().seconds(), reason)


def count_laws(concrete: ConcreteFields, laws: Sequence[Family], stages: Stages) -> LawCount:
    """The count at these dimensions, given laws that are proved to be laws there.

    Raises ArithmeticError if the two proved bounds contradict each other, which no sound prover lets happen.
    """
    dimension, proved = concrete.dimension, 0
    closures: list[AnyClosure] = []
    for prime in islice(usable_primes(concrete, laws), TRIES):
        proved = max(proved, _jacobian_rank(concrete, laws, prime, stages))
        if _best(closures) < dimension - proved:
            closures += _closure(concrete, prime, dimension - proved, stages)
        if _best(closures) >= dimension - proved or any(isinstance(item, RealClosure) for item in closures):
            break
    rank = _best(closures)
    if rank > dimension - proved:
        raise ArithmeticError(f"{proved} laws and rank {rank} of {dimension} contradict each other")
    ceiling = parallel_rank(concrete) if rank <= 1 and rank < dimension - proved else None
    fewest = 0 if ceiling is None else dimension - ceiling
    error = _error(concrete, closures)
    return LawCount(dimension, proved, dimension - rank, fewest, tuple(closures), error, stages.seconds())


def _jacobian_rank(concrete: ConcreteFields, laws: Sequence[Family], prime: int, stages: Stages) -> int:
    if not laws:
        return 0
    try:
        if has_residues(laws):
            return rank_at_random_point(concrete, laws, prime, stages)
        return real_jacobian_rank(concrete, laws)
    except (BadPrimeError, UndefinedError):
        return 0


def _closure(concrete: ConcreteFields, prime: int, target: int, stages: Stages) -> list[AnyClosure]:
    try:
        if has_rational_fields(concrete):
            return [lie_closure(concrete, prime, target, stages)]
        return [real_closure(concrete, target, stages)]
    except (BadPrimeError, UndefinedError):
        return []


def _best(closures: Sequence[AnyClosure]) -> int:
    return max((closure.ranks[-1] for closure in closures if closure.ranks), default=0)


def _error(concrete: ConcreteFields, closures: Sequence[AnyClosure]) -> Fraction:
    """The Schwartz-Zippel bound: degree of a largest minor over the prime, for each exhausted trial."""
    bound = Fraction(1)
    for closure in closures:
        if isinstance(closure, Closure) and closure.exhausted:
            letters = len(closure.ranks) + 1
            degree = minor_degree(concrete.fields, concrete.sizes, concrete.dimension, letters)
            bound *= min(Fraction(1), Fraction(degree, closure.prime))
    return bound
