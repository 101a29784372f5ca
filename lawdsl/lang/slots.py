"""What stands in the slots of a tensor: index variables, literals, and Kronecker's delta between two."""

from __future__ import annotations

from ..notation import expression as notation
from ..notation.expression import Expression
from ..notation.index import Slot
from . import syntax
from .context import Context
from .names import Kind
from .ranges import Variable
from .value import Environment, Value


def slot_of(slot: syntax.Expression, context: Context) -> Variable | int | None:
    """The index variable or the literal that stands in a slot; None after an error."""
    match slot:
        case syntax.Number(value) if value.denominator == 1:
            return int(value)
        case syntax.Name(text) if text in context.variables:
            return context.variables[text]
        case syntax.Name(text):
            _no_index(slot, context)
            return None
    context.findings.error(
        "L0207",
        "an index is a variable or an integer counted from 0",
        slot.span,
        helps=["index arithmetic is a constant tensor: `const S[a, b, c]` and `sum(b) S[a,b,c] * x[b]`"],
    )
    return None


def _no_index(name: syntax.Name, context: Context) -> None:
    symbol = context.names.symbol(name.text)
    if symbol is not None and symbol.kind not in (Kind.LAW, Kind.MAP):
        others = [(symbol.name.span, "declared here")]
        headline = f"`{name.text}` is a {symbol.kind.value}, not an index variable"
        context.findings.error("L0104", headline, name.span, others=others)
        return
    context.findings.error(
        "L0107",
        f"index `{name.text}` is not declared",
        name.span,
        f"free in {context.statement}",
        helps=[f"sum over it with `sum({name.text}) ...`, or list it on the left, as in `NAME[{name.text}]`"],
    )


def located(places: list[Variable | int], environment: Environment) -> tuple[Slot, ...]:
    """The slots that index variables and literals stand for."""
    return tuple(place if isinstance(place, int) else environment[place] for place in places)


def kronecker(left: Slot, right: Slot) -> Expression:
    """Kronecker's delta, a number where both slots are literals or the same index."""
    if left == right:
        return notation.ONE
    if isinstance(left, int) and isinstance(right, int):
        return notation.ZERO
    return notation.Delta(left, right)


def delta(expression: syntax.Subscript, context: Context) -> Value | None:
    """``delta[i, j]``: both slots range over the same dimension."""
    if len(expression.slots) != 2:
        context.findings.error("L0203", "`delta` takes two indices", expression.span)
        return None
    found = [slot_of(slot, context) for slot in expression.slots]
    places = [place for place in found if place is not None]
    if len(places) < 2:
        return None
    match places:
        case [Variable() as left, Variable() as right]:
            _join(left, right, expression, context)
        case [Variable() as variable, int(literal)] | [int(literal), Variable() as variable]:
            context.literals.append((variable, literal, expression.span))
    return Value((), lambda _, environment: kronecker(*located(places, environment)))


def _join(left: Variable, right: Variable, expression: syntax.Subscript, context: Context) -> None:
    if left.join(right):
        return
    ranges = [(variable.name.text, variable.dimension(), variable.place()) for variable in (left, right)]
    others = [
        (place, f"`{name}` ranges over `{found.name}` here")
        for name, found, place in ranges
        if found and place
    ]
    context.findings.error(
        "L0202",
        "the indices of `delta` have two ranges",
        expression.span,
        others=others,
        helps=["they must be equal"],
    )
