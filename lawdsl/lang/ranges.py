"""Index variables and the dimensions that the slots where they stand give them."""

from __future__ import annotations

from ..diagnostics import Span
from ..notation.index import Dimension
from . import syntax


class Variable:
    """An index variable whose dimension is found while its scope is read; compares by identity."""

    __slots__ = ("_link", "_place", "_range", "name")

    def __init__(self, name: syntax.Name) -> None:
        self.name = name
        self._link: Variable | None = None
        self._range: Dimension | None = None
        self._place: Span | None = None

    def _root(self) -> Variable:
        variable = self
        while variable._link is not None:
            variable = variable._link
        return variable

    def dimension(self) -> Dimension | None:
        """The dimension that it ranges over, or None while no slot has said it."""
        return self._root()._range

    def settled(self) -> Dimension:
        """Its dimension once its scope has been read; ValueError when no slot has said it."""
        dimension = self.dimension()
        if dimension is None:
            raise ValueError(f"index {self.name.text} has no range")
        return dimension

    def place(self) -> Span | None:
        """Where its dimension was found."""
        return self._root()._place

    def settle(self, dimension: Dimension, place: Span) -> bool:
        """Let it range over a dimension; false when it ranges over another already."""
        root = self._root()
        if root._range is None:
            root._range, root._place = dimension, place
            return True
        return root._range.admits(dimension)

    def join(self, other: Variable) -> bool:
        """Let both range over the same dimension, as in ``delta[i, j]``; false when they cannot."""
        mine, theirs = self._root(), other._root()
        if mine is theirs:
            return True
        if mine._range is not None and theirs._range is not None:
            return mine._range.admits(theirs._range)
        if mine._range is None:
            mine._link = theirs
        else:
            theirs._link = mine
        return True
