"""Divisors and relations of a proof for every dimension in the plain form of certificates."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from itertools import count
from typing import Any

from ..check.everywhere import Relation
from ..check.system import Expression
from .plain import Plain, number


def plain_divisor(divisor: Expression, taken: Container[str]) -> list[Any]:
    """A quotient as nested lists; ``taken`` are the names of the free indices."""
    return _plain(divisor, _names(taken), {})


def plain_relation(relation: Relation, taken: Container[str]) -> Plain:
    """A relation, with names of its own for all indices that are summed."""
    names = _names(taken)
    own = {name: next(names) for name, _ in relation.sums}
    return {
        "sums": [[own[name], place] for name, place in relation.sums],
        "factor": _plain(relation.factor, names, own),
        "function": _plain(relation.function, names, own),
    }


def _names(taken: Container[str]) -> Iterator[str]:
    return (name for serial in count() if (name := f"s_{serial}") not in taken)


def _factors(body: Expression) -> Iterator[Expression]:
    """The factors of a product, those of products in it included; a sum of one term is that term."""
    if body[0] == "multiply" or (body[0] == "add" and len(body[1]) == 1):
        for factor in body[1]:
            yield from _factors(factor)
    else:
        yield body


def _plain(body: Expression, names: Iterator[str], known: Mapping[Any, str]) -> list[Any]:
    """The expression as nested lists, every summed index with a name of its own."""
    match body:
        case "number", value:
            return ["number", number(value)]
        case "size", place, power:
            return ["size", place, str(power)]
        case (("entry" | "grad") as head, name, slots):
            return [head, name, *(str(known.get(slot, slot)) for slot in slots)]
        case "delta", left, right:
            return ["delta", str(known.get(left, left)), str(known.get(right, right))]
        case "multiply", _:
            factors = [part for part in _factors(body) if part != ("number", 1)] or [("number", 1)]
            plain = [_plain(part, names, known) for part in factors]
            return plain[0] if len(plain) == 1 else ["multiply", *plain]
        case "add", parts:
            return ["add", *(_plain(part, names, known) for part in parts)]
        case (("sum" | "product") as head, name, over, inner):
            new = next(names)
            return [head, new, over, _plain(inner, names, {**known, name: new})]
    return [body[0], _plain(body[1], names, known), *map(str, body[2:])]
