"""What must not change a verdict or a count: how maps, tensors, dimensions and sizes are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Sample, custom_systems, effort, gradient_systems

import lawdsl
from lawdsl.testing import FlowSystem, flow_systems
from lawdsl.verify.verdict import Proved, Refuted

tensor_systems = gradient_systems() | custom_systems()


def kinds(text: str, **sizes: int) -> dict[str, str]:
    """The kind of verdict on every law."""
    (system,) = lawdsl.loads(text)
    return {law: type(system.verdict(law, **sizes)).__name__ for law in system.laws}


def renamed(text: str, names: Mapping[str, str]) -> str:
    """A text with some words replaced, all at once."""
    return re.sub(r"\b(" + "|".join(names) + r")\b", lambda match: names[match[0]], text)


@given(tensor_systems)
@effort(10)
def test_names_of_tensors_indices_and_dimensions_do_not_matter(sample: Sample):
    names = {"A": "Ω", "B": "x_1", "C": "dummy", "n": "width", "m": "k", "s0": "i", "f0": "zeta", "q0": "β"}
    assert kinds(renamed(sample.text, names)) == kinds(sample.text)


@given(tensor_systems)
@effort(10)
def test_dimensions_may_be_exchanged(sample: Sample):
    swapped = renamed(sample.text, {"n": "m", "m": "n"})
    assert kinds(swapped) == kinds(sample.text)
    assert kinds(swapped, n=2, m=3) == kinds(sample.text, n=3, m=2)


@given(tensor_systems, st.integers(1, 3), st.integers(1, 3))
@effort(12)
def test_a_fixed_dimension_is_a_chosen_one(sample: Sample, n: int, m: int):
    """Restricting dimensions keeps what is proved, and what is refuted there is not proved in general."""
    fixed = sample.text.replace("dim n, m", f"dim n = {n}, m = {m}")
    (system,) = lawdsl.loads(sample.text)
    for law, kind in kinds(fixed).items():
        chosen, general = system.verdict(law, n=n, m=m), system.verdict(law)
        if n != m:  # two dimensions of one fixed size are the same range
            assert type(chosen).__name__ == kind
        assert not (isinstance(general, Proved) and kind == "Refuted")
        assert not (isinstance(general, Proved) and isinstance(chosen, Refuted))


def restated(flow: FlowSystem, maps: list[str]) -> str:
    """The text of a flow with other maps."""
    lines = [line for line in flow.sample().text.splitlines() if not line.startswith("map ")]
    place = next(at for at, line in enumerate(lines) if line.startswith("param ")) + 1
    return "\n".join([*lines[:place], *(f"map {body}" for body in maps), *lines[place:]])


@given(flow_systems(), st.integers(-3, 3), st.fractions(max_denominator=99).filter(bool))
@effort(10)
def test_maps_may_be_mixed_scaled_shifted_and_repeated(flow: FlowSystem, mix: int, scale):
    """The cotangent is arbitrary, so that only the span of the differentials of the maps matters."""
    texts = [f"({part.text(flow.space.parameters)})" for part in flow.space.maps]
    first, *rest = texts
    mixed = [f"({scale})*{first} + 7", *(f"{body} + ({mix})*{first}" for body in rest)]
    expected = kinds(flow.sample().text)
    for maps in (mixed, mixed[::-1], [*mixed, *texts]):
        if "grad(x)**2" not in flow.statements:  # linear in the cotangent
            assert kinds(restated(flow, maps)) == expected
    counts = {lawdsl.loads(restated(flow, maps))[0].count().upper for maps in (texts, mixed, mixed[::-1])}
    assert len(counts) == 1


@given(flow_systems(), st.integers(2, 3))
@effort(10)
def test_powers_and_multiples_of_laws_keep_their_verdicts(flow: FlowSystem, power: int):
    """(exp(a t) P)**k is exp(k a t) P**k: conserved exactly if the law is."""
    number = flow.space.number
    laws = {
        name: replace(law, factor=number(5) * law.factor**power, exponent=number(power) * law.exponent)
        for name, law in flow.laws.items()
    }
    assert kinds(replace(flow, laws=laws).sample().text) == kinds(flow.sample().text)


def written_out(n: int, m: int, r: int, flow: str) -> str:
    """Two linear layers of given sizes, entry by entry."""
    entries = [f"u{i}{k}" for i in range(n) for k in range(r)] + [
        f"v{j}{k}" for j in range(m) for k in range(r)
    ]
    maps = ["map " + " + ".join(f"u{i}{k}*v{j}{k}" for k in range(r)) for i in range(n) for j in range(m)]
    law = " + ".join(f"u{i}0**2" for i in range(n)) + "".join(f" - v{j}0**2" for j in range(m))
    return "\n".join([f"system s {{ param {', '.join(entries)}", *maps, flow, f"law balance = {law}", "}"])


@pytest.mark.parametrize("flow", ["flow gradient", "flow momentum(1)", "flow gradient(decay = 2)"])
@pytest.mark.parametrize(("n", "m", "r"), [(1, 1, 1), (2, 1, 2), (2, 2, 2)])
def test_tensors_may_be_written_out(n, m, r, flow):
    text = f"""system s {{ dim n, m, r  param U[n, r], V[m, r]  map phi = U @ V.T  {flow}
    law balance = (U.T @ U - V.T @ V)[0, 0] }}"""
    (whole,), (parts,) = lawdsl.loads(text), lawdsl.loads(written_out(n, m, r, flow))
    assert whole.count(n=n, m=m, r=r).upper == parts.count().upper
    assert type(whole.verdict("balance", n=n, m=m, r=r)) is type(parts.verdict("balance"))
