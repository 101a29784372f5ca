"""Claims and expectations as lines of text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import assert_never

from ..diagnostics import Source, Span
from ..verify.refutations.enclosure import Enclosure
from ..verify.result import ClaimResult, DependenceResult, DiscoveryResult, ExpectationResult
from ..verify.verdict import Counterexample, Proved, Refuted, Undecided, Verdict
from . import wording
from .style import Glyph, Paint, Style

SHOWN_ENTRIES = 24
"""A counterexample with more entries that are not 0 is cut; JSON has all of them."""

SHOWN_RELATIONS = 12
"""More relations at one place are counted only; JSON has all of them."""

INDENT = " " * 6

_MARKS = {
    "holds": (Glyph.YES, Paint.GOOD),
    "fails": (Glyph.NO, Paint.BAD),
    "undecided": (Glyph.UNSURE, Paint.UNSURE),
}


def claim_lines(claim: ClaimResult, source: Source, style: Style, name_width: int) -> Iterator[str]:
    """The line of a claim and below it whatever explains the verdict."""
    status, verdict, scope, explanation, code = _claim_parts(claim, style)
    name = style.safe(claim.law)
    padding = " " * max(name_width - style.cells(claim.law), 0)
    column = f"{verdict:<9}"
    meaning = Paint.FAINT if claim.judged and status != "holds" else _MARKS[status][1]
    left = f"{name}{padding}  {style.paint(column, meaning)}  {style.safe(scope)}"
    cells = style.cells(f"{name}{padding}  {column}  {scope}")
    yield _timed(style.paint(style.glyph(_MARKS[status][0]), meaning), left, cells, claim.seconds, style)
    yield from explanation
    if code and not claim.judged:
        yield _place(source, claim.span, code, style)


def _claim_parts(claim: ClaimResult, style: Style) -> tuple[str, str, str, list[str], str]:
    verdict: Verdict = claim.verdict
    match verdict:
        case Proved(scope, _, detail):
            return "holds", "proved", wording.scope(scope), [*_wrapped(detail, style)] if detail else [], ""
        case Refuted(counterexample):
            where = wording.point(counterexample.sizes) or "as stated"
            return "fails", "refuted", where, list(_counterexample(claim.law, counterexample, style)), "L0401"
        case Undecided(reason, spent):
            below = [*_wrapped(reason, style), *(_wrapped(f"spent: {spent}", style) if spent else ())]
            return "undecided", "undecided", "", below, "L0501"
        case _:
            assert_never(verdict)


def _counterexample(law: str, found: Counterexample, style: Style) -> Iterator[str]:
    for title, values in (
        ("state", found.state),
        ("constants", found.constants),
        ("cotangent", found.cotangent),
    ):
        if values:
            yield from _wrapped(
                f"{title:<11}{wording.nonzero(values, SHOWN_ENTRIES)}", style, INDENT + " " * 11
            )
    if found.root is not None:
        yield from _wrapped(f"{'where':<11}{found.root}", style, INDENT + " " * 11)
    changing = wording.entry(f"({found.of})" if found.of else law, found.component)
    relation = "in" if isinstance(found.rate, Enclosure) else "="
    rate = f"d/dt {changing} {relation} {found.rate}"
    yield INDENT + style.paint(style.safe(rate), Paint.STRONG)


def expectation_lines(expectation: ExpectationResult, source: Source, style: Style) -> Iterator[str]:
    """The line of an expectation and below it what was found."""
    sign, meaning = _MARKS[expectation.status]
    text, where = style.safe(expectation.text), style.safe(wording.points(expectation.points))
    left = f"{text}  {style.paint(where, Paint.FAINT)}" if where else text
    cells = style.cells(f"{text}  {where}" if where else text)
    yield _timed(style.paint(style.glyph(sign), meaning), left, cells, expectation.seconds, style)
    if expectation.detail:
        yield from _wrapped(expectation.detail, style)
    if expectation.status == "holds":
        return
    code = "L0402" if expectation.status == "fails" else "L0502"
    yield _place(source, expectation.span, code, style)


def discovery_lines(found: DiscoveryResult, style: Style) -> Iterator[str]:
    """The line of a search and below it the laws, each on one line that can be pasted."""
    sign, meaning = _MARKS["holds" if found.decided else "undecided"]
    text, where = style.safe(found.text), style.safe(wording.scope(found.scope))
    left = f"{text}  {style.paint(where, Paint.FAINT)}"
    mark = style.paint(style.glyph(sign), meaning)
    yield _timed(mark, left, style.cells(f"{text}  {where}"), found.seconds, style)
    yield from _wrapped(found.remark, style)
    yield from (INDENT + style.paint(style.safe(law), Paint.STRONG) for law in found.laws)


def dependence_lines(found: DependenceResult, style: Style) -> Iterator[str]:
    """The line of a question which laws depend on others, and below it a relation for each that does."""
    status = "undecided" if found.remark or any(item.remark for item in found.relations) else "holds"
    sign, meaning = _MARKS[status]
    where = wording.point(found.sizes)
    counted = "" if found.independent is None else _independence(found.independent, found.components)
    text = style.safe("  ".join(part for part in (found.text, where, counted) if part))
    mark = style.paint(style.glyph(sign), meaning)
    yield _timed(mark, text, style.cells(text), found.seconds, style)
    if found.remark:
        yield from _wrapped(found.remark, style)
    for item in found.relations[:SHOWN_RELATIONS]:
        yield from _wrapped(item.relation or f"{item.function}: {item.remark}", style, INDENT + "  ")
    if len(found.relations) > SHOWN_RELATIONS:
        yield from _wrapped(f"and {len(found.relations) - SHOWN_RELATIONS} more (--format json)", style)


def _independence(independent: int, components: int) -> str:
    return f"{independent} of {wording.counted(components, 'component')} independent"


def remark_lines(text: str, style: Style) -> Iterator[str]:
    """A note on a system."""
    return _wrapped(f"note: {text}", style, " " * 8, " " * 2)


def _timed(mark: str, left: str, cells: int, seconds: float, style: Style) -> str:
    time = wording.duration(seconds)
    gap = max(style.width - cells - 4 - len(time), 2)
    return f"  {mark} {left}{' ' * gap}{style.paint(time, Paint.FAINT)}"


def _place(source: Source, span: Span, code: str, style: Style) -> str:
    line, column = source.position(span.start)
    place = f"{style.safe(source.name)}:{line}:{column}"
    hint = style.paint(f"(lawdsl explain {code})", Paint.FAINT)
    return f"{INDENT}{style.paint('-->', Paint.FRAME)} {place} {hint}"


def _wrapped(text: str, style: Style, later: str = INDENT, first: str = INDENT) -> Iterator[str]:
    for line in text.split("\n"):
        yield from textwrap.wrap(
            style.safe(line),
            style.width,
            initial_indent=first,
            subsequent_indent=later,
            break_long_words=False,
            break_on_hyphens=False,
        )
