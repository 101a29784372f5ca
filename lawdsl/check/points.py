"""Where a claim is looked at: the generic point, whose coordinates are variables, and exact real points."""

from __future__ import annotations

from typing import Any

from .algebraic import Algebraic, Root, read_root
from .exact import Polynomials
from .network import Jet, Network
from .reading import RejectedError, fields, listed, mapping, rational
from .reals import Between, Reals, sign
from .system import EQUATION, RELATIONS, sign_on_domain

Point = dict[int, Jet]
PARTIAL = ("reciprocal", "log", "root", "sign")
"""Nodes that may have no value."""


def leaves(network: Network) -> list[int]:
    """State, constants and cotangent, in this order: what an identity is quantified over (MATH M2)."""
    names, shapes = network.system.constants, network.system.shapes
    constants = [network.leaf(name, at) for name in names for at in network.places(shapes[name])]
    return [*network.state, *constants, *network.cotangents]


def generic(network: Network, further: int = 0) -> tuple[Polynomials, Point]:
    """Polynomials in the leaves, and in further variables, with the point whose coordinates they are."""
    found = leaves(network)
    conditions = network.system.conditions
    signs = {at: sign_on_domain(conditions, network.nodes[leaf][1]) for at, leaf in enumerate(found)}
    known = {at: value for at, value in signs.items() if value}
    ring = Polynomials(len(found) + further, network.budget, known)
    return ring, {leaf: {0: ring.variable(at)} for at, leaf in enumerate(found)}


def real_point(network: Network, given: Any, inside: bool = True) -> Point:
    """Exact values for all entries of state and constants, admitted by domain and assumptions.

    ``inside`` asks that inequalities that are assumed hold strictly, so that they hold around the point.
    """
    values, root = fields(given, "values", "root")
    return state_at(network, values, None if root is None else read_root(root, network.budget), inside)


def state_at(network: Network, values: Any, root: Root | None, inside: bool) -> Point:
    """The same from the values of all entries, some of them perhaps polynomials in a root."""
    point: Point = {}
    tensors = network.system.tensors()
    for name, flat in zip(tensors, fields(values, *tensors), strict=True):
        places = list(network.places(network.system.shapes[name]))
        for place, text in zip(places, as_many(flat, places), strict=True):
            value = exact(text, root)
            own = (item for item in network.system.conditions if item.tensor == name)
            if not all(_holds(value + -item.bound, item.relation, inside=False) for item in own):
                raise RejectedError(f"a value of {name} is outside of the domain")
            point[network.leaf(name, place)] = {0: value}
    for relation, family in network.system.assumptions:
        for value in values_at(network, network.family(family), point):
            if not _holds(value, relation, inside):
                raise RejectedError("an assumption does not hold at the point")
    return point


def values_at(network: Network, nodes: list[int], point: Point) -> list[Any]:
    """The values of nodes that depend on state and constants only."""
    values = dict(point)
    network.forward(network.order(nodes), Reals(network.budget), values)
    return [values[node][0] for node in nodes]


def _holds(value: Any, relation: str, inside: bool) -> bool:
    """Whether a number is shown to have a relation to zero."""
    if relation == EQUATION:
        return is_zero(value)
    if relation not in RELATIONS or (is_zero(value) and inside):
        return False
    allowed = {">": (1,), ">=": (1, 0), "<": (-1,), "<=": (-1, 0), "!=": (1, -1)}[relation]
    return (0 if is_zero(value) else sign(value) or None) in allowed


def is_zero(value: Any) -> bool:
    """Whether an exact number is zero; False for bounds, whatever they are."""
    return not isinstance(value, Between | Algebraic) and value == 0


def exact(value: Any, root: Root | None) -> Any:
    """A rational number, or a list of the coefficients of a polynomial in the root."""
    if isinstance(value, str):
        return rational(value)
    if root is None:
        raise RejectedError("a number is expected")
    return root.number([rational(item) for item in listed(value)])


def cotangent_at(network: Network, cotangent: Any) -> Point:
    """Rational values for G."""
    flat = [text for values in fields(cotangent, *network.system.maps) for text in listed(values)]
    pairs = zip(network.cotangents, as_many(flat, network.cotangents), strict=True)
    return {leaf: {0: rational(text)} for leaf, text in pairs}


def needs_witness(network: Network, law: list[int]) -> bool:
    """Whether there may be no point with a value: assumptions, a division, a logarithm, a root or a sign."""
    every = network.order([*law, *network.roots()])
    return bool(network.system.assumptions) or any(network.nodes[node][0] in PARTIAL for node in every)


def check_witness(network: Network, law: list[int], given: Any) -> Point:
    """A point of the domain where law and flow have a value: no claim is about nothing (MATH M2)."""
    point = real_point(network, mapping(given))
    cotangent = {leaf: {0: number} for number, leaf in enumerate(network.cotangents, 1)}
    network.lie_derivative(law, Reals(network.budget), {**point, **cotangent})
    return point


def as_many(values: Any, others: list[Any]) -> list[Any]:
    """A list of as many values as there are others."""
    if len(listed(values)) != len(others):
        raise RejectedError(f"{len(others)} values are expected, and there are {len(values)}")
    return listed(values)
