"""The tensor laws of one free-index pattern, by exact linear algebra over index monomials (MATH.md M11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..notation.expression import Expression
from ..notation.index import Index
from ..notation.typed import Family
from ..system.generic import GenericFields
from ..tensor import Budget, BudgetExceededError, TermSum, expand
from ..tensor.term import Term
from .index_monomials import Block, contractions, number_of_contractions, products
from .names import NOWHERE
from .span import Span

Key = tuple[int, Term | int]
"""Terms of a derivative first, numbers of monomials after them: an echelon clears derivatives first."""
DERIVATIVE, MONOMIAL = 1, 0

LARGEST_ANSATZ = 30_000
"""Index monomials, isomorphic ones counted apart, that one choice of free indices may have."""


@dataclass(frozen=True, slots=True)
class IndexMonomial:
    """One index monomial of an ansatz."""

    term: Term
    expression: Expression
    degree: int


def index_monomials(blocks: Sequence[Block], free: Sequence[Index], degree: int) -> list[IndexMonomial]:
    """The isomorphism classes of index monomials over tensors, the lower degrees first.

    Raises BudgetExceededError (of `tensor`).
    """
    chosen = list(products(blocks, degree))
    candidates = sum(number_of_contractions(factors, free) for factors in chosen)
    if candidates > LARGEST_ANSATZ:
        raise BudgetExceededError(f"{candidates} index monomials", f"the limit is {LARGEST_ANSATZ}")
    budget = Budget()
    found: dict[Term, IndexMonomial] = {}
    for factors in chosen:
        for expression in contractions(factors, free, budget):
            (term,) = expand(expression, budget).terms
            found.setdefault(term, IndexMonomial(term, expression, len(factors)))
    return list(found.values())


def tensor_laws(
    generic: GenericFields, monomials: Sequence[IndexMonomial], free: tuple[Index, ...]
) -> list[TermSum]:
    """A basis of the rational combinations that are laws for every dimension, the lower degrees first.

    Each element has a last monomial of its own. The derivatives are those of the proof itself (M10), so
    every element is proved. Raises NotTensorialError and BudgetExceededError.
    """
    span: Span[Key] = Span()
    laws = []
    for number, monomial in enumerate(monomials):
        derivative = generic.lie_derivative(Family("", free, monomial.expression, NOWHERE))
        row: dict[Key, int | Fraction] = {(DERIVATIVE, term): c for term, c in derivative.terms.items()}
        row[MONOMIAL, number] = 1
        rest = span.reduced(row)
        if any(kind == DERIVATIVE for kind, _ in rest):
            span.add(rest)
        else:
            laws.append(
                TermSum({monomials[at].term: c for (_, at), c in rest.items() if isinstance(at, int)})
            )
    return laws
