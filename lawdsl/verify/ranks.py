"""Where ranks are taken: modulo a prime for rational functions, in balls at a real point for all others."""

from __future__ import annotations

from collections.abc import Sequence

from ..algebra.polynomial import BudgetExceededError
from ..algebra.ring import UndefinedError
from ..notation.expression import is_rational
from ..notation.typed import Family
from ..system.concrete import ConcreteFields
from .independence import has_residues
from .limits import GivenUpError, check_modular, check_real
from .piecewise import changing_signs


def has_rational_fields(concrete: ConcreteFields) -> bool:
    """Whether values of all fields can be taken modulo a prime."""
    return all(map(is_rational, concrete.fields.bodies()))


def check_closure(concrete: ConcreteFields, components: int) -> None:
    """Refuse to count where the fields are too large or piecewise; raises GivenUpError."""
    if has_rational_fields(concrete):
        check_modular(concrete, components)
        return
    check_real(concrete, components)
    _check_signs(concrete, [])


def check_rank(concrete: ConcreteFields, laws: Sequence[Family], components: int) -> None:
    """Refuse to take the rank of laws that are too large or piecewise; raises GivenUpError."""
    if has_residues(laws):
        check_modular(concrete, components)
        return
    check_real(concrete, components)
    _check_signs(concrete, laws)


def _check_signs(concrete: ConcreteFields, laws: Sequence[Family]) -> None:
    """Refuse what is one function here and another one there: a rank at a point says little about it."""
    try:
        signs = changing_signs(concrete, laws)
    except (BudgetExceededError, UndefinedError) as error:
        raise GivenUpError(f"the signs that functions have on the domain are not known: {error}") from error
    if signs:
        raise GivenUpError(f"the sign of {signs[0]} is not the same on the whole domain: restrict it")
