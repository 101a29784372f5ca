"""Which of many small subspaces contain a vector: a screening modulo a prime, all subspaces at once.

Vectors are integer arrays whose last axis has the coordinates. A positive answer may be an accident of
the prime: what passes is solved for exactly afterwards.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

PRIME = 2**31 - 1
"""Products of two residues fit into 64 bits."""

Vectors = NDArray[np.int64]


def contained(target: Vectors, blocks: Vectors) -> NDArray[np.bool_]:
    """Whether the rows of each block span a subspace that contains the target.

    ``blocks`` has shape (blocks, rows, coordinates), ``target`` one vector for all of them.
    """
    rest = np.broadcast_to(target, (len(blocks), target.shape[-1]))[:, np.newaxis]
    work = np.concatenate([blocks, rest], axis=1)
    for row in range(blocks.shape[1]):
        work = cleared(work, work[:, row])
    inside: NDArray[np.bool_] = np.logical_not(work[:, -1].any(axis=-1))
    return inside


def cleared(vectors: Vectors, pivots: Vectors) -> Vectors:
    """The vectors modulo a pivot vector for each stack, up to factors that do not vanish.

    ``vectors`` has shape (stacks, rows, coordinates), ``pivots`` (stacks, coordinates). The pivot itself
    becomes zero; a zero pivot changes nothing. Division-free, so that all stacks take the same products.
    """
    place = np.argmax(pivots != 0, axis=-1)
    leading = np.take_along_axis(pivots, place[:, np.newaxis], axis=-1)
    lead = np.where(leading == 0, 1, leading)[:, np.newaxis]
    entries = np.take_along_axis(vectors, place[:, np.newaxis, np.newaxis], axis=-1)
    scaled = vectors * lead % PRIME
    return (scaled - entries * pivots[:, np.newaxis] % PRIME) % PRIME


def compressed(vectors: Vectors, coordinates: int) -> Vectors:
    """The vectors under random linear functionals: containment is kept, and almost surely its opposite."""
    source = np.random.default_rng(coordinates)
    functionals = source.integers(0, PRIME, size=(vectors.shape[-1], coordinates))
    result = np.zeros((*vectors.shape[:-1], coordinates), dtype=np.int64)
    for place in range(vectors.shape[-1]):
        result = (result + vectors[..., place, np.newaxis] * functionals[place]) % PRIME
    return result
