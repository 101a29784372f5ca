"""What an expression is once its names are resolved: a shape, and an entry for every slot.

Matrix sugar disappears here: ``A @ B`` is a value whose entry at (i, j) is a sum over a fresh index.
Entries are made only when a whole statement has been checked, so that every index variable
has its dimension by then, and each use of an abbreviation gets bound variables of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import chain, count

from ..notation import expression as notation
from ..notation.expression import Expression
from ..notation.index import Dimension, Index, Slot, Tensor, fresh
from ..notation.record import changed, record
from .ranges import Variable

Shape = tuple[Dimension, ...]
Environment = Mapping[Variable, Slot]
EntryAt = Callable[[tuple[Slot, ...], Environment], Expression]


class Feature:
    """What an expression contains that not every statement may contain."""

    TIME = "t"
    GRADIENT = "grad"
    VELOCITY = "dot"
    STATE = "state"


@record
class Scale:
    """A known number: a rational times integer powers of symbolic dimensions."""

    coefficient: Fraction
    powers: tuple[tuple[Dimension, int], ...] = ()

    def __mul__(self, other: Scale) -> Scale:
        return scale(self.coefficient * other.coefficient, (*self.powers, *other.powers))

    def __pow__(self, exponent: int) -> Scale:
        return scale(self.coefficient**exponent, [(base, power * exponent) for base, power in self.powers])

    def expression(self) -> Expression:
        """The number in index notation."""
        sizes = [notation.Size(dimension, power) for dimension, power in self.powers]
        return notation.multiply([notation.number(self.coefficient), *sizes])


def scale(coefficient: Fraction, powers: Sequence[tuple[Dimension, int]] = ()) -> Scale:
    """The number with equal dimensions collected."""
    exponents: dict[Dimension, int] = {}
    for dimension, power in powers:
        exponents[dimension] = exponents.get(dimension, 0) + power
    kept = ((dimension, power) for dimension, power in exponents.items() if power and coefficient)
    return Scale(coefficient, tuple(sorted(kept, key=lambda item: item[0].name)))


@record
class Value:
    """A typed expression.

    ``size`` and ``depth`` bound the nodes and the nesting of one entry; ``scale`` is the value where it
    is known; ``features`` are those of Feature that occur in it.
    """

    shape: Shape
    entry: EntryAt
    size: int = 1
    depth: int = 1
    scale: Scale | None = None
    features: frozenset[str] = frozenset()


def known(number: Scale) -> Value:
    """A known number."""
    expression = number.expression()
    return Value((), lambda _slots, _environment: expression, scale=number)


def rational(value: int | Fraction) -> Value:
    """A rational number."""
    return known(Scale(Fraction(value)))


def tensor(symbol: Tensor, feature: str | None = None) -> Value:
    """The entries of a tensor."""
    features = frozenset() if feature is None else frozenset([feature])
    return Value(symbol.shape, lambda slots, _: notation.Entry(symbol, slots), features=features)


def compose(
    shape: Shape, operands: Sequence[Value], entry: EntryAt, *, size: int = 1, depth: int = 1
) -> Value:
    """A value made from others, with ``size`` and ``depth`` for what is put on top of them."""
    return Value(
        shape,
        entry,
        size + sum(operand.size for operand in operands),
        depth + max((operand.depth for operand in operands), default=0),
        features=frozenset().union(*(operand.features for operand in operands)),
    )


def sum_of(operands: Sequence[tuple[int, Value]], shape: Shape) -> Value:
    """The signed sum, entry by entry; scalars stand for every entry."""
    values = [value for _, value in operands]
    scales = [value.scale for value in values if value.scale is not None]
    if len(scales) == len(values) and len({number.powers for number in scales}) == 1:
        signed = zip((sign for sign, _ in operands), scales, strict=True)
        return known(
            scale(sum((sign * item.coefficient for sign, item in signed), Fraction(0)), scales[0].powers)
        )

    def entry(slots: tuple[Slot, ...], environment: Environment) -> Expression:
        return notation.add(
            notation.multiply([notation.number(sign), _broadcast(value, slots, environment)])
            for sign, value in operands
        )

    return compose(shape, values, entry, size=1 + len(values), depth=min(2, len(values)))


def product_of(operands: Sequence[Value], shape: Shape) -> Value:
    """The product, entry by entry; scalars stand for every entry."""
    result = Scale(Fraction(1))
    for operand in operands:
        if operand.scale is None:
            break
        result = result * operand.scale
    else:
        return known(result)
    product = compose(
        shape,
        operands,
        lambda slots, environment: notation.multiply(
            _broadcast(item, slots, environment) for item in operands
        ),
    )
    zero = any(operand.scale is not None and not operand.scale.coefficient for operand in operands)
    return changed(product, scale=Scale(Fraction(0))) if zero and not shape else product


def _broadcast(value: Value, slots: tuple[Slot, ...], environment: Environment) -> Expression:
    return value.entry(slots if value.shape else (), environment)


def power_of(base: Value, exponent: int) -> Value:
    """A natural power, entry by entry."""
    return compose(
        base.shape,
        [base],
        lambda slots, environment: notation.power(base.entry(slots, environment), exponent),
    )


def root_of(base: Value, degree: int) -> Value:
    """The positive root, entry by entry."""
    return compose(
        base.shape,
        [base],
        lambda slots, environment: notation.root(base.entry(slots, environment), degree),
    )


def exponential_of(base: Value, exponent: Value) -> Value:
    """exp(exponent * log(base)), entry by entry of the base."""

    def entry(slots: tuple[Slot, ...], environment: Environment) -> Expression:
        logarithm = notation.Applied("log", base.entry(slots, environment))
        return notation.Applied("exp", notation.multiply((exponent.entry((), environment), logarithm)))

    return compose(base.shape, [base, exponent], entry, size=3, depth=3)


def reciprocal_of(base: Value) -> Value:
    """One over the value, entry by entry."""
    return compose(
        base.shape,
        [base],
        lambda slots, environment: notation.reciprocal(base.entry(slots, environment)),
    )


def contract(left: Value, right: Value) -> Value:
    """``left @ right`` for ranks 1 and 2, as in NumPy."""
    inner, rank = left.shape[-1], len(left.shape) - 1

    def entry(slots: tuple[Slot, ...], environment: Environment) -> Expression:
        index = fresh("k", inner)
        factors = (
            left.entry((*slots[:rank], index), environment),
            right.entry((index, *slots[rank:]), environment),
        )
        return notation.Sum(index, notation.multiply(factors))

    return compose(left.shape[:-1] + right.shape[1:], [left, right], entry, size=2, depth=2)


def transposed(value: Value) -> Value:
    """The transpose of a matrix."""
    return compose(
        value.shape[::-1], [value], lambda slots, environment: value.entry(slots[::-1], environment)
    )


def dummies(shape: Shape) -> tuple[Index, ...]:
    """Fresh index variables for the slots of a shape, with names as a person would choose."""
    names = chain("ijklmn", (f"i{number}" for number in count(1)))
    return tuple(fresh(name, dimension) for name, dimension in zip(names, shape, strict=False))
