"""Small systems for the tests of discovery, and what is common to them."""

from __future__ import annotations

from collections.abc import Mapping

from lawdsl import lang
from lawdsl.diagnostics import Source
from lawdsl.discover.search import Discovery, discover_laws
from lawdsl.notation.typed import TypedSystem
from lawdsl.system.concrete import ConcreteFields
from lawdsl.system.flows import vector_fields

LINEAR = "dim n, m, r  param U[n, r], V[m, r]  map phi = U @ V.T  flow gradient"
RELU = """dim n, m, r  param U[n, r], V[m, r], b[r], c[n]
  map path[i, j, k] = U[i,k] * V[j,k]  map bias[i, k] = U[i,k] * b[k]  map out[i] = c[i]  flow gradient"""
MIRROR = """dim n, m, r  param U[n, r] > 0, V[m, r] > 0
  map phi = U @ V.T  metric mirror(entropy)  flow gradient"""
CP = """dim n, m, l, r  param U[n, r], V[m, r], W[l, r]
  map phi[i, j, k] = sum(q) U[i,q] * V[j,q] * W[k,q]  flow gradient"""
TOP = "param x, y, z  flow { dot(x) = y*z  dot(y) = -2*x*z  dot(z) = x*y }"


def system(body: str, sizes: Mapping[str, int], claims: str = "discover degree <= 1") -> TypedSystem:
    """The system with these statements and claims at the sizes."""
    where = ", ".join(f"{name} = {size}" for name, size in sizes.items())
    text = f"system found {{ {body} {f'at {where} {{ {claims} }}' if sizes else claims} }}"
    (loaded,) = lang.load(Source("found.law", text))
    return loaded


def with_laws(body: str, laws: list[str]) -> TypedSystem:
    """The system with laws pasted into it."""
    text = f"system found {{ {body} {' '.join(laws)} }}"
    (loaded,) = lang.load(Source("found.law", text))
    return loaded


def concrete(body: str, sizes: Mapping[str, int]) -> ConcreteFields:
    """The vector fields of the system at the sizes."""
    return ConcreteFields(vector_fields(system(body, sizes)), sizes)


def discover(body: str, sizes: Mapping[str, int], degree: int) -> Discovery:
    """The discovery at the sizes, which must have been finished."""
    found = discover_laws(concrete(body, sizes), degree)
    assert found.unproved == ""
    return found
