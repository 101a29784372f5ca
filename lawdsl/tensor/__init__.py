"""Index-notation algebra: identities between tensor expressions, decided for every dimension at once."""

from .budget import Budget, BudgetExceededError, NotTensorialError
from .derive import ELAPSE, Pattern, cotangent, lie_derivative, pattern, substitute_entries
from .expand import expand, expand_fixed
from .spread import spread
from .termsum import TermSum
from .unroll import unroll

__all__ = [
    "ELAPSE",
    "Budget",
    "BudgetExceededError",
    "NotTensorialError",
    "Pattern",
    "TermSum",
    "cotangent",
    "expand",
    "expand_fixed",
    "lie_derivative",
    "pattern",
    "spread",
    "substitute_entries",
    "unroll",
]
