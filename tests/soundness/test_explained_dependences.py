"""How laws follow from each other against the laws themselves: every relation is expanded by SymPy."""

from __future__ import annotations

from itertools import combinations_with_replacement

import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lawdsl import lang
from lawdsl.diagnostics import Source
from lawdsl.verify.result import DependenceResult
from lawdsl.verify.run import verify_system

X, Y, U, V, R = sympy.symbols("x y u v r")
BASIC = [X**2 + Y**2, U**2 + V**2, X * U + Y * V, X * V - Y * U]
"""Laws of two planes that turn alike: three are independent, and the fourth follows from an equation."""
TURNING = "param x, y, u, v\nflow { dot(x) = y  dot(y) = -x  dot(u) = v  dot(v) = -u }\n"
WITH_PARTICLE = TURNING.replace("}", "dot(r) = 0 }").replace("flow", "param r > 0\nflow")
ON_SET = TURNING + "assume x**2 + y**2 == 1\n"


def relations(body, laws):
    """The relations between laws, which must prove themselves, by the dependent law; None where not found."""
    text = "\n".join(f"law {name} = {value}" for name, value in laws.items())
    (system,) = lang.load(Source("s.law", f"system s {{\n{body}{text}\n}}"))
    (found,) = (
        item for item in verify_system(system, {}, explain=True) if isinstance(item, DependenceResult)
    )
    assert found.remark == ""
    assert found.independent >= found.components - len(found.relations)
    return {item.function: equation(item.relation) for item in found.relations}


def equation(text):
    """The difference of both sides as a polynomial in the names of laws."""
    if not text:
        return None
    left, right = map(sympy.sympify, text.split("="))
    return left - right


FUNCTIONS = ["exp(r)", "log(r)", "sqrt(r)", "r**(2/3)", "r*exp(2*r)"]
numbers = st.integers(-3, 3)


@st.composite
def polynomials(draw, count):
    """A polynomial of degree two in the symbols w0, w1, ... without constant term that is not zero."""
    symbols = sympy.symbols(f"w:{count}")
    monomials = [*symbols, *(left * right for left, right in combinations_with_replacement(symbols, 2))]
    coefficients = draw(st.lists(numbers, min_size=len(monomials), max_size=len(monomials)))
    found = sum(c * monomial for c, monomial in zip(coefficients, monomials, strict=True))
    assume(found != 0)
    return found


@st.composite
def independent(draw, most=3):
    """Some laws with independent gradients, polynomials in the basic ones."""
    drawn = [draw(polynomials(3)) for _ in range(draw(st.integers(1, most)))]
    laws = [sympy.expand(item.subs(dict(zip(sympy.symbols("w:3"), BASIC, strict=False)))) for item in drawn]
    assume(rank(laws) == len(laws))
    return laws


def rank(laws):
    """The rank of the gradients at a point, which is one below that at a generic point at most."""
    jacobian = sympy.Matrix([[sympy.diff(law, name) for name in (X, Y, U, V)] for law in laws])
    return jacobian.subs({X: 2, Y: 3, U: -5, V: 7}).rank()


@settings(max_examples=15)
@given(independent(), st.data())
def test_a_polynomial_of_laws_is_explained(laws, data):
    composed = data.draw(polynomials(len(laws)))
    values = dict(zip(sympy.symbols(f"w:{len(laws)}"), laws, strict=True))
    named = {f"l{place}": law for place, law in enumerate(laws)}
    named["extra"] = sympy.expand(composed.subs(values))
    assume(named["extra"].free_symbols)
    found = relations(TURNING, named)
    assert found.keys() == {"extra"}
    assert found["extra"] is not None
    assert sympy.expand(found["extra"].subs(named)) == 0
    assert found["extra"].has(sympy.Symbol("extra"))


@settings(max_examples=30)
@given(independent())
def test_independent_laws_are_never_explained(laws):
    assert relations(TURNING, {f"l{place}": law for place, law in enumerate(laws)}) == {}


@settings(max_examples=30)
@given(st.data())
def test_four_laws_of_three_are_related(data):
    """Each mixture of the four basic laws that can be undone has one relation of degree two."""
    mixture = sympy.Matrix(4, 4, data.draw(st.lists(numbers, min_size=16, max_size=16)))
    assume(mixture.det() != 0)
    named = {f"l{at}": sympy.expand(law) for at, law in enumerate(mixture * sympy.Matrix(BASIC))}
    (found,) = relations(TURNING, named).values()
    assert found is not None
    assert sympy.expand(found.subs(named)) == 0


@settings(max_examples=30)
@given(polynomials(3), polynomials(3))
def test_relations_on_a_set_are_zero_modulo_its_equation(first, second):
    basic = dict(zip(sympy.symbols("w:3"), [X**2 + Y**2 - 1, *BASIC[1:3]], strict=True))
    named = {"p": BASIC[1], "q": BASIC[2]}
    named |= {"f": sympy.expand(first.subs(basic)), "g": sympy.expand(second.subs(basic))}
    for name, value in relations(ON_SET, named).items():
        assert value is not None
        rest = sympy.expand(value.subs(named))
        assert sympy.rem(sympy.Poly(rest, X), sympy.Poly(X**2 + Y**2 - 1, X)) == 0
        assert value.has(sympy.Symbol(name))


@settings(max_examples=10)
@given(
    independent(most=1), st.sampled_from(["exp(r)", "log(r)", "sqrt(r)", "r**(2/3)", "r*exp(2*r)"]), st.data()
)
def test_functions_of_a_positive_law_are_related_as_they_are(laws, function, data):
    """With r constant as well, an extra law is a polynomial in a function of r and the others."""
    composed = data.draw(polynomials(len(laws) + 1))
    inner = sympy.sympify(function.replace("2/3", "Rational(2, 3)"), {"r": sympy.Symbol("r", positive=True)})
    values = dict(zip(sympy.symbols(f"w:{len(laws) + 1}"), [*laws, inner], strict=True))
    extra = sympy.expand(composed.subs(values))
    assume(extra.free_symbols)
    named = {**{f"l{place}": law for place, law in enumerate(laws)}, "k": inner, "extra": extra}
    body = TURNING.replace("param x, y, u, v", "param x, y, u, v\nparam r > 0").replace(
        "{ dot", "{ dot(r) = 0  dot"
    )
    found = relations(body, named)
    assert found.keys() == {"extra"}
    assert found["extra"] is not None
    assert sympy.expand(found["extra"].subs(named)) == 0
