"""Where the time of a count goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter
from typing import Literal

Stage = Literal["evaluation", "rank", "proof"]
"""Values of fields and gradients; elimination; deciding the given laws."""


class Stages:
    """Adds up the seconds that each stage takes."""

    def __init__(self) -> None:
        self._seconds: dict[Stage, float] = {"evaluation": 0.0, "rank": 0.0, "proof": 0.0}

    @contextmanager
    def timed(self, stage: Stage) -> Iterator[None]:
        """Count the time inside of the block for the stage."""
        started = perf_counter()
        try:
            yield
        finally:
            self._seconds[stage] += perf_counter() - started

    def seconds(self) -> Mapping[Stage, float]:
        """The sums so far."""
        return dict(self._seconds)
