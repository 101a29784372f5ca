"""What a search at concrete dimensions found, as a result that the reports show."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from ..notation.typed import Discover, TypedSystem
from ..system.concrete import ConcreteFields
from ..system.fields import VectorFields
from ..verify.limits import GivenUpError
from ..verify.points import Sizes
from ..verify.result import DiscoveryResult
from ..verify.verdict import Scope
from .given_up import given_up
from .names import declared_names, number_of_laws
from .search import Discovery, count_discovered, discover_laws


def discovered_at(
    system: TypedSystem, fields: VectorFields, sizes: Sizes, search: Discover
) -> DiscoveryResult:
    """The laws in an ansatz at concrete dimensions, against the number of all laws (MATH.md M7)."""
    started = perf_counter()
    text = " ".join([f"discover degree <= {search.degree}", *_with(search)])
    scope = Scope(points=(dict(sizes),) if sizes else ())
    if fields.equations():
        return given_up(text, scope, search.span)
    concrete = ConcreteFields(fields, sizes)
    discovery = discover_laws(concrete, search.degree, declared_names(system), search.functions)
    return DiscoveryResult(
        text=text,
        scope=scope,
        laws=tuple(map(str, discovery.laws)),
        remark=_remark(concrete, discovery),
        decided=not discovery.unproved,
        seconds=perf_counter() - started,
        span=search.span,
    )


def _with(search: Discover) -> Iterator[str]:
    if search.functions:
        yield "with " + ", ".join(function.name for function in search.functions)


def _remark(concrete: ConcreteFields, discovery: Discovery) -> str:
    if discovery.unproved:
        return discovery.unproved
    found = f"{number_of_laws(len(discovery.laws))} up to degree {discovery.degree}"
    try:
        counted = count_discovered(concrete, discovery)
    except GivenUpError as error:
        return f"{found}; they are not counted: {error.reason}"
    independent = f"{found}, {counted.proved} independent" if discovery.laws else found
    if counted.complete:
        return f"{independent}: all laws (complete)"
    return f"{independent}; of any kind: {counted.remark}"
