"""Values on a domain: admissible, simple, and many."""

from __future__ import annotations

import random
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from lawdsl.notation.arithmetic import compare
from lawdsl.notation.index import Role, Tensor
from lawdsl.notation.typed import Condition
from lawdsl.verify.refutations.domain import Domain

X = Tensor("x", Role.PARAMETER)
bounds = st.fractions(-5, 5, max_denominator=7)


@st.composite
def open_domains(draw: st.DrawFn) -> list[Condition]:
    """An interval with an interior, with some points left out."""
    low, high = sorted(draw(st.lists(bounds, min_size=2, max_size=2, unique=True)))
    conditions = [Condition(X, draw(st.sampled_from([">", ">="])), low)] if draw(st.booleans()) else []
    conditions += [Condition(X, draw(st.sampled_from(["<", "<="])), high)] if draw(st.booleans()) else []
    return conditions + [Condition(X, "!=", bound) for bound in draw(st.lists(bounds, max_size=4))]


@given(open_domains(), st.sampled_from([3, 20, 10**6]))
def test_everything_drawn_is_admissible(conditions, spread):
    domain = Domain(conditions, {})
    source = random.Random(0)
    values = {domain.draw(X, spread, source) for _ in range(30)} | set(domain.simplest(X))
    assert values
    assert all(compare(value, item.relation, item.bound) for value in values for item in conditions)


@given(open_domains())
def test_there_are_many_values_in_every_domain(conditions):
    domain, source = Domain(conditions, {}), random.Random(0)
    assert len({domain.draw(X, 10**6, source) for _ in range(60)}) > 15


def test_the_simplest_values_come_first():
    assert list(Domain([], {}).simplest(X))[:3] == [0, 1, -1]
    assert list(Domain([Condition(X, ">", Fraction(0))], {}).simplest(X)) == [1, 2, 3]


def test_a_fixed_tensor_has_its_value_only():
    domain = Domain([], {X: Fraction(1, 3)})
    assert domain.admits(X, Fraction(1, 3))
    assert not domain.admits(X, Fraction(0))
    assert domain.draw(X, 200, random.Random(0)) == Fraction(1, 3)
