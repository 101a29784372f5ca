"""Evidence for numbers of laws where a prime says nothing: ranks near a real point (MATH.md M4-M7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, product
from typing import Any

from ..check.case import has_residues
from ..check.modular import jacobian, random_point, real_brackets, real_jacobian, words
from ..check.network import Network
from ..check.points import Point, check_witness
from ..check.reading import RejectedError
from ..check.reals import real_rank
from ..notation.record import record
from .place import Place
from .plain import NoCertificateError, Plain

BITS = 31
"""Of the prime that is tried."""
DEEPEST = 5
"""Letters of the longest word."""


@record
class Near:
    """A real point as text and as values, and on a set of equations the manifold around it."""

    text: Plain
    point: Point
    normals: list[list[Any]]
    is_manifold: bool


def needs_point(network: Network, laws: Sequence[str]) -> bool:
    """Whether ranks of these laws and of the fields have to be taken at a real point.

    They have where something is assumed, where a value modulo a prime means nothing, as that of a root, or is
    unknown, as that of a logarithm.
    """
    if network.system.assumptions or not has_residues(network, laws):
        return True
    if not any(node[0] == "log" for node in network.nodes):
        return False
    nodes = [node for name in laws for node in network.family(network.system.laws[name])]
    try:
        point = random_point(network, BITS, "0")
        jacobian(network, nodes, BITS, point)
        words(network, BITS, point, 1, 0, "0")
    except RejectedError:
        return True
    return False


def near_points(place: Place) -> Iterator[Near]:
    """Points of the domain, inside of what is assumed, where the flow has a value."""
    for values in place.points():
        try:
            point = check_witness(place.network, [], values)
        except RejectedError:
            continue
        if place.on_set is None:
            yield Near({"point": values, "manifold": None}, point, [], True)
        else:
            manifold = place.on_set.manifold(point)
            normals, is_manifold = place.on_set.variety.normals(manifold, point)
            yield Near({"point": values, "manifold": manifold}, point, normals, is_manifold)


def gradient_rank(network: Network, nodes: Sequence[int], near: Near, wanted: int) -> int:
    """A lower bound for the rank of the gradients at the point, -1 where something has no value there."""
    if not near.is_manifold:
        return 0
    try:
        rows = chain(near.normals, real_jacobian(network, list(nodes), near.point))
        more = len(near.normals)
        return real_rank(rows, wanted + more, network.budget) - more
    except RejectedError:
        return -1


def words_near(network: Network, point: Point, wanted: int) -> Plain | None:
    """Words whose values at the point have at least this rank, or None where none are needed."""
    if not wanted:
        return None
    blocks: list[tuple[int, int]] = []
    reached = 0
    for letters, more in product(range(1, DEEPEST + 1 if network.cotangents else 2), (0, wanted + 4)):
        trial = [*blocks, (letters, wanted - reached + more if network.cotangents else 1)]
        after = real_rank(real_brackets(network, point, trial, "0"), wanted, network.budget)
        if after >= wanted:
            return {"prime": None, "seed": "0", "blocks": [[str(a), str(b)] for a, b in trial]}
        if after > reached:
            blocks, reached = trial, after
    raise NoCertificateError("no words of the rank that is missing were found near a real point")
