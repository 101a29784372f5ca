"""From the paths that the user gives to the list of specs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..diagnostics import Diagnostic
from ..notation.record import record

SUFFIX = ".law"

LEFT_OUT = "bad"
"""A folder of this name holds specs that are ill-formed on purpose; a search passes it by."""


@record
class Specs:
    """The files to verify, each once, in the order of the arguments, and what went wrong."""

    files: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]


def find_specs(paths: Sequence[str]) -> Specs:
    """Look into folders; a path that is none is taken for a spec, whether it exists or not."""
    files: dict[str, Path] = {}
    diagnostics: list[Diagnostic] = []
    for path in map(Path, paths):
        found = _search(path, diagnostics) if os.path.isdir(path) else [path]
        for file in found:
            files.setdefault(os.path.realpath(file), file)
    return Specs(tuple(files.values()), tuple(diagnostics))


def _search(folder: Path, diagnostics: list[Diagnostic]) -> list[Path]:
    unreadable: list[OSError] = []
    found = sorted(_walk(folder, unreadable))
    diagnostics += [_unreadable(error) for error in unreadable]
    if not found and not unreadable:
        diagnostics.append(_without_specs(folder))
    return found


def _walk(folder: Path, unreadable: list[OSError]) -> Iterator[Path]:
    for here, folders, files in os.walk(folder, onerror=unreadable.append):
        folders[:] = [name for name in folders if name != LEFT_OUT and not name.startswith(".")]
        for name in files:
            if name.endswith(SUFFIX) and not name.startswith("."):
                yield Path(here, name)


def _unreadable(error: OSError) -> Diagnostic:
    return Diagnostic("L0010", f"cannot read the folder `{error.filename}`: {error.strerror}")


def _without_specs(folder: Path) -> Diagnostic:
    return Diagnostic(
        "L0011",
        f"no specs in the folder `{folder}`",
        notes=(f"a spec is a file whose name ends in `{SUFFIX}`",),
        helps=(f"folders named `{LEFT_OUT}` are left out: give such a folder itself to verify it",)
        if (folder / LEFT_OUT).is_dir()
        else (),
    )
