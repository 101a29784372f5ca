"""Records: frozen classes with slots whose creation costs next to nothing.

They behave like ``dataclass(frozen=True, slots=True)``, of which the startup path has about a hundred:
those compile six methods each at import, which took longer than to parse and prove a small spec
(benchmarks/startup.py). Here all records share the methods of one base.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, field
from operator import attrgetter
from typing import Any, ClassVar, TypeVar, cast, dataclass_transform

T = TypeVar("T")

_set = object.__setattr__


class Record:
    """What all records have in common; made by the decorator `record`."""

    __slots__ = ()
    _record_fields: ClassVar[tuple[str, ...]] = ()
    _record_shown: ClassVar[tuple[str, ...]] = ()
    _record_key: ClassVar[Any]
    _record_defaults: ClassVar[dict[str, Callable[[], Any]]] = {}

    def __init__(self, *values: Any, **named: Any) -> None:
        fields = self._record_fields
        if len(values) != len(fields):
            values = self._record_values(values, named)
        elif named:
            raise TypeError(f"{type(self).__name__} got too many values")
        for name, value in zip(fields, values, strict=True):
            _set(self, name, value)

    @classmethod
    def _record_values(cls, values: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
        rest = cls._record_fields[len(values) :]
        completed = [named.pop(name) if name in named else cls._record_default(name) for name in rest]
        if named or len(values) > len(cls._record_fields):
            raise TypeError(f"{cls.__name__} has no place for {', '.join(named) or 'so many values'}")
        return (*values, *completed)

    @classmethod
    def _record_default(cls, name: str) -> Any:
        if name not in cls._record_defaults:
            raise TypeError(f"{cls.__name__} needs a value for {name}")
        return cls._record_defaults[name]()

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(other) is not type(self):
            return NotImplemented
        return bool(self._record_key(self) == self._record_key(other))

    def __hash__(self) -> int:
        return hash(self._record_key(self))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._record_shown)
        return f"{type(self).__qualname__}({shown})"

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"cannot assign to {name}: a record does not change")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"cannot delete {name}: a record does not change")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(getattr(self, name) for name in self._record_fields)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make a class with annotated fields a record; ``dataclasses.field`` gives defaults and exclusions."""
    names = tuple(cls.__annotations__)
    found = {name: _field(cls.__dict__.get(name, MISSING)) for name in names}
    namespace = {
        name: value
        for name, value in cls.__dict__.items()
        if name not in found and name not in ("__dict__", "__weakref__")
    }
    namespace |= {
        "__slots__": names,
        "__match_args__": names,
        "_record_fields": names,
        # An attrgetter is not bound to the instance that it is found through, unlike a function.
        "_record_key": attrgetter(*([name for name in names if found[name].compare] or ["__class__"])),
        "_record_shown": tuple(name for name in names if found[name].repr),
        "_record_defaults": {name: made for name in names if (made := _maker(found[name])) is not None},
    }
    bases = cls.__bases__ if cls.__bases__ != (object,) else ()
    result: Any = type(cls.__name__, (*bases, Record), namespace)
    return cast(type[T], result)


def _field(value: Any) -> Field[Any]:
    return value if isinstance(value, Field) else field(default=value)


def _maker(found: Field[Any]) -> Callable[[], Any] | None:
    if found.default_factory is not MISSING:
        return found.default_factory
    default = found.default
    return None if default is MISSING else lambda: default


def changed(original: T, **values: Any) -> T:
    """The record with some fields changed."""
    return type(original)(**{**as_mapping(original), **values})


def as_mapping(original: object) -> dict[str, Any]:
    """The fields of a record by name, in order."""
    if not isinstance(original, Record):
        raise TypeError(f"{original!r} is no record")
    return {name: getattr(original, name) for name in original._record_fields}
