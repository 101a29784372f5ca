"""From the syntax of an expression to its value: shapes are checked and names resolved.

Every function returns None after it has reported an error, so that one mistake is reported once.
"""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from ..diagnostics import Span
from ..notation import expression as notation
from ..notation.expression import Expression
from ..notation.index import TIME, Dimension, Slot, Tensor, fresh
from . import syntax
from .context import Context
from .functions import call
from .names import NUMERIC, Kind, Symbol
from .ranges import Variable
from .scalars import inverse, power
from .shapes import common_shape, shape_text
from .slots import delta, located, slot_of
from .value import (
    Environment,
    Feature,
    Scale,
    Value,
    compose,
    contract,
    known,
    product_of,
    rational,
    sum_of,
    tensor,
    transposed,
)

MAX_DEPTH = 120
MAX_SIZE = 200_000


def value_of(expression: syntax.Expression, context: Context) -> Value | None:
    """The value of an expression, bounded in depth and size; None after an error."""
    value = _value(expression, context)
    if value is None or (value.depth <= MAX_DEPTH and value.size <= MAX_SIZE):
        return value
    context.findings.error(
        "L0314",
        "this expression is too large once its abbreviations are written out",
        expression.span,
        notes=[f"the limits are a nesting of {MAX_DEPTH} and {MAX_SIZE} nodes"],
        helps=["split it into several maps or laws"],
    )
    return None


def _value(expression: syntax.Expression, context: Context) -> Value | None:
    match expression:
        case syntax.Number(value):
            return rational(value)
        case syntax.Name():
            return _named(expression, context)
        case syntax.Group(inner):
            return value_of(inner, context)
        case syntax.Signed(sign, operand):
            return _signed(sign, operand, context)
        case _:
            return _compound(expression, context)


def _compound(
    expression: syntax.Sum
    | syntax.Product
    | syntax.Power
    | syntax.Transpose
    | syntax.Fold
    | syntax.Subscript
    | syntax.Call
    | syntax.Keyword,
    context: Context,
) -> Value | None:
    match expression:
        case syntax.Sum():
            return _sum(expression, context)
        case syntax.Product():
            return _product(expression, context)
        case syntax.Power():
            return _power(expression, context)
        case syntax.Transpose():
            return _transpose(expression, context)
        case syntax.Fold():
            return _fold(expression, context)
        case syntax.Subscript():
            return _subscript(expression, context)
        case syntax.Call() | syntax.Keyword():
            return call(expression, context, value_of)
        case _:
            assert_never(expression)


def _named(name: syntax.Name, context: Context) -> Value | None:
    if name.text == "t":
        context.use(Feature.TIME, name.span)
        return tensor(TIME, Feature.TIME)
    if name.text in context.variables:
        context.findings.error(
            "L0104",
            f"`{name.text}` is an index variable, not a number",
            name.span,
            "an index stands in a slot",
        )
        return None
    symbol = context.names.find(name, NUMERIC, "a number or tensor")
    return None if symbol is None else _meaning(symbol, name.span, context)


def _meaning(symbol: Symbol, span: Span, context: Context) -> Value | None:
    match symbol.meaning:
        case Dimension() as dimension:
            if dimension.size is not None:
                return rational(dimension.size)
            return known(Scale(Fraction(1), ((dimension, 1),)))
        case Tensor() as meant if symbol.kind is Kind.STATE:
            return tensor(meant, Feature.STATE) if context.use(Feature.STATE, span) else None
        case Tensor() as meant:
            fixed = context.declarations.fixed.get(meant)
            return tensor(meant) if fixed is None else rational(fixed)
        case Value() as value:
            for feature in sorted(value.features):
                context.use(feature, span)
            return value
        case None:
            return None


def _signed(sign: str, operand: syntax.Expression, context: Context) -> Value | None:
    value = value_of(operand, context)
    return sum_of([(-1, value)], value.shape) if value is not None and sign == "-" else value


def _sum(expression: syntax.Sum, context: Context) -> Value | None:
    written = [("+", expression.first), *expression.rest]
    values = [value_of(term, context) for _, term in written]
    terms = [value for value in values if value is not None]
    if len(terms) < len(values):
        return None
    shape = common_shape(list(zip(terms, (term.span for _, term in written), strict=True)), "add", context)
    if shape is None:
        return None
    signs = (1 if sign == "+" else -1 for sign, _ in written)
    return sum_of(list(zip(signs, terms, strict=True)), shape)


def _product(expression: syntax.Product, context: Context) -> Value | None:
    """Factors from left to right; neighbours between two ``@`` become one product."""
    values = [value_of(factor, context) for _, factor in (("*", expression.first), *expression.rest)]
    factors = [value for value in values if value is not None]
    if len(factors) < len(values):
        return None
    pending = [(factors[0], expression.first.span)]
    for (operator, written), factor in zip(expression.rest, factors[1:], strict=True):
        if operator == "@":
            left = _joined(pending, context)
            product = None if left is None else _matmul(left, factor, expression, written.span, context)
            step = None if product is None else (product, Span(expression.span.start, written.span.end))
            pending = []
        else:
            value = inverse(factor, written.span, context) if operator == "/" else factor
            step = None if value is None else (value, written.span)
        if step is None:
            return None
        pending.append(step)
    return _joined(pending, context)


def _joined(factors: list[tuple[Value, Span]], context: Context) -> Value | None:
    if len(factors) == 1:
        return factors[0][0]
    shape = common_shape(factors, "multiply", context)
    return None if shape is None else product_of([value for value, _ in factors], shape)


def _matmul(left: Value, right: Value, whole: syntax.Product, span: Span, context: Context) -> Value | None:
    ranks = (len(left.shape), len(right.shape))
    if not all(1 <= rank <= 2 for rank in ranks):
        advice = (
            "`*` multiplies by a number"
            if 0 in ranks
            else "use index notation, such as `sum(j) A[i,j]*B[j,k]`"
        )
    elif not left.shape[-1].admits(right.shape[0]):
        advice = "the last dimension on the left must be the first on the right; perhaps `.T` is missing"
    else:
        return contract(left, right)
    context.findings.error(
        "L0201",
        f"`@` cannot combine {shape_text(left.shape)} with {shape_text(right.shape)}",
        span,
        f"this is {shape_text(right.shape)}",
        others=[(Span(whole.span.start, span.start), f"this is {shape_text(left.shape)}")],
        helps=[advice],
    )
    return None


def _power(expression: syntax.Power, context: Context) -> Value | None:
    base = value_of(expression.base, context)
    exponent = value_of(expression.exponent, context)
    return None if base is None or exponent is None else power(base, exponent, expression, context)


def _transpose(expression: syntax.Transpose, context: Context) -> Value | None:
    value = value_of(expression.base, context)
    if value is None or len(value.shape) == 2:
        return None if value is None else transposed(value)
    context.findings.error(
        "L0201",
        f"`.T` transposes a matrix, and this is {shape_text(value.shape)}",
        expression.span,
        helps=["use index notation: the slots say the order"],
    )
    return None


def _fold(expression: syntax.Fold, context: Context) -> Value | None:
    inner, variables = context.with_indices(expression.indices)
    body = value_of(expression.body, inner)
    if body is None:
        return None
    node = notation.Sum if expression.operator == "sum" else notation.Product

    def entry(slots: tuple[Slot, ...], environment: Environment) -> Expression:
        bound = {variable: fresh(variable.name.text, variable.settled()) for variable in variables}
        result = body.entry(slots, {**environment, **bound})
        for index in reversed(bound.values()):
            result = node(index, result)
        return result

    return compose(body.shape, [body], entry, size=len(variables), depth=len(variables))


def _subscript(expression: syntax.Subscript, context: Context) -> Value | None:
    if isinstance(expression.base, syntax.Name) and expression.base.text == "delta":
        return delta(expression, context)
    base = value_of(expression.base, context)
    if base is None or not _rank_fits(base, expression, context):
        return None
    pairs = zip(expression.slots, base.shape, strict=True)
    slots = [_slot(slot, dimension, context) for slot, dimension in pairs]
    places = [slot for slot in slots if slot is not None]
    if len(places) < len(slots):
        return None
    return compose((), [base], lambda _, environment: base.entry(located(places, environment), environment))


def _rank_fits(base: Value, expression: syntax.Subscript, context: Context) -> bool:
    if len(base.shape) == len(expression.slots):
        return True
    given = len(expression.slots)
    context.findings.error(
        "L0203",
        f"{given} {'index' if given == 1 else 'indices'} for {shape_text(base.shape)}",
        expression.span,
        f"needs {len(base.shape)}",
    )
    return False


def _slot(slot: syntax.Expression, dimension: Dimension, context: Context) -> Variable | int | None:
    found = slot_of(slot, context)
    if isinstance(found, Variable):
        context.settle(found, dimension, slot.span)
    elif found is not None:
        context.need(dimension, found, slot.span)
    return found
