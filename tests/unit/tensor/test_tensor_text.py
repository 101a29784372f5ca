"""Terms as people read them, the places that they are made of, and what a computation may spend."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lawdsl.notation.index import Dimension, Index, Role, fresh
from lawdsl.tensor.budget import Budget, BudgetExceededError, NotTensorialError
from lawdsl.tensor.term import Term, dummy, fixed_size, literal, place_of, range_of
from lawdsl.tensor.text import term_text

I1, J1 = place_of(Index("i", Dimension("n"))), place_of(Index("j", Dimension("n")))
FIRST, SECOND = dummy(0, "n"), dummy(1, "m")


def entry(name, *slots, role=Role.PARAMETER):
    return (role.value, name), slots


def text(coefficient=1, components=(), sizes=(), deltas=(), taken=()):
    return term_text(Term(sizes, deltas, components), Fraction(coefficient), taken)


X0, X_I = (entry("x", literal(0)), 1), (entry("x", I1), 2)
SUM = ((entry("x", FIRST), 2), (entry("S", FIRST, SECOND), 1))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"coefficient": 3}, "3"),
        ({"coefficient": 1}, "1"),
        ({"coefficient": -1}, "-1"),
        ({"coefficient": Fraction(-1, 2)}, "-1/2"),
        ({"coefficient": -1, "components": [((X0,), 1)]}, "-x[0]"),
        ({"coefficient": -2, "components": [((X0,), 1)]}, "-2*x[0]"),
        ({"coefficient": 1, "components": [((X_I,), 1)]}, "x[i]**2"),
        ({"coefficient": 1, "components": [((X0,), 3)]}, "x[0]**3"),
        ({"coefficient": 1, "components": [(((entry("y"), 1),), 1)]}, "y"),
        (
            {"coefficient": 1, "components": [(((entry("U", I1, J1, role=Role.GRADIENT), 1),), 1)]},
            "grad(U)[i,j]",
        ),
        ({"coefficient": 1, "sizes": (("m", 1), ("n", -2))}, "m*n**-2"),
        ({"coefficient": 1, "deltas": ((literal(2), I1), (I1, J1))}, "delta[2,i]*delta[i,j]"),
        (
            {"coefficient": 5, "components": [((X0,), 1)], "sizes": (("n", 1),), "deltas": ((I1, J1),)},
            "5*n*delta[i,j]*x[0]",
        ),
        ({"coefficient": 1, "components": [(SUM, 1)]}, "sum(i,j) x[i]**2*S[i,j]"),
        ({"coefficient": 1, "components": [(SUM, 2)]}, "(sum(i,j) x[i]**2*S[i,j])**2"),
        ({"coefficient": -3, "components": [(SUM, 1), ((X_I,), 1)]}, "-3*(sum(j,k) x[j]**2*S[j,k])*x[i]**2"),
        (
            {"coefficient": 1, "components": [(SUM, 1), (SUM, 1)]},
            "(sum(i,j) x[i]**2*S[i,j])*(sum(k,l) x[k]**2*S[k,l])",
        ),
        (
            {"coefficient": 1, "components": [(SUM, 1)], "deltas": ((literal(0), I1),)},
            "delta[0,i]*sum(j,k) x[j]**2*S[j,k]",
        ),
        ({"coefficient": 1, "components": [(SUM, 1)], "taken": ("i", "k")}, "sum(j,l) x[j]**2*S[j,l]"),
    ],
)
def test_a_term_is_written_as_in_the_language(parts, expected):
    assert text(**parts) == expected


def test_names_go_on_after_the_letters():
    many = tuple((entry("x", dummy(at, "n")), 1) for at in range(40))
    names = [f"{letter}{turn or ''}" for turn in range(3) for letter in "ijklmnopqrstuvwxyz"]
    assert text(1, [(many, 1)]).startswith(f"sum({','.join(names[:40])}) x[i]*")


def test_ranges_have_the_digits_of_their_size_or_a_name():
    assert (range_of(Dimension("n")), range_of(Dimension("q", 12))) == ("n", "12")
    assert (fixed_size("n"), fixed_size("12")) == (None, 12)


def test_literals_come_before_free_indices_and_these_before_dummies():
    assert max(literal(10**6), I1, J1) < min(FIRST, SECOND)
    assert max(literal(3), literal(2)) == place_of(3) < min(I1, J1)
    i = Index("i", Dimension("n"))
    assert place_of(i) == (*place_of(i)[:2], "i", "n")
    assert len({place_of(fresh("i", Dimension("n"))) for _ in range(3)}) == 3
    assert dummy(4, "r")[1:] == (4, "", "r")


@pytest.mark.parametrize(
    ("spend", "limit", "reason", "spent"),
    [
        (Budget.spend_terms, "terms", "more than 10 terms", "10 terms, 0 search steps"),
        (Budget.spend_steps, "steps", "more than 10 steps for canonical forms", "0 terms, 10 search steps"),
    ],
)
def test_a_budget_is_spent_to_the_end_and_no_further(spend, limit, reason, spent):
    budget = Budget(**{limit: 10})
    for count in (7, 3, 0):
        spend(budget, count)
    assert str(budget) == spent
    with pytest.raises(BudgetExceededError) as caught:
        spend(budget, 1)
    assert (caught.value.reason, caught.value.spent, str(caught.value)) == (
        reason,
        spent,
        f"{reason} ({spent})",
    )
    assert str(budget) == spent


def test_factors_are_counted_term_by_term():
    budget = Budget(factors=10)
    for _ in range(5):
        budget.check_factors(10)
    with pytest.raises(BudgetExceededError, match="a term of more than 10 factors"):
        budget.check_factors(11)


def test_a_new_budget_has_spent_nothing():
    assert str(Budget()) == "0 terms, 0 search steps"
    assert str(NotTensorialError("because")) == NotTensorialError("because").reason == "because"
