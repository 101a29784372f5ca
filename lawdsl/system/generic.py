"""Vector fields in index notation: Lie derivatives for every dimension at once (MATH.md section 2)."""

from __future__ import annotations

from functools import cached_property

from ..notation.expression import entries
from ..notation.index import Role, Tensor
from ..notation.typed import Family
from ..tensor import Budget, Pattern, TermSum, cotangent, expand, lie_derivative, pattern, substitute_entries
from .fields import VectorFields


class GenericFields:
    """The reading of vector fields as sums of canonical terms, valid for all dimensions.

    Its methods raise NotTensorialError for an expression outside of the algebra and BudgetExceededError.
    """

    def __init__(self, fields: VectorFields) -> None:
        self._fields = fields

    def value(self, law: Family) -> TermSum:
        """The family itself as a sum of canonical terms."""
        return expand(law.body)

    def lie_derivative(self, law: Family) -> TermSum:
        """The derivative of the family along X_G; zero proves a law for every dimension (M2, M10)."""
        budget = Budget()
        moving = lie_derivative(expand(law.body, budget), self._rates, budget)
        return substitute_entries(moving, self._cotangents, budget)

    @cached_property
    def _rates(self) -> dict[Tensor, Pattern]:
        budget = Budget()
        return {tensor: pattern(family, budget) for tensor, family in self._fields.rates.items()}

    @cached_property
    def _cotangents(self) -> dict[Tensor, Pattern]:
        budget = Budget()
        maps = [(item.map, tensor) for item in self._fields.cotangents for tensor in item.tensors()]
        wanted = dict.fromkeys(_gradients(self._fields))
        by_name = {tensor.name: tensor for tensor in self._fields.state if tensor.role is Role.PARAMETER}
        return {tensor: cotangent(maps, by_name[tensor.name], budget) for tensor in wanted}


def _gradients(fields: VectorFields) -> list[Tensor]:
    leaves = (entry.tensor for family in fields.rates.values() for entry in entries(family.body))
    return [tensor for tensor in leaves if tensor.role is Role.GRADIENT]
