"""Flows of scalar coordinates defined once: as text for the verifier, and as right-hand sides by SymPy alone.

Nothing of the verifier is used to compute a right-hand side: definitions are read by SymPy, cotangents are
derivatives that SymPy takes. What a flow means is written down a second time here (MATH.md section 1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sympy

TIME = sympy.Symbol("t")
METRICS = {
    "euclidean": lambda x: sympy.Integer(1),
    "mirror(entropy)": lambda x: x,
    "mirror(burg)": lambda x: x**2,
    "diag(3)": lambda x: sympy.Integer(3),
    "mirror(x**4/12)": lambda x: 1 / x**2,
    "mirror(exp(x))": lambda x: sympy.exp(-x),
}
"""The inverse metric by its text, in which x stands for the parameter."""


@dataclass(frozen=True)
class SympyFlow:
    """A flow in the language, its right-hand side, and how names in laws are read."""

    statements: str
    rates: Mapping[sympy.Symbol, sympy.Expr]
    cotangents: tuple[sympy.Symbol, ...]
    constants: tuple[sympy.Symbol, ...]
    velocities: Mapping[sympy.Symbol, sympy.Expr]
    timed: bool

    def text(self, laws: Mapping[str, str], claims: str = "") -> str:
        """The system with laws and more statements."""
        lines = [f"law {name} = {body}" for name, body in laws.items()]
        return "\n".join(["system sample {", self.statements, *lines, claims, "}", ""])

    def law(self, body: str) -> sympy.Expr:
        """A law as a function of state, constants and time."""
        names = {symbol.name: symbol for symbol in (*self.rates, *self.constants, TIME)}
        return sympy.sympify(body, {**names, "dot": lambda symbol: self.velocities[symbol]})

    def derivative(self, body: str) -> sympy.Expr:
        """The derivative of a law along the flow (M2)."""
        law = self.law(body)
        return law.diff(TIME) + sum(law.diff(symbol) * rate for symbol, rate in self.rates.items())

    def fields(self) -> tuple[tuple[sympy.Symbol, ...], list[list[sympy.Expr]]]:
        """The coordinates that are counted, time included, and the generators X_alpha at them."""
        state = (*self.rates, TIME) if self.timed else tuple(self.rates)
        rates = [*self.rates.values(), sympy.Integer(1)] if self.timed else list(self.rates.values())
        if not self.cotangents:
            return state, [rates]
        split = [sympy.Poly(sympy.expand(rate), *self.cotangents).as_dict() for rate in rates]
        monomials = sorted({monomial for parts in split for monomial in parts})
        return state, [[sympy.cancel(parts.get(monomial, 0)) for parts in split] for monomial in monomials]


def gradient_flow(
    parameters: str,
    maps: Sequence[str],
    metrics: Mapping[str, str] | None = None,
    decay: str = "",
    constants: str = "",
    domain: str = "",
) -> SympyFlow:
    """θ' = -λ θ - M grad(θ)."""
    symbols, gradient, cotangents, still = _basis(parameters, maps, constants)
    chosen = {symbol: (metrics or {}).get(symbol.name, "euclidean") for symbol in symbols}
    slow = _read(decay or "0", [*symbols, *still])
    rates = {
        symbol: -slow * symbol - METRICS[metric](symbol) * gradient[symbol]
        for symbol, metric in chosen.items()
    }
    named = (f"{symbol.name}: {_renamed(metric, symbol)}" for symbol, metric in chosen.items())
    flow = f"flow gradient(decay = {decay})" if decay else "flow gradient"
    lines = [*_declared(symbols, maps, constants, domain), f"metric {', '.join(named)}", flow]
    return SympyFlow("\n".join(lines), rates, cotangents, still, {}, bool(decay))


def natural_flow(parameters: str, maps: Sequence[str]) -> SympyFlow:
    """θ' = -(JᵀJ)⁺ Jᵀ G, which is -Jᵀ(JJᵀ)⁻¹ G for maps with independent gradients."""
    symbols, _, cotangents, still = _basis(parameters, maps, "")
    jacobian = sympy.Matrix([[_read(body, symbols).diff(symbol) for symbol in symbols] for body in maps])
    steps = jacobian.T * (jacobian * jacobian.T).inv() * sympy.Matrix(cotangents)
    rates = {symbol: -sympy.cancel(step) for symbol, step in zip(symbols, steps, strict=True)}
    lines = [*_declared(symbols, maps, "", ""), "metric natural", "flow gradient"]
    return SympyFlow("\n".join(lines), rates, cotangents, still, {}, timed=False)


def momentum_flow(
    parameters: str, maps: Sequence[str], damping: str, mirror: bool = False, constants: str = ""
) -> SympyFlow:
    """θ' = v and v' = -τ v - M(τ θ + v) grad(θ), with M = 1 or that of the entropy."""
    symbols, gradient, cotangents, still = _basis(parameters, maps, constants)
    slow = _read(damping, still)
    speeds = {symbol: sympy.Symbol(f"v_{symbol.name}") for symbol in symbols}
    forces = {
        speed: -slow * speed - ((slow * symbol + speed) if mirror else 1) * gradient[symbol]
        for symbol, speed in speeds.items()
    }
    lines = _declared(symbols, maps, constants, "")
    lines += ["metric mirror(entropy)"] if mirror else []
    lines.append(f"flow momentum({damping})")
    return SympyFlow("\n".join(lines), {**speeds, **forces}, cotangents, still, speeds, timed=True)


def custom_flow(
    parameters: str,
    maps: Sequence[str],
    equations: Mapping[str, str],
    states: str = "",
    constants: str = "",
    domain: str = "",
) -> SympyFlow:
    """Equations of one's own for parameters and states, with ``grad`` where there are maps."""
    symbols, gradient, cotangents, still = _basis(parameters, maps, constants)
    buffers = sympy.symbols(states, seq=True) if states else ()
    names = {symbol.name: symbol for symbol in (*symbols, *buffers, *still, TIME)}
    names["grad"] = lambda symbol: gradient[symbol]
    rates = {names[name]: sympy.sympify(body, names) for name, body in equations.items()}
    flow = "  ".join(f"dot({name}) = {body}" for name, body in equations.items())
    lines = _declared(symbols, maps, constants, domain)
    if states:
        lines.append(f"state {', '.join(symbol.name + domain for symbol in buffers)}")
    lines.append(f"flow {{ {flow} }}")
    velocities = {} if maps else rates
    timed = any(TIME in rate.free_symbols for rate in rates.values())
    return SympyFlow("\n".join(lines), rates, cotangents, still, velocities, timed)


def _basis(parameters: str, maps: Sequence[str], constants: str):
    """Parameters, their cotangents by SymPy, the symbols of G and the constants."""
    symbols = sympy.symbols(parameters, seq=True)
    still = sympy.symbols(constants, seq=True) if constants else ()
    cotangents = tuple(sympy.Symbol(f"G{place}") for place in range(len(maps)))
    potential = sum(
        (weight * _read(body, [*symbols, *still]) for weight, body in zip(cotangents, maps, strict=True)),
        sympy.Integer(0),
    )
    return symbols, {symbol: potential.diff(symbol) for symbol in symbols}, cotangents, still


def _read(body: str, symbols: Sequence[sympy.Symbol]) -> sympy.Expr:
    return sympy.sympify(body, {symbol.name: symbol for symbol in (*symbols, TIME)})


def _declared(symbols: Sequence[sympy.Symbol], maps: Sequence[str], constants: str, domain: str) -> list[str]:
    lines = [f"param {', '.join(symbol.name + domain for symbol in symbols)}"]
    lines += [f"const {constants.replace(' ', ', ')}"] if constants else []
    return lines + [f"map {body}" for body in maps]


def _renamed(metric: str, symbol: sympy.Symbol) -> str:
    return metric.replace("x**4", f"{symbol.name}**4").replace("(x)", f"({symbol.name})")
