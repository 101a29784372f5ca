"""Lie derivatives for every dimension where there are quotients, roots, exponentials and logarithms.

Each function 1/e, e^(1/q), exp(e) and log(e) is an entry of a tensor of its own, with a slot for each free
index of e, which changes as the table of MATH.md section 6 says. Then powers of roots are replaced by what
they are the roots of, and the derivative is multiplied by denominators. What is zero after that, whatever
the entries are, is zero wherever everything has a value; that it has one somewhere must be seen at
concrete dimensions.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from typing import Literal

from ..notation.expression import (
    ZERO,
    Applied,
    Delta,
    Entry,
    Expression,
    Product,
    Reciprocal,
    Root,
    Sum,
    children,
    rebuild,
)
from ..notation.index import Dimension, Index, Role, Slot, Tensor, fresh
from ..notation.record import record
from ..notation.transcendental import split_exponential
from ..notation.typed import Family
from ..tensor import (
    Budget,
    NotTensorialError,
    Pattern,
    TermSum,
    expand,
    lie_derivative,
    substitute_entries,
    unroll,
)
from ..tensor.rewrite import cleared, reduced
from ..tensor.term import symbol_of
from .fields import VectorFields
from .generic import WRITTEN_OUT, cotangent_patterns

Kind = Literal["over", "root", "exp", "log"]


@record
class _Element:
    """A function of what ``base`` says, entry by entry: its slots are those of the tensor."""

    kind: Kind
    degree: int
    tensor: Tensor
    base: Pattern


class AdjoinedFields:
    """Vector fields as sums of canonical terms in coordinates and adjoined functions.

    Its methods raise NotTensorialError for an expression outside of the algebra and BudgetExceededError.
    """

    def __init__(self, fields: VectorFields) -> None:
        self._fields = fields
        self._elements: dict[tuple[object, ...], _Element] = {}
        self._formal: dict[tuple[int, Dimension], Index] = {}
        self._changes: dict[Tensor, Pattern] = {}

    def vanishes(self, law: Family) -> bool:
        """Whether the derivative of a law along X_G is zero wherever everything has a value."""
        budget = Budget()
        exponent, rest = split_exponential(law.body)
        value = self._expanded(rest, budget)
        moving = self._derivative(value, budget)
        if exponent != ZERO:
            moving += self._derivative(self._expanded(exponent, budget), budget).times(value, budget)
        moving = self._simplified(moving, budget)
        return moving.is_zero() or unroll(moving, Budget(terms=WRITTEN_OUT)).is_zero()

    def _simplified(self, h: TermSum, budget: Budget) -> TermSum:
        """The sum without gradients, times denominators; no element contains a later one."""
        h = substitute_entries(h, self._cotangents, budget)
        for element in reversed(self._elements.values()):
            if element.kind not in ("over", "root"):
                continue
            value = substitute_entries(element.base.value, self._cotangents, budget)
            base, symbol = Pattern(element.base.slots, value), symbol_of(element.tensor)
            if element.kind == "over":
                h = cleared(h, symbol, base, budget)
            else:
                h = reduced(h, symbol, element.degree, base, budget)
        return h

    def _derivative(self, h: TermSum, budget: Budget) -> TermSum:
        """The derivative with the functions in it changing by the chain rule."""
        known = {**self._rates, **{item.tensor: self._change(item, budget) for item in self._inside(h)}}
        try:
            return lie_derivative(h, known, budget)
        except ValueError as error:  # a function of a gradient changes as second derivatives do
            raise NotTensorialError(str(error)) from None

    def _inside(self, h: TermSum) -> Iterable[_Element]:
        found = {symbol for term in h.terms for item, _ in term.components for (symbol, _), _ in item}
        return [item for item in list(self._elements.values()) if symbol_of(item.tensor) in found]

    def _change(self, element: _Element, budget: Budget) -> Pattern:
        if element.tensor not in self._changes:
            value = self._chained(element, budget)
            self._changes[element.tensor] = Pattern(element.base.slots, value)
        return self._changes[element.tensor]

    def _chained(self, element: _Element, budget: Budget) -> TermSum:
        """The chain rule."""
        inner = self._derivative(element.base.value, budget)
        own = expand(Entry(element.tensor, element.base.slots), budget)
        if element.kind == "over":
            return inner.times(own.power(2, budget), budget).scaled(-1)
        if element.kind == "exp":
            return inner.times(own, budget)
        over = self._element("over", 1, element.base)
        relative = inner.times(expand(Entry(over.tensor, element.base.slots), budget), budget)
        if element.kind == "log":
            return relative
        return relative.times(own, budget).scaled(Fraction(1, element.degree))

    @cached_property
    def _rates(self) -> dict[Tensor, Pattern]:
        budget = Budget()
        return {
            tensor: Pattern(family.indices, self._expanded(family.body, budget))
            for tensor, family in self._fields.rates.items()
        }

    @cached_property
    def _cotangents(self) -> dict[Tensor, Pattern]:
        return cotangent_patterns(self._fields)

    def _expanded(self, expression: Expression, budget: Budget) -> TermSum:
        return expand(self._replaced(expression, budget), budget)

    def _replaced(self, expression: Expression, budget: Budget) -> Expression:
        """The expression with an entry for every function in it, inner ones first."""
        inner = rebuild(expression, lambda part: self._replaced(part, budget))
        match inner:
            case Reciprocal(base):
                return self._entry("over", 1, base, budget)
            case Root(base, degree):
                return self._entry("root", degree, base, budget)
            case Applied("exp" | "log" as kind, base):
                return self._entry(kind, 1, base, budget)
            case _:
                return inner

    def _entry(self, kind: Kind, degree: int, base: Expression, budget: Budget) -> Expression:
        free = tuple(dict.fromkeys(_free(base)))
        formal = tuple(self._formal_index(place, index.dimension) for place, index in enumerate(free))
        value = expand(base, budget).substituted(dict(zip(free, formal, strict=True)), budget)
        if value.is_zero():
            raise NotTensorialError("a function of zero")
        return Entry(self._element(kind, degree, Pattern(formal, value)).tensor, free)

    def _element(self, kind: Kind, degree: int, base: Pattern) -> _Element:
        key = kind, degree, base.slots, frozenset(base.value.terms.items())
        if key not in self._elements:
            shape = tuple(index.dimension for index in base.slots)
            # Angle brackets occur in no name of a spec.
            tensor = Tensor(f"<{len(self._elements)}>", Role.STATE, shape)
            self._elements[key] = _Element(kind, degree, tensor, base)
        return self._elements[key]

    def _formal_index(self, place: int, dimension: Dimension) -> Index:
        key = place, dimension
        if key not in self._formal:
            self._formal[key] = fresh(f"f{place}", dimension)
        return self._formal[key]


def _free(expression: Expression) -> Iterable[Index]:
    """The free indices in their order, with repetitions; those of determinants and inverses are not asked."""
    slots: tuple[Slot, ...] = ()
    if isinstance(expression, Entry):
        slots = expression.slots
    elif isinstance(expression, Delta):
        slots = expression.left, expression.right
    yield from (slot for slot in slots if isinstance(slot, Index))
    bound = {expression.index} if isinstance(expression, Sum | Product) else set()
    for part in children(expression):
        yield from (index for index in _free(part) if index not in bound)
