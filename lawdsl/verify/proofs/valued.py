"""Whether functions have values at every dimension: almost everywhere on the domain, whatever the sizes are.

A claim for every dimension that has no value from some size on says nothing there. So every divisor must be
other than zero on an open dense set, and what is under a root or in a logarithm positive there, for a reason
that no size changes: signs of the parts, or a value other than zero where all entries of a tensor are equal.
A function of scalars, such as the root of t, may have values on a part of the domain: it is the same part at
every dimension.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ...notation.expression import (
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
)
from ...notation.index import Role, Tensor
from ...notation.typed import Condition
from ...system.fields import VectorFields

Outlook = tuple[int, bool]
"""1 or -1 for what never has the other sign, else 0; and whether it is never zero."""
Monomial = tuple[tuple[Tensor, int], ...]
UNKNOWN: Outlook = (0, False)
MAX_TERMS = 500
MAX_POWER = 50


class Valued:
    """What signs the expressions of some vector fields have, and where they may be zero."""

    def __init__(self, fields: VectorFields) -> None:
        self._conditions = fields.conditions
        # An open dense set may miss the set where equations hold.
        self._anywhere = not fields.assumptions

    def __call__(self, body: Expression) -> bool:
        """Whether the expression has values almost everywhere, or on the same part, at every dimension.

        On the set of what is assumed it has them everywhere.
        """
        match body:
            case Reciprocal(base):
                own = self._nonzero(base) or self._is_same(base)
            case Root(base, _) | Applied("log", base):
                own = (self._sign(base)[0] == 1 and self._nonzero(base)) or self._is_same(base)
            case Number() | Size() | Entry() | Delta() | Add() | Multiply() | Power() | Sum() | Product():
                own = True
            case _:
                own = isinstance(body, Applied) and body.function == "exp"
        return own and all(map(self, children(body)))

    def _is_same(self, body: Expression) -> bool:
        """Whether the expression is the same at all sizes: no index, dimension or gradient occurs."""
        match body:
            case Entry(tensor, slots):
                return self._anywhere and not slots and tensor.role is not Role.GRADIENT
            case Add() | Multiply() | Power() | Reciprocal() | Root() | Applied("exp" | "log", _):
                return all(map(self._is_same, children(body)))
        return isinstance(body, Number)

    def _nonzero(self, body: Expression) -> bool:
        """Whether the expression is zero almost nowhere."""
        match body:
            case Multiply(factors):
                return all(map(self._nonzero, factors))
            case Power(base, _) | Product(_, base):
                return self._nonzero(base)
        never = self._sign(body)[1]
        return never or (self._anywhere and any((self._collapsed(body) or {}).values()))

    def _sign(self, body: Expression) -> Outlook:
        match body:
            case Number() | Size() | Delta() | Entry():
                return self._leaf(body)
            case Root() | Applied("exp", _):
                return 1, True
            case Reciprocal(base):
                return self._sign(base)[0], True
            case Sum(_, inner):  # no range is empty, and numbers of both signs cancel
                sign, never = self._sign(inner)
                return sign, never and sign != 0
            case Product(_, inner):
                sign, never = self._sign(inner)
                return int(sign == 1), never
            case Power(base, exponent):
                return self._power(base, exponent)
            case Multiply(factors):
                return _product(self._power(base, number) for base, number in Counter(factors).items())
            case Add(terms):
                return _total([self._sign(term) for term in terms])
        return UNKNOWN

    def _leaf(self, body: Number | Size | Delta | Entry) -> Outlook:
        match body:
            case Number(value):
                return (value > 0) - (value < 0), value != 0
            case Entry(tensor, _):
                return _bounded(item for item in self._conditions if item.tensor == tensor)
        return 1, isinstance(body, Size)

    def _power(self, base: Expression, exponent: int) -> Outlook:
        sign, never = self._sign(base)
        return sign if exponent % 2 else 1, never

    def _collapsed(self, body: Expression) -> Mapping[Monomial, int] | None:
        """The terms where all entries of a tensor are one variable, with the sign that each has at all sizes.

        The sign is 0 where it depends on the sizes. None for what is no sum of such terms.
        """
        match body:
            case Number(value):
                return {(): (value > 0) - (value < 0)} if value else {}
            case Size():
                return {(): 1}
            case Delta():
                return {(): 0}
            case Entry(tensor, _):
                return None if tensor.role is Role.GRADIENT else {((tensor, 1),): 1}
            case Sum(_, inner):
                return self._collapsed(inner)
            case Add(terms):
                return _added(map(self._collapsed, terms))
            case Multiply(factors):
                return _multiplied(map(self._collapsed, factors))
            case Power(base, exponent):
                return _multiplied([self._collapsed(base)] * exponent) if exponent <= MAX_POWER else None
            case Reciprocal(base):
                return _inverted(self._collapsed(base))
        return None


def _bounded(conditions: Iterable[Condition]) -> Outlook:
    """What the domain says of an entry."""
    sign, never = 0, False
    for item in conditions:
        relation, bound = item.relation, item.bound
        if relation[0] == ">" and bound >= 0:
            sign, never = 1, never or relation == ">" or bound > 0
        elif relation[0] == "<" and bound <= 0:
            sign, never = -1, never or relation == "<" or bound < 0
        elif relation == "!=" and bound == 0:
            never = True
    return sign, never


def _product(signs: Iterable[Outlook]) -> Outlook:
    total, always = 1, True
    for sign, never in signs:
        total, always = total * sign, always and never
    return total, always


def _total(signs: Sequence[Outlook]) -> Outlook:
    first, _ = signs[0]
    alike = first and all(sign == first for sign, _ in signs)
    return (first, any(never for _, never in signs)) if alike else UNKNOWN


def _added(parts: Iterable[Mapping[Monomial, int] | None]) -> Mapping[Monomial, int] | None:
    found: dict[Monomial, int] = {}
    for part in parts:
        if part is None:
            return None
        for monomial, sign in part.items():
            found[monomial] = sign if found.get(monomial, sign) == sign else 0
    return found


def _multiplied(parts: Iterable[Mapping[Monomial, int] | None]) -> Mapping[Monomial, int] | None:
    found: Mapping[Monomial, int] | None = {(): 1}
    for part in parts:
        if part is None or found is None or len(part) * len(found) > MAX_TERMS:
            return None
        found = _added(
            {_joined(left, right): a * b} for left, a in found.items() for right, b in part.items()
        )
    return found


def _inverted(part: Mapping[Monomial, int] | None) -> Mapping[Monomial, int] | None:
    """One over a single term."""
    if part is None or len(part) != 1:
        return None
    ((monomial, sign),) = part.items()
    return {tuple((tensor, -exponent) for tensor, exponent in monomial): sign} if sign else None


def _joined(left: Monomial, right: Monomial) -> Monomial:
    exponents = Counter(dict(left))
    exponents.update(dict(right))
    found = ((tensor, exponent) for tensor, exponent in exponents.items() if exponent)
    return tuple(sorted(found, key=lambda item: item[0].name))
