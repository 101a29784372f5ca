"""Numbers that are known while a spec is read: divisors, exponents and bounds."""

from __future__ import annotations

from fractions import Fraction

from ..diagnostics import Span
from . import syntax
from .context import Context
from .value import Scale, Value, known, reciprocal_of

MAX_EXPONENT = 1000
MAX_BITS = 20_000


def inverse(divisor: Value, span: Span, context: Context) -> Value | None:
    """One over a value, entry by entry; None after an error."""
    if divisor.scale is None:
        return reciprocal_of(divisor)
    if not divisor.scale.coefficient:
        division_by_zero(span, context)
        return None
    return known(divisor.scale**-1)


def division_by_zero(span: Span, context: Context) -> None:
    """Report a division by zero."""
    context.findings.error("L0302", "division by zero", span, "this is 0")


def exponent_of(base: Value, exponent: Value, power: syntax.Power, context: Context) -> int | None:
    """The exponent as an integer that suits the base; None after an error."""
    span = power.exponent.span
    if exponent.scale is None or exponent.scale.powers or exponent.scale.coefficient.denominator != 1:
        _later("a power whose exponent is not a known integer", span, context)
        return None
    value = int(exponent.scale.coefficient)
    if value < 0 and base.scale is not None and not base.scale.coefficient:
        division_by_zero(power.base.span, context)
        return None
    if abs(value) > MAX_EXPONENT or (base.scale is not None and _bits(base.scale) * abs(value) > MAX_BITS):
        context.findings.error("L0014", "this power is too large", power.span)
        return None
    return value


def _bits(scale: Scale) -> int:
    return max(scale.coefficient.numerator.bit_length(), scale.coefficient.denominator.bit_length())


def _later(what: str, span: Span, context: Context) -> None:
    context.findings.error("L0006", f"{what} is not supported yet", span, helps=["use a natural number"])


def rational_of(value: Value) -> Fraction | None:
    """The value as a rational number, if it is a known one."""
    return None if value.scale is None or value.scale.powers else value.scale.coefficient
