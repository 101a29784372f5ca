"""The concrete dimensions that ``--dim`` and ``--grid`` ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product
from math import prod

from ..diagnostics import Diagnostic, SpecError
from ..notation.typed import TypedSystem
from ..verify.points import Sizes, stated_points

Ranges = Mapping[str, range]

LARGEST = 10_000
"""The most points of one grid."""

_RANGE = re.compile(r"([0-9]{1,9})\s*\.\.\s*([0-9]{1,9})")


def parse_ranges(sizes: Mapping[str, int], options: Iterable[str]) -> Ranges:
    """The sizes from ``--dim`` with the ranges from texts such as ``n=1..4`` and ``n=1..4,m=2..3``.

    Raises SpecError with a diagnostic for each part that is no range and for a name that is given twice.
    """
    ranges = {name: range(size, size + 1) for name, size in sizes.items()}
    problems: list[Diagnostic] = []
    for part in (part for option in options for part in option.split(",")):
        name, _, text = (piece.strip() for piece in part.partition("="))
        found = _RANGE.fullmatch(text)
        span = range(int(found[1]), int(found[2]) + 1) if found else range(0)
        if not (name.isidentifier() and span and span[0] >= 1):
            problems.append(_malformed(part))
        elif ranges.setdefault(name, span) != span:
            problems.append(_problem(f"the dimension `{name}` is given twice"))
    if problems:
        raise SpecError(problems)
    return ranges


def chosen_points(system: TypedSystem, ranges: Ranges) -> tuple[Sizes, ...]:
    """The grid that the ranges span, else the points of the spec that lie in them.

    Raises SpecError when neither gives a point, a size is too small for the system, or the
    grid is too large.
    """
    names = [dimension.name for dimension in system.symbolic()]
    inside = {name: ranges[name] for name in names if name in ranges}
    _check(system, inside)
    if len(inside) == len(names):
        spans = (inside[name] for name in names)
        return tuple(dict(zip(names, sizes, strict=True)) for sizes in product(*spans))
    stated = stated_points(system, {})
    points = tuple(point for point in stated if all(point[name] in span for name, span in inside.items()))
    if not points:
        raise SpecError([_missing(system, [name for name in names if name not in inside])])
    return points


def _check(system: TypedSystem, inside: Ranges) -> None:
    for name, span in inside.items():
        least = system.least.get(name, 1)
        if span[0] < least:
            raise SpecError([_problem(f"`{system.name}` needs `{name}` to be at least {least}")])
    count = prod(len(span) for span in inside.values())
    if count > LARGEST:
        raise SpecError([_problem(f"a grid of {count} points is too large", f"at most {LARGEST}")])


def _missing(system: TypedSystem, names: list[str]) -> Diagnostic:
    listed = ", ".join(f"`{name}`" for name in names)
    example = " ".join(f"--dim {name}=2" for name in names)
    return _problem(
        f"laws are counted at concrete dimensions, and `{system.name}` leaves {listed} open",
        f"give sizes: `{example}`, or ranges: `--grid {names[0]}=1..4`",
        "without them the points of the `at` blocks of the spec are used, if it has any",
    )


def _malformed(part: str) -> Diagnostic:
    help_text = "write `--grid n=1..4`, or `--grid n=1..4,m=2..3`; sizes are integers from 1 on"
    return _problem(f"`{part.strip()}` is not a range for a dimension", help_text)


def _problem(headline: str, *helps: str) -> Diagnostic:
    return Diagnostic("L0012", headline, helps=helps)
