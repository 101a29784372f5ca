"""Mutated certificates, and the checker that has to survive them without accepting what is false."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mpmath
from certificate_samples import SAMPLES, changed, places, sample, value_at
from certificate_values import DIGITS, TOLERANCE, NoValueError, decimal, derivatives, random_values

from lawdsl.check.claims import check
from lawdsl.check.reading import RejectedError, canonical, seal
from lawdsl.check.system import read_system

NUMBERS = ("0", "1", "-1", "2", "1/2", "-3/2", "3", "7", "10000", "524287", "9" * 300, "01", "2/4", "1e3", "")
LARGEST = 4
"""Sizes up to which an accepted claim for every dimension is evaluated."""
EVALUATED = 40
"""Coordinates up to which an accepted claim is evaluated."""


class FalseCertificateError(Exception):
    """The checker accepted a claim that is false at a point."""


def corpus(folder: Path | None = None) -> Iterator[bytes]:
    """One certificate of each kind, and some of those of a folder that are short."""
    for name in SAMPLES:
        yield canonical(sample(name)).encode()
    for path in sorted(folder.glob("*.json"))[::8] if folder else ():
        if path.stat().st_size < 4_000:
            yield path.read_bytes()


def mutated(data: bytes, other: bytes, source: random.Random) -> bytes:
    """The certificate with some parts changed, or taken from another one; the seal is made to fit."""
    content, donor = _parsed(data), _parsed(other)
    if not isinstance(content, dict):
        content = sample(source.choice(SAMPLES))
    if not isinstance(donor, dict):
        donor = content
    for _ in range(source.choice((1, 1, 1, 2, 2, 3, 5))):
        content = _changed_once(content, donor, source)
    if isinstance(content, dict):
        content["seal"] = seal(content)
    return canonical(content).encode()


def _parsed(data: bytes) -> Any:
    with contextlib.suppress(ValueError, RecursionError):
        return json.loads(data)
    return None


def _changed_once(content: Any, donor: Any, source: random.Random) -> Any:
    at = source.choice(list(places(content)))
    old = value_at(content, at)
    new = _other(old, content, donor, at, source)
    if not at and not isinstance(new, dict):
        return content
    return changed(content, at, new)


def _other(old: Any, content: Any, donor: Any, at: tuple[Any, ...], source: random.Random) -> Any:
    """Something else for a place: usually of the kind that stands there."""
    if source.random() < 0.25:
        like = [inner for where in (content, donor) for inner in _alike(where, at)]
        return source.choice(like) if like else old
    if isinstance(old, str):
        return _other_text(old, content, source)
    if isinstance(old, list):
        return _other_list(old, content, source)
    if isinstance(old, dict) and old:
        key = source.choice(list(old))
        rest = {name: value for name, value in old.items() if name != key}
        return source.choice((rest, {**old, key + "2": old[key]}, {**rest, key + "2": old[key]}))
    return source.choice((None, True, False, "1", [], {}, {"prime": "524287", "seed": "0"}))


def _alike(content: Any, at: tuple[Any, ...]) -> list[Any]:
    """What stands under the same last key elsewhere."""
    last = [key for key in at if isinstance(key, str)][-1:]
    return [value_at(content, path) for path in places(content) if list(path[-1:]) == last]


def _other_text(old: str, content: Any, source: random.Random) -> str:
    texts = [text for path in places(content) if isinstance(text := value_at(content, path), str)]
    with contextlib.suppress(ValueError):
        number = int(old)
        return source.choice((str(number + 1), str(number - 1), str(-number), source.choice(NUMBERS)))
    return source.choice((source.choice(texts), source.choice(NUMBERS), old + "x", old.swapcase()))


def _other_list(old: list[Any], content: Any, source: random.Random) -> Any:
    i, j = (source.randrange(len(old) + 1) for _ in range(2))
    body = old if old and isinstance(old[0], str) else ["number", "1"]
    expressions = [
        part
        for path in places(content)
        if isinstance(part := value_at(content, path), list)
        and part
        and part[0] in ("add", "entry", "multiply")
    ]
    partner = source.choice(expressions or [body])
    return source.choice(
        (
            old[:i] + old[i + 1 :],
            old[:i] + old[i : i + 1] + old[i:],
            old[:i] + old[j : j + 1] + old[i + 1 :],
            old[::-1],
            ["multiply", ["number", source.choice(NUMBERS)], body],
            ["add", body, ["number", "1"]],
            ["add", body, partner],
            ["multiply", body, partner],
            ["add", body, ["multiply", ["number", "-1"], body]],
            ["power", body, source.choice(("2", "3", "5000"))],
            [source.choice(("reciprocal", "log", "exp", "sign")), body],
            ["root", body, "2"],
            [source.choice(("sum", "product")), "fresh", source.choice(("2", "3", "n")), body],
            ["determinant", "row", "2", "column", "2", body],
        )
    )


def attack(data: bytes) -> bool:
    """Whether the checker accepts; FalseCertificateError where what it accepts is false at a point."""
    try:
        check(data.decode("ascii", errors="replace"))
    except RejectedError:
        return False
    doubt(json.loads(data))
    return True


def doubt(content: Any) -> None:
    """Evaluate an accepted claim at points, as far as that is possible."""
    claim, system = content["claim"], content["system"]
    if system["assumptions"] and claim["kind"] not in ("law", "refuted"):
        return  # no random point is on the set
    least = read_system(system).least
    source = random.Random(content["seal"])
    with mpmath.workdps(DIGITS):
        match claim["kind"]:
            case "law":
                grid = [{name: source.randint(low, max(low, LARGEST)) for name, low in least.items()}]
                grid.append(dict(least))
                _look(system, [claim["law"]], grid, source)
            case "law at dimensions":
                _look(system, [claim["law"]], [_sizes(item) for item in claim["points"]], source)
            case "complete":
                for point in claim["points"]:
                    _look(system, point["laws"], [_sizes(point["sizes"])], source)
            case "refuted":
                _look_at(content)


def _exact(value: Any, root: Any) -> Any:
    """A coordinate of a point: a number, or a polynomial in a root between two bounds."""
    if isinstance(value, str):
        return decimal(value)
    polynomial = [decimal(text) for text in reversed(root["polynomial"])]
    low, high = decimal(root["low"]), decimal(root["high"])
    w = mpmath.findroot(lambda at: mpmath.polyval(polynomial, at), (low, high), solver="anderson")
    return mpmath.polyval([decimal(text) for text in reversed(value)], w)


def _sizes(sizes: dict[str, str]) -> dict[str, int]:
    return {name: int(size) for name, size in sizes.items()}


def _look(system: Any, laws: list[str], grid: list[dict[str, int]], source: random.Random) -> None:
    for sizes in grid:
        values, cotangent = random_values(system, sizes, source)
        if len(values) > EVALUATED or max(sizes.values(), default=0) > LARGEST:
            continue
        for law in laws:
            with contextlib.suppress(NoValueError, OverflowError):
                for derivative, scale in derivatives(system, law, sizes, values, cotangent).values():
                    if abs(derivative) > TOLERANCE * scale**3:
                        raise FalseCertificateError(f"{law} at {sizes}: {derivative}")


def _look_at(content: Any) -> None:
    """The derivative at the point that refutes."""
    claim, evidence, system = content["claim"], content["evidence"], content["system"]
    if evidence["preimage"] is not None:
        return
    sizes = _sizes(claim["sizes"])
    values, cotangent = random_values(system, sizes, random.Random(0))
    for kind, name, at in list(values):
        if name in evidence["state"]:
            order = [place for other, tensor, place in values if (other, tensor) == (kind, name)]
            values[kind, name, at] = _exact(evidence["state"][name][order.index(at)], evidence["root"])
    for name, flat in evidence["cotangent"].items():
        own = [key for key in cotangent if key[0] == name]
        cotangent.update(zip(own, map(decimal, flat), strict=True))
    if len(values) > EVALUATED:
        return
    with contextlib.suppress(NoValueError, OverflowError):
        at = tuple(map(int, claim["component"]))
        derivative, scale = derivatives(system, claim["law"], sizes, values, cotangent)[at]
        bounds = claim["rate"] if isinstance(claim["rate"], list) else [claim["rate"]] * 2
        low, high = map(decimal, bounds)
        slack = TOLERANCE * scale**3
        if not low - slack <= derivative <= high + slack or low <= 0 <= high:
            raise FalseCertificateError(f"{claim['law']}: {derivative} is not {claim['rate']}")
