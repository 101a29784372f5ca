"""Functions of indices that may change places: sums that cancel because of it, and sums that do not."""

from __future__ import annotations

import pytest

from lawdsl import lang
from lawdsl.certificate.evidence import Certifier
from lawdsl.check.claims import check
from lawdsl.check.reading import canonical
from lawdsl.diagnostics import Source
from lawdsl.verify.verdict import Proved, Refuted


def decided(force):
    """The verdict on the law sum(i) x[i] of x[i]' = force for every n, and its certificate."""
    flow = f"dim n\nparam x[n], y\nconst c[n]\nflow {{ dot(x)[i] = {force}  dot(y) = 0 }}\n"
    (system,) = lang.load(Source("s.law", f"system s {{\n{flow}law total = sum(i) x[i]\n}}"))
    certifier = Certifier(system, {})
    verdict = certifier.claims.verdict("total")
    return verdict, certifier.claim("total", verdict)


@pytest.mark.parametrize(
    "force",
    [
        "sum(j) (x[j] - x[i])/(1 + (x[i] - x[j])**2)",
        "sum(j) (x[j] - x[i])*exp(x[i] + x[j])",
        "sum(j) (x[j] - x[i])*log(1 + exp(x[i]*x[j]))",
        "sum(j) (x[j] - x[i])*sqrt(1 + exp(-sqrt(1 + (x[i] - x[j])**2)))",
        "sum(j) (x[j] - x[i])/(1 + y**2 + (c[i]*x[j] - c[j]*x[i])**2)**2",
        "sum(j) (c[j] - c[i])*exp(x[i]*x[j])/(1 + x[i]**2 + x[j]**2)",
        "sum(j) sum(k) (2*x[i] - x[j] - x[k])*exp(x[i]*x[j]*x[k])",
        "sum(j) sum(k) (x[i] - x[j])*exp((x[i] + x[j])*x[k])",
    ],
)
def test_what_is_given_is_taken(force):
    verdict, content = decided(force)
    assert isinstance(verdict, Proved)
    assert verdict.scope.every == ("n",)
    assert check(canonical(content)).kind == "law"


@pytest.mark.parametrize(
    "force",
    [
        "sum(j) (x[j] - x[i])/(1 + (x[i] - 2*x[j])**2)",
        "sum(j) (x[j] - x[i])*exp(x[i] + 2*x[j])",
        "sum(j) (x[j] - x[i])*exp(c[i])",
        "sum(j) x[j]/(1 + (x[i] - x[j])**2)",
        "sum(j) (x[j] - x[i])*sqrt(1 + x[i]**2 + exp(-sqrt(1 + (x[i] - x[j])**2)))",
        "sum(j) sum(k) (2*x[i] - x[j] - x[k])*exp(x[i]*x[j]*(1 + x[k]))",
        "sum(j) sum(k) (x[i] - x[k])*exp((x[i] + x[j])*x[k])",
    ],
)
def test_what_is_not_given_back_is_lost(force):
    verdict, content = decided(force)
    assert isinstance(verdict, Refuted)
    assert check(canonical(content)).kind == "refuted"
