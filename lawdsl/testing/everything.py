"""Everything of this package at once."""

from __future__ import annotations

from hypothesis import strategies as st

from .elementary import elementary_samples, logarithmic_samples
from .flows import FlowSystem
from .networks import network_samples
from .plain import PlainSystem
from .sample import Sample
from .strategies import plain_systems
from .symmetries import flow_systems


def samples() -> st.SearchStrategy[Sample]:
    """Any system of this package as text, with the truth about its laws."""
    polynomial = plain_systems().map(PlainSystem.sample).filter(lambda sample: bool(sample.truth))
    flows = flow_systems().map(FlowSystem.sample)
    return st.one_of(polynomial, flows, network_samples(), logarithmic_samples(), elementary_samples())
