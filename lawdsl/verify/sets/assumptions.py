"""What assumptions do to claims: errors in them, and identities that they leave nothing to say about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from ...algebra.rings.polynomial import BudgetExceededError
from ...diagnostics import Diagnostic, Label
from ...notation.typed import Assumption, TypedSystem
from ..refutations.shown import described
from ..verdict import Counterexample
from .assumed import WITHOUT_INTERIOR, Assumed, Contradiction, Escape
from .chart import varies
from .invariance import hollow_set
from .on_set import STILL, WITHOUT_POINT


def problems(system: TypedSystem, places: Iterable[Assumed]) -> list[Diagnostic]:
    """The errors in the assumptions, at the first dimensions that show any."""
    for assumed in places:
        match assumed.problem():
            case None:
                continue
            case Contradiction(assumptions, why):
                return [_contradiction(system, assumptions, f"{why}{_at(assumed)}")]
            case Escape(assumption, found):
                return [_escape(system, assumption, found, _at(assumed))]
            case other:
                assert_never(other)
    return []


def hollow_at(assumed: Assumed, claim: str) -> str:
    """Why a claim whose derivative vanishes everywhere says nothing at these dimensions; empty if it does."""
    fields = assumed.concrete.fields
    if claim in fields.invariants:
        return hollow_set(assumed, fields.invariants[claim])
    if assumed.point is None:
        return WITHOUT_POINT
    if not assumed.equations:
        return "" if assumed.has_interior() else WITHOUT_INTERIOR
    try:
        return "" if varies(assumed, fields.laws[claim]) else STILL
    except (BudgetExceededError, ArithmeticError) as error:
        return f"whether it is a constant on the assumptions is not known: {error}"


def _at(assumed: Assumed) -> str:
    sizes = ", ".join(f"{name} = {size}" for name, size in assumed.concrete.sizes.items())
    return f" at {sizes}" if sizes else ""


def _contradiction(system: TypedSystem, assumptions: tuple[Assumption, ...], why: str) -> Diagnostic:
    labels = tuple(Label(system.source, item.family.span, "") for item in assumptions)
    return Diagnostic(
        "L0321",
        "the assumptions contradict each other" if len(assumptions) > 1 else "this assumption cannot hold",
        labels,
        (why, "a claim on an empty domain would hold vacuously"),
    )


def _escape(system: TypedSystem, assumption: Assumption, found: Counterexample, at: str) -> Diagnostic:
    place = f"[{','.join(map(str, found.component))}]" if found.component else ""
    of = f"({found.of or assumption.family.name}){place}"
    return Diagnostic(
        "L0320",
        f"this assumption does not stay true{at}",
        (Label(system.source, assumption.family.span, f"d/dt {of} = {found.rate} at the point below"),),
        described(found),
        ("laws are claimed on an invariant set only: `invariant NAME: ...` asks whether a set is one",),
    )
