"""Answers about sets of equations: what cannot be computed leaves a claim undecided, with the reason."""

from __future__ import annotations

from collections.abc import Callable

from ...algebra.rings.polynomial import BudgetExceededError
from ...algebra.rings.ring import UndefinedError
from ..limits import TooLargeError
from ..verdict import Undecided, Verdict


def answered(ask: Callable[[], Verdict], too_heavy: str, no_form: str) -> Verdict:
    """The verdict that a question comes to.

    ``too_heavy`` is the reason where polynomials exceed their budget, and ``no_form`` begins the one where
    they cannot be computed with.
    """
    try:
        return ask()
    except TooLargeError as error:
        return Undecided(f"too large to evaluate: {error.reason}")
    except BudgetExceededError as error:
        return Undecided(too_heavy, str(error))
    except UndefinedError as error:
        return Undecided(f"the claim has no value: {error}")
    except ArithmeticError as error:
        return Undecided(f"{no_form}: {error}")
