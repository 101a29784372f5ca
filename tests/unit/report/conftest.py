"""Results made by hand: a renderer must not need an engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import pytest

from lawdsl.diagnostics import Source, Span
from lawdsl.notation.expression import ZERO
from lawdsl.notation.typed import Family, GradientFlow, TypedSystem
from lawdsl.verify.result import ClaimResult, ExpectationResult, SystemResult
from lawdsl.verify.verdict import Counterexample, Proved, Refuted, Scope, Undecided, Verdict

TEXT = "system two_layer {\n  law balance[k, l] = 1\n  law flipped[k, l] = 2\n  expect proved balance\n}\n"


@dataclass(frozen=True)
class Made:
    """One system with claims and expectations to choose from."""

    source: Source

    def place(self, text: str) -> Span:
        start = self.source.text.index(text)
        return Span(start, start + len(text))

    def system(self) -> TypedSystem:
        laws = tuple(Family(name, (), ZERO, self.place(name)) for name in ("balance", "flipped"))
        span, flow = self.place("two_layer"), GradientFlow({})
        return TypedSystem("two_layer", self.source, span, (), (), (), {}, (), (), flow, laws, (), {})

    def claim(self, law: str, verdict: Verdict, judged: bool = False) -> ClaimResult:
        return ClaimResult(law, verdict, judged, 0.0004, self.place(law))

    def proved(self, scope: Scope | None = None) -> ClaimResult:
        scope = scope or Scope(every=("n", "m", "r"))
        return self.claim("balance", Proved(scope, "index notation", "2 terms"))

    def refuted(self, judged: bool = False) -> ClaimResult:
        found = Counterexample(
            sizes={"n": 1, "m": 2},
            component=(1, 0),
            state={"U[0,0]": Fraction(1), "U[0,1]": Fraction(0), "V[0,0]": Fraction(-3, 2)},
            constants={},
            cotangent={"phi[0,0]": Fraction(0)},
            rate=Fraction(2),
        )
        return self.claim("flipped", Refuted(found), judged)

    def undecided(self) -> ClaimResult:
        return self.claim("flipped", Undecided("more than 10000 terms", "10001 terms"))

    def expectation(self, status: str, detail: str = "", points: int = 36) -> ExpectationResult:
        chosen = tuple({"n": 1 + i % 3, "m": 7, "r": 1 + i // 3} for i in range(points))
        return ExpectationResult("proved balance", chosen, status, detail, 0.25, self.place("proved balance"))

    def result(self, *parts: ClaimResult | ExpectationResult, notes: tuple[str, ...] = ()) -> SystemResult:
        claims = tuple(part for part in parts if isinstance(part, ClaimResult))
        expectations = tuple(part for part in parts if isinstance(part, ExpectationResult))
        return SystemResult("two_layer", self.source, claims, expectations, notes)


@pytest.fixture
def made() -> Made:
    return Made(Source("specs/two_layer.law", TEXT))


@pytest.fixture
def excerpt() -> Callable[[str], str]:
    """The text under which the carets of a rendered diagnostic stand, by counting cells."""

    def find(rendered: str) -> str:
        lines = rendered.split("\n")
        at = next(number for number, line in enumerate(lines) if "^" in line)
        marks = lines[at]
        return lines[at - 1][marks.index("^") : marks.rindex("^") + 1]

    return find
