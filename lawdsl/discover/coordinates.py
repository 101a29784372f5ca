"""The coordinates that polynomial laws are written in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..notation.index import Tensor
from ..system.concrete import ConcreteFields


class Coordinates:
    """The entries of the state, then the scalar constants, numbered from 0.

    Constants take part because a coefficient may depend on them: their rate is zero. Entries of other
    constants and of cotangents have the numbers that follow; no law mentions them.
    """

    def __init__(self, concrete: ConcreteFields) -> None:
        fields = concrete.fields
        scalars = tuple(tensor for tensor in fields.constants if not tensor.shape)
        self.concrete = concrete
        self.tensors: tuple[Tensor, ...] = (*fields.state, *scalars)
        rest = (tensor for tensor in fields.constants if tensor.shape)
        self.others: tuple[Tensor, ...] = (*rest, *fields.cotangent_tensors())
        self.moving = concrete.dimension
        self.count = self.moving + len(scalars)

    def entries(self) -> list[tuple[Tensor, tuple[int, ...]]]:
        """Tensor and place of every coordinate."""
        return [
            (tensor, tuple(map(int, place)))
            for tensor in self.tensors
            for place in np.ndindex(*self.concrete.shape(tensor))
        ]

    def row(self, arrays: Mapping[Tensor, NDArray[Any]], batch: int) -> NDArray[Any]:
        """The arrays of all coordinates side by side, of shape (batch, count)."""
        return np.concatenate(self._flat(arrays, self.tensors, batch), axis=1)

    def rates_row(self, rates: Mapping[Tensor, NDArray[Any]], batch: int) -> NDArray[Any]:
        """The rates of the coordinates of the state side by side, of shape (batch, moving)."""
        return np.concatenate(self._flat(rates, self.concrete.fields.state, batch), axis=1)

    def _flat(
        self, arrays: Mapping[Tensor, NDArray[Any]], tensors: Sequence[Tensor], batch: int
    ) -> list[NDArray[Any]]:
        shapes = {tensor: self.concrete.shape(tensor) for tensor in tensors}
        return [
            np.broadcast_to(arrays[tensor], (batch, *shape)).reshape(batch, -1)
            for tensor, shape in shapes.items()
        ]
