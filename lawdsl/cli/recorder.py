"""The result of a run, built from its events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from ..diagnostics import Diagnostic
from ..notation.typed import TypedSystem
from ..verify.result import (
    ClaimResult,
    DependenceResult,
    DiscoveryResult,
    ExpectationResult,
    RunResult,
    SystemResult,
)
from ..verify.run import Event, Progress, SystemStarted


class Recorder:
    """Keeps everything that was decided, also when the run breaks off inside a system."""

    def __init__(self) -> None:
        self._systems: list[SystemResult] = []
        self._diagnostics: list[Diagnostic] = []
        self._open: TypedSystem | None = None
        self._claims: list[ClaimResult] = []
        self._expectations: list[ExpectationResult] = []
        self._searches: list[DiscoveryResult] = []
        self._dependences: list[DependenceResult] = []

    def record(self, event: Event) -> None:
        """Take an event into the result."""
        match event:
            case SystemStarted(system):
                self._systems += self._broken_off()
                self._open, self._claims, self._expectations = system, [], []
                self._searches, self._dependences = [], []
            case ClaimResult():
                self._claims.append(event)
            case ExpectationResult():
                self._expectations.append(event)
            case DiscoveryResult():
                self._searches.append(event)
            case DependenceResult():
                self._dependences.append(event)
            case SystemResult():
                self._open = None
                self._systems.append(event)
            case Progress():
                pass
            case _:
                assert_never(event)

    def diagnose(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Take diagnostics into the result; a system that they broke off is kept as far as it came."""
        self._systems += self._broken_off()
        self._open = None
        self._diagnostics += diagnostics

    def result(self, interrupted: bool) -> RunResult:
        """Everything that was recorded."""
        systems = [*self._systems, *self._broken_off()]
        return RunResult(tuple(systems), tuple(self._diagnostics), interrupted)

    def _broken_off(self) -> list[SystemResult]:
        if self._open is None or not (self._claims or self._expectations or self._searches):
            return []
        claims, expectations = tuple(self._claims), tuple(self._expectations)
        searches, dependences = tuple(self._searches), tuple(self._dependences)
        name, source = self._open.name, self._open.source
        return [SystemResult(name, source, claims, expectations, (), searches, dependences)]
