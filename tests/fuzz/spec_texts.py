"""Mutated spec texts, and the command that has to survive them: what a user mistypes, and worse."""

from __future__ import annotations

import contextlib
import io
import os
import random
import re
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from lawdsl.cli import main
from lawdsl.diagnostics import Source, SpecError
from lawdsl.lang import load
from lawdsl.tensor import Budget

SPECS = Path(__file__).parents[2] / "specs"
TOKEN = re.compile(r"\s+|[A-Za-z_]\w*|\d+|\*\*|[<>!=]=|.", re.DOTALL)
ODDITIES = (
    *("0", "1", "-1", "2", "3", "7", "1/2", "1e3", "5000", "99999999999999999999", "t", "x", "n", "i", "U"),
    *("(", ")", "[", "]", "{", "}", ",", ".", ".T", "@", "*", "**", "/", "+", "-", "=", "==", "!=", "<", ">"),
    *("sqrt", "log", "exp", "abs", "sign", "relu", "sum", "prod", "inv", "det", "tr", "dot", "grad", "diag"),
    *(
        "assume",
        "invariant",
        "law",
        "map",
        "metric",
        "flow",
        "state",
        "const",
        "expect",
        "at",
        "with",
        "mirror",
    ),
    *(
        "count",
        "complete",
        "independent",
        "momentum(0)",
        "momentum(3/t)",
        "natural",
        "custom",
        "param",
        "dim",
    ),
    *("\n", "#", '"', "'", "\\", "\t", "\r", "\ufeff", "ｘ", "х", "λ", "∞", "\u202e", "\x00", "é", "²"),
)
SMALLER = (
    ("lawdsl.system.generic", "WRITTEN_OUT", 500),
    ("lawdsl.verify.claims", "WRITTEN_OUT", 500),
    ("lawdsl.verify.sets.derivation", "PRODUCTS", 100_000),
    ("lawdsl.verify.limits", "EXACT_WORK", 50_000),
    ("lawdsl.verify.limits", "REAL_WORK", 100_000),
    ("lawdsl.verify.limits", "MODULAR_ENTRIES", 1_000_000),
    ("lawdsl.verify.counts.real_closure", "OPERATIONS", 200_000),
    ("lawdsl.verify.sets.variety", "IDEAL_STEPS", 100_000),
    ("lawdsl.verify.counts.independence", "SPAN_PRODUCTS", 50_000),
)
"""Limits of the verifier, lowered so that a fuzzer sees many texts: module, name and value."""


def corpus() -> Iterator[bytes]:
    """The shipped specs, ill-formed ones too."""
    for path in sorted(SPECS.rglob("*.law")):
        yield path.read_bytes()
        yield from _systems(path.read_text(encoding="utf-8", errors="replace"))


def _systems(text: str) -> Iterator[bytes]:
    """Each system of a file by itself: short texts mutate faster."""
    starts = [match.start() for match in re.finditer(r"^system ", text, re.MULTILINE)]
    if len(starts) > 1:
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            yield text[start:end].encode()


def mutated(data: bytes, other: bytes, source: random.Random) -> bytes:
    """The text with some tokens dropped, doubled, swapped, or replaced by those of another text."""
    tokens = TOKEN.findall(data.decode("utf-8", errors="replace"))
    donor = TOKEN.findall(other.decode("utf-8", errors="replace")) or ["x"]
    for _ in range(source.choice((1, 1, 1, 2, 3, 8))):
        at = source.randrange(len(tokens) + 1)
        to = min(len(tokens), at + source.choice((1, 1, 2, 5, 20)))
        match source.randrange(7):
            case 0:
                tokens[at:to] = []
            case 1:
                tokens[at:at] = tokens[at:to]
            case 2:
                tokens[at:to] = [source.choice(ODDITIES)]
            case 3:
                start = source.randrange(len(donor))
                tokens[at:to] = donor[start : start + source.choice((1, 2, 8, 40))]
            case 4:
                tokens[at:to] = ["(", *tokens[at:to], ")", source.choice(("**2", "**-1", "/x", ".T", "*t"))]
            case 5:
                other_at = source.randrange(len(tokens) + 1)
                tokens[at:to], tokens[other_at:other_at] = [], tokens[at:to]
            case _:
                names = [place for place, token in enumerate(tokens) if token.isalnum()] or [at]
                tokens[(place := source.choice(names)) : place + 1] = [
                    source.choice([token for token in tokens if token.isalnum()] or ["x"])
                ]
    return "".join(tokens).encode("utf-8", errors="replace")


def read(data: bytes) -> None:
    """The front end alone: a typed system or diagnostics."""
    with contextlib.suppress(SpecError):
        load(Source("fuzz.law", data.decode("utf-8", errors="replace")))


def verify(data: bytes) -> None:
    """The command ``lawdsl verify``: an answer or diagnostics, never an internal error.

    For one text in eight it writes certificates too, which takes longer.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "fuzz.law")
        path.write_bytes(data)
        out, err = io.StringIO(), io.StringIO()
        certified = ["--certificates", str(Path(folder, "certificates"))] if len(data) % 8 == 0 else []
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(["verify", *certified, str(path)])
        if code not in (0, 1, 2, 3):
            raise RuntimeError(f"exit code {code}: {err.getvalue()}")
        if code == 2 and "error[" not in out.getvalue() + err.getvalue():
            raise RuntimeError("exit code 2 without a diagnostic")


def lower_budgets() -> None:
    """Make the verifier give up sooner, in this process from now on."""
    os.environ["LAWDSL_TRACEBACK"] = "1"
    Budget.__init__.__defaults__ = (5_000, 100_000, 100, 0, 0)
    for module, name, value in SMALLER:
        if not isinstance(getattr(import_module(module), name), int):
            raise TypeError(f"{module}.{name} is no limit")
        setattr(import_module(module), name, value)
