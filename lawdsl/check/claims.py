"""The claims that a certificate can make, each with what shows it. This is where the theorems stand."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from .algebraic import read_root
from .case import Case
from .counts import complete, count, independent
from .network import ALONG, Network
from .points import (
    Point,
    as_many,
    check_witness,
    cotangent_at,
    is_zero,
    state_at,
    values_at,
)
from .reading import Budget, RejectedError, fields, integer, listed, mapping, parse, rational, seal, string
from .reals import Reals, between
from .sets import Variety, kept_set
from .system import MAX_SIZE, Family, read_system

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
    try:
        return _check(text)
    except RejectedError:
        raise
    except Exception as error:  # what the checker cannot follow, it does not accept
        raise RejectedError(f"the checker broke off: {type(error).__name__}") from None


def _check(text: str) -> Checked:
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
    case = Case(read_system(values["system"]), Budget())
    kind = string(mapping(values["claim"]).get("kind"))
    if kind not in KINDS:
        raise RejectedError(f"an unknown kind of claim {kind[:20]!r}")
    KINDS[kind](case, values["claim"], values["evidence"])
    unused = {*case.system.laws, *case.system.sets} - case.used
    if unused:
        raise RejectedError(f"{min(unused)} is not a part of the claim")
    return Checked(kind, string(values["name"]), spec, sha256)


def law(case: Case, claim: Any, evidence: Any) -> None:
    """X_G(h) = 0 for every dimension from the least one on (MATH M2, M10), and h is no constant (M4)."""
    _, name, least = fields(claim, "kind", "law", "least")
    proof, moves = fields(evidence, "proof", "moves")
    _check_least(case, least)
    case.cancels(case.law(name), proof)
    sizes, near, gradients, on_set = fields(moves, "sizes", "near", "gradients", "set")
    network = case.network(sizes)
    case.enter(network, on_set)
    _moves(case, name, network, near, gradients)
    if not case.is_valued:
        case.check_defined(network, None)


def law_at_dimensions(case: Case, claim: Any, evidence: Any) -> None:
    """X_G(h) = 0 at concrete dimensions, everywhere or on a set (MATH M2, M9, M12); h is no constant (M4)."""
    _, name, points = fields(claim, "kind", "law", "points")
    (shown,) = fields(evidence, "points")
    if not listed(points):
        raise RejectedError("no dimensions are claimed")
    moves = []
    for sizes, item in zip(points, as_many(shown, points), strict=True):
        identities, defined, near, gradients, on_set = fields(
            item, "laws", "witness", "near", "gradients", "set"
        )
        network = case.network(sizes)
        nodes = network.family(case.law(name))
        case.enter(network, on_set)
        case.identity(network, nodes, identities)
        case.check_defined(network, defined)
        if near is not None or gradients is not None:
            moves.append(sizes)
            _moves(case, name, network, near, gradients)
    if not moves:
        raise RejectedError("the law is not shown to be no constant")


def _moves(case: Case, name: str, network: Network, near: Any, gradients: Any) -> None:
    """The law is no constant: a gradient is not zero at a real point or modulo a prime (MATH M4, M6)."""
    case.stand(network, near)
    case.check_gradients(network, [name], network.family(case.law(name)), 1, gradients)


def refuted(case: Case, claim: Any, evidence: Any) -> None:
    """X_G(h) is not zero at an exact point of the domain, for a component h of a law (MATH section 5)."""
    _, name, component, sizes, rate = fields(claim, "kind", "law", "component", "sizes", "rate")
    network = case.network(sizes)
    node = _component(network, case.law(name), component)
    moving = _motion_at(case, network, evidence)
    _check_rate(network.lie_derivative([node], Reals(network.budget), moving)[0], rate)


def refuted_set(case: Case, claim: Any, evidence: Any) -> None:
    """A trajectory leaves a set at an exact point of it: there X_G(h) is not zero for an h that is (MATH M8).

    h is a component of one of its equations, or a polynomial that is zero on the set for a reason that the
    evidence gives. It may be zero because of equations that are assumed, too: these have to stay true.
    """
    _, name, sizes, rate = fields(claim, "kind", "set", "sizes", "rate")
    leaving, motion = fields(evidence, "leaving", "motion")
    network = case.network(sizes)
    families = case.set(name)
    moving = _motion_at(case, network, motion)
    _on_set(network, families, moving)
    if "equation" in mapping(leaving):
        equation, component = fields(leaving, "equation", "component")
        family = families[integer(equation, 0, len(families) - 1)]
        node = _component(network, family, component)
        value = network.lie_derivative([node], Reals(network.budget), moving)[0]
    else:
        steps, generator, on_set = fields(leaving, "steps", "generator", "set")
        case.enter(network, on_set)
        variety = Variety(network, [*case.system.equations(), *families])
        for step in listed(steps):
            variety.add(step)
        number = integer(generator, 0, len(variety.generators) - 1)
        rates = network.motion(Reals(network.budget), moving)
        value = variety.derivative_at(number, moving, rates)
    _check_rate(value, rate)


def _component(network: Network, family: Family, component: Any) -> int:
    """The node of one component of a family."""
    return network.component(family, tuple(integer(slot, 0, MAX_SIZE) for slot in listed(component)))


def _motion_at(case: Case, network: Network, evidence: Any) -> Point:
    """An exact point where everything that is assumed holds, with the cotangent that moves it."""
    state, cotangent, preimage, root = fields(evidence, "state", "cotangent", "preimage", "root")
    point = state_at(network, state, None if root is None else read_root(root, case.budget), inside=False)
    given = cotangent_at(network, cotangent)
    if not case.system.natural:
        if preimage is not None:
            raise RejectedError("a preimage belongs to the natural metric")
        moving = {**point, **given}
    else:
        moving = {**point, **cotangent_at(network, preimage)}
        _pushed(network, moving, given)
    network.check_values(Reals(network.budget), moving)
    return moving


def _on_set(network: Network, families: tuple[Family, ...], point: Point) -> None:
    """All equations hold at the point."""
    nodes = [node for family in families for node in network.family(family)]
    if not all(map(is_zero, values_at(network, nodes, point))):
        raise RejectedError("the point is not on the set")


def _pushed(network: Network, source: Point, given: Point) -> None:
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


def _check_rate(value: Any, rate: Any) -> None:
    """A derivative is the rational number, or within the bounds, that are claimed; and not zero."""
    if isinstance(rate, str):
        shown = isinstance(value, int | Fraction) and value == rational(rate) and value != 0
    else:
        low, high = map(rational, as_many(rate, [0, 0]))
        found = between(value)
        within = between(low).high <= found.low and found.high <= between(high).low
        shown = within and (low > 0 or high < 0)
    if not shown:
        raise RejectedError("the derivative has another value at the point, or may be zero")


def invariant(case: Case, claim: Any, evidence: Any) -> None:
    """No trajectory leaves the set where equations hold (MATH M8), and the set has a point."""
    _, name, points = fields(claim, "kind", "set", "points")
    (shown,) = fields(evidence, "points")
    if not listed(points):
        raise RejectedError("no dimensions are claimed")
    for sizes, item in zip(points, as_many(shown, points), strict=True):
        kept, witness = fields(item, "set", "witness")
        network = case.network(sizes)
        families = case.set(name)
        kept_set(network, [*case.system.equations(), *families], kept)
        _on_set(network, families, check_witness(network, witness))


def invariant_everywhere(case: Case, claim: Any, evidence: Any) -> None:
    """All equations of a set are laws for every dimension (MATH M2, M10), and it has a point at some."""
    _, name, least = fields(claim, "kind", "set", "least")
    proofs, sizes, witness = fields(evidence, "proofs", "sizes", "witness")
    _check_least(case, least)
    families = case.set(name)
    for family, own in zip(families, as_many(proofs, list(families)), strict=True):
        case.cancels(family, own)
    network = case.network(sizes)
    _on_set(network, families, check_witness(network, witness))


def _check_least(case: Case, least: Any) -> None:
    """The claim speaks of dimensions that the literal indices allow."""
    for size, needed in zip(fields(least, *case.system.least), case.system.least.values(), strict=True):
        integer(size, needed, MAX_SIZE)


KINDS: dict[str, Callable[[Case, Any, Any], None]] = {
    "law": law,
    "law at dimensions": law_at_dimensions,
    "refuted": refuted,
    "refuted set": refuted_set,
    "invariant": invariant,
    "invariant for every dimension": invariant_everywhere,
    "count": count,
    "complete": complete,
    "independent": independent,
}
