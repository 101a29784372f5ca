"""Laws with quotients, roots and logarithms: the proof for every width against the one at given widths.

Each proof for every width has a certificate that says as much.
"""

from __future__ import annotations

import pytest

from lawdsl import lang
from lawdsl.certificate.evidence import Certifier
from lawdsl.check.claims import check
from lawdsl.check.reading import canonical
from lawdsl.diagnostics import Source
from lawdsl.system.flows import vector_fields
from lawdsl.verify.decide import decide_at
from lawdsl.verify.verdict import Proved

NETWORK = "dim n, m, r\nparam U[n, r], V[m, r]\nmap phi = U @ V.T\n"
SPIN = "(U.T @ dot(U) - dot(U).T @ U + V.T @ dot(V) - dot(V).T @ V)"
BALANCE = "(U.T @ U - V.T @ V)"
RATES = {"3/t": "t**3", "1/(1 + t)": "1 + t", "2/t + 1": "t**2*exp(t)", "sqrt(t)": "exp(2*t**(3/2)/3)"}
"""Rates with the exponentials of their integrals."""


def decided(body, law, **sizes):
    """Whether the claim is proved for every width, and whether it is at these."""
    (system,) = lang.load(Source("s.law", f"system s {{\n{body}law h = {law}\n}}"))
    fields, certifier = vector_fields(system), Certifier(system, {})
    found = certifier.claims.everywhere("h")
    everywhere = isinstance(found, Proved)
    if everywhere:
        assert check(canonical(certifier.claim("h", found))).kind == "law"
    return everywhere, isinstance(decide_at(fields, fields.laws["h"], sizes, readable=False), Proved)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("factor", RATES)
def test_the_law_decays_by_the_integral_of_the_rate_and_no_other(rate, factor):
    same = rate == factor
    momentum = f"{NETWORK}flow momentum({rate})\n"
    assert decided(momentum, f"({RATES[factor]})*{SPIN}", n=1, m=1, r=2) == (same, same)
    decay = f"{NETWORK}flow gradient(decay = {rate})\n"
    assert decided(decay, f"({RATES[factor]})**2*{BALANCE}", n=1, m=1, r=1) == (same, same)


FORCES = {
    "log(x[i])": "1/x[i]",
    "x[i]**(1/2)": "1/(2*x[i]**(1/2))",
    "1/(1 + x[i])": "-1/(1 + x[i])**2",
    "x[i]**(2/3)": "2/(3*x[i]**(1/3))",
    "log(1 + x[i]**2)": "2*x[i]/(1 + x[i]**2)",
    "exp(-x[i])": "-exp(-x[i])",
    "x[i]/sqrt(1 + x[i]**2)": "1/(1 + x[i]**2)**(3/2)",
}
"""Potentials with their derivatives."""


@pytest.mark.parametrize("potential", FORCES)
def test_the_energy_belongs_to_the_force(potential):
    flow = "dot(x)[i] = v[i]  dot(v)[i] = " + f"-({FORCES[potential]})"
    body = f"dim n\nparam x[n] > 0, v[n]\nflow {{ {flow} }}\n"
    for other in FORCES:
        energy = f"sum(i) (v[i]**2/2 + {other})"
        assert decided(body, energy, n=1) == (other == potential,) * 2
