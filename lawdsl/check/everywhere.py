"""The derivative of a law for every dimension at once (MATH M2, M10).

A function of what has indices is an entry of a tensor of its own, with a slot for each index, whatever its
value is: what cancels then cancels wherever all functions have values (MATH section 6). That z e = 1 for
z = 1/e and that z^q = e for a root is used where the evidence says so, and that 1/(1 + (x_i - x_j)^2) is the
same with i and j exchanged. Where functions have values is the question of `valued`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import count, permutations, product
from math import prod
from typing import Any, NamedTuple

from .reading import Budget, Number, RejectedError, bounded, cost
from .system import Expression, Family, Range, System, rebuilt
from .terms import (
    Entry,
    Numbering,
    Pattern,
    Slot,
    Sum,
    Term,
    leaf,
    length,
    numbered,
    opened,
    renamed,
    settled,
)

MAX_ORDERED = 4
"""Slots of a function of which all orders are looked at."""


class Relation(NamedTuple):
    """What is zero because of a function 1/e or e^(1/q): the sum of factor * (function * e - 1) or so."""

    sums: tuple[tuple[str, Range], ...]
    factor: Expression
    function: Expression


class Function(NamedTuple):
    """A function with names of its own for the indices and literals in it, which are its slots."""

    body: Expression
    slots: tuple[str, ...]


class Proof(NamedTuple):
    """The evidence that a derivative vanishes: after it was multiplied by e for every 1/e of ``divisors``."""

    numbering: Numbering
    divisors: tuple[Expression, ...] = ()
    relations: tuple[Relation, ...] = ()


def vanishes_for_every_dimension(system: System, law: Family, proof: Proof, budget: Budget) -> bool:
    """Whether all terms of the law's derivative along X_G cancel, wherever functions have values."""
    algebra = Algebra(system, proof.numbering, budget)
    derivative = algebra.derivative(law)
    if proof.divisors or proof.relations:
        derivative = algebra.collect(algebra.related(opened(derivative), law, proof))
    if derivative and algebra.functions:
        derivative = algebra.collect(algebra.averaged(opened(derivative)))
    # Sums over dimensions of fixed size can still cancel against literal indices.
    return not derivative or not algebra.written_out(derivative)


class Algebra:
    """Sums of terms of one system, where functions are entries of tensors named as ``exp 0``."""

    def __init__(self, system: System, numbering: Numbering, budget: Budget) -> None:
        self.system = system
        self.numbering = numbering
        self.budget = budget
        self.functions: dict[Expression, str] = {}
        self.named: dict[str, Function] = {}
        self._orders: dict[str, list[tuple[int, ...]]] = {}
        self.rates: dict[str, Pattern] = {}
        self._all_known = False
        self._numbers = count()
        self.gradients = {f"grad {name}": self._gradient(name) for name in system.parameters}

    def derivative(self, law: Family) -> Sum:
        """The derivative of the law along X_G, collected with the evidence (MATH M2)."""
        whole = self.collect(self._expand(law.body, _formal(law)))
        for name, family in self.system.rates.items():
            self.rates[name] = tuple(_formal(family)), self.value(family.body, _formal(family))
        return self.collect(self._moved(opened(whole)))

    def related(self, derivative: list[Term], law: Family, proof: Proof) -> list[Term]:
        """The derivative times divisors, less what is zero.

        Only functions of law and flow may be used: wherever these have values, divisors are not zero and all
        that is subtracted has a value, which is zero.
        """
        self._all_known = True
        terms, free = derivative, _formal(law)
        for divisor in proof.divisors:
            self._expand(divisor, free)
            terms = self._products([terms, self.value(base_of(divisor, "reciprocal"), free)])
        for relation in proof.relations:
            terms = terms + self.relation(relation, free)
        return terms

    def relation(self, relation: Relation, free: dict[str, Slot]) -> list[Term]:
        """The terms of -factor * (z e - 1) for z = 1/e, or of -factor * (z^q - e) for a root, summed."""
        sums, factor, function = relation
        dummies = tuple((next(self._numbers), place) for _, place in sums)
        slots = {**free, **{name: dummy for (name, _), dummy in zip(sums, dummies, strict=True)}}
        base = base_of(function, "reciprocal", "root")
        zero: tuple[Expression, ...] = ("multiply", (function, base)), ("number", -1)
        if function[0] == "root":
            zero = ("power", function, function[2]), ("multiply", (("number", -1), base))
        terms = self.value(("multiply", (("number", -1), factor, ("add", zero))), slots)
        return [term._replace(dummies=(*term.dummies, *dummies)) for term in terms]

    def averaged(self, terms: Iterable[Term]) -> Iterator[Term]:
        """The terms with every entry of a function replaced by its average over equal ones (`orders`)."""
        for term in terms:
            ways = [self._ways(entry) for entry in term.entries]
            number = prod(map(len, ways))
            self.budget.spend(number * length(term))
            share = term._replace(coefficient=Fraction(term.coefficient) / number)
            for entries in product(*ways):
                yield share._replace(entries=entries)

    def _ways(self, entry: Entry) -> list[Entry]:
        name, slots = entry
        if name not in self.named:
            return [entry]
        return [(name, tuple(slots[place] for place in order)) for order in self.orders(name)]

    def orders(self, name: str) -> list[tuple[int, ...]]:
        """The orders of a function's slots that do not change what it is a function of, and so its value."""
        if name not in self._orders:
            formal = self.named[name].slots
            same = tuple(range(len(formal)))
            _, *others = permutations(same) if len(formal) <= MAX_ORDERED else [same]
            base = self._base(name, formal) if others else {}
            kept = (order for order in others if self._base(name, [formal[place] for place in order]) == base)
            self._orders[name] = [same, *kept]
        return self._orders[name]

    def _base(self, name: str, slots: Iterable[str]) -> Sum:
        """What it is a function of, with other names for its slots."""
        function, formal = self.named[name]
        places: dict[Any, Slot] = dict(zip(formal, slots, strict=True))
        return self.collect(self.averaged(self.value(function[1], places)))

    def written_out(self, terms: Sum) -> Sum:
        """The sum with every dummy over a fixed dimension replaced by the literals of its range in turn."""
        return self.collect(written for term in opened(terms) for written in self._written(term))

    def _written(self, term: Term) -> Iterator[Term]:
        """The term at all values of its dummies over fixed dimensions; they are counted one by one."""
        fixed = [dummy for dummy in term.dummies if dummy[1].isdecimal()]
        self.budget.spend(20 * sum(int(place) for _, place in fixed))
        for values in product(*(range(int(place)) for _, place in fixed)):
            yield renamed(term, dict(zip(fixed, values, strict=True)))

    def value(self, body: Expression, slots: dict[Any, Slot]) -> list[Term]:
        """The expression multiplied out, with J^T G for gradients."""
        return self._substituted(self._expand(body, slots))

    def _gradient(self, parameter: str) -> Pattern:
        """grad(U) = J^T G: <G, map> less one entry of U, at the slots where it stood (MATH section 1)."""
        formal = tuple(f"{place} of {parameter}" for place in range(len(self.system.shapes[parameter])))
        found = []
        for name, family in self.system.maps.items():
            dummies = tuple((next(self._numbers), place) for _, place in family.indices)
            cotangent: Entry = (f"G({name})", dummies)
            for term in self._expand(family.body, dict(zip(_formal(family), dummies, strict=True))):
                for at, (other, slots) in enumerate(term.entries):
                    if " " in other:
                        raise RejectedError("a function in a map, for every dimension")
                    if other == parameter:
                        entries = (*term.entries[:at], *term.entries[at + 1 :], cotangent)
                        deltas = (*term.deltas, *zip(formal, slots, strict=True))
                        bound = (*term.dummies, *dummies)
                        found.append(term._replace(entries=entries, deltas=deltas, dummies=bound))
        return formal, found

    def _moved(self, terms: Iterable[Term]) -> list[Term]:
        """The product rule: one entry at a time is replaced by its rate; constants do not move."""
        return [
            moved
            for term in terms
            for at, (name, _) in enumerate(term.entries)
            if name not in self.system.constants
            for moved in self._replaced(term, at, self._rate(name))
        ]

    def _rate(self, name: str) -> Pattern:
        """How an entry of the state changes, or a function by the chain rule (MATH section 6)."""
        if name not in self.rates:
            if name not in self.named:
                raise RejectedError("what depends on the gradient changes as second derivatives do")
            function, formal = self.named[name]
            slots: dict[Any, Slot] = {slot: slot for slot in formal}
            inner = self._moved(self._expand(function[1], slots))
            self.rates[name] = formal, self._products([inner, self._expand(_slope(function), slots)])
        return self.rates[name]

    def _substituted(self, terms: list[Term]) -> list[Term]:
        """The terms with J^T G for every gradient."""
        done, left = [], terms
        while left:
            term = left.pop()
            at = next((at for at, (name, _) in enumerate(term.entries) if name in self.gradients), None)
            if at is None:
                done.append(term)
            else:
                left += self._replaced(term, at, self.gradients[term.entries[at][0]])
        return done

    def _replaced(self, term: Term, at: int, pattern: Pattern) -> list[Term]:
        """The term with the entry at a position replaced by each term of a pattern in turn."""
        formal, pieces = pattern
        self.budget.spend(10 + len(term.entries) // 4)
        places = dict(zip(formal, term.entries[at][1], strict=True))
        rest = term._replace(entries=(*term.entries[:at], *term.entries[at + 1 :]))
        return [self._times(rest, renamed(self._fresh(piece), places)) for piece in pieces]

    def _fresh(self, term: Term) -> Term:
        """The term with dummies that no other has."""
        if not term.dummies:
            return term
        return renamed(term, {dummy: (next(self._numbers), dummy[1]) for dummy in term.dummies})

    def _times(self, left: Term, right: Term) -> Term:
        """The product of terms that share no dummy."""
        self.budget.spend(400 + length(left) + 4 * length(right) + cost(left.coefficient, right.coefficient))
        return Term(
            bounded(left.coefficient * right.coefficient),
            left.sizes + right.sizes,
            left.deltas + right.deltas,
            left.entries + right.entries,
            left.dummies + right.dummies,
        )

    def _products(self, factors: Iterable[list[Term]]) -> list[Term]:
        found = [Term(1)]
        for factor in factors:
            if not found:
                return []
            found = [self._times(left, self._fresh(right)) for left in found for right in factor]
        return found

    def _expand(self, body: Expression, slots: dict[Any, Slot]) -> list[Term]:
        """The expression multiplied out; ``slots`` gives what its free indices stand for."""
        self.budget.spend(20)
        match body:
            case (("number" | "size" | "entry" | "grad" | "delta"), *_):
                if body[0] == "size":
                    self.budget.spend(abs(body[2]))
                return leaf(body, slots)
            case "add", terms:
                return [term for part in terms for term in self._expand(part, slots)]
            case "multiply", factors:
                return self._products(self._expand(factor, slots) for factor in factors)
            case "power", base, exponent:
                return self._products([self._expand(base, slots)] * exponent)
            case "sum", name, place, inner:
                dummy = (next(self._numbers), place)
                terms = self._expand(inner, {**slots, name: dummy})
                return [term._replace(dummies=(*term.dummies, dummy)) for term in terms]
            case "product", name, place, inner if place.isdecimal():
                return self._products(self._expand(inner, {**slots, name: at}) for at in range(int(place)))
            case "reciprocal", (("number" | "size" | "multiply" | "power" | "reciprocal" | "root"), *_):
                return self._expand(_parted(body[1]), slots)
            case (("exp" | "log" | "reciprocal" | "root"), *_):
                return [Term(1, entries=(self._function(body, slots),))]
        raise RejectedError(f"{body[0]} is not a part of the algebra for every dimension")

    def _function(self, body: Expression, slots: dict[Any, Slot]) -> Entry:
        """The entry that stands for a function; its slots are those that occur in it, free or literal."""
        places: dict[Slot, str] = {}
        function = self._abstract(body, {}, places)
        if function not in self.functions:
            if self._all_known:
                raise RejectedError("a function that occurs neither in law nor flow")
            name = f"{body[0]} {len(self.functions)}"
            self.functions[function] = name
            self.named[name] = Function(function, tuple(places.values()))
            self._expand(function[1], {slot: slot for slot in places.values()})
        return self.functions[function], tuple(slots.get(slot, slot) for slot in places)

    def _abstract(self, body: Any, bound: dict[str, str], places: dict[Slot, str]) -> Any:
        """The expression with names of its own for indices and literals, in the order in which they stand."""
        self.budget.spend(30)

        def place(slot: Any) -> str:
            return bound.get(slot) or places.setdefault(slot, f"slot {len(places)}")

        match body:
            case (("entry" | "grad") as head, name, slots):
                return head, name, tuple(map(place, slots))
            case "delta", left, right:
                return "delta", place(left), place(right)
            case (("sum" | "product") as head, name, over, inner):
                bound = {**bound, name: f"bound {len(bound)}"}
                return head, bound[name], over, self._abstract(inner, bound, places)
            case (("sign" | "determinant" | "inverse"), *_):
                raise RejectedError(f"{body[0]} is not a part of the algebra for every dimension")
        return rebuilt(body, lambda part: self._abstract(part, bound, places))

    def collect(self, terms: Iterable[Term]) -> Sum:
        """The sum of the terms with equal ones added up, after the evidence's numbering (MATH M10)."""
        rough: Sum = {}
        for term in terms:
            self.budget.spend(100 + 4 * length(term))
            key, coefficient = settled(term)
            rough[key] = self._sum(rough.get(key, 0), coefficient)
        final: Sum = {}
        for key, coefficient in rough.items():
            if coefficient:
                renumbered = numbered(key, self.numbering)
                final[renumbered] = self._sum(final.get(renumbered, 0), coefficient)
        return {key: coefficient for key, coefficient in final.items() if coefficient}

    def _sum(self, left: Number, right: Number) -> Number:
        self.budget.spend(cost(left, right))
        return bounded(left + right)


def base_of(function: Expression, *kinds: str) -> Expression:
    """What the function is one of; RejectedError for another kind of function."""
    if function[0] not in kinds:
        raise RejectedError(f"a relation of {function[0]}")
    base: Expression = function[1]
    return base


def _parted(base: Expression) -> Expression:
    """One over a number, a product, a power, a quotient or a root, as an expression of smaller quotients."""
    match base:
        case "number", value:
            if not value:
                raise RejectedError("one over zero")
            return "number", Fraction(1) / value
        case "size", place, power:
            return "size", place, -power
        case "multiply", factors:
            return "multiply", tuple(("reciprocal", factor) for factor in factors)
        case "power", inner, exponent:
            return "power", ("reciprocal", inner), exponent
        case "reciprocal", inner:
            return tuple(inner)
    _, inner, degree = base
    return "multiply", (*[base] * (degree - 1), ("reciprocal", inner))


def _slope(function: Expression) -> Expression:
    """The derivative of a function by what it is a function of (MATH section 6)."""
    kind, base, *degree = function
    match kind:
        case "exp":
            return function
        case "log":
            return "reciprocal", base
        case "reciprocal":
            return "multiply", (("number", -1), function, function)
    return "multiply", (("number", Fraction(1, *degree)), function, ("reciprocal", base))


def _formal(family: Family) -> dict[Any, Slot]:
    return {name: name for name, _ in family.indices}
