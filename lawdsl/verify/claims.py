"""Decide candidate laws: for every dimension where possible, else at concrete dimensions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from itertools import islice
from typing import TYPE_CHECKING

from ..diagnostics import SpecError
from ..notation.typed import Family, TypedSystem
from ..system.flows import vector_fields
from ..system.generic import WRITTEN_OUT, GenericFields
from ..tensor import Budget, BudgetExceededError, NotTensorialError, TermSum, unroll
from .limits import TooLargeError, check_height
from .points import Sizes, searched_points, stated_points
from .proofs.collapse import COLLAPSED, collapses
from .verdict import CONSTANT, METHODS, Method, Proved, Refuted, Scope, Undecided, Verdict

if TYPE_CHECKING:  # NumPy and FLINT are imported for concrete dimensions only
    from ..system.adjoined import AdjoinedFields
    from .sets.assumed import Assumed

Key = tuple[tuple[str, int], ...]

SEARCHED_FOR_POINTS = 4
"""Choices of small dimensions at which assumptions are looked at where the spec states none."""
WITHOUT_VALUES = "the functions in it are not seen to have a value at every dimension"


class Claims:
    """The candidate laws of one system, each decided at most once at each place.

    ``chosen`` are sizes that the user asks for; questions without a place are then asked there.
    """

    def __init__(self, system: TypedSystem, chosen: Sizes) -> None:
        self.system = system
        self.fields = vector_fields(system)
        self._chosen = chosen
        self._generic = GenericFields(self.fields)
        self.everywhere = cache(self._everywhere)
        self._at = cache(self._decide_at)
        self._settled: dict[tuple[str, Key], Verdict] = {}  # whatever is readable or not
        self._constant = cache(self._is_constant)
        self._assumed = cache(self._make_assumed)

    def verdict(self, law: str) -> Verdict:
        """The verdict on a claim, a law or an invariant set, as the spec states it."""
        proof = self.everywhere(law)
        if isinstance(proof, Proved):
            return proof
        points = stated_points(self.system, self._chosen)
        return self._at_all(law, points) if points else self._searched(law, proof)

    def in_general(self, law: str) -> Verdict:
        """The verdict on a claim for every dimension that nobody fixes: stated dimensions only refute it."""
        verdict = self.verdict(law)
        if isinstance(verdict, Proved) and not self._covers(verdict.scope):
            return Undecided(f"proved at {verdict.scope} only, not for every dimension")
        return verdict

    def _covers(self, scope: Scope) -> bool:
        return not scope.points or all(item.name in self._chosen for item in self.system.symbolic())

    def at(self, law: str, sizes: Sizes) -> Verdict:
        """The verdict on a claim at concrete dimensions; a counterexample is not simplified."""
        proof = self.everywhere(law)
        if isinstance(proof, Proved):
            return proof
        return self._unless_constant(law, self._at(law, tuple(sizes.items()), readable=False))

    def _everywhere(self, law: str) -> Proved | Undecided:
        """A proof for every dimension (M10), or why there is none."""
        method: Method = "index notation"
        for family in self._families(law):
            try:
                reason = self._remainder(family)
            except NotTensorialError as error:
                reason = self._remainder_with_functions(law, family, error)
                method = "index notation with functions"
            except TooLargeError as error:
                reason = error.reason
            except BudgetExceededError as error:
                return Undecided(error.reason, error.spent)
            if reason:
                return Undecided(reason)
        hollow = self._hollow(law)
        if hollow:
            return Undecided(hollow)
        if method != "index notation" and not self._has_values(law):
            return Undecided(WITHOUT_VALUES)
        return Proved(self._scope(), method)

    def _remainder(self, family: Family) -> str:
        """What is left of the derivative, for every dimension; empty for zero."""
        check_height(self.fields, family, {})
        derivative = self._generic.lie_derivative(family)
        if not derivative.is_zero():
            # Only sums over dimensions of fixed size can still cancel against literal indices.
            derivative = unroll(derivative, Budget(terms=WRITTEN_OUT))
        return "" if derivative.is_zero() else f"the derivative keeps {_counted(derivative)}"

    def _remainder_with_functions(self, claim: str, family: Family, error: NotTensorialError) -> str:
        """Why not all cancels for every dimension, quotients and functions included; empty if it does."""
        if not list(self.system.symbolic()):
            return error.reason
        if not self._is_valued(claim):
            return WITHOUT_VALUES
        try:
            return "" if self._with_functions.vanishes(family) else error.reason
        except (NotTensorialError, BudgetExceededError):
            return error.reason

    @cached_property
    def _with_functions(self) -> AdjoinedFields:
        from ..system.adjoined import AdjoinedFields  # most systems have no functions

        return AdjoinedFields(self.fields)

    def _is_valued(self, claim: str) -> bool:
        """Whether claim and flow have values almost everywhere at every dimension."""
        from .proofs.valued import Valued

        bodies = (*self.fields.bodies(), *(family.body for family in self._families(claim)))
        return all(map(Valued(self.fields), bodies))

    def _has_values(self, claim: str) -> bool:
        """Whether a claim has values at the least dimensions, and is proved at some small ones."""
        points = islice(searched_points(self.system, {}), SEARCHED_FOR_POINTS)
        found = [self._at(claim, tuple(point.items()), readable=False) for point in points]
        constant = isinstance(found[0], Undecided) and found[0].reason == CONSTANT
        return (constant or isinstance(found[0], Proved)) and any(isinstance(item, Proved) for item in found)

    def _families(self, claim: str) -> tuple[Family, ...]:
        """A law, or the equations of an invariant set."""
        invariant = self.fields.invariants.get(claim)
        return (self.fields.laws[claim],) if invariant is None else invariant.equations

    def _hollow(self, claim: str) -> str:
        """Why an identity says nothing: a constant, or nothing is left by the assumptions; else empty."""
        if claim in self.fields.laws and self._constant(claim):
            return CONSTANT
        if self._collapses_everywhere(claim):
            return COLLAPSED
        if not self.fields.assumptions and claim in self.fields.laws:
            return ""
        from .sets.assumptions import hollow_at

        stated = stated_points(self.system, self._chosen)
        if stated:
            reasons = (hollow_at(self.assumed(point), claim) for point in stated)
            return next((reason for reason in reasons if reason), "")
        # Where nobody states dimensions, one choice of them has to show that the claim says something.
        return min((hollow_at(self.assumed(point), claim) for point in self._small()), key=len)

    def _small(self) -> Iterable[Sizes]:
        return islice(searched_points(self.system, self._chosen), SEARCHED_FOR_POINTS)

    def assumed(self, sizes: Sizes) -> Assumed:
        """The assumptions of the system at concrete dimensions."""
        return self._assumed(tuple(self._complete(sizes).items()))

    def refuse_false_assumptions(self) -> None:
        """Raise SpecError for assumptions that contradict each other, or that do not stay true.

        They are looked at where claims are decided; what is not known of them leaves claims undecided.
        """
        if not self.fields.assumptions:
            return
        from .sets.assumptions import problems

        places = stated_points(self.system, self._chosen) or tuple(self._small())
        found = problems(self.system, map(self.assumed, places))
        if found:
            raise SpecError(found)

    def _is_constant(self, law: str) -> bool:
        """Whether all parameters cancel: a constant is not a law (M4), and proving it proves nothing."""
        try:
            return self._generic.is_constant(self.fields.laws[law])
        except (NotTensorialError, BudgetExceededError):
            return False

    def _collapses_everywhere(self, claim: str) -> bool:
        """Whether a law may be a constant at all sizes that are stated, although it is none in general."""
        law, points = self.fields.laws.get(claim), stated_points(self.system, self._chosen)
        if law is None or not points:
            return False
        try:
            spread = self._generic.spread(law)
        except NotTensorialError:
            return all(self._is_constant_at(claim, point) for point in points)
        except BudgetExceededError:
            return False
        return all(collapses(self.fields, law, spread, point) for point in points)

    def _is_constant_at(self, law: str, sizes: Sizes) -> bool:
        """Whether the verdict on a law at these sizes is that it is a constant there."""
        found = self._at(law, tuple(sizes.items()), readable=False)
        return isinstance(found, Undecided) and found.reason == CONSTANT

    def _scope(self) -> Scope:
        every = tuple(dimension.name for dimension in self.system.symbolic())
        return Scope(every=every, least=self.system.least)

    def _at_all(self, law: str, points: tuple[Sizes, ...]) -> Verdict:
        """The verdict at stated dimensions: proved only if it is at each of them."""
        undecided: list[Undecided] = []
        methods: set[Method] = set()
        details: list[str] = []
        for point in points:
            match self._at(law, tuple(point.items()), readable=True):
                case Refuted() as refuted:
                    return refuted
                case Undecided() as reason:
                    undecided.append(reason)
                case Proved(_, method, detail):
                    methods.add(method)
                    details.append(detail)
        if undecided:
            return undecided[0]
        # The weakest statement stands for all where it occurs.
        weakest = max(methods, key=METHODS.index)
        scope = Scope(points=tuple(point for point in points if point))
        detail = details[0] if len(details) == 1 else ""
        return self._unless_constant(law, Proved(scope, weakest, detail))

    def _unless_constant(self, law: str, verdict: Verdict) -> Verdict:
        """The verdict, but for a proof of what may be a constant at all sizes that are stated."""
        hollow = isinstance(verdict, Proved) and self._collapses_everywhere(law)
        return Undecided(COLLAPSED) if hollow else verdict

    def _searched(self, law: str, proof: Undecided) -> Verdict:
        """Small dimensions are tried for a counterexample; holding there proves nothing in general."""
        tried: list[Sizes] = []
        for point in searched_points(self.system, self._chosen):
            verdict = self._at(law, tuple(point.items()), readable=True)
            if isinstance(verdict, Refuted):
                return verdict
            tried.append(point)
        searched = f"no counterexample at {len(tried)} choices of small dimensions"
        return Undecided(f"no proof for every dimension: {proof.reason}; {searched}", proof.spent)

    def _decide_at(self, law: str, key: Key, readable: bool) -> Verdict:
        if (law, key) in self._settled:
            return self._settled[law, key]
        verdict = self._decided_at(law, self._complete(dict(key)), readable)
        if not isinstance(verdict, Refuted):
            self._settled[law, key] = verdict
        return verdict

    def _decided_at(self, law: str, sizes: Sizes, readable: bool) -> Verdict:
        from .decide import decide_at  # NumPy and FLINT are only imported for concrete dimensions

        if law in self.fields.invariants:
            from .sets.invariance import decide_invariant

            return decide_invariant(self.assumed(sizes), self.fields.invariants[law], readable)
        if self.fields.equations():
            from .sets.on_set import decide_on_set

            return decide_on_set(self.assumed(sizes), self.fields.laws[law], readable)
        verdict = decide_at(self.fields, self.fields.laws[law], sizes, readable)
        hollow = self._hollow_at(law, sizes) if isinstance(verdict, Proved) else ""
        return Undecided(hollow) if hollow else verdict

    def _hollow_at(self, law: str, sizes: Sizes) -> str:
        """Why a proof where no equations are assumed says nothing; empty if it says something."""
        if self._constant(law):
            return CONSTANT
        if not self.fields.assumptions:
            return ""
        from .sets.assumptions import hollow_at

        return hollow_at(self.assumed(sizes), law)

    def _make_assumed(self, key: Key) -> Assumed:
        from ..system.concrete import ConcreteFields
        from .sets.assumed import Assumed

        return Assumed(ConcreteFields(self.fields, dict(key)))

    def _complete(self, sizes: Mapping[str, int]) -> Sizes:
        return {dimension.name: sizes[dimension.name] for dimension in self.system.symbolic()}


def _counted(derivative: TermSum) -> str:
    count = len(derivative.terms)
    return (
        f"{count} term{'s' if count > 1 else ''} that do not cancel"
        if count > 1
        else f"the term {derivative}"
    )
