"""Where a claim is looked at: the generic point, whose coordinates are variables, and exact real points."""

from __future__ import annotations

from typing import Any

from .algebraic import Algebraic, Root, read_root
from .exact import Polynomials
from .network import Jet, Network
from .reading import RejectedError, fields, listed, mapping, rational
from .reals import Between, Reals, holds
from .system import EQUATION, sign_on_domain

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
    signs = {at: sign_on_domain(conditions.get(network.nodes[leaf][1], ())) for at, leaf in enumerate(found)}
    known = {at: value for at, value in signs.items() if value}
    ring = Polynomials(len(found) + further, network.budget, known)
    return ring, {leaf: {0: ring.variable(at)} for at, leaf in enumerate(found)}


def real_point(network: Network, given: Any) -> Point:
    """Exact values for all entries of state and constants, inside of what is assumed."""
    values, root = fields(given, "values", "root")
    return state_at(network, values, None if root is None else read_root(root, network.budget), inside=True)


def state_at(network: Network, values: Any, root: Root | None, inside: bool) -> Point:
    """Values of all entries, some of them perhaps polynomials in a root, admitted by domain and assumptions.

    ``inside`` asks that inequalities that are assumed hold strictly, so that they hold around the point.
    """
    point: Point = {}
    tensors = network.system.tensors()
    for name, flat in zip(tensors, fields(values, *tensors), strict=True):
        own = network.system.conditions.get(name, ())
        entries = [network.leaf(name, at) for at in network.places(network.system.shapes[name])]
        for leaf, text in zip(entries, as_many(flat, entries), strict=True):
            value = exact(text, root)
            if not all(holds(value + -item.bound, item.relation) for item in own):
                raise RejectedError(f"a value of {name} is outside of the domain")
            point[leaf] = {0: value}
    for relation, family in network.system.assumptions:
        for value in values_at(network, network.family(family), point):
            if not holds(value, relation) or (inside and relation != EQUATION and is_zero(value)):
                raise RejectedError("an assumption does not hold at the point")
    return point


def values_at(network: Network, nodes: list[int], point: Point) -> list[Any]:
    """The values of nodes that depend on state and constants only."""
    values = dict(point)
    network.forward(network.order(nodes), Reals(network.budget), values)
    return [values[node][0] for node in nodes]


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


def needs_witness(network: Network) -> bool:
    """Whether there may be no point with a value: assumptions, a division, a logarithm, a root or a sign.

    The laws that are looked at are in the network already.
    """
    return bool(network.system.assumptions) or any(node[0] in PARTIAL for node in network.nodes)


def check_witness(network: Network, given: Any) -> Point:
    """A point of the domain where laws and flow have a value: no claim is about nothing (MATH M2)."""
    point = real_point(network, mapping(given))
    check_values(network, point)
    return point


def check_values(network: Network, point: Point) -> None:
    """Laws and flow have a value at a point, for some cotangent."""
    cotangent = {leaf: {0: number} for number, leaf in enumerate(network.cotangents, 1)}
    network.check_values(Reals(network.budget), {**point, **cotangent})


def as_many(values: Any, others: list[Any]) -> list[Any]:
    """A list of as many values as there are others."""
    if len(listed(values)) != len(others):
        raise RejectedError(f"{len(others)} values are expected, and there are {len(values)}")
    return listed(values)
