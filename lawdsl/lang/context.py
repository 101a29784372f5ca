"""What a statement is read in: the names, the index variables in scope, and what is allowed there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ..diagnostics import Span
from ..notation.index import Dimension, Tensor
from ..notation.record import changed, record
from . import syntax
from .findings import Findings
from .names import Kind, Names
from .ranges import Variable
from .value import Feature

REASONS = {
    Feature.TIME: "`t` may stand in a law or in a custom flow",
    Feature.GRADIENT: "`grad(...)` may stand in a custom flow only",
    Feature.VELOCITY: "`dot(...)` may stand in a law, and on the left of a custom flow's equation",
    Feature.STATE: "a map is a function of the parameters: the states are not trained",
}


@dataclass(slots=True)
class Declarations:
    """Everything that the statements of one system have declared so far."""

    findings: Findings
    names: Names
    fixed: dict[Tensor, Fraction] = field(default_factory=dict)
    least: dict[str, int] = field(default_factory=dict)


@record
class Context:
    """One statement: ``variables`` are the index variables in scope, innermost last.

    ``introduced`` and ``literals`` collect what can be judged only when the statement has been read.
    """

    declarations: Declarations
    statement: str
    allowed: frozenset[str] = frozenset()
    variables: Mapping[str, Variable] = field(default_factory=dict)
    introduced: list[Variable] = field(default_factory=list)
    literals: list[tuple[Variable, int, Span]] = field(default_factory=list)

    @property
    def findings(self) -> Findings:
        """Where errors go."""
        return self.declarations.findings

    @property
    def names(self) -> Names:
        """The namespace of the system."""
        return self.declarations.names

    def with_indices(self, names: Iterable[syntax.Name]) -> tuple[Context, tuple[Variable, ...]]:
        """The context with further index variables in scope; a clash with another name is an error."""
        scope = dict(self.variables)
        variables = []
        for name in names:
            self._refuse_clash(name, scope)
            scope[name.text] = Variable(name)
            variables.append(scope[name.text])
        self.introduced.extend(variables)
        return changed(self, variables=scope), tuple(variables)

    def _refuse_clash(self, name: syntax.Name, scope: Mapping[str, Variable]) -> None:
        advice = ["choose another index variable"]
        enclosing, symbol = scope.get(name.text), self.names.symbol(name.text)
        if enclosing is not None:
            others = [(enclosing.name.span, "in use from here")]
            headline = f"index `{name.text}` is in use already"
            self.findings.error("L0108", headline, name.span, "reused here", others=others, helps=advice)
        elif symbol is not None and symbol.kind not in (Kind.LAW, Kind.MAP, Kind.INVARIANT):
            others = [(symbol.name.span, "declared here")]
            headline = f"index `{name.text}` has the name of a {symbol.kind.value}"
            self.findings.error("L0108", headline, name.span, others=others, helps=advice)
        elif name.text == "t":
            self.findings.error("L0103", "`t` is a name of the language", name.span, "time", helps=advice)

    def use(self, feature: str, span: Span) -> bool:
        """Whether the statement may contain a feature; an error where it may not."""
        if feature in self.allowed:
            return True
        headline = f"`{feature}` cannot stand in {self.statement}"
        self.findings.error("L0309", headline, span, helps=[REASONS[feature]])
        return False

    def settle(self, variable: Variable, dimension: Dimension, span: Span) -> None:
        """Let an index variable range over the dimension of a slot."""
        if variable.settle(dimension, span):
            return
        first, place = variable.dimension(), variable.place()
        others = [(place, f"ranges over `{first.name}` here")] if first and place else []
        self.findings.error(
            "L0202",
            f"index `{variable.name.text}` has two ranges",
            span,
            f"ranges over `{dimension.name}` here",
            others=others,
            helps=[
                "one index runs over one dimension: use two index variables, or declare the same dimension"
            ],
        )

    def need(self, dimension: Dimension, literal: int, span: Span) -> None:
        """Check a literal index against its dimension, or note the least size that it asks for."""
        if dimension.size is None:
            self.declarations.least[dimension.name] = max(
                self.declarations.least.get(dimension.name, 1), literal + 1
            )
        elif literal >= dimension.size:
            self.findings.error(
                "L0205",
                f"index {literal} is out of range",
                span,
                f"`{dimension.name}` has {dimension.size} values, counted from 0",
                helps=[f"the last index is {dimension.size - 1}"],
            )

    def finish(self) -> None:
        """Check what only the whole statement decides: every index has a range, every literal is in it."""
        for variable in self.introduced:
            if variable.dimension() is None:
                self.findings.error(
                    "L0204",
                    f"index `{variable.name.text}` has no range",
                    variable.name.span,
                    "stands in no slot of a tensor",
                    helps=["let it stand in a slot, such as `A[i]`; a dimension itself is a number"],
                )
        for variable, literal, span in self.literals:
            dimension = variable.dimension()
            if dimension is not None:
                self.need(dimension, literal, span)
