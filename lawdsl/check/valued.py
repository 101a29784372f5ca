"""Whether functions have values at every dimension: almost everywhere on the domain, whatever the sizes are.

A divisor has to be other than zero on an open dense set, and what is under a root or in a logarithm positive
there, for a reason that no size and no slot changes: the signs of the parts, or terms that do not cancel
where all entries of a tensor are one variable (a polynomial that is not zero there is zero almost nowhere).
A function of scalars, such as the root of t, may have values on a part of the domain: it is the same part at
every dimension.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from .reading import Budget, RejectedError
from .system import Condition, Expression, Family, System, children, parts, slots_of

Outlook = tuple[int, bool]
"""1 or -1 for what never has the other sign, else 0; and whether it is never zero."""
Monomial = tuple[tuple[str, int], ...]
Signs = dict[Monomial, int]
"""Monomials in one variable for each tensor; the sign that a coefficient has at all sizes, or 0."""
MAX_TERMS = 500
MAX_POWER = 50


def is_valued(system: System, law: Family, budget: Budget) -> bool:
    """Whether law and flow have values almost everywhere at every dimension; RejectedError if they need not.

    On the set of assumptions they need them everywhere: it may be thin. False where functions of scalars have
    values on a part of the domain, if on any.
    """
    valued, everywhere = _Valued(system, budget), True
    for family in (law, *system.maps.values(), *system.rates.values()):
        for part in parts(family.body):
            if not valued(part):
                everywhere = False
                if system.assumptions or not valued.is_scalar(part):
                    raise RejectedError(f"{part[0]} may have no value at some dimensions")
    return everywhere


class _Valued:
    """What is known of expressions, by their identity: each is looked at once."""

    def __init__(self, system: System, budget: Budget) -> None:
        self._system = system
        self._budget = budget
        self._signs: dict[int, Outlook] = {}
        self._collapsed: dict[int, Signs | None] = {}

    def __call__(self, body: Expression) -> bool:
        """Whether the expression has values almost everywhere if its parts have."""
        match body[0]:
            case "reciprocal":
                return self._nonzero(body[1])
            case "root" | "log":
                return self.sign(body[1])[0] == 1 and self._nonzero(body[1])
        return body[0] not in ("sign", "determinant", "inverse")

    def is_scalar(self, body: Expression) -> bool:
        """Whether no index, literal or dimension occurs, nor a gradient, which may depend on one."""
        self._budget.spend(20)
        indexed = body[0] in ("sum", "product", "size", "delta", "grad", "sign", "determinant", "inverse")
        return not indexed and not slots_of(body) and all(map(self.is_scalar, children(body)))

    def _nonzero(self, body: Expression) -> bool:
        """Whether an expression is zero almost nowhere."""
        match body:
            case "multiply", factors:
                return all(map(self._nonzero, factors))
            case ("power", base, _) | ("product", _, _, base):
                return self._nonzero(base)
        if self.sign(body)[1]:
            return True
        return not self._system.assumptions and any((self.collapsed(body) or {}).values())

    def sign(self, body: Expression) -> Outlook:
        """The outlook on an expression."""
        if id(body) not in self._signs:
            self._budget.spend(100)
            self._signs[id(body)] = self._new_sign(body)
        return self._signs[id(body)]

    def _new_sign(self, body: Expression) -> Outlook:
        match body:
            case (("number" | "size" | "delta" | "entry"), *_):
                return self._leaf(body)
            case (("root" | "exp"), *_):
                return 1, True
            case "reciprocal", inner:
                return self.sign(inner)[0], True
            case "sum", _, _, inner:  # no range is empty, and numbers of both signs cancel
                sign, never = self.sign(inner)
                return sign, never and sign != 0
            case "product", _, _, inner:
                sign, never = self.sign(inner)
                return int(sign == 1), never
            case "power", base, exponent:
                return _power(self.sign(base), exponent)
            case "multiply", factors:
                return _product(self._powers(factors))
            case "add", terms:
                return _total([self.sign(term) for term in terms])
        return 0, False

    def _leaf(self, body: Expression) -> Outlook:
        match body:
            case "number", value:
                return (value > 0) - (value < 0), value != 0
            case "entry", name, _:
                return _bounded(self._system.conditions.get(name, ()))
        return 1, body[0] == "size"

    def _powers(self, factors: tuple[Expression, ...]) -> list[Outlook]:
        return [_power(self.sign(factor), number) for factor, number in Counter(factors).items()]

    def collapsed(self, body: Expression) -> Signs | None:
        """The terms where all entries of a tensor are one variable; None for what is no sum of such terms."""
        if id(body) not in self._collapsed:
            self._collapsed[id(body)] = found = self._new_terms(body)
            self._budget.spend(100 * len(found or ()) + 100)
        return self._collapsed[id(body)]

    def _new_terms(self, body: Expression) -> Signs | None:
        match body:
            case "number", value:
                return {(): (value > 0) - (value < 0)} if value else {}
            case (("size" | "delta"), *_):
                return {(): int(body[0] == "size")}
            case "entry", name, _:
                return {((name, 1),): 1}
            case "sum", _, _, inner:
                return self.collapsed(inner)
            case "add", terms:
                return _added(map(self.collapsed, terms))
            case "multiply", factors:
                return self._multiplied(map(self.collapsed, factors))
            case "power", base, exponent if exponent <= MAX_POWER:
                return self._multiplied([self.collapsed(base)] * exponent)
            case "reciprocal", inner:
                return _inverted(self.collapsed(inner))
        return None

    def _multiplied(self, factors: Iterable[Signs | None]) -> Signs | None:
        found: Signs | None = {(): 1}
        for factor in factors:
            if factor is None or found is None or len(factor) * len(found) > MAX_TERMS:
                return None
            self._budget.spend(10 * (_length(found) * len(factor) + _length(factor) * len(found)))
            found = _added({_joined(m, n): a * b} for m, a in found.items() for n, b in factor.items())
        return found


def _bounded(conditions: Iterable[Condition]) -> Outlook:
    """What the domain says of an entry."""
    sign, never = 0, False
    for relation, bound in conditions:
        if relation in (">", ">=") and bound >= 0:
            sign, never = 1, never or relation == ">" or bound > 0
        elif relation in ("<", "<=") and bound <= 0:
            sign, never = -1, never or relation == "<" or bound < 0
        elif relation == "!=" and bound == 0:
            never = True
    return sign, never


def _power(outlook: Outlook, exponent: int) -> Outlook:
    return outlook[0] if exponent % 2 else 1, outlook[1]


def _product(signs: Iterable[Outlook]) -> Outlook:
    total, always = 1, True
    for sign, never in signs:
        total, always = total * sign, always and never
    return total, always


def _total(signs: list[Outlook]) -> Outlook:
    first = signs[0][0]
    if not first or any(sign != first for sign, _ in signs):
        return 0, False
    return first, any(never for _, never in signs)


def _added(terms: Iterable[Signs | None]) -> Signs | None:
    found: Signs = {}
    for term in terms:
        if term is None:
            return None
        for monomial, sign in term.items():
            found[monomial] = sign if found.get(monomial, sign) == sign else 0
    return found


def _length(terms: Signs) -> int:
    return sum(1 + len(monomial) for monomial in terms)


def _inverted(terms: Signs | None) -> Signs | None:
    """One over a single term."""
    if terms is None or len(terms) != 1:
        return None
    ((monomial, sign),) = terms.items()
    return {tuple((name, -exponent) for name, exponent in monomial): sign} if sign else None


def _joined(left: Monomial, right: Monomial) -> Monomial:
    exponents = dict(left)
    for name, exponent in right:
        exponents[name] = exponents.get(name, 0) + exponent
    return tuple(sorted((name, exponent) for name, exponent in exponents.items() if exponent))
