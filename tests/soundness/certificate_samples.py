"""One certificate of each kind, as content that a test may change, and what the checker says of it."""

from __future__ import annotations

from functools import cache

from lawdsl.certificate.counted import Counted, counted
from lawdsl.certificate.evidence import Certifier
from lawdsl.check.claims import check
from lawdsl.check.reading import RejectedError, canonical, parse, seal
from lawdsl.lang import load
from lawdsl.lang.read import Source
from lawdsl.notation import grid

LINEAR = """system linear {
  dim n, m, r  param U[n, r], V[m, r]  const w  map phi = U @ V.T
  metric U: diag(w), V: euclidean  flow gradient
  law balance = U.T @ U - w * V.T @ V
  law flipped = U.T @ U + w * V.T @ V
  at n = 2, m = 1, r = 2 {
    expect independent(balance) == 3  expect count == 3  expect complete
  }
}"""
CUBIC = """system rational {
  param x > 0, y > 0  map x * y  metric x: mirror(1/x), y: mirror(1/y)  flow gradient
  law balance = 1/x - 1/y
  expect complete
}"""
KEPLER = """system rooted {
  param x, v  flow { dot(x) = v  dot(v) = -x / sqrt(1 + x**2) }
  law energy = v**2 / 2 + sqrt(1 + x**2)
  law wrong = v**2 + sqrt(1 + x**2)
  expect complete
}"""
NATURAL = """system natural {
  dim n  param u[n], v[n]  map phi[i] = u[i] * v[i]  metric natural  flow gradient
  law wrong[i] = u[i]**2 + v[i]**2
}"""
ON_SET = """system assumed {
  param x, y, z  const a
  flow { dot(x) = x * y  dot(y) = a * z * (1 + x)  dot(z) = -a * y }
  assume x**2 + x**4 == 0
  law radius = y**2 + z**2
  law wrong = y**2 - z**2
  invariant circle: y**2 + z**2 == 2, y == z
  invariant origin: y**2 + z**2 == 0
  expect complete
  expect count == 1
  expect independent(radius) == 1
}"""
LEAVING = """system leaving {
  param x, y  flow { dot(x) = x  dot(y) = 1 }
  invariant axis: y**2 == 0
  invariant other: x == 0
}"""
EVERY_WIDTH = """system quotients {
  dim n  param x[n] > 0, y  const a > 0
  flow { dot(x)[i] = x[i]/sqrt(a)  dot(y) = y/sqrt(a) }
  law ratio = y**2/(sum(i) sqrt(a)*x[i])**2
  law wrong = y**3/(sum(i) sqrt(a)*x[i])**2
}"""
ONE_FIELD = "system damped { param x, v  flow { dot(x) = v  dot(v) = -x - v }  expect count == 1 }"


@cache
def _texts():
    found = {}
    specs = {"linear": LINEAR, "cubic": CUBIC, "kepler": KEPLER, "natural": NATURAL, "one": ONE_FIELD}
    specs |= {"assumed": ON_SET, "leaving": LEAVING, "quotients": EVERY_WIDTH}
    for name, text in specs.items():
        (system,) = load(Source(f"{name}.law", text))
        certifier = Certifier(system, {})
        for claim in (*system.laws, *system.invariants):
            verdict = certifier.claims.verdict(claim.name)
            found[f"{name} {claim.name}"] = canonical(certifier.claim(claim.name, verdict))
        for block in system.blocks:
            for expectation in block.expectations:
                if isinstance(expectation, Counted):
                    content = counted(certifier, expectation, tuple(grid.points(block)))
                    found[f"{name} {content['claim']['kind']}"] = canonical(content)
    return found


SAMPLES = tuple(_texts())
"""The names of all certificates."""


def sample(name):
    """The content of a certificate, fresh."""
    return parse(_texts()[name])


def verdict(content, sealed=True):
    """Why the checker rejects the content, or None; with the seal made to fit unless that is the question."""
    if sealed and isinstance(content, dict):
        content = {**content, "seal": seal(content)}
    try:
        check(canonical(content))
    except RejectedError as error:
        return str(error)
    return None


def places(value, at=()):
    """The paths to all values inside of a content."""
    yield at
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*at, key))
    elif isinstance(value, list):
        for key, inner in enumerate(value):
            yield from places(inner, (*at, key))


def value_at(content, at):
    """What stands at a path."""
    for key in at:
        content = content[key]
    return content


def changed(content, at, new):
    """The content with something else at a path."""
    if not at:
        return new
    first, *rest = at
    inner = changed(content[first], tuple(rest), new)
    if isinstance(content, dict):
        return {**content, first: inner}
    return [*content[:first], inner, *content[first + 1 :]]
