"""Products of jets that are formed together are those that are formed one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdsl.algebra.rings import modular_jet
from lawdsl.algebra.rings.jet import Jet, JetRing
from lawdsl.algebra.rings.modular import ModularRing
from lawdsl.algebra.rings.modular_jet import ModularJetRing

PRIME = 8388593
BASE = ModularRing(PRIME)
SIZES = {0: 2, 1: 3, 2: 1}
masks = st.sets(st.integers(1, 15)).map(lambda chosen: sorted({0, *chosen}))
# What the operands carry and what is kept: entrywise, outer, inner and mixed products, all with scalars too.
contractions = st.sampled_from(
    [
        ((), (), ()),
        ((0, 1), (1, 0), (0, 1)),
        ((0,), (1, 2), (2, 0, 1)),
        ((0, 1), (1, 2), (0, 2)),
        ((0, 1), (1, 0), ()),
        ((1,), (), (1,)),
        ((1, 0), (0, 1), (0,)),
    ]
)


def drawn(source, chosen, axes, batches):
    """A jet whose parts have batches of length 1 or 3."""
    shape = [SIZES[axis] for axis in axes]
    return Jet({mask: BASE.draw(source, (batches[mask % 2], *shape)) for mask in chosen})


def residues(jet, batch):
    shapes = {mask: (batch, *part.shape[1:]) for mask, part in jet.parts.items()}
    return {
        mask: np.broadcast_to(part % PRIME, shapes[mask]).tolist() for mask, part in sorted(jet.parts.items())
    }


@pytest.mark.parametrize("together", [modular_jet.TOGETHER, 60, 1])
@given(masks, masks, contractions, st.sampled_from([(1, 1), (1, 3), (3, 3)]), st.integers(0, 2**32))
def test_products_formed_together_are_those_one_by_one(together, first, second, axes, batches, seed):
    source = np.random.default_rng(seed)
    left, right = (
        drawn(source, chosen, operand, batches)
        for chosen, operand in zip((first, second), axes[:2], strict=True)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(modular_jet, "FEWEST", 1)
        patch.setattr(modular_jet, "TOGETHER", together)
        found = ModularJetRing(BASE, 4).contract(left, right, *axes)
    expected = JetRing(BASE, 4).contract(left, right, *axes)
    assert residues(found, max(batches)) == residues(expected, max(batches))


def test_large_arrays_are_multiplied_one_by_one(monkeypatch):
    monkeypatch.setattr(ModularJetRing, "_together", None)
    source = np.random.default_rng(1)
    side = modular_jet.SMALL + 1
    left, right = (Jet({mask: BASE.draw(source, (1, side)) for mask in range(4)}) for _ in range(2))
    ring = ModularJetRing(BASE, 2)
    assert set(ring.contract(left, right, (0,), (0,), (0,)).parts) == set(range(4))
    with pytest.raises(TypeError):
        ring.contract(
            *(Jet({mask: part[:, :1] for mask, part in jet.parts.items()}) for jet in (left, right)),
            *[(0,)] * 3,
        )
