"""The elements that are adjoined to the rational functions, one after the other (MATH.md section 6).

There are four kinds, for irreducible polynomials f in the coordinates and earlier elements, for prime
numbers f, and for quotients a of such polynomials::

    sign   s with s^2 = 1          the sign of f
    root   r with r^q = s f        the positive root |f|^(1/q)
    log    no relation             log |f|
    exp    no relation             exp(a)

An element is larger than all before it in the lexicographic order, so a relation says what its highest power
is replaced by, and reducing from the last element to the first gives the normal form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from .polynomial import PolynomialRing

Kind = Literal["sign", "root", "log", "exp"]
Key = str
"""What an element is, written with the numbers of earlier ones: equal keys of a plan mean equal functions."""

NAME = "<{}>"
"""The name of a generator: angle brackets occur in no name of a coordinate."""
READABLE = 80
"""Characters of a description that a person is to read."""


class RetryError(Exception):
    """The `Plan` has changed: what was computed with the old one is to be computed again."""


@dataclass(slots=True)
class Plan:
    """What is known of elements before they are adjoined, learnt from earlier attempts.

    A root has a degree that all powers need, an exponential the argument divided by what all powers
    need, and a sign may be the product of a number and other signs wherever everything is defined.
    ``numbers`` count what generators have stood for in all attempts: one generator may stand for another
    function in the next attempt, one number never does.
    """

    room: int = 8
    degrees: dict[Key, int] = field(default_factory=dict)
    divisors: dict[Key, int] = field(default_factory=dict)
    signs: dict[Key, tuple[int, tuple[Key, ...]]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Element:
    """An adjoined element: a generator with what it stands for, and its relation where there is one.

    ``degree`` is that of a root, or what the argument of an exponential was divided by. ``sign`` is that of
    the element on the whole domain wherever it is not zero, or 0 where it is not known.
    """

    kind: Kind
    key: Key
    generator: Any
    argument: Any
    degree: int = 1
    relation: Any = None
    sign: int = 0
    excludes_zero: bool = False


class Tower:
    """The elements adjoined so far, over the polynomials of a ring that leaves room for them.

    The names of the ring start with those of `names`; its order is lexicographic.
    """

    def __init__(self, polynomials: PolynomialRing, plan: Plan) -> None:
        self.plan = plan
        self.elements: list[Element] = []
        self._polynomials = polynomials
        self._generators = polynomials.context.gens()
        self._relations: list[tuple[int, int, Any]] = []
        self._by_key: dict[Key, Element] = {}
        self._by_name: dict[str, Element] = {}
        self._texts: dict[Key, str] = {}

    @staticmethod
    def names(room: int) -> list[str]:
        """The names of as many generators, those of later elements first."""
        return [NAME.format(serial) for serial in reversed(range(room))]

    def find(self, key: Key) -> Element | None:
        """The element with that key."""
        return self._by_key.get(key)

    def of_generator(self, polynomial: Any) -> Element | None:
        """The element whose generator the polynomial is."""
        return self._by_name.get(str(polynomial))

    def of_kind(self, kind: Kind) -> Iterator[Element]:
        """The elements of a kind, in order."""
        return (element for element in self.elements if element.kind == kind)

    def next_generator(self) -> Any:
        """The generator of the element that is adjoined next; RetryError when there is no room."""
        serial = len(self.elements)
        if serial >= self.plan.room:
            self.plan.room *= 2
            raise RetryError
        return self._generators[self.plan.room - 1 - serial]

    def adjoin(self, element: Element) -> Element:
        """Add an element whose generator is `next_generator`."""
        if element.relation is not None:
            position = self.plan.room - 1 - len(self.elements)
            self._relations.append((position, element.relation.degrees()[position], element.relation))
        self.elements.append(element)
        self._by_key[element.key] = element
        self._by_name[str(element.generator)] = element
        return element

    def reduced(self, polynomial: Any) -> Any:
        """The normal form: no relation can be applied any more."""
        degrees = polynomial.degrees()
        for position, degree, relation in reversed(self._relations):
            if degrees[position] >= degree:
                self._polynomials.charge(len(polynomial) * len(relation))
                polynomial = divmod(polynomial, relation)[1]
                degrees = polynomial.degrees()
        return polynomial

    def key(self, kind: Kind, argument: object) -> Key:
        """The key of an element of that kind for an argument: a polynomial, or the text of a quotient."""
        return f"{kind}({self.described(argument)})"

    def described(self, argument: object) -> str:
        """The text of an argument, with every element in it replaced by its number in the plan."""
        return _PATTERN.sub(lambda name: f"#{self._number(self._by_name[name[0]])}", str(argument))

    def readable(self, argument: object) -> str:
        """The text of an argument with every element in it written out, cut where it gets too long."""
        text = _PATTERN.sub(lambda name: self._readable(self._by_name[name[0]]), str(argument))
        return text if len(text) <= READABLE else text[:READABLE] + "..."

    def _number(self, element: Element) -> int:
        text = f"{element.key}^(1/{element.degree})"
        return self.plan.numbers.setdefault(text, len(self.plan.numbers))

    def _readable(self, element: Element) -> str:
        if element.key not in self._texts:
            inner = self.readable(element.argument)
            root = f"({inner})^(1/{element.degree})"
            self._texts[element.key] = root if element.kind == "root" else f"{element.kind}({inner})"
        return self._texts[element.key]


_PATTERN = re.compile(NAME.format(r"\d+"))
