"""The vector fields of a system: state, right-hand sides, cotangents and domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ..notation.expression import Entry, Expression, add, multiply, total
from ..notation.index import Tensor
from ..notation.typed import Condition, Family


@dataclass(frozen=True, slots=True)
class Cotangent:
    """A map phi with the arbitrary tensor G that multiplies it (MATH.md M2)."""

    map: Family
    tensor: Tensor

    def pairing(self) -> Expression:
        """The scalar <G, phi>, a sum over the free indices of the map."""
        paired = multiply((Entry(self.tensor, self.map.indices), self.map.body))
        return total(self.map.indices, paired)


@dataclass(frozen=True, slots=True)
class VectorFields:
    """An ODE on a state, its right-hand side quantified over all cotangents.

    ``rates`` gives the time derivative of each state tensor at formal slots, in the state, the
    constants and the entries of ``grad(T)``; these are J_phi^T G, the derivative of ``potential``
    with respect to T. Nothing is expanded here: proofs, counts and refutations read the same object.
    """

    state: tuple[Tensor, ...]
    constants: tuple[Tensor, ...]
    fixed: Mapping[Tensor, Fraction]
    cotangents: tuple[Cotangent, ...]
    rates: Mapping[Tensor, Family]
    conditions: tuple[Condition, ...]

    def potential(self) -> Expression:
        """The scalar <G, phi> summed over all maps; its gradient in the parameters is the cotangent."""
        return add(cotangent.pairing() for cotangent in self.cotangents)
