"""Random points with the rates there, modulo a prime: each gives one linear condition on a law."""

from __future__ import annotations

import numpy as np

from ..algebra.rings.modular import ModularRing, Residues
from .ansatz import Monomials
from .coordinates import Coordinates

BLOCK = 256
"""Points whose rates are evaluated at once."""


class Samples:
    """Points of state, constants and cotangents together, as many as are asked for."""

    def __init__(self, coordinates: Coordinates, prime: int) -> None:
        self.ring = ModularRing(prime)
        self.prime = prime
        self._coordinates = coordinates
        self._source = np.random.default_rng(prime)
        self._values = np.empty((coordinates.count + 1, 0))
        self._rates = np.empty((coordinates.count + 1, 0))

    def derivatives(self, monomials: Monomials, samples: int) -> Residues:
        """The time derivatives of the monomials at the first points, along a last axis of length ``samples``.

        Raises BadPrimeError (of `algebra.modular`).
        """
        while self._values.shape[1] < samples:
            self._extend(min(BLOCK, samples))
        values, rates, reduce = self._values[:, :samples], self._rates[:, :samples], self.ring.modulus.reduce
        value, rate = values[monomials[..., 0]], rates[monomials[..., 0]]
        for place in range(1, monomials.shape[-1]):
            factor = values[monomials[..., place]]
            rate = reduce(rate * factor + value * rates[monomials[..., place]])
            if place < monomials.shape[-1] - 1:
                value = reduce(value * factor)
        return rate

    def _extend(self, count: int) -> None:
        coordinates, concrete = self._coordinates, self._coordinates.concrete
        point = {
            tensor: self.ring.draw(self._source, (count, *concrete.shape(tensor)))
            for tensor in (*coordinates.tensors, *coordinates.others)
        }
        rates = coordinates.rates_row(concrete.rates(self.ring, point), count)
        constants = np.zeros((count, coordinates.count - coordinates.moving))
        # The monomial that pads products has the value one and does not move.
        value_rows = np.hstack([coordinates.row(point, count), np.ones((count, 1))])
        rate_rows = np.hstack([rates, constants, np.zeros((count, 1))])
        self._values = np.hstack([self._values, value_rows.T])
        self._rates = np.hstack([self._rates, rate_rows.T])
