"""What an expression means: its entries, evaluated exactly at small dimensions."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdsl.diagnostics import Source
from lawdsl.lang import load
from lawdsl.notation.expression import (
    Add,
    Delta,
    Entry,
    Expression,
    Multiply,
    Number,
    Power,
    Product,
    Size,
    Sum,
)
from lawdsl.notation.index import Dimension, Slot
from lawdsl.notation.typed import Condition, Family, GradientFlow, TypedSystem

SIZES = {"n": 2, "m": 3, "r": 2}
HEAD = """system a {{
  dim n, m, r
  param U[n,r], V[m,r], W[r,r], p[n], q[r], x, y
  map U @ V.T
  flow gradient
  {}
}}"""


def system(statements: str) -> TypedSystem:
    (found,) = load(Source("example.law", HEAD.format(statements)))
    return found


def size(dimension: Dimension) -> int:
    return dimension.size or SIZES[dimension.name]


def entry(name: str, slots: tuple[int, ...]) -> Fraction:
    """An arbitrary value for every entry, different for different entries."""
    seed = sum(ord(letter) for letter in name)
    return Fraction(seed % 11 + sum((3 + 4 * at) * (slot + 1) ** 2 for at, slot in enumerate(slots)), 7)


def value(expression: Expression, places: Mapping[Slot, int]) -> Fraction:
    """The definition of index notation, term by term."""

    def at(slot: Slot) -> int:
        return slot if isinstance(slot, int) else places[slot]

    match expression:
        case Number(number):
            return number
        case Size(dimension, exponent):
            return Fraction(size(dimension)) ** exponent
        case Entry(tensor, slots):
            return entry(tensor.name, tuple(at(slot) for slot in slots))
        case Delta(left, right):
            return Fraction(at(left) == at(right))
        case Add(terms):
            return sum((value(term, places) for term in terms), Fraction(0))
        case Multiply(factors):
            return prod((value(factor, places) for factor in factors), start=Fraction(1))
        case Power(base, exponent):
            return value(base, places) ** exponent
        case Sum(index, body) | Product(index, body):
            parts = [value(body, {**places, index: at_}) for at_ in range(size(index.dimension))]
            return sum(parts, Fraction(0)) if isinstance(expression, Sum) else prod(parts, start=Fraction(1))


def table(family: Family) -> dict[tuple[int, ...], Fraction]:
    shape = [range(size(index.dimension)) for index in family.indices]
    return {at: value(family.body, dict(zip(family.indices, at, strict=True))) for at in product(*shape)}


def law(statements: str) -> dict[tuple[int, ...], Fraction]:
    return table(system(statements).laws[-1])


@pytest.mark.parametrize(
    ("sugar", "indexed"),
    [
        ("law a = U @ V.T", "law a[i,j] = sum(k) U[i,k]*V[j,k]"),
        ("law a = U.T @ U", "law a[k,l] = sum(i) U[i,k]*U[i,l]"),
        ("law a = U @ q", "law a[i] = sum(k) U[i,k]*q[k]"),
        ("law a = p @ U", "law a[k] = sum(i) p[i]*U[i,k]"),
        ("law a = p @ p", "law a = sum(i) p[i]**2"),
        ("law a = W @ W @ W", "law a[i,j] = sum(k, l) W[i,k]*W[k,l]*W[l,j]"),
        ("law a = 2 * W @ W / 3 * W", "law a[i,j] = (sum(k) 2*W[i,k]*W[k,j]) / 3 * W[i,j]"),
        ("law a = trace(W @ W)", "law a = sum(i, j) W[i,j]*W[j,i]"),
        ("law a = norm2(U)", "law a = sum(i, j) U[i,j]**2"),
        ("law a = norm2(x)", "law a = x**2"),
        ("law a = diag(q) + W", "law a[i,j] = delta[i,j]*q[i] + W[i,j]"),
        ("law a = W * eye(r)", "law a[i,j] = delta[i,j]*W[i,j]"),
        ("law a = ones(n) @ U", "law a[k] = sum(i) U[i,k]"),
        ("law a = x * ones(n, r) + U", "law a[i,k] = x + U[i,k]"),
        ("law a = W + 1", "law a[i,j] = W[i,j] + 1"),
        ("law a = W * W", "law a[i,j] = W[i,j]**2"),
        ("law a = W ** 2", "law a[i,j] = W[i,j]**2"),
        ("law a = -W", "law a[i,j] = 0 - W[i,j]"),
        ("law a[i] = (W @ W)[i, 1]", "law a[i] = sum(k) W[i,k]*W[k,1]"),
        ("let G = U.T @ U law a = G @ G", "law a = U.T @ U @ U.T @ U"),
        ("let B[l, k] = sum(i) U[i,k]*W[l,k] law a = B.T", "law a[k, l] = sum(i) U[i,k]*W[l,k]"),
        ("let s = sum(k) q[k] law a = sum(k) s * q[k]", "law a = sum(k, l) q[l]*q[k]"),
    ],
)
def test_sugar_means_its_index_notation(sugar: str, indexed: str) -> None:
    assert law(sugar) == law(indexed)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("-x**2", lambda x, y: -(x**2)),
        ("2**3 * x", lambda x, y: 8 * x),
        ("x - y - x", lambda x, y: -y),
        ("x / 2 / 3 * y", lambda x, y: x * y / 6),
        ("x**2**3", lambda x, y: x**8),
        ("0.1 * x + 1e-3 * y", lambda x, y: x / 10 + y / 1000),
        ("x / (n * m)", lambda x, y: x / 6),
        ("n * x", lambda x, y: 2 * x),
        ("x * 2**-2", lambda x, y: x / 4),
        ("x * n**-1", lambda x, y: x / 2),
        ("(x + y) * (x - y)", lambda x, y: x**2 - y**2),
        ("+x - -y", lambda x, y: x + y),
        ("x * (n + n) / n", lambda x, y: 2 * x),
        ("x**0 * y", lambda x, y: y),
    ],
)
def test_arithmetic_is_exact_and_reads_as_in_python(written: str, expected: object) -> None:
    assert callable(expected)
    assert law(f"law a = {written}") == {(): expected(entry("x", ()), entry("y", ()))}


@pytest.mark.parametrize(
    ("short", "explicit"),
    [
        ("3 * sum(i) p[i]*p[i] / 2 - x", "3 * (sum(i) (p[i]*p[i]/2)) - x"),
        ("sum(i) p[i] + x", "(sum(i) p[i]) + x"),
        ("-sum(i) p[i]**2", "0 - (sum(i) p[i]**2)"),
        ("x * -sum(i) p[i] * y", "0 - x * (sum(i) (p[i]*y))"),
        ("sum(i) p[i] * sum(k) q[k] * x", "(sum(i) p[i]) * (sum(k) q[k]) * x"),
        ("prod(i) 2 * p[i]", "4 * p[0] * p[1]"),
        ("sum(i, k) U[i,k]", "sum(i) sum(k) U[i,k]"),
    ],
)
def test_a_big_operator_takes_the_product_that_follows(short: str, explicit: str) -> None:
    assert law(f"law a = {short}") == law(f"law a = {explicit}")


def test_a_fixed_constant_is_its_value() -> None:
    found = system("const tau = 1/2  law a = tau * x")
    assert table(found.laws[0]) == {(): entry("x", ()) / 2}
    assert list(found.fixed.values()) == [Fraction(1, 2)]


def test_a_fixed_dimension_is_a_number() -> None:
    assert law("dim d = 5  param z[d]  law a = d * x + sum(i) 0 * z[i]") == {(): 5 * entry("x", ())}


def test_free_indices_keep_the_order_of_the_left_side() -> None:
    assert [index.name for index in system("law a[k, i] = U[i,k]").laws[0].indices] == ["k", "i"]


def test_delta_gives_one_index_the_range_of_the_other() -> None:
    assert law("law a[i, j] = delta[i,j] * p[i]") == law("law a = diag(p)")


def test_a_literal_index_asks_for_a_least_size() -> None:
    assert system("law a = p[4] + q[0]").least == {"n": 5}


def test_the_entropy_mirror_needs_positive_entries() -> None:
    found = system("metric U: mirror(entropy)  law a = x")
    assert isinstance(found.flow, GradientFlow)
    metrics = {tensor.name: metric.kind for tensor, metric in found.flow.metrics.items()}
    assert metrics == {"U": "mirror", "V": "euclidean", "W": "euclidean", "p": "euclidean"} | {
        "q": "euclidean",
        "x": "euclidean",
        "y": "euclidean",
    }
    assert found.conditions == (Condition(found.parameters[0], ">", Fraction(0)),)


def test_a_diagonal_metric_has_its_entries() -> None:
    found = system("metric p: diag(p * p + 1)  law a = x")
    assert isinstance(found.flow, GradientFlow)
    metric = next(metric for tensor, metric in found.flow.metrics.items() if tensor.name == "p")
    assert table(metric.diagonal) == {(at,): entry("p", (at,)) ** 2 + 1 for at in range(2)}


def test_every_use_of_an_abbreviation_has_its_own_bound_indices() -> None:
    def bound(expression: Expression) -> list[int]:
        match expression:
            case Sum(index, body) | Product(index, body):
                return [index.serial, *bound(body)]
            case Add(parts) | Multiply(parts):
                return [serial for part in parts for serial in bound(part)]
            case Power(base, _):
                return bound(base)
            case _:
                return []

    serials = bound(system("let G = U.T @ U  law a = G @ G + G").laws[0].body)
    assert len(serials) == len(set(serials)) == 4


scalars = st.recursive(
    st.sampled_from(["x", "y", "2", "p[0]", "0.5"]),
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner),
    max_leaves=12,
)


@given(scalars)
def test_random_polynomials_agree_with_python(written: str) -> None:
    python = written.replace("p[0]", "p").replace("0.5", "Fraction(1, 2)")
    names = {"x": entry("x", ()), "y": entry("y", ()), "p": entry("p", (0,)), "Fraction": Fraction}
    assert law(f"law a = x + ({written})") == {(): names["x"] + eval(python, names)}
