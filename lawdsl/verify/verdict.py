"""The three answers to "is this a law?"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NoReturn, get_args

from ..notation.record import record
from .refutations.enclosure import Enclosure

if TYPE_CHECKING:  # flint is not imported before a number needs it
    from ..algebra.rings.number_field import AlgebraicNumber

    Exact = Fraction | AlgebraicNumber

Method = Literal[
    "index notation",
    "index notation with functions",
    "generic point",
    "rational functions",
    "elementary functions",
    "invariant ideal",
    "normal form modulo the assumptions",
]
"""How a proof was found: MATH.md M10, or an exact identity at concrete dimensions, of polynomials, of
rational functions or of functions with adjoined elements (MATH.md section 6), which M10 may have as well.
Where there are functions, a proof speaks of all points where everything has a value. On a set the derivatives
of all its equations are combinations of them (M8), or that of the law is one of the assumptions (M12).
Later ones are the weaker statements."""
METHODS: tuple[Method, ...] = get_args(Method)


class _Verdict:
    """A verdict is never a truth value: ask which of the three it is."""

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        raise TypeError("a verdict has three values; use isinstance or match")


CONSTANT = "it is a constant whatever the parameters are, and a constant is not a law"
"""Why a claim that no parameter changes is not proved (MATH.md M4)."""


@record
class Scope:
    """The dimensions that a verdict speaks of.

    ``every`` lists the symbolic dimensions that may have any size (at least ``least``, default 1);
    ``points`` lists concrete sizes where the claim was decided one by one. A system
    without symbolic dimensions has neither.
    """

    every: tuple[str, ...] = ()
    least: Mapping[str, int] = field(default_factory=dict)
    points: tuple[Mapping[str, int], ...] = ()

    def __str__(self) -> str:
        if self.points:
            return "; ".join(
                ", ".join(f"{name} = {size}" for name, size in point.items()) for point in self.points
            )
        if not self.every:
            return "as stated"
        bounds = [f"{name} >= {self.least[name]}" for name in self.every if self.least.get(name, 1) > 1]
        return "every " + ", ".join(self.every) + (f" ({', '.join(bounds)})" if bounds else "")


@record
class Root:
    """The number w that values are written in: the only root of a polynomial between two rationals."""

    polynomial: str
    low: Fraction
    high: Fraction

    def __str__(self) -> str:
        return f"w = root of {self.polynomial} in [{self.low}, {self.high}]"


@record
class Counterexample:
    """An exact point where a candidate changes (MATH.md section 5).

    Every mapping goes from the text of an entry, such as ``U[0,1]``, to its exact value; ``rate`` is
    the exact value there of the time derivative of the law's ``component``, or bounds that exclude zero where
    it is not rational. Where not all values are rational they are polynomials in ``root``. ``of`` is the text
    of what changes where it is not the claim itself: a function that is zero on a set that is claimed to be
    invariant. Under the natural metric, ``preimage`` is the G of which ``cotangent`` is J J^T G.
    """

    sizes: Mapping[str, int]
    component: tuple[int, ...]
    state: Mapping[str, Exact]
    constants: Mapping[str, Exact]
    cotangent: Mapping[str, Exact]
    rate: Exact | Enclosure
    root: Root | None = None
    of: str = ""
    preimage: Mapping[str, Exact] = field(default_factory=dict)


@record
class Proved(_Verdict):
    """The claim holds identically on the whole scope."""

    scope: Scope
    method: Method
    detail: str = ""


@record
class Refuted(_Verdict):
    """The claim is false: an exact counterexample shows it."""

    counterexample: Counterexample


@record
class Undecided(_Verdict):
    """Neither was shown, with the reason and what was spent."""

    reason: str
    spent: str = ""


Verdict = Proved | Refuted | Undecided
