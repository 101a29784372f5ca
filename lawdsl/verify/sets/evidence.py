"""What a proof on a set rests on: identities between polynomials that anyone can check (MATH.md M12)."""

from __future__ import annotations

import copyreg
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal

import flint

from ...algebra.rings.polynomial import as_rational
from ...notation.record import record

Polynomial = Any
"""A flint.fmpq_mpoly; all of one Evidence have the same context."""


@record
class Identity:
    """``target ** power`` is the sum of the cofactors times the generators, in their order."""

    target: Polynomial
    power: int
    cofactors: tuple[Polynomial, ...]


@record
class Generator:
    """A polynomial that is zero on the set.

    ``given`` by the spec, or zero because a power of it is a combination of the generators before it
    (``radical``, with that identity), or because of the real numbers (``real``): a generator before it is a
    sum of squares, one of them this polynomial's, or is this polynomial times factors without real zeros.
    """

    polynomial: Polynomial
    origin: Literal["given", "radical", "real"]
    identity: Identity | None = None


@record
class Evidence:
    """The proof at one choice of the dimensions.

    ``names`` are those of the indeterminates, and ``denominator`` is what right-hand sides were multiplied by
    (None where it is no polynomial in them). ``derivatives`` show that the derivative of every generator
    along every X_alpha, times the denominator, is a combination of the generators, so that the set is
    invariant (M8); ``laws`` show the same of the derivatives of a law's components, or of a power (M9).
    """

    sizes: Mapping[str, int]
    names: tuple[str, ...]
    denominator: Polynomial | None
    generators: tuple[Generator, ...]
    derivatives: tuple[Identity, ...]
    laws: tuple[Identity, ...] = ()


def _plain(polynomial: Polynomial) -> tuple[Any, ...]:
    """What a polynomial is made of, since those of FLINT cannot be sent to another process."""
    context = polynomial.context()
    terms = {exponents: as_rational(value) for exponents, value in polynomial.to_dict().items()}
    return _polynomial, (context.names(), context.ordering().name, terms)


def _polynomial(names: tuple[str, ...], order: str, terms: Mapping[tuple[int, ...], Fraction]) -> Polynomial:
    context = flint.fmpq_mpoly_ctx.get(names, flint.Ordering[order])
    exact = {powers: flint.fmpq(value.numerator, value.denominator) for powers, value in terms.items()}
    return context.from_dict(exact)


copyreg.pickle(flint.fmpq_mpoly, _plain)
