"""Ranks from below: brackets of fields and gradients of laws at a point modulo a prime (MATH M4-M7).

Many vectors are one long integer here: *lanes* of fixed width, one residue each, so that one product of
Python's integers multiplies all of them by a number. Only the last letter of a bracket word and the seeds of
a gradient are packed; a word is linear in that letter, so lanes never multiply lanes. Lanes live in the part
LANES of a jet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import chain, count
from typing import Any

from .network import Jet, Network, Ring
from .reading import Budget, RejectedError
from .reals import Reals

LANES = 1
"""The generator whose part is packed."""
PRIMES = {str(2**bits - 1): bits for bits in (19, 31, 61, 89, 107, 127)}
"""Mersenne primes: the only moduli there are, so that nobody has to test for primality."""
SPARE = 26
"""Bits of a lane beyond a product of two residues: sums of 2^25 products fit, `network` has fewer terms."""
MAX_LANES = 20_000
MAX_LETTERS = 12
MAX_WORDS = 40_000_000
"""Of 64 bits, in all lanes of one kind that are kept at a time."""
BLOCK = 16
"""Lanes of a row that are eliminated together."""
STEP = 7
"""From one row to the next."""
SHIFTED = 2_000
"""Bits of a row that are moved, multiplied and added to for one operation of the budget."""


class Unknown:
    """A number without a residue, which no result may depend on."""

    def __add__(self, other: object) -> Unknown:
        return self

    def __mul__(self, other: object) -> Any:
        return 0 if isinstance(other, int) and not other else self

    __radd__ = __add__
    __rmul__ = __mul__


class Residues:
    """Numbers modulo 2^b - 1, and lanes of them, where x = h 2^b + l is h + l."""

    def __init__(self, bits: int, lanes: int) -> None:
        self.bits = bits
        self.prime = 2**bits - 1
        self.width = width_of(bits)
        self.lanes = lanes
        ones = ((1 << self.width * lanes) - 1) // ((1 << self.width) - 1)
        self._low: int = ones * self.prime
        self._high = ones * ((1 << self.width - bits) - 1)

    def scalar(self, value: Any) -> int:
        """The residue of a rational number."""
        if value.denominator % self.prime == 0:
            raise RejectedError("a denominator is zero modulo the prime")
        return int(value.numerator * pow(value.denominator, -1, self.prime) % self.prime)

    def reduced(self, value: Any, mask: int) -> Any:
        """A residue below the prime; lanes of at most b + 1 bits."""
        if isinstance(value, Unknown):
            return value
        if not mask & LANES:
            return value % self.prime
        for _ in range(3):
            value = (value & self._low) + (value >> self.bits & self._high)
        return value

    def multiple(self, number: int, lanes: int) -> int:
        """Lanes times a number, reduced."""
        return int(self.reduced(number * self.reduced(lanes, LANES), LANES))

    def added(self, left: Any, right: Any) -> Any:
        """A sum, not reduced: a lane has room for many."""
        return left + right

    def inverse(self, value: Any) -> int:
        """One over a number."""
        if isinstance(value, Unknown) or not value:
            raise RejectedError("a denominator is zero at the point modulo the prime")
        return int(pow(value, -1, self.prime))

    def exponential(self, _value: Any) -> int:
        """Any number but zero: what is counted does not depend on it (see `claims`)."""
        return 1

    def logarithm(self, value: Any) -> Unknown:
        """Unknown."""
        self.inverse(value)
        return Unknown()

    def root(self, _value: Any, _degree: int) -> int:
        """None: a root modulo a prime says nothing about the positive one."""
        raise RejectedError("a root has no residue")

    def sign(self, _value: Any) -> int:
        """None."""
        raise RejectedError("a sign has no residue")

    def drawn(self, seed: str) -> int:
        """As many lanes as there are, from SHAKE-256 of the seed in ASCII, cut to b bits each."""
        length = self.width // 8 * self.lanes
        drawn = int.from_bytes(hashlib.shake_256(seed.encode()).digest(length), "little")
        return drawn & self._low


def width_of(bits: int) -> int:
    """The bits of a lane, whole bytes."""
    return (2 * bits + SPARE + 7) // 8 * 8


def rank(rows: list[int], ring: Residues, wanted: int, budget: Budget) -> int:
    """The rank of a matrix whose rows are lanes, by elimination, or ``wanted`` as soon as it is reached.

    At most the generic rank (MATH M6). The lanes of a block are looked at one by one, what lies beyond it is
    moved once for all of them. Rows that follow each other are often alike, so they are taken far apart.
    """
    one_lane, one_block = (1 << ring.width) - 1, (1 << ring.width * BLOCK) - 1
    pivots: dict[int, tuple[int, int]] = {}
    for row in chain.from_iterable(rows[first::STEP] for first in range(STEP)):
        if len(pivots) >= wanted:
            break
        for start in count(0, BLOCK):
            budget.spend(BLOCK)
            block, row = row & one_block, row >> ring.width * BLOCK
            for place in range(start, start + BLOCK):
                value = (block & one_lane) % ring.prime
                if value and place not in pivots:
                    inverse = pow(value, -1, ring.prime)
                    pivots[place] = ring.multiple(inverse, block), ring.multiple(inverse, row)
                    block = row = 0
                elif value:
                    budget.spend(1 + row.bit_length() // SHIFTED)
                    head, tail = pivots[place]
                    block += (ring.prime - value) * head
                    row += (ring.prime - value) * tail
                block >>= ring.width
            if not row:
                break
    return len(pivots)


def random_point(network: Network, bits: int, seed: str) -> dict[int, Jet]:
    """A point modulo the prime for state and constants; any point will do (MATH M6)."""
    system = network.system
    leaves = [
        network.leaf(name, at) for name in system.tensors() for at in network.places(system.shapes[name])
    ]
    return {leaf: {0: value} for leaf, value in zip(leaves, _numbers(seed, len(leaves), bits), strict=True)}


def _numbers(seed: str, count: int, bits: int) -> list[int]:
    ring = Residues(bits, count)
    step = ring.width // 8
    lanes = ring.drawn(seed).to_bytes(step * count, "little")
    return [int.from_bytes(lanes[at : at + step], "little") % ring.prime for at in range(0, len(lanes), step)]


def jacobian(
    network: Network, laws: list[int], bits: int, point: dict[int, Jet]
) -> tuple[list[int], Residues]:
    """The gradients at a point: a row for each coordinate, and a lane for each component, equal ones once."""
    components = dict.fromkeys(laws)
    _check_size(network, len(components), 1, bits)
    ring = Residues(bits, len(components))
    order, values = network.order(laws), dict(point)
    network.forward(order, ring, values)
    seeds = [(node, {LANES: 1 << lane * ring.width}) for lane, node in enumerate(components)]
    network.budget.spend(len(seeds) + len(seeds) ** 2 * ring.width // SHIFTED)
    found = network.backward(order, ring, values, seeds, set(network.state))
    return [_known(found.get(leaf, {}).get(LANES, 0)) for leaf in network.state], ring


def _known(value: Any) -> int:
    if not isinstance(value, int):
        raise RejectedError("a gradient depends on the value of a logarithm")
    return value


def brackets(
    network: Network, bits: int, point: dict[int, Jet], blocks: list[tuple[int, int]], seed: str
) -> tuple[list[int], Residues]:
    """Values of words [X_a, [X_b, ...]] at a point, a row for each coordinate (MATH M5).

    A block (letters, lanes) has one word for each lane, that differ in the last letter only, and one more.
    With a lane for each cotangent they are the derivatives by one cotangent each: many entries may be zero.
    """
    rows, filled = [0] * len(network.state), 0
    for number, (letters, lanes) in enumerate(blocks):
        _check_size(network, filled + lanes, 1, bits)
        found, ring = words(network, bits, point, letters, lanes, f"{seed} {number}")
        rows = [row | own << filled * ring.width for row, own in zip(rows, found, strict=True)]
        filled += ring.lanes
    return rows, Residues(bits, filled)


def words(
    network: Network, bits: int, point: dict[int, Jet], letters: int, lanes: int, seed: str
) -> tuple[list[int], Residues]:
    """One block of `brackets`."""
    _check_size(network, lanes, letters, bits)
    ring = Residues(bits, lanes)
    word = [_letter(network, bits, f"{seed} {letter}") for letter in range(letters - 1)]
    values = _bracket(network, ring, [*word, _last_letter(network, ring, seed)], dict(point), 2 * LANES)
    rows = [_known(value.get(0, 0)) << ring.width * lanes | value.get(LANES, 0) for value in values]
    return rows, Residues(bits, lanes + 1)


def _letter(network: Network, bits: int, seed: str) -> dict[int, Jet]:
    """A cotangent G for the field X_G."""
    drawn = _numbers(seed, len(network.cotangents), bits)
    return {leaf: {0: value} for leaf, value in zip(network.cotangents, drawn, strict=True)}


def _last_letter(network: Network, ring: Residues, seed: str) -> dict[int, Jet]:
    """G + H with H in lanes: what is linear in H of X_(G + H) is spanned by the generators (MATH M5).

    A law is kept by X_(G + sH) for every number s, and so by the derivative by s.
    """
    first = _letter(network, ring.bits, f"{seed} last")
    drawn = ring.lanes < len(network.cotangents)
    lanes = [ring.drawn(f"{seed} last {at}") if drawn else 1 << at * ring.width for at in range(len(first))]
    return {leaf: {**jet, LANES: own} for (leaf, jet), own in zip(first.items(), lanes, strict=True)}


def _bracket(
    network: Network, ring: Ring, word: list[dict[int, Jet]], point: dict[int, Jet], generator: int
) -> list[Jet]:
    """The field of a word at a point: [X, Y] = DY X - DX Y by one generator more (MATH section 3)."""
    first, *rest = word
    if not rest:
        return network.motion(ring, {**point, **first})
    along = network.motion(ring, {**point, **first})
    moved = _bracket(network, ring, rest, _shifted(network, point, along, generator), 2 * generator)
    inner = [{mask: part for mask, part in jet.items() if not mask & generator} for jet in moved]
    back = network.motion(ring, {**_shifted(network, point, inner, generator), **first})
    return [_difference(ring, a, b, generator) for a, b in zip(moved, back, strict=True)]


def _shifted(network: Network, point: dict[int, Jet], direction: list[Jet], generator: int) -> dict[int, Jet]:
    moved = dict(point)
    for leaf, jet in zip(network.state, direction, strict=True):
        moved[leaf] = {**point[leaf], **{mask | generator: part for mask, part in jet.items()}}
    return moved


def _difference(ring: Ring, left: Jet, right: Jet, generator: int) -> Jet:
    """The parts with the generator, subtracted."""
    result = {mask ^ generator: part for mask, part in left.items() if mask & generator}
    for mask, part in right.items():
        if mask & generator:
            rest = mask ^ generator
            result[rest] = ring.reduced(result.get(rest, 0) + ring.scalar(-1) * part, rest)
    return result


def real_jacobian(network: Network, laws: list[int], point: dict[int, Jet]) -> Iterator[list[Any]]:
    """The gradients of all components at a real point, one after the other."""
    ring, order, values = Reals(network.budget), network.order(laws), dict(point)
    network.forward(order, ring, values)
    for node in laws:
        found = network.backward(order, ring, values, [(node, {0: 1})], set(network.state))
        yield [found.get(leaf, {}).get(0, 0) for leaf in network.state]


def real_brackets(
    network: Network, point: dict[int, Jet], blocks: list[tuple[int, int]], seed: str
) -> Iterator[list[Any]]:
    """Values of words at a real point, one after the other: a block (letters, words) has so many words."""
    for number, (letters, words_) in enumerate(blocks):
        _check_size(network, words_, letters, 0)
        for word in range(words_):
            network.budget.spend(100)
            drawn = [_small_letter(network, f"{seed} {number} {word} {letter}") for letter in range(letters)]
            yield [
                jet.get(0, 0)
                for jet in _bracket(network, Reals(network.budget), drawn, dict(point), 2 * LANES)
            ]


def _small_letter(network: Network, seed: str) -> dict[int, Jet]:
    """A cotangent of odd integers from -7 to 7: none is zero, so that all have a sign."""
    drawn = _numbers(seed, len(network.cotangents), 31)
    return {leaf: {0: value % 8 * 2 - 7} for leaf, value in zip(network.cotangents, drawn, strict=True)}


def _check_size(network: Network, lanes: int, letters: int, bits: int) -> None:
    """Count what lanes of all nodes cost; RejectedError for more than there is memory for."""
    words = len(network.nodes) * (lanes + 1) * letters * width_of(bits) // 64
    if lanes > MAX_LANES or letters > MAX_LETTERS or words > MAX_WORDS:
        raise RejectedError("words or gradients that take more memory than the checker has")
    network.budget.spend(10 + words // 20)
