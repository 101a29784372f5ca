"""Fuzz the front end, the verifier and the checker, guided by coverage. By hand: the tests run none of this.

Usage: python tests/fuzz/fuzz.py (read|verify|check) [--minutes N] [--findings DIR] [--certificates DIR]
Needs atheris (``pip install atheris``). An input that ends in an exception, takes 20 seconds of processor
time or makes the process larger by a gigabyte is written to the folder of findings, once for each place in
the code.
"""

from __future__ import annotations

import argparse
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import atheris

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "soundness")]
WATCHED = {"read": ["lawdsl.lang"], "verify": ["lawdsl.lang"], "check": ["lawdsl.check"]}
"""Where coverage counts: not in the verifier, which it would slow down tenfold."""
with atheris.instrument_imports(include=WATCHED.get(next(iter(sys.argv[1:]), ""), [])):
    import forged_certificates
    import spec_texts

SECONDS = 20
MEGABYTES = 1024


class TooSlowError(BaseException):
    """More processor time than an input may take; nothing in the package catches it."""


class Watch:
    """Runs a target on one input after the other and keeps what goes wrong."""

    def __init__(self, target: Callable[[bytes], object], findings: Path) -> None:
        self.target = target
        self.findings = findings
        self.executions = self.accepted = 0
        self.slowest = 0.0
        self.seen: set[str] = set()

    def __call__(self, data: bytes) -> None:
        """One execution."""
        self.executions += 1
        before, started = _peak(), time.process_time()
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            self.accepted += bool(self.target(data))
        except (Exception, TooSlowError) as error:
            self._keep(data, _place(error), "".join(traceback.format_exception(error)))
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        self.slowest = max(self.slowest, time.process_time() - started)
        if _peak() - before > MEGABYTES:
            self._keep(data, f"memory-{(_peak() - before)}", "more than a gigabyte")

    def _keep(self, data: bytes, place: str, text: str) -> None:
        if place in self.seen:
            return
        self.seen.add(place)
        name = "".join(letter if letter.isalnum() else "-" for letter in place)[-120:]
        (self.findings / name).write_bytes(data)
        (self.findings / f"{name}.txt").write_text(text, encoding="utf-8")
        print(f"finding: {place}", file=sys.stderr, flush=True)

    def summary(self) -> str:
        """One line for the report."""
        return (
            f"{self.executions} executions, {self.accepted} accepted, {len(self.seen)} findings, "
            f"slowest {self.slowest:.1f} s, peak {_peak():.0f} MB"
        )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _place(error: BaseException) -> str:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "lawdsl" in frame.filename]
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    lines = str(error).splitlines()
    internal = next((line for line in lines if "internal error" in line), "")
    return f"{type(error).__name__} {where} {internal[:80]}"


def _too_slow(_signal: int, _frame: object) -> None:
    raise TooSlowError(f"more than {SECONDS} seconds")


def main() -> None:
    """Run one target for a while; libFuzzer ends the process."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", choices=("read", "verify", "check"))
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--findings", type=Path, default=Path("findings"))
    parser.add_argument("--certificates", type=Path, help="more certificates to start from")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    arguments.findings.mkdir(parents=True, exist_ok=True)
    checks = arguments.target == "check"
    module = forged_certificates if checks else spec_texts
    target = {"read": spec_texts.read, "verify": spec_texts.verify, "check": forged_certificates.attack}
    start = list(forged_certificates.corpus(arguments.certificates) if checks else spec_texts.corpus())
    if arguments.target == "verify":
        spec_texts.lower_budgets()
        start = [text for text in start if len(text) < 700][::4]
    watch = Watch(target[arguments.target], arguments.findings)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        source = random.Random(seed)
        if source.random() < 0.1:
            return atheris.Mutate(data, most)
        return module.mutated(data, source.choice(start), source)[:most]

    def crossed(one: bytes, other: bytes, most: int, seed: int) -> bytes:
        return module.mutated(one, other, random.Random(seed))[:most]

    folder = tempfile.mkdtemp(prefix="corpus-")
    for number, data in enumerate(start):
        Path(folder, f"{number:05}").write_bytes(data)
    signal.signal(signal.SIGPROF, _too_slow)
    seconds = int(60 * arguments.minutes)
    options = [f"-max_total_time={seconds}", "-max_len=20000", "-timeout=300", "-rss_limit_mb=3000"]
    options += [f"-seed={arguments.seed}", "-print_final_stats=1", "-verbosity=1", folder]
    started = time.time()

    def watched(data: bytes) -> None:
        watch(data)
        if watch.executions % 2000 == 0 or time.time() - started > seconds - 5:
            (arguments.findings / "summary.txt").write_text(watch.summary() + "\n", encoding="utf-8")

    atheris.Setup([sys.argv[0], *options], watched, custom_mutator=mutate, custom_crossover=crossed)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
