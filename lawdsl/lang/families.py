"""Definitions: abbreviations, maps, laws, the equations of a flow and the entries of a metric."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Span
from ..notation.expression import Expression
from ..notation.index import Index, Slot, Tensor, fresh
from ..notation.record import record
from ..notation.typed import Family
from . import syntax
from .context import Context, Declarations
from .expressions import value_of
from .ranges import Variable
from .shapes import same, shape_text
from .value import Environment, Feature, Shape, Value, compose, dummies

ALLOWED = {
    "let": frozenset({Feature.TIME, Feature.GRADIENT, Feature.VELOCITY, Feature.STATE}),
    "law": frozenset({Feature.TIME, Feature.VELOCITY, Feature.STATE}),
    "equation": frozenset({Feature.TIME, Feature.GRADIENT, Feature.STATE}),
    "assume": frozenset({Feature.TIME, Feature.VELOCITY, Feature.STATE}),
    "invariant": frozenset({Feature.TIME, Feature.VELOCITY, Feature.STATE}),
    "coefficient": frozenset({Feature.TIME}),
    "map": frozenset[str](),
    "metric": frozenset[str](),
}
WORDS = {
    "let": "a let",
    "law": "a law",
    "map": "a map",
    "metric": "a metric",
    "equation": "an equation of a flow",
    "assume": "an assumption",
    "invariant": "an invariant set",
    "coefficient": "the argument of a flow",
}


@record
class Defined:
    """A checked definition: its value over free indices, with the names that the text gives them."""

    indices: tuple[str, ...]
    value: Value

    def family(self, name: str, span: Span) -> Family:
        """The definition as a family in index notation, over fresh free indices."""
        shape = self.value.shape
        indices: tuple[Index, ...] = dummies(shape)
        if self.indices:
            indices = tuple(
                fresh(text, dimension) for text, dimension in zip(self.indices, shape, strict=True)
            )
        return Family(name, indices, self.value.entry(indices, {}), span)


def define(
    body: syntax.Expression,
    indices: Sequence[syntax.Name],
    kind: str,
    declarations: Declarations,
    known: Shape = (),
) -> Defined | None:
    """Check a definition; ``known`` gives the dimensions of its indices where the left side does.

    Returns None after an error.
    """
    outer = Context(declarations, WORDS[kind], ALLOWED[kind])
    before = len(declarations.findings)
    context, variables = outer.with_indices(indices)
    for variable, dimension in zip(variables, known, strict=False):
        variable.settle(dimension, variable.name.span)
    value = value_of(body, context)
    if value is None or len(declarations.findings) > before:
        return None
    if variables and value.shape:
        _mixed(body.span, value, variables, context)
    else:
        context.finish()
    if len(declarations.findings) > before:
        return None
    return Defined(tuple(name.text for name in indices), _closed(value, variables))


def _closed(value: Value, variables: Sequence[Variable]) -> Value:
    """The value with its free index variables turned into slots."""
    if not variables:
        return value
    shape = tuple(variable.settled() for variable in variables)

    def entry(slots: tuple[Slot, ...], _environment: Environment) -> Expression:
        return value.entry((), dict(zip(variables, slots, strict=True)))

    return compose(shape, [value], entry)


def _mixed(span: Span, value: Value, variables: Sequence[Variable], context: Context) -> None:
    written = ", ".join(variable.name.text for variable in variables)
    context.findings.error(
        "L0201",
        f"the right side is {shape_text(value.shape)} where one number for each `[{written}]` is expected",
        span,
        others=[(variables[0].name.span, "the free indices on the left")],
        helps=[f"index the right side, or leave `[{written}]` away"],
    )


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
