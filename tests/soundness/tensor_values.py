"""Brute-force values of expressions and of canonical terms: nested loops over exact numbers.

Written from the definitions alone, so that it can disagree with the algebra that it checks.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from itertools import product
from random import Random

from pocket_calculator import Dual, added, evaluate, multiplied

from lawdsl.notation.expression import Expression
from lawdsl.notation.index import Index, Tensor
from lawdsl.tensor import TermSum

Where = tuple[int, ...]
Lookup = Callable[[str, str, Where], Dual]
Sizes = dict[str, int]
Assignment = dict[Index, int]


def value(expression: Expression, sizes: Sizes, lookup: Lookup, at: Assignment) -> Dual:
    """The value of an expression with its free indices at the given numbers."""
    return evaluate(
        expression, sizes, at, lambda tensor, place: lookup(tensor.role.value, tensor.name, place)
    )


def sum_value(terms: TermSum, sizes: Sizes, lookup: Lookup, at: Assignment) -> Dual:
    """The value of a sum of canonical terms."""
    free = {(index.serial, index.name): number for index, number in at.items()}
    return added(Dual(scalar) * term_value(term, sizes, lookup, free) for term, scalar in terms.terms.items())


def term_value(term, sizes: Sizes, lookup: Lookup, free) -> Dual:
    parts = [Dual(Fraction(sizes[name]) ** exponent) for name, exponent in term.sizes]
    parts += [Dual(Fraction(resolve(a, free, {}) == resolve(b, free, {}))) for a, b in term.deltas]
    for component, exponent in term.components:
        parts += [component_value(component, sizes, lookup, free)] * exponent
    return multiplied(parts)


def component_value(component, sizes: Sizes, lookup: Lookup, free) -> Dual:
    dummies = sorted({place for (_, slots), _ in component for place in slots if place[0] == 2})
    ranges = [range(int(place[3]) if place[3].isdecimal() else sizes[place[3]]) for place in dummies]
    total = Dual(Fraction(0))
    for numbers in product(*ranges):
        bound = dict(zip(dummies, numbers, strict=True))
        total += multiplied(
            lookup(role, name, tuple(resolve(place, free, bound) for place in slots))
            for ((role, name), slots), exponent in component
            for _ in range(exponent)
        )
    return total


def resolve(place, free, bound) -> int:
    kind, number, name, _ = place
    return (number, free.get((number, name)), bound.get(place))[kind]


def integers(seed: int) -> Lookup:
    """A tensor of small integers for every name, fixed by the seed."""

    @cache
    def lookup(role: str, name: str, where: Where) -> Dual:
        return Dual(Fraction(Random(f"{seed} {role} {name} {where}").randint(-3, 3)))

    return lookup


def moving(base: Lookup, velocities: dict[Tensor, Callable[[Where], Fraction]]) -> Lookup:
    """The lookup with slopes: how fast each entry of the given tensors changes."""
    by_symbol = {(tensor.role.value, tensor.name): velocity for tensor, velocity in velocities.items()}

    @cache
    def lookup(role: str, name: str, where: Where) -> Dual:
        here = base(role, name, where)
        velocity = by_symbol.get((role, name))
        return here if velocity is None else Dual(here.value, velocity(where))

    return lookup
