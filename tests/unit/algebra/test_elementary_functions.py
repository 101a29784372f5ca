"""Functions over every ring: values at points, normal forms and derivatives agree with each other."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from lawdsl.algebra.programs.compile import compile_program
from lawdsl.algebra.rings.elementary import ElementaryRing
from lawdsl.algebra.rings.exact import ExactRing
from lawdsl.algebra.rings.interval import IntervalRing, enclosure, precision
from lawdsl.algebra.rings.jet import JetRing
from lawdsl.algebra.rings.polynomial import BudgetExceededError, PolynomialRing
from lawdsl.algebra.rings.ring import UndefinedError
from lawdsl.algebra.rings.tower import Plan, RetryError, Tower
from lawdsl.algebra.rings.unknown import Unknown
from lawdsl.notation.expression import Applied, Entry, Expression, Root, add, multiply, number, reciprocal
from lawdsl.notation.index import Role, Tensor
from lawdsl.verify.proofs.orthant import Orthant

X, Y = (Tensor(name, Role.PARAMETER) for name in "xy")
SYMBOLS = sympy.symbols("x y", positive=True)
positive = st.fractions(Fraction(1, 4), 4, max_denominator=6)


def expressions(depth: int) -> st.SearchStrategy[tuple[Expression, sympy.Expr]]:
    """Expressions of both libraries that have a value wherever both coordinates are positive."""
    leaves = st.sampled_from([(Entry(X), SYMBOLS[0]), (Entry(Y), SYMBOLS[1]), (number(2), sympy.Integer(2))])
    if not depth:
        return leaves
    inner = expressions(depth - 1)

    def sums(pair):
        (left, one), (right, other) = pair
        return add((left, right)), one + other

    def products(pair):
        (left, one), (right, other) = pair
        return multiply((left, right)), one * other

    pairs = st.tuples(inner, inner)
    functions = inner.flatmap(
        lambda item: st.sampled_from(
            [
                (Root(item[0], 2), sympy.sqrt(item[1])),
                (Root(item[0], 3), sympy.root(item[1], 3)),
                (reciprocal(item[0]), 1 / item[1]),
                (Applied("log", add((item[0], number(1)))), sympy.log(item[1] + 1)),
                (Applied("exp", multiply((number(-1), item[0]))), sympy.exp(-item[1])),
                (multiply((item[0], Applied("sign", item[0]))), sympy.Abs(item[1])),
            ]
        )
    )
    return st.one_of(leaves, pairs.map(sums), pairs.map(products), functions)


def exact(value) -> np.ndarray:
    array = np.empty(1, dtype=object)
    array[0] = value
    return array


def generic(compute, bounds=((Fraction(0), None),) * 2):
    """What is computed at the generic point of a domain."""
    plan = Plan()
    for _ in range(40):
        room = plan.room
        ring = ElementaryRing(
            PolynomialRing([*Tower.names(room), "x", "y"], 10**6, "lex"), plan, Orthant(bounds)
        )
        generators = ring.embedded(ring._polynomials.generators()[room:])
        try:
            return ring, compute(ring, {X: generators[:1], Y: generators[1:]})
        except RetryError:
            continue
    raise AssertionError("the relations of the elements were never settled")


def _term(exponents, coefficient, values):
    factor = mpmath.mpf(int(coefficient.p)) / int(coefficient.q)
    for base, exponent in zip(values, exponents, strict=True):
        factor *= base ** int(exponent)
    return factor


def _function(element, polynomial):
    """The value of an adjoined element, given those of polynomials in what came before."""
    argument = element.argument
    if element.kind == "exp":
        return mpmath.exp(polynomial(argument.numerator) / polynomial(argument.denominator))
    inner = polynomial(argument)
    if element.kind == "root":
        return mpmath.root(abs(inner), element.degree)
    return mpmath.log(abs(inner)) if element.kind == "log" else mpmath.sign(inner)


def value_of(ring, item, point):
    """A quotient with all elements evaluated by mpmath, the later ones through the earlier ones."""
    room = ring.tower.plan.room
    values = [mpmath.mpf(0)] * room + [mpmath.mpf(v.numerator) / v.denominator for v in point]

    def polynomial(terms):
        return sum((_term(*term, values) for term in terms.to_dict().items()), mpmath.mpf(0))

    for serial, element in enumerate(ring.tower.elements):
        found = _function(element, polynomial)
        values[room - 1 - serial] = found
        if element.relation is not None:
            assert abs(polynomial(element.relation)) < mpmath.mpf(10) ** -30
        if element.sign:
            assert found * element.sign >= 0
    return polynomial(item.numerator) / polynomial(item.denominator)


@given(expressions(3), positive, positive)
@settings(max_examples=120, deadline=None)
def test_the_value_of_a_normal_form_is_that_of_the_expression(pair, x, y):
    expression, written = pair
    program = compile_program({"f": ((), expression)}, {})
    with mpmath.workdps(50):
        wanted = written.subs({SYMBOLS[0]: sympy.Rational(x), SYMBOLS[1]: sympy.Rational(y)}).evalf(50)
        try:
            ring, values = generic(program.evaluate)
            found = value_of(ring, values["f"].item(), (x, y))
        except BudgetExceededError:
            return
        assert abs(found - mpmath.mpf(wanted)) <= mpmath.mpf(10) ** -30 * (1 + abs(found))


@given(expressions(3), positive, positive)
@settings(max_examples=120, deadline=None)
def test_balls_contain_values_and_derivatives(pair, x, y):
    expression, written = pair
    program = compile_program({"f": ((), expression)}, {})
    jets = JetRing(IntervalRing())
    at = {SYMBOLS[0]: sympy.Rational(x), SYMBOLS[1]: sympy.Rational(y)}
    with precision(128):
        lifted = {X: jets.lift(exact(x)), Y: jets.lift(exact(y))}
        moved = {
            X: jets.perturb(lifted[X], jets.lift(exact(Fraction(2)))),
            Y: jets.perturb(lifted[Y], jets.lift(exact(Fraction(-1)))),
        }
        value = program.evaluate(jets.extend(), moved)["f"]
        parts = [value.parts[0].item(), jets.derivative(value).parts[0].item()]
        slope = 2 * sympy.diff(written, SYMBOLS[0]) - sympy.diff(written, SYMBOLS[1])
        for ball, wanted in zip(parts, (written, slope), strict=True):
            low, high = enclosure(ball)
            exact_value = Fraction(str(wanted.subs(at).evalf(60)))
            assert low - Fraction(1, 10**40) <= exact_value <= high + Fraction(1, 10**40)
            assert high - low < Fraction(1, 10**20) * (1 + abs(high))


@given(expressions(2), positive, positive)
@settings(max_examples=80, deadline=None)
def test_exact_values_are_exact_and_others_unknown(pair, x, y):
    expression, written = pair
    program = compile_program({"f": ((), expression)}, {})
    try:
        value = program.evaluate(ExactRing(), {X: exact(x), Y: exact(y)})["f"].item()
    except UndefinedError:
        return  # a function of a number that is not written down
    if not isinstance(value, Unknown):
        wanted = written.subs({SYMBOLS[0]: sympy.Rational(x), SYMBOLS[1]: sympy.Rational(y)})
        assert abs(sympy.Rational(value) - wanted.evalf(40)) < sympy.Rational(1, 10**30)


def test_elements_do_not_change_their_meaning_under_one_key():
    # With exp(x) or exp(x/2) as the generator g, g - 2 are two functions.
    plan = Plan()
    texts = []
    for divisor in (1, 2):
        plan.divisors.clear()
        room = plan.room
        ring = ElementaryRing(
            PolynomialRing([*Tower.names(room), "x"], 10**6, "lex"), plan, Orthant(((None, None),))
        )
        x = ring.embedded(ring._polynomials.generators()[room:])[0]
        plan.divisors[ring.tower.key("exp", x)] = divisor
        ring.exponential(np.array([x], dtype=object))
        (element,) = ring.tower.elements
        assert element.degree == divisor
        texts.append(ring.tower.key("sign", element.generator - 2))
    assert texts[0] != texts[1]


def test_signs_required_by_a_root_are_used_everywhere_else():
    root = Root(multiply((Entry(X), Entry(Y))), 2)
    sign = multiply((Applied("sign", Entry(X)), Applied("sign", Entry(Y))))
    program = compile_program({"f": ((), add((root, sign, number(-1), multiply((number(-1), root)))))}, {})
    _, values = generic(program.evaluate, ((None, None), (None, None)))
    assert len(values["f"].item()) == 0


@pytest.mark.parametrize("base", [number(-2), multiply((number(-1), Entry(X), Entry(X)))])
def test_what_is_never_positive_has_no_root_and_no_logarithm(base):
    for expression in (Root(base, 2), Applied("log", base)):
        program = compile_program({"f": ((), expression)}, {})
        with pytest.raises(UndefinedError):
            generic(program.evaluate)


def test_powers_beyond_the_limit_are_refused():
    huge = multiply((number(10**7), Entry(X)))
    program = compile_program({"f": ((), add((Applied("exp", Entry(X)), Applied("exp", huge))))}, {})
    with pytest.raises(BudgetExceededError):
        generic(program.evaluate)


def test_a_polynomial_that_takes_long_to_factor_is_refused():
    power = Entry(X)
    for _ in range(8):
        power = add((multiply((power, power)), Entry(Y)))
    program = compile_program({"f": ((), Root(power, 2))}, {})
    with pytest.raises(BudgetExceededError):
        generic(program.evaluate)
