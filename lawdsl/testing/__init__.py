"""Hypothesis strategies of systems whose laws are known: to test a verifier, or what is built on one.

A `Sample` is the text of a system and says of each of its laws whether it holds. That is known by
construction or by `Polynomial`, an arithmetic of its own; nothing of the verifier takes part. Needs the
package ``hypothesis`` (``pip install lawdsl[testing]``), which the rest of lawdsl does not::

    from hypothesis import given
    import lawdsl
    from lawdsl.testing import samples
    from lawdsl.verify.verdict import Proved, Refuted

    @given(samples())
    def test_my_verifier(sample):
        system = lawdsl.loads(sample.text)[0]
        for law, holds in sample.truth.items():
            assert isinstance(system.verdict(law), Proved if holds else Refuted)
"""

from .constructions import cross_product, hamiltonian_field, tangent_field
from .elementary import elementary_samples, logarithmic_samples
from .everything import samples
from .flows import (
    Candidate,
    FlowSystem,
    buffered_flow,
    gradient_flow,
    momentum_flow,
    scaled_flow,
)
from .networks import network_samples
from .plain import PlainSystem
from .polynomial import Polynomial
from .sample import Sample
from .space import Space
from .strategies import (
    cross_product_systems,
    hamiltonian_systems,
    in_new_coordinates,
    perturbed,
    plain_systems,
    polynomials,
    tangent_systems,
)
from .symmetries import flow_systems, symmetric_maps

__all__ = [
    "Candidate",
    "FlowSystem",
    "PlainSystem",
    "Polynomial",
    "Sample",
    "Space",
    "buffered_flow",
    "cross_product",
    "cross_product_systems",
    "elementary_samples",
    "flow_systems",
    "gradient_flow",
    "hamiltonian_field",
    "hamiltonian_systems",
    "in_new_coordinates",
    "logarithmic_samples",
    "momentum_flow",
    "network_samples",
    "perturbed",
    "plain_systems",
    "polynomials",
    "samples",
    "scaled_flow",
    "symmetric_maps",
    "tangent_field",
    "tangent_systems",
]
