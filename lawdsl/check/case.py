"""What the checks of one claim have in common: its system, its sets, and laws that are proved on the way."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from .everywhere import Proof, Relation, vanishes_for_every_dimension
from .modular import PRIMES, brackets, jacobian, random_point, rank, real_brackets, real_jacobian
from .network import Network
from .points import Point, check_values, check_witness, generic, needs_witness, real_point
from .reading import Budget, RejectedError, fields, integer, listed, pair, string
from .reals import real_rank
from .sets import Variety, kept_set
from .system import MAX_SIZE, Expression, Family, System, parts, read_beside
from .terms import Key
from .valued import is_valued


class Case:
    """One claim about one system.

    ``used`` are the laws and sets that were looked at. ``variety`` is the set of the assumptions at the
    dimensions that are looked at, None where no equation is assumed. ``point`` is a real point near which
    ranks are taken, with the gradients of the equations whose manifold is looked at there. ``is_valued`` says
    whether the law that was proved for every dimension has values almost everywhere.
    """

    def __init__(self, system: System, budget: Budget) -> None:
        self.system = system
        self.budget = budget
        self.used: set[str] = set()
        self.variety: Variety | None = None
        self.point: Point | None = None
        self.normals: list[list[Any]] = []
        self.is_manifold = True
        self.is_valued = True

    def law(self, name: Any) -> Family:
        """A law by its name."""
        if string(name) not in self.system.laws:
            raise RejectedError(f"there is no law {name[:20]}")
        self.used.add(name)
        return self.system.laws[name]

    def set(self, name: Any) -> tuple[Family, ...]:
        """The families that are zero on a set, by its name."""
        if string(name) not in self.system.sets:
            raise RejectedError(f"there is no set {name[:20]}")
        self.used.add(name)
        return self.system.sets[name]

    def network(self, sizes: Any) -> Network:
        """The system at concrete dimensions."""
        least = self.system.least
        values = zip(least, fields(sizes, *least), strict=True)
        return Network(self.system, {n: integer(v, least[n], MAX_SIZE) for n, v in values}, self.budget)

    def enter(self, network: Network, evidence: Any) -> None:
        """Look at dimensions: the equations that are assumed stay true there (MATH M9)."""
        self.variety = self.point = None
        equations = list(self.system.equations())
        if equations:
            self.variety = kept_set(network, equations, evidence)
        elif evidence is not None:
            raise RejectedError("a set that nothing asks for")

    def check_defined(self, network: Network, witness: Any) -> None:
        """Laws and flow have a value at the witness, or at the real point that is looked at (MATH M2)."""
        if witness is not None:
            check_witness(network, witness)
        elif self.point is not None:
            check_values(network, self.point)
        elif needs_witness(network):
            raise RejectedError("no point is given where laws and flow have a value")

    def stand(self, network: Network, near: Any) -> None:
        """Look at a real point for ranks, or at none where they are taken modulo a prime.

        Where something is assumed it is a real point, where that holds.
        """
        self.point, self.normals, self.is_manifold = None, [], True
        if near is None:
            if self.system.assumptions:
                raise RejectedError("a rank where something is assumed is one at a real point")
            return
        point, manifold = fields(near, "point", "manifold")
        self.point = real_point(network, point)
        if self.variety is not None:
            self.normals, self.is_manifold = self.variety.normals(manifold, self.point)
            self._check_rank(self.normals, len(self.normals), "the gradients of the equations")
        elif manifold is not None:
            raise RejectedError("a manifold that nothing asks for")

    @property
    def codimension(self) -> int:
        """How many equations of the set have independent gradients at the point."""
        return len(self.normals)

    def cancels(self, law: Family, proof: Any) -> None:
        """The derivative vanishes for every dimension that the literal indices allow (MATH M2, M10)."""
        numberings, divisors, relations = fields(proof, "numberings", "divisors", "relations")
        given = iter(listed(numberings))

        def numbering(_: Key) -> list[int]:
            text = next(given, None)
            if text is None:
                raise RejectedError("there are more terms than numberings")
            return [integer(number, 0, 10_000) for number in string(text).split(" ")]

        shown = Proof(numbering, *self._beside(law, listed(divisors), listed(relations)))
        self.is_valued = is_valued(self.system, law, self.budget)
        if not vanishes_for_every_dimension(self.system, law, shown, self.budget):
            raise RejectedError("the terms of the derivative do not cancel")
        if list(given):
            raise RejectedError("there are more numberings than terms")

    def _beside(
        self, law: Family, divisors: list[Any], relations: list[Any]
    ) -> tuple[tuple[Expression, ...], tuple[Relation, ...]]:
        """The divisors and the relations of a proof, which may have the free indices of the law."""
        if not divisors and not relations:
            return (), ()
        system = self.system
        declared = len(system.shapes) + len(system.maps) + len(system.least)
        self.budget.spend(10 * declared + 10 * (len(divisors) + len(relations)) * (1 + len(law.indices)))
        given = [fields(item, "sums", "factor", "function") for item in relations]
        items = [*(([], item) for item in divisors), *((sums, ["multiply", *both]) for sums, *both in given)]
        found = read_beside(system, law.indices, items)
        bound = len(law.indices)
        return (
            tuple(family.body for family in found[: len(divisors)]),
            tuple(Relation(family.indices[bound:], *family.body[1]) for family in found[len(divisors) :]),
        )

    def identity(self, network: Network, law: list[int], identities: Any) -> None:
        """The derivative at the generic point, whose coordinates are variables, is zero (MATH M2, M12).

        On the set of equations, parts of it or powers of them are combinations of these (MATH M9).
        """
        if self.variety is not None:
            variety = self.variety
            variety.check_zero(network.lie_derivative(law, variety.ring, variety.point), listed(identities))
            return
        if identities is not None:
            raise RejectedError("combinations of equations where there is none")
        ring, point = generic(network)
        if not all(map(ring.is_zero, network.lie_derivative(law, ring, point))):
            raise RejectedError("the derivative is not zero")

    def check_gradients(
        self, network: Network, laws: list[str], nodes: list[int], wanted: int, gradients: Any
    ) -> None:
        """The gradients of components of laws have such a rank, at the real point if there is one (M6).

        On a manifold it is the rank of those along it: the gradients of its equations are added.
        """
        if self.point is not None:
            if gradients is not None:
                raise RejectedError("a prime has no meaning at a real point")
            if wanted and not self.is_manifold:
                raise RejectedError("the set is not shown to be a manifold")
            rows = chain(self.normals, real_jacobian(network, nodes, self.point))
            self._check_rank(rows, wanted and wanted + self.codimension, "the gradients of the laws")
        elif not wanted and gradients is not None:
            raise RejectedError("gradients that nothing asks for")
        elif wanted:
            check_residues(network, laws)
            prime, seed = fields(gradients, "prime", "seed")
            bits = bits_of(prime)
            lanes, ring = jacobian(network, nodes, bits, random_point(network, bits, seed_of(seed)))
            if rank(lanes, ring, wanted, self.budget) < wanted:
                raise RejectedError("the gradients of the laws have a smaller rank")

    def check_brackets(self, network: Network, wanted: int, upper: Any) -> None:
        """The values of bracket words have at least that rank (MATH M5, M6)."""
        prime, seed, blocks = fields(upper, "prime", "seed", "blocks")
        pairs = [pair(item, "letters and lanes of a block") for item in listed(blocks)]
        sizes = [(integer(a, 1, 100), integer(b, 0, 10**6)) for a, b in pairs]
        if self.point is not None:
            if prime is not None:
                raise RejectedError("a prime has no meaning at a real point")
            words = real_brackets(network, self.point, sizes, seed_of(seed))
            self._check_rank(words, wanted, "the values of the brackets")
            return
        check_residues(network, ())
        bits = bits_of(prime)
        point = random_point(network, bits, seed_of(seed))
        rows, ring = brackets(network, bits, point, sizes, seed_of(seed))
        if rank(rows, ring, wanted, self.budget) < wanted:
            raise RejectedError("the values of the brackets have a smaller rank")

    def _check_rank(self, rows: Iterable[list[Any]], wanted: int, what: str) -> None:
        if wanted and real_rank(rows, wanted, self.budget) < wanted:
            raise RejectedError(f"{what} have a smaller rank at the point")


def bits_of(prime: Any) -> int:
    """The length of one of the primes."""
    if string(prime) not in PRIMES:
        raise RejectedError("the prime is not one of those that the checker knows")
    return PRIMES[prime]


def seed_of(seed: Any) -> str:
    """What random numbers are drawn from."""
    return str(integer(seed, 0, 2**32))


def has_residues(network: Network, laws: Iterable[str]) -> bool:
    """Whether ranks of the fields and of these laws may be taken modulo a prime (MATH M6, section 6).

    Fields are rational functions but for logarithms of maps, whose gradients are rational. exp(a) * P has the
    gradient exp(a) * (P a' + P'): the value of a factor exp(a) matters for no rank.
    """
    system = network.system
    flow = [
        part[0] for family in (*system.maps.values(), *system.rates.values()) for part in parts(family.body)
    ]
    for name in laws:
        body = system.laws[name].body
        for factor in body[1] if body[0] == "multiply" else (body,):
            flow += [part[0] for part in parts(factor[1] if factor[0] == "exp" else factor)]
    return not {"exp", "root", "sign"} & set(flow)


def check_residues(network: Network, laws: Iterable[str]) -> None:
    """RejectedError where a residue says nothing."""
    if not has_residues(network, laws):
        raise RejectedError("a rank modulo a prime of what is no rational function")
