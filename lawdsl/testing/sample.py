"""A system as text, with the truth about its laws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    """The text of one system; ``truth`` says of each law whether it is conserved."""

    text: str
    truth: Mapping[str, bool]
