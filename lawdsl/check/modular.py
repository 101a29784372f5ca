"""Ranks from below: brackets of fields and gradients of laws at a point modulo a prime (MATH M4-M7).

Many vectors are one long integer here: *lanes* of fixed width, one residue each, so that one product of
Python's integers multiplies all of them by a number. Only the last letter of a bracket word and the seeds of
a gradient are packed; a word is linear in that letter, so lanes never multiply lanes. Lanes live in the part
LANES of a jet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from .network import Jet, Network, Ring
from .reading import RejectedError
from .reals import Reals

LANES = 1
"""The generator whose part is packed."""
PRIMES = {str(2**bits - 1): bits for bits in (19, 31, 61, 89, 107, 127)}
"""Mersenne primes: the only moduli there are, so that nobody has to test for primality."""
SPARE = 26
"""Bits of a lane beyond a product of two residues: sums of 2^25 products fit, `network` has fewer terms."""
MAX_LANES = 20_000
MAX_LETTERS = 12
MAX_ENTRIES = 100_000_000


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
        self.width = (2 * bits + SPARE + 7) // 8 * 8
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
        length = (self.width * self.lanes + 7) // 8
        drawn = int.from_bytes(hashlib.shake_256(seed.encode()).digest(length), "little")
        return drawn & self._low


def rank(rows: Iterable[int], ring: Residues, wanted: int) -> int:
    """The rank of a matrix whose rows are lanes, by elimination, or ``wanted`` as soon as it is reached.

    At most the generic rank (MATH M6). A pivot is kept from its first lane on, where it is 1.
    """
    pivots: dict[int, int] = {}
    one_lane = (1 << ring.width) - 1
    for row in rows:
        if len(pivots) >= wanted:
            break
        place = 0
        while row:
            value = (row & one_lane) % ring.prime
            if value and place not in pivots:
                inverse = pow(value, -1, ring.prime)
                pivots[place] = ring.reduced(inverse * ring.reduced(row, LANES), LANES)
                break
            if value:
                row += (ring.prime - value) * pivots[place]
            row >>= ring.width
            place += 1
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
    lanes, mask = ring.drawn(seed), (1 << ring.width) - 1
    return [(lanes >> place * ring.width & mask) % ring.prime for place in range(count)]


def jacobian(
    network: Network, laws: list[int], bits: int, point: dict[int, Jet]
) -> tuple[list[int], Residues]:
    """The gradients of all components at a point, a row for each coordinate and a lane for each component."""
    ring = Residues(bits, len(laws))
    _check_size(network, len(laws), 1)
    _check_elimination(network, ring.width, [len(laws)])
    order, values = network.order(laws), dict(point)
    network.forward(order, ring, values)
    seeds: dict[int, list[Jet]] = {}
    for lane, node in enumerate(laws):
        seeds.setdefault(node, []).append({LANES: 1 << lane * ring.width})
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
    """
    rows, filled = [0] * len(network.state), 0
    _check_elimination(network, Residues(bits, 1).width, [lanes + 1 for _, lanes in blocks])
    for number, (letters, lanes) in enumerate(blocks):
        found, ring = words(network, bits, point, letters, lanes, f"{seed} {number}")
        rows = [row | own << filled * ring.width for row, own in zip(rows, found, strict=True)]
        filled += ring.lanes
    return rows, Residues(bits, filled)


def words(
    network: Network, bits: int, point: dict[int, Jet], letters: int, lanes: int, seed: str
) -> tuple[list[int], Residues]:
    """One block of `brackets`."""
    ring = Residues(bits, lanes)
    _check_size(network, lanes, letters)
    word = [_letter(network, bits, f"{seed} {letter}") for letter in range(letters - 1)]
    values = _bracket(network, ring, [*word, _last_letter(network, ring, seed)], dict(point), 2 * LANES)
    rows = [value.get(LANES, 0) << ring.width | _known(value.get(0, 0)) for value in values]
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
    return {
        leaf: {**first[leaf], LANES: ring.drawn(f"{seed} last {at}")}
        for at, leaf in enumerate(network.cotangents)
    }


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
        found = network.backward(order, ring, values, {node: [{0: 1}]}, set(network.state))
        yield [found.get(leaf, {}).get(0, 0) for leaf in network.state]


def real_brackets(
    network: Network, point: dict[int, Jet], blocks: list[tuple[int, int]], seed: str
) -> Iterator[list[Any]]:
    """Values of words at a real point, one after the other: a block (letters, words) has so many words."""
    for number, (letters, words_) in enumerate(blocks):
        _check_size(network, words_, letters)
        for word in range(words_):
            drawn = [_small_letter(network, f"{seed} {number} {word} {letter}") for letter in range(letters)]
            yield [
                jet.get(0, 0)
                for jet in _bracket(network, Reals(network.budget), drawn, dict(point), 2 * LANES)
            ]


def _small_letter(network: Network, seed: str) -> dict[int, Jet]:
    """A cotangent of odd integers from -7 to 7: none is zero, so that all have a sign."""
    drawn = _numbers(seed, len(network.cotangents), 31)
    return {leaf: {0: value % 8 * 2 - 7} for leaf, value in zip(network.cotangents, drawn, strict=True)}


def _check_size(network: Network, lanes: int, letters: int) -> None:
    entries = len(network.nodes) * (lanes + 1) * letters
    if lanes > MAX_LANES or letters > MAX_LETTERS or entries > MAX_ENTRIES:
        raise RejectedError("words or gradients that take more memory than the checker has")
    network.budget.spend(1_000 + entries // 20)


def _check_elimination(network: Network, width: int, blocks: list[int]) -> None:
    """Count what it takes to put blocks of lanes side by side, and `rank`: rows times pivots get shorter."""
    height, lanes = len(network.state), sum(blocks)
    steps = height * (min(height, lanes) + len(blocks))
    network.budget.spend(steps * (4 + lanes * width // 1_000) // 2)
