"""A number that has a value which is not written down, such as the logarithm of 3, among exact numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import NoReturn


class Unknown:
    """A real number that nothing is known of; what is computed from it is unknown as well.

    Only its product with zero is known. To compare it is an error, so that no verdict can rest on it.
    """

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]

    def __add__(self, _other: object) -> Unknown:
        return self

    __radd__ = __add__

    def __mul__(self, other: object) -> Unknown | int:
        return 0 if isinstance(other, int | Fraction) and not other else self

    __rmul__ = __mul__

    def __neg__(self) -> Unknown:
        return self

    def __eq__(self, other: object) -> NoReturn:
        raise TypeError("nothing is known of this number")

    __lt__ = __le__ = __gt__ = __ge__ = __ne__ = __eq__

    def __bool__(self) -> NoReturn:
        raise TypeError("nothing is known of this number")

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()
