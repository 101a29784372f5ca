"""Strategies of gradient flows with symmetries, in several metrics, with and without weight decay."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from hypothesis import strategies as st

from .polynomial import Exponents, Polynomial
from .sample import Sample
from .strategies import NAMES, nonzero

METRICS = {
    "euclidean": ("({w})*{x}**2", 2),
    "mirror(entropy)": ("({w})*{x}", 1),
    "mirror(burg)": ("({w})*log({x})", 0),
}
"""What a metric conserves of a coordinate x with the weight w, and the degree of that."""


@st.composite
def network_samples(draw: st.DrawFn) -> Sample:
    """A gradient flow of maps that stay the same when each coordinate is scaled with its weight (Noether).

    With decay λ the laws decay as exp(-d λ t), where d is their degree; logarithms fall evenly.
    """
    weights = draw(st.lists(nonzero, min_size=2, max_size=3))
    weights.append(draw(st.integers(1, 3)) * (-1 if weights[0] > 0 else 1))
    maps = draw(st.lists(invariants(weights), min_size=1, max_size=2))
    other = [*weights[:-1], weights[-1] + draw(nonzero)]
    metric = draw(st.sampled_from(sorted(METRICS)))
    decay = draw(st.booleans())
    names = NAMES[: len(weights)]
    lines = [
        f"param {', '.join(names)}",
        "const lambda" if decay else "",
        *(f"map {part.text(names)}" for part in maps),
        f"metric {metric}",
        "flow gradient(decay = lambda)" if decay else "flow gradient",
        f"law balance = {_law(metric, decay, weights)}",
        f"law unbalanced = {_law(metric, decay, other)}",
    ]
    monomials = {exponents for part in maps for exponents in part.terms}
    truth = {"balance": True, "unbalanced": all(_weight(other, exponents) == 0 for exponents in monomials)}
    return Sample("system sample {\n" + "\n".join(lines) + "\n}\n", truth)


def invariants(weights: Sequence[int]) -> st.SearchStrategy[Polynomial]:
    """Sums of one to three monomials of weight zero, which stay the same when scaled by the weights."""
    size = len(weights)
    every = [
        exponents
        for exponents in product(range(4), repeat=size)
        if any(exponents) and _weight(weights, exponents) == 0
    ]
    terms = st.lists(st.tuples(st.sampled_from(every), nonzero), min_size=1, max_size=3)
    return terms.map(lambda drawn: Polynomial.of(size, drawn))


def _weight(weights: Sequence[int], exponents: Exponents) -> int:
    return sum(weight * exponent for weight, exponent in zip(weights, exponents, strict=True))


def _law(metric: str, decay: bool, weights: Sequence[int]) -> str:
    form, degree = METRICS[metric]
    total = " + ".join(
        form.format(w=weight, x=name) for name, weight in zip(NAMES, weights, strict=False) if weight
    )
    if not decay:
        return total
    return f"exp({degree}*lambda*t)*({total})" if degree else f"{total} + ({sum(weights)})*lambda*t"
