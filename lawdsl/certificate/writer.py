"""Certificates as files: one for each verdict on a law or a set, and for each expected number of laws."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import get_args

from ..check.claims import check
from ..check.reading import RejectedError, canonical
from ..diagnostics import Diagnostic, SpecError
from ..notation.typed import Expectation, TypedSystem
from ..verify.result import ClaimResult, ExpectationResult
from ..verify.run import Event, SystemStarted, verify_systems
from .counted import Counted, counted
from .evidence import Certifier
from .exhibit import Certificate, Exhibit, Missing
from .plain import NoCertificateError, Plain


def certified(
    systems: Sequence[TypedSystem], sizes: Mapping[str, int], explain: bool = False
) -> Iterator[Event | Exhibit]:
    """The events of `verify_systems`, and after each verdict what shows it."""
    certifier: Certifier | None = None
    for event in verify_systems(systems, sizes, explain):
        yield event
        if isinstance(event, SystemStarted):
            names = {dimension.name for dimension in event.system.symbolic()}
            certifier = Certifier(event.system, {name: sizes[name] for name in names & sizes.keys()})
        elif isinstance(event, ClaimResult | ExpectationResult) and certifier is not None:
            yield from _exhibits(event, certifier)


def _exhibits(event: ClaimResult | ExpectationResult, certifier: Certifier) -> Iterator[Exhibit]:
    """The certificate of a verdict, or why it has none; nothing where the verdict asks for none."""
    system = certifier.system
    try:
        content = _content(event, certifier)
        if content is None:
            return
        text = canonical(content)
        check(text)  # what the checker rejects is never written
    except (NoCertificateError, RejectedError) as error:
        yield Missing(f"{system.name}: {_subject(event)}", str(error))
    else:
        yield Certificate(f"{Path(system.source.name).stem}.{system.name}.{_part(event, content)}", text)


class CertificateFolder:
    """Writes certificates into a folder that exists; what comes in the same order gets the same names.

    ``missing`` lists the verdicts that have none.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written = 0
        self.missing: list[Missing] = []
        self._taken: set[str] = set()

    def keep(self, exhibit: Exhibit) -> None:
        """Write or list one; raises SpecError where a file cannot be written."""
        if isinstance(exhibit, Missing):
            self.missing.append(exhibit)
        else:
            self._write(exhibit.name, exhibit.text)

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
