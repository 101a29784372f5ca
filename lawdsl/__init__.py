"""Exact answers about what training conserves.

``lawdsl.load(path)`` reads a spec; see `lawdsl.api` for what can be done with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .api import Spec, System, load, loads

__all__ = ["Spec", "System", "load", "loads"]


def __getattr__(name: str) -> object:
    # The command line starts faster when importing the package alone costs nothing.
    if name in __all__:
        from . import api

        return getattr(api, name)
    raise AttributeError(f"module 'lawdsl' has no attribute {name!r}")
