"""Syntax errors in the words of the language instead of the parser's."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from lark import Token, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from ..diagnostics import Span
from .findings import Findings
from .scan import CLOSING, DEFINING, KEYWORDS, NOT_NAMES, STATEMENTS, Piece, unclosed
from .tree import MalformedError

WORDS = {
    "NAME": "a name",
    "SIGN": "`+` or `-`",
    "TIMES": "`*`, `/` or `@`",
    "REL": "a comparison such as `==`",
    "TRANSPOSE": "`.T`",
    "STRING": "a file name in quotes",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "LSQB": "`[`",
    "RSQB": "`]`",
    "LBRACE": "`{`",
    "RBRACE": "`}`",
    "COMMA": "`,`",
    "COLON": "`:`",
    "EQUAL": "`=`",
    "WHERE": "`where`",
    "WITH": "`with`",
    "AND": "`and`",
    "__ANON_0": "`**`",
    "__ANON_1": "`..`",
}
EXPRESSION = {"NUMBER", "LPAR", "SIGN", "NAME"}
CONTINUATION = {"SIGN", "TIMES", "TRANSPOSE", "LSQB", "__ANON_0"}


def report(error: UnexpectedInput | MalformedError, chunk: list[Piece], findings: Findings) -> None:
    """Report why a chunk of the text cannot be read."""
    match error:
        case MalformedError():
            helps = [error.help] if error.help else []
            findings.error(error.code, error.headline, error.span, helps=helps)
        case UnexpectedCharacters():
            _character(error.pos_in_stream or 0, findings)
        case UnexpectedToken():
            _token(error, chunk, findings)
        case _:
            findings.error("L0001", "this cannot be read", _whole(chunk))


def _whole(chunk: list[Piece]) -> Span:
    return Span(chunk[0].span.start, chunk[-1].span.end)


def _character(offset: int, findings: Findings) -> None:
    letter, span = findings.source.text[offset], Span(offset, offset + 1)
    if letter == "^":
        findings.error("L0004", "`^` is not a power", span, helps=["write `**`, as in `x**2`"])
        return
    shown = letter if letter.isprintable() else f"U+{ord(letter):04X}"
    findings.error("L0003", f"unexpected character `{shown}`", span)


def _token(error: UnexpectedToken, chunk: list[Piece], findings: Findings) -> None:
    token, at_end = error.token, error.token.type == "$END"
    place = Span(chunk[-1].span.end, chunk[-1].span.end) if at_end else _span(token)
    seen = [piece for piece in chunk if piece.span.end <= place.start]
    opener = unclosed(seen)
    if (at_end or token in CLOSING.values()) and opener is not None and token != CLOSING[opener.text]:
        _unclosed(opener, place, at_end, findings)
        return
    if token in CLOSING.values() and opener is None:
        findings.error("L0002", f"unmatched `{token}`", place, "nothing was opened here")
        return
    wanted = _wanted(error.accepts or error.expected)
    if len(seen) == 1 and seen[0].text in DEFINING - {"map"}:
        wanted = "a name"
    elif token.type in ("NAME", "NUMBER", "LPAR", "BIG") and seen and _ends_operand(seen[-1]):
        wanted = f"an operator or {wanted}"
    found = "the statement ends here" if at_end else f"unexpected `{token}`"
    findings.error("L0001", f"expected {wanted}", place, found, helps=_advice(token, seen))


def _span(token: Token) -> Span:
    start = token.start_pos or 0
    return Span(start, start + len(token))


def _unclosed(opener: Piece, place: Span, at_end: bool, findings: Findings) -> None:
    closing = CLOSING[opener.text]
    findings.error(
        "L0002",
        f"unclosed `{opener.text}`",
        place,
        f"expected `{closing}` {'before the statement ends' if at_end else 'here'}",
        others=[(opener.span, "opened here")],
    )


def unclosed_block(opener: Piece, end: Span, findings: Findings) -> None:
    """Report a block whose ``}`` is missing."""
    _unclosed(opener, end, False, findings)


def _ends_operand(piece: Piece) -> bool:
    return piece.is_name or piece.text[0].isdigit() or piece.text in ")]"


def _advice(token: Token, seen: list[Piece]) -> list[str]:
    if token == "=" and seen and seen[0].text in ("assume", "invariant", "expect"):
        return ["equality is written `==`"]
    if token == "==" and seen and seen[0].text in ("let", "map", "law", "flow"):
        return ["a definition is written with one `=`"]
    if token.type in ("NAME", "NUMBER", "LPAR", "BIG") and seen and seen[-1].text[0].isdigit():
        return [f"a product is written `{seen[-1].text} * {token}`"]
    if token in NOT_NAMES:
        return [f"`{token}` is a word of the language; choose another name"]
    return []


def _wanted(expected: Collection[str]) -> str:
    """The tokens that could stand here, as a person would list them."""
    left = set(expected)
    words: list[str] = []
    if left >= EXPRESSION:
        words.append("an expression")
        left -= EXPRESSION | {"BIG"}
    elif left & CONTINUATION:
        words.append("an operator")
        left -= CONTINUATION
    words += [WORDS[name] for name in sorted(left & WORDS.keys())]
    if "SYSTEM" in left:
        words.append("`system`")
    if "DEFINE" in left or ("$END" in left and "SYSTEM" not in left):
        words.append("the next statement")
    if not words:
        return "something else"
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " or " + words[-1]


def misspelt_statement(error: UnexpectedInput | MalformedError) -> tuple[int, str] | None:
    """The offset and the likely keyword where an unexpected name is a misspelt statement."""
    if not isinstance(error, UnexpectedToken) or error.token.type != "NAME":
        return None
    keyword = closest(error.token)
    return None if keyword is None else (error.token.start_pos or 0, keyword)


def closest(word: str) -> str | None:
    """The statement keyword that a word looks like."""
    return next(iter(get_close_matches(word, STATEMENTS, n=1, cutoff=0.7)), None)


def unknown_statement(piece: Piece, suggestion: str | None, findings: Findings) -> None:
    """Report a word that stands where a statement should start."""
    helps = (
        [f"did you mean `{suggestion}`?"] if suggestion else [f"statements: {', '.join(sorted(STATEMENTS))}"]
    )
    findings.error("L0007", f"unknown statement `{piece.text}`", piece.span, helps=helps)


def outside(piece: Piece, findings: Findings) -> None:
    """Report something that stands outside every system."""
    if piece.text in KEYWORDS:
        helps = ["put it between the braces of `system NAME { ... }`"]
        findings.error("L0013", f"`{piece.text}` stands outside a system", piece.span, helps=helps)
    else:
        findings.error("L0001", "expected `system`", piece.span, f"unexpected `{piece.text}`")
