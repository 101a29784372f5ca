"""How dependent laws follow from the others: polynomial relations, found modulo primes and proved exactly.

Which functions depend on which tells the Jacobian at a random point (MATH.md M3); whether they do is said by
the relation alone, once it is proved. A relation of lowest degree between a function and independent ones
that it needs, none of which can be left out, is unique up to a factor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import combinations_with_replacement
from math import comb

import numpy as np
from numpy.typing import NDArray

from ...algebra.rings.polynomial import BudgetExceededError
from ...algebra.rings.ring import UndefinedError
from ...notation.record import record
from .functions import Monomial, Polynomial
from .related import Related
from .weights import MODULUS

MONOMIALS = 50_000
"""The most monomials in functions that are looked through."""
UNKNOWNS = 700
"""The most coefficients that a relation is looked for with."""
HIGHEST = 20
"""The highest degree of relations that are looked for otherwise than by elimination."""
NAMED = 4
"""More functions than these are counted only where there is nothing to say of them."""

EFFORT = 3_000_000
"""Monomials looked through and entries of linear systems, for all functions together."""
ELIMINATION = 100_000
"""What an elimination counts for."""


class Purse:
    """Effort that may be spent: ``left`` of what was ``given``."""

    def __init__(self, given: int) -> None:
        self.given = given
        self.left = given

    def pays(self, amount: int, leaving: int = 0) -> bool:
        """Spend the amount; False, and nothing spent, where less than ``leaving`` would be left."""
        if self.left - amount < leaving:
            return False
        self.left -= amount
        return True


@record
class Relation:
    """How one function follows from others: ``polynomial`` is proved to be zero at all of them.

    Its derivative in the function is not zero everywhere. Where ``polynomial`` is None the remark says why.
    """

    function: int
    polynomial: Polynomial | None
    remark: str = ""


def find_relations(related: Related) -> list[Relation]:
    """A relation for every component that seems to depend on earlier ones, in their order.

    Raises BadPrimeError when no prime will do, and GivenUpError.
    """
    linear = linear_relations(related)
    dependent = {relation.function for relation in linear}
    rest = [place for place in range(related.functions.components) if place not in dependent]
    circuits = list(related.circuits(rest))
    found, left, unexplained = list(linear), EFFORT, list[int]()
    for number, (function, needed) in enumerate(circuits):
        purse = Purse(left // (len(circuits) - number))
        left -= purse.given
        relation = _relation(related, purse, function, needed, rest, unexplained)
        left += purse.left
        found.append(relation)
        if relation.polynomial is None:
            unexplained.append(function)
    return sorted(found, key=lambda relation: relation.function)


def _relation(
    related: Related,
    purse: Purse,
    function: int,
    needed: Sequence[int],
    rest: Sequence[int],
    unexplained: Sequence[int],
) -> Relation:
    """A relation of a function: a short one with any earlier ones, or one with those that it needs."""
    earlier = [place for place in rest if place < function]
    others = sorted({*needed, *unexplained})
    if not related.is_algebraic(function, earlier):
        return Relation(function, None, f"it depends on {_listed(related, needed)}, but by no polynomial")
    short = _Search(related, purse, function, earlier).short()
    return short or _Search(related, purse, function, others).run()


def _listed(related: Related, places: Sequence[int]) -> str:
    names = [related.functions.names[place] for place in places]
    return ", ".join(names) if len(names) <= NAMED else f"{len(names)} others"


def linear_relations(related: Related) -> list[Relation]:
    """Relations c_k = a_0 + sum of a_j * c_j of components with earlier ones; all that there are."""
    monomials: list[Monomial] = [(), *((place,) for place in range(related.functions.components))]
    proved: list[Polynomial] = []
    for polynomials in _kernels(related, monomials):
        proved = _proved(related, polynomials)
        if len(proved) == len(polynomials):
            break
    return [Relation(max(item)[0], item) for item in proved]


def _kernels(related: Related, monomials: Sequence[Monomial]) -> Iterator[list[Polynomial]]:
    """Guesses at relations between monomials; none where they take too much."""
    try:
        yield from related.kernels(monomials)
    except BudgetExceededError:
        return


def _proved(related: Related, polynomials: list[Polynomial]) -> list[Polynomial]:
    """Those that are zero, tried all at once and then one by one."""
    if not polynomials or _vanish(related, polynomials):
        return polynomials
    return [polynomial for polynomial in polynomials if _vanish(related, [polynomial])]


def _vanish(related: Related, polynomials: list[Polynomial]) -> bool:
    try:
        return related.vanish(polynomials)
    except (BudgetExceededError, UndefinedError):
        return False


class _UnprovedError(Exception):
    """A relation that holds modulo primes takes too much to prove."""


class _Search:
    """Looks for the relation of one function with independent ones that it needs, by growing degrees."""

    def __init__(self, related: Related, purse: Purse, function: int, needed: list[int]) -> None:
        self.related = related
        self.purse = purse
        self.function = function
        self.needed = needed
        self.variables = [*needed, *related.functions.constants, function]
        self.last = len(self.variables) - 1

    @cached_property
    def weights(self) -> NDArray[np.int64]:
        """The weights of the variables."""
        return self.related.weights(self.variables)

    def run(self) -> Relation:
        """The relation, or how far it was looked for."""
        degree = 2 if self.needed else 1
        try:
            while self.affords(degree):
                found = self.of_degree(degree)
                if found is not None:
                    return Relation(self.function, found)
                degree += 1
            found = self.eliminated()
        except _UnprovedError as error:
            remark = f"a relation that holds modulo primes is not proved: {error}"
            return Relation(self.function, None, remark)
        if found is not None:
            return Relation(self.function, found)
        return Relation(self.function, None, self._in_vain(degree - 1))

    def affords(self, degree: int) -> bool:
        """Whether monomials up to a degree can be looked through; that is paid for."""
        count = comb(len(self.variables) + degree, degree)
        return degree <= HIGHEST and count <= MONOMIALS and self.purse.pays(count, ELIMINATION)

    def _in_vain(self, degree: int) -> str:
        others = f" with {_listed(self.related, self.needed)}" if self.needed else ""
        spent = f"{self.purse.given - self.purse.left} of {self.purse.given} operations spent"
        return f"no polynomial relation of degree <= {degree}{others} was found; {spent}"

    def short(self) -> Relation | None:
        """A relation of degree 2, if there is one that is proved."""
        if not self.needed or not self.affords(2):
            return None
        try:
            found = self.of_degree(2)
        except _UnprovedError:
            return None
        return None if found is None else Relation(self.function, found)

    def eliminated(self) -> Polynomial | None:
        """The relation by elimination, where effort is left."""
        if not self.purse.pays(ELIMINATION):
            return None
        found = self.related.eliminated(self.variables, self.function)
        if found is None or not self.related.determines(found, self.function) or not self.holds(found):
            return None
        return found

    def holds(self, polynomial: Polynomial) -> bool:
        """Whether it is zero, exactly; raises _UnprovedError where that is not known."""
        try:
            return self.related.vanish([polynomial])
        except (BudgetExceededError, UndefinedError) as error:
            raise _UnprovedError(str(error)) from error

    def of_degree(self, degree: int) -> Polynomial | None:
        """The relation up to this degree in the functions that the last one is in, if there is one."""
        for chosen in self.classes(degree):
            if len(chosen) > UNKNOWNS or not self.purse.pays(len(chosen) ** 2, ELIMINATION):
                continue
            found = self.among(chosen)
            if found is not None:
                return found
        return None

    def classes(self, degree: int) -> list[list[tuple[int, ...]]]:
        """The monomials by weight, as places of the variables; those that the last one is in come last."""
        found: defaultdict[bytes, list[tuple[int, ...]]] = defaultdict(list)
        for size in range(degree + 1):
            monomials = list(combinations_with_replacement(range(self.last + 1), size))
            places = np.array(monomials, dtype=np.intp).reshape(len(monomials), size)
            sums = self.weights[places].sum(axis=1) % MODULUS
            for monomial, weight in zip(monomials, sums, strict=True):
                found[weight.tobytes()].append(monomial)
        for chosen in found.values():
            chosen.sort(key=lambda monomial: (monomial.count(self.last), len(monomial), monomial))
        return [
            chosen
            for chosen in found.values()
            # Classes without a monomial of this degree were searched before.
            if self.last in chosen[-1] and any(len(monomial) == degree for monomial in chosen)
        ]

    def among(self, chosen: Sequence[tuple[int, ...]]) -> Polynomial | None:
        """The relation between these monomials."""
        monomials = [tuple(sorted(self.variables[at] for at in item)) for item in chosen]
        for polynomials in _kernels(self.related, monomials):
            found = [item for item in polynomials if self.related.determines(item, self.function)]
            if not found or self.holds(found[0]):
                return found[0] if found else None
        return None
