"""The vector fields of flows and metrics, evaluated at exact points."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from lawdsl import lang
from lawdsl.algebra.rings.exact import ExactRing
from lawdsl.diagnostics import Source
from lawdsl.notation.index import TIME, Role
from lawdsl.system.concrete import ConcreteFields
from lawdsl.system.flows import vector_fields


def concrete(body: str, **sizes: int) -> ConcreteFields:
    (system,) = lang.load(Source("s.law", f"system s {{\n{body}\n}}"))
    return ConcreteFields(vector_fields(system), sizes)


def rates(fields: ConcreteFields, **values: object) -> dict[str, object]:
    """The rates at a point given by the names of the tensors; cotangents as G_phi for the map phi."""
    point = {}
    for tensor in fields.fields.variables():
        name = tensor.name.replace("(", "_").replace(")", "")
        flat = np.array(values[name], dtype=object).reshape(1, *fields.shape(tensor))
        point[tensor] = flat
    found = fields.rates(ExactRing(), point)
    return {tensor.name: array[0] for tensor, array in found.items()}


PRODUCT = "param x, y\nmap phi = x*y\n"


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("", {"x": -15, "y": -10}),
        ("metric euclidean", {"x": -15, "y": -10}),
        ("metric x: mirror(entropy)", {"x": -30, "y": -10}),
        ("metric mirror(entropy)", {"x": -30, "y": -30}),
        ("metric x: diag(x*y), y: diag(2)", {"x": -90, "y": -20}),
    ],
)
def test_the_metric_multiplies_the_gradient(metric, expected):
    fields = concrete(PRODUCT + f"{metric}\nflow gradient\nlaw a = x")
    assert rates(fields, x=2, y=3, G_phi=5) == expected


def test_several_maps_add_up():
    fields = concrete("param x\nmap p = x**2\nmap q = 3*x\nflow gradient\nlaw a = x")
    assert rates(fields, x=2, G_p=5, G_q=7) == {"x": -(5 * 4 + 7 * 3)}


def test_a_custom_flow_is_taken_as_written():
    fields = concrete(PRODUCT + "flow { dot(x) = y - grad(x)  dot(y) = t*grad(x)**2 }\nlaw a = x")
    assert rates(fields, x=2, y=3, t=11, G_phi=5) == {"x": 3 - 15, "y": 11 * 225, "t": 1}


def test_time_is_a_coordinate_only_where_it_is_mentioned():
    assert TIME not in concrete(PRODUCT + "flow gradient\nlaw a = x").fields.state
    assert TIME in concrete(PRODUCT + "flow gradient\nlaw a = x + t").fields.state


def test_without_gradients_there_is_no_cotangent():
    fields = concrete("param x\nflow { dot(x) = x }\nlaw a = x").fields
    assert fields.cotangents == ()


def test_fixed_constants_are_replaced_by_their_values():
    fields = concrete("const c = 1/2, d\nparam x\nmap phi = c*d*x\nflow gradient\nlaw a = c*x")
    assert [tensor.name for tensor in fields.fields.constants] == ["d"]
    assert rates(fields, x=1, d=3, G_phi=5) == {"x": Fraction(-15, 2)}


def test_rank_one_cotangents_are_products_of_vectors():
    fields = concrete(
        "dim n, m\nparam U[n, m]\nmap phi = U\nflow gradient\nlaw a = trace(U @ U.T)", n=2, m=3
    ).fields
    (cotangent,) = fields.cotangents
    assert [tensor.shape for tensor in cotangent.rank_one().tensors()] == [
        (d,) for d in fields.state[0].shape
    ]
    assert all(tensor.role is Role.COTANGENT for tensor in cotangent.rank_one().tensors())


def test_the_dimension_is_that_of_the_state():
    assert concrete("dim n\nparam U[n, 3], x\nmap phi = U\nflow gradient\nlaw a = t + x", n=4).dimension == 14


def test_the_work_of_an_evaluation_grows_with_the_sizes():
    body = "dim n\nparam U[n, n], V[n, n]\nmap phi = U @ V\nflow gradient\nlaw a = trace(U @ V)"
    small, large = concrete(body, n=2), concrete(body, n=20)
    assert small.work(small.program(small.fields.laws["a"])) < large.work(
        large.program(large.fields.laws["a"])
    )
    assert large.work(large.program(large.fields.laws["a"])) >= 20**3
