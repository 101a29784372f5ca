"""Numbers of laws: as many are shown to be independent, and brackets leave room for no more (MATH M3-M7).

Where equations are assumed, all of it is said of a manifold near a real point: that of c equations with
independent gradients, N - c coordinates, and fields that are tangent to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

from .case import Case
from .network import Network
from .points import as_many, generic, leaves
from .reading import RejectedError, fields, integer, listed, mapping, rational, string

BOUND = ("identities", "gradients", "upper", "set", "witness")
"""The evidence at a point of a claim about given laws."""


def count(case: Case, claim: Any, evidence: Any) -> None:
    """There are exactly so many independent laws at each point (MATH M4-M7)."""
    _, points = fields(claim, "kind", "points")
    proofs, shown = _proved(case, points, evidence)
    for point, bound in shown:
        sizes, number, near = fields(point, "sizes", "count", "near")
        lower, upper, on_set, witness = fields(bound, "lower", "upper", "set", "witness")
        network = _network(case, sizes, near, on_set)
        wanted = integer(number, 0, len(network.state))
        if lower == "one field":
            if len(network.state) - case.codimension - _one_field(network) < wanted or not case.is_manifold:
                raise RejectedError("one field leaves fewer laws")
        else:
            laws, identities, gradients = fields(lower, "laws", "identities", "gradients")
            _at_least(case, network, wanted, laws, identities, gradients, proofs)
        case.check_defined(network, witness)
        _at_most(case, network, wanted, upper)


def complete(case: Case, claim: Any, evidence: Any) -> None:
    """The given laws are all laws: their rank and that of the fields add up to N (MATH M7)."""
    _, points = fields(claim, "kind", "points")
    proofs, shown = _proved(case, points, evidence)
    for point, bound in shown:
        sizes, laws, number, near = fields(point, "sizes", "laws", "count", "near")
        identities, gradients, upper, on_set, witness = fields(bound, *BOUND)
        network = _network(case, sizes, near, on_set)
        wanted = integer(number, 0, len(network.state))
        _at_least(case, network, wanted, laws, identities, gradients, proofs)
        case.check_defined(network, witness)
        _at_most(case, network, wanted, upper)


def independent(case: Case, claim: Any, evidence: Any) -> None:
    """Exactly so many of the given laws are independent at each point (MATH M3, M6)."""
    _, laws, points = fields(claim, "kind", "laws", "points")
    proofs, shown = _proved(case, points, evidence)
    for point, bound in shown:
        sizes, number, near = fields(point, "sizes", "number", "near")
        identities, gradients, upper, on_set, witness = fields(bound, *BOUND)
        network = _network(case, sizes, near, on_set)
        wanted = integer(number, 0, len(network.state))
        nodes = _at_least(case, network, wanted, laws, identities, gradients, proofs)
        case.check_defined(network, witness)
        _independent_at_most(case, network, wanted, nodes, upper)


def _proved(case: Case, points: Any, evidence: Any) -> tuple[dict[str, bool], Iterator[tuple[Any, Any]]]:
    """Which laws are proved for every dimension, and the points of a claim with the evidence for each."""
    proofs, bounds = fields(evidence, "proofs", "points")
    if not listed(points):
        raise RejectedError("no dimensions are claimed")
    for name, proof in mapping(proofs).items():
        if name not in case.system.laws:
            raise RejectedError("a proof of no law")
        if proof is not None:
            case.cancels(case.law(name), proof)
    proved = {name: proof is not None for name, proof in proofs.items()}
    return proved, zip(points, as_many(bounds, points), strict=True)


def _network(case: Case, sizes: Any, near: Any, on_set: Any) -> Network:
    """The network at a point of a claim, about the neighbourhood of a real point if that is given."""
    network = case.network(sizes)
    case.enter(network, on_set)
    case.stand(network, near)
    return network


def _at_least(
    case: Case,
    network: Network,
    wanted: int,
    names: Any,
    identities: Any,
    gradients: Any,
    proofs: dict[str, bool],
) -> list[int]:
    """The components of laws, of which at least so many are independent (MATH M2, M3, M6).

    Each is proved for every dimension, or proved here; ``identities`` show it on the set of equations.
    """
    nodes, given = [], mapping(identities)
    if len(set(map(string, listed(names)))) < len(names) or given.keys() - set(names):
        raise RejectedError("a law is named twice, or not at all")
    for name in names:
        if name not in proofs:
            raise RejectedError("a law without a proof")
        own = network.family(case.law(name))
        if not proofs[name]:
            case.identity(network, own, given.get(name))
        elif name in given:
            raise RejectedError("a law has two proofs")
        nodes += own
    case.check_gradients(network, names, nodes, wanted, gradients)
    return nodes


def _one_field(network: Network) -> int:
    """A bound for the rank of the Lie algebra of parallel fields, whose brackets are parallel (MATH M4).

    Without a cotangent there is one field. Otherwise X_G and X_H are compared for variables G and H.
    """
    if not network.cotangents:
        return 1
    ring, point = generic(network, len(network.cotangents))
    first_further = len(leaves(network))
    others = {leaf: {0: ring.variable(first_further + at)} for at, leaf in enumerate(network.cotangents)}
    first = [rate[0] for rate in network.motion(ring, point)]
    second = [rate[0] for rate in network.motion(ring, {**point, **others})]
    moving = [place for place, value in enumerate(first) if not ring.is_zero(value)]
    # What is not zero as a quotient of polynomials is no zero function, so that it can be divided by.
    for i, j in product(moving[:1], moving[1:]) if ring.are_rational() else combinations(moving, 2):
        if not ring.is_zero(first[i] * second[j] + first[j] * second[i] * ring.scalar(-1)):
            raise RejectedError("the fields are not multiples of one")
    return min(1, len(moving))


def _at_most(case: Case, network: Network, wanted: int, upper: Any) -> None:
    """At most so many laws: words whose values have rank N - c less that number (MATH M4-M6)."""
    missing = len(network.state) - case.codimension - wanted
    if upper is not None or missing:
        case.check_brackets(network, missing, upper)


def _independent_at_most(case: Case, network: Network, wanted: int, nodes: list[int], upper: Any) -> None:
    """No more are independent than there are functions, coordinates, laws, or in a span (MATH M3)."""
    if upper is None:
        if min(len(nodes), len(network.state) - case.codimension) > wanted:
            raise RejectedError("there are more components, and more coordinates")
    elif "relations" in mapping(upper):
        (relations,) = fields(upper, "relations")
        _spanned(network, nodes, wanted, listed(relations))
    else:
        _at_most(case, network, wanted, upper)


def _spanned(network: Network, nodes: list[int], wanted: int, relations: list[Any]) -> None:
    """All but so many components are combinations of others and of functions without state (MATH M3)."""
    ring, values = generic(network)
    variables = ring.variables
    network.forward(network.order(nodes), ring, values)
    sums = {integer(c, 0, len(nodes) - 1): s for c, s in (fields(r, "component", "sum") for r in relations)}
    if len(sums) < len(relations) or len(nodes) - len(sums) > wanted:
        raise RejectedError("there are too few relations between the components")
    moving = {*range(len(network.state)), *range(variables, ring.variables)}
    for component, combination in sums.items():
        difference = values[nodes[component]][0]
        for place, factor in mapping(combination).items():
            other = integer(place, 0, len(nodes) - 1)
            if other in sums:
                raise RejectedError("a relation between components that depend on others")
            difference = difference + values[nodes[other]][0] * ring.scalar(-rational(factor))
        if any(difference.collected(moving).keys() - {()}):
            raise RejectedError("a relation between components does not hold")
