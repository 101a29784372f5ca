"""What a small verification costs, in units of importing the parser library.

Usage: python benchmarks/startup.py [RUNS]     (default 15; the target is a ratio of at most 3)
The runs alternate, so that other work on the machine weighs on both alike.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

SPEC = """\
# Balancedness of a two-layer linear network, for every n, m, r.
system linear_two_layer {
  dim n, m, r
  param U[n, r], V[m, r]
  map phi[i, j] = sum(k) U[i,k] * V[j,k]
  flow gradient
  law balance[k, l] = sum(i) U[i,k]*U[i,l] - sum(j) V[j,k]*V[j,l]
}
"""


def seconds(*arguments: str) -> float:
    """The wall time of Python with these arguments."""
    started = perf_counter()
    command = [sys.executable, *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=Path(__file__).parents[1])
    return perf_counter() - started


def main(runs: int) -> None:
    """Print both medians and the median of the ratios of neighbouring runs."""
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder, "two_layer.law")
        spec.write_text(SPEC, encoding="utf-8")
        commands = ("-m", "lawdsl", "verify", str(spec)), ("-c", "import lark")
        pairs = [tuple(seconds(*command) for command in commands) for _ in range(runs + 1)][1:]
    ours, theirs = (median(column) for column in zip(*pairs, strict=True))
    ratio = median(one / other for one, other in pairs)
    print(f"lawdsl verify {ours * 1000:.0f} ms, import lark {theirs * 1000:.0f} ms, ratio {ratio:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
