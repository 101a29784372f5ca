"""A text as words and brackets, whatever its syntax errors: what recovery cuts at."""

from __future__ import annotations

import re
import unicodedata

from ..diagnostics import Span
from ..notation.record import record
from . import syntax

DECLARING = frozenset({"dim", "param", "const", "state"})
DEFINING = frozenset({"let", "map", "law", "invariant"})
STATEMENTS = DECLARING | DEFINING | {"model", "metric", "flow", "assume", "at", "expect", "discover", "use"}
KEYWORDS = STATEMENTS | {"system"}
NOT_NAMES = KEYWORDS | {"where", "with", "and", "sum", "prod"}
CLOSING = {"(": ")", "[": "]", "{": "}"}

_COMMENT = r"#[^\n\r\v\f\x1c-\x1e\x85\u2028-\u202e\u2066-\u2069]*"
_PIECE = re.compile(_COMMENT + r'|"[^"\n]*"?|[^\W\d][\w\u0300-\u036f]*|\d[\w.]*|\s+|.', re.DOTALL)


@record
class Piece:
    """A word, a string or a single character of the text."""

    text: str
    span: Span

    @property
    def is_name(self) -> bool:
        """Whether it is a name of the user's."""
        return (self.text[0].isalpha() or self.text[0] == "_") and self.text not in NOT_NAMES


def pieces(text: str) -> list[Piece]:
    """Everything in the text but white space and comments."""
    found = (Piece(match.group(), Span(match.start(), match.end())) for match in _PIECE.finditer(text))
    return [piece for piece in found if not piece.text.isspace() and piece.text[0] != "#"]


def unclosed(chunk: list[Piece]) -> Piece | None:
    """The innermost opening bracket of the pieces that is not closed."""
    stack: list[Piece] = []
    for piece in chunk:
        if piece.text in CLOSING:
            stack.append(piece)
        elif stack and piece.text == CLOSING[stack[-1].text]:
            stack.pop()
    return stack[-1] if stack else None


def names_declared(chunk: list[Piece]) -> tuple[syntax.Name, ...]:
    """The names that a statement with a syntax error may declare, rather too many than too few."""
    keyword = chunk[0].text
    candidates = chunk[1:2] if keyword in DEFINING else chunk if keyword in DECLARING else []
    return tuple(
        syntax.Name(unicodedata.normalize("NFKC", piece.text), piece.text, piece.span)
        for piece in candidates
        if piece.is_name
    )
