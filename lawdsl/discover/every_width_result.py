"""What a search for every dimension found, as a result that the reports show."""

from __future__ import annotations

from time import perf_counter

from ..notation.typed import TypedSystem
from ..verify.result import DiscoveryResult
from ..verify.verdict import Scope
from .every_width import discover_every_width
from .given_up import given_up
from .names import number_of_laws


def discovered_every_width(system: TypedSystem, degree: int) -> DiscoveryResult:
    """The tensor laws for every dimension at once (MATH.md M11)."""
    started = perf_counter()
    every = tuple(dimension.name for dimension in system.symbolic())
    text, scope = f"discover degree <= {degree}", Scope(every=every, least=system.least)
    if any(item.relation == "==" for item in system.assumptions):
        return given_up(text, scope, system.span)
    discovery = discover_every_width(system, degree)
    found = f"{number_of_laws(len(discovery.laws))} of at most two free indices up to degree {degree}"
    return DiscoveryResult(
        text=text,
        scope=scope,
        laws=tuple(map(str, discovery.laws)),
        remark=discovery.unproved or found,
        decided=not discovery.unproved,
        seconds=perf_counter() - started,
        span=system.span,
    )
