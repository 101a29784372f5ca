"""Trajectories with many digits, and an estimate of their error by halving the step.

The modified midpoint rule of Gragg with the extrapolation of Bulirsch and Stoer, of order 12 in the step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import mpmath
import numpy as np

State = np.ndarray
Rates = Callable[[mpmath.mpf, State], State]

DIGITS = 40
SUBSTEPS = (2, 4, 6, 8, 10, 12)
STEPS = 5
ROUNDING = mpmath.mpf(10) ** (8 - DIGITS)
"""What rounding errors of all steps together stay below, relative to the values."""
ACCURATE = mpmath.mpf(10) ** -15
"""The largest difference that halving the step may make to a state."""
HALVINGS = 6
CLEAR = 1000
"""How many times the error a drift has to be to count as one."""


@dataclass(frozen=True)
class Drift:
    """The change of a function along a trajectory, and its error as far as halving the step shows it."""

    change: mpmath.mpf
    error: mpmath.mpf

    def is_none(self) -> bool:
        """Whether the change is within the error."""
        return abs(self.change) <= self.error

    def is_clear(self) -> bool:
        """Whether the change is far beyond the error."""
        return abs(self.change) > CLEAR * self.error


@dataclass(frozen=True)
class Trajectory:
    """The start of a trajectory, and its end with coarse steps and with steps of half their length."""

    start: State
    coarse: State
    fine: State
    times: tuple[mpmath.mpf, mpmath.mpf]

    def drift(self, law: Callable[[mpmath.mpf, State], mpmath.mpf]) -> Drift:
        """How a function of time and state changes.

        Halving the step divides the error by about 2^12, so that the difference of the two ends is nearly all
        of the error of the coarse one and far more than that of the fine one.
        """
        with mpmath.workdps(DIGITS):
            first, last = self.times
            before, coarse, after = law(first, self.start), law(last, self.coarse), law(last, self.fine)
            rounding = ROUNDING * (1 + abs(before) + abs(after))
            return Drift(after - before, abs(after - coarse) + rounding)


def trajectory(rates: Rates, start: State, first: float, last: float, steps: int = STEPS) -> Trajectory:
    """Integrate twice, for a shorter time where the error is too large: some flows explode."""
    with mpmath.workdps(DIGITS):
        begin, length = mpmath.mpf(first), mpmath.mpf(last - first)
        for _ in range(HALVINGS):
            times = begin, begin + length
            ends = [_integrated(rates, start, *times, number) for number in (steps, 2 * steps)]
            if max(abs(ends[1] - ends[0])) < ACCURATE:
                return Trajectory(start, ends[0], ends[1], times)
            length /= 4
        raise ArithmeticError(f"the flow explodes at {start}")


def _integrated(rates: Rates, state: State, first: mpmath.mpf, last: mpmath.mpf, steps: int) -> State:
    step = (last - first) / steps
    for place in range(steps):
        state = _extrapolated(rates, first + place * step, state, step)
    return state


def _extrapolated(rates: Rates, time: mpmath.mpf, state: State, step: mpmath.mpf) -> State:
    """One step: the midpoint rule with several numbers of substeps, extrapolated to none of any length."""
    row: list[State] = []
    for place, number in enumerate(SUBSTEPS):
        previous, row = row, [_midpoint(rates, time, state, step, number)]
        for back in range(place):
            ratio = mpmath.mpf(number) / SUBSTEPS[place - back - 1]
            row.append(row[back] + (row[back] - previous[back]) / (ratio**2 - 1))
    return row[-1]


def _midpoint(rates: Rates, time: mpmath.mpf, state: State, step: mpmath.mpf, number: int) -> State:
    length = step / number
    before, here = state, state + length * rates(time, state)
    for place in range(1, number):
        before, here = here, before + 2 * length * rates(time + place * length, here)
    return (before + here + length * rates(time + step, here)) / 2


def waves(count: int, seed: int) -> Callable[[mpmath.mpf], State]:
    """Smooth functions of time, as many as there are cotangents."""
    source = np.random.default_rng(seed)
    waves = [tuple(map(mpmath.mpf, source.uniform(0.3, 1, 3))) for _ in range(count)]

    def at(time: mpmath.mpf) -> State:
        return np.array([height * mpmath.sin(3 * speed * time + 6 * phase) for height, speed, phase in waves])

    return at


def numbers(count: int, seed: int) -> State:
    """Random numbers between 1/2 and 3/2."""
    drawn = np.random.default_rng(seed).uniform(0.5, 1.5, count)
    return np.array([mpmath.mpf(value) for value in drawn])
