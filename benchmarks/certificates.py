"""What it costs to write and to check certificates, against the verdicts themselves.

Usage: python benchmarks/certificates.py [SPEC ...]
(default: all of specs/ and two networks of 400 and 1,000 parameters). Processor times, all in this process.
The targets are: checking takes at most 5 times as long as proofs and refutations took, and at most as long
as counts took.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

from lawdsl.certificate.counted import Counted, counted
from lawdsl.certificate.evidence import Certifier
from lawdsl.certificate.plain import NoCertificateError, Plain
from lawdsl.check.claims import check
from lawdsl.check.reading import RejectedError, canonical
from lawdsl.lang import load, read
from lawdsl.notation.typed import TypedSystem
from lawdsl.verify.result import ClaimResult, ExpectationResult
from lawdsl.verify.run import verify_system

SPECS = Path(__file__).parents[1] / "specs"
LARGE = """system linear_{size} {{
  dim n, m, r  param U[n, r], V[m, r]  map phi = U @ V.T  flow gradient
  law balance = U.T @ U - V.T @ V
  at n = {size}, m = {size}, r = {rank} {{ expect complete }}
}}"""


class Times:
    """Seconds of the prover, of writing and of checking, with the size of the certificates."""

    def __init__(self) -> None:
        self.prover = self.writer = self.checker = 0.0
        self.files = self.size = 0

    def add(self, prover: float, writer: float, checker: float, size: int) -> None:
        """Count one certificate."""
        self.prover += prover
        self.writer += writer
        self.checker += checker
        self.files += 1
        self.size += size

    def line(self, name: str) -> str:
        """One row."""
        ratio = self.checker / self.prover if self.prover else 0.0
        times = f"{self.prover:9.3f} {self.writer:9.3f} {self.checker:9.3f} {ratio:7.2f}"
        return f"{name:32} {self.files:6} {times} {self.size:9}"


def measure(system: TypedSystem, proofs: Times, counts: Times) -> None:
    """Verify a system, and write and check every certificate of it."""
    certifier = Certifier(system, {})
    by_span = {item.span: item for block in system.blocks for item in block.expectations}
    before = process_time()
    for event in verify_system(system, {}):
        prover = process_time() - before
        try:
            if isinstance(event, ClaimResult):
                _one(proofs, prover, lambda e=event: certifier.claim(e.law, e.verdict))
            elif isinstance(event, ExpectationResult) and isinstance(by_span[event.span], Counted):
                points = event.points or ({},)
                _one(counts, prover, lambda e=event, p=points: counted(certifier, by_span[e.span], p))
        except (NoCertificateError, RejectedError) as error:
            print(f"no certificate: {system.name}: {error}")
        before = process_time()


def _one(times: Times, prover: float, write: Callable[[], Plain | None]) -> None:
    started = process_time()
    content = write()
    if content is None:
        return
    text = canonical(content)
    written = process_time()
    check(text)
    times.add(prover, written - started, process_time() - written, len(text))


def main(paths: Sequence[str]) -> None:
    """Print a row for each file and for all of them."""
    print(f"{'':32} {'files':>6} {'prover s':>9} {'write s':>9} {'check s':>9} {'ratio':>7} {'bytes':>9}")
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(path) for path in paths]
        if not files:
            files = [
                path for path in sorted(SPECS.rglob("*.law")) if path.relative_to(SPECS).parts[0] != "bad"
            ]
            for size, rank in ((20, 10), (20, 25)):
                large = Path(folder, f"linear_{2 * size * rank}_parameters.law")
                large.write_text(LARGE.format(size=size, rank=rank), encoding="utf-8")
                files.append(large)
        all_proofs, all_counts = Times(), Times()
        for file in files:
            proofs, counts = Times(), Times()
            for system in load(read(file)):
                measure(system, proofs, counts)
            for name, times, total in (("claims", proofs, all_proofs), ("counts", counts, all_counts)):
                if times.files:
                    print(times.line(f"{file.stem[:24]} {name}"))
                if file.parent != Path(folder):
                    total.add(times.prover, times.writer, times.checker, times.size)
                    total.files += times.files - 1
        print(all_proofs.line("all claims, specs"))
        print(all_counts.line("all counts, specs"))


if __name__ == "__main__":
    main(sys.argv[1:])
