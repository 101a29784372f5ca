"""The modular screening, against ranks over a field computed one by one."""

import flint
import numpy as np

from lawdsl.conjecture.span import PRIME, compressed, contained


def inside(target, block):
    rows = [*block.tolist(), target.tolist()]
    return flint.nmod_mat(rows, PRIME).rank() == flint.nmod_mat(rows[:-1], PRIME).rank()


def test_containment():
    source = np.random.default_rng(5)
    blocks = source.integers(-2, 3, size=(200, 3, 4)) % PRIME
    target = source.integers(-2, 3, size=(1, 4)) % PRIME
    found = contained(target, blocks).tolist()
    assert found == [inside(target[0], block) for block in blocks]
    assert True in found
    assert False in found


def test_compression_keeps_containment():
    blocks = np.zeros((2, 2, 50), dtype=np.int64)
    blocks[0, 0, :3], blocks[0, 1, 1:9] = 5, PRIME - 2
    blocks[1, 0, 7], blocks[1, 1, 8] = 1, 1
    target = (blocks[0, :1] * 3 + blocks[0, 1:] * 4) % PRIME
    assert contained(target, blocks).tolist() == [True, False]
    vectors = compressed(np.concatenate([target[np.newaxis], blocks.reshape(2, 2, 50).reshape(4, 1, 50)]), 6)
    assert contained(vectors[0], vectors[1:].reshape(2, 2, 6)).tolist() == [True, False]
