"""How many claims and expectations ended which way."""

from __future__ import annotations

from collections import Counter
from typing import Literal, assert_never

from ..notation.record import record
from ..verify.result import ClaimResult, RunResult
from ..verify.verdict import Proved, Refuted, Undecided

Outcome = Literal["proved", "refuted", "refuted_as_expected", "undecided", "undecided_as_expected"]


@record
class Tally:
    """The numbers of a run; ``as_expected`` is said of a verdict that the spec expects."""

    proved: int = 0
    refuted: int = 0
    refuted_as_expected: int = 0
    undecided: int = 0
    undecided_as_expected: int = 0
    expectations_hold: int = 0
    expectations_fail: int = 0
    expectations_undecided: int = 0

    def numbers(self) -> dict[str, int]:
        """All numbers by name."""
        return {name: getattr(self, name) for name in type(self).__annotations__}


def tally(result: RunResult) -> Tally:
    """Count every claim and every expectation of a run."""
    claims = Counter(_outcome(claim) for system in result.systems for claim in system.claims)
    statuses = Counter(item.status for system in result.systems for item in system.expectations)
    return Tally(
        **{str(name): number for name, number in claims.items()},
        expectations_hold=statuses["holds"],
        expectations_fail=statuses["fails"],
        expectations_undecided=statuses["undecided"],
    )


def _outcome(claim: ClaimResult) -> Outcome:
    match claim.verdict:
        case Proved():
            return "proved"
        case Refuted():
            return "refuted_as_expected" if claim.judged else "refuted"
        case Undecided():
            return "undecided_as_expected" if claim.judged else "undecided"
        case _:
            assert_never(claim.verdict)
