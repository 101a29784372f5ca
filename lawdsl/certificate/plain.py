"""Systems and expressions in the plain form of certificates (docs/certificates.md)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ..notation.expression import (
    Add,
    Applied,
    Delta,
    Determinant,
    Entry,
    Expression,
    Inverse,
    Multiply,
    Number,
    Power,
    Product,
    Reciprocal,
    Root,
    Size,
    Sum,
)
from ..notation.index import TIME, Dimension, Index, Role, Slot, Tensor
from ..notation.record import as_mapping
from ..notation.typed import (
    CustomFlow,
    Family,
    Flow,
    GradientFlow,
    Invariant,
    Metric,
    MomentumFlow,
    TypedSystem,
)
from ..system.fields import VectorFields

Plain = dict[str, Any]

SYSTEM = {
    "name", "source", "span", "dimensions", "parameters", "constants", "fixed", "conditions", "maps", "flow",
    "laws", "blocks", "least", "states", "assumptions", "invariants",
}  # fmt: skip
"""The fields of a system that the format accounts for."""


class NoCertificateError(Exception):
    """The format has no certificate for a verdict; the only argument says why."""


def plain_system(
    system: TypedSystem, fields: VectorFields, laws: tuple[str, ...], sets: tuple[Invariant, ...] = ()
) -> Plain:
    """The system with those of its laws and sets that a claim is about; ``fields`` are its vector fields.

    Raises NoCertificateError for a system with features that the format has no place for.
    """
    unknown = [name for name, value in as_mapping(system).items() if name not in SYSTEM and value]
    if unknown:
        raise NoCertificateError(f"the format has no {', '.join(unknown)}")
    return {
        "dimensions": [dimension.name for dimension in system.symbolic()],
        "parameters": [_tensor(tensor) for tensor in system.parameters],
        "states": [_tensor(tensor) for tensor in _states(system)],
        "constants": [
            {**_tensor(tensor), "value": number(system.fixed[tensor]) if tensor in system.fixed else None}
            for tensor in system.constants
        ],
        "conditions": [
            {"tensor": item.tensor.name, "relation": item.relation, "bound": number(item.bound)}
            for item in system.conditions
        ],
        "assumptions": [
            {"relation": item.relation, "family": plain_family(item.family)} for item in system.assumptions
        ],
        "maps": {item.map.name: plain_family(item.map) for item in fields.cotangents},
        "flow": _flow(system.flow),
        "laws": {name: plain_family(system.law(name)) for name in laws},
        "sets": {item.name: [plain_family(family) for family in item.equations] for item in sets},
        "time": TIME in fields.state,
    }


def _states(system: TypedSystem) -> tuple[Tensor, ...]:
    """The states that the spec declares: the velocities of momentum follow from the flow."""
    return () if isinstance(system.flow, MomentumFlow) else system.states


def number(value: int | Fraction) -> str:
    """An exact number as text."""
    return str(value)


def range_name(dimension: Dimension) -> str:
    """The name of a symbolic dimension, the digits of a fixed one."""
    return dimension.name if dimension.size is None else str(dimension.size)


def _tensor(tensor: Tensor) -> Plain:
    return {"name": tensor.name, "shape": [range_name(dimension) for dimension in tensor.shape]}


def _flow(flow: Flow) -> Plain:
    match flow:
        case GradientFlow(metrics, decay):
            natural = any(metric.kind == "natural" for metric in metrics.values())
            rate = None if decay is None else _formula(decay)
            return {"kind": "gradient", "metric": _metric(metrics), "decay": rate, "natural": natural}
        case MomentumFlow(metrics, damping):
            return {"kind": "momentum", "metric": _metric(metrics), "damping": _formula(damping)}
        case CustomFlow(rates):
            return {"kind": "custom", "rates": {item.name: plain_family(rates[item]) for item in rates}}
        case _:
            raise NoCertificateError(f"the format has no {type(flow).__name__.lower()}")


def _metric(metrics: Mapping[Tensor, Metric]) -> Plain:
    return {tensor.name: plain_family(metric.diagonal) for tensor, metric in metrics.items()}


def _formula(body: Expression) -> list[Any]:
    return _Namer().expression(body, {})


def plain_family(family: Family) -> Plain:
    """A family whose index variables all have names of their own."""
    namer = _Namer()
    names = {index: namer.name(index) for index in family.indices}
    indices = [[names[index], range_name(index.dimension)] for index in family.indices]
    return {"indices": indices, "body": namer.expression(family.body, names)}


class _Namer:
    """Gives every index variable of one family a name that no other has."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, index: Index) -> str:
        """A new name, close to the variable's own."""
        name, count = index.name, 1
        while name in self._taken or not name.isidentifier():
            count += 1
            name = f"{index.name if index.name.isidentifier() else 'i'}_{count}"
        self._taken.add(name)
        return name

    def expression(self, body: Expression, names: Mapping[Index, str]) -> list[Any]:
        """The expression as nested lists headed by a word."""
        match body:
            case Number(value):
                return ["number", number(value)]
            case Size(dimension, exponent):
                return ["size", range_name(dimension), str(exponent)]
            case Entry(tensor, slots):
                head = "grad" if tensor.role is Role.GRADIENT else "entry"
                return [head, tensor.name, *(_slot(slot, names) for slot in slots)]
            case Delta(left, right):
                return ["delta", _slot(left, names), _slot(right, names)]
            case Add(parts) | Multiply(parts):
                head = "add" if isinstance(body, Add) else "multiply"
                return [head, *(self.expression(part, names) for part in parts)]
            case Power(base, exponent):
                return ["power", self.expression(base, names), str(exponent)]
            case Reciprocal(base) | Applied(_, base) | Root(base, _):
                return self._function(body, self.expression(base, names))
            case Determinant() | Inverse():
                return self._matrix(body, names)
            case Sum(index, inner) | Product(index, inner):
                name = self.name(index)
                head = "sum" if isinstance(body, Sum) else "product"
                within = self.expression(inner, {**names, index: name})
                return [head, name, range_name(index.dimension), within]
            case _:
                raise NoCertificateError(f"the format has no {type(body).__name__.lower()}")

    def _function(self, body: Reciprocal | Applied | Root, base: list[Any]) -> list[Any]:
        """A function of an expression that is plain already."""
        if isinstance(body, Root):
            return ["root", base, str(body.degree)]
        return [body.function if isinstance(body, Applied) else "reciprocal", base]

    def _matrix(self, body: Determinant | Inverse, names: Mapping[Index, str]) -> list[Any]:
        """A determinant, or an entry of an inverse."""
        bound = {index: self.name(index) for index in (body.row, body.column)}
        ranges = [[bound[index], range_name(index.dimension)] for index in bound]
        inner = self.expression(body.body, {**names, **bound})
        if isinstance(body, Determinant):
            return ["determinant", *ranges[0], *ranges[1], inner]
        return ["inverse", *ranges[0], *ranges[1], inner, _slot(body.left, names), _slot(body.right, names)]


def _slot(slot: Slot, names: Mapping[Index, str]) -> str:
    return names[slot] if isinstance(slot, Index) else str(slot)
