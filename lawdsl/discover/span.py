"""Linear spans over the rationals, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Generic, Protocol, TypeVar


class _Ordered(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...

    def __hash__(self) -> int: ...


K = TypeVar("K", bound=_Ordered)


class Span(Generic[K]):
    """The span of sparse vectors, kept as an echelon: each row has a one at its largest key.

    A vector that reduces to nothing is a rational combination of what was added: the reduction is the proof.
    """

    def __init__(self) -> None:
        self._rows: dict[K, dict[K, Fraction]] = {}

    def reduced(self, vector: Mapping[K, int | Fraction]) -> dict[K, Fraction]:
        """The vector less the combination of rows that clears their leading keys."""
        rest = {key: Fraction(value) for key, value in vector.items() if value}
        while leading := [key for key in rest if key in self._rows]:
            top = max(leading)
            factor = rest[top]
            for key, value in self._rows[top].items():
                changed = rest.get(key, Fraction(0)) - factor * value
                if changed:
                    rest[key] = changed
                else:
                    rest.pop(key, None)
        return rest

    def add(self, vector: Mapping[K, int | Fraction]) -> None:
        """Add a vector, in the span or not."""
        rest = self.reduced(vector)
        if rest:
            top = max(rest)
            self._rows[top] = {key: value / rest[top] for key, value in rest.items()}
