"""Reading a text with syntax errors: cut it at the statement keywords and parse each statement alone.

Exactly the statements with an error are reported, and all others are still checked.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import cast

from lark import TextSlice, UnexpectedInput

from ..diagnostics import Source, Span
from . import mistakes, syntax
from .findings import Findings
from .grammar import parser
from .scan import DECLARING, DEFINING, KEYWORDS, STATEMENTS, Piece, names_declared, pieces
from .tree import MalformedError

INSIDE_AT = frozenset({"expect", "discover"})


def recovered(source: Source, findings: Findings) -> syntax.Spec:
    """The syntax tree of the statements that can be read; the others are reported and Broken."""
    return _Recovery(source, findings).spec()


class _Recovery:
    """Walks over the pieces of the text once, from left to right."""

    def __init__(self, source: Source, findings: Findings) -> None:
        self.text = source.text
        self.findings = findings
        self.pieces = pieces(source.text)
        self.at = 0
        self.lacks_brace = sum((piece.text == "{") - (piece.text == "}") for piece in self.pieces) > 0

    def peek(self) -> str:
        """The text of the next piece, empty at the end."""
        return self.pieces[self.at].text if self.at < len(self.pieces) else ""

    def spec(self) -> syntax.Spec:
        """The systems of the text, and what else can stand beside them."""
        statements: list[syntax.Statement] = []
        while self.peek():
            if self.peek() == "system":
                statements.append(self.system())
            elif self.peek() == "use":
                statements.append(self.parsed(self.take_statement()))
            else:
                mistakes.outside(self.pieces[self.at], self.findings)
                self.skip_to_system()
        return syntax.Spec(tuple(statements), Span(0, len(self.text)))

    def skip_to_system(self) -> None:
        """Leave out everything up to the next system."""
        while self.peek() not in ("", "system"):
            self.at += 1

    def system(self) -> syntax.System:
        """One system with its statements."""
        keyword = self.pieces[self.at]
        self.at += 1
        name = self.system_name(keyword)
        if self.peek() != "{":
            self.expected("`{` after the name of the system")
            self.skip_to_system()
            return syntax.System(name, (syntax.Broken("use", (), name.span),), name.span)
        opener = self.pieces[self.at]
        self.at += 1
        return syntax.System(name, tuple(self.block(opener, STATEMENTS)), name.span)

    def system_name(self, keyword: Piece) -> syntax.Name:
        """The name of a system, or an error and the keyword in its place."""
        if not self.peek() or not self.pieces[self.at].is_name:
            self.expected("a name for the system")
            return syntax.Name("system", "system", keyword.span)
        piece = self.pieces[self.at]
        self.at += 1
        return syntax.Name(unicodedata.normalize("NFKC", piece.text), piece.text, piece.span)

    def expected(self, what: str) -> None:
        """Report that something is missing at the next piece."""
        end = Span(len(self.text), len(self.text))
        span = self.pieces[self.at].span if self.peek() else end
        self.findings.error("L0001", f"expected {what}", span)

    def block(self, opener: Piece, allowed: frozenset[str]) -> list[syntax.Statement]:
        """The statements up to the brace that closes the block."""
        statements: list[syntax.Statement] = []
        while self.peek() not in ("", "}", "system"):
            word = self.peek()
            if word in STATEMENTS and word not in allowed and self.lacks_brace:
                break
            if word == "at":
                statements.append(self.at_block())
            elif word in STATEMENTS:
                statements.extend(self.statements(self.take_statement()))
            else:
                mistakes.unknown_statement(self.pieces[self.at], mistakes.closest(word), self.findings)
                self.take_statement()
        if self.peek() == "}":
            self.at += 1
        else:
            here = self.pieces[self.at].span if self.peek() else Span(len(self.text), len(self.text))
            mistakes.unclosed_block(opener, here, self.findings)
        return statements

    def take_statement(self) -> list[Piece]:
        """The pieces from here to the next keyword, or to a brace that was not opened on the way."""
        start, depth = self.at, 0
        self.at += 2 if self.names_keyword() else 1
        while self.peek() and self.peek() not in KEYWORDS:
            depth += (self.peek() == "{") - (self.peek() == "}")
            if depth < 0:
                break
            self.at += 1
        return self.pieces[start : self.at]

    def names_keyword(self) -> bool:
        """Whether a declaration uses a keyword for a name, as in ``law metric = x``."""
        here = [piece.text for piece in self.pieces[self.at : self.at + 3]]
        return (
            len(here) == 3
            and here[0] in DECLARING | DEFINING
            and here[1] in KEYWORDS
            and here[2] in ("=", "[", ",")
        )

    def at_block(self) -> syntax.Statement:
        """An ``at`` block: its heading alone, then its statements."""
        start = self.at
        while self.peek() and self.peek() != "{" and (self.at == start or self.peek() not in KEYWORDS):
            self.at += 1
        heading = self.pieces[start : self.at]
        if self.peek() != "{":
            self.parsed(heading)
            return syntax.Broken("at", (), heading[0].span)
        opener = self.pieces[self.at]
        self.at += 1
        closed = self.text[: opener.span.end] + "}"
        head = self.parsed([*heading, opener], closed)
        inner = tuple(self.block(opener, INSIDE_AT))
        if isinstance(head, syntax.At):
            return syntax.At(head.ranges, head.conditions, inner, head.span)
        return head

    def statements(self, chunk: list[Piece]) -> list[syntax.Statement]:
        """The statement of a chunk, or the two that a misspelt keyword between them made one."""
        try:
            return [self.parse(chunk, self.text, chunk[-1].span.end)]
        except (UnexpectedInput, MalformedError) as error:
            found = mistakes.misspelt_statement(error)
            cut = next((at for at, piece in enumerate(chunk) if found and piece.span.start == found[0]), 0)
            cut = cut or self.unread_line(chunk)
            if not cut:
                return [self.broken(chunk, error)]
            before = self.statements(chunk[:cut])
            keyword = mistakes.closest(chunk[cut].text)
            mistakes.unknown_statement(chunk[cut], keyword, self.findings)
            meant = [Piece(keyword or chunk[cut].text, chunk[cut].span), *chunk[cut + 1 :]]
            return [*before, syntax.Broken(meant[0].text, names_declared(meant), chunk[cut].span)]

    def unread_line(self, chunk: list[Piece]) -> int:
        """The first place inside a chunk that can only be the start of a statement, or 0.

        A name that starts a line and is followed by a name is no part of an expression.
        """
        for at, (piece, following) in enumerate(pairwise(chunk)):
            line = self.text[: piece.span.start].rstrip(" \t")
            if at and line.endswith("\n") and piece.text.isidentifier() and following.text.isidentifier():
                return at
        return 0

    def parsed(self, chunk: list[Piece], text: str | None = None) -> syntax.Statement:
        """The statement of a chunk, reported and Broken if it has an error."""
        try:
            return self.parse(chunk, text or self.text, len(text) if text else chunk[-1].span.end)
        except (UnexpectedInput, MalformedError) as error:
            return self.broken(chunk, error)

    def parse(self, chunk: list[Piece], text: str, end: int) -> syntax.Statement:
        """Parse from the chunk's start to an offset; places stay those of the whole text."""
        spec = cast(syntax.Spec, parser().parse(TextSlice(text, chunk[0].span.start, end)))
        return spec.statements[0]

    def broken(self, chunk: list[Piece], error: UnexpectedInput | MalformedError) -> syntax.Broken:
        """Report an error of a chunk; what it declares counts as known."""
        mistakes.report(error, chunk, self.findings)
        return syntax.Broken(chunk[0].text, names_declared(chunk), chunk[0].span)
