"""What a run found out, as data: one object that every renderer of report/ reads."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field
from enum import IntEnum
from typing import Literal

from ..diagnostics import Diagnostic, Source, Span
from ..notation.record import record
from .verdict import Proved, Refuted, Scope, Undecided, Verdict


class ExitCode(IntEnum):
    """The exit codes of the command, most of them decided by a run."""

    HOLDS = 0
    REFUTED = 1
    UNUSABLE = 2
    UNDECIDED = 3
    INTERNAL = 70


ClaimKind = Literal["law", "invariant"]


@record
class ClaimResult:
    """The verdict on one candidate law, or on one set that is claimed to be invariant.

    ``judged`` is true when an expectation that was checked, ``expect proved``/``refuted``/``undecided``,
    foretells this verdict: then the expectation decides the exit code and not the claim.
    """

    law: str
    verdict: Verdict
    judged: bool
    seconds: float
    span: Span = field(repr=False)
    kind: ClaimKind = "law"


@record
class ExpectationResult:
    """Whether one ``expect`` line holds, with the dimensions where it was checked."""

    text: str
    points: tuple[Mapping[str, int], ...]
    status: Literal["holds", "fails", "undecided"]
    detail: str
    seconds: float
    span: Span = field(repr=False)


@record
class DiscoveryResult:
    """What a search for laws found, at one choice of the dimensions or for every one.

    ``laws`` are statements of the language, each proved; ``decided`` tells that there are no others in
    what was searched. The remark says how many were found, or why the search was given up.
    """

    text: str
    scope: Scope
    laws: tuple[str, ...]
    remark: str
    decided: bool
    seconds: float
    span: Span = field(repr=False)


@record
class LawRelation:
    """How one component of a law follows from others: a proved relation as text, or why there is none."""

    function: str
    relation: str
    remark: str


@record
class DependenceResult:
    """Which components of some laws depend on the others, at one choice of the dimensions.

    At least ``independent`` of the components are independent; there is a relation for each of the others. It
    is None where this was not looked for, for the reason that the remark says.
    """

    text: str
    sizes: Mapping[str, int]
    components: int
    independent: int | None
    relations: tuple[LawRelation, ...]
    remark: str
    seconds: float


@record
class SystemResult:
    """Everything that was found out about one system, in the order of the text."""

    name: str
    source: Source = field(repr=False)
    claims: tuple[ClaimResult, ...]
    expectations: tuple[ExpectationResult, ...]
    notes: tuple[str, ...] = ()
    searches: tuple[DiscoveryResult, ...] = ()
    dependences: tuple[DependenceResult, ...] = ()

    def exit_code(self) -> ExitCode:
        """The exit code that this system alone would give."""
        verdicts = [claim.verdict for claim in self.claims if not claim.judged]
        statuses = {expectation.status for expectation in self.expectations}
        if any(isinstance(verdict, Refuted) for verdict in verdicts) or "fails" in statuses:
            return ExitCode.REFUTED
        if any(isinstance(verdict, Undecided) for verdict in verdicts) or self._open(statuses):
            return ExitCode.UNDECIDED
        if any(isinstance(claim.verdict, Proved) for claim in self.claims) or statuses or self.searches:
            return ExitCode.HOLDS
        return ExitCode.UNUSABLE

    def _open(self, statuses: Collection[str]) -> bool:
        return "undecided" in statuses or not all(search.decided for search in self.searches)


@record
class RunResult:
    """The result of a whole run: the systems that were verified and the files that could not be."""

    systems: tuple[SystemResult, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    interrupted: bool = False

    def exit_code(self) -> ExitCode:
        """The worst of the systems; unusable input weighs more than any verdict."""
        codes = {system.exit_code() for system in self.systems}
        if self.diagnostics or not codes:
            return ExitCode.UNUSABLE
        for code in (ExitCode.UNUSABLE, ExitCode.REFUTED, ExitCode.UNDECIDED):
            if code in codes:
                return code
        return ExitCode.HOLDS
