"""The typed system: names resolved, shapes checked, every expression in index notation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from fractions import Fraction
from typing import Literal

from ..diagnostics import Source, Span
from .arithmetic import Arithmetic, Comparison, Relation
from .expression import Expression
from .index import Dimension, Index, Tensor
from .record import record


@record
class Family:
    """A scalar expression for each value of its free indices: a map, a law, a right-hand side."""

    name: str
    indices: tuple[Index, ...]
    body: Expression
    span: Span = field(compare=False, repr=False)


@record
class Condition:
    """A domain condition on every entry of a tensor, such as ``U > 0``."""

    tensor: Tensor
    relation: Relation
    bound: Fraction


@record
class Assumption:
    """What is assumed of every entry of a family: its relation to zero."""

    family: Family
    relation: Relation
    text: str
    """How the spec writes it."""


@record
class Invariant:
    """The set where every entry of every equation is zero, claimed to be invariant (MATH.md M8)."""

    name: str
    equations: tuple[Family, ...]
    span: Span = field(compare=False, repr=False)


@record
class Metric:
    """The inverse metric of one parameter: theta' = -M(theta) grad(theta), M diagonal.

    ``diagonal`` gives the entries of M over the parameter's slots; Euclidean is 1 everywhere and
    a mirror is one over the second derivative of its potential (MATH.md section 1). ``kind`` is how it was
    asked for. The natural metric M = (J^T J)^+ of all parameters together is none of that form; it has
    ones here, since M J^T and J^T have the same range at every point and so the same laws.
    """

    kind: Literal["euclidean", "mirror", "diag", "natural"]
    diagonal: Family


@record
class GradientFlow:
    """theta' = -decay * theta - M(theta) grad(theta) for every parameter."""

    metrics: Mapping[Tensor, Metric]
    decay: Expression | None = None


@record
class MomentumFlow:
    """theta' = v and v' = -damping * v - M(damping * theta + v) grad(theta) (MATH.md section 1)."""

    metrics: Mapping[Tensor, Metric]
    damping: Expression


@record
class CustomFlow:
    """Right-hand sides as written, of parameters and states; ``grad(U)`` has the role GRADIENT."""

    fields: Mapping[Tensor, Family]


@record
class ExpectVerdict:
    """``expect proved A, B`` (or refuted, undecided)."""

    verdict: Literal["proved", "refuted", "undecided"]
    laws: tuple[str, ...]
    span: Span = field(compare=False, repr=False)


@record
class ExpectIndependent:
    """``expect independent(A, B) == N``."""

    laws: tuple[str, ...]
    number: Arithmetic
    span: Span = field(compare=False, repr=False)


@record
class ExpectCount:
    """``expect count == N``: the number of all independent laws (MATH.md M4)."""

    number: Arithmetic
    span: Span = field(compare=False, repr=False)


@record
class ExpectComplete:
    """``expect complete``: the proved laws of the system are all laws (MATH.md M7)."""

    span: Span = field(compare=False, repr=False)


Flow = GradientFlow | MomentumFlow | CustomFlow
Expectation = ExpectVerdict | ExpectIndependent | ExpectCount | ExpectComplete


@record
class Discover:
    """``discover degree <= d with e, ...``: find all laws that are polynomials in coordinates and functions.

    The functions are called by their texts.
    """

    degree: int
    span: Span = field(compare=False, repr=False)
    functions: tuple[Family, ...] = ()


@record
class AtBlock:
    """Concrete dimensions, or a grid of them, with what must hold there.

    A block without ranges holds what stands directly in the system.
    """

    ranges: tuple[tuple[str, Arithmetic, Arithmetic], ...]
    conditions: tuple[Comparison, ...]
    expectations: tuple[Expectation, ...]
    searches: tuple[Discover, ...]
    span: Span = field(compare=False, repr=False)


@record
class TypedSystem:
    """One system of a spec, ready to be compiled to vector fields."""

    name: str
    source: Source = field(compare=False, repr=False)
    span: Span = field(compare=False, repr=False)
    dimensions: tuple[Dimension, ...]
    parameters: tuple[Tensor, ...]
    constants: tuple[Tensor, ...]
    fixed: Mapping[Tensor, Fraction]
    conditions: tuple[Condition, ...]
    maps: tuple[Family, ...]
    flow: Flow
    laws: tuple[Family, ...]
    blocks: tuple[AtBlock, ...]
    least: Mapping[str, int]
    """The least size of a symbolic dimension that literal indices such as ``x[2]`` need."""
    states: tuple[Tensor, ...] = ()
    """What the flow moves besides the parameters, time left out."""
    assumptions: tuple[Assumption, ...] = ()
    invariants: tuple[Invariant, ...] = ()

    def symbolic(self) -> Iterator[Dimension]:
        """The dimensions that have no fixed size."""
        return (dimension for dimension in self.dimensions if dimension.size is None)

    def law(self, name: str) -> Family:
        """The law of that name; KeyError when there is none."""
        for family in self.laws:
            if family.name == name:
                return family
        raise KeyError(name)

    def claims(self) -> tuple[Family | Invariant, ...]:
        """The laws and the invariant sets in the order of the text."""
        return tuple(sorted((*self.laws, *self.invariants), key=lambda claim: claim.span.start))
