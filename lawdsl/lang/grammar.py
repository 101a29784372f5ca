"""The parser made from grammar/law.lark, which the wheel carries as lawdsl/_grammar."""

from __future__ import annotations

import gc
from functools import cache
from pathlib import Path

from lark import Lark

from .tree import TreeBuilder


def grammar_text() -> str:
    """The text of the grammar, from the installed package or else from the checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_grammar" / "law.lark"
    return (installed if installed.exists() else package.parent / "grammar" / "law.lark").read_text("utf-8")


@cache
def parser() -> Lark:
    """The LALR parser, made once; it builds syntax nodes while it reads."""
    collecting = gc.isenabled()
    gc.disable()  # The tables are many small objects that all live on: collecting costs a fifth of the time.
    try:
        return Lark(
            grammar_text(),
            parser="lalr",
            lexer="basic",
            start="spec",
            keep_all_tokens=True,
            maybe_placeholders=False,
            transformer=TreeBuilder(),
        )
    finally:
        if collecting:
            gc.enable()
