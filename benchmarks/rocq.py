"""Compile the theorems of every certified law: which are proved by Rocq, what it takes, and on which axioms.

Usage: python benchmarks/rocq.py CERTIFICATES [--seconds 60] [--megabytes 2000] [--library-once]
                                [--none-refused]
(the folder as `lawdsl verify --certificates CERTIFICATES specs` writes it; needs `coqc`). One line for each
certificate of a law, with the processor time and the memory of `coqc`: *compiled*, *refused* by `lawdsl
export` with its reason, *failed* with the error, *too long* or *too large*. The last three should not occur:
the exit code is 0 if they do not. Of every compiled file it is also asked on which axioms its last theorem
rests; others than those of Coq's real numbers count as *failed*. With ``--library-once`` the library that
every file contains is compiled by itself and imported, which saves a second for each of them.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from lawdsl.check.reading import mapping, parse
from lawdsl.rocq.export import rocq
from lawdsl.rocq.expressions import ExportError
from lawdsl.rocq.theorems import library

LAWS = ("law", "law at dimensions")
REALS = {
    "ClassicalDedekindReals.sig_not_dec",
    "ClassicalDedekindReals.sig_forall_dec",
    "FunctionalExtensionality.functional_extensionality_dep",
    "Classical_Prop.classic",
}
"""The axioms that the real numbers of the standard library need."""


class Row(NamedTuple):
    """What became of one certificate; a longer text says why."""

    outcome: str
    seconds: float = 0.0
    megabytes: float = 0.0
    why: str = ""


class Compiler:
    """Runs `coqc` in a folder, within limits."""

    def __init__(self, folder: Path, seconds: int, megabytes: int, library_once: bool) -> None:
        self.folder = folder
        self.seconds = seconds
        self.megabytes = megabytes
        self.library_once = library_once
        if library_once and self.run("library", library()).outcome != "compiled":
            raise SystemExit("the library does not compile")

    def row(self, certificate: Path) -> Row:
        """Export and compile one certificate."""
        try:
            text = rocq(certificate.read_text(encoding="ascii"), {})
        except ExportError as error:
            return Row("refused", why=str(error))
        theorem = re.findall(r"^Theorem (\S+)", text, re.MULTILINE)[-1]
        if self.library_once:
            imported = "From Coq Require Import Reals List. Import ListNotations. Require Import library.\n"
            text = text.replace(library(), f"{imported}Open Scope R_scope.\n")
        return self.run("law", f"{text}Print Assumptions {theorem}.\n")

    def run(self, name: str, text: str) -> Row:
        """Compile a text, and read the axioms that are printed."""
        (self.folder / f"{name}.v").write_text(text, encoding="utf-8")
        with (self.folder / "output").open("w+", encoding="utf-8") as output:
            process = subprocess.Popen(
                ["coqc", f"{name}.v"],
                cwd=self.folder,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (self.seconds, self.seconds)),
            )
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0)
            said = output.read()
        seconds, megabytes = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
        return Row(*self.judged(process.returncode, seconds, megabytes, said))

    def judged(self, code: int, seconds: float, megabytes: float, said: str) -> tuple[str, float, float, str]:
        """What a run of `coqc` means."""
        axioms = set(re.findall(r"^(\w+\.\w+)", said, re.MULTILINE))
        if seconds >= self.seconds - 1:
            return "too long", seconds, megabytes, ""
        if megabytes > self.megabytes:
            return "too large", seconds, megabytes, ""
        if code != 0 or not axioms <= REALS:
            return "failed", seconds, megabytes, " ".join(said.split())[-300:]
        return "compiled", seconds, megabytes, ""


def main() -> int:
    """Print the table and what it adds up to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("certificates", type=Path)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--megabytes", type=int, default=2000)
    parser.add_argument("--library-once", action="store_true")
    parser.add_argument("--none-refused", action="store_true", help="to be refused is a failure, too")
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        compiler = Compiler(Path(folder), options.seconds, options.megabytes, options.library_once)
        for path in sorted(options.certificates.glob("*.json")):
            if mapping(parse(path.read_text(encoding="ascii"))["claim"]).get("kind") in LAWS:
                rows.append(compiler.row(path))
                outcome, seconds, megabytes, why = rows[-1]
                print(f"{outcome:9} {seconds:6.1f} s {megabytes:6.0f} MB  {path.stem}  {why}", flush=True)
    found = Counter(row.outcome for row in rows)
    if not rows:
        raise SystemExit(f"no certificates of laws in {options.certificates}")
    print(", ".join(f"{count} {name}" for name, count in sorted(found.items())))
    print(f"together {sum(row.seconds for row in rows):.0f} s", end="")
    print(f", at most {max(row.seconds for row in rows):.1f} s, {max(row.megabytes for row in rows):.0f} MB")
    return 0 if set(found) <= {"compiled"} | (set() if options.none_refused else {"refused"}) else 1


if __name__ == "__main__":
    sys.exit(main())
