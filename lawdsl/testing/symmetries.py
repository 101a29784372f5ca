"""Strategies of flows whose maps have a symmetry, with what it conserves and with what it does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import assume
from hypothesis import strategies as st

from .flows import METRICS, Candidate, FlowSystem, buffered_flow, gradient_flow, momentum_flow, scaled_flow
from .networks import invariants
from .polynomial import Polynomial
from .strategies import nonzero, polynomials

Maps = list[Polynomial]


@st.composite
def symmetric_maps(draw: st.DrawFn) -> tuple[Maps, list[int]]:
    """One or two maps of two or three parameters, and weights.

    The maps stay the same when parameters are scaled by the weights, or when x and y are turned, or shifted.
    """
    size = draw(st.integers(2, 3))
    weights = [draw(nonzero) for _ in range(size - 1)]
    weights.append(draw(st.integers(1, 3)) * (-1 if weights[0] > 0 else 1))
    x, y, *rest = (Polynomial.coordinate(size, place) for place in range(size))
    turned, shifted = [x * x + y * y, *rest], [x - y, *rest]
    outer = polynomials(size - 1, degree=2, terms=2)
    part = draw(
        st.sampled_from(
            [invariants(weights), outer.map(lambda p: p.at(turned)), outer.map(lambda p: p.at(shifted))]
        )
    )
    maps = draw(st.lists(part.filter(lambda item: not item.is_constant()), min_size=1, max_size=2))
    return maps, weights


@st.composite
def flow_systems(draw: st.DrawFn) -> FlowSystem:
    """Any flow of `lawdsl.testing.flows` on such maps, with up to two laws that hold and two that do not.

    Laws that hold are called ``kept0``, ``kept1``, the others ``broken0``, ``broken1``.
    """
    maps, weights = draw(symmetric_maps())
    system = draw(st.one_of(_gradient(maps), _momentum(maps), _optimizers(maps)))
    other = [*weights[:-1], weights[-1] + draw(nonzero)]
    pool = [law for some in (weights, other, [1] * len(weights)) for law in _candidates(system, some)]
    verdicts = [system.conserves(law) for law in pool]
    laws: dict[str, Candidate] = {}
    for holds, name in ((True, "kept"), (False, "broken")):
        places = [place for place, kept in enumerate(verdicts) if kept == holds]
        chosen = draw(st.lists(st.sampled_from(places), max_size=2, unique=True)) if places else []
        laws |= {f"{name}{number}": pool[place] for number, place in enumerate(chosen)}
    assume(laws)
    return system.with_laws(laws)


def _gradient(maps: Maps) -> st.SearchStrategy[FlowSystem]:
    size = maps[0].size
    mixed = st.lists(st.sampled_from(sorted(METRICS)), min_size=size, max_size=size)
    same = st.sampled_from(sorted(METRICS)).map(lambda metric: [metric] * size)
    decays = st.sampled_from(["", "", "lambda", "1/3"])
    return st.builds(lambda metrics, decay: gradient_flow(maps, metrics, decay), mixed | same, decays)


def _momentum(maps: Maps) -> st.SearchStrategy[FlowSystem]:
    dampings = st.sampled_from(["0", "1/2", "tau", "3/t"])
    return st.builds(lambda damping, mirror: momentum_flow(maps, damping, mirror), dampings, st.booleans())


def _optimizers(maps: Maps) -> st.SearchStrategy[FlowSystem]:
    buffered = st.sampled_from(["0", "1/2", "beta"]).map(lambda damping: buffered_flow(maps, damping))
    return st.one_of(buffered, st.just(scaled_flow(maps)))


def _candidates(system: FlowSystem, weights: Sequence[int]) -> Iterator[Candidate]:
    """Sums, squares and angular momenta, each growing as fast as damping or decay may ask for."""
    space = system.space
    weighed = [space.number(weight) for weight in weights]
    places = [space[name] for name in space.parameters]
    speeds = [space[name] for name in space.state[len(places) : -1]]
    forms = [space.total(w * x**power for w, x in zip(weighed, places, strict=True)) for power in (1, 2)]
    if len(speeds) == len(places):
        forms.append(places[0] * speeds[1] - places[1] * speeds[0])
        forms.append(speeds[0] + speeds[1])
        forms.append(space.total(w * u for w, u in zip(weighed, speeds, strict=True)))
        forms.append(speeds[0] + speeds[1] + system.damping * (places[0] + places[1]))
    for form in forms:
        yield Candidate(form, space.number(0))
        if not system.clock.is_constant():
            yield from (Candidate(space["t"] ** power * form, space.number(0)) for power in (2, 3))
        elif not system.damping.is_zero():
            yield from (Candidate(form, space.number(times) * system.damping) for times in (1, 2))
