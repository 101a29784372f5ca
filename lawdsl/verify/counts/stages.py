"""Where the processor time of a count goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import process_time
from typing import Literal

Stage = Literal["evaluation", "rank", "proof"]
"""Values of fields and gradients; elimination; deciding the given laws."""


class Stages:
    """Adds up the processor time that each stage takes, in seconds.

    Other programs on the machine do not weigh on it; several cores count together.
    """

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {"evaluation": 0.0, "rank": 0.0, "proof": 0.0}

    @contextmanager
    def timed(self, stage: Stage) -> Iterator[None]:
        """Count the time inside of the block for the stage."""
        started = process_time()
        try:
            yield
        finally:
            self._seconds[stage] += process_time() - started

    def seconds(self) -> Mapping[str, float]:
        """The sums so far."""
        return dict(self._seconds)
