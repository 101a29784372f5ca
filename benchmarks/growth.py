"""How the time of a certified count grows with the number of parameters.

Usage: python benchmarks/growth.py     (needs matplotlib: the extra `bench`)
Writes docs/growth.svg and the table in docs/counting.md.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from math import sqrt
from pathlib import Path
from typing import Any

import draws
from counting import measure
from single_core import measured, report

DOCS = Path(__file__).parents[1] / "docs"
MARKS = "<!-- growth: begin -->", "<!-- growth: end -->"
STAGES = "cpu", "evaluation", "rank", "proof"
SIZES = 100, 200, 500, 1000, 2000, 3500, 5000
KINDS = {
    "relu": "ReLU network, three layers with biases",
    "linear": "linear network, three layers",
}

Results = Mapping[str, Sequence[Mapping[str, Any]]]


def network(kind: str, parameters: int) -> str:
    """A network of three layers, all of about the same width, with about that many parameters."""
    width = round(sqrt(parameters / 3))
    if kind == "relu":
        return draws.deep_relu("growth", [width] * 4, biases=True)
    return draws.deep_linear("growth", [width] * 4)


def table(results: Results) -> str:
    """The results as a Markdown table."""
    lines = [
        "| system | parameters | CPU | evaluation | rank | proof | memory |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind, rows in results.items():
        for row in rows:
            stages = " | ".join(f"{row[stage]:.2f} s" for stage in STAGES)
            lines.append(f"| {KINDS[kind]} | {row['parameters']} | {stages} | {row['memory']} MB |")
    return "\n".join(lines)


def draw(results: Results, path: Path) -> None:
    """Both series on logarithmic axes, with the slope of cubic growth for comparison."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "lawdsl", "svg.fonttype": "none"})
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 4), layout="constrained")
    for kind, rows in results.items():
        sizes, seconds = [row["parameters"] for row in rows], [row["cpu"] for row in rows]
        axes.loglog(sizes, seconds, marker="o", label=KINDS[kind])
    last = max((row for rows in results.values() for row in rows), key=lambda row: row["parameters"])
    cubic = [last["cpu"] * (size / last["parameters"]) ** 3 for size in SIZES]
    axes.loglog(SIZES, cubic, linestyle=":", color="gray", label="cubic growth")
    axes.set(xlabel="parameters", ylabel="CPU seconds, one core", ylim=(0.02, None))
    axes.legend()
    axes.grid(visible=True, which="major", alpha=0.3)
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Measure every size, each in a process of its own, and write the documents."""
    results = {kind: [measured(__file__, kind, str(size)) for size in SIZES] for kind in KINDS}
    incomplete = [row for rows in results.values() for row in rows if row["complete"] != row["systems"]]
    if incomplete:
        raise SystemExit(f"not certified complete: {incomplete}")
    page = DOCS / "counting.md"
    before, rest = page.read_text(encoding="utf-8").split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    text = f"{before}{MARKS[0]}\n{table(results)}\n{MARKS[1]}{after}"
    page.write_text(text, encoding="utf-8")
    draw(results, DOCS / "growth.svg")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        report(measure([network(sys.argv[1], int(sys.argv[2]))]))
    else:
        main()
