"""The flow of a system and the metric of a gradient flow."""

from __future__ import annotations

from collections.abc import Mapping

from ..diagnostics import Span
from ..notation import expression as notation
from ..notation.expression import Expression
from ..notation.index import Role, Tensor, gradient_of
from ..notation.typed import CustomFlow, Family, GradientFlow, Metric, MomentumFlow
from . import syntax
from .context import Declarations
from .families import define, fitted
from .metrics import head
from .names import Kind, did_you_mean
from .shapes import shape_text
from .value import dummies


def named_flow(
    statement: syntax.NamedFlow, metrics: Mapping[Tensor, Metric], declarations: Declarations
) -> GradientFlow | MomentumFlow | CustomFlow | None:
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
            return _sign_flow(statement, metrics, declarations)
        case _:
            near = did_you_mean(head(statement.kind), ("gradient", "momentum", "sign"))
            helps = near or ["write `flow gradient`, or equations: `flow { dot(U) = -grad(U) }`"]
            findings.error("L0316", "unknown flow", statement.kind.span, helps=helps)
    return None


def _sign_flow(
    statement: syntax.NamedFlow, metrics: Mapping[Tensor, Metric], declarations: Declarations
) -> CustomFlow | None:
    """The flow theta' = -sign(grad(theta)), entry by entry."""
    other = [metric for metric in metrics.values() if metric.kind != "euclidean"]
    for metric in other:
        helps = ["leave the metric away, or write a custom flow with `sign(...)`"]
        headline = "the sign flow has no metric"
        declarations.findings.error("L0316", headline, metric.diagonal.span, helps=helps)
    return None if other else CustomFlow({tensor: _signed(tensor, statement.span) for tensor in metrics})


def _signed(parameter: Tensor, span: Span) -> Family:
    slots = dummies(parameter.shape)
    sign = notation.Applied("sign", notation.Entry(gradient_of(parameter), slots))
    return Family(parameter.name, slots, notation.multiply((notation.number(-1), sign)), span)


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
    other = [metric for metric in metrics.values() if metric.kind in ("diag", "natural")]
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
