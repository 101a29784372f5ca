"""The package from Python: load specs, verify systems, look at verdicts."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, overload

from .diagnostics import Source
from .lang import load as elaborate
from .lang import read
from .notation.typed import TypedSystem
from .verify.claims import Claims
from .verify.result import SystemResult
from .verify.run import verify_system
from .verify.verdict import Verdict

if TYPE_CHECKING:
    from .verify.counts.count import LawCount


@dataclass(frozen=True, slots=True)
class System:
    """One system of a spec."""

    typed: TypedSystem

    @property
    def name(self) -> str:
        """The name that the spec gives the system."""
        return self.typed.name

    @property
    def laws(self) -> tuple[str, ...]:
        """The names of the candidate laws."""
        return tuple(law.name for law in self.typed.laws)

    @property
    def invariants(self) -> tuple[str, ...]:
        """The names of the sets that are claimed to be invariant."""
        return tuple(invariant.name for invariant in self.typed.invariants)

    def verify(self, **sizes: int) -> SystemResult:
        """The verdict on every claim and expectation; ``sizes`` fix symbolic dimensions.

        Raises ValueError for a dimension that the system does not have, and
        `lawdsl.diagnostics.SpecError` for a system that claims nothing, or whose assumptions cannot hold.
        """
        self._check(sizes)
        events = list(verify_system(self.typed, sizes))
        (result,) = (event for event in events if isinstance(event, SystemResult))
        return result

    def verdict(self, law: str, **sizes: int) -> Verdict:
        """The verdict on one law or invariant set, at concrete dimensions where all of them are given.

        Raises KeyError for an unknown claim, ValueError for an unknown dimension, and
        `lawdsl.diagnostics.SpecError` for assumptions that cannot hold or do not stay true.
        """
        self._check(sizes)
        if law not in (*self.laws, *self.invariants):
            raise KeyError(law)
        return self._claims(sizes).verdict(law)

    def count(self, **sizes: int) -> LawCount:
        """All laws, counted at concrete dimensions (MATH.md M7).

        Raises ValueError unless ``sizes`` gives every symbolic dimension.
        """
        from .verify.counts.census import Census

        self._check(sizes)
        missing = [dimension.name for dimension in self.typed.symbolic() if dimension.name not in sizes]
        if missing:
            raise ValueError(f"a count needs a size for {', '.join(missing)}")
        return Census(self._claims(sizes)).counted(sizes)

    def _claims(self, sizes: Mapping[str, int]) -> Claims:
        claims = Claims(self.typed, sizes)
        claims.refuse_false_assumptions()
        return claims

    def _check(self, sizes: Mapping[str, int]) -> None:
        known = {dimension.name for dimension in self.typed.symbolic()}
        for name, size in sizes.items():
            if name not in known:
                raise ValueError(f"{self.name} has no symbolic dimension {name!r}")
            least = self.typed.least.get(name, 1)
            if size < least:
                raise ValueError(f"{name} = {size} is too small; {self.name} needs at least {least}")

    def __repr__(self) -> str:
        return f"<system {self.name}: {', '.join(self.laws) or 'no laws'}>"


class Spec(Sequence[System]):
    """The systems of a spec, in order; also by name."""

    def __init__(self, systems: Sequence[TypedSystem]) -> None:
        self._systems = tuple(System(typed) for typed in systems)

    @overload
    def __getitem__(self, key: int | str) -> System: ...

    @overload
    def __getitem__(self, key: slice) -> tuple[System, ...]: ...

    def __getitem__(self, key: int | str | slice) -> System | tuple[System, ...]:
        if not isinstance(key, str):
            return self._systems[key]
        for system in self._systems:
            if system.name == key:
                return system
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._systems)

    def __iter__(self) -> Iterator[System]:
        return iter(self._systems)

    def __repr__(self) -> str:
        return f"Spec({list(self._systems)!r})"


def load(path: str | os.PathLike[str]) -> Spec:
    """Read a spec from a file; raises `lawdsl.diagnostics.SpecError` with everything wrong in it."""
    return Spec(elaborate(read(Path(path))))


def loads(text: str, name: str = "<text>") -> Spec:
    """Read a spec from a string; raises `lawdsl.diagnostics.SpecError` with everything wrong in it."""
    return Spec(elaborate(Source(name, text)))
