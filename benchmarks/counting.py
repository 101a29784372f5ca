"""Counting and certifying all laws of random networks, against a published computation.

Usage: python benchmarks/counting.py     (prints a table; each row is measured in a process on one core)
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from time import perf_counter, process_time

import draws
from single_core import measured, report

from lawdsl import lang
from lawdsl.diagnostics import Source
from lawdsl.verify.claims import Claims
from lawdsl.verify.counts.census import Census
from lawdsl.verify.counts.count import LawCount

ROWS: dict[str, tuple[str, Callable[[], Iterable[str]], int | None]] = {
    "linear": ("50 deep linear networks", draws.linear_networks, 2063),
    "relu": ("50 deep ReLU networks", draws.relu_networks, 6791),
    "nmf": ("20 nonnegative factorizations", draws.factorizations, 448),
    "icnn": ("20 input-convex networks", draws.convex_networks, 756),
    "large-relu": (
        "1 ReLU network, 5,000 parameters",
        lambda: [draws.deep_relu("large", (25, 40, 40, 42, 14), biases=True)],
        None,
    ),
    "large-linear": (
        "1 deep linear network, 2,000 parameters",
        lambda: [draws.deep_linear("large", (25, 26, 26, 26))],
        None,
    ),
}
"""Title, specs and published seconds on 64 cores; those of the two mirror rows include searching for laws."""
STAGES = "cpu", "wall", "evaluation", "rank", "proof"


def measure(specs: Iterable[str]) -> Counter[str]:
    """The seconds of every stage over all specs, and how many were certified complete."""
    seconds: Counter[str] = Counter()
    started, started_cpu = perf_counter(), process_time()
    for text in specs:
        count = count_laws_of(text)
        seconds.update(count.seconds)
        seconds["systems"] += 1
        seconds["complete"] += count.complete
        seconds["parameters"] = max(seconds["parameters"], count.dimension)
    seconds["wall"] = perf_counter() - started
    seconds["cpu"] = process_time() - started_cpu
    return seconds


def count_laws_of(text: str) -> LawCount:
    """The count of the one system of a spec without symbolic dimensions."""
    (system,) = lang.load(Source("draw", text))
    return Census(Claims(system, {})).counted({})


def main() -> None:
    """Print one line of a Markdown table for each row."""
    print("| systems | complete | CPU | wall | evaluation | rank | proof | published | memory |")
    print("|---|---|---|---|---|---|---|---|---|")
    for row, (title, _, published) in ROWS.items():
        found = measured(__file__, row)
        stages = " | ".join(f"{found[stage]:.2f} s" for stage in STAGES)
        compared = f"{published} s" if published else "-"
        certified = f"{found['complete']} of {found['systems']}"
        print(f"| {title} | {certified} | {stages} | {compared} | {found['memory']} MB |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        report(measure(ROWS[sys.argv[1]][1]()))
    else:
        main()
