"""Evidence for numbers of laws where a prime says nothing: ranks near a real point (MATH.md M4-M7)."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from ..check.claims import has_residues, real_point
from ..check.modular import jacobian, random_point, real_brackets, real_jacobian, words
from ..check.network import Jet, Network
from ..check.reading import RejectedError
from ..check.reals import real_rank
from ..system.fields import VectorFields
from ..verify.domain import Domain
from .plain import NoCertificateError, number

SPREADS = (12, 12, 3, 200)
"""Ranges of integers that points are drawn from, in turn: small special values hide ranks."""
DRAWS = 10
"""Points drawn for each range."""
BITS = 31
"""Of the prime that is tried."""
DEEPEST = 5
"""Letters of the longest word."""

Values = dict[str, list[str]]
Near = tuple[Values, dict[int, Jet]]
"""A real point as text and as values."""


def needs_point(network: Network, laws: Sequence[str]) -> bool:
    """Whether ranks of these laws and of the fields have to be taken at a real point.

    They have where a value modulo a prime means nothing, as that of a root, or is unknown, as that of a
    logarithm.
    """
    if not has_residues(network, laws):
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


def near_points(fields: VectorFields, network: Network) -> Iterator[Near]:
    """Points of the domain."""
    for values in points_of_domain(fields, network, SPREADS, DRAWS):
        try:
            yield values, real_point(network, values)
        except RejectedError:
            continue


def points_of_domain(
    fields: VectorFields, network: Network, spreads: Sequence[int], draws: int
) -> Iterator[Values]:
    """Values for state and constants, drawn from wider and wider ranges."""
    domain, source = Domain(fields.conditions, dict(fields.fixed)), random.Random(0)
    shapes = network.system.shapes
    for spread in spreads:
        for _ in range(draws):
            yield {
                tensor.name: [
                    number(domain.draw(tensor, spread, source)) for _ in network.places(shapes[tensor.name])
                ]
                for tensor in (*fields.state, *fields.constants)
            }


def gradient_rank(network: Network, nodes: Sequence[int], point: dict[int, Jet], wanted: int) -> int:
    """A lower bound for the rank of the gradients at the point, -1 where something has no value there."""
    try:
        return real_rank(real_jacobian(network, list(nodes), point), wanted, network.budget)
    except RejectedError:
        return -1


def words_near(network: Network, point: dict[int, Jet], wanted: int) -> dict[str, Any] | None:
    """Words whose values at the point have at least this rank, or None."""
    if not wanted:
        return None
    blocks: list[tuple[int, int]] = []
    reached = 0
    for letters in range(1, DEEPEST + 1 if network.cotangents else 2):
        trial = [*blocks, (letters, wanted - reached if network.cotangents else 1)]
        after = real_rank(real_brackets(network, point, trial, "0"), wanted, network.budget)
        if after >= wanted:
            return {"prime": None, "seed": "0", "blocks": [[str(a), str(b)] for a, b in trial]}
        if after > reached:
            blocks, reached = trial, after
    raise NoCertificateError("no words of the rank that is missing were found near a real point")
