"""What a certificate says, evaluated a second way: decimal numbers and difference quotients.

Nothing of the checker is used. A derivative is a difference quotient in 80 digits with steps of 10^-25, right
to about 10^-45: enough to tell a law from what is none at a random point.
"""

from __future__ import annotations

import itertools
from fractions import Fraction

import mpmath

STEP = mpmath.mpf(10) ** -25
TOLERANCE = mpmath.mpf(10) ** -30
DIGITS = 80


class NoValueError(Exception):
    """Something has no real value at the point."""


def decimal(text):
    """A number of a certificate."""
    exact = Fraction(text)
    return mpmath.mpf(exact.numerator) / exact.denominator


def places(ranges, sizes):
    """The slots of all entries of a tensor."""
    return list(itertools.product(*(range(size(place, sizes)) for place in ranges)))


def size(place, sizes):
    """The size of a range."""
    return int(place) if place.isdecimal() else sizes[place]


def evaluate(body, at, sizes, values):
    """An expression at values of its free indices; ``values`` holds entries by kind, name and place."""
    head, *rest = body

    def inner(part, **more):
        return evaluate(part, {**at, **more}, sizes, values)

    match head, rest:
        case (("number" | "size" | "delta" | "entry" | "grad"), _):
            return leaf(head, rest, at, sizes, values)
        case "add", _:
            return mpmath.fsum(map(inner, rest))
        case "multiply", _:
            return mpmath.fprod(map(inner, rest))
        case "power", [base, exponent]:
            return inner(base) ** int(exponent)
        case (("sum" | "product"), [name, place, part]):
            over = mpmath.fsum if head == "sum" else mpmath.fprod
            return over(inner(part, **{name: i}) for i in range(size(place, sizes)))
        case (("determinant" | "inverse"), [row, rows, column, _, part, *slots]):
            span = range(size(rows, sizes))
            matrix = mpmath.matrix([[inner(part, **{row: i, column: j}) for j in span] for i in span])
            return matrix_value(matrix, [int(at.get(slot, slot)) for slot in slots])
        case _, [part, *degree]:
            return function(head, inner(part), *map(int, degree))
    raise ValueError(head)


def leaf(head, rest, at, sizes, values):
    """An expression without parts."""
    match head, rest:
        case "number", [text]:
            return decimal(text)
        case "size", [place, power]:
            return mpmath.mpf(size(place, sizes)) ** int(power)
        case "delta", [left, right]:
            return mpmath.mpf(int(at.get(left, left)) == int(at.get(right, right)))
    name, *slots = rest
    return values[head, name, tuple(int(at.get(slot, slot)) for slot in slots)]


def matrix_value(matrix, slots):
    """The determinant, or an entry of the inverse."""
    determinant = mpmath.det(matrix)
    if not slots:
        return determinant
    function("reciprocal", determinant)
    return (matrix**-1)[slots[0], slots[1]]


def function(head, value, degree=0):
    """A function, or NoValueError where it may have none."""
    if head == "exp":
        return mpmath.exp(value)
    if abs(value) < mpmath.mpf(10) ** -8 or (head in ("log", "root") and value < 0):
        raise NoValueError(head)
    match head:
        case "reciprocal":
            return 1 / value
        case "sign":
            return mpmath.sign(value)
        case "log":
            return mpmath.log(value)
    return mpmath.root(value, degree)


def rates(system, sizes, values, cotangent):
    """The right-hand side X_G for all entries that move."""
    there = {**values, **gradients(system, sizes, values, cotangent)}
    flow, moving = system["flow"], {}
    own = system["parameters"] if flow["kind"] != "custom" else [*system["parameters"], *system["states"]]
    for item in own:
        for at in places(item["shape"], sizes):
            moving |= rates_of(flow, item["name"], at, sizes, there)
    if system["time"]:
        moving["entry", "t", ()] = mpmath.mpf(1)
    return moving


def rates_of(flow, name, at, sizes, there):
    """The rate of one entry, and of its velocity if it has one."""
    here, speed = ("entry", name, at), ("entry", f"dot({name})", at)

    def family(content, values=there):
        names = [index for index, _ in content["indices"]]
        return evaluate(content["body"], dict(zip(names, at, strict=True)), sizes, values)

    match flow["kind"]:
        case "custom":
            return {here: family(flow["rates"][name])}
        case "gradient":
            decay = 0 if flow["decay"] is None else evaluate(flow["decay"], {}, sizes, there)
            return {here: -decay * there[here] - family(flow["metric"][name]) * there["grad", name, at]}
    damping, ahead = evaluate(flow["damping"], {}, sizes, there), dict(there)
    for kind, other, place in there:
        if kind == "entry" and (kind, f"dot({other})", place) in there:
            ahead[kind, other, place] = (
                damping * there[kind, other, place] + there[kind, f"dot({other})", place]
            )
    push = family(flow["metric"][name], ahead) * there["grad", name, at]
    return {here: there[speed], speed: -damping * there[speed] - push}


def gradients(system, sizes, values, cotangent):
    """J^T G by difference quotients of <G, map>."""

    def paired(there):
        total = mpmath.mpf(0)
        for name, content in system["maps"].items():
            names = [index for index, _ in content["indices"]]
            for at in places([place for _, place in content["indices"]], sizes):
                index = dict(zip(names, at, strict=True))
                total += cotangent[name, at] * evaluate(content["body"], index, sizes, there)
        return total

    return {
        ("grad", item["name"], at): difference(paired, values, {("entry", item["name"], at): 1})
        for item in system["parameters"]
        for at in places(item["shape"], sizes)
        if system["maps"]
    }


def difference(scalar, values, direction):
    """The derivative of a function of the entries along a direction."""
    ahead, behind = dict(values), dict(values)
    for key, rate in direction.items():
        ahead[key], behind[key] = values[key] + STEP * rate, values[key] - STEP * rate
    return (scalar(ahead) - scalar(behind)) / (2 * STEP)


def random_values(system, sizes, source):
    """Entries of all tensors inside of the domain, and a cotangent."""
    values = {}
    tensors = [*system["parameters"], *system["states"], *system["constants"]]
    for item in tensors:
        for at in places(item["shape"], sizes):
            fixed = item.get("value")
            values["entry", item["name"], at] = (
                decimal(fixed) if fixed is not None else admitted(system, item["name"], source)
            )
    if system["flow"]["kind"] == "momentum":
        for item in system["parameters"]:
            for at in places(item["shape"], sizes):
                values["entry", f"dot({item['name']})", at] = decimal(drawn(source))
    if system["time"]:
        values["entry", "t", ()] = decimal(drawn(source))
    cotangent = {
        (name, at): decimal(drawn(source))
        for name, content in system["maps"].items()
        for at in places([place for _, place in content["indices"]], sizes)
    }
    return values, cotangent


def drawn(source):
    """A small rational number."""
    return Fraction(source.randrange(-400, 401), source.randrange(100, 200))


def admitted(system, name, source):
    """A number that the domain allows for entries of a tensor."""
    low, high = None, None
    for item in system["conditions"]:
        if item["tensor"] == name and item["relation"] != "!=":
            bound = Fraction(item["bound"])
            if item["relation"][0] == ">":
                low = bound if low is None else max(low, bound)
            else:
                high = bound if high is None else min(high, bound)
    share = Fraction(source.randrange(1, 1000), 1000)
    if low is None and high is None:
        return decimal(drawn(source))
    if low is None:
        return decimal(high - 3 * share)
    return decimal(low + 3 * share if high is None else low + (high - low) * share)


def derivatives(system, law, sizes, values, cotangent):
    """The derivative along X_G of every component of a law, each with a scale to compare it with."""
    moving = rates(system, sizes, values, cotangent)
    content = system["laws"][law]
    names = [name for name, _ in content["indices"]]
    found = {}
    for at in places([place for _, place in content["indices"]], sizes):
        index = dict(zip(names, at, strict=True))

        def component(there, index=index):
            return evaluate(content["body"], index, sizes, there)

        scale = 1 + abs(component(values)) + max(map(abs, moving.values()), default=0)
        found[at] = difference(component, values, moving), scale
    return found
