"""Counts of the engine against the closed formulas of the literature."""

import random

import pytest

import lawdsl


def two_layer(n, m, r):
    """c(n, m, r): all laws of the product of two matrices."""
    k = min(n + m, r)
    return k * (2 * r + 1 - k) // 2


def deep_linear(widths):
    """The sum over hidden layers, each with its excess over both neighbours."""
    total = 0
    for before, width, after in zip(widths, widths[1:], widths[2:], strict=False):
        excess = max(0, width - before - after)
        total += width * (width + 1) // 2 - excess * (excess + 1) // 2
    return total


PRODUCT = """system product {
  dim n, m, r
  param U[n, r], V[m, r]
  map phi = U @ V.T
  flow gradient
  law balance = U.T @ U - V.T @ V
}
"""
FACTORIZATION = """system factorization {
  dim n, m, r
  param U[n, r] > 0, V[m, r] > 0
  map phi = U @ V.T
  metric mirror(entropy)
  flow gradient
  law columns[k] = sum(i) U[i,k] - sum(j) V[j,k]
}
"""
PATHS = """system paths {
  dim n, m, r
  param U[n, r], V[m, r], b[r], c[n]
  map path[i, j, k] = U[i,k] * V[j,k]
  map bias[i, k] = U[i,k] * b[k]
  map out[i] = c[i]
  flow gradient
  law balance[k] = sum(i) U[i,k]**2 - sum(j) V[j,k]**2 - b[k]**2
}
"""


def chain(depth):
    layers = range(1, depth + 1)
    lines = ["dim " + ", ".join(f"n{layer}" for layer in range(depth + 1))]
    lines += ["param " + ", ".join(f"U{layer}[n{layer - 1}, n{layer}]" for layer in layers)]
    lines += ["map phi = " + " @ ".join(f"U{layer}" for layer in layers), "flow gradient"]
    lines += [f"law b{k} = U{k}.T @ U{k} - U{k + 1} @ U{k + 1}.T" for k in range(1, depth)]
    return "system chain {\n" + "\n".join(lines) + "\n}\n"


def complete(text, **sizes):
    (system,) = lawdsl.loads(text)
    count = system.count(**sizes)
    assert count.complete, (sizes, count.remark)
    return count.upper


@pytest.mark.parametrize("sizes", [(1, 1, 1), (1, 1, 4), (2, 1, 3), (2, 3, 4), (1, 2, 5), (5, 4, 3)])
def test_two_layer_linear(sizes):
    assert complete(PRODUCT, **dict(zip("nmr", sizes, strict=True))) == two_layer(*sizes)


@pytest.mark.parametrize("sizes", [(2, 1, 1), (1, 2, 4), (3, 4, 2), (2, 2, 5)])
def test_nonnegative_factorization(sizes):
    assert complete(FACTORIZATION, **dict(zip("nmr", sizes, strict=True))) == sizes[2]


@pytest.mark.parametrize("sizes", [(1, 1, 2), (2, 1, 3), (3, 2, 1), (2, 2, 4)])
def test_two_layer_relu(sizes):
    assert complete(PATHS, **dict(zip("nmr", sizes, strict=True))) == sizes[2]


@pytest.mark.parametrize("seed", range(6))
def test_deep_linear(seed):
    source = random.Random(seed)
    depth = source.randint(2, 4)
    widths = [source.randint(2, 5) for _ in range(depth + 1)]
    sizes = {f"n{layer}": width for layer, width in enumerate(widths)}
    assert complete(chain(depth), **sizes) == deep_linear(widths)


def test_over_parameterised_hidden_layer():
    assert complete(chain(3), n0=2, n1=7, n2=2, n3=2) == deep_linear([2, 7, 2, 2])
