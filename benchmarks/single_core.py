"""Run a measurement in a process of its own that uses one core for linear algebra."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""What the linear algebra libraries that NumPy may come with look at."""


def measured(script: str, *arguments: str) -> dict[str, Any]:
    """What a script prints as JSON when it is given the arguments."""
    finished = subprocess.run(
        [sys.executable, script, *arguments],
        env={**os.environ, **dict.fromkeys(THREADS, "1"), "PYTHONPATH": str(Path(__file__).parents[1])},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    results: dict[str, Any] = json.loads(finished.stdout)
    return results


def report(results: Mapping[str, object]) -> None:
    """Print what was measured, with the largest memory of this process in megabytes."""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({**results, "memory": memory}))
