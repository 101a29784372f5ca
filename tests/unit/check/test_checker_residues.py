"""Numbers modulo a prime, lanes of them, and ranks by blocks of lanes, at sizes around those of a block."""

from __future__ import annotations

import hashlib
import random
from fractions import Fraction

import flint
import pytest

from lawdsl.check.modular import BLOCK, LANES, PRIMES, STEP, Residues, Unknown, rank, width_of
from lawdsl.check.reading import Budget, RejectedError

BITS = sorted(PRIMES.values())


def pack(values, ring):
    return sum(value << place * ring.width for place, value in enumerate(values))


@pytest.mark.parametrize("bits", BITS)
def test_inverses_are_inverses(bits):
    ring = Residues(bits, 1)
    for value in (1, 2, 3, 12345, ring.prime - 1):
        assert ring.inverse(value) * value % ring.prime == 1
        assert ring.scalar(Fraction(1, value)) == ring.inverse(value)
    assert ring.scalar(Fraction(-3, 2)) * 2 % ring.prime == ring.prime - 3
    for value in (0, Unknown()):
        with pytest.raises(RejectedError, match="denominator is zero"):
            ring.inverse(value)
    for value in (Fraction(1, ring.prime), Fraction(5, 2 * ring.prime)):
        with pytest.raises(RejectedError, match="denominator is zero modulo"):
            ring.scalar(value)


def test_functions_of_residues():
    ring = Residues(31, 1)
    assert ring.exponential(5) == ring.exponential(0) == 1
    assert isinstance(ring.logarithm(5), Unknown)
    for value in (0, Unknown()):
        with pytest.raises(RejectedError, match="denominator"):
            ring.logarithm(value)
    with pytest.raises(RejectedError, match="root has no residue"):
        ring.root(4, 2)
    with pytest.raises(RejectedError, match="sign has no residue"):
        ring.sign(4)


def test_what_is_unknown_stays_so():
    unknown = Unknown()
    for value in (3, Fraction(1, 2), unknown):
        assert isinstance(unknown * value, Unknown)
        assert isinstance(value * unknown, Unknown)
        assert isinstance(unknown + value, Unknown)
        assert isinstance(value + unknown, Unknown)
    assert unknown * 0 == 0 * unknown == 0
    ring = Residues(31, 2)
    assert ring.reduced(unknown, 0) is ring.reduced(unknown, LANES) is unknown


@pytest.mark.parametrize("bits", BITS)
def test_lanes_are_reduced_each_by_itself(bits):
    ring = Residues(bits, 6)
    assert ring.reduced(5 * ring.prime + 3, 0) == ring.reduced(5 * ring.prime + 3, 2 * LANES) == 3
    source = random.Random(bits)
    values = [source.randrange(ring.prime**2 << 24) for _ in range(6)]
    for mask in (LANES, LANES | 2, LANES | 4):
        found = ring.reduced(pack(values, ring), mask)
        own = [found >> place * ring.width & (1 << ring.width) - 1 for place in range(6)]
        assert all(lane < 2 << bits for lane in own)
        assert [lane % ring.prime for lane in own] == [value % ring.prime for value in values]
        assert found < 1 << 6 * ring.width
    factor = source.randrange(1, ring.prime)
    found = ring.multiple(factor, pack(values, ring))
    own = [found >> place * ring.width & (1 << ring.width) - 1 for place in range(6)]
    assert [lane % ring.prime for lane in own] == [value * factor % ring.prime for value in values]


@pytest.mark.parametrize("bits", BITS)
def test_lanes_are_whole_bytes_with_room_for_sums(bits):
    width = width_of(bits)
    assert width % 8 == 0
    assert 2 * bits + 26 <= width < 2 * bits + 34
    ring = Residues(bits, 3)
    digest = hashlib.shake_256(b"a seed").digest(3 * width // 8)
    drawn = ring.drawn("a seed")
    for place in range(3):
        lane = int.from_bytes(digest[place * width // 8 : (place + 1) * width // 8], "little")
        assert drawn >> place * width & (1 << width) - 1 == lane & ring.prime


SHAPES = [(1, BLOCK + 1), (STEP + 1, 2), (3, BLOCK), (5, 2 * BLOCK), (5, 2 * BLOCK + 1), (2 * BLOCK + 3, 4)]


@pytest.mark.parametrize("bits", [19, 61])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("inner", [1, 2, 5])
def test_ranks_across_blocks(bits, shape, inner):
    """Sparse factors, so that pivots lie in several blocks and in the last lane of one."""
    height, width = shape
    source = random.Random(height * 100 + width * 10 + inner)
    ring = Residues(bits, width)

    def sparse(number):
        return [source.choice([0, 0, 0, 1, source.randrange(ring.prime)]) for _ in range(number)]

    left, right = [sparse(inner) for _ in range(height)], [sparse(width) for _ in range(inner)]
    rows = [[sum(a * b for a, b in zip(line, column, strict=True)) % ring.prime
             for column in zip(*right, strict=True)] for line in left]  # fmt: skip
    flat = [value for row in rows for value in row]
    expected = flint.fmpz_mod_mat(height, width, flat, flint.fmpz_mod_ctx(ring.prime)).rank()
    packed = [pack(row, ring) for row in rows]
    assert rank(packed, ring, min(shape), Budget()) == expected
    doubled = [row + (ring.prime << ring.width * (width - 1)) for row in packed]
    assert rank(doubled, ring, min(shape), Budget()) == expected
    for wanted in range(3):
        assert rank(packed, ring, wanted, Budget()) in (expected, wanted)
        assert rank(packed, ring, wanted, Budget()) <= max(wanted, 0)


def test_single_entries_in_every_lane():
    """A unit matrix, and one with a column twice."""
    size = 2 * BLOCK + 2
    ring = Residues(31, size)
    unit = [1 << place * ring.width for place in range(size)]
    assert rank(unit, ring, size, Budget()) == size
    assert rank(unit[:-1] + unit[:1], ring, size, Budget()) == size - 1
    assert rank([0] * 5, ring, 5, Budget()) == 0
    assert rank([], ring, 5, Budget()) == 0
    assert rank([ring.prime, ring.prime << ring.width * BLOCK], ring, 2, Budget()) == 0
