"""Certificates of laws with quotients and functions for every dimension, and none of their neighbours."""

from __future__ import annotations

import pytest

from lawdsl import lang
from lawdsl.certificate.evidence import Certifier
from lawdsl.check.claims import check
from lawdsl.check.reading import RejectedError, canonical, parse, seal
from lawdsl.diagnostics import Source
from lawdsl.verify.verdict import Proved, Refuted

GROWTH = "dim n, m\nparam x[n] > 0, y, A[n, m]\nflow { dot(x)[i] = x[i]  dot(y) = y  dot(A) = A }\n"
FIXED = "dim n, k = 3\nparam x[k] != 0, z[n] > 0\nflow { dot(x) = x  dot(z) = z }\n"
NETWORK = """dim n, m, r
param U[n, r], V[m, r]
map phi = U @ V.T
flow {
  dot(U)[i, k] = -grad(U)[i, k]/sqrt(1 + trace(grad(U) @ grad(U).T))
  dot(V)[j, k] = -grad(V)[j, k]/sqrt(1 + trace(grad(U) @ grad(U).T))
}
"""
PARTIAL = """(x[0] + y)*y*x[0]*x[1]/(x[0] + y)/(x[0] + x[1])/(y + x[1])
*(1/(x[0] + x[1] + y) + 1/(x[0] + 2*x[1] + 3*y))"""
SATURATED = "dim n\nparam x[n], y[n]\nflow { dot(x)[i] = 1/(1 + x[i]**2)  dot(y)[i] = x[i]/(1 + x[i]**2) }\n"
NESTED = "dim n\nparam x[n], y[n]\nflow { dot(x)[i] = 2*sqrt(1 + exp(x[i]))  dot(y)[i] = exp(x[i]) }\n"
FLOW = "dim n, m, r\nparam U[n, r], V[m, r]\nmap phi = U @ V.T\nflow momentum(3/t)\n"
SPIN = "(U.T @ dot(U) - dot(U).T @ U + V.T @ dot(V) - dot(V).T @ V)"


def contents(law, wrong, body):
    """The certificates of a law and of another one."""
    text = f"system s {{\n{body}law h = {law}\nlaw other = {wrong}\n}}"
    (system,) = lang.load(Source("s.law", text))
    certifier = Certifier(system, {})
    proved, refuted = (certifier.claims.verdict(name) for name in ("h", "other"))
    assert isinstance(proved, Proved)
    assert isinstance(refuted, Refuted)
    found = certifier.claim("h", proved), certifier.claim("other", refuted)
    return tuple(parse(canonical(content)) for content in found)


@pytest.mark.parametrize(
    ("body", "law", "wrong"),
    [
        (GROWTH, "sqrt(norm2(x))*exp(-t)", "sqrt(norm2(x))*exp(-2*t)"),
        (GROWTH, "log(norm2(x)) - 2*t", "log(norm2(x)) - t"),
        (GROWTH, "y/sqrt(norm2(x))", "y/norm2(x)"),
        (GROWTH, "y**2/(sum(i) x[i])**2", "y**3/(sum(i) x[i])**2"),
        (GROWTH, "(sum(i) x[i]**(2/3))**3/norm2(x)", "(sum(i) x[i]**(2/3))**2/norm2(x)"),
        (GROWTH, "1/(sum(i) 1/x[i]) * exp(-t)", "1/(sum(i) 1/x[i]) * exp(t)"),
        (GROWTH, "y*n/(n*(sum(i) x[i]))", "n/(n*(sum(i) x[i]))"),
        (GROWTH, "log(n*y**2) - 2*t", "log(n*y**2) + 2*t"),
        (GROWTH, "1/(1/x[0]) * 1/y", "1/(1/x[0]) * y"),
        (GROWTH, "y/sqrt(x[0]) * 1/sqrt(x[0])", "y/sqrt(x[0])"),
        (GROWTH, "y**2/(2*x[0]**2) * 1/(y/x[0])", "y**2/(2*x[0]) * 1/(y/x[0])"),
        (GROWTH, "log(trace(A.T @ A)) - log(y**2)", "log(trace(A.T @ A)) - 3*t"),
        (GROWTH, "1/(sum(i) (x[i] + y)**2 + y**2) * y**2", "1/(sum(i) (x[i] + y)**2 + y**2) * y"),
        (GROWTH, "exp(-2*t)*(x[0] + y)/(1/x[0] + 1/y)", "exp(-2*t)*(x[0] + y)*(1/x[0] + 1/y)"),
        (GROWTH, PARTIAL, f"y*{PARTIAL}"),
        (FIXED, "sqrt(prod(i) x[i]**2)/z[0]**3", "sqrt(prod(i) x[i]**2)/z[0]**2"),
        (NETWORK, "trace(U.T @ U - V.T @ V)", "trace(U.T @ U + V.T @ V)"),
        (SATURATED, "sum(i) (y[i] - x[i]**2/2)", "sum(i) (y[i] + x[i]**2/2)"),
        (SATURATED, "(sum(i) (x[i] + x[i]**3/3)) - n*t", "(sum(i) (x[i] + x[i]**3/3)) - t"),
        (NESTED, "(sum(i) sqrt(1 + exp(x[i]))) - sum(i) y[i]", "(sum(i) sqrt(1 + exp(x[i]))) + sum(i) y[i]"),
        (FLOW, f"t**3*{SPIN}", f"t**2*{SPIN}"),
    ],
)
def test_the_true_law_is_certified_and_its_neighbour_has_no_proof(body, law, wrong):
    proved, refuted = contents(law, wrong, body)
    assert proved["claim"]["kind"] == "law"
    check(canonical(proved))
    laws = {"h": refuted["system"]["laws"]["other"]}
    forged = {**proved, "system": {**proved["system"], "laws": laws}}
    with pytest.raises(RejectedError):
        check(canonical({**forged, "seal": seal(forged)}))


@pytest.mark.parametrize("part", ["divisors", "relations"])
def test_nothing_cancels_without_the_evidence(part):
    proved, _ = contents("y**2/(sum(i) x[i])**2", "y", GROWTH)
    proof = {**proved["evidence"]["proof"], part: []}
    forged = {**proved, "evidence": {**proved["evidence"], "proof": proof}}
    with pytest.raises(RejectedError):
        check(canonical({**forged, "seal": seal(forged)}))
