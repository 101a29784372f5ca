"""How large an evaluation may be before it is not even tried: counted in operations, never in seconds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..notation.expression import is_polynomial
from ..system.degree import height, leaves
from ..system.fields import VectorFields

if TYPE_CHECKING:
    from ..algebra.programs.program import Program
    from ..notation.expression import Expression
    from ..notation.typed import Family
    from ..system.concrete import ConcreteFields

HIGHEST = 5_000
"""The degree of an expression, numbers included: the values of higher ones are too long."""
COORDINATES = 20_000
"""The entries of a point with exact values."""
EXACT_WORK = 1_000_000
"""Products and array entries of one exact evaluation."""
COUNTED = 10_000
"""The dimension of a state whose laws are counted: the rank takes its square in memory."""
REAL = 120
"""The dimension of a state whose laws are counted in balls, and the number of given laws."""
REAL_WORK = 2_000_000
"""Operations on balls that values of all fields, or gradients of all given laws, may take."""
MODULAR_ENTRIES = 50_000_000
"""Array entries of one evaluation modulo a prime, and of the matrix of gradients of all given laws."""


class GivenUpError(Exception):
    """A question is left undecided; ``reason`` is for the reader."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TooLargeError(GivenUpError):
    """Something is too large to be tried."""


def check_height(fields: VectorFields, law: Family | None, sizes: Mapping[str, int]) -> None:
    """Refuse expressions whose values would be too long; ``sizes`` matter for products over a dimension.

    Raises TooLargeError.
    """
    bodies = [*fields.bodies(), *([law.body] if law else [])]
    highest = max((_length(body, sizes) for body in bodies), default=0)
    if highest > HIGHEST:
        raise TooLargeError(f"an expression of degree {_shown(highest)}, more than {HIGHEST}")


def _length(body: Expression, sizes: Mapping[str, int]) -> int:
    """How long a value can get; a sum of quotients is as long as all of them together."""
    return height(body, sizes) if is_polynomial(body) else leaves(body, sizes, lambda _: 1)


def _shown(number: int) -> str:
    return str(number) if number < 10**12 else "over 10**12"


def check_exact(concrete: ConcreteFields, law: Program) -> None:
    """Refuse exact points that are too many numbers, or too much work; raises TooLargeError."""
    coordinates = sum(concrete.size(tensor) for tensor in concrete.fields.variables())
    if coordinates > COORDINATES:
        raise TooLargeError(f"points of {coordinates} coordinates, more than {COORDINATES}")
    work = concrete.work(law)
    if work > EXACT_WORK:
        raise TooLargeError(f"{work} exact operations for one point, more than {EXACT_WORK}")


def check_real(concrete: ConcreteFields, components: int) -> None:
    """Refuse to count in balls where state or laws are too large; raises TooLargeError."""
    size = max(concrete.dimension, components)
    if size > REAL:
        raise TooLargeError(f"{size} coordinates or laws in balls, more than {REAL}")
    check_modular(concrete, components)
    work = concrete.field_work() * size
    if work > REAL_WORK:
        raise TooLargeError(f"{work} operations on balls, more than {REAL_WORK}")


def check_modular(concrete: ConcreteFields, components: int) -> None:
    """Refuse to count where the state or the matrix of gradients is too large; raises TooLargeError."""
    dimension = concrete.dimension
    if dimension > COUNTED:
        raise TooLargeError(f"a state of dimension {dimension}, more than {COUNTED}")
    check_height(concrete.fields, None, concrete.sizes)
    from ..algebra.rings.ring import UndefinedError

    try:
        entries = concrete.entries()
    except UndefinedError as error:
        raise TooLargeError(f"the flow has no value: {error}") from error
    entries = max(entries, components * max(components, dimension))
    if entries > MODULAR_ENTRIES:
        raise TooLargeError(f"arrays of {entries} entries, more than {MODULAR_ENTRIES}")
