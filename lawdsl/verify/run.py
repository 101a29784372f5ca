"""Verify systems: every claim and every expectation, as a stream of events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from time import perf_counter

from ..notation.record import record
from ..notation.typed import ExpectVerdict, TypedSystem
from .claims import Claims
from .expectations import check_expectations, left_out
from .result import ClaimResult, ExpectationResult, SystemResult


@record
class SystemStarted:
    """A system is about to be verified."""

    system: TypedSystem


@record
class Progress:
    """What is being worked on, for a display that is overwritten."""

    text: str


Event = SystemStarted | Progress | ClaimResult | ExpectationResult | SystemResult


def verify_systems(systems: Sequence[TypedSystem], sizes: Mapping[str, int]) -> Iterator[Event]:
    """The events of verifying the systems one after the other.

    ``sizes`` are the dimensions that the user chose, by name; those a system does not declare are
    ignored for it.
    """
    for system in systems:
        yield from verify_system(system, sizes)


def verify_system(system: TypedSystem, sizes: Mapping[str, int]) -> Iterator[Event]:
    """The events of one system; the last one is its SystemResult."""
    yield SystemStarted(system)
    names = {dimension.name for dimension in system.symbolic()}
    chosen = {name: size for name, size in sizes.items() if name in names}
    claims = Claims(system, chosen)
    decided = []
    for law in system.laws:
        yield Progress(f"{system.name}: {law.name}")
        decided.append(_decide(claims, law.name))
        yield decided[-1]
    checked = []
    yield Progress(f"{system.name}: expectations")
    for result in check_expectations(claims, chosen):
        checked.append(result)
        yield result
    yield SystemResult(system.name, system.source, tuple(decided), tuple(checked), _notes(claims, chosen))


def _decide(claims: Claims, law: str) -> ClaimResult:
    started = perf_counter()
    verdict = claims.verdict(law)
    judged = any(
        isinstance(expectation, ExpectVerdict) and law in expectation.laws
        for block in claims.system.blocks
        for expectation in block.expectations
    )
    return ClaimResult(law, verdict, judged, perf_counter() - started, claims.system.law(law).span)


def _notes(claims: Claims, chosen: Mapping[str, int]) -> tuple[str, ...]:
    skipped = left_out(claims, chosen)
    if not skipped:
        return ()
    wanted = ", ".join(f"{name} = {size}" for name, size in chosen.items())
    return (f"{skipped} point{'s' if skipped > 1 else ''} of the spec left out: not at {wanted}",)
