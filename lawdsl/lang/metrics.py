"""The metric of every parameter, as the entries of its inverse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain

from ..diagnostics import Span
from ..notation import expression as notation
from ..notation.expression import Expression
from ..notation.index import Slot, Tensor
from ..notation.positive import positive_arguments
from ..notation.record import changed, record
from ..notation.slope import NotSeparableError, slope
from ..notation.typed import Assumption, Condition, Family, Metric
from . import syntax
from .context import Context, Declarations
from .declarations import Restricted, refuse_contradiction
from .families import define, fitted
from .names import Kind, Symbol, did_you_mean
from .value import Environment, Value, dummies, power_of, tensor


@record
class _Domain:
    """What restricts the points that claims are about, growing while metrics are read."""

    conditions: list[Restricted]
    assumptions: list[Assumption]


def metrics_of(
    statements: Sequence[syntax.Metric],
    conditions: list[Restricted],
    assumptions: list[Assumption],
    declarations: Declarations,
) -> dict[Tensor, Metric]:
    """The metric of every parameter; mirrors add the conditions under which their potentials are defined."""
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
            domain = _Domain(conditions, assumptions)
            metric = _metric(symbol, items.get(symbol.meaning), domain, declarations)
            if metric is not None:
                metrics[symbol.meaning] = metric
    _refuse_partly_natural(metrics, declarations)
    return metrics


def _refuse_partly_natural(metrics: Mapping[Tensor, Metric], declarations: Declarations) -> None:
    natural = [metric for metric in metrics.values() if metric.kind == "natural"]
    if natural and len(natural) < len(metrics):
        headline = "the natural metric is one of all parameters together"
        helps = ["write `metric natural`"]
        declarations.findings.error("L0316", headline, natural[0].diagonal.span, helps=helps)


def _parameters_of(item: syntax.MetricItem, declarations: Declarations) -> Iterator[Symbol]:
    if item.parameter is None:
        yield from declarations.names.of_kind(Kind.PARAMETER)
        return
    symbol = declarations.names.find(item.parameter, (Kind.PARAMETER,), "a parameter")
    if symbol is not None:
        yield symbol


def _metric(
    symbol: Symbol, item: syntax.MetricItem | None, domain: _Domain, declarations: Declarations
) -> Metric | None:
    parameter = symbol.meaning
    if not isinstance(parameter, Tensor):
        return None
    span = symbol.name.span if item is None else item.span
    match item.kind if item else None:
        case None | syntax.Name("euclidean"):
            return Metric("euclidean", _entries(_ones(parameter), parameter, span))
        case syntax.Call(syntax.Name("mirror"), (syntax.Name("entropy" | "burg" as name),)):
            _require_positive(symbol, parameter, span, domain.conditions, declarations)
            inverse = tensor(parameter) if name == "entropy" else power_of(tensor(parameter), 2)
            return Metric("mirror", _entries(inverse, parameter, span))
        case syntax.Call(syntax.Name("mirror"), (potential,)) if not isinstance(potential, syntax.Keyword):
            return _mirror(symbol, parameter, potential, domain, declarations)
        case syntax.Call(syntax.Name("diag"), (body,)):
            defined = define(body, (), "metric", declarations)
            what = f"the metric of `{parameter.name}`"
            value = defined and fitted(defined.value, parameter, body.span, what, declarations)
            return Metric("diag", _entries(value, parameter, span)) if value else None
        case syntax.Name("natural"):
            return Metric("natural", _entries(_ones(parameter), parameter, span))
        case _:
            near = did_you_mean(head(item.kind if item else None), ("euclidean", "mirror", "diag", "natural"))
            helps = near or ["write `euclidean`, `mirror(entropy)` or `diag(EXPRESSION)`"]
            declarations.findings.error("L0316", "unknown metric", span, helps=helps)
    return None


def _mirror(
    symbol: Symbol, parameter: Tensor, body: syntax.Expression, domain: _Domain, declarations: Declarations
) -> Metric | None:
    """The inverse Hessian of a separable potential: one over its second derivative, entry by entry."""
    defined = define(body, (), "metric", declarations)
    what = f"the potential of `{parameter.name}`"
    value = None if defined is None else fitted(defined.value, parameter, body.span, what, declarations)
    if value is None:
        return None
    family = _entries(value, parameter, body.span)
    place = notation.Entry(parameter, family.indices)
    try:
        second = slope(slope(family.body, place), place)
    except NotSeparableError:
        second = notation.ZERO
    if second != notation.ZERO:
        for base in positive_arguments(family.body):
            if base == place:
                _require_positive(symbol, parameter, body.span, domain.conditions, declarations)
            else:
                argument = changed(family, body=base)
                domain.assumptions.append(Assumption(argument, ">", f"{what} is defined"))
        return Metric("mirror", changed(family, body=notation.reciprocal(second)))
    helps = [f"write it entry by entry, such as `{parameter.name}: mirror({parameter.name}**4)`"]
    headline = f"{what} is no separable function of `{parameter.name}` with a second derivative"
    declarations.findings.error("L0316", headline, body.span, helps=helps)
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


def head(kind: syntax.Expression | syntax.Comparison | None) -> str:
    """The word that says which flow or metric is meant."""
    match kind:
        case syntax.Name(text) | syntax.Call(syntax.Name(text)):
            return text
    return ""
