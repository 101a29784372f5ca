"""A certified law as a Rocq file: its derivative, formed by Rocq from map, metric, flow and law, is zero.

Rocq differentiates (`preamble.v` proves that it does so as analysis does) and computes normal forms
(`normal_forms.v` proves that they are right); nothing of the certificate's evidence is used but the cofactors
of equations. The file states theorems for each component of the law, at concrete dimensions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..check.exact import Polynomial
from ..check.reading import mapping, parse, string
from ..check.system import Sizes, System, read_system
from .combinations import NotLinearError, combinations
from .expressions import ExportError
from .theorems import Theorems
from .work import ensure_few_steps, ensure_moderate

EXPORTED = 2
"""The size of a dimension that may have any, where nobody chooses another."""


def rocq(text: str, sizes: Mapping[str, int]) -> str:
    """The Rocq file for a certificate's law, at given sizes or at small ones.

    The certificate is one that the checker accepts. Raises ExportError.
    """
    content = parse(text)
    claim = mapping(content["claim"])
    if claim.get("kind") not in ("law", "law at dimensions"):
        raise ExportError("only certificates of laws can be exported")
    system = read_system(content["system"])
    if claim["kind"] == "law":
        own = {name: max(least, EXPORTED) for name, least in system.least.items()}
    else:
        own = {name: int(size) for name, size in claim["points"][0].items()}
    for name in sizes:
        if name not in own:
            raise ExportError(f"the law has no dimension {name}")
    chosen = {name: sizes.get(name, size) for name, size in own.items()}
    for name, size in chosen.items():
        if size < system.least[name]:
            raise ExportError(f"{name} = {size} is too small for the literal indices")
    law = string(claim["law"])
    cofactors = None
    if claim["kind"] == "law at dimensions":
        cofactors = _on_set(system, chosen, law, claim["points"], content["evidence"]["points"])
    theorems = Theorems(system, chosen)
    written = theorems.text(string(content["name"]), law, cofactors)
    ensure_few_steps(theorems.expressions.parts, len(theorems.state))
    ensure_moderate(system, chosen, law, cofactors is not None)
    return written


def _on_set(
    system: System, sizes: Sizes, law: str, points: list[Any], shown: list[Any]
) -> list[dict[int, Polynomial]] | None:
    """The cofactors of a law's derivative at these dimensions; None for one that is zero everywhere."""
    written = {name: str(size) for name, size in sizes.items()}
    if written not in points:
        raise ExportError("the law is not certified at these dimensions")
    if not system.equations():
        return None
    try:
        return combinations(system, sizes, law, shown[points.index(written)])
    except NotLinearError as error:
        raise ExportError(str(error)) from None
