"""Evidence for proofs for every dimension: numberings, and what is zero because of quotients and roots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import count
from typing import Any

from ..check.everywhere import Algebra, Proof, Relation, vanishes_for_every_dimension
from ..check.reading import MAX_WORK, Budget, RejectedError
from ..check.system import Expression, Family, System, rebuilt
from ..check.terms import Entry, Slot, Term, opened, renamed
from ..tensor.budget import BudgetExceededError
from .numberings import Recorder
from .plain import NoCertificateError, Plain
from .relations import plain_divisor, plain_relation

ROUNDS = 8
"""How often all relations are applied: one may make room for another."""


def proof_everywhere(system: System, law: Family) -> Plain:
    """Why the derivative of a law vanishes for every dimension; raises NoCertificateError."""
    try:
        proof = _written(system, law, Budget()) or _reduced(system, law)
    except BudgetExceededError as error:
        raise NoCertificateError(str(error)) from None
    except RejectedError as error:
        raise NoCertificateError(f"no proof for every dimension: {error}") from None
    if proof is None:
        raise NoCertificateError("the terms do not cancel one by one")
    return proof


def _reduced(system: System, law: Family) -> Plain | None:
    """The proof with relations; None where none is found."""
    try:
        return _reduced_within(Budget(MAX_WORK // 10), system, law, is_expanded=False)
    except RejectedError:  # products of sums are short, and long to multiply out
        return _reduced_within(Budget(), system, law, is_expanded=True)


def _reduced_within(budget: Budget, system: System, law: Family, is_expanded: bool) -> Plain | None:
    """The proof, found and checked within a budget each; ``is_expanded`` says how factors are written."""
    found = _Reduction(system, law, is_expanded, Budget(budget.left)).found()
    return _written(system, law, budget, *found)


def _written(
    system: System,
    law: Family,
    budget: Budget,
    divisors: Sequence[Expression] = (),
    relations: Sequence[Relation] = (),
) -> Plain | None:
    """The proof in the plain form; None if terms are left."""
    recorder = Recorder()
    proof = Proof(recorder, tuple(divisors), tuple(relations))
    if not vanishes_for_every_dimension(system, law, proof, budget):
        return None
    taken = {name for name, _ in law.indices}
    return {
        "numberings": recorder.texts,
        "divisors": [plain_divisor(divisor, taken) for divisor in divisors],
        "relations": [plain_relation(relation, taken) for relation in relations],
    }


class _Reduction:
    """A derivative to which relations of quotients and roots are applied until nothing is left.

    Factors of relations are products of sums, or multiplied out where ``is_expanded`` says so.
    """

    def __init__(self, system: System, law: Family, is_expanded: bool, budget: Budget) -> None:
        self._algebra = Algebra(system, Recorder(), budget)
        self._is_expanded = is_expanded
        self._free: dict[Any, Any] = {name: name for name, _ in law.indices}
        self._rest = self._algebra.derivative(law)
        self._divisors: list[Expression] = []
        self._relations: list[Relation] = []
        self._names = (f"summed {serial}" for serial in count())

    def found(self) -> tuple[list[Expression], list[Relation]]:
        """Divisors to multiply with, and relations; both may be too few."""
        for clear in [False] + [True] * ROUNDS:
            for name, (function, _) in list(self._algebra.named.items()):
                if clear and function[0] == "reciprocal":
                    self._clear(name)
                while function[0] in ("reciprocal", "root") and self._apply(name):
                    pass
            if not self._algebra.collect(self._algebra.averaged(opened(self._rest))):
                break
        return self._divisors, self._relations

    def _apply(self, name: str) -> bool:
        """Subtract what makes terms with the function smaller; whether there were any."""
        head, terms = self._head(name), opened(self._rest)
        if head is None:
            return False
        found = [relation for term in terms if (relation := self._applied(term, name, head)) is not None]
        for relation in found:
            terms += self._algebra.relation(relation, self._free)
        self._relations += found
        self._rest = self._algebra.collect(terms) if found else self._rest
        return bool(found)

    def _head(self, name: str) -> Term | None:
        """The largest term without sums of a divisor that no other term contains; 1 for a root."""
        function, formal = self._algebra.named[name]
        if function[0] == "root":
            return Term(1)
        base = self._algebra.value(function[1], {slot: slot for slot in formal})
        plain = [term for term in base if term.entries and not (term.sizes or term.deltas or term.dummies)]
        entries = [Counter(term.entries) for term in base]
        alone = [term for term in plain if sum(Counter(term.entries) <= other for other in entries) == 1]
        return max(alone, key=lambda term: (len(term.entries), term.entries), default=None)

    def _applied(self, term: Term, name: str, head: Term) -> Relation | None:
        """The relation for one term, if an entry of the function and the head are factors of it."""
        function, formal = self._algebra.named[name]
        rest = Counter(term.entries)
        for entry in dict.fromkeys(item for item in term.entries if item[0] == name):
            needed = Counter([entry] * (function[2] if function[0] == "root" else 1))
            needed.update(renamed(head, dict(zip(formal, entry[1], strict=True))).entries)
            if needed <= rest:
                left = term._replace(
                    coefficient=Fraction(term.coefficient) / head.coefficient,
                    entries=tuple((rest - needed).elements()),
                )
                return self._relation(left, entry)
        return None

    def _relation(self, factor: Term, entry: Entry) -> Relation:
        """The relation of the function that an entry stands for, times a factor; all dummies are summed."""
        names: dict[Slot, str] = {dummy: next(self._names) for dummy in factor.dummies}
        sums = tuple((names[dummy], dummy[1]) for dummy in factor.dummies)
        return Relation(sums, self._product(factor, names), self._factor(entry, names))

    def _clear(self, name: str) -> None:
        """Multiply by powers of a divisor until no quotient by it is left outside of sums."""
        while (entry := self._standing(name)) is not None:
            parts: dict[int, list[Term]] = {}
            for term in opened(self._rest):
                power = term.entries.count(entry)
                rest = tuple(item for item in term.entries if item != entry)
                parts.setdefault(power, []).append(term._replace(entries=rest))
            self._multiply(self._factor(entry, {}), parts)

    def _standing(self, name: str) -> Entry | None:
        entries = (entry for term in opened(self._rest) for entry in term.entries if entry[0] == name)
        return next((entry for entry in entries if not any(isinstance(s, tuple) for s in entry[1])), None)

    def _multiply(self, quotient: Expression, parts: Mapping[int, list[Term]]) -> None:
        """The sum of z^j D_j becomes that of e^(k - j) D_j, k the highest power of z = 1/e.

        The difference from its product with e^k is D_j e^(k - j) ((z e)^j - 1), a multiple of z e - 1.
        """
        highest, base = max(parts), quotient[1]
        self._divisors += [quotient] * highest
        self._relations = [
            self._with_factor(relation, *_power(base, highest)) for relation in self._relations
        ]
        terms: list[Term] = []
        for power, summands in parts.items():
            own = ("add", tuple(map(self._summed, summands)))
            lacking = ("multiply", (own, *_power(base, highest - power)))
            terms += self._algebra.value(lacking, self._free)
            if power:
                ones = tuple(
                    ("multiply", (("number", 1), *_power(("multiply", (quotient, base)), times)))
                    for times in range(power)
                )
                self._relations.append(self._with_factor(Relation((), lacking, quotient), ("add", ones)))
        self._rest = self._algebra.collect(terms)

    def _with_factor(self, relation: Relation, *factors: Expression) -> Relation:
        """The relation times factors."""
        product: Expression = ("multiply", (relation.factor, *factors))
        if not self._is_expanded:
            return relation._replace(factor=product)
        free = self._free | {name: name for name, _ in relation.sums}
        terms = self._algebra.collect(self._algebra.value(product, free))
        found = tuple(map(self._summed, opened(terms)))
        return relation._replace(factor=("add", found) if found else ("number", 0))

    def _summed(self, term: Term) -> Expression:
        """A term as an expression."""
        names: dict[Slot, str] = {dummy: next(self._names) for dummy in term.dummies}
        body = self._product(term, names)
        for dummy in term.dummies:
            body = ("sum", names[dummy], dummy[1], body)
        return body

    def _product(self, term: Term, names: Mapping[Slot, str]) -> Expression:
        """The factors of a term; ``names`` are those of its dummies."""
        factors: list[Expression] = [("number", term.coefficient)]
        factors += [("size", place, power) for place, power in term.sizes]
        factors += [("delta", *(names.get(end, end) for end in pair)) for pair in term.deltas]
        factors += [self._factor(entry, names) for entry in term.entries]
        return "multiply", tuple(factors)

    def _factor(self, entry: Entry, names: Mapping[Slot, str]) -> Expression:
        """An entry as an expression: the function that it stands for, or the entry of a tensor."""
        name, slots = entry
        places = tuple(names.get(slot, slot) for slot in slots)
        if name not in self._algebra.named:
            return "entry", name, places
        function, formal = self._algebra.named[name]
        return _placed(function, dict(zip(formal, places, strict=True)))


def _power(base: Expression, exponent: int) -> tuple[Expression, ...]:
    """A power as factors."""
    return (base,) * exponent


def _placed(body: Expression, places: Mapping[Any, Any]) -> Expression:
    """An expression with other slots; bound indices keep their names."""
    match body:
        case (("entry" | "grad") as head, name, slots):
            return head, name, tuple(places.get(slot, slot) for slot in slots)
        case "delta", left, right:
            return "delta", places.get(left, left), places.get(right, right)
    return rebuilt(body, lambda part: _placed(part, places))
