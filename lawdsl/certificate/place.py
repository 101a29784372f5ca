"""A system at concrete dimensions, as the checker sees it, with exact points to look at."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from ..algebra.rings.number_field import AlgebraicNumber
from ..algebra.rings.polynomial import BudgetExceededError, as_rational
from ..check.network import Network
from ..check.reading import Budget
from ..check.system import Family, System
from ..notation.index import Tensor
from ..notation.typed import Invariant
from ..verify.refutations.domain import FRACTIONS
from ..verify.refutations.sampling import Sampler
from ..verify.sets.assumed import Assumed
from .plain import NoCertificateError, Plain, number
from .sets import SetWriter

SPREADS = (12, FRACTIONS, 3, 1, 200)
"""Ranges of integers that points are drawn from, in turn: small special values hide ranks."""
DRAWS = 60
"""Points drawn for each range."""
POINTS_OF_SET = 12
"""Points of a set that are looked at."""


class Place:
    """The network of a system at concrete dimensions, and the sampler of its points."""

    def __init__(self, system: System, sizes: Mapping[str, int], assumed: Assumed) -> None:
        self.network = Network(system, dict(sizes), Budget())
        self._assumed = assumed

    @cached_property
    def on_set(self) -> SetWriter | None:
        """What shows that the equations that are assumed stay true, None where there are none."""
        equations = self.network.system.equations()
        return SetWriter(self.network, equations) if equations else None

    def kept_set(self, families: Sequence[Family]) -> Plain:
        """What shows that the equations of a claim stay true, together with those that are assumed."""
        return SetWriter(self.network, [*self.network.system.equations(), *families]).evidence

    def points(self, claim: Invariant | None = None) -> Iterator[Plain]:
        """Points of the domain where everything that is assumed holds, and the equations of a claim."""
        sampler = self._assumed.sampler if claim is None else Sampler(self._assumed.concrete, claim.equations)
        source = random.Random(0)
        spreads = [spread for spread in SPREADS for _ in range(DRAWS)]
        for spread in spreads[:: 1 if not sampler.restricted else len(spreads) // POINTS_OF_SET]:
            try:
                point = sampler.draw(spread, source)
            except (BudgetExceededError, ArithmeticError) as error:
                raise NoCertificateError(f"no points of the set: {error}") from None
            if point is not None:
                yield self._plain(point)

    def _plain(self, point: Mapping[Tensor, Any]) -> Plain:
        fields = self._assumed.concrete.fields
        tensors = [tensor for tensor in (*fields.state, *fields.constants) if tensor not in fields.fixed]
        values = {tensor.name: list(point[tensor].flat) for tensor in tensors}
        return plain_point(values)


def plain_point(values: Mapping[str, Sequence[Any]]) -> Plain:
    """The values of a point as `check.points` reads them."""
    return {
        "values": {name: [plain_value(value) for value in flat] for name, flat in values.items()},
        "root": plain_root(value for flat in values.values() for value in flat),
    }


def plain_value(value: Any) -> str | list[str]:
    """A rational as text, an algebraic number as the coefficients of a polynomial in its root."""
    if isinstance(value, AlgebraicNumber):
        rational = value.rational()
        return [number(item) for item in value.coefficients()] if rational is None else number(rational)
    return number(Fraction(value))


def plain_root(values: Iterator[Any]) -> Plain | None:
    """The root that algebraic numbers among the values are written in; None where all are rational."""
    root = next((value.root for value in values if isinstance(value, AlgebraicNumber)), None)
    if root is None:
        return None
    low, high = root.interval()
    coefficients = [number(as_rational(item)) for item in root.polynomial.coeffs()]
    return {"polynomial": coefficients, "low": number(low), "high": number(high)}
