"""How dependent laws follow from the others: polynomial relations, found modulo primes and proved exactly.

Which functions depend on which tells the Jacobian at a random point (MATH.md M3); whether they do is said by
the relation alone, once it is proved. A relation of lowest degree between a function and independent ones
that it needs, none of which can be left out, is unique up to a factor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement
from math import comb, gcd, lcm, prod

import numpy as np
from numpy.typing import NDArray

from ..algebra.modular import BadPrimeError, Modulus, Residues
from ..algebra.polynomial import BudgetExceededError
from ..algebra.rank import nullspace_modulo
from ..algebra.rational import combine_residues, reconstruct_all
from ..algebra.ring import UndefinedError
from ..notation.record import record
from .eliminated import eliminated_relation
from .functions import Functions, Monomial, Polynomial
from .weights import MODULUS, weights

SPARE = 8
"""Points beyond the number of unknown coefficients."""
MONOMIALS = 50_000
"""The most monomials in functions that are looked through."""
UNKNOWNS = 700
"""The most coefficients that a relation is looked for with."""
PROOF_PRODUCTS = 1_000_000
"""Monomial products that the proof of a relation may take."""

EFFORT = 3_000_000
"""Monomials looked through and entries of linear systems, for all functions together."""
ELIMINATION = 100_000
"""What an elimination counts for."""

Vector = list[Fraction]


class Purse:
    """Effort that may still be spent."""

    def __init__(self, left: int) -> None:
        self.left = left

    def pays(self, amount: int) -> bool:
        """Spend the amount; False when there is not so much left."""
        self.left -= amount
        return self.left >= 0


@record
class Relation:
    """How one function follows from others: ``polynomial`` is proved to be zero at all of them.

    Its derivative in the function is not zero everywhere. Where ``polynomial`` is None the remark says why.
    """

    function: int
    polynomial: Polynomial | None
    remark: str = ""


def find_relations(functions: Functions, usable: Sequence[int]) -> list[Relation]:
    """A relation for every component that seems to depend on earlier ones, in their order.

    ``usable`` are primes to work with. Raises BadPrimeError when none of them will do.
    """
    linear = _linear_relations(functions, usable)
    dependent = {relation.function for relation in linear}
    rest = [place for place in range(functions.components) if place not in dependent]
    found, purse = list(linear), Purse(EFFORT)
    circuits = list(_circuits(functions, usable, rest))
    grading = weights(functions) if circuits else np.zeros((0, 0), dtype=np.int64)
    for function, needed in circuits:
        # A short relation may use dependent functions as well.
        earlier = [place for place in rest if place < function]
        short = _Search(functions, usable, grading, purse, function, earlier).short()
        found.append(short or _Search(functions, usable, grading, purse, function, needed).run())
    return sorted(found, key=lambda relation: relation.function)


def _linear_relations(functions: Functions, usable: Sequence[int]) -> list[Relation]:
    """Relations c_k = a_0 + sum of a_j * c_j of components with earlier ones."""
    monomials: list[Monomial] = [(), *((place,) for place in range(functions.components))]

    def table(prime: int) -> Residues:
        values = functions.values(prime, len(monomials) + SPARE)
        return np.hstack([np.ones((len(values), 1)), values[:, : functions.components]])

    proved: list[Polynomial] = []
    for vectors in _kernels(table, usable):
        polynomials = [_polynomial(monomials, vector) for vector in vectors]
        proved = _proved(functions, polynomials)
        if len(proved) == len(polynomials):
            break
    return [Relation(max(item)[0], item) for item in proved]


def _proved(functions: Functions, polynomials: list[Polynomial]) -> list[Polynomial]:
    """Those that are zero, tried all at once and then one by one."""
    if not polynomials or _vanish(functions, polynomials):
        return polynomials
    return [polynomial for polynomial in polynomials if _vanish(functions, [polynomial])]


def _vanish(functions: Functions, polynomials: list[Polynomial]) -> bool:
    try:
        return functions.vanish(polynomials, PROOF_PRODUCTS)
    except (BudgetExceededError, UndefinedError):
        return False


def _circuits(
    functions: Functions, usable: Sequence[int], places: Sequence[int]
) -> Iterator[tuple[int, list[int]]]:
    """Components whose gradients depend on those of earlier ones, with the independent ones they need."""
    for prime in usable:
        try:
            rows = functions.jacobian(prime)[places]
        except BadPrimeError:
            continue
        for vector in nullspace_modulo(rows.T, prime):
            *needed, dependent = (places[at] for at in np.flatnonzero(vector).tolist())
            yield dependent, needed
        return
    raise BadPrimeError("no prime will do")


class _UnprovedError(Exception):
    """A relation that holds modulo primes takes too much to prove."""


class _Search:
    """Looks for the relation of one function with independent ones that it needs, by growing degrees."""

    def __init__(
        self,
        functions: Functions,
        usable: Sequence[int],
        grading: NDArray[np.int64],
        purse: Purse,
        function: int,
        needed: list[int],
    ) -> None:
        self.functions = functions
        self.purse = purse
        self.usable = usable
        self.variables = [*needed, *functions.constants, function]
        self.last = len(self.variables) - 1
        self.weights = grading[self.variables]
        self.least = 2 if needed else 1
        self.needed = needed

    def run(self) -> Relation:
        """The relation, or how far it was looked for."""
        function = self.variables[self.last]
        degree = self.least
        try:
            while comb(len(self.variables) + degree, degree) <= MONOMIALS and self.purse.left > 0:
                found = self.of_degree(degree)
                if found is not None:
                    return Relation(function, found)
                degree += 1
            found = self.eliminated()
        except _UnprovedError as error:
            return Relation(function, None, f"a relation that holds modulo primes is not proved: {error}")
        if found is not None:
            return Relation(function, found)
        names = ", ".join(self.functions.names[place] for place in self.needed)
        return Relation(function, None, f"no relation of degree <= {degree - 1} found with {names}")

    def short(self) -> Relation | None:
        """A relation of degree 2, if there is one that is proved."""
        if not self.needed or comb(len(self.variables) + 2, 2) > MONOMIALS:
            return None
        try:
            found = self.of_degree(2)
        except _UnprovedError:
            return None
        return None if found is None else Relation(self.variables[self.last], found)

    def eliminated(self) -> Polynomial | None:
        """The relation by elimination, where effort is left."""
        if not self.purse.pays(ELIMINATION):
            return None
        found = eliminated_relation(self.functions, self.variables, self.variables[self.last])
        return found if found is not None and self.determines(found) and self.holds(found) else None

    def holds(self, polynomial: Polynomial) -> bool:
        """Whether it is zero, exactly; raises _UnprovedError where that is not known."""
        try:
            return self.functions.vanish([polynomial], PROOF_PRODUCTS)
        except (BudgetExceededError, UndefinedError) as error:
            raise _UnprovedError(str(error)) from error

    def of_degree(self, degree: int) -> Polynomial | None:
        """The relation up to this degree in the functions that the last one is in, if there is one."""
        for chosen in self.classes(degree):
            if len(chosen) > UNKNOWNS or not self.purse.pays(len(chosen) ** 2):
                continue
            found = self.among(chosen)
            if found is not None:
                return found
        return None

    def classes(self, degree: int) -> list[list[tuple[int, ...]]]:
        """The monomials by weight, as places of the variables; those that the last one is in come last."""
        self.purse.pays(comb(len(self.variables) + degree, degree))
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

        def table(prime: int) -> Residues:
            values = self.functions.values(prime, len(chosen) + SPARE)[:, self.variables]
            return _products(values, chosen, Modulus(prime))

        for vectors in _kernels(table, self.usable):
            polynomials = [_polynomial(monomials, vector) for vector in vectors]
            polynomials = [item for item in polynomials if self.determines(item)]
            if not polynomials or self.holds(polynomials[0]):
                return polynomials[0] if polynomials else None
        return None

    def determines(self, polynomial: Polynomial) -> bool:
        """Whether the derivative in the last function is not zero at a random point."""
        prime, function = self.usable[0], self.variables[self.last]
        values = [int(value) for value in self.functions.values(prime, 1)[0]]
        slope = 0
        for monomial, coefficient in polynomial.items():
            if exponent := monomial.count(function):
                rest = list(monomial)
                rest.remove(function)
                slope += coefficient * exponent * prod(values[place] for place in rest)
        return slope % prime != 0


def _products(values: Residues, monomials: Sequence[tuple[int, ...]], modulus: Modulus) -> Residues:
    """The values of monomials, one a column."""
    known: dict[tuple[int, ...], Residues] = {(): np.ones(len(values))}
    for monomial in monomials:
        for size in range(1, len(monomial) + 1):
            prefix = monomial[:size]
            if prefix not in known:
                known[prefix] = modulus.reduce(known[prefix[:-1]] * values[:, prefix[-1]])
    return np.stack([known[monomial] for monomial in monomials], axis=1)


def _kernels(table: Callable[[int], Residues], usable: Sequence[int]) -> Iterator[list[Vector]]:
    """Guesses at a basis of the rational nullspace of tables, by more and more primes."""
    known: tuple[list[list[int]], int] | None = None
    for prime in usable:
        try:
            vectors = nullspace_modulo(table(prime), prime).tolist()
        except BadPrimeError:
            continue
        if known is None or _shape(vectors) < _shape(known[0]):
            known = vectors, prime
        elif _shape(vectors) == _shape(known[0]):
            pairs = zip(known[0], vectors, strict=True)
            merged = [combine_residues(mine, known[1], yours, prime)[0] for mine, yours in pairs]
            known = merged, known[1] * prime
        rational = [reconstruct_all(vector, known[1]) for vector in known[0]]
        if all(vector is not None for vector in rational):
            yield [vector for vector in rational if vector is not None]


def _shape(vectors: Sequence[Sequence[int]]) -> tuple[int, list[int]]:
    """A bad prime has more vectors, or later pivots."""
    return len(vectors), [max(at for at, value in enumerate(vector) if value) for vector in vectors]


def _polynomial(monomials: Sequence[Monomial], vector: Vector) -> Polynomial:
    """The multiple with coprime integers in which the last monomial has a negative one."""
    terms = {monomial: value for monomial, value in zip(monomials, vector, strict=True) if value}
    scale = lcm(*(value.denominator for value in terms.values()))
    integers = {monomial: int(value * scale) for monomial, value in terms.items()}
    content = gcd(*integers.values())
    sign = -1 if list(integers.values())[-1] > 0 else 1
    return {monomial: sign * value // content for monomial, value in integers.items()}
