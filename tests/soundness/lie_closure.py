"""The Lie algebra of some vector fields by SymPy: bracket by bracket, over the rational functions."""

from __future__ import annotations

import sympy
from sympy.polys.matrices import DomainMatrix


def generic_rank(rows: list[list[sympy.Expr]]) -> int:
    """The rank over the rational functions."""
    return DomainMatrix.from_Matrix(sympy.Matrix(rows)).to_field().rank()


def closure_rank(fields: list[list[sympy.Expr]], symbols: tuple[sympy.Symbol, ...]) -> int:
    """The generic rank of the Lie algebra, bracket by bracket, until longer brackets add nothing."""
    everything, newest, rank = list(fields), list(fields), generic_rank(fields)
    while rank < len(symbols):
        newest = [bracket(first, second, symbols) for first in fields for second in newest]
        everything += newest
        grown = generic_rank(everything)
        if grown == rank:
            return rank
        rank = grown
    return rank


def bracket(
    first: list[sympy.Expr], second: list[sympy.Expr], symbols: tuple[sympy.Symbol, ...]
) -> list[sympy.Expr]:
    """The commutator of two fields."""
    return [
        sympy.cancel(
            sum(u * b.diff(s) - v * a.diff(s) for u, v, s in zip(first, second, symbols, strict=True))
        )
        for a, b in zip(first, second, strict=True)
    ]
