"""Where a function is defined: what its logarithms and roots are of."""

from __future__ import annotations

from collections.abc import Iterator

from .expression import Applied, Determinant, Expression, Inverse, Product, Root, Sum, children


def positive_arguments(expression: Expression) -> Iterator[Expression]:
    """What has to be positive for the expression to have a value; not what stands under a sum or product."""
    match expression:
        case Applied("log", base) | Root(base):
            yield base
        case Sum() | Product() | Determinant() | Inverse():
            return
    for part in children(expression):
        yield from positive_arguments(part)
