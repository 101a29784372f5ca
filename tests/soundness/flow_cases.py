"""Flows of every kind that the language has, with laws that textbooks or papers state, and with others."""

from __future__ import annotations

from sympy_flows import SympyFlow, custom_flow, gradient_flow, momentum_flow, natural_flow

LINEAR = "a*c + b*d"  # two linear layers with one input, one output and a hidden width of two
WIDE = ["a*c", "a*d", "b*c", "b*d"]  # one hidden neuron between two inputs and two outputs
SPINS = "a*dot(b) - b*dot(a) + c*dot(d) - d*dot(c)"

Case = tuple[SympyFlow, dict[str, str]]

CASES: dict[str, Case] = {
    "gradient": (
        gradient_flow("a b c d", [LINEAR]),
        {
            "left": "a**2 - c**2",
            "right": "b**2 - d**2",
            "mixed": "a*b - c*d",
            "total": "a**2 + c**2",
            "cross": "a*d - b*c",
        },
    ),
    "gradient, one neuron": (
        gradient_flow("a b c d", WIDE),
        {"balance": "a**2 + b**2 - c**2 - d**2", "ratio": "a/b", "part": "a**2 - c**2"},
    ),
    "decay": (
        gradient_flow("x y", ["x*y"], decay="k", constants="k"),
        {"balance": "exp(2*k*t)*(x**2 - y**2)", "slow": "exp(k*t)*(x**2 - y**2)", "plain": "x**2 - y**2"},
    ),
    "decay in time": (
        gradient_flow("x y", ["x*y**2"], decay="2/t"),
        {"balance": "t**4*(2*x**2 - y**2)", "less": "t**3*(2*x**2 - y**2)"},
    ),
    "mirror, entropy": (
        gradient_flow("x y z", ["x*y", "y*z"], dict.fromkeys("xyz", "mirror(entropy)")),
        {"masses": "x - y + z", "squares": "x**2 - y**2 + z**2"},
    ),
    "mirror, mixed": (
        gradient_flow("x y z", ["x*y*z**2"], {"x": "mirror(burg)", "y": "diag(3)", "z": "mirror(x**4/12)"}),
        {
            "first": "6*log(x) - y**2",
            "second": "y**2/6 - z**4/8",
            "third": "log(x) - z**4/8",
            "wrong": "log(x) - z**4/4",
        },
    ),
    "mirror, exponential": (
        gradient_flow("x y", ["exp(x)*y"], {"x": "mirror(exp(x))"}),
        {"good": "exp(x) - y**2/2", "wrong": "exp(x) - y"},
    ),
    "natural": (
        natural_flow("x y z", ["x*y", "y*z"]),
        {"balance": "x**2 - y**2 + z**2", "ratio": "x/z", "wrong": "x**2 - y**2"},
    ),
    "natural, one map": (
        natural_flow("x y", ["x**2*y**3"]),
        {"good": "3*x**2 - 2*y**2", "wrong": "x**2 - y**2"},
    ),
    "momentum without damping": (
        momentum_flow("a b c d", ["a*c + b*d"], "0"),
        {
            "spin": SPINS,
            "half": "a*dot(b) - b*dot(a)",
            "balance": "a**2 - c**2",
            "rate": "a*dot(a) - c*dot(c)",
        },
    ),
    "momentum, damped": (
        momentum_flow("a b c d", ["a*c + b*d"], "k", constants="k"),
        {"spin": f"exp(k*t)*({SPINS})", "still": SPINS, "fast": f"exp(2*k*t)*({SPINS})"},
    ),
    "momentum, Nesterov": (
        momentum_flow("a b c d", ["a*c + b*d"], "3/t"),
        {"spin": f"t**3*({SPINS})", "less": f"t**2*({SPINS})"},
    ),
    "momentum, any damping": (
        momentum_flow("x y z", ["x**2 + y**2 + z"], "1 + t"),
        {"spin": "exp(t + t**2/2)*(x*dot(y) - y*dot(x))", "wrong": "exp(t)*(x*dot(y) - y*dot(x))"},
    ),
    "momentum in a mirror": (
        momentum_flow("x y", ["x - y"], "k", mirror=True, constants="k"),
        {"total": "log(k*x + dot(x)) + log(k*y + dot(y))", "plain": "exp(k*t)*(dot(x) + dot(y))"},
    ),
    "custom, one step size": (
        custom_flow(
            "x y", ["x*y"], {"x": "-s*grad(x)", "y": "-s*grad(y)", "s": "grad(x)**2 + grad(y)**2 - s"}, "s"
        ),
        {"balance": "x**2 - y**2", "wrong": "x**2 - y**2 + s"},
    ),
    "custom, RMSProp": (
        custom_flow(
            "x y",
            ["x*y"],
            {
                "x": "-grad(x)/sqrt(v + 1)",
                "y": "-grad(y)/sqrt(w + 1)",
                "v": "2*(grad(x)**2 - v)",
                "w": "2*(grad(y)**2 - w)",
            },
            "v w",
            domain=" > 0",
        ),
        {"balance": "x**2 - y**2", "weighed": "x**2*sqrt(v + 1) - y**2*sqrt(w + 1)"},
    ),
    "custom, buffers": (
        custom_flow(
            "x y",
            ["x**2 + y**2"],
            {"x": "-p", "y": "-q", "p": "grad(x) - p/2", "q": "grad(y) - q/2"},
            "p q",
        ),
        {"spin": "exp(t/2)*(x*q - y*p)", "still": "x*q - y*p"},
    ),
    "equations, Lotka and Volterra": (
        custom_flow("x y", [], {"x": "x*(2 - 3*y)", "y": "y*(x - 1)"}, domain=" > 0"),
        {
            "good": "x - log(x) + 3*y - 2*log(y)",
            "wrong": "x - log(x) + 3*y - log(y)",
            "speed": "dot(x)/x + 2*y",
        },
    ),
    "equations, Kepler": (
        custom_flow(
            "x y u v",
            [],
            {"x": "u", "y": "v", "u": "-x/(x**2 + y**2)**(3/2)", "v": "-y/(x**2 + y**2)**(3/2)"},
        ),
        {
            "energy": "(u**2 + v**2)/2 - 1/sqrt(x**2 + y**2)",
            "momentum": "x*v - y*u",
            "axis": "v*(x*v - y*u) - x/sqrt(x**2 + y**2)",
            "wrong": "(u**2 + v**2)/2 + 1/sqrt(x**2 + y**2)",
        },
    ),
    "equations in time": (
        custom_flow("x y", [], {"x": "y + sin_", "y": "-x", "sin_": "cos_", "cos_": "-sin_"}, "sin_ cos_"),
        {"circle": "sin_**2 + cos_**2", "energy": "x**2 + y**2", "growing": "(x - y*cos_)*t"},
    ),
}
"""Each flow with its candidates. None is decided here: the verifier and the trajectories have to agree."""
