"""The system of a certificate, and its vector fields derived from map, metric and flow (MATH section 1).

Expressions are nested tuples headed by a word, as the certificate writes them (docs/certificates.md). An
index variable has a range: the name of a symbolic dimension, or the digits of a fixed one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from .reading import Number, RejectedError, fields, integer, listed, mapping, pair, rational, string, truth
from .reals import holds

Expression = tuple[Any, ...]
Range = str
Shape = tuple[Range, ...]
Sizes = dict[str, int]

TIME = "t"
MAX_POWER = 5_000
MAX_SIZE = 10**6
MAX_SLOTS = 32
MAX_INDICES = 100
"""Free indices of a family: they are looked at once for every component."""
RELATIONS = (">", ">=", "<", "<=", "!=")
EQUATION = "=="


class Family(NamedTuple):
    """A scalar expression for each value of its free indices."""

    indices: tuple[tuple[str, Range], ...]
    body: Expression


class Condition(NamedTuple):
    """A domain condition on every entry of a tensor."""

    relation: str
    bound: Number


class Assumption(NamedTuple):
    """What is assumed of all entries of a family: their relation to zero."""

    relation: str
    family: Family


class System(NamedTuple):
    """Vector fields X_G: ``rates`` in the state, the constants and grad(.), the gradient of <G, map>.

    ``conditions`` are listed by their tensor. ``sets`` are given by the families that are zero on them.
    ``least`` gives the least size of each symbolic dimension that the literal indices need.
    """

    parameters: tuple[str, ...]
    state: tuple[str, ...]
    constants: tuple[str, ...]
    shapes: dict[str, Shape]
    least: dict[str, int]
    conditions: dict[str, list[Condition]]
    assumptions: tuple[Assumption, ...]
    maps: dict[str, Family]
    rates: dict[str, Family]
    laws: dict[str, Family]
    sets: dict[str, tuple[Family, ...]]
    natural: bool

    def tensors(self) -> tuple[str, ...]:
        """What a law depends on."""
        return (*self.state, *self.constants)

    def equations(self) -> tuple[Family, ...]:
        """What is assumed to be zero."""
        return tuple(item.family for item in self.assumptions if item.relation == EQUATION)


def size_of(place: Range, sizes: Sizes) -> int:
    """The size of a range at concrete dimensions."""
    return int(place) if place.isdecimal() else sizes[place]


FIELDS = (
    "dimensions", "parameters", "states", "constants", "conditions", "assumptions", "maps", "flow", "laws",
    "sets", "time",
)  # fmt: skip


def read_system(content: Any) -> System:
    """The system, every expression of which is well formed."""
    values = dict(zip(FIELDS, fields(content, *FIELDS), strict=True))
    reader = _Reader(values["dimensions"])
    parameters = reader.declare(values["parameters"])
    states = reader.declare(values["states"])
    constants = reader.declare_constants(values["constants"])
    kind = string(mapping(values["flow"]).get("kind"))
    velocities = tuple(_velocity(name) for name in parameters) if kind == "momentum" else ()
    for name, parameter in zip(velocities, parameters, strict=kind == "momentum"):
        reader.shapes[name] = reader.shapes[parameter]
    if truth(values["time"]):
        reader.shapes[TIME] = ()
    maps = {_name(name): reader.family(item) for name, item in mapping(values["maps"]).items()}
    rates, natural = _flow(values["flow"], kind, parameters, states, reader)
    if truth(values["time"]):
        rates[TIME] = Family((), ("number", 1))
    elif kind == "momentum":
        raise RejectedError("time is a part of the state under momentum")
    laws = {name: reader.family(item) for name, item in mapping(values["laws"]).items()}
    sets = {name: tuple(map(reader.family, listed(items))) for name, items in mapping(values["sets"]).items()}
    assumptions = tuple(_assumption(item, reader) for item in listed(values["assumptions"]))
    state = (*parameters, *states, *velocities, *((TIME,) if values["time"] else ()))
    conditions = _conditions(values["conditions"], (*parameters, *states), constants, reader)
    uses = any(part[0] == "grad" for family in rates.values() for part in parts(family.body))
    if bool(maps) != uses:
        raise RejectedError("a map that the flow does not use, or a gradient without a map")
    return System(
        parameters, state, constants, reader.shapes, reader.least, conditions, assumptions, maps, rates, laws,
        sets, natural,
    )  # fmt: skip


def read_beside(
    system: System, indices: Iterable[tuple[str, Range]], items: Iterable[tuple[Any, Any]]
) -> list[Family]:
    """Families of the evidence, by their further indices and bodies, where the cotangent G may occur.

    Their literal indices are among those that the system allows at all dimensions.
    """
    reader = _Reader(list(system.least))
    cotangents = {
        f"G({name})": tuple(place for _, place in item.indices) for name, item in system.maps.items()
    }
    reader.shapes = system.shapes | cotangents
    reader.gradients = {name: system.shapes[name] for name in system.parameters} if system.maps else {}
    free = list(map(list, indices))
    found = [reader.family({"indices": [*free, *listed(sums)], "body": body}) for sums, body in items]
    if any(reader.least[name] > least for name, least in system.least.items()):
        raise RejectedError("a literal index that law and flow do not have")
    return found


def _velocity(name: str) -> str:
    return f"dot({name})"


def _name(value: Any) -> str:
    name = string(value)
    if not name.isidentifier() or name == TIME:
        raise RejectedError(f"{name[:20]!r} cannot be declared")
    return name


class _Reader:
    """Reads expressions in which everything is declared, every slot has its range and no index is reused."""

    def __init__(self, dimensions: Any) -> None:
        self.least = dict.fromkeys(map(_name, listed(dimensions)), 1)
        if len(self.least) < len(dimensions):
            raise RejectedError("a dimension is declared twice")
        self.shapes: dict[str, Shape] = {}
        self.values: dict[str, Number] = {}
        self.constants: list[str] = []
        self.gradients: dict[str, Shape] = {}
        self._indices: dict[str, Range] = {}
        self._bound: set[str] = set()

    def range(self, value: Any) -> Range:
        """The name of a symbolic dimension or the digits of a fixed one."""
        if string(value) in self.least:
            return string(value)
        return str(integer(value, 1, MAX_SIZE))

    def declare(self, tensors: Any) -> tuple[str, ...]:
        """The names of tensors that are given with their shapes."""
        for item in listed(tensors):
            self._declare(*fields(item, "name", "shape"))
        return tuple(item["name"] for item in tensors)

    def _declare(self, name: Any, shape: Any) -> None:
        if _name(name) in self.shapes or name in self.least:
            raise RejectedError(f"{name[:20]} is declared twice")
        if len(listed(shape)) > MAX_SLOTS:
            raise RejectedError(f"{name[:20]} has more than {MAX_SLOTS} slots")
        self.shapes[name] = tuple(self.range(place) for place in shape)

    def declare_constants(self, constants: Any) -> tuple[str, ...]:
        """The constants without a value; those with one are numbers from here on."""
        for item in listed(constants):
            name, shape, value = fields(item, "name", "shape", "value")
            self._declare(name, shape)
            if value is None:
                self.constants.append(name)
            else:
                self.values[name] = rational(value)
        return tuple(self.constants)

    def family(self, value: Any) -> Family:
        """An expression over free indices."""
        indices, body = fields(value, "indices", "body")
        self._indices, self._bound = {}, set()
        if len(listed(indices)) > MAX_INDICES:
            raise RejectedError(f"a family has more than {MAX_INDICES} free indices")
        pairs = [pair(item, "a name and a range of an index") for item in indices]
        free = tuple((self._bind(name, place), self._indices[name]) for name, place in pairs)
        return Family(free, self._expression(body))

    def formula(self, value: Any) -> Expression:
        """An expression without free indices, of constants and time."""
        self._indices, self._bound = {}, set()
        body = self._expression(value)
        if any(part[0] == "entry" and part[1] not in (*self.constants, TIME) for part in parts(body)):
            raise RejectedError("a coefficient of the flow depends on the state")
        return body

    def matching(self, value: Any, tensor: str) -> Family:
        """A family over the slots of a tensor."""
        family = self.family(value)
        if tuple(place for _, place in family.indices) != self.shapes[tensor]:
            raise RejectedError(f"the free indices do not range over the slots of {tensor}")
        return family

    def _bind(self, name: Any, place: Any) -> str:
        """A new index variable; none is ever used twice in a family, so none can capture another."""
        if string(name) in self._bound or not name.isidentifier():
            raise RejectedError("an index variable is bound twice, or has no name")
        self._bound.add(name)
        self._indices[name] = self.range(place)
        return string(name)

    def _expression(self, value: Any) -> Expression:
        head, *rest = listed(value) or [None]
        match head, rest:
            case (("number" | "size" | "entry" | "grad" | "delta"), [_, *_]):
                return self._leaf(head, *rest)
            case (("add" | "multiply"), [_, *_]):
                return head, tuple(map(self._expression, rest))
            case (("power" | "root"), [base, degree]):
                return head, self._expression(base), integer(degree, 2, MAX_POWER)
            case (("reciprocal" | "exp" | "log" | "sign"), [base]):
                return head, self._expression(base)
            case (("sum" | "product"), [name, place, body]):
                self._bind(name, place)
                bound = head, name, self._indices[name], self._expression(body)
                del self._indices[name]
                return bound
            case (("determinant" | "inverse"), [row, rows, column, columns, body, *slots]):
                return self._matrix(head, row, rows, column, columns, body, *slots)
        raise RejectedError(f"an unknown expression {str(head)[:20]!r}, or one with a wrong number of parts")

    def _leaf(self, head: str, first: Any, *rest: Any) -> Expression:
        """An expression without subexpressions."""
        match head, rest:
            case "number", []:
                return head, rational(first)
            case "size", [power]:
                return head, self.range(first), integer(power, -MAX_POWER, MAX_POWER)
            case "delta", [right]:
                return head, *self._delta(first, right)
            case "grad", slots:
                return head, first, self._slots(slots, self._shape(first, self.gradients))
            case "entry", slots:
                found = self._slots(slots, self._shape(first, self.shapes))
                return ("number", self.values[first]) if first in self.values else (head, first, found)
        raise RejectedError(f"{head} with a wrong number of parts")

    def _matrix(
        self, head: str, row: Any, rows: Any, column: Any, columns: Any, body: Any, *slots: Any
    ) -> Expression:
        """The determinant of a square matrix given by its entries, or one entry of its inverse."""
        found = tuple(self._slot(slot, self.range(rows)) for slot in slots)
        self._bind(row, rows)
        self._bind(column, columns)
        inner = self._expression(body)
        if self._indices.pop(row) != self._indices.pop(column) or len(slots) != 2 * (head == "inverse"):
            raise RejectedError("a matrix that is not square, or with a wrong number of slots")
        return head, (row, column), self.range(rows), inner, *found

    def _shape(self, name: Any, shapes: dict[str, Shape]) -> Shape:
        if string(name) not in shapes:
            raise RejectedError(f"{name[:20]} is not declared, or may not stand here")
        return shapes[name]

    def _slots(self, slots: Sequence[Any], shape: Shape) -> tuple[str | int, ...]:
        if len(slots) != len(shape):
            raise RejectedError("a tensor has another number of slots")
        return tuple(self._slot(slot, place) for slot, place in zip(slots, shape, strict=True))

    def _slot(self, slot: Any, place: Range) -> str | int:
        """An index variable over the range, or a literal that is inside of it."""
        if string(slot) in self._indices:
            if self._indices[slot] != place:
                raise RejectedError(
                    f"the index {slot} has the range {self._indices[slot]} in a slot of range {place}"
                )
            return string(slot)
        literal = integer(slot, 0, MAX_SIZE)
        if place in self.least:
            self.least[place] = max(self.least[place], literal + 1)
        elif literal >= int(place):
            raise RejectedError(f"the literal index {literal} is outside of its range {place}")
        return literal

    def _delta(self, left: Any, right: Any) -> tuple[str | int, str | int]:
        """Two slots of the same range; two literals are compared as numbers."""
        place = self._indices.get(string(left)) or self._indices.get(string(right)) or str(MAX_SIZE)
        return self._slot(left, place), self._slot(right, place)


def parts(body: Expression) -> Iterator[Expression]:
    """The expression and all its subexpressions, in the order of the text."""
    left = [body]
    while left:
        part = left.pop()
        yield part
        left += reversed(children(part))


def children(body: Expression) -> tuple[Expression, ...]:
    """The direct subexpressions."""
    match body[0]:
        case "add" | "multiply":
            found: tuple[Expression, ...] = body[1]
            return found
        case "power" | "root" | "reciprocal" | "exp" | "log" | "sign":
            return (body[1],)
        case "sum" | "product" | "determinant" | "inverse":
            return (body[3],)
    return ()


def rebuilt(body: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """The expression with its direct subexpressions changed."""
    match body[0]:
        case "add" | "multiply":
            return body[0], tuple(map(change, body[1]))
        case "power" | "root" | "reciprocal" | "exp" | "log" | "sign":
            return body[0], change(body[1]), *body[2:]
        case "sum" | "product" | "determinant" | "inverse":
            return *body[:3], change(body[3]), *body[4:]
    return body


def slots_of(body: Expression) -> tuple[Any, ...]:
    """The literals and index variables that stand in the expression itself."""
    match body[0]:
        case "entry" | "grad":
            places: tuple[Any, ...] = body[2]
            return places
        case "delta":
            return body[1:]
    return body[4:] if body[0] == "inverse" else ()


def bound_by(body: Expression) -> tuple[str, ...]:
    """The index variables that the expression binds in its subexpression."""
    if body[0] in ("sum", "product"):
        return (body[1],)
    names: tuple[str, ...] = body[1] if body[0] in ("determinant", "inverse") else ()
    return names


def _flow(
    flow: Any, kind: str, parameters: tuple[str, ...], states: tuple[str, ...], reader: _Reader
) -> tuple[dict[str, Family], bool]:
    """The right-hand sides of the flow (MATH section 1), and whether the metric is the natural one."""
    match kind:
        case "gradient":
            _, metric, decay, natural = fields(flow, "kind", "metric", "decay", "natural")
            entries = _metric(metric, parameters, states, reader)
            if truth(natural) and any(entry.body != ("number", 1) for entry in entries.values()):
                raise RejectedError("the natural metric is one of all parameters together")
            rate = None if decay is None else reader.formula(decay)
            return {name: _descent(name, entries[name], rate) for name in parameters}, natural
        case "momentum":
            _, metric, damping = fields(flow, "kind", "metric", "damping")
            entries = _metric(metric, parameters, states, reader)
            friction = reader.formula(damping)
            rates = {name: _coasting(name, entries[name]) for name in parameters}
            forces = {_velocity(name): _force(name, entries[name], friction) for name in parameters}
            return rates | forces, False
        case "custom":
            _, given = fields(flow, "kind", "rates")
            reader.gradients = {name: reader.shapes[name] for name in parameters}
            rates = _matching(given, (*parameters, *states), reader)
            reader.gradients = {}
            return rates, False
    raise RejectedError(f"an unknown flow {kind[:20]!r}")


def _metric(
    metric: Any, parameters: tuple[str, ...], states: tuple[str, ...], reader: _Reader
) -> dict[str, Family]:
    """The diagonal of the inverse metric of every parameter: functions of parameters and constants."""
    if states:
        raise RejectedError("a state that the flow does not move")
    return _matching(metric, parameters, reader)


def _matching(values: Any, names: tuple[str, ...], reader: _Reader) -> dict[str, Family]:
    """A family for each tensor, over its slots."""
    return {n: reader.matching(value, n) for n, value in zip(names, fields(values, *names), strict=True)}


def _slots(family: Family) -> tuple[str, ...]:
    return tuple(name for name, _ in family.indices)


def _descent(name: str, metric: Family, decay: Expression | None) -> Family:
    """The right-hand side -decay * theta - M(theta) grad(theta) (MATH section 1)."""
    slots = _slots(metric)
    body: Expression = ("multiply", (("number", -1), metric.body, ("grad", name, slots)))
    if decay is not None:
        body = ("add", (body, ("multiply", (("number", -1), decay, ("entry", name, slots)))))
    return Family(metric.indices, body)


def _coasting(name: str, metric: Family) -> Family:
    """The right-hand side v of a parameter under momentum (MATH section 1)."""
    return Family(metric.indices, ("entry", _velocity(name), _slots(metric)))


def _force(name: str, metric: Family, damping: Expression) -> Family:
    """The rate -damping * v - M(damping * theta + v) grad(theta) of a velocity (MATH section 1)."""
    slots, velocity = _slots(metric), _velocity(name)

    def ahead(part: Expression) -> Expression:
        if part[:2] != ("entry", name):
            return rebuilt(part, ahead)
        return "add", (("multiply", (damping, part)), ("entry", velocity, part[2]))

    friction = "multiply", (("number", -1), damping, ("entry", velocity, slots))
    push = "multiply", (("number", -1), ahead(metric.body), ("grad", name, slots))
    return Family(metric.indices, ("add", (friction, push)))


def _assumption(item: Any, reader: _Reader) -> Assumption:
    relation, family = fields(item, "relation", "family")
    if relation not in (*RELATIONS, EQUATION):
        raise RejectedError("an assumption that the checker does not know")
    return Assumption(string(relation), reader.family(family))


def _conditions(
    conditions: Any, state: tuple[str, ...], constants: tuple[str, ...], reader: _Reader
) -> dict[str, list[Condition]]:
    """The domain: an interval for every entry, with points left out, that has an interior (MATH M2)."""
    known = {*state, *constants, *reader.values}
    found: dict[str, list[Condition]] = {}
    for item in listed(conditions):
        name, relation, bound = fields(item, "tensor", "relation", "bound")
        if string(name) not in known or relation not in RELATIONS:
            raise RejectedError("a domain condition that the checker does not know")
        found.setdefault(name, []).append(Condition(string(relation), rational(bound)))
    for name, own in found.items():
        value = reader.values.get(name, 0)
        if name in reader.values and not all(holds(value - item.bound, item.relation) for item in own):
            raise RejectedError(f"the value of {name[:20]} is outside of the domain")
        lower = [item.bound for item in own if item.relation[0] == ">"]
        upper = [item.bound for item in own if item.relation[0] == "<"]
        if name not in reader.values and lower and upper and max(lower) >= min(upper):
            raise RejectedError(f"the domain conditions on {name[:20]} contradict each other")
    return {name: own for name, own in found.items() if name not in reader.values}


def sign_on_domain(conditions: Iterable[Condition]) -> int:
    """The sign that entries with these conditions have wherever they are not zero; 0 if none is known."""
    for condition in conditions:
        if condition.relation[0] == ">" and condition.bound >= 0:
            return 1
        if condition.relation[0] == "<" and condition.bound <= 0:
            return -1
    return 0
