"""Compile the theorems of every certified law: which are proved by Rocq, what it takes, and on which axioms.

Usage: python benchmarks/rocq.py CERTIFICATES [--seconds 60] [--megabytes 2000] [--together 1]
                                [--none-refused]
(the folder as `lawdsl verify --certificates CERTIFICATES specs` writes it; needs `coqc`). One line for each
certificate of a law, with the processor time and the memory of `coqc`: *compiled*, *refused* by `lawdsl
export` with its reason, *failed* with the error, *too long* or *too large*. The last three should not occur:
the exit code is 0 if they do not. Of every compiled file it is also asked on which axioms its last theorem
rests; others than those of Coq's real numbers count as *failed*. With ``--together 20`` the library that
every file contains is compiled once, and 20 certificates at a time, each in a module: time is then that of
each on average. Where that fails they are compiled one by one.
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
from collections.abc import Iterator, Sequence
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


IMPORTS = """From Coq Require Import Reals List.
Import ListNotations.
Require Import library.
Open Scope R_scope.
"""


class Compiler:
    """Runs `coqc` in a folder, within limits."""

    def __init__(self, folder: Path, seconds: int, megabytes: int) -> None:
        self.folder = folder
        self.seconds = seconds
        self.megabytes = megabytes

    def rows(self, certificates: Sequence[Path]) -> Iterator[Row]:
        """Export and compile certificates, all at once if there are several."""
        exported = [written(path) for path in certificates]
        texts = [text for text in exported if isinstance(text, str)]
        joint = self.joint(texts) if len(texts) > 1 else None
        for text in exported:
            if isinstance(text, Row):
                yield text
            elif joint is not None and joint.outcome == "compiled":
                yield joint._replace(seconds=joint.seconds / len(texts))
            else:
                yield self.run("law", text, last_theorem(text))

    def joint(self, texts: Sequence[str]) -> Row:
        """Compile several files at once."""
        common = library()
        if (
            not (self.folder / "library.vo").exists()
            and self.run("library", common, "checked_ok").outcome != "compiled"
        ):
            raise SystemExit("the library does not compile")
        modules = [
            f"Module law{number}.\n{text.replace(common, '')}End law{number}.\n"
            for number, text in enumerate(texts)
        ]
        theorems = ", ".join(f"law{number}.{last_theorem(text)}" for number, text in enumerate(texts))
        return self.run("laws", f"{IMPORTS}{''.join(modules)}Definition every := ({theorems}).\n", "every")

    def run(self, name: str, text: str, theorem: str) -> Row:
        """Compile a text, and read on which axioms a theorem in it rests."""
        (self.folder / f"{name}.v").write_text(f"{text}Print Assumptions {theorem}.\n", encoding="utf-8")
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


def is_law(certificate: Path) -> bool:
    """Whether a certificate is about a law."""
    return mapping(parse(certificate.read_text(encoding="ascii"))["claim"]).get("kind") in LAWS


def written(certificate: Path) -> str | Row:
    """The file for a certificate, or why there is none."""
    try:
        return rocq(certificate.read_text(encoding="ascii"), {})
    except ExportError as error:
        return Row("refused", why=str(error))


def last_theorem(text: str) -> str:
    """The name of the last theorem of a file."""
    return re.findall(r"^Theorem (\S+)", text, re.MULTILINE)[-1]


def main() -> int:
    """Print the table and what it adds up to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("certificates", type=Path)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--megabytes", type=int, default=2000)
    parser.add_argument("--together", type=int, default=1)
    parser.add_argument("--none-refused", action="store_true", help="to be refused is a failure, too")
    options = parser.parse_args()
    paths = [path for path in sorted(options.certificates.glob("*.json")) if is_law(path)]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        compiler = Compiler(Path(folder), options.seconds, options.megabytes)
        for at in range(0, len(paths), options.together):
            batch = paths[at : at + options.together]
            for path, row in zip(batch, compiler.rows(batch), strict=True):
                rows.append(row)
                outcome, seconds, megabytes, why = row
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
