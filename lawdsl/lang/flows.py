"""The flow of a system and the metric of a gradient flow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain

from ..diagnostics import Span
from ..notation import expression as notation
from ..notation.expression import Expression
from ..notation.index import Role, Slot, Tensor
from ..notation.typed import Condition, CustomFlow, Family, GradientFlow, Metric, MomentumFlow
from . import syntax
from .context import Context, Declarations
from .declarations import Restricted, refuse_contradiction
from .families import define
from .names import Kind, Symbol, did_you_mean
from .shapes import same, shape_text
from .value import Environment, Value, compose, dummies, tensor


def named_flow(
    statement: syntax.NamedFlow, metrics: Mapping[Tensor, Metric], declarations: Declarations
) -> GradientFlow | MomentumFlow | None:
    """The built-in flow of a statement; None after an error."""
    findings = declarations.findings
    match statement.kind:
        case syntax.Name("gradient"):
            return GradientFlow(metrics)
        case syntax.Call(syntax.Name("gradient"), (syntax.Keyword(syntax.Name("decay"), rate),)):
            decay = _coefficient(rate, declarations)
            return None if decay is None else GradientFlow(metrics, decay)
        case syntax.Call(syntax.Name("momentum"), (argument,)) if not isinstance(argument, syntax.Keyword):
            damping = _coefficient(argument, declarations)
            usable = damping is not None and _has_momentum(metrics, declarations)
            return MomentumFlow(metrics, damping) if damping is not None and usable else None
        case syntax.Call(syntax.Name("gradient")):
            helps = ["write `flow gradient`, or `flow gradient(decay = EXPRESSION)`"]
            findings.error("L0208", "`gradient` takes `decay` and nothing else", statement.span, helps=helps)
        case syntax.Name("momentum") | syntax.Call(syntax.Name("momentum")):
            helps = ["write `flow momentum(0)` where nothing damps the motion"]
            findings.error("L0208", "`momentum` takes one damping", statement.span, helps=helps)
        case syntax.Name("sign"):
            findings.error("L0006", "`flow sign` is not supported yet", statement.span)
        case _:
            near = did_you_mean(_head(statement.kind), ("gradient", "momentum", "sign"))
            helps = near or ["write `flow gradient`, or equations: `flow { dot(U) = -grad(U) }`"]
            findings.error("L0316", "unknown flow", statement.kind.span, helps=helps)
    return None


def _head(kind: syntax.Expression | syntax.Comparison | None) -> str:
    """The word that says which flow or metric is meant."""
    match kind:
        case syntax.Name(text) | syntax.Call(syntax.Name(text)):
            return text
    return ""


def _coefficient(written: syntax.Expression, declarations: Declarations) -> Expression | None:
    """A damping or decay: a number that depends on time and constants only."""
    defined = define(written, (), "coefficient", declarations)
    if defined is None:
        return None
    family = defined.family("", written.span)
    headline = ""
    if family.indices:
        headline = f"a number is expected, and this is {shape_text(defined.value.shape)}"
    elif any(entry.tensor.role not in (Role.CONSTANT, Role.TIME) for entry in notation.entries(family.body)):
        headline = "a damping or decay depends on `t` and constants only"
    if headline:
        helps = ["write a custom flow for anything else"]
        declarations.findings.error("L0201", headline, written.span, helps=helps)
        return None
    return family.body


def _has_momentum(metrics: Mapping[Tensor, Metric], declarations: Declarations) -> bool:
    """Whether momentum is defined in all metrics; it is where they come from a potential."""
    other = [metric for metric in metrics.values() if metric.kind == "diag"]
    for metric in other:
        headline = "momentum in a metric that is no mirror is not supported yet"
        declarations.findings.error("L0006", headline, metric.diagonal.span)
    return not other


def custom_flow(
    statement: syntax.EquationFlow, declarations: Declarations
) -> tuple[CustomFlow, frozenset[str]] | None:
    """The equations of a custom flow, and the features that they contain; None after an error."""
    before = len(declarations.findings)
    fields: dict[Tensor, Family] = {}
    features: frozenset[str] = frozenset()
    places: dict[str, Span] = {}
    for equation in statement.equations:
        target = equation.target.name
        if target.text in places:
            others = [(places[target.text], "first given here")]
            declarations.findings.error(
                "L0306", f"`dot({target.text})` is given twice", target.span, others=others
            )
        places.setdefault(target.text, equation.target.span)
        read = _equation(equation, declarations)
        if read is not None:
            fields[read[0]] = read[1]
            features |= read[2]
    _refuse_missing(statement, places, declarations)
    return None if len(declarations.findings) > before else (CustomFlow(fields), features)


def _refuse_missing(
    statement: syntax.EquationFlow, given: dict[str, Span], declarations: Declarations
) -> None:
    names = (symbol.name.text for symbol in declarations.names.of_kind(Kind.PARAMETER, Kind.STATE))
    missing = [name for name in names if name not in given]
    if missing:
        listed = ", ".join(f"`dot({name})`" for name in missing)
        helps = [f"add {listed}; a parameter that stays as it is has `dot({missing[0]}) = 0`"]
        declarations.findings.error("L0306", f"the flow does not give {listed}", statement.span, helps=helps)


def _equation(
    equation: syntax.Equation, declarations: Declarations
) -> tuple[Tensor, Family, frozenset[str]] | None:
    target = equation.target
    kinds = (Kind.PARAMETER, Kind.STATE)
    symbol = declarations.names.find(target.name, kinds, "a parameter or a state")
    parameter = symbol.meaning if symbol and isinstance(symbol.meaning, Tensor) else None
    shape = parameter.shape if parameter else ()
    if parameter and target.indices and len(target.indices) != len(shape):
        headline = f"{len(target.indices)} indices for {shape_text(shape)}"
        declarations.findings.error("L0203", headline, target.span, f"needs {len(shape)}")
        return None
    defined = define(equation.body, target.indices, "equation", declarations, shape)
    if defined is None or parameter is None:
        return None
    what = f"`dot({parameter.name})`"
    value = fitted(defined.value, parameter, equation.body.span, what, declarations)
    if value is None:
        return None
    indices = tuple(name.text for name in target.indices)
    return parameter, type(defined)(indices, value).family(parameter.name, equation.span), value.features


def fitted(
    value: Value, parameter: Tensor, span: Span, what: str, declarations: Declarations
) -> Value | None:
    """The value in the shape of the parameter, where a number stands for every entry; None after an error."""
    if same(value.shape, parameter.shape):
        return value
    if not value.shape:
        return compose(parameter.shape, [value], lambda _, environment: value.entry((), environment))
    declarations.findings.error(
        "L0201",
        f"{what} is {shape_text(parameter.shape)}, and this is {shape_text(value.shape)}",
        span,
        f"this is {shape_text(value.shape)}",
    )
    return None


def metrics_of(
    statements: Sequence[syntax.Metric], conditions: list[Restricted], declarations: Declarations
) -> dict[Tensor, Metric]:
    """The metric of every parameter; the entropy mirror adds the conditions that it needs."""
    items: dict[Tensor, syntax.MetricItem] = {}
    for item in chain.from_iterable(statement.items for statement in statements):
        for symbol in _parameters_of(item, declarations):
            parameter = symbol.meaning
            if not isinstance(parameter, Tensor):
                continue
            if parameter in items:
                others = [(items[parameter].span, "first given here")]
                headline = f"the metric of `{parameter.name}` is given twice"
                declarations.findings.error("L0307", headline, item.span, others=others)
            items.setdefault(parameter, item)
    metrics: dict[Tensor, Metric] = {}
    for symbol in declarations.names.of_kind(Kind.PARAMETER):
        if isinstance(symbol.meaning, Tensor):
            metric = _metric(symbol, items.get(symbol.meaning), conditions, declarations)
            if metric is not None:
                metrics[symbol.meaning] = metric
    return metrics


def _parameters_of(item: syntax.MetricItem, declarations: Declarations) -> Iterator[Symbol]:
    if item.parameter is None:
        yield from declarations.names.of_kind(Kind.PARAMETER)
        return
    symbol = declarations.names.find(item.parameter, (Kind.PARAMETER,), "a parameter")
    if symbol is not None:
        yield symbol


def _metric(
    symbol: Symbol, item: syntax.MetricItem | None, conditions: list[Restricted], declarations: Declarations
) -> Metric | None:
    parameter = symbol.meaning
    if not isinstance(parameter, Tensor):
        return None
    span = symbol.name.span if item is None else item.span
    match item.kind if item else None:
        case None | syntax.Name("euclidean"):
            return Metric("euclidean", _entries(_ones(parameter), parameter, span))
        case syntax.Call(syntax.Name("mirror"), (syntax.Name("entropy"),)):
            _require_positive(symbol, parameter, span, conditions, declarations)
            return Metric("entropy", _entries(tensor(parameter), parameter, span))
        case syntax.Call(syntax.Name("diag"), (body,)):
            defined = define(body, (), "metric", declarations)
            what = f"the metric of `{parameter.name}`"
            value = defined and fitted(defined.value, parameter, body.span, what, declarations)
            return Metric("diag", _entries(value, parameter, span)) if value else None
        case syntax.Name("natural"):
            declarations.findings.error("L0006", "`metric natural` is not supported yet", span)
        case syntax.Call(syntax.Name("mirror")):
            headline = "a mirror with this potential is not supported yet"
            declarations.findings.error(
                "L0006", headline, span, helps=["write `mirror(entropy)` or `diag(...)`"]
            )
        case _:
            near = did_you_mean(
                _head(item.kind if item else None), ("euclidean", "mirror", "diag", "natural")
            )
            helps = near or ["write `euclidean`, `mirror(entropy)` or `diag(EXPRESSION)`"]
            declarations.findings.error("L0316", "unknown metric", span, helps=helps)
    return None


def _ones(parameter: Tensor) -> Value:
    return Value(parameter.shape, _one)


def _one(_slots: tuple[Slot, ...], _environment: Environment) -> Expression:
    return notation.ONE


def _entries(value: Value, parameter: Tensor, span: Span) -> Family:
    indices = dummies(parameter.shape)
    return Family(parameter.name, indices, value.entry(indices, {}), span)


def _require_positive(
    symbol: Symbol, parameter: Tensor, span: Span, conditions: list[Restricted], declarations: Declarations
) -> None:
    """The entropy is defined for positive entries only (MATH.md section 1)."""
    own = [item for item in conditions if item[0].tensor == parameter]
    if any(item.relation == ">" and item.bound >= 0 for item, _ in own):
        return
    positive = (Condition(parameter, ">", Fraction(0)), span)
    refuse_contradiction(symbol.name, [*own, positive], None, Context(declarations, "a metric"))
    conditions.append(positive)
