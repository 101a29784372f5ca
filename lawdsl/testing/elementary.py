"""Strategies of laws that are no polynomials: functions of polynomial ones, and sums with logarithms."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import assume
from hypothesis import strategies as st

from .constructions import cross, dot
from .plain import PlainSystem
from .polynomial import Polynomial
from .sample import Sample
from .strategies import nonzero, plain_systems, polynomials

XYZ = ("x", "y", "z")
COORDINATES = [Polynomial.coordinate(3, place) for place in range(3)]
FUNCTIONS = (
    "1/(1 + ({0})**2)",
    "({0})/(2 + ({0})**2)",
    "exp({0})",
    "log(1 + ({0})**2)",
    "sqrt(1 + ({0})**2)",
    "exp(log(1 + ({0})**2)/3)",
)
"""Functions that are defined everywhere and constant nowhere: they are conserved where their argument is."""


@st.composite
def elementary_samples(draw: st.DrawFn) -> Sample:
    """A polynomial field, with functions of its candidates as candidates."""
    system = draw(plain_systems())
    sample = system.sample()
    laws = [
        f"law {name}_inside = {draw(st.sampled_from(FUNCTIONS)).format(system.laws[name].text(system.names))}"
        for name in sample.truth
    ]
    truth = {f"{name}_inside": holds for name, holds in sample.truth.items()}
    return Sample(_with(sample.text, laws), {**sample.truth, **truth})


@dataclass(frozen=True)
class _Sum:
    """body + Σ weight · log(x), over the three coordinates."""

    body: Polynomial
    weights: tuple[int, ...]

    def slopes(self) -> list[Polynomial]:
        """x ∂f/∂x for each coordinate, which are polynomials."""
        return [
            x * slope + Polynomial.constant(3, weight)
            for x, slope, weight in zip(COORDINATES, self.body.gradient(), self.weights, strict=True)
        ]

    def is_constant(self) -> bool:
        return self.body.is_constant() and not any(self.weights)

    def text(self) -> str:
        pairs = zip(XYZ, self.weights, strict=True)
        logarithms = (f"({weight})*log({name})" for name, weight in pairs if weight)
        return " + ".join([self.body.text(XYZ), *logarithms])


@st.composite
def logarithmic_samples(draw: st.DrawFn) -> Sample:
    """A field x ∘ (F × G) for x > 0 that conserves two sums f and g of a polynomial and of logarithms.

    F and G hold the derivatives x ∂f/∂x and x ∂g/∂x: the equations of Lotka and Volterra are of this form.
    """
    weights = st.tuples(*[st.just(0) | nonzero] * 3)
    first, second = (_Sum(draw(polynomials(3)), draw(weights)) for _ in range(2))
    turn = cross(first.slopes(), second.slopes())
    laws = {
        "first": first,
        "second": second,
        "spoiled": _Sum(first.body + draw(polynomials(3)), first.weights),
        "weighed": _Sum(first.body, draw(weights)),
    }
    laws = {name: law for name, law in laws.items() if not law.is_constant()}
    assume(laws)
    rates = tuple(x * rate for x, rate in zip(COORDINATES, turn, strict=True))
    text = PlainSystem(XYZ, rates, {}).sample().text.replace("param x, y, z", "param x > 0, y > 0, z > 0")
    truth = {name: dot(law.slopes(), turn).is_zero() for name, law in laws.items()}
    return Sample(_with(text, [f"law {name} = {law.text()}" for name, law in laws.items()]), truth)


def _with(text: str, laws: list[str]) -> str:
    """The text of a system with more laws."""
    return text.rstrip().removesuffix("}") + "\n".join(laws) + "\n}\n"
