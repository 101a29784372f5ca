"""The program Singular as a second engine: it suggests Gröbner bases with cofactors, none of it is trusted.

Where to find it: https://www.singular.uni-kl.de, the package of that name of most distributions, or the wheel
passagemath-singular.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import flint

from .external import output_of
from .singular_text import read_polynomial

SECONDS = 30.0
"""Time for one run, as a safety net: what it is asked is not bounded otherwise."""
LONGEST = 50_000_000
"""Bytes that it may print."""
OPTIONS = ("-q", "--no-rc", "--no-tty", "--no-warn", "--no-shell", "--no-stdlib")

Suggestion = tuple[Any, list[Any]]
"""A polynomial, and factors for the generators that are said to combine to it."""


def find_program() -> str | None:
    """The path of the program: on PATH, or in the wheel that carries it."""
    return shutil.which("Singular") or _in_wheel()


def _in_wheel() -> str | None:
    spec = find_spec("sage_wheels")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    programs = (Path(folder, "bin", "Singular") for folder in folders)
    return next((str(program) for program in programs if program.is_file()), None)


def suggest(context: Any, generators: Sequence[Any]) -> list[Suggestion]:
    """A standard basis as Singular computes it (``liftstd``), unchecked; empty where there is no answer.

    The context's order must be the graded reverse lexicographic one.
    """
    program = find_program()
    if program is None or not all(len(generator) for generator in generators):
        return []
    renamed = flint.fmpq_mpoly_ctx.get([f"x({place + 1})" for place in range(context.nvars())], "degrevlex")
    places = {place: place for place in range(context.nvars())}
    script = _script(
        [str(generator.project_to_context(renamed, places)) for generator in generators], len(places)
    )
    printed = output_of([program, *OPTIONS], script, seconds=SECONDS, longest=LONGEST)
    try:
        return list(_read(context, printed.split("\n"), len(generators))) if printed else []
    except ValueError:
        return []


def _script(generators: Sequence[str], variables: int) -> str:
    return f"""ring r = 0, (x(1..{variables})), dp;
short = 0;
ideal i = {", ".join(generators)};
matrix t;
ideal b = liftstd(i, t);
int j; int k;
for (j = 1; j <= ncols(b); j++) {{
  "element"; string(b[j]);
  for (k = 1; k <= ncols(i); k++) {{ string(t[k, j]); }}
}}
"end";
quit;
"""


def _read(context: Any, lines: Sequence[str], generators: int) -> Iterator[Suggestion]:
    """The elements and their factors; raises ValueError for anything but the expected lines."""
    size = 2 + generators
    whole, rest = divmod(len(lines) - 2, size)
    if rest or list(lines[-2:]) != ["end", ""]:
        raise ValueError("the answer is not complete")
    for start in range(0, whole * size, size):
        if lines[start] != "element":
            raise ValueError("an element was expected")
        polynomial, *factors = (read_polynomial(context, line) for line in lines[start + 1 : start + size])
        yield polynomial, factors
