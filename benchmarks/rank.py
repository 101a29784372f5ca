"""The rank of a dense n by n matrix modulo a 23-bit prime, against one float64 matrix product.

Usage: python benchmarks/rank.py [n]     (default 2000; the design target is stated for n = 4000)
Set OPENBLAS_NUM_THREADS=1 for one core.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from lawdsl.algebra.rank import rank_modulo
from lawdsl.algebra.rings.modular import primes


def main(size: int) -> None:
    """Print seconds and the ratio of the two."""
    prime = next(primes())
    matrix = np.random.default_rng(1).integers(0, prime, (size, size)).astype(np.float64)
    start = time.perf_counter()
    matrix @ matrix
    product = time.perf_counter() - start
    start = time.perf_counter()
    rank = rank_modulo(matrix, prime).rank
    elimination = time.perf_counter() - start
    print(f"n = {size}: rank {rank} in {elimination:.2f} s, product {product:.2f} s", end=", ")
    print(f"ratio {elimination / product:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
