"""The parser made from grammar/law.lark, which the wheel carries as lawdsl/_grammar."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from lark import Lark

from .tree import TreeBuilder

Start = Literal["spec", "sole_statement"]


def grammar_text() -> str:
    """The text of the grammar, from the installed package or else from the checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_grammar" / "law.lark"
    return (installed if installed.exists() else package.parent / "grammar" / "law.lark").read_text("utf-8")


@cache
def parser(start: Start = "spec") -> Lark:
    """The LALR parser, made once per start symbol; only recovery needs statements alone."""
    return Lark(
        grammar_text(),
        parser="lalr",
        lexer="basic",
        start=start,
        keep_all_tokens=True,
        maybe_placeholders=False,
        transformer=TreeBuilder(),
    )
