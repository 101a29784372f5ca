"""``at`` blocks, and what is expected or searched at their dimensions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..diagnostics import Span
from ..notation import typed
from ..notation.arithmetic import Arithmetic, evaluate
from ..notation.grid import points, volume
from ..notation.index import Dimension
from ..notation.typed import AtBlock, Expectation
from . import syntax
from .context import Declarations
from .families import define
from .formulas import comparisons, formula
from .names import Kind, did_you_mean

MAX_POINTS = 10_000
MAX_DEGREE = 20
EXPECTATIONS = ("proved", "refuted", "undecided", "independent", "count", "complete")

Claim = syntax.ExpectVerdict | syntax.ExpectValue | syntax.Discover


def at_block(statement: syntax.At, declarations: Declarations) -> AtBlock | None:
    """An ``at`` block with a grid that has been walked once; None after an error."""
    before = len(declarations.findings)
    ranges = [item for extent in statement.ranges if (item := _range(extent, declarations)) is not None]
    _refuse_incomplete(statement, declarations)
    conditions = [item for written in statement.conditions for item in comparisons(written, declarations)]
    expectations, searches = claims(_claims_in(statement, declarations), declarations)
    if len(declarations.findings) > before or len(ranges) < len(statement.ranges):
        return None  # The second case: a dimension whose declaration has an error.
    block = AtBlock(tuple(ranges), tuple(conditions), expectations, searches, statement.span)
    return block if _walk(block, statement, declarations) else None


def _claims_in(statement: syntax.At, declarations: Declarations) -> Iterable[Claim]:
    for inner in statement.statements:
        if isinstance(inner, Claim):
            yield inner
        elif not isinstance(inner, syntax.Broken):
            helps = ["an `at` block holds `expect` and `discover`; everything else stands before it"]
            declarations.findings.error(
                "L0013", "this statement cannot stand in an `at` block", inner.span, helps=helps
            )


def claims(
    written: Iterable[Claim], declarations: Declarations
) -> tuple[tuple[Expectation, ...], tuple[typed.Discover, ...]]:
    """The expectations and the searches among some statements."""
    expectations: list[Expectation] = []
    searches: list[typed.Discover] = []
    for statement in written:
        match statement:
            case syntax.ExpectVerdict():
                expectation = _verdict(statement, declarations)
                expectations += [] if expectation is None else [expectation]
            case syntax.ExpectValue():
                expected = _value(statement, declarations)
                expectations += [] if expected is None else [expected]
            case syntax.Discover():
                search = _search(statement, declarations)
                searches += [] if search is None else [search]
    return tuple(expectations), tuple(searches)


def _laws(names: Sequence[syntax.Name], declarations: Declarations) -> tuple[str, ...]:
    return _named(names, (Kind.LAW,), "a law", declarations)


def _named(
    names: Sequence[syntax.Name], kinds: tuple[Kind, ...], what: str, declarations: Declarations
) -> tuple[str, ...]:
    found = [declarations.names.find(name, kinds, what) for name in names]
    return tuple(symbol.name.text for symbol in found if symbol is not None)


def _verdict(statement: syntax.ExpectVerdict, declarations: Declarations) -> Expectation | None:
    laws = _named(statement.laws, (Kind.LAW, Kind.INVARIANT), "a law or an invariant set", declarations)
    match statement.verdict.text:
        case "proved" | "refuted" | "undecided" as verdict:
            return typed.ExpectVerdict(verdict, laws, statement.span)
    _unknown(statement.verdict.span, declarations)
    return None


def _value(statement: syntax.ExpectValue, declarations: Declarations) -> Expectation | None:
    number = None if statement.number is None else formula(statement.number, declarations)
    match statement.subject:
        case syntax.Name("complete") if statement.number is None:
            return typed.ExpectComplete(statement.span)
        case syntax.Name("count") if statement.relation == "==":
            return None if number is None else typed.ExpectCount(number, statement.span)
        case syntax.Call(syntax.Name("independent"), arguments) if arguments and statement.relation == "==":
            names = [argument for argument in arguments if isinstance(argument, syntax.Name)]
            laws = _laws(names, declarations)
            if len(names) == len(arguments):
                return None if number is None else typed.ExpectIndependent(laws, number, statement.span)
    _unknown(statement.span, declarations)
    return None


def _unknown(span: Span, declarations: Declarations) -> None:
    written = declarations.findings.source.text[span.start : span.end].replace("(", " ").split()
    word = next((word for word in written if word != "expect"), "")
    near = [] if word in EXPECTATIONS else did_you_mean(word, EXPECTATIONS)
    declarations.findings.error(
        "L0318",
        "this is no expectation",
        span,
        helps=near
        or [
            "write `expect proved A`, `refuted A` or `undecided A`, `expect independent(A, B) == N`, "
            "`expect count == N` or `expect complete`"
        ],
    )


def _search(statement: syntax.Discover, declarations: Declarations) -> typed.Discover | None:
    before = len(declarations.findings)
    functions = tuple(_function(written, declarations) for written in statement.elements)
    if len(declarations.findings) > before:
        return None
    match statement.what:
        case syntax.Comparison(syntax.Name("degree"), (("<=", syntax.Number(degree)),)) if (
            degree.denominator == 1 and 1 <= degree <= MAX_DEGREE
        ):
            return typed.Discover(int(degree), statement.span, tuple(item for item in functions if item))
    helps = [f"write `discover degree <= 2`; the degree is from 1 to {MAX_DEGREE}"]
    declarations.findings.error("L0318", "this is no search", statement.what.span, helps=helps)
    return None


def _function(written: syntax.Expression, declarations: Declarations) -> typed.Family | None:
    """A function that laws are searched in, called by its text; None after an error."""
    defined = define(written, (), "law", declarations)
    text = declarations.findings.source.text[written.span.start : written.span.end]
    return None if defined is None else defined.family(" ".join(text.split()), written.span)


def _range(extent: syntax.Range, declarations: Declarations) -> tuple[str, Arithmetic, Arithmetic] | None:
    name = extent.dimension
    symbol = declarations.names.find(name, (Kind.DIMENSION,), "a dimension")
    low, high = _bound(extent.low, declarations), _bound(extent.high, declarations)
    if symbol is None or not isinstance(symbol.meaning, Dimension):
        return None
    if symbol.meaning.size is not None:
        others = [(symbol.name.span, "fixed here")]
        helps = [f"write `dim {name.text}` to let it vary"]
        headline = f"`{name.text}` is fixed at {symbol.meaning.size}"
        declarations.findings.error("L0311", headline, name.span, others=others, helps=helps)
        return None
    return None if low is None or high is None else (symbol.meaning.name, low, high)


def _refuse_incomplete(statement: syntax.At, declarations: Declarations) -> None:
    seen: dict[str, Span] = {}
    for extent in statement.ranges:
        name = extent.dimension
        if name.text in seen:
            others = [(seen[name.text], "first given here")]
            declarations.findings.error("L0311", f"`{name.text}` is given twice", name.span, others=others)
        seen.setdefault(name.text, name.span)
    missing = [name for name in _symbolic(declarations) if name not in seen]
    if missing:
        listed = ", ".join(f"`{name}`" for name in missing)
        helps = [f"give a size or a range, such as `{missing[0]} = 2`"]
        headline = f"this `at` block does not say the size of {listed}"
        declarations.findings.error("L0311", headline, statement.span, helps=helps)


def _bound(written: syntax.Expression, declarations: Declarations) -> Arithmetic | None:
    """A bound of a range: a number, so that a grid is a box before ``where`` cuts it."""
    found = formula(written, declarations)
    if found is None:
        return None
    try:
        if evaluate(found, {}).denominator == 1:
            return found
        headline, helps = "a size is an integer", []
    except KeyError:
        headline, helps = (
            "a bound cannot use another dimension",
            ["compare dimensions in `where`, as in `where r <= n`"],
        )
    except (ZeroDivisionError, ValueError) as error:
        headline, helps = str(error), []
    declarations.findings.error("L0317", headline, written.span, helps=helps)
    return None


def _symbolic(declarations: Declarations) -> list[str]:
    symbols = declarations.names.of_kind(Kind.DIMENSION)
    return [
        item.name.text
        for item in symbols
        if isinstance(item.meaning, Dimension) and item.meaning.size is None
    ]


def _walk(block: AtBlock, statement: syntax.At, declarations: Declarations) -> bool:
    """Whether the grid has points, few enough, with sizes that the system can have."""
    findings = declarations.findings
    if volume(block) > MAX_POINTS:
        findings.error("L0312", f"this grid has more than {MAX_POINTS} points", statement.span)
        return False
    try:
        grid = list(points(block))
        for sizes in grid:
            _evaluate_numbers(block.expectations, sizes)
    except ZeroDivisionError:
        findings.error("L0302", "division by zero at a point of this grid", statement.span)
        return False
    except ValueError as error:
        findings.error("L0317", str(error), statement.span)
        return False
    if not grid:
        helps = ["nothing would be checked: give a range `low..high` and conditions that some sizes meet"]
        findings.error("L0310", "this grid has no points", statement.span, helps=helps)
    return bool(grid) and all(_sizes_fit(sizes, statement, declarations) for sizes in grid)


def _sizes_fit(sizes: dict[str, int], statement: syntax.At, declarations: Declarations) -> bool:
    for extent in statement.ranges:
        name = extent.dimension.text
        least = declarations.least.get(name, 1)
        if sizes[name] < least:
            notes = [f"a literal index of this system needs {name} >= {least}"] if least > 1 else []
            headline = f"`{name} = {sizes[name]}` is too small"
            label = f"the least size is {least}"
            declarations.findings.error("L0311", headline, extent.span, label, notes=notes)
            return False
    return True


def _evaluate_numbers(expectations: Sequence[Expectation], sizes: dict[str, int]) -> None:
    """Evaluate every expected number once, so that no later pass meets a division by zero."""
    for expectation in expectations:
        if isinstance(expectation, typed.ExpectCount | typed.ExpectIndependent):
            evaluate(expectation.number, sizes)


def direct_block(written: Sequence[Claim], whole: Span, declarations: Declarations) -> AtBlock | None:
    """What is expected directly in the system, as a block without ranges; None when there is nothing."""
    before = len(declarations.findings)
    symbolic = _symbolic(declarations)
    for statement in written:
        if symbolic and not isinstance(statement, syntax.ExpectVerdict):
            sizes = ", ".join(f"{name} = 2" for name in symbolic)
            helps = [f"write it in a block: `at {sizes} {{ ... }}`"]
            headline = "this needs concrete dimensions"
            declarations.findings.error("L0313", headline, statement.span, helps=helps)
    expectations, searches = claims(written, declarations)
    block = AtBlock((), (), expectations, searches, whole)
    if (
        not written
        or len(declarations.findings) > before
        or not _walk(block, syntax.At((), (), (), whole), declarations)
    ):
        return None
    return block
