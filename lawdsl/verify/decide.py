"""One candidate at concrete dimensions: refuted by a point or proved at the generic point."""

from __future__ import annotations

from collections.abc import Mapping

from ..algebra.rings.polynomial import BudgetExceededError
from ..algebra.rings.ring import UndefinedError
from ..notation.typed import Family
from ..system.concrete import ConcreteFields
from ..system.fields import VectorFields
from .counts.real_closure import moves_somewhere
from .limits import TooLargeError, check_exact, check_height
from .proofs.components import false_component
from .proofs.generic_point import method
from .proofs.prove import is_constant, vanishes_identically
from .refutations.refute import DRAWS, SPREADS, WORST_SPREAD, Refuter
from .verdict import CONSTANT, Proved, Refuted, Scope, Undecided, Verdict


def decide_at(fields: VectorFields, law: Family, sizes: Mapping[str, int], readable: bool) -> Verdict:
    """The verdict on a law at concrete dimensions.

    Points come first: a false law almost never survives them and evaluation is cheap, while a proof
    multiplies everything out. A counterexample that nobody looks at need not be ``readable``.
    """
    concrete = ConcreteFields(fields, sizes)
    try:
        check_height(fields, law, sizes)
        check_exact(concrete, concrete.program(law))
    except TooLargeError as error:
        return Undecided(f"too large to evaluate: {error.reason}")
    except UndefinedError as error:
        return Undecided(f"the claim has no value: {error}")
    refuter = Refuter(concrete)
    found = refuter.search(law, readable=readable) or false_component(refuter, concrete, law, readable)
    if found is not None:
        return Refuted(found)
    try:
        vanishes = vanishes_identically(concrete, law)
    except BudgetExceededError as error:
        reason = f"zero at {DRAWS * len(SPREADS)} points, but too large to multiply out"
        return Undecided(reason, str(error))
    except UndefinedError as error:
        return Undecided(f"the claim has no value: {error}")
    if vanishes and not refuter.defined:
        return Undecided("no point on the domain was found where the claim has a value")
    if vanishes:
        return _proved(concrete, law)
    return _known_false(refuter, law)


def _proved(concrete: ConcreteFields, law: Family) -> Verdict:
    scope = Scope(points=(dict(concrete.sizes),) if concrete.sizes else ())
    found = method(concrete.fields, [law])
    if found == "generic point":
        return Proved(scope, found)
    try:
        if is_constant(concrete, law):
            return Undecided(CONSTANT)
    except BudgetExceededError as error:
        return Undecided("too large to see whether it is a constant", str(error))
    if found == "elementary functions" and not moves_somewhere(concrete, law):
        # Where functions are nested, what is not zero in normal form may be zero all the same.
        return Undecided("it may be a constant: at no point it was seen to depend on the state")
    return Proved(scope, found)


def _known_false(refuter: Refuter, law: Family) -> Verdict:
    """The derivative is a nonzero polynomial, so the open domain has a point: draw from far and wide."""
    found = refuter.search(law, [WORST_SPREAD] * 20)
    if found is not None:
        return Refuted(found)
    return Undecided(
        "the derivative is not identically zero, but no point on the domain was found to show it"
    )
