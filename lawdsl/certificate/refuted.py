"""Refutations as content of certificates: an exact point, and what changes there."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ..algebra.rings.number_field import AlgebraicNumber
from ..check.algebraic import read_root
from ..check.points import cotangent_at, exact, state_at
from ..check.reading import Budget
from ..check.reals import UNIT, Reals, between
from ..notation.typed import Invariant
from ..verify.refutations.enclosure import Enclosure
from ..verify.verdict import Counterexample
from .place import Place, plain_point, plain_value
from .plain import NoCertificateError, Plain, number
from .sets import SetWriter


def refuted_law(name: str, found: Counterexample, natural: bool) -> tuple[Plain, Plain]:
    """Claim and evidence that a component of a law changes, without the dimensions."""
    motion = _motion(found, natural)
    component = [str(place) for place in found.component]
    claim = {
        "kind": "refuted",
        "law": name,
        "component": component,
        "rate": _rate(found.rate, motion["root"]),
    }
    return claim, motion


def refuted_set(claimed: Invariant, found: Counterexample, place: Place) -> tuple[Plain, Plain]:
    """Claim and evidence that a trajectory leaves a set, without the dimensions."""
    motion = _motion(found, natural=place.network.system.natural)
    names = [family.name for family in claimed.equations]
    if found.of in names:
        component = [str(slot) for slot in found.component]
        leaving: Plain = {"equation": str(names.index(found.of)), "component": component}
        rate = _rate(found.rate, motion["root"])
    else:
        leaving, rate = _departure(claimed, motion, place)
    return {"kind": "refuted set", "set": claimed.name, "rate": rate}, {"leaving": leaving, "motion": motion}


def _departure(claimed: Invariant, motion: Plain, place: Place) -> tuple[Plain, str | list[str]]:
    """What changes where it is none of the equations, but zero because of them."""
    network = place.network
    root = None if motion["root"] is None else read_root(motion["root"], network.budget)
    point = state_at(network, motion["state"], root, inside=False)
    given = cotangent_at(network, motion["preimage"] or motion["cotangent"])
    rates = network.motion(Reals(network.budget), {**point, **given})
    equations = [*network.system.equations(), *network.system.sets[claimed.name]]
    leaving, rate = SetWriter(network, equations).leaving(point, rates)
    leaving["set"] = place.on_set.evidence if place.on_set else None
    return leaving, number(Fraction(rate)) if isinstance(rate, int | Fraction) else _bounds(rate)


def _motion(found: Counterexample, natural: bool) -> Plain:
    """The point and how it moves."""
    point = plain_point(_by_tensor({**found.state, **found.constants}))
    return {
        "state": point["values"],
        "root": point["root"],
        "cotangent": _by_map(found.cotangent),
        "preimage": _by_map(found.preimage) if natural else None,
    }


def _rate(rate: Any, root: Plain | None) -> str | list[str]:
    """A rational rate, or bounds of one that is not."""
    if isinstance(rate, Enclosure):
        return [number(rate.lower), number(rate.upper)]
    if isinstance(rate, AlgebraicNumber):
        return _bounds(exact(plain_value(rate), read_root(root, Budget())))
    return number(Fraction(rate))


def _bounds(rate: Any) -> list[str]:
    found = between(rate)
    return [number(Fraction(found.low - 1, UNIT)), number(Fraction(found.high + 1, UNIT))]


def _by_tensor(values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The entries ``U[0,1]`` of each tensor in order."""
    found: dict[str, list[Any]] = {}
    for entry, value in values.items():
        found.setdefault(entry.split("[")[0], []).append(value)
    return found


def _by_map(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """The entries ``G(phi)[0,1]`` of each cotangent, by the name of the map."""
    if any(isinstance(value, AlgebraicNumber) for value in values.values()):
        raise NoCertificateError("the format has rational cotangents only")
    found = _by_tensor(values)
    return {name[2:-1]: [number(Fraction(value)) for value in flat] for name, flat in found.items()}
