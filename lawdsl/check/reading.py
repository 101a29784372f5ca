"""Strict reading: nothing in a certificate is converted silently, left unread or larger than it may be.

Nothing here is about mathematics. What can be said of a malformed certificate is said in one line, as the
reason of `RejectedError`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from fractions import Fraction
from itertools import chain
from typing import Any, NoReturn

MAX_BYTES = 8_000_000
MAX_DIGITS = 4_000
MAX_BITS = 20_000
"""Of a number that comes up on the way."""
MAX_DEPTH = 250
"""Brackets of the text inside each other; expressions of the language are nested 100 levels deep at most."""
MAX_WORK = 200_000_000
"""Elementary operations for one claim, see `Budget`."""

LIMB = 40_000
"""A product of numbers of a and b bits costs a b / LIMB operations more than one of short ones."""

Number = int | Fraction
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(/[1-9][0-9]*)?\Z", re.ASCII)


class RejectedError(Exception):
    """The certificate does not show what it claims; the only argument is the reason.

    It may quote the certificate, so it is made one line of ASCII.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason.encode("unicode_escape").decode("ascii"))


class Budget:
    """Counts elementary operations, so that no certificate keeps the checker busy for ever."""

    def __init__(self, limit: int = MAX_WORK) -> None:
        self.left = limit

    def spend(self, operations: int) -> None:
        """Count operations; RejectedError when there have been too many."""
        self.left -= operations
        if self.left < 0:
            raise RejectedError("it takes more operations than the checker spends on one claim")


def bounded(value: Number) -> Number:
    """The number; RejectedError for one that is too long to go on with."""
    if bits(value) > MAX_BITS:
        raise RejectedError(f"a number of more than {MAX_BITS} bits")
    return value


def bits(value: Number) -> int:
    """The length of a number."""
    return value.numerator.bit_length() + value.denominator.bit_length()


def cost(left: Number, right: Number) -> int:
    """The operations of a product or a sum of two numbers."""
    return 2 + bits(left) * bits(right) // LIMB + (bits(left) + bits(right)) // 64


def parse(text: str) -> Any:
    """The content of a canonical JSON text without numbers: objects, lists, strings, true, false and null.

    The text is what `canonical` writes, to the letter.
    """
    if len(text) > MAX_BYTES:
        raise RejectedError(f"larger than {MAX_BYTES} bytes")
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_int=_refuse, parse_float=_refuse, parse_constant=_refuse
        )
    except ValueError as error:
        raise RejectedError(f"not JSON: {error}") from None
    except RecursionError:
        raise RejectedError(f"nested more than {MAX_DEPTH} levels deep") from None
    _check_depth(value)
    if canonical(value) != text:
        raise RejectedError("not canonical JSON: keys are sorted, without spaces, one line break at the end")
    return value


def canonical(value: Any) -> str:
    """The canonical text of a certificate's content."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True) + "\n"


def seal(content: dict[str, Any]) -> str:
    """The hash of everything else in a certificate: it tells damage, and proves nothing."""
    rest = {name: value for name, value in content.items() if name != "seal"}
    return hashlib.sha256(canonical(rest).encode()).hexdigest()


def _check_depth(value: Any) -> None:
    """Look at one level of nesting after the other."""
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        inner = [
            item.values() if isinstance(item, dict) else item
            for item in level
            if isinstance(item, dict | list)
        ]
        level = list(chain.from_iterable(inner))
    if level:
        raise RejectedError(f"nested more than {MAX_DEPTH} levels deep")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        raise RejectedError("a key occurs twice in one object")
    return result


def _refuse(number: str) -> NoReturn:
    raise RejectedError(f"the bare number {number[:20]}: numbers are written as strings")


def fields(value: Any, *names: str) -> tuple[Any, ...]:
    """The values of an object that has exactly these keys."""
    if not isinstance(value, dict):
        raise RejectedError(f"an object with {', '.join(names)} is expected")
    if value.keys() != set(names):
        raise RejectedError(f"an object has {_listed(value)} where {_listed(names)} are expected")
    return tuple(value[name] for name in names)


def _listed(names: Iterable[str]) -> str:
    text = ", ".join(sorted(names))
    return text if len(text) < 80 else text[:80] + "..."


def listed(value: Any) -> list[Any]:
    """A list."""
    if not isinstance(value, list):
        raise RejectedError("a list is expected")
    return value


def pair(value: Any, what: str) -> tuple[Any, Any]:
    """A list of two."""
    if len(listed(value)) != 2:
        raise RejectedError(f"{what} are expected")
    return value[0], value[1]


def mapping(value: Any) -> dict[str, Any]:
    """An object with any keys."""
    if not isinstance(value, dict):
        raise RejectedError("an object is expected")
    return value


def string(value: Any) -> str:
    """A string."""
    if not isinstance(value, str):
        raise RejectedError("a string is expected")
    return value


def truth(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise RejectedError("true or false is expected")
    return value


def integer(value: Any, low: int, high: int) -> int:
    """An integer between the bounds, written in the shortest way."""
    number = rational(value)
    if not isinstance(number, int) or not low <= number <= high:
        raise RejectedError(f"an integer from {low} to {high} is expected")
    return number


def rational(value: Any) -> Number:
    """An exact number, in lowest terms."""
    text = string(value)
    if len(text) > MAX_DIGITS:
        raise RejectedError(f"a number of more than {MAX_DIGITS} digits")
    if not _NUMBER.match(text):
        raise RejectedError("a number is expected, written as 3, -3 or -3/2")
    number = Fraction(text)
    if str(number) != text:
        raise RejectedError(f"the number {text[:20]} is not in lowest terms")
    return int(number) if number.denominator == 1 else number
