"""Verify systems: every claim and every expectation, as a stream of events."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from time import perf_counter

from ..diagnostics import Diagnostic, Label, SpecError
from ..notation import grid
from ..notation.record import record
from ..notation.typed import ExpectVerdict, Family, Invariant, TypedSystem
from .claims import Claims
from .expectations import check_expectations, left_out, word_for
from .points import agrees
from .result import ClaimKind, ClaimResult, DependenceResult, DiscoveryResult, ExpectationResult, SystemResult
from .searches import run_searches


@record
class SystemStarted:
    """A system is about to be verified."""

    system: TypedSystem


@record
class Progress:
    """What is being worked on, for a display that is overwritten."""

    text: str


Event = (
    SystemStarted
    | Progress
    | ClaimResult
    | ExpectationResult
    | DiscoveryResult
    | DependenceResult
    | SystemResult
)


def verify_systems(
    systems: Sequence[TypedSystem], sizes: Mapping[str, int], explain: bool = False
) -> Iterator[Event]:
    """The events of verifying the systems one after the other.

    ``sizes`` are the dimensions that the user chose, by name; those a system does not declare are
    ignored for it. ``explain`` asks as well how dependent laws follow from the others.
    """
    for system in systems:
        yield from verify_system(system, sizes, explain)


def verify_system(system: TypedSystem, sizes: Mapping[str, int], explain: bool = False) -> Iterator[Event]:
    """The events of one system; the last one is its SystemResult.

    Raises SpecError for a system that claims nothing, for a chosen size that is too small for a
    literal index, and for assumptions that cannot hold or do not stay true.
    """
    yield SystemStarted(system)
    _refuse_vacuous(system)
    names = {dimension.name for dimension in system.symbolic()}
    chosen = {name: size for name, size in sizes.items() if name in names}
    _refuse_too_small(system, chosen)
    claims = Claims(system, chosen)
    claims.refuse_false_assumptions()
    foretold = _foretold(system, chosen)
    decided = []
    for claim in system.claims():
        yield Progress(f"{system.name}: {claim.name}")
        decided.append(_decide(claims, claim, foretold))
        yield decided[-1]
    checked = []
    yield Progress(f"{system.name}: expectations")
    for result in check_expectations(claims, chosen):
        checked.append(result)
        yield result
    found = []
    for search in run_searches(claims, chosen):
        found.append(search)
        yield search
    related = []
    for dependence in _dependences(claims, chosen) if explain else ():
        related.append(dependence)
        yield dependence
    notes = _notes(claims, chosen, unanswered=explain and not related)
    yield SystemResult(
        system.name, system.source, tuple(decided), tuple(checked), notes, tuple(found), tuple(related)
    )


def _dependences(claims: Claims, chosen: Mapping[str, int]) -> Iterator[DependenceResult]:
    from .dependences.explained import (
        explained_dependences,  # NumPy and FLINT are for concrete dimensions only
    )

    return explained_dependences(claims, chosen)


def _refuse_vacuous(system: TypedSystem) -> None:
    """Raise SpecError for a system without claims: that nothing of it fails would prove nothing."""
    if system.claims() or any(block.expectations or block.searches for block in system.blocks):
        return
    headline = f"system `{system.name}` claims nothing"
    helps = ("write a `law`, or `expect complete`, `expect count == N` or `discover degree <= 2`",)
    raise SpecError([Diagnostic("L0301", headline, (Label(system.source, system.span),), helps=helps)])


def _refuse_too_small(system: TypedSystem, chosen: Mapping[str, int]) -> None:
    """Raise SpecError where a chosen size leaves a literal index of the system without an entry."""
    problems = [
        Diagnostic(
            "L0012",
            f"`{name} = {chosen[name]}` is too small: `{system.name}` has a literal index {least - 1}",
        )
        for name, least in system.least.items()
        if chosen.get(name, least) < least
    ]
    if problems:
        raise SpecError(problems)


def _foretold(system: TypedSystem, chosen: Mapping[str, int]) -> frozenset[tuple[str, str]]:
    """The laws with the verdicts that the spec expects, as far as these expectations are checked."""
    return frozenset(
        (law, expectation.verdict)
        for block in system.blocks
        if any(agrees(point, chosen) for point in grid.points(block))
        for expectation in block.expectations
        if isinstance(expectation, ExpectVerdict)
        for law in expectation.laws
    )


def _decide(claims: Claims, claim: Family | Invariant, foretold: Container[tuple[str, str]]) -> ClaimResult:
    started = perf_counter()
    verdict = claims.verdict(claim.name)
    judged = (claim.name, word_for(verdict)) in foretold
    kind: ClaimKind = "invariant" if isinstance(claim, Invariant) else "law"
    return ClaimResult(claim.name, verdict, judged, perf_counter() - started, claim.span, kind)


def _notes(claims: Claims, chosen: Mapping[str, int], unanswered: bool) -> tuple[str, ...]:
    notes = []
    skipped = left_out(claims, chosen)
    if skipped:
        wanted = ", ".join(f"{name} = {size}" for name, size in chosen.items())
        notes.append(f"{skipped} point{'s' if skipped > 1 else ''} of the spec left out: not at {wanted}")
    if unanswered:
        notes.append(_unanswered(claims, chosen))
    return tuple(notes)


def _unanswered(claims: Claims, chosen: Mapping[str, int]) -> str:
    """Why nothing is said of how laws depend on each other."""
    missing = [item.name for item in claims.system.symbolic() if item.name not in chosen]
    if not missing:
        return "--explain-independence: no proved law, so none that depends on others"
    sizes = ",".join(f"{name}=2" for name in missing)
    return f"--explain-independence needs sizes: an `at` block with expectations, or --dim {sizes}"
