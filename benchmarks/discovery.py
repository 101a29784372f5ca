"""Searching for all polynomial laws of degree 2 of random systems, against a published computation.

Usage: python benchmarks/discovery.py     (prints a table; each row is measured in a process on one core)
The design targets are 3 s for the two mirror rows, count included, and 30 s for the large network.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise
from time import perf_counter, process_time

import draws
from single_core import measured, report

from lawdsl import lang
from lawdsl.diagnostics import Source
from lawdsl.discover.search import count_discovered, discover_laws
from lawdsl.system.concrete import ConcreteFields
from lawdsl.system.flows import vector_fields

DEGREE = 2
ROWS: dict[str, tuple[str, Callable[[], Iterable[str]], bool, int | None]] = {
    "linear": ("10 deep linear networks", lambda: draws.linear_networks(10, 3, 4), False, 91),
    "relu": ("10 deep ReLU networks", lambda: draws.relu_networks(10, 3, 4), False, 44),
    "nmf": ("20 nonnegative factorizations", draws.factorizations, True, 448),
    "icnn": ("20 input-convex networks", draws.convex_networks, True, 756),
    "large": (
        "1 two-layer linear network, 2,000 parameters",
        lambda: [draws.deep_linear("large", (40, 25, 40))],
        False,
        None,
    ),
}
"""Title, specs, whether all laws are counted too, as the published seconds on 64 cores did, and these."""


def measure(specs: Iterable[str], counting: bool) -> Counter[str]:
    """The processor seconds of every stage over all specs, and what was found."""
    found: Counter[str] = Counter()
    started = perf_counter()
    for text in specs:
        found.update(_measure_one(text, counting))
    found["wall"] = perf_counter() - started
    return found


def _measure_one(text: str, counting: bool) -> Counter[str]:
    times = [process_time()]
    (system,) = lang.load(Source("draw", text))
    concrete = ConcreteFields(vector_fields(system), {})
    times.append(process_time())
    discovery = discover_laws(concrete, DEGREE)
    times.append(process_time())
    complete = counting and count_discovered(concrete, discovery).complete
    times.append(process_time())
    read, searched, counted = (end - start for start, end in pairwise(times))
    return Counter(
        systems=1,
        searched=int(not discovery.unproved),
        complete=int(complete),
        monomials=discovery.monomials,
        laws=len(discovery.laws),
        reading=read,
        search=searched,
        count=counted,
        cpu=read + searched + counted,
    )


def main() -> None:
    """Print one line of a Markdown table for each row."""
    print("| systems | searched | monomials | laws | complete ", end="")
    print("| CPU | wall | reading | search | count | published | memory |")
    print("|" + "---|" * 12)
    for row, (title, _, counting, published) in ROWS.items():
        found = measured(__file__, row)
        searched = f"{found['searched']} of {found['systems']}"
        complete = f"{found['complete']} of {found['systems']}" if counting else "-"
        stages = [f"{found[stage]:.2f} s" for stage in ("cpu", "wall", "reading", "search")]
        counted = f"{found['count']:.2f} s" if counting else "-"
        compared = f"{published} s" if published else "-"
        cells = title, searched, found["monomials"], found["laws"], complete, *stages, counted, compared
        print(f"| {' | '.join(map(str, cells))} | {found['memory']} MB |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _, specs, counting, _ = ROWS[sys.argv[1]]
        report(measure(specs(), counting))
    else:
        main()
