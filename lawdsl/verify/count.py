"""All laws, counted: the proved ones from below, the Lie algebra from above (MATH.md M4-M7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from ..algebra.modular import BadPrimeError, primes
from ..notation.typed import Family
from ..system.concrete import ConcreteFields
from ..system.degree import field_degree
from .closure import Closure, lie_closure
from .generators import single_generator
from .independence import TRIES, jacobian_rank


@dataclass(frozen=True, slots=True)
class LawCount:
    """How many independent laws there are at concrete dimensions.

    ``proved`` of the given laws are independent, ``upper`` is N less a proved lower bound for the rank of
    the Lie algebra, ``fewest`` is N less a proved upper bound where there is one. ``closures`` hold
    primes, points and bracket words, so that another program can re-check the bounds.
    """

    dimension: int
    proved: int
    upper: int
    fewest: int
    closures: tuple[Closure, ...]
    error: Fraction

    @property
    def lower(self) -> int:
        """The proved lower bound for the number of laws."""
        return max(self.proved, self.fewest)

    @property
    def complete(self) -> bool:
        """Whether the given laws are proved to be all laws: the two bounds meet (M7)."""
        return self.proved == self.upper

    @property
    def ranks(self) -> tuple[int, ...]:
        """The rank reached at each depth of brackets, at the best point."""
        best = max(self.closures, key=lambda closure: closure.ranks, default=None)
        return best.ranks if best else ()

    @property
    def remark(self) -> str:
        """What is known, in one phrase."""
        if self.complete:
            return "complete: proved"
        missing = f"{self.upper - self.proved} not among the given laws"
        if self.fewest == self.upper:
            return f"{self.proved} proved, exactly {self.upper} in all, {missing}"
        if not any(closure.exhausted for closure in self.closures):
            return f"at least {self.proved} proved and at most {self.upper}: the brackets went on growing"
        chance = f"with error probability <= {float(self.error):.1g}"
        return f"at least {self.proved} proved, exactly {self.upper} {chance}, {missing}"


def count_laws(concrete: ConcreteFields, laws: Sequence[Family]) -> LawCount:
    """The count at these dimensions, given laws that are proved to be laws there.

    Raises ArithmeticError if the two proved bounds contradict each other, which no sound prover lets happen.
    """
    dimension = concrete.dimension
    proved = jacobian_rank(concrete, laws, 1 if laws else 0)
    closures: list[Closure] = []
    for prime in islice(primes(), TRIES):
        _try_closure(concrete, prime, dimension - proved, closures)
        if _best(closures) >= dimension - proved:
            break
        proved = max(proved, jacobian_rank(concrete, laws, dimension) if laws else 0)
    rank = _best(closures)
    if rank > dimension - proved:
        raise ArithmeticError(f"{proved} laws and rank {rank} of {dimension} contradict each other")
    ceiling = single_generator(concrete) if rank <= 1 and rank < dimension - proved else None
    fewest = 0 if ceiling is None else dimension - ceiling
    error = _error(concrete, closures)
    return LawCount(dimension, proved, dimension - rank, fewest, tuple(closures), error)


def _try_closure(concrete: ConcreteFields, prime: int, target: int, closures: list[Closure]) -> None:
    try:
        closures.append(lie_closure(concrete, prime, target))
    except BadPrimeError:
        return


def _best(closures: Sequence[Closure]) -> int:
    return max((closure.ranks[-1] for closure in closures if closure.ranks), default=0)


def _error(concrete: ConcreteFields, closures: Sequence[Closure]) -> Fraction:
    """The Schwartz-Zippel bound: degree of a largest minor over the prime, for each exhausted trial."""
    bound = Fraction(1)
    for closure in closures:
        degree = concrete.dimension * (len(closure.ranks) + 1) * field_degree(concrete.fields, concrete.sizes)
        if closure.exhausted:
            bound *= min(Fraction(1), Fraction(degree, closure.prime))
    return bound
