"""Shapes: their wording, and which ones combine."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Span
from .context import Context
from .value import Shape, Value


def shape_text(shape: Shape) -> str:
    """The shape in words, such as ``a matrix [n, r]``."""
    kind = {0: "a scalar", 1: "a vector", 2: "a matrix"}.get(len(shape), "a tensor")
    return f"{kind} [{', '.join(dimension.name for dimension in shape)}]" if shape else kind


def same(left: Shape, right: Shape) -> bool:
    """Whether the shapes agree slot by slot."""
    return len(left) == len(right) and all(
        mine.admits(other) for mine, other in zip(left, right, strict=True)
    )


def common_shape(operands: Sequence[tuple[Value, Span]], verb: str, context: Context) -> Shape | None:
    """The one shape of the operands that are not scalars; None after an error."""
    tensors = [(value.shape, span) for value, span in operands if value.shape]
    if not tensors:
        return ()
    first, place = tensors[0]
    for shape, span in tensors[1:]:
        if not same(first, shape):
            context.findings.error(
                "L0201",
                f"cannot {verb} {shape_text(first)} and {shape_text(shape)} entry by entry",
                span,
                f"this is {shape_text(shape)}",
                others=[(place, f"this is {shape_text(first)}")],
                helps=["say which slots meet in index notation, such as `A[i,k] * b[k]`"],
            )
            return None
    return first
