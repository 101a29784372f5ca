"""What kind of functions laws are, and so where relations between them are looked for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from ...algebra.rings.polynomial import BudgetExceededError
from ...algebra.rings.ring import UndefinedError
from ...notation.expression import is_rational
from ...notation.typed import Family
from ..counts.independence import usable_primes
from ..limits import GivenUpError
from ..sets.assumed import Assumed
from .elementary_functions import ElementaryFunctions
from .functions import Functions
from .functions_on_set import FunctionsOnSet
from .normal_forms import NormalForms, normal_forms
from .related import Related
from .valued_functions import RationalFunctions

PRIMES = 6
"""Primes that are combined before coefficients are given up on."""
EXPANSION = 1_000_000
"""Monomial products that the normal forms of laws may take where nothing goes without them."""


def related_functions(assumed: Assumed, laws: Sequence[Family]) -> Related:
    """The components of laws as functions to look for relations between; raises GivenUpError."""
    concrete = assumed.concrete
    functions = Functions(concrete, laws)
    primes = list(islice(usable_primes(concrete, laws), PRIMES))
    try:
        if concrete.fields.equations():
            return FunctionsOnSet(functions, primes, assumed, _without_elements(functions))
        if all(is_rational(law.body) for law in laws):
            return RationalFunctions(functions, primes)
        return ElementaryFunctions(functions, normal_forms(functions, EXPANSION), PRIMES)
    except (BudgetExceededError, UndefinedError) as error:
        raise GivenUpError(str(error)) from error


def _without_elements(functions: Functions) -> NormalForms:
    if not all(is_rational(law.body) for law in functions.laws):
        raise GivenUpError("laws with functions that are not rational have no normal forms on a set")
    return normal_forms(functions, EXPANSION)
