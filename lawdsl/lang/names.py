"""Names of one system: what each one means, and what the user probably meant instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from enum import Enum

from ..notation.index import Dimension, Tensor
from ..notation.record import record
from . import syntax
from .findings import Findings
from .value import Value

FUNCTIONS = (
    "abs",
    "delta",
    "det",
    "diag",
    "dot",
    "exp",
    "eye",
    "grad",
    "inv",
    "log",
    "norm2",
    "ones",
    "sign",
    "sqrt",
    "trace",
)
LATER_FUNCTIONS = ("relu",)
RESERVED_NAMES = frozenset((*FUNCTIONS, *LATER_FUNCTIONS, "max", "min", "t"))


def did_you_mean(word: str, words: Iterable[str]) -> list[str]:
    """A question about the word that is nearest, as the list of one help; none when nothing is near."""
    near = get_close_matches(word, list(words), n=1, cutoff=0.6)
    return [f"did you mean `{near[0]}`?"] if near else []


class Kind(Enum):
    """What a name can stand for."""

    DIMENSION = "dimension"
    PARAMETER = "parameter"
    STATE = "state"
    CONSTANT = "constant"
    LET = "let"
    MAP = "map"
    LAW = "law"
    INVARIANT = "invariant set"
    BROKEN = "name"


NUMERIC = (Kind.DIMENSION, Kind.PARAMETER, Kind.STATE, Kind.CONSTANT, Kind.LET)
"""The kinds that may stand in an expression."""

Meaning = Dimension | Tensor | Value | None
"""What a name stands for; None where its declaration has an error."""


@record
class Symbol:
    """A declared name."""

    name: syntax.Name
    kind: Kind
    meaning: Meaning


class Names:
    """The one namespace of a system."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._symbols: dict[str, Symbol] = {}

    def declare(self, name: syntax.Name, kind: Kind, meaning: Meaning) -> bool:
        """Give a name its meaning; an error when it has one already or belongs to the language."""
        if name.text in RESERVED_NAMES:
            headline = f"`{name.text}` is a name of the language"
            self._findings.error("L0103", headline, name.span, helps=["choose another name"])
            return False
        earlier = self._symbols.get(name.text)
        if earlier is None:
            self._symbols[name.text] = Symbol(name, kind, meaning)
            return True
        if earlier.name.spelling != name.spelling:
            self._confusable(name, earlier)
        elif earlier.kind is not Kind.BROKEN:
            self._findings.error(
                "L0102",
                f"`{name.text}` is declared twice",
                name.span,
                "declared again here",
                others=[(earlier.name.span, f"first declared here as a {earlier.kind.value}")],
                helps=["rename one of them"],
            )
        return False

    def declared(self, name: str) -> bool:
        """Whether the name has a meaning."""
        return name in self._symbols

    def find(self, name: syntax.Name, wanted: tuple[Kind, ...], what: str) -> Symbol | None:
        """The symbol of a name if it is of a wanted kind, described by ``what``; otherwise an error."""
        symbol = self._symbols.get(name.text)
        if symbol is None:
            self._unknown(name, wanted, what)
            return None
        if symbol.kind is Kind.BROKEN or symbol.kind in wanted:
            return symbol
        self._findings.error(
            "L0104",
            f"`{name.text}` is a {symbol.kind.value}, not {what}",
            name.span,
            f"expected {what}",
            others=[(symbol.name.span, "declared here")],
            helps=self._suggestions(name.text, wanted),
        )
        return None

    def of_kind(self, *kinds: Kind) -> Iterator[Symbol]:
        """The symbols of some kinds, in the order of their declaration."""
        return (symbol for symbol in self._symbols.values() if symbol.kind in kinds)

    def symbol(self, name: str) -> Symbol | None:
        """The symbol of a name, whatever its kind."""
        return self._symbols.get(name)

    def _unknown(self, name: syntax.Name, wanted: tuple[Kind, ...], what: str) -> None:
        headline = f"unknown name `{name.text}`"
        self._findings.error(
            "L0101", headline, name.span, f"expected {what}", helps=self._suggestions(name.text, wanted)
        )

    def _suggestions(self, name: str, wanted: tuple[Kind, ...]) -> list[str]:
        candidates = [symbol.name.text for symbol in self.of_kind(*wanted)]
        close = [] if len(name) == 1 else get_close_matches(name, candidates, n=1, cutoff=0.6)
        if close:
            return [f"did you mean `{close[0]}`?"]
        if not candidates:
            return []
        shown = ", ".join(f"`{candidate}`" for candidate in candidates[:12])
        return [f"declared here so far: {shown}{', ...' if len(candidates) > 12 else ''}"]

    def _confusable(self, name: syntax.Name, earlier: Symbol) -> None:
        self._findings.error(
            "L0105",
            f"`{name.spelling}` and `{earlier.name.spelling}` are the same name",
            name.span,
            "the same after Unicode normalisation (NFKC)",
            others=[(earlier.name.span, "declared here")],
            helps=["spell it the same way, or choose another name"],
        )
