"""Derivatives that are combinations of the equations assumed, read off a certificate (MATH.md M9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..check.exact import Polynomial
from ..check.network import Network
from ..check.points import generic
from ..check.reading import Budget
from ..check.sets import Variety, kept_set
from ..check.system import Sizes, System


class NotLinearError(Exception):
    """A derivative is no combination of the equations themselves; the only argument says why."""


def combinations(
    system: System, sizes: Sizes, law: str, shown: Mapping[str, Any]
) -> list[dict[int, Polynomial]]:
    """For each component of a law the cofactors of the components of all equations, by their numbers.

    The derivative is the sum of cofactors times components. ``shown`` is what an accepted certificate says at
    these dimensions. Raises NotLinearError.
    """
    network = Network(system, dict(sizes), Budget())
    variety = kept_set(network, list(system.equations()), shown["set"])
    derivatives = network.lie_derivative(network.family(system.laws[law]), variety.ring, variety.point)
    if variety.ring.variables > generic(network)[0].variables:
        raise NotLinearError("the flow or the law is no polynomial")
    places = _nonzero(network, variety)
    given = iter(shown["laws"])
    return [_combination(variety, derivative, given, places) for derivative in derivatives]


def _combination(
    variety: Variety, derivative: Polynomial, given: Any, places: list[int]
) -> dict[int, Polynomial]:
    """The cofactors of all parts of a derivative, each times its monomial in the cotangents."""
    found: dict[int, Polynomial] = {}
    outside = range(variety.variables, variety.ring.variables)
    for monomial in sorted(derivative.collected(outside)):
        identity = next(given)
        if identity["power"] != "1":
            raise NotLinearError("only a power of the derivative is a combination of the equations")
        for number, cofactor in identity["cofactors"].items():
            if int(number) >= len(places):
                raise NotLinearError("the derivative is a combination of consequences of the equations")
            share = variety.polynomial(cofactor) * Polynomial({monomial: 1}, variety.ring.budget)
            place = places[int(number)]
            found[place] = found[place] + share if place in found else share
    return found


def _nonzero(network: Network, variety: Variety) -> list[int]:
    """The numbers of the components of all equations that are not zero everywhere, in order."""
    nodes = [node for family in network.system.equations() for node in network.family(family)]
    values = dict(variety.point)
    network.forward(network.order(nodes), variety.ring, values)
    return [place for place, node in enumerate(nodes) if values[node][0].terms]
