"""Evidence for numbers of laws: gradients and bracket words of a rank that is found again (MATH.md M6)."""

from __future__ import annotations

from collections.abc import Container, Sequence
from fractions import Fraction
from typing import Any

import flint

from ..check.exact import Polynomial, Polynomials
from ..check.modular import PRIMES, Residues, brackets, jacobian, random_point
from ..check.network import Network
from ..check.points import generic
from ..check.reading import RejectedError
from .plain import NoCertificateError

TRIES = tuple((prime, bits, "0") for prime, bits in list(PRIMES.items())[:3])
"""Primes and seeds, tried in turn: the smallest is the fastest."""
DEEPEST = 10
"""Letters of the longest word."""


def gradients(network: Network, laws: Sequence[int], wanted: int) -> tuple[int, dict[str, str] | None]:
    """The rank of the gradients of components, and what shows it; ends with a prime that adds nothing."""
    best, shown = 0, None
    for prime, bits, seed in TRIES if laws else ():
        try:
            rows, ring = jacobian(network, list(laws), bits, random_point(network, bits, seed))
        except RejectedError:
            continue
        found = min(_rank(rows, ring), wanted)
        if found > best:
            best, shown = found, {"prime": prime, "seed": seed}
        elif found:
            break
        if best >= wanted:
            break
    return best, shown


def bracket_words(network: Network, wanted: int) -> dict[str, Any]:
    """Words whose values have at least this rank; raises NoCertificateError where none were found."""
    reason = f"no bracket words of rank {wanted} were found"
    for prime, bits, seed in TRIES:
        try:
            blocks = _blocks(network, bits, seed, wanted)
        except RejectedError as error:
            reason = f"bracket words of rank {wanted}: {error}"
            continue
        if blocks is not None:
            texts = [[str(letters), str(lanes)] for letters, lanes in blocks]
            return {"prime": prime, "seed": seed, "blocks": texts}
    raise NoCertificateError(reason)


def _blocks(network: Network, bits: int, seed: str, wanted: int) -> list[tuple[int, int]] | None:
    """Blocks of words, each with as many lanes as it adds to the rank, or with one for each cotangent.

    Words of one block differ in their last letter only, so that one block may not exhaust its length: another
    one follows until nothing is new. None where words of the next length add nothing (MATH.md M5).
    """
    point = random_point(network, bits, seed)
    blocks: list[tuple[int, int]] = []
    reached, letters, fruitful = 0, 1, True
    while reached < wanted and letters <= (DEEPEST if network.cotangents else 1):
        lanes = min(wanted - reached - 1, len(network.cotangents))
        trial = [*blocks, (letters, lanes)]
        added = min(wanted, _rank(*brackets(network, bits, point, trial, seed))) - reached
        if added > 0:
            blocks.append((letters, lanes if added >= lanes else added - 1))
            reached, fruitful = reached + added, True
        elif fruitful:
            letters, fruitful = letters + 1, False
        else:
            break
    return blocks if reached >= wanted else None


def _rank(rows: Sequence[int], ring: Residues) -> int:
    """The rank of a matrix whose rows are lanes."""
    step = ring.width // 8
    lanes = b"".join(row.to_bytes(step * ring.lanes, "little") for row in rows)
    entries = [
        int.from_bytes(lanes[at : at + step], "little") % ring.prime for at in range(0, len(lanes), step)
    ]
    return int(flint.nmod_mat(len(rows), ring.lanes, entries, ring.prime).rank())


def relations(network: Network, laws: Sequence[int]) -> list[dict[str, Any]]:
    """Components that are combinations of the others and of functions without state, over the rationals.

    Adjoined elements count as independent of everything. Raises RejectedError for too large components.
    """
    ring, values = generic(network)
    variables = ring.variables
    network.forward(network.order(laws), ring, values)
    state = {*range(len(network.state)), *range(variables, ring.variables)}
    basis: list[tuple[tuple[int, ...], Polynomial, dict[int, Fraction]]] = []
    found = []
    for component, node in enumerate(laws):
        rest, sum_of = _reduced(_moving(values[node][0], state), basis, ring)
        if rest.terms:
            lead = min(rest.terms)
            basis.append((lead, rest, {**{k: -v for k, v in sum_of.items()}, component: Fraction(1)}))
        else:
            found.append(
                {"component": str(component), "sum": {str(k): str(v) for k, v in sum_of.items() if v}}
            )
    return found


def _moving(value: Polynomial, state: Container[int]) -> Polynomial:
    """The terms that contain the state."""
    terms = {monomial: c for monomial, c in value.terms.items() if any(place in state for place in monomial)}
    return Polynomial(terms, value.budget)


def _reduced(
    value: Polynomial,
    basis: Sequence[tuple[tuple[int, ...], Polynomial, dict[int, Fraction]]],
    ring: Polynomials,
) -> tuple[Polynomial, dict[int, Fraction]]:
    """What is left of a component after the basis, and the combination of components that was taken off."""
    taken: dict[int, Fraction] = {}
    for lead, polynomial, origin in basis:
        if lead in value.terms:
            factor = Fraction(value.terms[lead]) / polynomial.terms[lead]
            value = value + polynomial * ring.scalar(-factor)
            for component, share in origin.items():
                taken[component] = taken.get(component, Fraction(0)) + factor * share
    return value, taken
