"""What writing down a verdict comes to: the text of a certificate, or the reason why there is none."""

from __future__ import annotations

from ..notation.record import record


@record
class Certificate:
    """The text of a certificate that the checker accepted, and what its file would be called."""

    name: str
    text: str


@record
class Missing:
    """A verdict without a certificate."""

    subject: str
    reason: str


Exhibit = Certificate | Missing
