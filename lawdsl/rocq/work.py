"""What Rocq will be asked: whether a derivative is zero in normal form at concrete dimensions, and at what cost."""

from __future__ import annotations

from ..check.network import Network
from ..check.points import generic
from ..check.reading import Budget, RejectedError
from ..check.system import Sizes, System
from .expressions import ExportError

MAX_WORK = 100_000_000
"""Operations of the checker; Rocq, which computes the same normal forms, takes a minute for more."""


def ensure_moderate(system: System, sizes: Sizes, law: str, on_set: bool) -> None:
    """ExportError if the derivative of a law takes too much, or is not zero without equations.

    Rocq does what is done here: the same elements are adjoined, and eliminated in the same order.
    """
    try:
        network = Network(system, dict(sizes), Budget(MAX_WORK))
        ring, point = generic(network)
        derivatives = network.lie_derivative(network.family(system.laws[law]), ring, point)
        zero = on_set or all(map(ring.is_zero, derivatives))
    except RejectedError as error:
        raise ExportError(f"too much for Rocq at these dimensions: {error}") from None
    if not zero:
        raise ExportError("the derivative is not seen to be zero at these dimensions")
