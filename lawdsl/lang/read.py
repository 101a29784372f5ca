"""Reading a spec file from disk."""

from __future__ import annotations

from pathlib import Path

from ..diagnostics import Diagnostic, Label, Source, Span, SpecError

MAX_BYTES = 2 * 1024 * 1024


def read(path: str | Path) -> Source:
    """The text of a spec file.

    Raises SpecError for a path that cannot be read, a file that is not text and one above 2 MiB.
    """
    name = str(path)
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _unreadable(
            name, "L0010", f"cannot read `{name}`: {reason.lower()}", "check the path"
        ) from None
    if len(data) > MAX_BYTES:
        raise _unreadable(
            name, "L0009", f"`{name}` is larger than 2 MiB", "split the spec into several files"
        )
    return Source(name, _text(name, data))


def _text(name: str, data: bytes) -> str:
    advice = "a spec is a text file in UTF-8"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _unreadable(name, "L0008", f"`{name}` is not a text file", advice) from None
    if "\0" in text:
        raise _unreadable(name, "L0008", f"`{name}` is a binary file", advice)
    return text


def _unreadable(name: str, code: str, headline: str, help_text: str) -> SpecError:
    label = Label(Source(name, ""), Span(0, 0))
    return SpecError([Diagnostic(code, headline, (label,), helps=(help_text,))])
