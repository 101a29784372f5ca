"""The arithmetic of the checker against other ways to compute the same."""

from __future__ import annotations

import random
from fractions import Fraction

import flint
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from lawdsl.check.exact import Polynomial, Polynomials
from lawdsl.check.modular import LANES, PRIMES, Residues, rank
from lawdsl.check.reading import Budget, RejectedError
from lawdsl.check.reals import UNIT, Reals, between, real_rank, sign

rationals = st.fractions(min_value=-50, max_value=50, max_denominator=30)
positive = st.fractions(min_value=Fraction(1, 100), max_value=50, max_denominator=100)
BITS = sorted(PRIMES.values())


def pack(values, ring):
    return sum(value << place * ring.width for place, value in enumerate(values))


def lanes(packed, ring):
    return [
        (packed >> place * ring.width & (1 << ring.width) - 1) % ring.prime for place in range(ring.lanes)
    ]


@pytest.mark.parametrize("bits", BITS)
def test_moduli_are_prime(bits):
    assert sympy.isprime(2**bits - 1)
    assert str(2**bits - 1) in PRIMES


@pytest.mark.parametrize("bits", BITS)
def test_lanes_stay_apart_at_the_extremes(bits):
    """The largest residues, the largest factors and the longest sums that are allowed."""
    ring = Residues(bits, 5)
    top = ring.prime
    row = pack([top, 0, top, top - 1, 1], ring)
    total = sum(row * (top - 1) for _ in range(1000)) + (2**25 - 1000) * 0
    assert lanes(ring.reduced(total, LANES), ring) == [
        v * (top - 1) * 1000 % top for v in (top, 0, top, top - 1, 1)
    ]
    largest = pack([top * top * 2**25] * 5, ring)
    reduced = ring.reduced(largest, LANES)
    assert lanes(reduced, ring) == [0] * 5
    assert reduced < 1 << 4 * ring.width + bits + 1


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("shape", [(1, 1), (5, 3), (6, 9), (12, 12)])
def test_ranks_of_random_matrices(bits, shape):
    source = random.Random(bits + shape[0])
    height, width = shape
    for deficit in range(min(shape)):
        inner = min(shape) - deficit
        left = [[source.randrange(2**bits - 1) for _ in range(inner)] for _ in range(height)]
        right = [
            [source.choice([0, source.randrange(2**bits - 1)]) for _ in range(width)] for _ in range(inner)
        ]
        ring = Residues(bits, width)
        rows = [
            [sum(a * b for a, b in zip(line, column, strict=True)) for column in zip(*right, strict=True)]
            for line in left
        ]
        expected = flint.fmpz_mod_mat(
            height, width, [v for row in rows for v in row], flint.fmpz_mod_ctx(ring.prime)
        ).rank()
        packed = [pack([value % ring.prime for value in row], ring) for row in rows]
        assert rank(packed, ring, min(shape), Budget()) == expected
        assert rank(packed, ring, 1, Budget()) == min(expected, 1)


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("before", [0, 1, 15, 16, 17, 40])
@pytest.mark.parametrize("deficit", [0, 2])
def test_ranks_of_long_rows(bits, before, deficit):
    """More lanes than are eliminated together, and rows that begin with zeros."""
    source = random.Random(bits + before)
    ring = Residues(bits, before + 20)
    inner = 20 - deficit
    left = [[source.randrange(ring.prime) for _ in range(inner)] for _ in range(30)]
    right = [[source.randrange(ring.prime) for _ in range(20)] for _ in range(inner)]
    products = [
        [sum(a * b for a, b in zip(line, column, strict=True)) for column in zip(*right, strict=True)]
        for line in left
    ]
    rows = [pack([0] * before + [value % ring.prime for value in row], ring) for row in products]
    assert rank(rows, ring, 30, Budget()) == inner
    front = [pack([source.randrange(ring.prime) for _ in range(before)], ring) for _ in range(before)]
    assert rank([*rows, *front], ring, before + 30, Budget()) == before + inner
    mixed = [row + own for row, own in zip(rows, [*front, *rows], strict=False)]
    assert rank([*mixed, *rows, *front], ring, before + 30, Budget()) == before + inner
    assert rank([*rows, *front], ring, inner, Budget()) == inner


@pytest.mark.parametrize("bits", BITS)
def test_drawn_lanes_depend_on_the_seed_only_and_prefixes_agree(bits):
    long, short = Residues(bits, 7), Residues(bits, 3)
    assert lanes(long.drawn("a"), long)[:3] == lanes(short.drawn("a"), short)
    assert long.drawn("a") == long.drawn("a") != long.drawn("b")


def encloses(found, exact):
    bounds = between(found)
    return bounds.low <= exact * UNIT <= bounds.high and bounds.high - bounds.low < UNIT >> 100


@given(positive, st.integers(2, 5))
def test_roots_are_enclosed(value, degree):
    found = Reals(Budget()).root(value, degree)
    bounds = between(found)
    assert bounds.low**degree <= value * UNIT**degree <= bounds.high**degree
    assert Reals(Budget()).root(value**degree, degree) == value


@given(rationals)
def test_exponentials_are_enclosed(value):
    found = Reals(Budget()).exponential(value)
    exact = sympy.Rational(value.numerator, value.denominator)
    digits = Fraction(str(sympy.exp(exact).evalf(60)))
    bounds = between(found)
    slack = abs(digits) * Fraction(1, 10**50) + Fraction(1, 10**50)
    assert Fraction(bounds.low, UNIT) <= digits + slack
    assert digits - slack <= Fraction(bounds.high, UNIT)
    assert Fraction(bounds.high - bounds.low, UNIT) <= slack


@given(positive)
def test_logarithms_are_enclosed(value):
    found = Reals(Budget()).logarithm(value)
    digits = Fraction(str(sympy.log(sympy.Rational(value.numerator, value.denominator)).evalf(60)))
    bounds = between(found)
    slack = Fraction(1, 10**50)
    assert Fraction(bounds.low, UNIT) - slack <= digits <= Fraction(bounds.high, UNIT) + slack
    assert Fraction(bounds.high - bounds.low, UNIT) <= slack


@given(rationals, rationals, rationals)
def test_bounds_hold_through_sums_products_and_inverses(a, b, c):
    reals = Reals(Budget())
    third = between(a) * between(b) + between(c)
    assert encloses(third, a * b + c)
    if sign(third):
        assert encloses(reals.inverse(third), 1 / (a * b + c)) or abs(a * b + c) < Fraction(1, 10**6)
    assert sign(third) in (0, (a * b + c > 0) - (a * b + c < 0))


def test_what_has_no_value_is_refused():
    reals = Reals(Budget())
    almost = between(Fraction(1, 3)) + between(Fraction(-1, 3))
    for ask in (reals.inverse, reals.sign, reals.logarithm, lambda value: reals.root(value, 2)):
        for value in (0, almost):
            with pytest.raises(RejectedError):
                ask(value)
    with pytest.raises(RejectedError):
        reals.root(-1, 2)
    with pytest.raises(RejectedError):
        reals.exponential(10**6)


def test_real_ranks_count_certain_pivots_only():
    reals = Reals(Budget())
    root = reals.root(2, 2)
    assert real_rank([[root, 2], [1, root]], 2, Budget()) == 1
    assert real_rank([[root, 2], [1, 1]], 2, Budget()) == 2
    assert real_rank([[0, 0], [0, 0]], 2, Budget()) == 0


monomials = st.lists(st.integers(0, 3), max_size=3).map(lambda places: tuple(sorted(places)))
terms = st.dictionaries(monomials, st.integers(-5, 5).filter(bool), max_size=5)


@given(terms, terms)
def test_polynomials_against_another_library(left, right):
    variables = sympy.symbols("x:4")

    def other(polynomial):
        return sum(
            (c * sympy.prod([variables[v] for v in m]) for m, c in polynomial.items()), sympy.Integer(0)
        )

    budget = Budget()
    a, b = Polynomial(left, budget), Polynomial(right, budget)
    assert sympy.expand(other((a * b).terms) - other(left) * other(right)) == 0
    assert sympy.expand(other((a + b).terms) - other(left) - other(right)) == 0
    assert all((a * b).terms.values())


def test_quotients_roots_and_signs_are_zero_where_they_are():
    ring = Polynomials(2, Budget())
    x, y, minus = ring.variable(0), ring.variable(1), ring.scalar(-1)
    inverse = ring.inverse(x + y)
    assert ring.is_zero(inverse * (x + y) + minus)
    assert not ring.is_zero(inverse * x + minus)
    nested = ring.inverse(x + inverse)
    assert ring.is_zero(nested * (x * (x + y) + ring.scalar(1)) + minus * (x + y))
    root = ring.root(x, 3)
    assert ring.is_zero(root * root * root + minus * x)
    assert not ring.is_zero(root * root + minus * x)
    sign_of = ring.sign(y)
    assert ring.is_zero(sign_of * sign_of + minus)
    assert not ring.is_zero(sign_of + minus)
    with pytest.raises(RejectedError):
        ring.inverse(root * root * root + minus * x)
