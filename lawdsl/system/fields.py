"""The vector fields of a system: state, right-hand sides, cotangents, candidates and domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction

from ..notation.expression import Entry, Expression, add, multiply, total
from ..notation.index import Role, Tensor
from ..notation.record import record
from ..notation.typed import Assumption, Condition, Family, Invariant


@record
class Cotangent:
    """A map phi with the arbitrary tensor G that multiplies it (MATH.md M2).

    G is given as a product of entries that together have the free indices of the map for slots.
    """

    map: Family
    factors: tuple[Entry, ...]

    def pairing(self) -> Expression:
        """The scalar <G, phi>, a sum over the free indices of the map."""
        return total(self.map.indices, multiply((*self.factors, self.map.body)))

    def tensors(self) -> tuple[Tensor, ...]:
        """The tensors that G is made of."""
        return tuple(factor.tensor for factor in self.factors)

    def rank_one(self) -> Cotangent:
        """The same with G a product of vectors, one for each free index.

        Such tensors span all tensors, and a sum against one costs no more than the network
        that the map describes (MATH.md section 3).
        """
        if len(self.map.indices) < 2:
            return self
        (name,) = {factor.tensor.name for factor in self.factors}
        factors = (
            Entry(Tensor(f"{name}.{place}", Role.COTANGENT, (index.dimension,)), (index,))
            for place, index in enumerate(self.map.indices)
        )
        return Cotangent(self.map, tuple(factors))


@record
class VectorFields:
    """An ODE on a state, its right-hand side quantified over all cotangents.

    ``rates`` gives the time derivative of each state tensor at formal slots, in the state, the
    constants and the entries of ``grad(T)``; these are J_phi^T G, the derivative of ``potential``
    with respect to T. Constants with a value are replaced by it in all expressions. Nothing is expanded
    here: proofs, counts and refutations read the same object.
    """

    state: tuple[Tensor, ...]
    constants: tuple[Tensor, ...]
    fixed: Mapping[Tensor, Fraction]
    cotangents: tuple[Cotangent, ...]
    rates: Mapping[Tensor, Family]
    conditions: tuple[Condition, ...]
    laws: Mapping[str, Family]
    assumptions: tuple[Assumption, ...] = ()
    invariants: Mapping[str, Invariant] = field(default_factory=dict)
    natural: bool = False
    """Whether ``rates`` stand for those of the natural metric, which span the same at every point."""

    def potential(self) -> Expression:
        """The scalar <G, phi> summed over all maps; its gradient in the parameters is the cotangent."""
        return add(cotangent.pairing() for cotangent in self.cotangents)

    def bodies(self) -> tuple[Expression, ...]:
        """The right-hand sides and the maps."""
        rates = (rate.body for rate in self.rates.values())
        return (*rates, *(cotangent.map.body for cotangent in self.cotangents))

    def variables(self) -> tuple[Tensor, ...]:
        """Everything that an identity is quantified over: state, free constants and cotangents."""
        return (*self.state, *self.constants, *self.cotangent_tensors())

    def equations(self) -> tuple[Family, ...]:
        """What is assumed to be zero."""
        return tuple(item.family for item in self.assumptions if item.relation == "==")

    def cotangent_tensors(self) -> tuple[Tensor, ...]:
        """The tensors that all cotangents are made of."""
        return tuple(tensor for cotangent in self.cotangents for tensor in cotangent.tensors())
