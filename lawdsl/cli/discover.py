"""``lawdsl discover``: read specs, find their polynomial laws, report as it happens."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from ..diagnostics import Diagnostic, Label, SpecError
from ..notation.typed import Discover, TypedSystem
from ..report.wording import point as point_text
from ..system.flows import vector_fields
from ..verify.points import Sizes, stated_points
from ..verify.result import DiscoveryResult, SystemResult
from ..verify.run import Event, Progress, SystemStarted
from .verify import run_and_report

Search = Callable[[TypedSystem, Sizes], Iterator[Progress | DiscoveryResult]]
"""What finds laws of a system at the sizes that the user chose."""


def discover(arguments: argparse.Namespace) -> int:
    """Run the verb and return the exit code."""
    search: Search = partial(_at_points, degree=arguments.degree)
    if arguments.every_width:
        search = partial(_every_width, degree=arguments.degree)
    return run_and_report(arguments, partial(_searches, search))


def _searches(search: Search, systems: Sequence[TypedSystem], sizes: Mapping[str, int]) -> Iterator[Event]:
    for system in systems:
        yield from _events(system, sizes, search)


def _events(system: TypedSystem, sizes: Mapping[str, int], search: Search) -> Iterator[Event]:
    yield SystemStarted(system)
    names = {dimension.name for dimension in system.symbolic()}
    found: list[DiscoveryResult] = []
    for event in search(system, {name: size for name, size in sizes.items() if name in names}):
        found += [event] if isinstance(event, DiscoveryResult) else []
        yield event
    yield SystemResult(system.name, system.source, (), (), (), tuple(found))


def _every_width(system: TypedSystem, _: Sizes, degree: int) -> Iterator[Progress | DiscoveryResult]:
    from ..discover.every_width_result import discovered_every_width

    yield Progress(f"{system.name}: every width")
    yield discovered_every_width(system, degree)


def _at_points(system: TypedSystem, sizes: Sizes, degree: int) -> Iterator[Progress | DiscoveryResult]:
    points = stated_points(system, sizes)
    if not points:
        raise SpecError([_without_points(system)])
    from ..discover.results import discovered_at  # NumPy and FLINT are for concrete dimensions only

    fields = vector_fields(system)
    for point in points:
        yield Progress(f"{system.name}: {point_text(point)}")
        yield discovered_at(system, fields, point, Discover(degree, system.span))


def _without_points(system: TypedSystem) -> Diagnostic:
    sizes = ",".join(f"{dimension.name}=2" for dimension in system.symbolic())
    return Diagnostic(
        "L0012",
        f"no dimensions to search `{system.name}` at",
        (Label(system.source, system.span),),
        helps=(f"give them by `--dim {sizes}`, or search for every one by `--every-width`",),
    )
