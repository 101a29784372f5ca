"""One line on a terminal that says what is being worked on and then disappears."""

from __future__ import annotations

from typing import TextIO

from .style import Style


class ProgressLine:
    """Writes on a terminal only: a pipe or a file never sees progress."""

    def __init__(self, stream: TextIO, style: Style) -> None:
        self._stream = stream
        self._style = style
        self._shown = 0
        self._active = stream.isatty()

    def show(self, text: str) -> None:
        """Replace the line by a text, cut to the width of the terminal."""
        if not self._active:
            return
        line = self._style.safe(text)
        while self._style.cells(line) >= self._style.width:
            line = line[:-1]
        self.clear()
        self._stream.write(f"\r{line}")
        self._stream.flush()
        self._shown = self._style.cells(line)

    def clear(self) -> None:
        """Take the line away before something that stays is written."""
        if self._shown:
            self._stream.write(f"\r{' ' * self._shown}\r")
            self._stream.flush()
            self._shown = 0
