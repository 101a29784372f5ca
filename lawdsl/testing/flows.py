"""Flows of training written out as polynomials: gradient flow, decay, momentum, metrics and optimizers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from .constructions import dot
from .polynomial import Polynomial
from .sample import Sample
from .space import Space

METRICS: Mapping[str, Callable[[Polynomial], Polynomial]] = {
    "euclidean": lambda x: x**0,
    "mirror(entropy)": lambda x: x,
    "mirror(burg)": lambda x: x**2,
    "diag(2)": lambda x: x**0 + x**0,
}
"""The entry of the inverse metric for one coordinate."""


@dataclass(frozen=True)
class Candidate:
    """exp(``exponent`` t) times a polynomial in the coordinates."""

    factor: Polynomial
    exponent: Polynomial


@dataclass(frozen=True)
class FlowSystem:
    """A flow of x, y, z for arbitrary cotangents, with candidate laws that are conserved or not.

    ``statements`` are the system in the language. ``rates`` are the right-hand sides of ``space.state``, all
    times ``clock``, which is 1, or t where the flow divides by t. ``damping`` is that of damping or decay.
    """

    statements: str
    space: Space
    rates: tuple[Polynomial, ...]
    damping: Polynomial
    clock: Polynomial
    laws: Mapping[str, Candidate]

    def holds(self, name: str) -> bool:
        """Whether a candidate is conserved, for all values of constants and cotangents (MATH.md M2)."""
        return self.conserves(self.laws[name])

    def conserves(self, law: Candidate) -> bool:
        """Whether a P + P' is zero for the law exp(a t) P."""
        still = [self.space.number(0)] * (len(self.space.names) - len(self.rates))
        moved = dot(law.factor.gradient(), [*self.rates, *still])
        return (moved + law.exponent * self.clock * law.factor).is_zero()

    def with_laws(self, laws: Mapping[str, Candidate]) -> FlowSystem:
        """The same flow with more candidates."""
        return replace(self, laws={**self.laws, **laws})

    def sample(self) -> Sample:
        """The system as text, with the truth about its candidates."""
        laws = "".join(f"law {name} = {self._text(law)}\n" for name, law in self.laws.items())
        truth = {name: self.holds(name) for name in self.laws}
        return Sample(f"system sample {{\n{self.statements}\n{laws}}}\n", truth)

    def _text(self, law: Candidate) -> str:
        body = law.factor.text(self.space.names)
        return (
            body if law.exponent.is_zero() else f"exp(({law.exponent.text(self.space.names)})*t) * ({body})"
        )


def gradient_flow(maps: Sequence[Polynomial], metrics: Sequence[str], decay: str = "") -> FlowSystem:
    """θ' = -λ θ - M grad(θ), with a metric of `METRICS` for each parameter and a number or a name for λ."""
    space = Space(maps, (), _names(decay))
    slow, gradient = _rate(space, decay), space.gradient()
    rates = [
        -(slow * space[name]) - METRICS[metric](space[name]) * gradient[name]
        for name, metric in zip(space.parameters, metrics, strict=True)
    ]
    chosen = ", ".join(f"{name}: {metric}" for name, metric in zip(space.parameters, metrics, strict=True))
    flow = f"flow gradient(decay = {decay})" if decay else "flow gradient"
    return _system(space, f"metric {chosen}\n{flow}", rates, slow)


def momentum_flow(maps: Sequence[Polynomial], damping: str, mirror: bool = False) -> FlowSystem:
    """θ' = v, v' = -τ v - M(τ θ + v) grad(θ) for a number, a name or 3/t as τ, with M = 1 or the entropy."""
    velocities = [f"dot({name})" for name in Space(maps, (), ()).parameters]
    space = Space(maps, velocities, _names(damping))
    slow, gradient = _rate(space, damping), space.gradient()
    clock = space["t"] if damping == "3/t" else space.number(1)
    forces = [
        -(slow * space[speed]) - (slow * space[name] + clock * space[speed]) * gradient[name]
        if mirror
        else -(slow * space[speed]) - clock * gradient[name]
        for name, speed in zip(space.parameters, velocities, strict=True)
    ]
    rates = [*(clock * space[speed] for speed in velocities), *forces]
    metric = "metric mirror(entropy)\n" if mirror else ""
    return _system(space, f"{metric}flow momentum({damping})", rates, slow, clock)


def buffered_flow(maps: Sequence[Polynomial], damping: str) -> FlowSystem:
    """θ' = -m and m' = grad(θ) - τ m: momentum with a buffer for each parameter, as an optimizer keeps it."""
    buffers = [f"m_{name}" for name in Space(maps, (), ()).parameters]
    space = Space(maps, buffers, _names(damping))
    slow, gradient = _rate(space, damping), space.gradient()
    rates = [
        *(-space[buffer] for buffer in buffers),
        *(
            gradient[name] - slow * space[buffer]
            for name, buffer in zip(space.parameters, buffers, strict=True)
        ),
    ]
    pairs = list(zip(space.parameters, buffers, strict=True))
    lines = [f"dot({name}) = -{buffer}" for name, buffer in pairs]
    lines += [f"dot({buffer}) = grad({name}) - ({damping})*{buffer}" for name, buffer in pairs]
    return _system(space, f"state {', '.join(buffers)}\n{_custom(lines)}", rates, slow)


def scaled_flow(maps: Sequence[Polynomial]) -> FlowSystem:
    """θ' = -s grad(θ) and s' = Σ grad(θ)² - s: one step size for all parameters, adapted to the gradient."""
    space = Space(maps, ("s",), ())
    gradient = space.gradient()
    rates = [-(space["s"] * gradient[name]) for name in space.parameters]
    rates.append(space.total(gradient[name] ** 2 for name in space.parameters) - space["s"])
    lines = [f"dot({name}) = -s*grad({name})" for name in space.parameters]
    lines.append(f"dot(s) = {' + '.join(f'grad({name})**2' for name in space.parameters)} - s")
    return _system(space, f"state s\n{_custom(lines)}", rates, space.number(0))


def _custom(lines: Sequence[str]) -> str:
    return f"flow {{ {'  '.join(lines)} }}"


def _names(rate: str) -> tuple[str, ...]:
    """The constants in a rate that is a number, a name or a multiple of 1/t."""
    return (rate,) if rate.isidentifier() else ()


def _rate(space: Space, text: str) -> Polynomial:
    """The rate times the clock."""
    return space[text] if text.isidentifier() else space.number(Fraction(text.removesuffix("/t") or 0))


def _system(
    space: Space, flow: str, rates: list[Polynomial], damping: Polynomial, clock: Polynomial | None = None
) -> FlowSystem:
    constants = [name for name in space.names[len(space.state) :] if not name.startswith("G")]
    lines = [
        f"param {', '.join(space.parameters)}",
        *(f"const {name}" for name in constants),
        *(f"map {part.text(space.parameters)}" for part in space.maps),
        flow,
    ]
    time = clock or space.number(1)
    return FlowSystem("\n".join(lines), space, (*rates, time), damping, time, {})
