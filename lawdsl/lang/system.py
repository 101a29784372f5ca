"""From the syntax of one system to the typed system: statements in the order of the text, then the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, assert_never

from ..notation.expression import entries
from ..notation.index import Dimension, Role, Tensor, velocity_of
from ..notation.record import changed
from ..notation.typed import (
    Assumption,
    AtBlock,
    CustomFlow,
    Family,
    Flow,
    Invariant,
    MomentumFlow,
    TypedSystem,
)
from . import syntax
from .assumptions import assumed, invariant_set
from .blocks import Claim, at_block, direct_block
from .context import Declarations
from .declarations import Restricted, declare
from .families import define
from .findings import Findings
from .flows import custom_flow, named_flow
from .metrics import metrics_of
from .names import Kind, Names
from .value import Feature
from .velocities import Change, settled_assumption, settled_block, settled_invariant, settling

FlowStatement = syntax.NamedFlow | syntax.EquationFlow


@dataclass(slots=True)
class Draft:
    """What the statements read so far have given."""

    declarations: Declarations
    conditions: list[Restricted] = field(default_factory=list)
    maps: list[Family] = field(default_factory=list)
    laws: list[Family] = field(default_factory=list)
    assumptions: list[Assumption] = field(default_factory=list)
    invariants: list[Invariant] = field(default_factory=list)
    metrics: list[syntax.Metric] = field(default_factory=list)
    flows: list[FlowStatement] = field(default_factory=list)
    blocks: list[AtBlock] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)


def elaborate(system: syntax.System, findings: Findings) -> TypedSystem | None:
    """The typed system, or None after errors, all of which are in ``findings``."""
    before = len(findings)
    draft = Draft(Declarations(findings, Names(findings)))
    later: list[syntax.At] = []
    for statement in system.statements:
        if isinstance(statement, syntax.At):
            later.append(statement)
        else:
            _read(statement, draft)
    flow = _flow(draft, system)
    for block in later:
        typed = at_block(block, draft.declarations)
        draft.blocks += [] if typed is None else [typed]
    direct = direct_block(draft.claims, system.span, draft.declarations)
    draft.blocks += [] if direct is None else [direct]
    if flow is not None:
        _settle(draft, settling(flow, findings))
    if flow is None or len(findings) > before:
        return None
    return _assembled(system, draft, flow)


def _settle(draft: Draft, change: Change) -> None:
    """Replace velocities in everything that is claimed or assumed."""
    draft.laws = list(map(change, draft.laws))
    draft.blocks = [settled_block(block, change) for block in draft.blocks]
    draft.assumptions = [settled_assumption(item, change) for item in draft.assumptions]
    draft.invariants = [settled_invariant(item, change) for item in draft.invariants]


def _assembled(system: syntax.System, draft: Draft, flow: Flow) -> TypedSystem:
    names, declarations = draft.declarations.names, draft.declarations
    return TypedSystem(
        name=system.name.text,
        source=declarations.findings.source,
        span=system.span,
        dimensions=_meanings(names, Kind.DIMENSION, Dimension),
        parameters=_meanings(names, Kind.PARAMETER, Tensor),
        constants=_meanings(names, Kind.CONSTANT, Tensor),
        fixed=dict(declarations.fixed),
        conditions=tuple(condition for condition, _ in draft.conditions),
        maps=_named_maps(draft.maps, names),
        flow=flow,
        laws=tuple(draft.laws),
        blocks=tuple(draft.blocks),
        least={name: size for name, size in declarations.least.items() if size > 1},
        states=_states(flow, names),
        assumptions=tuple(draft.assumptions),
        invariants=tuple(draft.invariants),
    )


def _states(flow: Flow, names: Names) -> tuple[Tensor, ...]:
    if isinstance(flow, MomentumFlow):
        return tuple(map(velocity_of, _meanings(names, Kind.PARAMETER, Tensor)))
    return _meanings(names, Kind.STATE, Tensor)


T = TypeVar("T", Dimension, Tensor)


def _meanings(names: Names, kind: Kind, sort: type[T]) -> tuple[T, ...]:
    return tuple(symbol.meaning for symbol in names.of_kind(kind) if isinstance(symbol.meaning, sort))


def _named_maps(maps: Sequence[Family], names: Names) -> tuple[Family, ...]:
    """The maps, with names such as ``map1`` for those that the text leaves without."""
    free = (name for number in range(1, 10**9) if not names.declared(name := f"map{number}"))
    return tuple(family if family.name else changed(family, name=next(free)) for family in maps)


def _read(statement: syntax.Statement, draft: Draft) -> None:
    match statement:
        case syntax.Declare():
            draft.conditions += declare(statement, draft.declarations)
        case syntax.Define():
            _define(statement, draft)
        case syntax.Metric():
            draft.metrics.append(statement)
        case syntax.NamedFlow() | syntax.EquationFlow():
            draft.flows.append(statement)
        case syntax.ExpectVerdict() | syntax.ExpectValue() | syntax.Discover():
            draft.claims.append(statement)
        case syntax.Assume():
            draft.assumptions += assumed(statement, draft.declarations)
        case syntax.Invariant():
            draft.invariants += invariant_set(statement, draft.declarations)
        case syntax.Reserved() | syntax.Broken() | syntax.System():
            _set_aside(statement, draft.declarations)
        case syntax.At():
            raise ValueError("an at block is read after the other statements")
        case _:
            assert_never(statement)


def _set_aside(
    statement: syntax.Reserved | syntax.Broken | syntax.System, declarations: Declarations
) -> None:
    """Report a statement that gives nothing; the names that it declares count as known."""
    if isinstance(statement, syntax.System):
        helps = ["close the system before it with `}`"]
        declarations.findings.error("L0013", "a system stands in a system", statement.span, helps=helps)
        return
    if isinstance(statement, syntax.Reserved):
        _refuse_reserved(statement, declarations.findings)
    else:
        _know(statement.names, declarations.names)


def refuse_outside(statement: syntax.Statement, findings: Findings) -> None:
    """Report a statement that stands beside the systems of a file."""
    if isinstance(statement, syntax.Reserved) and statement.keyword == "use":
        _refuse_reserved(statement, findings)
    elif not isinstance(statement, syntax.Broken):
        helps = ["put it between the braces of `system NAME { ... }`"]
        findings.error("L0013", "this statement stands outside a system", statement.span, helps=helps)


def _refuse_reserved(statement: syntax.Reserved, findings: Findings) -> None:
    """Report a statement that the language has and this version has not."""
    findings.error("L0006", f"`{statement.keyword}` is not supported yet", statement.span)


def _know(names: Iterable[syntax.Name], scope: Names) -> None:
    """Let names of a statement that cannot be read count as declared."""
    for name in names:
        if not scope.declared(name.text):
            scope.declare(name, Kind.BROKEN, None)


def _define(statement: syntax.Define, draft: Draft) -> None:
    declarations, target = draft.declarations, statement.target
    indices = target.indices if target else ()
    defined = define(statement.body, indices, statement.keyword, declarations)
    match statement.keyword:
        case "let":
            kind, families = Kind.LET, None
        case "map":
            kind, families = Kind.MAP, draft.maps
        case "law":
            kind, families = Kind.LAW, draft.laws
        case _:
            assert_never(statement.keyword)
    meaning = defined.value if defined and kind is Kind.LET else None
    if target is not None and not declarations.names.declare(target.name, kind, meaning):
        return
    if defined is not None and families is not None:
        name = target.name if target else None
        family = defined.family(name.text if name else "", name.span if name else statement.span)
        families.append(family)
        if kind is Kind.LAW:
            _refuse_constant(family, declarations.findings)


def _refuse_constant(law: Family, findings: Findings) -> None:
    """A constant is not a law (MATH.md M4), and proving one would be vacuous."""
    if all(entry.tensor.role in (Role.CONSTANT, Role.TIME) for entry in entries(law.body)):
        headline = f"law `{law.name}` contains no parameter"
        findings.error(
            "L0319", headline, law.span, helps=["a law is a function of the parameters that the flow keeps"]
        )


def _flow(draft: Draft, system: syntax.System) -> Flow | None:
    findings = draft.declarations.findings
    if not draft.flows:
        if not any(isinstance(item, syntax.Broken) and item.keyword == "flow" for item in system.statements):
            headline = f"system `{system.name.text}` has no flow"
            helps = ["write `flow gradient`, or equations: `flow { dot(x) = y  dot(y) = -x }`"]
            findings.error("L0304", headline, system.span, helps=helps)
        return None
    first, *more = draft.flows
    for extra in more:
        others = [(first.span, "first given here")]
        findings.error("L0307", "a system has one flow", extra.span, others=others)
    if isinstance(first, syntax.NamedFlow):
        return _named(first, draft, system)
    return _custom(first, draft, system)


def _has_map(draft: Draft, system: syntax.System) -> bool:
    """Whether the text gives a map, even one with an error in it."""
    return bool(draft.maps) or any(_gives_map(statement) for statement in system.statements)


def _gives_map(statement: syntax.Statement) -> bool:
    match statement:
        case syntax.Define("map"):
            return True
        case syntax.Broken(keyword) | syntax.Reserved(keyword):
            return keyword in ("map", "model", "use")
    return False


def _named(flow: syntax.NamedFlow, draft: Draft, system: syntax.System) -> Flow | None:
    declarations = draft.declarations
    metrics = metrics_of(draft.metrics, draft.conditions, draft.assumptions, declarations)
    for symbol in declarations.names.of_kind(Kind.STATE):
        headline = f"nothing moves the state `{symbol.name.text}`"
        others = [(flow.span, "this flow moves the parameters")]
        helps = ["give its equation in a custom flow: `flow { dot(U) = ...  dot(v) = ... }`"]
        declarations.findings.error("L0306", headline, symbol.name.span, others=others, helps=helps)
    result = named_flow(flow, metrics, declarations)
    if result is not None and not _has_map(draft, system):
        helps = ["a gradient flow descends a loss of a map: write `map phi = ...`"]
        declarations.findings.error("L0305", "this flow has no map", flow.span, helps=helps)
    return result


def _custom(flow: syntax.EquationFlow, draft: Draft, system: syntax.System) -> CustomFlow | None:
    findings = draft.declarations.findings
    for metric in draft.metrics:
        others = [(flow.span, "the flow says everything")]
        helps = ["multiply `grad(...)` in the equations"]
        findings.error("L0307", "a custom flow has no metric", metric.span, others=others, helps=helps)
    read = custom_flow(flow, draft.declarations)
    if read is None:
        return None
    fields, features = read
    if Feature.GRADIENT in features and not _has_map(draft, system):
        helps = ["`grad(U)` is the cotangent of a map: write `map phi = ...`"]
        findings.error("L0305", "this flow uses `grad` and has no map", flow.span, helps=helps)
    if Feature.GRADIENT not in features:
        for family in draft.maps:
            helps = ["use `grad(...)` in the flow, or leave the map away"]
            findings.error(
                "L0308", "this map is not used", family.span, "no equation contains `grad`", helps=helps
            )
    return fields
