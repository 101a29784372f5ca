"""Bounds for degrees: what error probabilities and limits rest on."""

from __future__ import annotations

import pytest

from lawdsl import lang
from lawdsl.diagnostics import Source
from lawdsl.system.degree import degree, field_degree, height, linear_in_gradient
from lawdsl.system.fields import VectorFields
from lawdsl.system.flows import vector_fields


def fields_of(body: str) -> VectorFields:
    (system,) = lang.load(Source("s.law", f"system s {{\n{body}\n}}"))
    return vector_fields(system)


@pytest.mark.parametrize(
    ("law", "expected"),
    [("x[0]", 1), ("y**3 * x[0] + y", 4), ("sum(i) x[i]**2 * y", 3), ("prod(i) (x[i] * y)", 2), ("3*y", 1)],
)
def test_the_degree_of_a_law(law, expected):
    fields = fields_of(f"dim n\nparam x[n], y\nmap y\nflow gradient\nlaw a = {law}")
    assert degree(fields.laws["a"].body, {"n": 1}, lambda _: 1) == expected


def test_a_product_multiplies_the_degree_by_its_size():
    fields = fields_of("dim n\nparam x[n]\nflow { dot(x) = x }\nlaw a = prod(i) x[i]")
    assert degree(fields.laws["a"].body, {"n": 7}, lambda _: 1) == 7
    assert height(fields.laws["a"].body, {"n": 7}) == 7


def test_the_height_counts_numbers_and_nested_powers():
    fields = fields_of("param x\nflow { dot(x) = x }\nlaw a = ((2*x)**10)**10 + x")
    assert height(fields.laws["a"].body, {}) == 200


def test_gradients_count_with_the_degree_of_the_map():
    fields = fields_of("param x, y\nmap x*y**2\nflow { dot(x) = x*grad(x)  dot(y) = grad(y) }\nlaw a = x")
    assert field_degree(fields, {}) == 4  # x * (G y^2)
    assert linear_in_gradient(fields, {})


def test_squared_gradients_are_not_linear():
    fields = fields_of("param x\nmap x\nflow { dot(x) = grad(x)**2 }\nlaw a = x")
    assert not linear_in_gradient(fields, {})
