"""Certificates as files: one for each verdict on a law and for each expectation about a number of laws."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import get_args

from ..check.claims import check
from ..check.reading import RejectedError, canonical
from ..diagnostics import Diagnostic, SpecError
from ..notation.record import record
from ..notation.typed import Expectation, TypedSystem
from ..verify.result import ClaimResult, ExpectationResult
from ..verify.run import Event, SystemStarted, verify_systems
from .counted import Counted, counted
from .evidence import Certifier
from .plain import NoCertificateError, Plain


@record
class Missing:
    """A verdict without a certificate."""

    subject: str
    reason: str


class CertificateWriter:
    """Writes the certificates of a run into a folder that exists, as its verdicts come.

    Equal runs give equal files with equal names. ``missing`` lists the verdicts that have none, with the
    reason.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written = 0
        self.missing: list[Missing] = []
        self._taken: set[str] = set()
        self._certifier: Certifier | None = None

    def verified(
        self, systems: Sequence[TypedSystem], sizes: Mapping[str, int], explain: bool = False
    ) -> Iterator[Event]:
        """The events of `verify_systems`; the certificate of each is written once it was looked at.

        Raises SpecError where a file cannot be written.
        """
        for event in verify_systems(systems, sizes, explain):
            yield event
            self._take(event, sizes)

    def _take(self, event: Event, sizes: Mapping[str, int]) -> None:
        if isinstance(event, SystemStarted):
            names = {dimension.name for dimension in event.system.symbolic()}
            chosen = {name: size for name, size in sizes.items() if name in names}
            self._certifier = Certifier(event.system, chosen)
        elif isinstance(event, ClaimResult | ExpectationResult) and self._certifier is not None:
            self._record(event, self._certifier)

    def _record(self, event: ClaimResult | ExpectationResult, certifier: Certifier) -> None:
        subject = f"{certifier.system.name}: {_subject(event)}"
        try:
            content = _content(event, certifier)
            if content is None:
                return
            text = canonical(content)
            check(text)  # what the checker rejects is never written
        except (NoCertificateError, RejectedError) as error:
            self.missing.append(Missing(subject, str(error)))
            return
        spec = Path(certifier.system.source.name).stem
        self._write(f"{spec}.{certifier.system.name}.{_part(event, content)}", text)

    def _write(self, name: str, text: str) -> None:
        """Write a file as a whole or not at all, under a name that this run has not used."""
        place, count = name, 1
        while place.casefold() in self._taken:
            count += 1
            place = f"{name}.{count}"
        self._taken.add(place.casefold())
        path = self.folder / f"{place}.json"
        draft = path.with_suffix(".part")
        try:
            draft.write_text(text, encoding="ascii", newline="\n")
            os.replace(draft, path)
        except OSError as error:
            raise SpecError([unwritable(path, error)]) from None
        self.written += 1


def unwritable(path: Path, error: OSError) -> Diagnostic:
    """The diagnostic for a place where certificates cannot be written."""
    reason = (error.strerror or str(error)).lower()
    headline = f"cannot write certificates to `{path}`: {reason}"
    return Diagnostic("L0603", headline, helps=("name another folder",))


def _subject(event: ClaimResult | ExpectationResult) -> str:
    return event.law if isinstance(event, ClaimResult) else event.text


def _part(event: ClaimResult | ExpectationResult, content: Plain) -> str:
    """The part of a file's name that tells the claims of one system apart."""
    return event.law if isinstance(event, ClaimResult) else f"expect-{content['claim']['kind']}"


def _content(event: ClaimResult | ExpectationResult, certifier: Certifier) -> Plain | None:
    """The certificate, or None where the verdict asks for none."""
    if isinstance(event, ClaimResult):
        return certifier.claim(event.law, event.verdict)
    expectation = _expectation(event, certifier)
    if event.status != "holds" or not isinstance(expectation, get_args(Counted)):
        return None
    return counted(certifier, expectation, event.points or ({},))


def _expectation(event: ExpectationResult, certifier: Certifier) -> Expectation:
    """What the spec says at the place of a result."""
    (found,) = (
        expectation
        for block in certifier.system.blocks
        for expectation in block.expectations
        if expectation.span == event.span
    )
    return found
