"""What Rocq is asked: whether a derivative is zero in normal form at these dimensions, and at what cost."""

from __future__ import annotations

from ..check.network import Network
from ..check.points import generic
from ..check.reading import Budget, RejectedError
from ..check.system import Sizes, System
from .expressions import ExportError

MAX_WORK = 100_000_000
"""Operations of the checker; Rocq, which computes the same normal forms, takes a minute for more."""


MAX_STEPS = 10**10
"""Of the count in `ensure_few_steps`: Rocq takes 3 to 4 seconds for a tenth of it."""


def ensure_few_steps(parts: int, state: int) -> None:
    """ExportError if there are too many derivatives of too large maps.

    All parts are visited for every coordinate, and a variable is found by counting.
    """
    if parts * state**2 > MAX_STEPS:
        raise ExportError(
            f"{parts} operations in {state} coordinates are too many: choose smaller dimensions"
        )


def ensure_moderate(system: System, sizes: Sizes, law: str, on_set: bool) -> None:
    """ExportError if the derivative of a law takes too much, or is not zero without equations.

    Rocq does what is done here: the same elements are adjoined, and eliminated in the same order.
    """
    budget = Budget(MAX_WORK)
    try:
        network = Network(system, dict(sizes), budget)
        ring, point = generic(network)
        derivatives = network.lie_derivative(network.family(system.laws[law]), ring, point)
        zero = on_set or all(map(ring.is_zero, derivatives))
    except RejectedError as error:
        long = f"the derivative takes more than {MAX_WORK} operations: choose smaller dimensions"
        raise ExportError(long if budget.left < 0 else str(error)) from None
    if not zero:
        raise ExportError("the derivative is not seen to be zero at these dimensions")
