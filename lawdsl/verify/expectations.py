"""Whether what a spec expects holds: each ``expect`` line at each of its points."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from time import perf_counter
from typing import Literal, assert_never

from ..notation import grid
from ..notation.arithmetic import evaluate
from ..notation.record import record
from ..notation.typed import (
    AtBlock,
    Expectation,
    ExpectComplete,
    ExpectCount,
    ExpectIndependent,
    ExpectVerdict,
)
from .claims import Claims
from .counts.census import Census, Interval
from .points import Sizes, agrees
from .result import ExpectationResult
from .verdict import Proved, Refuted, Undecided, Verdict

Status = Literal["holds", "fails", "undecided"]


@record
class Finding:
    """What became of an expectation at one point."""

    status: Status
    detail: str = ""


def check_expectations(claims: Claims, chosen: Sizes) -> Iterator[ExpectationResult]:
    """The results of all expectations of a system, in the order of the text.

    Points that contradict the sizes the user chose are left out; a block without such a
    point yields nothing.
    """
    census = Census(claims)
    for block in claims.system.blocks:
        points = tuple(point for point in grid.points(block) if agrees(point, chosen))
        for expectation in block.expectations if points else ():
            yield _result(claims, census, block, expectation, points)


def left_out(claims: Claims, chosen: Sizes) -> int:
    """How many points of the spec contradict the sizes that the user chose."""
    points = (point for block in claims.system.blocks for point in grid.points(block))
    return sum(not agrees(point, chosen) for point in points)


def _result(
    claims: Claims, census: Census, block: AtBlock, expectation: Expectation, points: tuple[Sizes, ...]
) -> ExpectationResult:
    started = perf_counter()
    check = _checker(claims, census, expectation, stated=bool(block.ranges))
    status, details = _combined(check, points)
    return ExpectationResult(
        text=" ".join(claims.system.source.text[expectation.span.start : expectation.span.end].split()),
        points=points if block.ranges else (),
        status=status,
        detail="; ".join(details),
        seconds=perf_counter() - started,
        span=expectation.span,
    )


def _combined(check: Callable[[Sizes], Finding], points: tuple[Sizes, ...]) -> tuple[Status, list[str]]:
    """The worst finding over the points; details name the first points that do not hold."""
    findings = [(point, check(point)) for point in points]
    for status in ("fails", "undecided"):
        bad = [(point, finding.detail) for point, finding in findings if finding.status == status]
        if bad:
            shown = [f"at {_text(point)}: {detail}" if point else detail for point, detail in bad[:3]]
            more = [f"and at {len(bad) - 3} more points"] if len(bad) > 3 else []
            return ("fails" if status == "fails" else "undecided"), shown + more
    return "holds", [finding.detail for _, finding in findings if finding.detail][:1] if len(
        findings
    ) == 1 else []


def _text(point: Sizes) -> str:
    return ", ".join(f"{name} = {size}" for name, size in point.items())


def _checker(
    claims: Claims, census: Census, expectation: Expectation, stated: bool
) -> Callable[[Sizes], Finding]:
    match expectation:
        case ExpectVerdict(wanted, laws):
            decide = claims.at if stated else (lambda law, _: claims.in_general(law))
            return lambda point: _verdicts(wanted, {law: decide(law, point) for law in laws})
        case ExpectIndependent(laws, formula):
            return lambda point: _number(
                census.independent(laws, point), evaluate(formula, _all_sizes(claims, point))
            )
        case ExpectCount(formula):
            return lambda point: _number(census.count(point), evaluate(formula, _all_sizes(claims, point)))
        case ExpectComplete():
            return lambda point: Finding(*census.complete(point))
        case _:
            assert_never(expectation)


def _all_sizes(claims: Claims, point: Sizes) -> Sizes:
    fixed = {item.name: item.size for item in claims.system.dimensions if item.size is not None}
    return {**fixed, **point}


def _verdicts(wanted: str, verdicts: dict[str, Verdict]) -> Finding:
    for law, verdict in verdicts.items():
        if word_for(verdict) != wanted:
            detail = f"{law} is {word_for(verdict)}"
            reason = f" ({verdict.reason})" if isinstance(verdict, Undecided) else ""
            return Finding("undecided" if reason and wanted != "undecided" else "fails", detail + reason)
    return Finding("holds")


def word_for(verdict: Verdict) -> Literal["proved", "refuted", "undecided"]:
    """The word that an expectation uses for a verdict."""
    match verdict:
        case Proved():
            return "proved"
        case Refuted():
            return "refuted"
        case Undecided():
            return "undecided"
        case _:
            assert_never(verdict)


def _number(known: Interval, wanted: Fraction) -> Finding:
    """Compare an expected number with proved bounds."""
    if known.lower == known.upper == wanted:
        return Finding("holds")
    text = (
        str(known.lower) if known.lower == known.upper else f"at least {known.lower}, at most {known.upper}"
    )
    if not known.lower <= wanted <= known.upper or wanted.denominator != 1:
        return Finding("fails", f"it is {text}, not {wanted}")
    return Finding("undecided", f"it is {text}{known.remark}")
