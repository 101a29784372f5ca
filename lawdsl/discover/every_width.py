"""All polynomial tensor laws up to a degree, for every dimension at once (MATH.md M11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from itertools import combinations_with_replacement
from math import gcd, lcm

from ..notation.expression import Expression, add, multiply, number
from ..notation.index import Dimension, Index, fresh
from ..notation.typed import Family, TypedSystem
from ..system.flows import vector_fields
from ..system.generic import GenericFields
from ..tensor import Budget, BudgetExceededError, NotTensorialError, TermSum, expand
from ..tensor.term import Term
from ..tensor.text import term_text
from .index_monomials import Block, contractions, products, tensor_block
from .names import NOWHERE, declared_names, free_prefix
from .span import Span
from .tensor_laws import IndexMonomial, index_monomials, tensor_laws

FREE_NAMES = "klpqabcdefgh"


@dataclass(frozen=True, slots=True)
class TensorLaw:
    """A law that is proved for every dimension; ``str(law)`` is a statement of the language."""

    name: str
    degree: int
    indices: tuple[Index, ...]
    value: TermSum
    taken: frozenset[str] = field(repr=False)

    def __str__(self) -> str:
        taken = self.taken | {index.name for index in self.indices}
        terms = [term_text(term, self.value.terms[term], taken) for term in sorted(self.value.terms)]
        slots = ", ".join(index.name for index in self.indices)
        head = f"{self.name}[{slots}]" if slots else self.name
        return f"law {head} = {' + '.join(terms).replace('+ -', '- ')}"


@dataclass(frozen=True, slots=True)
class TensorDiscovery:
    """The new tensor laws of a system with at most two free indices.

    Products, contractions, diagonals, traces and symmetrisations of the laws listed are left out, by exact
    linear algebra over their span. Coefficients are rational numbers, times constants of the system whose
    degree counts. ``unproved`` is empty or says why the search was given up.
    """

    degree: int
    laws: tuple[TensorLaw, ...]
    monomials: int = 0
    unproved: str = ""


def discover_every_width(system: TypedSystem, degree: int) -> TensorDiscovery:
    """Find the tensor laws up to a degree; each is proved for every dimension."""
    search = _Search(system, degree)
    try:
        search.run()
    except BudgetExceededError as error:
        return TensorDiscovery(degree, (), unproved=f"{error.reason} ({error.spent})")
    except NotTensorialError as error:
        return TensorDiscovery(degree, (), unproved=error.reason)
    monomials = sum(len(pattern.monomials) for pattern in search.patterns)
    return TensorDiscovery(degree, tuple(search.found), monomials)


class _Pattern:
    """One choice of free indices: its ansatz, its laws and what is known among them."""

    def __init__(self, free: tuple[Index, ...], monomials: list[IndexMonomial], laws: list[TermSum]) -> None:
        self.free = free
        self.monomials = monomials
        self.laws = laws
        self.known: Span[Term] = Span()
        self._degrees = {monomial.term: monomial.degree for monomial in monomials}
        self.expressions = {monomial.term: monomial.expression for monomial in monomials}

    def of_degree(self, degree: int) -> Iterator[TermSum]:
        """The laws of exactly this degree."""
        return (law for law in self.laws if max(map(self._degrees.__getitem__, law.terms)) == degree)

    def body(self, law: TermSum) -> Expression:
        """A law of the pattern as an expression."""
        return add(multiply((number(c), self.expressions[term])) for term, c in law.terms.items())


class _Search:
    def __init__(self, system: TypedSystem, degree: int) -> None:
        self.degree = degree
        self.fields = vector_fields(system)
        self.found: list[TensorLaw] = []
        self.patterns: list[_Pattern] = []
        self._generic = GenericFields(self.fields)
        self._taken = declared_names(system)
        self._prefix = free_prefix(("h", "law", "found"), self._taken)
        anchor = next(iter(self.fields.rates.values()))
        self._state = [tensor_block(tensor, anchor) for tensor in self.fields.state]
        self._known = [tensor_block(tensor, anchor) for tensor in self.fields.constants]
        self._budget = Budget()

    def run(self) -> None:
        """Fill `patterns` and `found`."""
        self.patterns = [self._pattern(free) for free in self._free_choices()]
        for pattern in self.patterns:
            self._include_broadcasts(pattern)
            for factors in products(self._known, self.degree):
                self._include(pattern, contractions(factors, pattern.free, self._budget))
        for degree in range(1, self.degree + 1):
            for pattern in self.patterns:
                for law in pattern.of_degree(degree):
                    self._judge(pattern, law, degree)

    def _free_choices(self) -> Iterator[tuple[Index, ...]]:
        """No more than two free indices; two come before one: a trace is no news after its tensor."""
        first, second, *_ = (name for name in FREE_NAMES if name not in self._taken)
        dimensions: list[Dimension] = list(
            dict.fromkeys(dimension for tensor in self.fields.state for dimension in tensor.shape)
        )
        for left, right in combinations_with_replacement(dimensions, 2):
            yield fresh(first, left), fresh(second, right)
        yield from ((fresh(first, dimension),) for dimension in dimensions)
        yield ()

    def _pattern(self, free: tuple[Index, ...]) -> _Pattern:
        monomials = index_monomials([*self._state, *self._known], free, self.degree)
        moving = {block.family.name for block in self._state}
        monomials = [item for item in monomials if not moving.isdisjoint(_names(item.term))]
        return _Pattern(free, monomials, tensor_laws(self._generic, monomials, free))

    def _include_broadcasts(self, pattern: _Pattern) -> None:
        """Laws in fewer free indices are laws of the pattern as well, and no news there."""
        for smaller in self.patterns:
            for slots in _embeddings(smaller.free, pattern.free):
                for law in smaller.laws:
                    pattern.known.add(law.substituted(slots, self._budget).terms)

    def _judge(self, pattern: _Pattern, law: TermSum, degree: int) -> None:
        rest = TermSum(pattern.known.reduced(law.terms))
        if rest.is_zero():
            return
        shortest = _primitive(min(law, rest, key=lambda item: len(item.terms)))
        name = f"{self._prefix}{len(self.found) + 1}"
        self.found.append(TensorLaw(name, degree, pattern.free, shortest, self._taken))
        block = Block(Family(name, pattern.free, pattern.body(shortest), NOWHERE), degree)
        self._known.append(block)
        for factors in products(self._known, self.degree, needed=block):
            for other in self.patterns:
                self._include(other, contractions(factors, other.free, self._budget))

    def _include(self, pattern: _Pattern, expressions: Iterable[Expression]) -> None:
        for expression in expressions:
            pattern.known.add(expand(expression, self._budget).terms)


def _names(term: Term) -> set[str]:
    return {name for component, _ in term.components for ((_, name), _), _ in component}


def _embeddings(smaller: Sequence[Index], larger: Sequence[Index]) -> Iterator[Mapping[Index, Index]]:
    """The ways to name fewer free indices after some of more."""
    if len(smaller) >= len(larger):
        return
    if not smaller:
        yield {}
        return
    (index,) = smaller
    yield from ({index: other} for other in larger if other.dimension == index.dimension)


def _primitive(law: TermSum) -> TermSum:
    """The multiple with coprime integer coefficients, the first one in print positive."""
    scale = lcm(*(value.denominator for value in law.terms.values()))
    content = reduce(gcd, (int(value * scale) for value in law.terms.values()), 0)
    sign = 1 if law.terms[min(law.terms)] > 0 else -1
    return law.scaled(Fraction(sign * scale, content))
