"""Signs read off a domain hold at its points."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from lawdsl.algebra.rings.polynomial import PolynomialRing
from lawdsl.algebra.rings.tower import Plan, Tower
from lawdsl.verify.proofs.orthant import Orthant
from lawdsl.verify.refutations.enclosure import rounded

bounds = st.sampled_from([(None, None), (0, None), (None, 0), (1, None), (-1, 1), (0, 1), (None, -1), (2, 3)])
terms = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 3)),
    st.fractions(-2, 2, max_denominator=2).filter(bool),
    min_size=1,
    max_size=4,
)


def inside(low, high, part: Fraction) -> Fraction:
    """A number inside of an interval, for a part between 0 and 1."""
    if low is not None and high is not None:
        return low + (high - low) * part
    beyond = part / (1 - part)
    if low is not None:
        return low + beyond
    return high - beyond if high is not None else 4 * part - 2


@given(terms, bounds, bounds, st.lists(st.fractions(0, 1), min_size=2, max_size=2).map(tuple))
@settings(max_examples=400, deadline=None)
def test_signs_hold_at_points(found, first, second, parts):
    tower_ring = PolynomialRing([*Tower.names(8), "x", "y"], 10**6, "lex")
    tower = Tower(tower_ring, Plan())
    x, y = tower_ring.context.gens()[8:]
    polynomial = sum((x**a * y**b * (c.numerator) / c.denominator for (a, b), c in found.items()), 0 * x)
    orthant = Orthant(
        [tuple(None if end is None else Fraction(end) for end in item) for item in (first, second)]
    )
    parts = [min(max(part, Fraction(1, 50)), Fraction(49, 50)) for part in parts]
    at = [inside(*item, part) for item, part in zip((first, second), parts, strict=True)]
    value = sum((c * at[0] ** a * at[1] ** b for (a, b), c in found.items()), Fraction(0))
    sign = orthant(polynomial, tower)
    if sign is not None:
        assert value * sign >= 0
    if orthant.excludes_zero(polynomial, tower):
        assert sign is not None
        assert value


def test_signs_that_a_shift_shows():
    ring = PolynomialRing([*Tower.names(8), "x"], 10**6, "lex")
    tower, x = Tower(ring, Plan()), ring.context.gens()[8]
    between = Orthant([(Fraction(1), Fraction(2))])
    found = [between(item, tower) for item in (x - 1, x - 2, x**2 - 1, x - 3, 2 * x - 3)]
    assert found == [1, -1, 1, -1, None]
    assert Orthant([(None, None)])(x**2, tower) == 1
    assert not Orthant([(None, None)]).excludes_zero(x**2, tower)
    assert Orthant([(None, None)]).excludes_zero(x**2 + 1, tower)


@given(st.fractions(), st.fractions(min_value=0))
def test_enclosures_are_rounded_outwards(lower, width):
    found = rounded(lower, lower + width)
    assert found.lower <= lower
    assert found.upper >= lower + width
    assert (found.lower > 0) == (lower > 0)
    assert (found.upper < 0) == (lower + width < 0)


def test_enclosures_are_written_shortly():
    assert str(rounded(Fraction(1, 4), Fraction(5, 2))) == "[0.25, 2.5]"
    assert len(str(rounded(Fraction(1, 3), Fraction(2, 3)))) < 40
    assert str(rounded(Fraction(1, 3), Fraction(10**400))).startswith("[0.3333333333")
    assert str(rounded(Fraction(-(10**30)), Fraction(0))) == "[-1e+30, 0]"
