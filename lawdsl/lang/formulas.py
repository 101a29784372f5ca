"""Arithmetic in the dimensions: ranges, conditions and the numbers that are expected."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from ..notation.arithmetic import Apply, Arithmetic, Comparison, Operator, SizeOf, Value
from ..notation.index import Dimension
from . import syntax
from .context import Declarations
from .names import Kind
from .syntax import compared


def formula(expression: syntax.Expression, declarations: Declarations) -> Arithmetic | None:
    """The expression as a formula in the dimensions; None after an error."""
    match expression:
        case syntax.Number(value):
            return Value(value)
        case syntax.Name():
            return _size(expression, declarations)
        case syntax.Group(inner):
            return formula(inner, declarations)
        case syntax.Signed(sign, operand):
            found = formula(operand, declarations)
            return Apply("-", (found,)) if found is not None and sign == "-" else found
        case syntax.Sum(first, rest):
            return _chain(first, rest, declarations)
        case syntax.Product(first, rest) if all(operator != "@" for operator, _ in rest):
            return _chain(first, rest, declarations)
        case syntax.Power(base, exponent):
            return _apply("**", (base, exponent), declarations)
        case syntax.Call(syntax.Name("min" | "max" as function), arguments) if arguments:
            return _apply("min" if function == "min" else "max", arguments, declarations)
    declarations.findings.error(
        "L0317",
        "only a formula in the dimensions can stand here",
        expression.span,
        helps=["numbers, dimensions, `+ - * / **`, `min(...)` and `max(...)`"],
    )
    return None


def _size(name: syntax.Name, declarations: Declarations) -> Arithmetic | None:
    symbol = declarations.names.find(name, (Kind.DIMENSION,), "a dimension")
    dimension = symbol.meaning if symbol else None
    if not isinstance(dimension, Dimension):
        return None
    return SizeOf(dimension.name) if dimension.size is None else Value(Fraction(dimension.size))


def _chain(
    first: syntax.Expression,
    rest: tuple[tuple[str, syntax.Expression], ...],
    declarations: Declarations,
) -> Arithmetic | None:
    result = formula(first, declarations)
    for operator, operand in rest:
        right = formula(operand, declarations)
        if result is not None and right is not None:
            result = Apply(_OPERATORS[operator], (result, right))
        else:
            result = None
    return result


_OPERATORS: dict[str, Operator] = {"+": "+", "-": "-", "*": "*", "/": "/"}


def _apply(
    operator: Operator, arguments: tuple[syntax.Expression, ...], declarations: Declarations
) -> Arithmetic | None:
    found = [formula(argument, declarations) for argument in arguments]
    operands = tuple(item for item in found if item is not None)
    return Apply(operator, operands) if len(operands) == len(found) else None


def comparisons(written: syntax.Comparison, declarations: Declarations) -> list[Comparison]:
    """The comparisons of a chain such as ``1 <= r <= n``; empty after an error."""
    sides = [formula(side, declarations) for side in compared(written)]
    links = zip(pairwise(sides), (relation for relation, _ in written.rest), strict=True)
    return [
        Comparison(left, relation, right)
        for (left, right), relation in links
        if left is not None and right is not None
    ]
