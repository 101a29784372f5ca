"""The functions of the language: entry by entry, of matrices, constant tensors, `grad` and `dot`."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ..notation import expression as notation
from ..notation.expression import Expression
from ..notation.index import Dimension, Slot, Tensor, fresh, gradient_of, velocity_of
from . import syntax
from .context import Context
from .names import FUNCTIONS, LATER_FUNCTIONS, Kind
from .shapes import shape_text
from .slots import kronecker
from .value import Environment, Feature, Shape, Value, compose, dummies, tensor

MAX_SIZE = 10**6

Elaborate = Callable[[syntax.Expression, Context], "Value | None"]


def call(expression: syntax.Call | syntax.Keyword, context: Context, elaborate: Elaborate) -> Value | None:
    """The value of a function call; None after an error."""
    if isinstance(expression, syntax.Keyword):
        context.findings.error("L0208", "this function takes no named argument", expression.span)
        return None
    name = expression.function.text
    if name in LATER_FUNCTIONS:
        context.findings.error("L0006", f"`{name}(...)` is not supported yet", expression.span)
        return None
    if name in ("eye", "ones"):
        return _constant_tensor(expression, context)
    if name in ("grad", "dot"):
        return _along_flow(expression, context)
    reader = READERS.get(name)
    if reader is None:
        _unknown(expression.function, context)
        return None
    if len(expression.arguments) != 1:
        _wrong_number(expression, "one argument", context)
        return None
    argument = elaborate(expression.arguments[0], context)
    return None if argument is None else reader(argument, expression, context)


def _unknown(name: syntax.Name, context: Context) -> None:
    symbol = context.names.symbol(name.text)
    if name.text == "delta":
        advice = "write `delta[i, j]`"
    elif symbol is not None:
        advice = f"`{name.text}` is a {symbol.kind.value}: write `{name.text} * (...)` or `{name.text}[...]`"
    else:
        advice = "the functions are " + ", ".join(f"`{known}`" for known in FUNCTIONS if known != "delta")
    context.findings.error("L0106", f"unknown function `{name.text}`", name.span, helps=[advice])


def _wrong_number(expression: syntax.Call, wanted: str, context: Context) -> None:
    headline = f"`{expression.function.text}` takes {wanted}"
    context.findings.error("L0208", headline, expression.span, f"given {len(expression.arguments)}")


def _wrong_shape(argument: Value, wanted: str, expression: syntax.Call, context: Context) -> None:
    context.findings.error(
        "L0201",
        f"`{expression.function.text}` takes {wanted}",
        expression.arguments[0].span,
        f"this is {shape_text(argument.shape)}",
    )


def _trace(argument: Value, expression: syntax.Call, context: Context) -> Value | None:
    if len(argument.shape) != 2 or not argument.shape[0].admits(argument.shape[1]):
        _wrong_shape(argument, "a square matrix", expression, context)
        return None

    def entry(_: tuple[Slot, ...], environment: Environment) -> Expression:
        index = fresh("i", argument.shape[0])
        return notation.Sum(index, argument.entry((index, index), environment))

    return compose((), [argument], entry)


def _norm2(argument: Value, _expression: syntax.Call, _context: Context) -> Value:
    def entry(_: tuple[Slot, ...], environment: Environment) -> Expression:
        indices = dummies(argument.shape)
        return notation.total(indices, notation.power(argument.entry(indices, environment), 2))

    rank = len(argument.shape)
    return compose((), [argument], entry, size=1 + rank, depth=1 + rank)


def _diagonal(argument: Value, expression: syntax.Call, context: Context) -> Value | None:
    if len(argument.shape) != 1:
        _wrong_shape(argument, "a vector", expression, context)
        return None

    def entry(slots: tuple[Slot, ...], environment: Environment) -> Expression:
        row, column = slots
        return notation.multiply([kronecker(row, column), argument.entry((row,), environment)])

    return compose(argument.shape * 2, [argument], entry, size=2)


def _matrix(argument: Value, expression: syntax.Call, context: Context) -> Value | None:
    """A determinant, or the inverse of a matrix."""
    if len(argument.shape) != 2 or not argument.shape[0].admits(argument.shape[1]):
        _wrong_shape(argument, "a square matrix", expression, context)
        return None
    size = argument.shape[0]

    def entry(slots: tuple[Slot, ...], environment: Environment) -> Expression:
        row, column = fresh("i", size), fresh("j", size)
        body = argument.entry((row, column), environment)
        return (
            notation.Inverse(row, column, body, *slots) if slots else notation.Determinant(row, column, body)
        )

    shape = argument.shape if expression.function.text == "inv" else ()
    return compose(shape, [argument], entry, size=1, depth=1)


def _elementwise(argument: Value, expression: syntax.Call, context: Context) -> Value | None:
    """A function of every entry; None after an error, for a number that it is not defined for."""
    name = expression.function.text
    if argument.scale is not None and not _is_defined(name, argument.scale.coefficient):
        headline = f"`{name}` of {'zero' if not argument.scale.coefficient else 'a negative number'}"
        context.findings.error("L0302", headline, expression.span, UNDEFINED[name])
        return None
    return compose(
        argument.shape,
        [argument],
        lambda slots, environment: ENTRYWISE[name](argument.entry(slots, environment)),
        size=2,
        depth=2,
    )


def _is_defined(name: str, number: Fraction) -> bool:
    return name == "exp" or number > 0 or (name in ("abs", "sign") and number < 0)


UNDEFINED = {
    "log": "a logarithm is of a positive number",
    "sqrt": "a root is of a positive number",
    "abs": "an absolute value has no derivative at zero",
    "sign": "a sign has no derivative at zero",
}
ENTRYWISE: dict[str, Callable[[Expression], Expression]] = {
    "exp": lambda base: notation.ONE if base == notation.ZERO else notation.Applied("exp", base),
    "log": lambda base: notation.ZERO if base == notation.ONE else notation.Applied("log", base),
    "sqrt": lambda base: notation.root(base, 2),
    "sign": lambda base: notation.Applied("sign", base),
    "abs": lambda base: notation.multiply((base, notation.Applied("sign", base))),
}
READERS = {
    "trace": _trace,
    "norm2": _norm2,
    "diag": _diagonal,
    "det": _matrix,
    "inv": _matrix,
    **dict.fromkeys(ENTRYWISE, _elementwise),
}


def _constant_tensor(expression: syntax.Call, context: Context) -> Value | None:
    eye = expression.function.text == "eye"
    if len(expression.arguments) not in ((1,) if eye else (1, 2)):
        _wrong_number(expression, "one dimension" if eye else "one dimension or two", context)
        return None
    shape = shape_of(expression.arguments, context)
    if shape is None:
        return None
    if not eye:
        return Value(shape, lambda _slots, _environment: notation.ONE)
    return Value(shape * 2, lambda slots, _environment: kronecker(*slots))


def shape_of(written: tuple[syntax.Expression, ...], context: Context) -> Shape | None:
    """The dimensions of a shape such as ``[n, 3]``; None after an error."""
    found = [_dimension(item, context) for item in written]
    shape = tuple(dimension for dimension in found if dimension is not None)
    return shape if len(shape) == len(found) else None


def _dimension(item: syntax.Expression, context: Context) -> Dimension | None:
    match item:
        case syntax.Name():
            symbol = context.names.find(item, (Kind.DIMENSION,), "a dimension")
            return symbol.meaning if symbol and isinstance(symbol.meaning, Dimension) else None
        case syntax.Number(value):
            size = size_of(value, item, context)
            return None if size is None else Dimension(str(size), size)
    context.findings.error(
        "L0206",
        "a dimension is a name or a natural number",
        item.span,
        helps=["declare it: `dim m = 4`, or `dim m` for one of any size"],
    )
    return None


def size_of(value: Fraction | None, written: syntax.Expression, context: Context) -> int | None:
    """A size as a natural number from 1 on; None after an error."""
    if value is not None and value.denominator == 1 and 1 <= value <= MAX_SIZE:
        return int(value)
    headline = f"a dimension is a natural number from 1 to {MAX_SIZE}"
    context.findings.error("L0206", headline, written.span)
    return None


def _along_flow(expression: syntax.Call, context: Context) -> Value | None:
    name = expression.function.text
    feature = Feature.GRADIENT if name == "grad" else Feature.VELOCITY
    if not context.use(feature, expression.span):
        return None
    match expression.arguments:
        case (syntax.Name() as argument,):
            gradient = feature == Feature.GRADIENT
            kinds = (Kind.PARAMETER,) if gradient else (Kind.PARAMETER, Kind.STATE)
            symbol = context.names.find(
                argument, kinds, "a parameter" if gradient else "a parameter or a state"
            )
            meaning = symbol.meaning if symbol else None
            moved = gradient_of if gradient else velocity_of
            return tensor(moved(meaning), feature) if isinstance(meaning, Tensor) else None
    _wrong_number(expression, "the name of one parameter", context)
    return None
