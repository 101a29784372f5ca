"""The claims that a certificate can make, each with what shows it. This is where the theorems stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from .exact import Polynomials
from .modular import PRIMES, brackets, jacobian, random_point, rank, real_brackets, real_jacobian
from .network import ALONG, Jet, Network
from .reading import (
    Budget,
    RejectedError,
    fields,
    integer,
    listed,
    mapping,
    parse,
    rational,
    seal,
    string,
)
from .reals import Between, Reals, between, real_rank
from .system import MAX_SIZE, Family, System, admitted, parts, read_system
from .terms import Key, vanishes_for_every_dimension

FORMAT = "lawdsl certificate"
VERSION = "1"


class Checked(NamedTuple):
    """A claim that was checked, and the spec that it says it is about."""

    kind: str
    text: str
    spec: str
    sha256: str


def check(text: str) -> Checked:
    """Check a certificate; RejectedError unless it shows what it claims."""
    content = parse(text)
    names = ("format", "version", "spec", "name", "system", "claim", "evidence", "seal")
    values = dict(zip(names, fields(content, *names), strict=True))
    if (values["format"], values["version"]) != (FORMAT, VERSION):
        raise RejectedError(f"not a {FORMAT} of version {VERSION}")
    if values["seal"] != seal(content):
        raise RejectedError("the seal does not match: the file was changed after it was written")
    spec, sha256 = map(string, fields(values["spec"], "name", "sha256"))
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise RejectedError("the hash of the spec is none")
    system = read_system(values["system"])
    checker = _Checker(system, Budget())
    kind = string(mapping(values["claim"]).get("kind"))
    methods = {
        "law": checker.law,
        "law at dimensions": checker.law_at_dimensions,
        "refuted": checker.refuted,
        "count": checker.count,
        "complete": checker.complete,
        "independent": checker.independent,
    }
    if kind not in methods:
        raise RejectedError(f"an unknown kind of claim {kind[:20]!r}")
    methods[kind](values["claim"], values["evidence"])
    unused = system.laws.keys() - checker.used
    if unused:
        raise RejectedError(f"the law {min(unused)} is not a part of the claim")
    return Checked(kind, string(values["name"]), spec, sha256)


class _Checker:
    """Checks one claim about one system.

    ``used`` are the laws that were looked at, ``proved`` says which
    of them are proved for every dimension; the others are proved where they are needed.
    """

    def __init__(self, system: System, budget: Budget) -> None:
        self.system = system
        self.budget = budget
        self.used: set[str] = set()
        self.proved: dict[str, bool] = {}
        self.point: dict[int, Jet] | None = None

    def law(self, claim: Any, evidence: Any) -> None:
        """X_G(h) = 0 for every dimension from the least one on (MATH M2, M10), and h is no constant (M4)."""
        _, name, least = fields(claim, "kind", "law", "least")
        numberings, moves = fields(evidence, "numberings", "moves")
        for size, needed in zip(fields(least, *self.system.least), self.system.least.values(), strict=True):
            integer(size, needed, MAX_SIZE)
        self._cancels(self._law(name), numberings)
        self._moves(self._law(name), moves)

    def _cancels(self, law: Family, numberings: Any) -> None:
        """The derivative vanishes for every dimension that the literal indices allow (MATH M2, M10)."""
        given = iter(listed(numberings))

        def numbering(_: Key) -> list[int]:
            text = next(given, None)
            if text is None:
                raise RejectedError("there are more terms than numberings")
            return [integer(number, 0, 10_000) for number in string(text).split(" ")]

        if not vanishes_for_every_dimension(self.system, law, numbering, self.budget):
            raise RejectedError("the terms of the derivative do not cancel")
        if next(given, None) is not None:
            raise RejectedError("there are more numberings than terms")

    def law_at_dimensions(self, claim: Any, evidence: Any) -> None:
        """X_G(h) = 0 as a rational function at concrete dimensions (MATH M2, M12); h is no constant (M4)."""
        _, name, points = fields(claim, "kind", "law", "points")
        moves, witnesses = fields(evidence, "moves", "points")
        if not listed(points):
            raise RejectedError("no dimensions are claimed")
        for sizes, defined in zip(points, _as_many(witnesses, points), strict=True):
            network = self._network(sizes)
            law = network.family(self._law(name))
            self._identity(network, law)
            if needs_witness(network, law):
                check_witness(network, law, mapping(defined))
            elif defined is not None:
                raise RejectedError("a point that nothing asks for")
        if mapping(moves).get("sizes") not in points:
            raise RejectedError("the law is shown to be no constant elsewhere")
        self._moves(self._law(name), moves)

    def _identity(self, network: Network, law: list[int]) -> None:
        """The derivative at the generic point, whose coordinates are variables, is zero (MATH M2, M12)."""
        leaves = _leaves(network)
        ring = Polynomials(len(leaves), self.budget)
        point: dict[int, Jet] = {leaf: {0: ring.variable(at)} for at, leaf in enumerate(leaves)}
        if not all(ring.is_zero(value) for value in network.lie_derivative(law, ring, point)):
            raise RejectedError("the derivative is not zero")

    def _moves(self, law: Family, moves: Any) -> None:
        """The law is no constant: a gradient is not zero at a real point or modulo a prime (MATH M4, M6)."""
        sizes, near, prime, seed = fields(moves, "sizes", "near", "prime", "seed")
        network = self._near(sizes, near)
        gradients = None if prime is None else {"prime": prime, "seed": seed}
        self._check_gradients(network, network.family(law), 1, gradients)

    def refuted(self, claim: Any, evidence: Any) -> None:
        """X_G(h) is not zero at an exact point of the domain (MATH section 5)."""
        _, name, component, sizes, rate = fields(claim, "kind", "law", "component", "sizes", "rate")
        state, cotangent, preimage = fields(evidence, "state", "cotangent", "preimage")
        network = self._network(sizes)
        places = list(network.free(self._law(name)))
        place = tuple(integer(slot, 0, MAX_SIZE) for slot in listed(component))
        if place not in places:
            raise RejectedError("the law has no such component")
        law = [network.family(self._law(name))[places.index(place)]]
        point = real_point(network, mapping(state))
        given = self._cotangent(network, cotangent)
        if self.system.natural:
            source = self._cotangent(network, preimage)
            self._pushed(network, {**point, **source}, given)
            given = source
        elif preimage is not None:
            raise RejectedError("a preimage belongs to the natural metric")
        value = network.lie_derivative(law, Reals(network.budget), {**point, **given})[0]
        if not _is_shown(value, rate):
            raise RejectedError("the derivative has another value at the point, or may be zero")

    def _pushed(self, network: Network, source: dict[int, Jet], given: dict[int, Jet]) -> None:
        """J J^T G is the cotangent, so the natural metric moves as the Euclidean one with G.

        (J^T J)^+ J^T (J J^T G) = J^T G, since J^T G is in the range of J^T J (MATH section 1).
        """
        ring, values = Reals(network.budget), dict(source)
        moved = dict(source)
        for leaf, gradient in network.gradient(ring, values).items():
            moved[leaf] = {**source[leaf], ALONG: gradient[0]}
        nodes = [node for group in network.maps.values() for node in group]
        network.forward(network.order(nodes), ring, moved)
        if any(moved[n].get(ALONG, 0) != given[g][0] for n, g in zip(nodes, network.cotangents, strict=True)):
            raise RejectedError("the cotangent is not the image of the preimage")

    def count(self, claim: Any, evidence: Any) -> None:
        """There are exactly so many independent laws at each point (MATH M4-M7)."""
        _, points = fields(claim, "kind", "points")
        for point, bound in self._points(points, evidence):
            sizes, number, near = fields(point, "sizes", "count", "near")
            lower, upper = fields(bound, "lower", "upper")
            network = self._near(sizes, near)
            count = integer(number, 0, len(network.state))
            if lower == "one field":
                if len(network.state) - self._one_field(network) < count:
                    raise RejectedError("one field leaves fewer laws")
            else:
                laws, gradients = fields(lower, "laws", "gradients")
                self._at_least(network, count, listed(laws), gradients)
            self._at_most(network, count, upper)

    def complete(self, claim: Any, evidence: Any) -> None:
        """The given laws are all laws: their rank and that of the fields add up to N (MATH M7)."""
        _, points = fields(claim, "kind", "points")
        for point, bound in self._points(points, evidence):
            sizes, laws, number, near = fields(point, "sizes", "laws", "count", "near")
            gradients, upper = fields(bound, "gradients", "upper")
            network = self._near(sizes, near)
            count = integer(number, 0, len(network.state))
            self._at_least(network, count, listed(laws), gradients)
            self._at_most(network, count, upper)

    def independent(self, claim: Any, evidence: Any) -> None:
        """Exactly so many of the given laws are independent at each point (MATH M3, M6)."""
        _, laws, points = fields(claim, "kind", "laws", "points")
        for point, bound in self._points(points, evidence):
            sizes, number, near = fields(point, "sizes", "number", "near")
            gradients, upper = fields(bound, "gradients", "upper")
            network = self._near(sizes, near)
            count = integer(number, 0, len(network.state))
            nodes = self._at_least(network, count, listed(laws), gradients)
            self._independent_at_most(network, count, nodes, upper)

    def _near(self, sizes: Any, near: Any) -> Network:
        """The network at a point of a claim, about the neighbourhood of a real point if that is given."""
        network = self._network(sizes)
        self.point = None if near is None else real_point(network, mapping(near))
        return network

    def _points(self, points: Any, evidence: Any) -> Iterator[tuple[Any, Any]]:
        """The points of a claim with the evidence for each, after the proofs for every dimension."""
        proofs, bounds = fields(evidence, "proofs", "points")
        if not listed(points):
            raise RejectedError("no dimensions are claimed")
        for name, numberings in mapping(proofs).items():
            if numberings is not None:
                self._cancels(self._law(name), numberings)
        self.proved = {name: numberings is not None for name, numberings in proofs.items()}
        yield from zip(points, _as_many(bounds, points), strict=True)

    def _at_least(self, network: Network, count: int, names: list[Any], gradients: Any) -> list[int]:
        """The components of laws, of which at least so many are independent (MATH M2, M3, M6).

        Each is proved for every dimension, or proved here.
        """
        nodes = []
        if len(set(map(string, names))) < len(names):
            raise RejectedError("a law is named twice")
        for name in names:
            if name not in self.proved:
                raise RejectedError("a law without a proof")
            own = network.family(self._law(name))
            if not self.proved[name]:
                self._identity(network, own)
            nodes += own
        self._check_gradients(network, nodes, count, gradients)
        if self.point is None:
            _check_residues(network, names)
        return nodes

    def _check_gradients(self, network: Network, nodes: list[int], count: int, gradients: Any) -> None:
        """The gradients of components have at least that rank, at the real point if there is one (M6)."""
        if self.point is not None:
            if gradients is not None:
                raise RejectedError("a prime has no meaning at a real point")
            if real_rank(real_jacobian(network, nodes, self.point), count, self.budget) < count:
                raise RejectedError("the gradients of the laws have a smaller rank at the point")
        elif count:
            prime, seed = fields(gradients, "prime", "seed")
            bits = _bits(prime)
            rows, ring = jacobian(network, nodes, bits, random_point(network, bits, _seed(seed)))
            if rank(rows, ring, count) < count:
                raise RejectedError("the gradients of the laws have a smaller rank")

    def _one_field(self, network: Network) -> int:
        """A bound for the rank of the Lie algebra of parallel fields, whose brackets are parallel (MATH M4).

        Without a cotangent there is one field. Otherwise X_G and X_H are compared for variables G and H.
        """
        if not network.cotangents:
            return 1
        leaves = _leaves(network)
        ring = Polynomials(len(leaves) + len(network.cotangents), self.budget)
        point: dict[int, Jet] = {leaf: {0: ring.variable(at)} for at, leaf in enumerate(leaves)}
        others = {leaf: {0: ring.variable(len(leaves) + at)} for at, leaf in enumerate(network.cotangents)}
        first = [rate[0] for rate in network.motion(ring, point)]
        second = [rate[0] for rate in network.motion(ring, {**point, **others})]
        pivot = next((place for place, value in enumerate(first) if not ring.is_zero(value)), None)
        if not ring.are_rational():
            raise RejectedError("fields that are no rational functions")
        if pivot is None:
            return 0
        for a, b in zip(first, second, strict=True):
            if not ring.is_zero(a * second[pivot] + b * first[pivot] * ring.scalar(-1)):
                raise RejectedError("the fields are not multiples of one")
        return 1

    def _at_most(self, network: Network, count: int, upper: Any) -> None:
        """At most so many laws: words whose values have rank N less that number (MATH M4-M6)."""
        missing = len(network.state) - count
        if upper is None and missing == 0:
            return
        prime, seed, blocks = fields(upper, "prime", "seed", "blocks")
        sizes = [_block(item) for item in listed(blocks)]
        if self.point is not None:
            words = real_brackets(network, self.point, sizes, _seed(seed))
            if prime is not None or real_rank(words, missing, self.budget) < missing:
                raise RejectedError("the values of the brackets have a smaller rank at the point")
            return
        _check_residues(network, ())
        bits = _bits(prime)
        point = random_point(network, bits, _seed(seed))
        rows, ring = brackets(network, bits, point, sizes, _seed(seed))
        if rank(rows, ring, missing) < missing:
            raise RejectedError("the values of the brackets have a smaller rank")

    def _independent_at_most(self, network: Network, count: int, nodes: list[int], upper: Any) -> None:
        """No more are independent than there are functions, coordinates, laws, or in a span (MATH M3)."""
        if upper is None:
            if min(len(nodes), len(network.state)) > count:
                raise RejectedError("there are more components, and more coordinates")
        elif "relations" in mapping(upper):
            (relations,) = fields(upper, "relations")
            self._spanned(network, nodes, count, listed(relations))
        else:
            self._at_most(network, count, upper)

    def _spanned(self, network: Network, nodes: list[int], count: int, relations: list[Any]) -> None:
        """All but so many components are combinations of others and of functions without state (MATH M3)."""
        leaves = _leaves(network)
        ring = Polynomials(len(leaves), self.budget)
        values: dict[int, Jet] = {leaf: {0: ring.variable(at)} for at, leaf in enumerate(leaves)}
        network.forward(network.order(nodes), ring, values)
        state = range(len(network.state))
        dependent = [integer(fields(item, "component", "sum")[0], 0, len(nodes) - 1) for item in relations]
        if len(set(dependent)) < len(dependent) or len(nodes) - len(dependent) > count:
            raise RejectedError("there are too few relations between the components")
        for component, item in zip(dependent, relations, strict=True):
            difference = values[nodes[component]][0]
            for place, factor in mapping(item["sum"]).items():
                other = integer(place, 0, len(nodes) - 1)
                if other in dependent:
                    raise RejectedError("a relation between components that depend on others")
                difference = difference + values[nodes[other]][0] * ring.scalar(-rational(factor))
            if ring.variables > len(leaves) or any(difference.collected(state).keys() - {()}):
                raise RejectedError("a relation between components does not hold")

    def _law(self, name: Any) -> Family:
        if string(name) not in self.system.laws:
            raise RejectedError(f"there is no law {name[:20]}")
        self.used.add(name)
        return self.system.laws[name]

    def _network(self, sizes: Any) -> Network:
        least = self.system.least
        values = zip(least, fields(sizes, *least), strict=True)
        return Network(self.system, {n: integer(v, least[n], MAX_SIZE) for n, v in values}, self.budget)

    def _cotangent(self, network: Network, cotangent: Any) -> dict[int, Jet]:
        """Exact values for G."""
        maps = self.system.maps
        flat = [text for values in fields(cotangent, *maps) for text in listed(values)]
        pairs = zip(network.cotangents, _as_many(flat, network.cotangents), strict=True)
        return {leaf: {0: rational(text)} for leaf, text in pairs}


def _is_shown(value: Any, rate: Any) -> bool:
    """Whether a derivative is the rational number, or within the bounds, that are claimed; and not zero."""
    if isinstance(rate, str):
        return not isinstance(value, Between) and value == rational(rate) and value != 0
    low, high = map(rational, _as_many(rate, [0, 0]))
    found = between(value)
    return between(low).high <= found.low and found.high <= between(high).low and (low > 0 or high < 0)


def needs_witness(network: Network, law: list[int]) -> bool:
    """Whether law or flow may have no value at some point: a division, a logarithm, a root or a sign."""
    partial = ("reciprocal", "log", "root", "sign")
    return any(network.nodes[node][0] in partial for node in network.order([*law, *network.roots()]))


def check_witness(network: Network, law: list[int], values: dict[str, Any]) -> None:
    """Law and flow have a value at a point of the domain: no claim is about nothing (MATH M2)."""
    point = real_point(network, values)
    point |= {leaf: {0: 0} for leaf in network.cotangents}
    network.lie_derivative(law, Reals(network.budget), point)


def real_point(network: Network, values: dict[str, Any]) -> dict[int, Jet]:
    """Exact values for all entries of state and constants, admitted by the domain."""
    point: dict[int, Jet] = {}
    tensors = network.system.tensors()
    for name, flat in zip(tensors, fields(values, *tensors), strict=True):
        places = list(network.places(network.system.shapes[name]))
        for place, text in zip(places, _as_many(flat, places), strict=True):
            value = rational(text)
            if not admitted(network.system.conditions, name, value):
                raise RejectedError(f"{name} = {value} is outside of the domain")
            point[network.leaf(name, place)] = {0: value}
    return point


def _leaves(network: Network) -> list[int]:
    """State, constants and cotangent, in this order: what an identity is quantified over (MATH M2)."""
    shapes = network.system.shapes
    names = network.system.constants
    constants = [network.leaf(name, at) for name in names for at in network.places(shapes[name])]
    return [*network.state, *constants, *network.cotangents]


def _as_many(values: Any, others: list[Any]) -> list[Any]:
    if len(listed(values)) != len(others):
        raise RejectedError(f"{len(others)} values are expected, and there are {len(values)}")
    return listed(values)


def _bits(prime: Any) -> int:
    if string(prime) not in PRIMES:
        raise RejectedError("the prime is not one of those that the checker knows")
    return PRIMES[prime]


def _seed(seed: Any) -> str:
    return str(integer(seed, 0, 2**32))


def _block(item: Any) -> tuple[int, int]:
    letters, lanes = _as_many(item, [0, 0])
    return integer(letters, 1, 100), integer(lanes, 0, 10**6)


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


def _check_residues(network: Network, laws: Iterable[str]) -> None:
    if not has_residues(network, laws):
        raise RejectedError("a rank modulo a prime of what is no rational function")
