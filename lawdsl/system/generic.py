"""Vector fields in index notation: Lie derivatives for every dimension at once (MATH.md section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from ..notation.expression import ZERO, Expression, entries
from ..notation.index import Role, Tensor
from ..notation.transcendental import split_exponential
from ..notation.typed import Family
from ..tensor import (
    Budget,
    Pattern,
    TermSum,
    cotangent,
    expand,
    lie_derivative,
    pattern,
    spread,
    substitute_entries,
    unroll,
)
from .fields import VectorFields

WRITTEN_OUT = 5_000
"""Terms that sums over fixed dimensions may be written out to before polynomials take over."""


class GenericFields:
    """The reading of vector fields as sums of canonical terms, valid for all dimensions.

    Its methods raise NotTensorialError for an expression outside of the algebra and BudgetExceededError.
    """

    def __init__(self, fields: VectorFields) -> None:
        self._fields = fields

    def value(self, law: Family) -> TermSum:
        """The family itself as a sum of canonical terms."""
        return expand(law.body)

    def is_constant(self, law: Family) -> bool:
        """Whether the state cancels from the family for every dimension."""
        exponent, rest = (self._written_out(part) for part in split_exponential(law.body))
        moving = (Role.PARAMETER, Role.STATE, Role.TIME)
        return rest.is_zero() or not (rest.mentions(moving) or exponent.mentions(moving))

    def spread(self, law: Family) -> Mapping[str, int]:
        """How many different indices the family has over each range (`tensor.spread`)."""
        exponent, rest = (spread(expand(part)) for part in split_exponential(law.body))
        return {name: max(exponent.get(name, 0), rest.get(name, 0)) for name in {*exponent, *rest}}

    def _written_out(self, body: Expression) -> TermSum:
        return unroll(expand(body), Budget(terms=WRITTEN_OUT))

    def lie_derivative(self, law: Family) -> TermSum:
        """The derivative of the family along X_G; zero proves a law for every dimension (M2, M10)."""
        budget = Budget()
        exponent, rest = split_exponential(law.body)
        moving = lie_derivative(expand(rest, budget), self._rates, budget)
        if exponent != ZERO:
            # (exp(a) P)' is exp(a) times a' P + P', and exp(a) is never zero.
            raised = lie_derivative(expand(exponent, budget), self._rates, budget)
            moving += raised.times(expand(rest, budget), budget)
        return substitute_entries(moving, self._cotangents, budget)

    @cached_property
    def _rates(self) -> dict[Tensor, Pattern]:
        budget = Budget()
        return {tensor: pattern(family, budget) for tensor, family in self._fields.rates.items()}

    @cached_property
    def _cotangents(self) -> dict[Tensor, Pattern]:
        return cotangent_patterns(self._fields)


def cotangent_patterns(fields: VectorFields) -> dict[Tensor, Pattern]:
    """What every gradient in the right-hand sides is: J_phi^T G. Raises what `GenericFields` raises."""
    budget = Budget()
    maps = [(item.map, tensor) for item in fields.cotangents for tensor in item.tensors()]
    by_name = {tensor.name: tensor for tensor in fields.state if tensor.role is Role.PARAMETER}
    return {
        tensor: cotangent(maps, by_name[tensor.name], budget) for tensor in dict.fromkeys(_gradients(fields))
    }


def _gradients(fields: VectorFields) -> list[Tensor]:
    leaves = (entry.tensor for family in fields.rates.values() for entry in entries(family.body))
    return [tensor for tensor in leaves if tensor.role is Role.GRADIENT]
