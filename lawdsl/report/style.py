"""What an output stream can show: colours, glyphs, letters and their width in cells."""

from __future__ import annotations

import os
import shutil
import unicodedata
from enum import Enum
from typing import Literal, TextIO

from ..notation.record import record

ColourChoice = Literal["auto", "always", "never"]

PLAIN_WIDTH = 100
"""The width of a line in a file or a pipe, and the greatest one on a terminal."""


class Paint(Enum):
    """The ANSI parameters of a meaning."""

    GOOD = "32"
    BAD = "1;31"
    UNSURE = "1;33"
    STRONG = "1"
    FAINT = "2"
    FRAME = "1;34"
    HELP = "36"


class Glyph(Enum):
    """A sign in Unicode, with what stands for it where the encoding has no such letter."""

    YES = ("✓", "+")
    NO = ("✗", "x")
    UNSURE = ("?", "?")
    CUT = ("…", "...")
    DOT = ("·", "-")


@record
class Style:
    """How to write on one stream."""

    colour: bool = False
    encoding: str = "utf-8"
    width: int = PLAIN_WIDTH

    def paint(self, text: str, meaning: Paint) -> str:
        """The text in the colour of its meaning, or as it is where colours are off."""
        return f"\x1b[{meaning.value}m{text}\x1b[0m" if self.colour and text else text

    def glyph(self, sign: Glyph) -> str:
        """The sign in a form that the encoding has."""
        letter, substitute = sign.value
        return letter if self._shown(letter) == letter else substitute

    def safe(self, text: str) -> str:
        """The text in letters that the stream can show.

        A tab becomes four spaces; control letters, which could steer a terminal, and letters
        outside the encoding become escapes.
        """
        if text.isascii() and text.isprintable():
            return text
        return "".join(map(self._shown, text))

    def cells(self, text: str) -> int:
        """How many columns of a terminal the text fills once it is made safe."""
        if text.isascii() and text.isprintable():
            return len(text)
        return sum(map(_cells, self.safe(text)))

    def _shown(self, letter: str) -> str:
        if letter == "\t":
            return "    "
        if letter.isprintable():
            return letter.encode(self.encoding, "backslashreplace").decode(self.encoding)
        return letter.encode("unicode_escape").decode("ascii")


def _cells(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def style_for(stream: TextIO, colour: ColourChoice = "auto") -> Style:
    """The style of a stream, by its encoding, its terminal and the environment's NO_COLOR and TERM."""
    terminal = stream.isatty()
    dumb = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    width = min(shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns, PLAIN_WIDTH) if terminal else PLAIN_WIDTH
    painted = colour == "always" or (colour == "auto" and terminal and not dumb)
    return Style(painted, getattr(stream, "encoding", None) or "utf-8", max(width, 40))
