"""Laws where equations are assumed: proved modulo them, refuted by points of their set (MATH.md M9)."""

from __future__ import annotations

from ...notation.typed import Family
from ..limits import check_exact, check_height
from ..proofs.components import by_domain, false_component
from ..refutations.refute import SPREADS, WORST_SPREAD, Refuter
from ..verdict import Proved, Refuted, Scope, Undecided, Verdict
from .answer import answered
from .assumed import Assumed
from .chart import varies

WITHOUT_POINT = "no point on the assumptions was found"
"""Why nothing is proved of a set that may be empty."""
STILL = (
    "no point of the assumptions was found near which it takes different values, and a constant is not a law"
)
"""Why a claim is not proved that may be a constant wherever the assumptions hold (MATH.md M4)."""


def decide_on_set(assumed: Assumed, law: Family, readable: bool) -> Verdict:
    """The verdict on a law at concrete dimensions where equations are assumed."""
    return answered(
        lambda: _decided(assumed, law, readable),
        too_heavy="zero at all points tried, but too large to reduce by the assumptions",
        no_form="no normal form",
    )


def _decided(assumed: Assumed, law: Family, readable: bool) -> Verdict:
    concrete = assumed.concrete
    check_height(concrete.fields, law, concrete.sizes)
    check_exact(concrete, concrete.program(law))
    refuter = Refuter(concrete, assumed.sampler)
    found = refuter.search(law, readable=readable) or false_component(refuter, concrete, law, readable)
    if found is not None:
        return Refuted(found)
    if not refuter.defined:
        return Undecided(WITHOUT_POINT)
    proof = _proved(assumed, law)
    found = None if isinstance(proof, Proved) else refuter.search(law, [*SPREADS[2:], WORST_SPREAD])
    return proof if found is None else Refuted(found)


def _proved(assumed: Assumed, law: Family) -> Proved | Undecided:
    variety = assumed.variety
    parts = by_domain(assumed.concrete, law).values()
    numerators = [item for part in parts for item in variety.derivation.law_derivative(part)]
    if numerators and assumed.unsettled:
        return Undecided(assumed.unsettled)
    for numerator in numerators:
        if not variety.holds(numerator):
            rest = assumed.text(variety.reduced(numerator))
            return Undecided(f"modulo the assumptions the derivative is not shown to be zero: {rest} is left")
    if not varies(assumed, law):
        return Undecided(STILL)
    scope = Scope(points=(dict(assumed.concrete.sizes),) if assumed.concrete.sizes else ())
    return Proved(scope, "normal form modulo the assumptions")
