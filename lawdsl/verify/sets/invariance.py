"""Invariant sets at concrete dimensions: proved by an ideal, refuted by a point (MATH.md M8)."""

from __future__ import annotations

import random
from typing import Any

from ...notation.record import changed
from ...notation.typed import Invariant
from ..limits import check_exact, check_height
from ..refutations.derivatives import Point
from ..refutations.refute import SPREADS, Refuter
from ..refutations.sampling import Sampler
from ..verdict import Counterexample, Proved, Refuted, Scope, Undecided, Verdict
from .answer import answered
from .assumed import Assumed
from .departure import departure
from .derivation import PRODUCTS, Derivation
from .variety import JUMPS, Variety

EVERYTHING = "its equations hold on the whole domain, and that is invariant whatever the flow is"
EMPTY = "no real point satisfies its equations, and that nothing leaves an empty set says nothing"
NO_POINT = "no point of the set was found, and that nothing leaves an empty set says nothing"

LISTED = 4
"""Functions that a remark lists."""


def decide_invariant(assumed: Assumed, claim: Invariant, readable: bool) -> Verdict:
    """The verdict on an invariant set at concrete dimensions.

    A point of the set where the derivative of one of its equations is not zero refutes: the trajectory
    through it leaves at once, be the point singular or isolated.
    """
    return answered(
        lambda: _Question(assumed, claim).answer(readable),
        too_heavy="too large for its ideal",
        no_form="no ideal",
    )


def hollow_set(assumed: Assumed, claim: Invariant) -> str:
    """Why the invariance of a set says nothing: it is everything, or has no point; empty if it does."""
    verdict = decide_invariant(assumed, claim, readable=False)
    return verdict.reason if isinstance(verdict, Undecided) else ""


class _Question:
    def __init__(self, assumed: Assumed, claim: Invariant) -> None:
        self.assumed, self.claim = assumed, claim
        self.concrete = assumed.concrete
        for equation in claim.equations:
            check_height(self.concrete.fields, equation, self.concrete.sizes)
            check_exact(self.concrete, self.concrete.program(equation))
        self.sampler = Sampler(self.concrete, claim.equations)

    def answer(self, readable: bool) -> Verdict:
        derivation = Derivation(self.concrete, PRODUCTS)
        families = [item.family for item in self.assumed.equations]
        known = [part for family in families for part in derivation.numerators(family)]
        claimed = [part for family in self.claim.equations for part in derivation.numerators(family)]
        if not claimed or self._always(known, claimed, derivation):
            return Undecided(EVERYTHING)
        found = self._leaving(readable)
        if found is not None:
            return Refuted(found)
        variety = Variety(derivation, [*known, *claimed])
        if variety.is_empty():
            return Undecided(EMPTY)
        escape = variety.escape()
        point = self._point()
        if escape is None and self.concrete.fields.natural and variety.is_driven():
            return Undecided(JUMPS)
        if escape is None:
            return Undecided(NO_POINT) if point is None else self._proved(variety, claimed)
        found = departure(variety, self.sampler)
        if found is not None:
            return Refuted(found)
        text = derivation.text(escape)
        return Undecided(f"the derivative of {text} is not in the radical of its ideal")

    def _always(self, known: list[Any], claimed: list[Any], derivation: Derivation) -> bool:
        """Whether the equations of the claim follow from the assumptions."""
        if not known:
            return False
        variety = Variety(derivation, known)
        return all(variety.holds(polynomial) for polynomial in claimed)

    def _point(self) -> Point | None:
        """A point of the set where the flow has a value."""
        refuter = Refuter(self.concrete, self.sampler)
        refuter.search(self.claim.equations[0], SPREADS[:1], readable=False)
        return self.sampler.draw(SPREADS[0], random.Random(4)) if refuter.defined else None

    def _leaving(self, readable: bool) -> Counterexample | None:
        """A point of the set where the derivative of an equation is not zero."""
        refuter = Refuter(self.concrete, self.sampler)
        for equation in self.claim.equations:
            found = refuter.search(equation, readable=readable)
            if found is not None:
                return changed(found, of=equation.name)
        return None

    def _proved(self, variety: Variety, claimed: list[Any]) -> Proved:
        scope = Scope(points=(dict(self.concrete.sizes),) if self.concrete.sizes else ())
        detail = _darboux(variety, claimed[0]) if len(claimed) == len(variety.polynomials) == 1 else ""
        return Proved(scope, "invariant ideal", detail or _summary(variety))


def _darboux(variety: Variety, polynomial: Any) -> str:
    """The cofactor of a single equation, as in x' = (a - b*y) * x."""
    derivation = variety.derivation
    parts = derivation.by_generator(polynomial)
    divisor = derivation.denominator
    if any(any(monomial) for monomial in parts) or divisor is None:
        return ""
    cofactor, rest = divmod(next(iter(parts.values()), 0 * polynomial), polynomial)
    if len(rest):
        return ""
    left = derivation.text(polynomial, factor=True)
    below = "" if divisor.is_constant() else f" / {derivation.text(divisor, factor=True)}"
    if not len(cofactor):
        return f"{left}' = 0"
    return f"{left}' = {derivation.text(cofactor, factor=True)} * {left}{below}"


def _summary(variety: Variety) -> str:
    added = variety.added
    kept = f"the derivatives of {len(variety.polynomials)} functions are combinations of them"
    if not added or len(added) > LISTED:
        return kept
    listed = ", ".join(map(variety.derivation.text, added))
    verb = "is" if len(added) == 1 else "are"
    return f"{kept}: those of the equations, and {listed}, which {verb} zero at the same real points"
