"""What rings have in common that hold rational functions at most."""

from __future__ import annotations

from .dense import Array, DenseRing


class NotPolynomialError(ArithmeticError):
    """An expression has an inverse or a function that a ring has no element for."""

    def __init__(self) -> None:
        super().__init__("it is no polynomial")


class RestrictedRing(DenseRing):
    """A ring without roots, exponentials, logarithms and signs; `elementary.ElementaryRing` has them."""

    def exponential(self, _array: Array) -> Array:
        """Raises NotPolynomialError."""
        raise NotPolynomialError

    def logarithm(self, _array: Array) -> Array:
        """Raises NotPolynomialError."""
        raise NotPolynomialError

    def sign(self, _array: Array) -> Array:
        """Raises NotPolynomialError."""
        raise NotPolynomialError

    def root(self, _array: Array, _degree: int) -> Array:
        """Raises NotPolynomialError."""
        raise NotPolynomialError
