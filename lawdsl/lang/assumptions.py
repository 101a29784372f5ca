"""Assumptions and invariant sets: comparisons of expressions, entry by entry."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..diagnostics import Span
from ..notation.arithmetic import Relation
from ..notation.expression import entries
from ..notation.index import Role
from ..notation.typed import Assumption, Family, Invariant
from . import syntax
from .context import Declarations
from .families import define
from .names import Kind
from .syntax import compared


def assumed(statement: syntax.Assume, declarations: Declarations) -> list[Assumption]:
    """The assumptions of a statement, one for each link of a chain such as ``0 < x < 1``."""
    return [
        Assumption(family, relation, _text(family.span, declarations))
        for family, relation in _links(statement.comparison, "assume", declarations)
    ]


def invariant_set(statement: syntax.Invariant, declarations: Declarations) -> list[Invariant]:
    """The invariant set of a statement, in a list; an empty one after an error."""
    before = len(declarations.findings)
    equations = tuple(
        family
        for equation in statement.equations
        for family, _ in _links(equation, "invariant", declarations)
    )
    if not declarations.names.declare(statement.name, Kind.INVARIANT, None):
        return []
    if len(declarations.findings) > before:
        return []
    _refuse_constant(statement, equations, declarations)
    return [Invariant(statement.name.text, equations, statement.name.span)]


def _refuse_constant(
    statement: syntax.Invariant, equations: tuple[Family, ...], declarations: Declarations
) -> None:
    """A set that does not depend on the state is invariant whatever the flow is."""
    leaves = (entry for equation in equations for entry in entries(equation.body))
    if all(entry.tensor.role is Role.CONSTANT for entry in leaves):
        headline = f"invariant set `{statement.name.text}` contains no parameter"
        helps = ["write equations between parameters, states and `t`"]
        declarations.findings.error("L0319", headline, statement.name.span, helps=helps)


def _links(
    comparison: syntax.Comparison, kind: str, declarations: Declarations
) -> Iterator[tuple[Family, Relation]]:
    """The differences of neighbours in a chain, with their relation to zero."""
    sides = pairwise(compared(comparison))
    for (left, right), (relation, _) in zip(sides, comparison.rest, strict=True):
        span = Span(left.span.start, right.span.end)
        difference = syntax.Sum(left, (("-", right),), span)
        indices = list(_free_indices(difference, declarations))
        defined = define(difference, indices, kind, declarations)
        if defined is not None:
            yield defined.family(_name(left, right, declarations), span), relation


def _name(left: syntax.Expression, right: syntax.Expression, declarations: Declarations) -> str:
    """What is zero on the set, as the text writes it."""
    first, second = _text(left.span, declarations), _text(right.span, declarations)
    if second == "0":
        return first
    simple = not isinstance(right, syntax.Sum | syntax.Signed | syntax.Fold)
    return f"{first} - {second}" if simple else f"{first} - ({second})"


def _text(span: Span, declarations: Declarations) -> str:
    return " ".join(declarations.findings.source.text[span.start : span.end].split())


def _free_indices(expression: syntax.Expression, declarations: Declarations) -> Iterator[syntax.Name]:
    """The names in slots that nothing declares: the statement is made for each of their values."""
    seen: set[str] = set()
    stack: list[tuple[syntax.Expression, frozenset[str]]] = [(expression, frozenset())]
    while stack:
        current, bound = stack.pop()
        if isinstance(current, syntax.Fold):
            bound |= {name.text for name in current.indices}
        slots = current.slots if isinstance(current, syntax.Subscript) else ()
        for slot in slots:
            known = bound | seen
            if (
                isinstance(slot, syntax.Name)
                and slot.text not in known
                and not declarations.names.declared(slot.text)
            ):
                seen.add(slot.text)
                yield slot
        stack.extend((part, bound) for part in reversed(syntax.parts(current)))
