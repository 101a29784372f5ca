"""How many claims and expectations ended which way."""

from __future__ import annotations

from collections import Counter
from typing import Literal, assert_never

from ..notation.record import record
from ..verify.result import ClaimResult, RunResult, SystemResult
from ..verify.verdict import Proved, Refuted, Undecided

Outcome = Literal["proved", "refuted", "refuted_as_expected", "undecided", "undecided_as_expected"]


@record
class Tally:
    """The numbers of a run; ``as_expected`` is only said of systems whose expectations all hold."""

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
    claims: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    for system in result.systems:
        claims.update(outcome(claim, _as_expected(system)) for claim in system.claims)
        statuses.update(expectation.status for expectation in system.expectations)
    return Tally(
        **claims,
        expectations_hold=statuses["holds"],
        expectations_fail=statuses["fails"],
        expectations_undecided=statuses["undecided"],
    )


def outcome(claim: ClaimResult, as_expected: bool) -> Outcome:
    """How a claim ended; ``as_expected`` says whether its system meets what the spec expects."""
    expected = claim.judged and as_expected
    match claim.verdict:
        case Proved():
            return "proved"
        case Refuted():
            return "refuted_as_expected" if expected else "refuted"
        case Undecided():
            return "undecided_as_expected" if expected else "undecided"
        case _:
            assert_never(claim.verdict)


def _as_expected(system: SystemResult) -> bool:
    return bool(system.expectations) and all(item.status == "holds" for item in system.expectations)
