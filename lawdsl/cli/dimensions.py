"""The sizes that ``--dim`` gives to symbolic dimensions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ..diagnostics import Diagnostic, SpecError
from ..notation.typed import TypedSystem

_SIZE = re.compile(r"[0-9]{1,9}")


def parse_sizes(options: Iterable[str]) -> dict[str, int]:
    """The sizes by name, from texts such as ``n=4`` and ``n=4,m=2``.

    Raises SpecError with a diagnostic for each part that is no name with a positive integer and
    for a name with two sizes.
    """
    sizes: dict[str, int] = {}
    problems: list[Diagnostic] = []
    for part in (part for option in options for part in option.split(",")):
        name, equals, digits = (piece.strip() for piece in part.partition("="))
        if not (equals and name.isidentifier() and _SIZE.fullmatch(digits) and int(digits)):
            problems.append(_malformed(part))
        elif sizes.setdefault(name, int(digits)) != int(digits):
            problems.append(_problem(f"`--dim` gives `{name}` two sizes, {sizes[name]} and {int(digits)}"))
    if problems:
        raise SpecError(problems)
    return sizes


def check_names(sizes: Mapping[str, int], systems: Sequence[TypedSystem]) -> None:
    """Raise SpecError when a name is a symbolic dimension of none of the systems."""
    symbolic = {dimension.name for system in systems for dimension in system.symbolic()}
    fixed = {dimension.name for system in systems for dimension in system.dimensions} - symbolic
    unknown = [name for name in sizes if name not in symbolic]
    if unknown:
        raise SpecError([_unknown(name, sorted(symbolic), name in fixed) for name in unknown])


def _unknown(name: str, symbolic: list[str], fixed: bool) -> Diagnostic:
    if fixed:
        return _problem(f"the size of `{name}` is fixed in the spec", "`--dim` is for symbolic dimensions")
    import difflib

    near = difflib.get_close_matches(name, symbolic, n=1)
    if near:
        return _problem(f"no system has a dimension `{name}`", f"did you mean `{near[0]}`?")
    listed = ", ".join(f"`{known}`" for known in symbolic)
    hint = f"the symbolic dimensions are {listed}" if listed else "no system has a symbolic dimension"
    return _problem(f"no system has a dimension `{name}`", hint)


def _malformed(part: str) -> Diagnostic:
    return _problem(
        f"`{part.strip()}` is not a size for a dimension",
        "write `--dim n=4`, or `--dim n=4,m=2`; a size is an integer from 1 to 999999999",
    )


def _problem(headline: str, *helps: str) -> Diagnostic:
    return Diagnostic("L0012", headline, helps=helps)
