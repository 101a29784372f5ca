"""Lie derivatives for every dimension where there are quotients, roots, exponentials and logarithms.

Each function 1/e, e^(1/q), exp(e) and log(e) is an entry of a tensor of its own, with a slot for each free
index of e, which changes as the table of MATH.md section 6 says. Then powers of roots are replaced by what
they are the roots of, the derivative is multiplied by denominators, and entries that are equal since indices
may change places become one. What is zero after that, whatever
the entries are, is zero wherever everything has a value; where it has one, `verify.proofs.valued` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Literal

from ..notation.expression import (
    ZERO,
    Add,
    Applied,
    Delta,
    Entry,
    Expression,
    Multiply,
    Number,
    Power,
    Product,
    Reciprocal,
    Root,
    Size,
    Sum,
    children,
    entries,
    multiply,
    power,
    rebuild,
    substitute,
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
from ..tensor.rewrite import cancelled, cleared, is_plain, reduced
from ..tensor.term import place_of, symbol_of
from .fields import VectorFields
from .generic import WRITTEN_OUT, cotangent_patterns
from .symmetric import averages

ROUNDS = 8
"""How often all relations are applied: one may make room for another."""

Kind = Literal["over", "root", "exp", "log"]


@record
class _Element:
    """A function of what ``body`` and ``base`` say, entry by entry: its slots are those of the tensor."""

    kind: Kind
    degree: int
    tensor: Tensor
    body: Expression
    base: Pattern

    def at(self, slots: Sequence[Slot]) -> Expression:
        """What it is a function of, at some slots of the tensor."""
        return substitute(self.body, dict(zip(self.base.slots, slots, strict=True)))


class AdjoinedFields:
    """Vector fields as sums of canonical terms in coordinates and adjoined functions.

    Its methods raise NotTensorialError for an expression outside of the algebra and BudgetExceededError.
    """

    def __init__(self, fields: VectorFields) -> None:
        self._fields = fields
        self._elements: dict[tuple[object, ...], _Element] = {}
        self._by_name: dict[str, _Element] = {}
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
        if not moving.is_zero():
            bases = {item.tensor: self._cotangent_base(item, budget) for item in self._elements.values()}
            moving = substitute_entries(moving, averages(bases, budget), budget)
        return moving.is_zero() or unroll(moving, Budget(terms=WRITTEN_OUT)).is_zero()

    def _simplified(self, h: TermSum, budget: Budget) -> TermSum:
        """The sum without gradients, times denominators."""
        h = substitute_entries(h, self._cotangents, budget)
        for _ in range(ROUNDS):
            before = h
            h = self._with_relations(h, budget)
            if h == before:
                break
        return h

    def _with_relations(self, h: TermSum, budget: Budget, clear: bool = True) -> TermSum:
        """The sum with the relations of all elements applied; no element contains a later one.

        It is multiplied by denominators where ``clear`` says so.
        """
        for element in reversed(self._elements.values()):
            if element.kind not in ("over", "root"):
                continue
            base, symbol = self._cotangent_base(element, budget), symbol_of(element.tensor)
            if element.kind == "over":
                h = cleared(h, symbol, base, budget) if clear else h
                h = cancelled(h, symbol, base, budget)
            else:
                h = reduced(h, symbol, element.degree, base, budget)
        return h

    def _cotangent_base(self, element: _Element, budget: Budget) -> Pattern:
        """What an element is a function of, without gradients."""
        value = substitute_entries(element.base.value, self._cotangents, budget)
        return Pattern(element.base.slots, value)

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
        over = self._element("over", 1, element.body, element.base)
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
                return self._over(base, budget)
            case Root(base, degree):
                return self._entry("root", degree, base, budget)
            case Applied("exp" | "log" as kind, base):
                return self._entry(kind, 1, base, budget)
            case _:
                return inner

    def _over(self, base: Expression, budget: Budget) -> Expression:
        """One over an expression, taken apart so that equal quotients look alike."""
        match base:
            case Number(value) if value:
                return Number(1 / value)
            case Size(dimension, exponent):
                return Size(dimension, -exponent)
            case Multiply(factors):
                return multiply(self._over(factor, budget) for factor in factors)
            case Power(inner, exponent):
                return power(self._over(inner, budget), exponent)
            case Entry(tensor, slots) if tensor.name in self._by_name:
                element = self._by_name[tensor.name]
                if element.kind == "over":
                    return element.at(slots)
                if element.kind == "root":
                    whole = self._over(element.at(slots), budget)
                    return multiply((power(base, element.degree - 1), whole))
            case Add() | Sum():
                single = self._single(base, budget)
                if single is not None:
                    return self._over(single, budget)
        return self._entry("over", 1, base, budget)

    def _single(self, base: Expression, budget: Budget) -> Expression | None:
        """The one product that an expression is, if it is one without sums."""
        value = self._with_relations(expand(base, budget), budget, clear=False)
        if len(value.terms) != 1:
            return None
        ((term, coefficient),) = value.terms.items()
        if not is_plain(term):
            return None
        tensors = {symbol_of(entry.tensor): entry.tensor for entry in self._entries(base)}
        places = {place_of(index): index for index in _free(base)}
        factors: list[Expression] = [Number(coefficient)]
        for ((factor, _),), exponent in term.components:
            symbol, slots = factor
            entry = Entry(tensors[symbol], tuple(places.get(slot, slot[1]) for slot in slots))
            factors.append(power(entry, exponent))
        return multiply(factors)

    def _entries(self, base: Expression) -> Iterable[Entry]:
        """The entries in an expression and in what the functions in it are functions of."""
        for entry in entries(base):
            yield entry
            if entry.tensor.name in self._by_name:
                yield from self._entries(self._by_name[entry.tensor.name].body)

    def _entry(self, kind: Kind, degree: int, base: Expression, budget: Budget) -> Expression:
        free = tuple(dict.fromkeys(_free(base)))
        formal = tuple(self._formal_index(place, index.dimension) for place, index in enumerate(free))
        body = substitute(base, dict(zip(free, formal, strict=True)))
        value = self._with_relations(expand(body, budget), budget, clear=False)
        if value.is_zero():
            raise NotTensorialError("a function of zero")
        return Entry(self._element(kind, degree, body, Pattern(formal, value)).tensor, free)

    def _element(self, kind: Kind, degree: int, body: Expression, base: Pattern) -> _Element:
        key = kind, degree, base.slots, frozenset(base.value.terms.items())
        if key not in self._elements:
            shape = tuple(index.dimension for index in base.slots)
            # Angle brackets occur in no name of a spec.
            tensor = Tensor(f"<{len(self._elements)}>", Role.STATE, shape)
            self._elements[key] = _Element(kind, degree, tensor, body, base)
            self._by_name[tensor.name] = self._elements[key]
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
