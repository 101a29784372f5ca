"""The components of a law one by one: each is a claim of its own, with a domain of its own.

At a point where one component has no value, another may have one and change. That matters for roots and
logarithms, which have values on a part of the space; what is rational has them almost everywhere.
"""

from __future__ import annotations

from itertools import product

from ...notation.expression import is_rational, substitute
from ...notation.record import changed
from ...notation.typed import Family
from ...system.concrete import ConcreteFields
from ..refutations.refute import Refuter
from ..verdict import Counterexample

Component = tuple[int, ...]


def by_domain(concrete: ConcreteFields, law: Family) -> dict[Component, Family]:
    """The components as scalar laws by their places; a law that is rational or a scalar stays whole."""
    if is_rational(law.body) or not law.indices:
        return {(0,) * len(law.indices): law}
    return {place: _component(law, place) for place in product(*map(range, concrete.component_shape(law)))}


def false_component(
    refuter: Refuter, concrete: ConcreteFields, law: Family, readable: bool
) -> Counterexample | None:
    """A counterexample to one component, at a point where another need not have a value."""
    parts = by_domain(concrete, law)
    for place, part in parts.items() if len(parts) > 1 and refuter.gaps else ():
        found = refuter.search(part, readable=readable)
        if found is not None:
            return changed(found, component=place)
    return None


def _component(law: Family, place: Component) -> Family:
    body = substitute(law.body, dict(zip(law.indices, place, strict=True)))
    return Family(law.name, (), body, law.span)
