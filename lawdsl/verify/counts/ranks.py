"""Where ranks are taken: modulo a prime for rational functions, in balls at a real point for all others."""

from __future__ import annotations

from collections.abc import Sequence

from ...algebra.rings.polynomial import BudgetExceededError
from ...algebra.rings.ring import UndefinedError
from ...notation.expression import is_rational
from ...notation.typed import Family
from ...system.concrete import ConcreteFields
from ..limits import GivenUpError, check_modular, check_real
from ..proofs.piecewise import obstacles
from .independence import has_residues


def has_rational_fields(concrete: ConcreteFields) -> bool:
    """Whether values of all fields can be taken modulo a prime."""
    return all(map(is_rational, concrete.fields.bodies()))


def check_closure(concrete: ConcreteFields, components: int) -> None:
    """Refuse to count where the fields are too large or piecewise; raises GivenUpError."""
    if has_rational_fields(concrete):
        check_modular(concrete, components)
        return
    check_real(concrete, components)
    _check_pieces(concrete, [])


def check_rank(concrete: ConcreteFields, laws: Sequence[Family], components: int) -> None:
    """Refuse to take the rank of laws that are too large or piecewise; raises GivenUpError."""
    if has_residues(laws):
        check_modular(concrete, components)
        return
    check_real(concrete, components)
    _check_pieces(concrete, laws)


def _check_pieces(concrete: ConcreteFields, laws: Sequence[Family]) -> None:
    """Refuse what is one function here and another one there: a rank at a point says little about it."""
    try:
        found = obstacles(concrete, laws)
    except (BudgetExceededError, UndefinedError) as error:
        raise GivenUpError(f"the signs that functions have on the domain are not known: {error}") from error
    if found:
        raise GivenUpError(f"{found[0]}: restrict it")
