"""Polynomials cut up by the variables that an ideal does not know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import flint

from .division import total


class Blocks:
    """Polynomials of a context as sums of monomials in some variables times polynomials in the others.

    An ideal that some variables generate is divided by block by block, in a small context of its own with the
    graded reverse lexicographic order: the monomials in front change nothing.
    """

    def __init__(self, context: Any, inside: Sequence[int]) -> None:
        self.context = context
        self.inside = tuple(inside)
        chosen = set(inside)
        self._outside = tuple(place for place in range(context.nvars()) if place not in chosen)
        names = context.names()
        self.inner = flint.fmpq_mpoly_ctx.get([names[place] for place in inside], "degrevlex")
        self._places = dict(enumerate(self.inside))
        self._positions = {place: position for position, place in enumerate(self.inside)}

    def cut(self, polynomial: Any) -> list[tuple[Any, Any]]:
        """Pairs of a monomial of the context and a polynomial of the inner context."""
        if not len(polynomial):
            return []
        highest = polynomial.degrees()
        if not any(highest[place] for place in self._outside):
            return [(self.context.constant(1), self.inward(polynomial))]
        blocks: dict[tuple[Any, ...], dict[tuple[Any, ...], Any]] = {}
        for exponents, coefficient in polynomial.to_dict().items():
            front = tuple(exponents[place] for place in self._outside)
            blocks.setdefault(front, {})[tuple(exponents[place] for place in self.inside)] = coefficient
        return [(self._front(front), self.inner.from_dict(terms)) for front, terms in blocks.items()]

    def restore(self, blocks: Iterable[tuple[Any, Any]]) -> Any:
        """The polynomial of the context that is cut into these blocks."""
        return total([self.context.constant(0), *(front * self.outward(block) for front, block in blocks)])

    def inward(self, polynomial: Any) -> Any:
        """A polynomial in the inside variables as one of the inner context."""
        return polynomial.project_to_context(self.inner, self._positions)

    def outward(self, polynomial: Any) -> Any:
        """A polynomial of the inner context as one of the context."""
        return polynomial.project_to_context(self.context, self._places)

    def _front(self, exponents: Sequence[Any]) -> Any:
        whole = [0] * self.context.nvars()
        for place, exponent in zip(self._outside, exponents, strict=True):
            whole[place] = exponent
        return self.context.term(exp_vec=whole)
