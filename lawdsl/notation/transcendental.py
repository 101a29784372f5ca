"""Where exponentials and logarithms stand in a law so that their values do not matter for what is conserved.

exp(a) * P is a law exactly if a' * P + P' is zero, and c * log(e) + Q, with c without state, exactly if
c * e'/e + Q' is: rational conditions (MATH.md section 6). Any value but zero may therefore stand for that of
exp(a), which is never zero, and any for that of log(e).
"""

from __future__ import annotations

from .expression import Add, Applied, Expression, Multiply, Sum, add, entries, is_rational, multiply
from .index import Role


def split_exponential(expression: Expression) -> tuple[Expression, Expression]:
    """The exponent a and the rest P of exp(a) * P; zero for a where there is no such factor."""
    factors = expression.factors if isinstance(expression, Multiply) else (expression,)
    exponents = [item.base for item in factors if isinstance(item, Applied) and item.function == "exp"]
    rest = [item for item in factors if not (isinstance(item, Applied) and item.function == "exp")]
    return add(exponents), multiply(rest)


def is_elementary(expression: Expression) -> bool:
    """Whether the expression is exp(a) * P or a sum of rational ones and c * log(e), c without state."""
    exponent, rest = split_exponential(expression)
    if not is_rational(exponent):
        return False
    return is_rational(rest) if rest != expression else _is_affine(rest)


def _is_affine(expression: Expression) -> bool:
    match expression:
        case Applied("log", base):
            return is_rational(base)
        case Add(terms):
            return all(map(_is_affine, terms))
        case Sum(_, body):
            return _is_affine(body)
        case Multiply(factors):
            return is_rational(expression) or _is_multiple(factors)
        case _:
            return is_rational(expression)


def _is_multiple(factors: tuple[Expression, ...]) -> bool:
    """Whether one factor is affine in logarithms and the others have no state."""
    transcendental = [factor for factor in factors if not is_rational(factor)]
    others = (factor for factor in factors if is_rational(factor))
    still = all(entry.tensor.role is Role.CONSTANT for factor in others for entry in entries(factor))
    return len(transcendental) == 1 and _is_affine(transcendental[0]) and still
