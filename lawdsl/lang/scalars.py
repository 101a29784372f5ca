"""Numbers that are known while a spec is read: divisors, exponents and bounds."""

from __future__ import annotations

from fractions import Fraction

from ..diagnostics import Span
from . import syntax
from .context import Context
from .shapes import shape_text
from .value import Scale, Value, exponential_of, known, power_of, reciprocal_of, root_of

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


def power(base: Value, exponent: Value, written: syntax.Power, context: Context) -> Value | None:
    """A power, entry by entry; None after an error.

    An exponent that is no integer needs a positive base, and means exp(exponent * log(base)).
    """
    if exponent.shape:
        headline = f"an exponent is a number, and this is {shape_text(exponent.shape)}"
        context.findings.error("L0201", headline, written.exponent.span)
        return None
    known_exponent = rational_of(exponent)
    if known_exponent is None or known_exponent.denominator > 1:
        return _fractional_power(base, exponent, known_exponent, written, context)
    value = _integer(base, known_exponent, written, context)
    return None if value is None else _integer_power(base, value)


def _fractional_power(
    base: Value, exponent: Value, value: Fraction | None, written: syntax.Power, context: Context
) -> Value | None:
    if base.scale is not None and base.scale.coefficient <= 0:
        context.findings.error("L0302", "a fractional power is of a positive number", written.base.span)
        return None
    if value is None:
        return exponential_of(base, exponent)
    if max(abs(value.numerator), value.denominator) > MAX_EXPONENT:
        context.findings.error("L0014", "this power is too large", written.exponent.span)
        return None
    return _integer_power(root_of(base, value.denominator), value.numerator)


def _integer_power(base: Value, exponent: int) -> Value:
    if base.scale is not None:
        return known(base.scale**exponent)
    return power_of(base, exponent) if exponent >= 0 else power_of(reciprocal_of(base), -exponent)


def _integer(base: Value, exponent: Fraction, power: syntax.Power, context: Context) -> int | None:
    """The exponent as an integer that suits the base; None after an error."""
    value = int(exponent)
    if value < 0 and base.scale is not None and not base.scale.coefficient:
        division_by_zero(power.base.span, context)
        return None
    if abs(value) > MAX_EXPONENT or (base.scale is not None and _bits(base.scale) * abs(value) > MAX_BITS):
        context.findings.error("L0014", "this power is too large", power.span)
        return None
    return value


def _bits(scale: Scale) -> int:
    return max(scale.coefficient.numerator.bit_length(), scale.coefficient.denominator.bit_length())


def rational_of(value: Value) -> Fraction | None:
    """The value as a rational number, if it is a known one."""
    return None if value.scale is None or value.scale.powers else value.scale.coefficient
