"""The array nodes that an expression at concrete dimensions is made of.

Nodes refer to each other and to their axes by position only, so two expressions that differ in the
names of their indices become the same node. Shapes never include the batch axis (see `ring`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ...notation.expression import Function
from ...notation.index import Tensor

Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A slot that holds a literal, 0-based."""

    position: int


Place = int | Fixed
"""What a slot of a tensor holds: the position of an axis of the result, or a literal."""


@dataclass(frozen=True, slots=True)
class Unit:
    """The scalar one."""

    shape: Shape = ()


@dataclass(frozen=True, slots=True)
class Kronecker:
    """Kronecker's delta: an identity matrix, or a unit vector where ``position`` fixes one slot."""

    shape: Shape
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Select:
    """The entries of a tensor: literal places slice it, repeated axes take its diagonal.

    Axes are numbered by first occurrence, so the result needs no transposition.
    """

    tensor: Tensor
    places: tuple[Place, ...]
    shape: Shape


@dataclass(frozen=True, slots=True)
class Addend:
    """A multiple of a node inside a combination.

    ``positions`` says for each axis of the node which axis of the combination it becomes; an axis with
    None is summed. Axes of the combination that the node lacks are broadcast.
    """

    coefficient: Fraction
    node: int
    positions: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Combine:
    """A linear combination of nodes."""

    shape: Shape
    addends: tuple[Addend, ...]


@dataclass(frozen=True, slots=True)
class Invert:
    """One over every entry of a node."""

    node: int
    shape: Shape


@dataclass(frozen=True, slots=True)
class Apply:
    """The exponential, logarithm or sign of every entry of a node."""

    function: Function
    node: int
    shape: Shape


@dataclass(frozen=True, slots=True)
class Radical:
    """The positive root of every entry of a node."""

    degree: int
    node: int
    shape: Shape


@dataclass(frozen=True, slots=True)
class Contract:
    """The product of two nodes, summed over the axes that ``axes`` leaves out.

    Every axis has a number; an axis that both operands carry has the same number in both. An axis of
    one operand is an axis of the other or of the result.
    """

    left: int
    right: int
    left_axes: tuple[int, ...]
    right_axes: tuple[int, ...]
    axes: tuple[int, ...]
    shape: Shape


Node = Unit | Kronecker | Select | Combine | Invert | Apply | Radical | Contract
