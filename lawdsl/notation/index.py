"""Dimensions, index variables and the tensors whose entries they address."""

from __future__ import annotations

from enum import Enum
from itertools import count

from .record import record

_serials = count(1)


@record
class Dimension:
    """The range of an index: symbolic when ``size`` is None, otherwise fixed.

    A literal dimension, as in ``param x[3]``, has its digits for a name.
    """

    name: str
    size: int | None = None

    def admits(self, other: Dimension) -> bool:
        """Whether an index of this dimension may stand where ``other`` is expected."""
        if self.size is not None and other.size is not None:
            return self.size == other.size
        return self.name == other.name


@record
class Index:
    """An index variable ranging over a dimension.

    ``serial`` tells bound variables of the same name apart: no substitution can capture one.
    """

    name: str
    dimension: Dimension
    serial: int = 0


Slot = Index | int


def fresh(name: str, dimension: Dimension) -> Index:
    """An index variable that differs from every other."""
    return Index(name, dimension, next_serial())


def next_serial() -> int:
    """A serial that no index has so far."""
    return next(_serials)


def fresh_from(serial: int) -> None:
    """Let fresh serials begin there: in a process that was given indices which it did not make."""
    global _serials
    _serials = count(serial)


class Role(Enum):
    """What a tensor is in a system."""

    PARAMETER = "parameter"
    STATE = "state"  # what a flow moves besides the parameters: velocities, buffers of an optimizer
    CONSTANT = "constant"
    COTANGENT = "cotangent"  # G, one tensor per map: arbitrary, see MATH.md M2
    GRADIENT = "gradient"  # grad(U) = J_phi(theta)^T G, restricted to U
    TIME = "time"


@record
class Tensor:
    """A named real tensor; a scalar has the empty shape."""

    name: str
    role: Role
    shape: tuple[Dimension, ...] = ()


TIME = Tensor("t", Role.TIME)


def velocity_of(tensor: Tensor) -> Tensor:
    """The tensor of velocities ``dot(tensor)``, a part of the state under momentum."""
    return Tensor(f"dot({tensor.name})", Role.STATE, tensor.shape)


def gradient_of(tensor: Tensor) -> Tensor:
    """The tensor that stands for ``grad(tensor)``, of the same shape."""
    return Tensor(tensor.name, Role.GRADIENT, tensor.shape)
