"""A counterexample entered into the pocket calculator, from its printed texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from dual_numbers import Number, agree, within
from pocket_calculator import Calculator, Coordinate, coordinates, places

from lawdsl.notation.arithmetic import compare
from lawdsl.notation.index import Role
from lawdsl.notation.typed import TypedSystem
from lawdsl.verify.refutations.enclosure import Enclosure
from lawdsl.verify.verdict import Counterexample

COTANGENT = re.compile(r"G\((.*)\)")


def replay(system: TypedSystem, law: str, found: Counterexample) -> None:
    """Fail unless the point is on the domain and the stated component changes there at the stated rate."""
    calculator = _calculator(system, found)
    rates = dict(_components(system.law(law), found, calculator.rate))
    check_rate(rates[found.component], found.rate)


def replay_invariant(system: TypedSystem, name: str, found: Counterexample) -> None:
    """Fail unless the point is on the set and one of its equations changes there at the stated rate."""
    (invariant,) = (item for item in system.invariants if item.name == name)
    calculator = _calculator(system, found)
    for equation in invariant.equations:
        assert not any(value for _, value in _components(equation, found, calculator.value))
    for equation in invariant.equations:
        if equation.name == found.of:
            check_rate(dict(_components(equation, found, calculator.rate))[found.component], found.rate)


def _calculator(system: TypedSystem, found: Counterexample) -> Calculator:
    point = _entered(system, found)
    for coordinate in coordinates(system, found.sizes):
        if coordinate[0] is not Role.TIME:
            point.setdefault(coordinate, Fraction(0)) if coordinate[0] is Role.COTANGENT else point[
                coordinate
            ]
    _check_domain(system, point)
    calculator = Calculator(system, found.sizes, point)
    for assumption in system.assumptions:
        for _, value in _components(assumption.family, found, calculator.value):
            assert compare(value, assumption.relation, Fraction(0))
    return calculator


def _components(family, found, compute):
    """What is computed for every component of a family."""
    for component in places(tuple(index.dimension for index in family.indices), found.sizes):
        yield component, compute(family, component)


def check_rate(rate: Number, stated: Fraction | Enclosure) -> None:
    """Fail unless the stated rate is not zero and is this one, or encloses it."""
    if isinstance(stated, Enclosure):
        assert stated.lower > 0 or stated.upper < 0
        assert within(rate, stated.lower, stated.upper)
    else:
        assert stated != 0
        assert agree(rate, stated)


def _entered(system: TypedSystem, found: Counterexample) -> dict[Coordinate, Fraction]:
    states = {tensor.name for tensor in system.states}
    point: dict[Coordinate, Fraction] = {(Role.TIME, "t", ()): Fraction(0)}
    texts: Mapping[Role, Mapping[str, Fraction]] = {
        Role.PARAMETER: found.state,
        Role.CONSTANT: found.constants,
        Role.COTANGENT: found.cotangent,
    }
    for role, values in texts.items():
        for text, value in values.items():
            name, _, slots = text.partition("[")
            place = tuple(int(slot) for slot in slots.removesuffix("]").split(",")) if slots else ()
            if role is Role.COTANGENT:
                name = COTANGENT.fullmatch(name).group(1)
            key = role
            if role is Role.PARAMETER:
                key = Role.TIME if name == "t" else Role.STATE if name in states else role
            assert (key, name, place) not in point or key is Role.TIME
            point[key, name, place] = value
    return point


def _check_domain(system: TypedSystem, point: Mapping[Coordinate, Fraction]) -> None:
    for condition in system.conditions:
        name, role = condition.tensor.name, condition.tensor.role
        for (other_role, other, _), value in point.items():
            if (other_role, other) == (role, name):
                assert compare(value, condition.relation, condition.bound)
