"""The flow of a system and the metric of a gradient flow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain

from ..diagnostics import Span
from ..notation import expression as notation
from ..notation.expression import Expression
from ..notation.index import Slot, Tensor
from ..notation.typed import Condition, CustomFlow, Family, GradientFlow, Metric
from . import syntax
from .context import Context, Declarations
from .declarations import Restricted, refuse_contradiction
from .families import define
from .names import Kind, Symbol
from .shapes import same, shape_text
from .value import Environment, Value, compose, dummies, tensor


def named_flow(statement: syntax.NamedFlow, declarations: Declarations) -> bool:
    """Whether a built-in flow can be used; an error otherwise."""
    match statement.kind:
        case syntax.Name("gradient"):
            return True
        case syntax.Name(text) | syntax.Call(syntax.Name(text)) if text in ("gradient", "momentum", "sign"):
            what = "`flow gradient(...)` with arguments" if text == "gradient" else f"`flow {text}`"
            declarations.findings.error("L0006", f"{what} is not supported yet", statement.span)
        case _:
            helps = ["write `flow gradient`, or equations: `flow { dot(U) = -grad(U) }`"]
            declarations.findings.error("L0316", "unknown flow", statement.kind.span, helps=helps)
    return False


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
    names = (symbol.name.text for symbol in declarations.names.of_kind(Kind.PARAMETER))
    missing = [name for name in names if name not in given]
    if missing:
        listed = ", ".join(f"`dot({name})`" for name in missing)
        helps = [f"add {listed}; a parameter that stays as it is has `dot({missing[0]}) = 0`"]
        declarations.findings.error("L0306", f"the flow does not give {listed}", statement.span, helps=helps)


def _equation(
    equation: syntax.Equation, declarations: Declarations
) -> tuple[Tensor, Family, frozenset[str]] | None:
    target = equation.target
    symbol = declarations.names.find(target.name, (Kind.PARAMETER,), "a parameter")
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


def gradient_flow(
    statements: Sequence[syntax.Metric], conditions: list[Restricted], declarations: Declarations
) -> GradientFlow:
    """The gradient flow with its metric; the entropy mirror adds the conditions that it needs."""
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
    return GradientFlow(metrics)


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
            helps = ["write `euclidean`, `mirror(entropy)` or `diag(EXPRESSION)`"]
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
