"""The examples of the language page: supported ones are read, later ones say so and nothing else."""

import pytest

from lawdsl.diagnostics import Source, SpecError
from lawdsl.lang import load
from lawdsl.notation.typed import CustomFlow, ExpectComplete, ExpectIndependent, GradientFlow, TypedSystem

FIRST = """
# Balancedness of a two-layer linear network, for every n, m, r.
system linear_two_layer {
  dim n, m, r
  param U[n, r], V[m, r]
  map phi[i, j] = sum(k) U[i,k] * V[j,k]
  flow gradient
  law balance[k, l] = sum(i) U[i,k]*U[i,l] - sum(j) V[j,k]*V[j,l]

  at n = 2, m = 3, r = 2 {
    expect independent(balance) == 3
    expect complete
  }
}
"""

MOMENTUM = """
system linear_momentum {
  dim n, m, r
  param U[n, r], V[m, r]
  const tau
  map phi = U @ V.T
  flow momentum(tau)
  law spin = exp(tau*t) * (U.T @ dot(U) - dot(U).T @ U + V.T @ dot(V) - dot(V).T @ V)
  at n = 2, m = 2, r = 3 { expect complete  expect count == 3 }
}
"""

RELU = """
system relu_two_layer {
  dim n, m, r
  param U[n, r], V[m, r], b[r], c[n]
  map path[i, j, k] = U[i,k] * V[j,k]          # k is free: one path per hidden neuron
  map bias[i, k]    = U[i,k] * b[k]
  map out[i]        = c[i]
  flow gradient
  law balance[k] = sum(i) U[i,k]**2 - sum(j) V[j,k]**2 - b[k]**2
  at n = 1..3, m = 2..3, r = 1..3 { expect count == r  expect complete }
}
"""

MODEL = """
system mlp {
  dim d, h1, h2, c
  param W1[h1, d], b1[h1], W2[h2, h1], b2[h2], W3[c, h2]
  model g(x[d]) = W3 @ relu(W2 @ relu(W1 @ x + b1) + b2)
  flow gradient
  law first[k]  = sum(j) W1[k,j]**2 + b1[k]**2 - sum(l) W2[l,k]**2
  law second[k] = sum(j) W2[k,j]**2 + b2[k]**2 - sum(l) W3[l,k]**2
  at d = 2, h1 = 3, h2 = 2, c = 2 { expect complete }
}
"""

BODY = """
system example {{
  dim n, m, r
  param U[n, r] > 0, V[m, r] > 0, x
  map phi = U @ V.T
  flow gradient
  law balance = U.T @ U - V.T @ V
  {}
}}
"""


def system(text: str) -> TypedSystem:
    (found,) = load(Source("example.law", text))
    return found


def codes(text: str) -> list[str]:
    with pytest.raises(SpecError) as caught:
        load(Source("example.law", text))
    return [item.code for item in caught.value.diagnostics]


def test_the_first_file() -> None:
    found = system(FIRST)
    assert found.name == "linear_two_layer"
    assert [dimension.name for dimension in found.symbolic()] == ["n", "m", "r"]
    assert [tensor.name for tensor in found.parameters] == ["U", "V"]
    assert [index.name for index in found.maps[0].indices] == ["i", "j"]
    assert isinstance(found.flow, GradientFlow)
    assert found.law("balance").indices[0].dimension.name == "r"
    independent, complete = found.blocks[0].expectations
    assert isinstance(independent, ExpectIndependent)
    assert independent.laws == ("balance",)
    assert isinstance(complete, ExpectComplete)


def test_the_relu_network_keeps_its_path_index_free() -> None:
    found = system(RELU)
    assert [len(family.indices) for family in found.maps] == [3, 2, 1]
    assert [family.name for family in found.maps] == ["path", "bias", "out"]


@pytest.mark.parametrize("text", [MODEL], ids=["model"])
def test_examples_of_later_versions_say_only_that(text: str) -> None:
    assert set(codes(text)) == {"L0006"}


@pytest.mark.parametrize(
    "statement",
    [
        "model g(z[n]) = z",
        'use "layers.law"',
        "use linear_block(U, V)",
    ],
)
def test_a_reserved_form_gives_one_diagnostic(statement: str) -> None:
    assert codes(BODY.format(statement)) == ["L0006"]


@pytest.mark.parametrize(
    ("statement", "flow", "code"),
    [
        ("law a = dot(x)", "gradient", "L0309"),
        ("state s", "gradient", "L0306"),
        ("state s", "momentum(0)", "L0306"),
        ("", "momentum", "L0208"),
        ("", "momentum(0, 1)", "L0208"),
        ("", "momentum(damping = 0)", "L0208"),
        ("", "gradient(1)", "L0208"),
        ("", "gradient(rate = 1)", "L0208"),
        ("", "momentum(x)", "L0201"),
        ("", "gradient(decay = U)", "L0201"),
        ("metric x: diag(x**2)", "momentum(0)", "L0006"),
        ("metric x: diag(x**2)", "sign", "L0316"),
        ("law a = det(U)", "gradient", "L0201"),
        ("law a = inv(U)", "gradient", "L0201"),
        ("law a = x ** U", "gradient", "L0201"),
        ("law a = x + sqrt(-1)", "gradient", "L0302"),
        ("law a = x + log(0)", "gradient", "L0302"),
        ("law a = x + sign(0)", "gradient", "L0302"),
        ("law a = x + (-2)**(1/2)", "gradient", "L0302"),
        ("law a = x ** (1/2000)", "gradient", "L0014"),
        ("metric natural", "momentum(0)", "L0006"),
        ("metric U: natural", "gradient", "L0316"),
        ("metric x: mirror(3*x)", "gradient", "L0316"),
        ("metric U: mirror(U @ U.T @ U)", "gradient", "L0316"),
        ("metric U: mirror(norm2(U))", "gradient", "L0316"),
        ("map dot(x)", "momentum(0)", "L0309"),
        ("state s  map s * x", "{ dot(U) = 0 dot(V) = 0 dot(x) = grad(x) dot(s) = 0 }", "L0309"),
        ("state s", "{ dot(U) = 0 dot(V) = 0 dot(x) = grad(x) }", "L0306"),
    ],
)
def test_what_belongs_to_no_state_is_refused(statement: str, flow: str, code: str) -> None:
    assert codes(BODY.format(statement).replace("flow gradient", f"flow {flow}")) == [code]


@pytest.mark.parametrize(
    ("statement", "flow"),
    [
        ("law a = dot(x)", "momentum(0)"),
        ("law a = x ** -2 * t", "momentum(3/t)"),
        ("law a = 1/(1 + norm2(U))  law b[k] = (ones(n) / U[0,k])[0]", "gradient"),
        ("const tau  let P = dot(U)  law a = norm2(P) * t", "momentum(tau * t**2 + 1/2)"),
        ("metric natural  law a = x", "gradient"),
        ("metric mirror(burg)", "momentum(1)"),
        ("metric U: mirror(U**4/12 + U**2), x: mirror(1/x)", "gradient"),
        ("metric mirror(entropy)  law a[k] = sum(i) dot(U)[i,k]", "momentum(1)"),
        ("const lambda", "gradient(decay = lambda * t)"),
        (
            "state s[3] > 0  law a = norm2(s)",
            "{ dot(U) = 0 dot(V) = 0 dot(x) = grad(x) dot(s) = -s * grad(x)**2 }",
        ),
    ],
)
def test_states_of_other_flows_are_read(statement: str, flow: str) -> None:
    text = BODY.format(statement).replace("flow gradient", f"flow {flow}")
    assert system(text).name == "example"


@pytest.mark.parametrize(
    "statement",
    [
        "metric euclidean",
        "metric U: mirror(entropy), V: euclidean",
        "metric U: diag(U * U)",
        "const c > 0  law a = c * x",
        "const S[n, n, m]  law a[k] = sum(i, j) S[i,j,k] * U[i,0] * U[j,0] * x",
        "let G = U.T @ U  law a = G @ G",
        "let B[k, l] = sum(i) U[i,k]*U[i,l]  law a = trace(B)",
        "map U  map x",
        "at n = 2..4, m = 1..3, r = 1..4 where r <= n + m, n < m + 2 { expect count == min(r, 2) * (r + 1) }",
        "at n = 2..4, m = 1, r = 1 where 1 <= n <= 3 and m == r { discover degree <= 2 }",
        "expect proved balance  expect refuted balance  expect undecided balance, balance",
        "law a = n * x / (m * r**2)",
        "law a = prod(i) (1 + U[i,0])",
        "law a = x * t",
        "expect proved balance",
        "law a = exp(x * t) * (x + 1) * 2",
        "const c  law a = c * (2 * log(x) - log(1 + x**2)) + x",
        "law a[k] = sum(i) log(U[i,k]) - sum(j) log(V)[j,k]",
    ],
)
def test_supported_statements_are_read(statement: str) -> None:
    assert system(BODY.format(statement)).name == "example"


def test_a_custom_flow_without_gradient_needs_no_map() -> None:
    found = system(
        "system oscillator { param x, y  flow { dot(x) = y  dot(y) = -x }  law energy = x**2 + y**2"
        "  expect count == 1  expect complete  discover degree <= 2 }"
    )
    assert isinstance(found.flow, CustomFlow)
    assert not found.maps
    assert found.blocks[0].ranges == ()
    assert found.blocks[0].searches[0].degree == 2


def test_a_custom_flow_with_gradient_may_use_indices_on_the_left() -> None:
    text = BODY.format("").replace(
        "flow gradient", "flow { dot(U)[i,k] = -U[i,k]*grad(U)[i,k]  dot(V) = -grad(V)  dot(x) = 0 }"
    )
    flow = system(text).flow
    assert isinstance(flow, CustomFlow)
    assert [tensor.name for tensor in flow.fields] == ["U", "V", "x"]


def test_maps_without_a_name_get_names_of_their_own() -> None:
    found = system("system a { param map1, y  map map1 * y  map y**2  flow gradient  law b = map1 }")
    assert len({family.name for family in found.maps} | {"map1"}) == 3
