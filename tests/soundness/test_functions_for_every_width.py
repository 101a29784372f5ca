"""Laws with quotients, roots and logarithms: the proof for every width against the one at given widths."""

from __future__ import annotations

import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lawdsl import lang
from lawdsl.diagnostics import Source
from lawdsl.system.flows import vector_fields
from lawdsl.verify.claims import Claims
from lawdsl.verify.decide import decide_at
from lawdsl.verify.verdict import Proved

T = sympy.Symbol("t", positive=True)
NETWORK = "dim n, m, r\nparam U[n, r], V[m, r]\nmap phi = U @ V.T\n"
SPIN = "(U.T @ dot(U) - dot(U).T @ U + V.T @ dot(V) - dot(V).T @ V)"
BALANCE = "(U.T @ U - V.T @ V)"
numbers = st.integers(-3, 3)
rates = st.lists(numbers, min_size=4, max_size=4)


def rate(coefficients):
    """A function of time whose integral is elementary."""
    terms = [1, 1 / T, 1 / (1 + T), sympy.sqrt(T)]
    return sum(c * term for c, term in zip(coefficients, terms, strict=True))


def written(expression):
    return str(expression)


def decided(body, law, **sizes):
    """Whether the claim is proved for every width, and whether it is at these."""
    (system,) = lang.load(Source("s.law", f"system s {{\n{body}law h = {law}\n}}"))
    fields = vector_fields(system)
    found = Claims(system, {}).everywhere("h")
    assert not isinstance(found, Proved) or found.scope.every
    return isinstance(found, Proved), isinstance(decide_at(fields, fields.laws["h"], sizes), Proved)


@settings(max_examples=30)
@given(rates, rates, st.booleans())
def test_damping_and_decay_by_functions_of_time(coefficients, change, momentum):
    """The law times exp of the integral of the rate is proved in both ways, and times any other in none."""
    flow = (
        f"momentum({written(rate(coefficients))})"
        if momentum
        else f"gradient(decay = {written(rate(coefficients))})"
    )
    law, times = (SPIN, 1) if momentum else (BALANCE, 2)
    factor = sympy.exp(times * sympy.integrate(rate(coefficients), T))
    body = f"{NETWORK}flow {flow}\n"
    assert decided(body, f"{written(factor)}*{law}", n=1, m=2, r=2) == (True, True)
    assume(any(change))
    wrong = factor * sympy.exp(sympy.integrate(rate(change), T))
    assert decided(body, f"{written(wrong)}*{law}", n=1, m=2, r=2) == (False, False)


ENERGIES = [
    "log(x[i])",
    "x[i]**(1/2)",
    "1/(1 + x[i])",
    "x[i]**(2/3)/(1 + x[i])",
    "log(1 + x[i]**2)",
    "x[i]**3",
]


@settings(max_examples=30)
@given(st.lists(numbers, min_size=6, max_size=6), st.lists(numbers, min_size=6, max_size=6))
def test_potentials_of_particles(weights, change):
    """The energy of particles in a potential, whose force SymPy derives; another potential does not do."""
    x = sympy.Symbol("x", positive=True)
    parts = [sympy.sympify(part.replace("x[i]", "x"), {"x": x}, rational=True) for part in ENERGIES]
    force = -sum(w * sympy.diff(part, x) for w, part in zip(weights, parts, strict=True))
    text = written(force).replace("x", "x[i]") if force else "0*x[i]"
    body = f"dim n\nparam x[n] > 0, v[n]\nflow {{ dot(x)[i] = v[i]  dot(v)[i] = {text} }}\n"

    def energy(chosen):
        return (
            "sum(i) (v[i]**2/2 + "
            + " + ".join(f"({w})*{p}" for w, p in zip(chosen, ENERGIES, strict=True))
            + ")"
        )

    assert decided(body, energy(weights), n=2) == (True, True)
    assume(any(change))
    assert decided(body, energy([w + c for w, c in zip(weights, change, strict=True)]), n=2) == (False, False)
