"""Counting and certifying all laws of random networks with momentum, at three dampings each.

Usage: python benchmarks/momentum.py     (prints a table; each row is measured in a process on one core)
The published computation has no damping; the design target is 10 s for all rows together.
"""

from __future__ import annotations

import sys

import draws
from counting import measure
from single_core import measured, report

PUBLISHED = {"linear": 139, "relu": 63, "nmf": 105, "icnn": 729}
"""Seconds on 64 cores for 20 systems without damping."""
TITLES = {
    "linear": "20 linear networks",
    "relu": "20 ReLU networks",
    "nmf": "20 nonnegative factorizations",
    "icnn": "20 input-convex networks",
}


def main() -> None:
    """Print one line of a Markdown table for each kind and damping."""
    print("| systems | damping | complete | CPU | evaluation | rank | proof | published |")
    print("|---|---|---|---|---|---|---|---|")
    total = 0.0
    for kind, title in TITLES.items():
        for damping in draws.DAMPINGS:
            found = measured(__file__, kind, damping)
            total += found["cpu"]
            stages = " | ".join(f"{found[stage]:.2f} s" for stage in ("cpu", "evaluation", "rank", "proof"))
            published = f"{PUBLISHED[kind]} s" if damping == "0" else "-"
            certified = f"{found['complete']} of {found['systems']}"
            print(f"| {title} | {damping} | {certified} | {stages} | {published} |", flush=True)
    print(f"| all | | | {total:.2f} s | | | | |")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        report(measure(draws.momentum_networks(sys.argv[1], sys.argv[2])))
    else:
        main()
