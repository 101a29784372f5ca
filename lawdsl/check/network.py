"""A system at concrete dimensions as a network of sums of products, and its values over any ring.

Values are *jets*: sums over sets of nilpotent generators (bits of a mask), mask -> number, e_i^2 = 0. The
value at x + e v holds the derivative along v in the part of e, and parts with several generators hold nested
derivatives. One forward and one backward pass give X_G (MATH section 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import chain, product
from math import prod
from typing import Any, Protocol

from .reading import Budget, RejectedError, bounded
from .system import Expression, Family, Range, Sizes, System, bound_by, children, rebuilt, size_of, slots_of

Jet = dict[int, Any]
Leaf = tuple[str, tuple[int, ...]]
"""An entry of a tensor."""
Form = dict[tuple[int, int], Any]
"""A sum of coefficients times products of two nodes."""
ONE = 0
TERM = 100
"""What a term of a sum costs of the budget: so a network has at most 2^25 of them (see `modular`)."""
FORM = 100
PLACE = 40
"""What an expression at values of its indices, and a value of an index, cost: time and memory."""
ALONG = 2
"""The generator of first derivatives; 1 is kept for `modular`."""


class Ring(Protocol):
    """The numbers that jets are made of; they have + and *."""

    def scalar(self, value: Any) -> Any:
        """A rational as a number of the ring."""

    def reduced(self, value: Any, mask: int) -> Any:
        """The same number, where sums and products have to be brought to a smaller form."""

    def added(self, left: Any, right: Any) -> Any:
        """The sum of two numbers, which need not be brought to a smaller form yet."""

    def inverse(self, value: Any) -> Any:
        """One over a number; RejectedError where there is none."""

    def exponential(self, value: Any) -> Any:
        """A number that stands for the exponential."""

    def logarithm(self, value: Any) -> Any:
        """A number that stands for the logarithm."""

    def root(self, value: Any, degree: int) -> Any:
        """A number that stands for the positive root."""

    def sign(self, value: Any) -> Any:
        """A number that stands for the sign."""


class Network:
    """The nodes of one system at concrete dimensions; equal subexpressions are shared."""

    def __init__(self, system: System, sizes: Sizes, budget: Budget) -> None:
        self.system = system
        self.sizes = sizes
        self.budget = budget
        self.nodes: list[tuple[Any, ...]] = [("one",)]
        self._known: dict[Any, int] = {}
        self._forms: dict[Any, Form] = {}
        self._names: dict[int, tuple[str, ...]] = {}
        self._kept: list[Expression] = []
        self.state = [self.leaf(name, at) for name in system.state for at in self.places(system.shapes[name])]
        self.maps = {name: self.family(family) for name, family in system.maps.items()}
        self.cotangents = [
            self.leaf(f"G({name})", at) for name, family in system.maps.items() for at in self.free(family)
        ]
        self.rates = [node for name in system.state for node in self.family(system.rates[name])]
        gradients = [
            ("grad", name, at) for name in system.parameters for at in self.places(system.shapes[name])
        ]
        self.gradients = {self._node(leaf): self._node(("leaf", *leaf[1:])) for leaf in gradients}
        self._potential = self.order(chain.from_iterable(self.maps.values()))
        self._motion = self.order(self.rates)

    def places(self, shape: Iterable[Range]) -> Iterator[tuple[int, ...]]:
        """The slots of all entries, in order."""
        ranges = [range(size_of(place, self.sizes)) for place in shape]
        self.budget.spend(PLACE * prod(map(len, ranges)))
        return product(*ranges)

    def free(self, family: Family) -> Iterator[tuple[int, ...]]:
        """The values of all free indices, in order."""
        return self.places(place for _, place in family.indices)

    def leaf(self, name: str, place: tuple[int, ...]) -> int:
        """The node of an entry of a tensor."""
        return self._node(("leaf", name, place))

    def family(self, family: Family) -> list[int]:
        """The nodes of all components, in order."""
        return self._components(family, self.free(family))

    def component(self, family: Family, at: tuple[int, ...]) -> int:
        """The node of one component; RejectedError where there is none."""
        sizes = [size_of(place, self.sizes) for _, place in family.indices]
        if len(at) != len(sizes) or not all(slot < size for slot, size in zip(at, sizes, strict=True)):
            raise RejectedError("there is no such component")
        return self._components(family, [at])[0]

    def _components(self, family: Family, places: Iterable[tuple[int, ...]]) -> list[int]:
        body, names = self._inward(family.body), [name for name, _ in family.indices]
        self._kept.append(body)  # forms are remembered by the identity of an expression
        return [self._sum(self._form(body, dict(zip(names, at, strict=True)))) for at in places]

    def _node(self, node: tuple[Any, ...]) -> int:
        if node not in self._known:
            self.budget.spend(400)
            self._known[node] = len(self.nodes)
            self.nodes.append(node)
        return self._known[node]

    def _sum(self, form: Form) -> int:
        if len(form) == 1:
            (((left, right), coefficient),) = form.items()
            if coefficient == 1 and right == ONE:
                return left
        return self._node(("sum", tuple((value, *pair) for pair, value in form.items())))

    def _inward(self, body: Expression) -> Expression:
        """The same with factors that a sum does not move taken out of it: fewer products (distributivity)."""
        found = rebuilt(body, self._inward)
        if found[0] != "sum" or found[3][0] != "multiply":
            return found
        moving = tuple(part for part in found[3][1] if found[1] in self._free(part))
        still = tuple(part for part in found[3][1] if found[1] not in self._free(part))
        return "multiply", (*still, (*found[:3], ("multiply", moving or (("number", 1),))))

    def _free(self, body: Expression) -> tuple[str, ...]:
        """The free indices of an expression, sorted."""
        if id(body) not in self._names:
            self._kept.append(body)
            inner = {name for part in children(body) for name in self._free(part)}
            found = {slot for slot in slots_of(body) if isinstance(slot, str)} | inner.difference(
                bound_by(body)
            )
            self._names[id(body)] = tuple(sorted(found))
        return self._names[id(body)]

    def _form(self, body: Expression, values: dict[str, int]) -> Form:
        """The expression at values of its free indices."""
        key = (id(body), *map(values.__getitem__, self._free(body)))
        if key not in self._forms:
            self._forms[key] = self._new_form(body, values)
            self.budget.spend(FORM + TERM * len(self._forms[key]))
        return self._forms[key]

    def _new_form(self, body: Expression, values: dict[Any, int]) -> Form:
        match body:
            case (("number" | "size" | "delta"), *_):
                number = self._number(body, values)
                return {(ONE, ONE): number} if number else {}
            case ("entry" | "grad") as kind, name, slots:
                at = tuple(values.get(slot, slot) for slot in slots)
                return {(self._node(("leaf" if kind == "entry" else kind, name, at)), ONE): 1}
            case "add", terms:
                return _added(self._form(term, values) for term in terms)
            case "sum", name, place, inner:
                return _added(self._form(inner, {**values, name: at}) for at in self._copies(place))
            case "multiply", factors:
                return self._multiplied([self._form(factor, values) for factor in factors])
            case "product", name, place, inner:
                copies = self._copies(place)
                return self._multiplied([self._form(inner, {**values, name: at}) for at in copies])
            case "power", base, exponent:
                self.budget.spend(10 * exponent)
                return self._multiplied([self._form(base, values)] * exponent)
            case ("root" | "reciprocal" | "exp" | "log" | "sign") as kind, base, *degree:
                return {(self._node((kind, self._sum(self._form(base, values)), *degree)), ONE): 1}
            case (("determinant" | "inverse"), *_):
                return self._matrix(body, values)
        raise RejectedError(f"an unknown expression {body[0]}")

    def _copies(self, place: Range) -> range:
        """The values of a bound index."""
        size = size_of(place, self.sizes)
        self.budget.spend(PLACE * size)
        return range(size)

    def _matrix(self, body: Expression, values: dict[Any, int]) -> Form:
        """A determinant, or an entry of an inverse: a cofactor over the determinant (Cramer)."""
        (first, second), place, inner = body[1:4]
        matrix = [
            [self._sum(self._form(inner, {**values, first: i, second: j})) for j in self._copies(place)]
            for i in self._copies(place)
        ]
        if body[0] == "determinant":
            return {(self._minor(matrix), ONE): 1}
        row, column = (end if isinstance(end, int) else values[end] for end in body[4:])
        rest = [[*line[:row], *line[row + 1 :]] for at, line in enumerate(matrix) if at != column]
        denominator = self._node(("reciprocal", self._minor(matrix)))
        return {_pair(self._minor(rest), denominator): (-1) ** (row + column)}

    def _minor(self, matrix: list[list[int]]) -> int:
        """The node of a determinant, expanded by its first row."""
        if not matrix:
            return ONE
        self.budget.spend(50 + len(matrix) ** 2)
        first, *rest = matrix
        form: Form = {}
        for column, node in enumerate(first):
            minor = self._minor([[*row[:column], *row[column + 1 :]] for row in rest])
            pair = _pair(node, minor)
            form[pair] = form.get(pair, 0) + (-1) ** column
        return self._sum({pair: value for pair, value in form.items() if value})

    def _number(self, body: Expression, values: dict[Any, int]) -> Any:
        """The value of an expression without tensors."""
        match body:
            case "number", value:
                return value
            case "size", place, power:
                self.budget.spend(abs(power))
                return bounded(Fraction(size_of(place, self.sizes)) ** power)
        return int(values.get(body[1], body[1]) == values.get(body[2], body[2]))

    def _multiplied(self, forms: list[Form]) -> Form:
        coefficient: Any = 1
        nodes = []
        for form in forms:
            if not form:
                return {}
            node, value = self._monic(form)
            coefficient = bounded(coefficient * value) if value != 1 else coefficient
            nodes += [node] if node != ONE else []
        while len(nodes) > 2:
            paired = [self._sum({_pair(a, b): 1}) for a, b in zip(nodes[::2], nodes[1::2], strict=False)]
            nodes = paired + nodes[len(nodes) - len(nodes) % 2 :]
        return {_pair(*nodes, *[ONE] * (2 - len(nodes))): coefficient}

    def _monic(self, form: Form) -> tuple[int, Any]:
        """A node, and the number that it has to be multiplied by."""
        if len(form) > 1:
            return self._sum(form), 1
        (((left, right), value),) = form.items()
        return (left if right == ONE else self._sum({(left, right): 1})), value

    def order(self, roots: Iterable[int]) -> list[int]:
        """The nodes that the roots need, operands first."""
        needed, left = set(), list(roots)
        while left:
            node = left.pop()
            if node not in needed:
                needed.add(node)
                operands = _operands(self.nodes[node])
                self.budget.spend(2 + len(operands))
                left += operands
        return sorted(needed)

    def forward(self, order: Iterable[int], ring: Ring, values: dict[int, Jet]) -> None:
        """Add the values of the nodes; those of the leaves are given."""
        for node in order:
            self.budget.spend(2)
            if node in values:
                continue
            kind, *rest = self.nodes[node]
            if kind == "sum":
                values[node] = self._dot(rest[0], ring, values)
            elif kind == "one":
                values[node] = {0: ring.scalar(1)}
            elif kind in ("leaf", "grad"):
                raise RejectedError(f"no value for {rest[0]}")
            else:
                self._spend_on_parts(values[rest[0]])
                values[node] = _applied(self.nodes[node], ring, values[rest[0]])

    def _spend_on_parts(self, jet: Jet) -> None:
        """Count what a function of a jet takes: it looks at all pairs of parts."""
        self.budget.spend(4 + 4 ** max(jet).bit_length())

    def _dot(self, terms: Iterable[tuple[Any, int, int]], ring: Ring, values: Mapping[int, Jet]) -> Jet:
        result: Jet = {0: ring.scalar(0)}
        for coefficient, left, right in terms:
            factor = _scaled(ring, coefficient, values[left])
            _add_product(ring, result, factor, values[right] if right != ONE else None)
            self.budget.spend(len(factor) * (len(values[right]) if right != ONE else 1))
        return _reduced(ring, result)

    def backward(
        self,
        order: list[int],
        ring: Ring,
        values: Mapping[int, Jet],
        seeds: Iterable[tuple[int, Jet]],
        wanted: set[int],
    ) -> dict[int, Jet]:
        """The derivatives of the sum of seeds times nodes by the wanted leaves: the chain rule backwards."""
        active = set(wanted)
        self.budget.spend(4 * len(order) + len(wanted))
        for node in order:
            if any(operand in active for operand in _operands(self.nodes[node])):
                active.add(node)
        found: dict[int, Jet] = {}
        for node, jet in seeds:
            _add_product(ring, found.setdefault(node, {}), jet, None)
        for node in reversed(order):
            if node in active and node in found and node not in wanted:
                self._back(node, _reduced(ring, found.pop(node)), ring, values, found, active)
        return {node: _reduced(ring, found[node]) for node in wanted if node in found}

    def _back(
        self,
        node: int,
        jet: Jet,
        ring: Ring,
        values: Mapping[int, Jet],
        found: dict[int, Jet],
        active: set[int],
    ) -> None:
        inner = self.nodes[node][1]
        if self.nodes[node][0] != "sum":
            if inner in active:
                self._spend_on_parts(values[inner])
                slope = _slope(self.nodes[node], ring, values[inner], values[node])
                _add_product(ring, found.setdefault(inner, {}), jet, slope)
            return
        for coefficient, left, right in inner:
            scaled = _scaled(ring, coefficient, jet)
            for one, other in ((left, right), (right, left)):
                if one in active:
                    self.budget.spend(len(scaled) * (len(values[other]) if other != ONE else 1))
                    factor = values[other] if other != ONE else None
                    _add_product(ring, found.setdefault(one, {}), scaled, factor)

    def gradient(self, ring: Ring, values: dict[int, Jet]) -> dict[int, Jet]:
        """grad(theta) = J^T G for every parameter's leaf, G among the values (MATH section 1)."""
        if not self.maps:
            return {}
        self.forward(self._potential, ring, values)
        nodes = chain.from_iterable(self.maps.values())
        seeds = zip(nodes, (values[leaf] for leaf in self.cotangents), strict=True)
        return self.backward(self._potential, ring, values, seeds, set(self.gradients.values()))

    def motion(self, ring: Ring, point: Mapping[int, Jet]) -> list[Jet]:
        """X_G at a point: the rate of every coordinate of the state (MATH section 1)."""
        values = self._with_gradients(ring, point)
        self.forward(self._motion, ring, values)
        return [values[node] for node in self.rates]

    def _with_gradients(self, ring: Ring, point: Mapping[int, Jet]) -> dict[int, Jet]:
        values = dict(point)
        found = self.gradient(ring, values)
        for gradient, parameter in self.gradients.items():
            values[gradient] = found.get(parameter, {0: ring.scalar(0)})
        return values

    def check_values(self, ring: Ring, point: Mapping[int, Jet]) -> None:
        """Everything that was written has a value at the point, also what is multiplied by zero."""
        self.forward(range(len(self.nodes)), ring, self._with_gradients(ring, point))

    def lie_derivative(self, law: list[int], ring: Ring, point: Mapping[int, Jet]) -> list[Any]:
        """The derivative of every component along X_G at a point, as the part of a generator (MATH M2)."""
        rates = self.motion(ring, point)
        values = dict(point)
        for leaf, rate in zip(self.state, rates, strict=True):
            values[leaf] = {**point[leaf], ALONG: rate[0]}
        self.forward(self.order(law), ring, values)
        return [values[node].get(ALONG, ring.scalar(0)) for node in law]


def _pair(left: int, right: int) -> tuple[int, int]:
    return (left, right) if left > right else (right, left)


def _operands(node: tuple[Any, ...]) -> list[int]:
    if node[0] == "sum":
        return [operand for _, left, right in node[1] for operand in (left, right)]
    return [] if node[0] in ("leaf", "grad", "one") else [node[1]]


def _added(forms: Iterable[Form]) -> Form:
    result: Form = {}
    for form in forms:
        for pair, value in form.items():
            result[pair] = bounded(result.get(pair, 0) + value)
    return {pair: value for pair, value in result.items() if value}


def _add_product(ring: Ring, result: Jet, left: Jet, right: Jet | None) -> None:
    """Add a product of jets, or one jet, to a sum that is not reduced yet."""
    if right is None:
        for mask, part in left.items():
            result[mask] = ring.added(result[mask], part) if mask in result else part
        return
    for first, a in left.items():
        for second, b in right.items():
            if not first & second:
                mask = first | second
                result[mask] = ring.added(result[mask], a * b) if mask in result else a * b


def _reduced(ring: Ring, jet: Jet) -> Jet:
    return {mask: ring.reduced(part, mask) for mask, part in jet.items()}


def _scaled(ring: Ring, number: Any, jet: Jet) -> Jet:
    return jet if number == 1 else _product(ring, {0: ring.scalar(number)}, jet)


def _product(ring: Ring, left: Jet, right: Jet) -> Jet:
    result: Jet = {}
    _add_product(ring, result, left, right)
    return _reduced(ring, result)


def _applied(node: tuple[Any, ...], ring: Ring, x: Jet) -> Jet:
    """1/x, exp(x), log(x), the sign or a root f of a jet: f(a + e b) = f(a) + e f'(a) b, e the last one."""
    last = 1 << max(x).bit_length() >> 1
    if not last:
        return {0: _start(node, ring, x[0])}
    start = {mask: part for mask, part in x.items() if not mask & last}
    y = _applied(node, ring, start)
    moving = {mask ^ last: part for mask, part in x.items() if mask & last}
    moved = _product(ring, _slope(node, ring, start, y), moving)
    return {**y, **{mask | last: part for mask, part in moved.items()}}


def _start(node: tuple[Any, ...], ring: Ring, value: Any) -> Any:
    """The function of a number."""
    match node[0]:
        case "reciprocal":
            return ring.inverse(value)
        case "exp":
            return ring.exponential(value)
        case "log":
            return ring.logarithm(value)
        case "sign":
            return ring.sign(value)
    return ring.root(value, node[2])


def _slope(node: tuple[Any, ...], ring: Ring, x: Jet, y: Jet) -> Jet:
    """The derivative by x of y = 1/x, exp(x), log(x), the sign or a root of x (MATH section 6)."""
    match node[0]:
        case "reciprocal":
            return _scaled(ring, -1, _product(ring, y, y))
        case "exp":
            return y
        case "sign":
            return {0: ring.scalar(0)}
    inverse = _applied(("reciprocal",), ring, x)
    return inverse if node[0] == "log" else _scaled(ring, Fraction(1, node[2]), _product(ring, inverse, y))
