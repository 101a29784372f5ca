"""Ideals: cofactors multiplied out, membership against SymPy, powers, elimination, and budgets."""

from __future__ import annotations

from functools import reduce
from operator import add

import flint
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from lawdsl.algebra.ideals import engines
from lawdsl.algebra.ideals.ideal import Ideal
from lawdsl.algebra.rings.polynomial import BudgetExceededError

NAMES = ("x", "y", "z")
CONTEXT = flint.fmpq_mpoly_ctx.get(NAMES, "degrevlex")
X, Y, Z = CONTEXT.gens()
SYMBOLS = sympy.symbols(NAMES)
WIDE = flint.fmpq_mpoly_ctx.get(("g", "x", "h", "y", "state U[1,2]"), "degrevlex")
G, A, H, B, U = WIDE.gens()
ZERO = CONTEXT.constant(0)


@pytest.fixture(autouse=True, scope="module")
def _built_in_engine_only():
    """Budgets end where they end on a machine without other engines, and no random ideal is sent to one."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(engines, "suggest", lambda context, generators: [])
        yield


exponents = st.tuples(*[st.integers(0, 2)] * 3)
coefficients = st.fractions(-4, 4, max_denominator=3).map(lambda c: flint.fmpq(c.numerator, c.denominator))
polynomials = st.dictionaries(exponents, coefficients, max_size=3).map(CONTEXT.from_dict)
ideals = st.lists(polynomials, max_size=3).map(lambda generators: Ideal(CONTEXT, generators, 20_000))
# SymPy takes its time even over these.
tiny = st.dictionaries(st.tuples(*[st.integers(0, 1)] * 3), coefficients, max_size=2).map(CONTEXT.from_dict)
tiny_ideals = st.lists(tiny, max_size=3).map(lambda generators: Ideal(CONTEXT, generators, 200_000))


def total(polynomials, zero=ZERO):
    return reduce(add, polynomials, zero)


def combination(factors, ideal):
    zero = ideal.context.constant(0)
    return total((f * g for f, g in zip(factors, ideal.generators, strict=True)), zero)


def within_budget(question):
    try:
        return question()
    except BudgetExceededError:
        return None


def to_sympy(polynomial):
    terms = {
        tuple(map(int, exponents)): sympy.Rational(int(c.p), int(c.q))
        for exponents, c in polynomial.to_dict().items()
    }
    return sympy.Poly.from_dict(terms, *SYMBOLS, domain="QQ")


def from_sympy(polynomial):
    terms = sympy.Poly(polynomial, *SYMBOLS, domain="QQ").terms()
    return CONTEXT.from_dict({exponents: flint.fmpq(int(c.p), int(c.q)) for exponents, c in terms})


@given(ideals, polynomials)
def test_reductions_multiply_out(ideal, polynomial):
    reduction = within_budget(lambda: ideal.reduce(polynomial))
    if reduction is None:
        return
    assert combination(reduction.cofactors, ideal) + reduction.remainder == polynomial
    assert ideal.contains(polynomial) == (reduction.remainder == 0)
    # A normal form is its own normal form.
    assert ideal.reduce(reduction.remainder).remainder == reduction.remainder


@given(ideals, st.data())
def test_combinations_are_members(ideal, data):
    count = len(ideal.generators)
    factors = data.draw(st.lists(polynomials, min_size=count, max_size=count))
    member = combination(factors, ideal)
    inside = within_budget(lambda: ideal.contains(member))
    assert inside in (True, None)
    reduction = within_budget(lambda: ideal.reduce(member)) if inside else None
    assert reduction is None or combination(reduction.cofactors, ideal) == member


@settings(max_examples=40)
@given(tiny_ideals, polynomials)
def test_normal_forms_are_those_of_sympy(ideal, polynomial):
    reduction = within_budget(lambda: ideal.reduce(polynomial))
    generators = [to_sympy(g) for g in ideal.generators if g != 0]
    if reduction is None or not generators:
        return
    theirs = sympy.groebner(generators, *SYMBOLS, order="grevlex", domain="QQ")
    assert from_sympy(theirs.reduce(to_sympy(polynomial).as_expr())[1]) == reduction.remainder
    assert {p.monic() for p in theirs.polys} == {to_sympy(p).monic() for p in ideal.basis()}
    assert ideal.is_whole() == (theirs.exprs == [1])


@settings(max_examples=40)
@given(st.lists(polynomials, max_size=2), polynomials, st.integers(1, 3))
def test_powers_of_roots_are_found(generators, root, exponent):
    ideal = Ideal(CONTEXT, [*generators, root**exponent], 200_000)
    found = within_budget(lambda: ideal.power_inside(root, 5))
    if found is None:
        return
    power, cofactors = found
    assert power <= exponent
    assert combination(cofactors, ideal) == root**power
    assert power == 1 or not ideal.contains(root ** (power - 1))


def test_powers_outside_of_the_radical():
    ideal = Ideal(CONTEXT, [X**2 * Y, Z**3])
    assert ideal.power_inside(X * Y * Z + Z, 9)[0] == 3
    assert ideal.power_inside(X, 9) is None
    assert ideal.power_inside(X + Z, 9) is None
    assert ideal.power_inside(X, 1) is None
    assert Ideal(CONTEXT, []).power_inside(X, 3) is None
    assert Ideal(CONTEXT, []).power_inside(ZERO, 3) == (1, ())
    with pytest.raises(BudgetExceededError):
        Ideal(CONTEXT, [X**5]).power_inside(X, 4)


@settings(max_examples=40)
@given(tiny_ideals, st.sets(st.integers(0, 2)))
def test_eliminated_ideals_are_those_of_sympy(ideal, keep):
    found = within_budget(lambda: ideal.eliminate(sorted(keep)))
    generators = [to_sympy(g) for g in ideal.generators if g != 0]
    if found is None or not generators:
        return
    others = [symbol for place, symbol in enumerate(SYMBOLS) if place not in keep]
    kept = [symbol for place, symbol in enumerate(SYMBOLS) if place in keep]
    theirs = sympy.groebner(generators, *others, *kept, order="lex", domain="QQ")
    assert all(not set(others) & to_sympy(p).free_symbols and ideal.contains(p) for p in found)
    ours = Ideal(CONTEXT, found)
    assert all(ours.contains(from_sympy(p)) for p in theirs.exprs if not set(others) & p.free_symbols)


def test_elimination_of_a_parameterization():
    ideal = Ideal(CONTEXT, [X**2 - Y, X**3 - Z])
    assert ideal.eliminate([1, 2]) == (Y**3 - Z**2,)
    assert ideal.eliminate([2]) == ()
    assert ideal.eliminate([0, 1, 2]) == ideal.basis()


def test_variables_that_no_generator_has():
    ideal = Ideal(WIDE, [A**2 - B, A * B - 1])
    polynomial = (G * A + H * B + U) ** 3 + G * U
    reduction = ideal.reduce(polynomial)
    assert combination(reduction.cofactors, ideal) + reduction.remainder == polynomial
    assert ideal.contains(G**5 * (A**3 - 1) + U * H * (B**3 - 1))
    assert not ideal.contains(G * (A**3 - 1) + U)
    assert ideal.eliminate([0, 3]) == (B**3 - 1,)


@pytest.mark.parametrize("generators", [[], [ZERO], [ZERO, ZERO]])
def test_the_zero_ideal_contains_zero_only(generators):
    ideal = Ideal(CONTEXT, generators)
    assert ideal.contains(ZERO)
    assert not ideal.contains(X)
    assert not ideal.is_whole()
    assert ideal.reduce(X + 1).remainder == X + 1
    assert ideal.reduce(X + 1).cofactors == tuple(generators)
    assert ideal.eliminate([0]) == () == ideal.basis()


def test_the_whole_ring():
    ideal = Ideal(CONTEXT, [X * Y - 1, ZERO, X, X])
    assert ideal.is_whole()
    assert ideal.basis() == (CONTEXT.constant(1),)
    reduction = ideal.reduce(Z + 5)
    assert reduction.remainder == 0
    assert combination(reduction.cofactors, ideal) == Z + 5
    assert ideal.power_inside(Z, 2)[0] == 1
    assert Ideal(CONTEXT, [CONTEXT.constant(flint.fmpq(-7, 3))]).is_whole()


def test_contradictions_over_the_reals_are_not_seen():
    assert not Ideal(CONTEXT, [X**2 + 1]).is_whole()


def test_repeated_generators_and_other_orders():
    context = flint.fmpq_mpoly_ctx.get(NAMES, "lex")
    x, y, z = context.gens()
    ideal = Ideal(context, [x - y**3, x - y**3, 2 * x - 2 * y**3, y**2 - z])
    reduction = ideal.reduce(x**4 + y)
    assert combination(reduction.cofactors, ideal) + reduction.remainder == x**4 + y
    assert ideal.contains(x - y * z)


def test_long_coefficients():
    big = flint.fmpq(10**400 + 1, 7**300)
    ideal = Ideal(CONTEXT, [X**2 - big * Y, Y**2 - X / big])
    member = (X + big * Z) * ideal.generators[0] - big**3 * Y * ideal.generators[1]
    reduction = ideal.reduce(member)
    assert reduction.remainder == 0
    assert combination(reduction.cofactors, ideal) == member


@pytest.mark.parametrize("polynomial", [X ** (10**9), X ** (2**80), (X + Y) ** 60 * X ** (10**7)])
def test_long_divisions_are_given_up(polynomial):
    with pytest.raises(BudgetExceededError):
        Ideal(CONTEXT, [X - 3 * Y, Z**2 - 1]).reduce(polynomial)


def test_large_bases_are_given_up_each_time():
    generators = [X**4 * Y - Y**3 * Z + 1, Y**4 * Z - X * Z**3 + X, X * Z**4 - X**3 * Y + Y]
    ideal = Ideal(CONTEXT, generators, 1000)
    for question in (lambda: ideal.contains(X), ideal.is_whole, lambda: ideal.eliminate([0])):
        with pytest.raises(BudgetExceededError) as caught:
            question()
        assert caught.value.limit == 1000


def test_high_powers_of_one_variable_cost_little():
    reduction = Ideal(CONTEXT, [X**1000 - Y]).reduce(X**100_000)
    assert reduction.remainder == Y**100
