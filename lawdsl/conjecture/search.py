"""The smallest closed formula that explains numbers at points, by exact linear algebra over a dictionary.

The dictionary has the products of the dimensions up to a total degree and, for excesses e = max(0, L),
the products e, e² and e times a dimension. Dictionaries are tried from small to large; the excesses of a
dictionary are found modulo a prime and the coefficients by elimination over the rationals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import gcd

import flint
import numpy as np

from .formula import Excess, Formula, LinearForm, Monomial, Point, Width, monomial_value
from .span import PRIME, Vectors, cleared, compressed, contained

SPARE = 3
"""Points beyond the number of coefficients that a formula has to explain, for each excess once more."""
PAIRED = 300
"""The simplest excesses, of which pairs are tried."""
EXAMINED = 200
"""The most sets of excesses of one dictionary that are solved for exactly."""
LARGEST_CONSTANT = 3


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Which products a formula may consist of: polynomials, and products with each of some excesses."""

    degree: int
    excesses: int
    squares: bool = False
    mixed: bool = False

    def polynomials(self, names: Sequence[str]) -> list[Monomial]:
        """The products of dimensions alone, low degrees first."""
        widths = [Width(name) for name in names]
        degrees = range(self.degree + 1)
        return [chosen for degree in degrees for chosen in combinations_with_replacement(widths, degree)]

    def block(self, excess: Excess, names: Sequence[str]) -> list[Monomial]:
        """The products with an excess."""
        partners: list[Monomial] = [(), *([(excess,)] if self.squares else [])]
        partners += [(Width(name),) for name in names] if self.mixed else []
        return [(excess, *partner) for partner in partners]


DICTIONARIES = (
    Dictionary(1, 0),
    Dictionary(2, 0),
    Dictionary(1, 1),
    Dictionary(2, 1, squares=True),
    Dictionary(2, 1, squares=True, mixed=True),
    Dictionary(1, 2),
    Dictionary(2, 2, squares=True),
    Dictionary(3, 0),
    Dictionary(2, 2, squares=True, mixed=True),
)
"""From small to large."""


def smallest_formula(values: Mapping[tuple[int, ...], int], names: Sequence[str]) -> Formula | None:
    """The formula of the first dictionary that gives all values, or None.

    ``values`` goes from the sizes of the named dimensions to the number that is to be explained.
    """
    points = [dict(zip(names, sizes, strict=True)) for sizes in values]
    numbers = list(values.values())
    excesses = distinct_excesses(points, names)
    for dictionary in DICTIONARIES:
        explained = list(_explanations(dictionary, points, numbers, names, excesses))
        if explained:
            return min(explained, key=_size)
    return None


def distinct_excesses(points: Sequence[Point], names: Sequence[str]) -> list[Excess]:
    """Excesses that are neither zero nor linear on the points, the simplest first, equal ones once."""
    largest = 2 if len(names) <= 3 else 1
    forms = sorted(_forms(names, largest), key=_form_size)
    found: dict[tuple[int, ...], Excess] = {}
    for form in forms:
        excess = Excess(form)
        values = tuple(excess.value(point) for point in points)
        if any(values) and min(form.value(point) for point in points) < 0:
            found.setdefault(values, excess)
    return list(found.values())


def _forms(names: Sequence[str], largest: int) -> Iterator[LinearForm]:
    spans = [range(-largest, largest + 1)] * len(names)
    for *factors, constant in product(*spans, range(-LARGEST_CONSTANT, LARGEST_CONSTANT + 1)):
        if gcd(*factors, constant) == 1:
            named = zip(names, factors, strict=True)
            yield LinearForm(tuple((name, factor) for name, factor in named if factor), constant)


def _form_size(form: LinearForm) -> tuple[int, int, int]:
    factors = [factor for _, factor in form.coefficients]
    return sum(map(abs, factors)) + abs(form.constant), abs(form.constant), -sum(factors)


def _size(formula: Formula) -> tuple[int, int]:
    """How much there is to read: terms and linear forms first, the numbers in the coefficients after that."""
    forms = [_form_size(excess.form)[0] for excess in formula.excesses()]
    heights = [abs(factor.numerator) + factor.denominator for _, factor in formula.terms]
    return len(formula.terms) + sum(forms), sum(heights)


def _explanations(
    dictionary: Dictionary,
    points: Sequence[Point],
    numbers: Sequence[int],
    names: Sequence[str],
    excesses: Sequence[Excess],
) -> Iterator[Formula]:
    """All formulas over the dictionary, one for each set of excesses that works."""
    screen = _Screen(dictionary, points, numbers, names)
    for chosen in screen.candidates(excesses):
        blocks = [monomial for excess in chosen for monomial in dictionary.block(excess, names)]
        spare = SPARE * (1 + len(chosen))
        formula = solve([*dictionary.polynomials(names), *blocks], points, numbers, spare)
        if formula is not None:
            yield formula


def solve(
    monomials: Sequence[Monomial], points: Sequence[Point], numbers: Sequence[int], spare: int
) -> Formula | None:
    """The combination of the monomials with these values; later ones are used only where needed.

    None when there is none, or when fewer than ``spare`` points more than coefficients back it.
    """
    rows = [
        [*(monomial_value(monomial, point) for monomial in monomials), number]
        for point, number in zip(points, numbers, strict=True)
    ]
    entries = [entry for row in rows for entry in row]
    reduced, rank = flint.fmpq_mat(len(rows), len(monomials) + 1, entries).rref()
    leads = [_leading(reduced, row) for row in range(rank)]
    if (leads and leads[-1] == len(monomials)) or len(points) < rank + spare:
        return None
    solved = [(monomials[lead], reduced[row, len(monomials)]) for row, lead in enumerate(leads)]
    return Formula(tuple((monomial, Fraction(int(q.p), int(q.q))) for monomial, q in solved if q))


def _leading(matrix: flint.fmpq_mat, row: int) -> int:
    return next(column for column in range(matrix.ncols()) if matrix[row, column])


class _Screen:
    """Finds the sets of excesses for which a dictionary may explain the numbers."""

    def __init__(
        self, dictionary: Dictionary, points: Sequence[Point], numbers: Sequence[int], names: Sequence[str]
    ) -> None:
        self.dictionary, self.points, self.names = dictionary, points, names
        self.polynomials = self._values(dictionary.polynomials(names))
        self.numbers = np.array([numbers], dtype=np.int64) % PRIME

    def candidates(self, excesses: Sequence[Excess]) -> Iterator[tuple[Excess, ...]]:
        """Sets of excesses, the simplest first."""
        match self.dictionary.excesses:
            case 0:
                yield ()
            case 1:
                yield from self._single(excesses)
            case _:
                yield from self._pairs(excesses[:PAIRED])

    def _single(self, excesses: Sequence[Excess]) -> Iterator[tuple[Excess, ...]]:
        target, blocks = self._quotient(excesses)
        for place in np.flatnonzero(contained(target, blocks)).tolist()[:EXAMINED]:
            yield (excesses[place],)

    def _pairs(self, excesses: Sequence[Excess]) -> Iterator[tuple[Excess, ...]]:
        target, blocks = self._quotient(excesses)
        examined = 0
        for first in range(len(excesses) - 1):
            vectors = np.concatenate([target, *blocks[first:]])[np.newaxis]
            for row in range(blocks.shape[1]):
                vectors = cleared(vectors, vectors[:, 1 + row])
            later = vectors[0, 1 + blocks.shape[1] :].reshape(-1, *blocks.shape[1:])
            for place in np.flatnonzero(contained(vectors[0, :1], later)).tolist():
                examined += 1
                if examined > EXAMINED:
                    return
                yield excesses[first], excesses[first + 1 + place]

    def _quotient(self, excesses: Sequence[Excess]) -> tuple[Vectors, Vectors]:
        """The numbers and the block of each excess modulo the polynomials, in few coordinates."""
        width = len(self.dictionary.block(excesses[0], self.names)) if excesses else 1
        blocks = [self._values(self.dictionary.block(excess, self.names)) for excess in excesses]
        vectors = np.concatenate([self.polynomials, self.numbers, *blocks])
        count = len(self.polynomials)
        coordinates = min(count + 2 * width + 4, len(self.points))
        work = compressed(vectors, coordinates)[np.newaxis]
        for row in range(count):
            work = cleared(work, work[:, row])
        rest = work[0, count:]
        return rest[:1], rest[1:].reshape(-1, width, coordinates)

    def _values(self, monomials: Sequence[Monomial]) -> Vectors:
        values = [[monomial_value(monomial, point) for point in self.points] for monomial in monomials]
        return np.array(values, dtype=np.int64) % PRIME
