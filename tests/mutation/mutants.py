"""Small changes of a module's code, one at a time: what a mistake in it could look like.

Mutants are made on the syntax tree, in functions and in the values of module constants. What cannot change a
verdict is left alone: docstrings, type annotations, the texts of exceptions, ``strict`` of zip, and what a
budget counts. The last are calls of `COUNTING` with what is computed for them alone, the functions `COSTS`,
the constants `LIMITS`, and x in place of ``bounded(x)``, which refuses numbers that are too long.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import NamedTuple
from zlib import crc32

COMPARISONS = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
}
COUNTING = (
    "spend", "spend_terms", "spend_steps", "check_factors", "cost", "_spend", "_spend_on_parts", "_check_size"
)  # fmt: skip
"""Calls that count operations or memory, and raise an error where there are too many."""
COSTS = ("cost", "_spend", "_spend_on_parts", "_check_size", "length")
"""Functions whose value or error is about operations or memory."""
SAME = ("bounded", "_spent")
"""Functions that return their first argument."""
LIMITS = (
    "MAX_DEGREE", "MAX_BITS_OF_ROOT", "MAX_TERMS", "MAX_LENGTH", "MAX_POWER", "MAX_LANES", "MAX_LETTERS",
    "MAX_WORDS", "MAX_BYTES", "MAX_DIGITS", "MAX_BITS", "MAX_DEPTH", "MAX_WORK", "MAX_SIZE", "MAX_SLOTS",
    "MAXIMAL_DEPTH", "STORED", "SHIFTED", "TERM", "FORM", "PLACE", "LIMB", "SERIES",
)  # fmt: skip
"""Module constants that say what is too much, or what something costs."""
SWAPPED = {"all": "any", "any": "all", "min": "max", "max": "min"}


class Mutant(NamedTuple):
    """One change: where it is, what stands there instead, and the module's tree with it.

    ``version`` is the same as long as the function is.
    """

    module: str
    function: str
    line: int
    change: str
    version: int
    tree: ast.Module

    @property
    def key(self) -> str:
        """A name that moving the code does not change."""
        return f"{self.module}: {self.function}: {self.change}"


def mutants(path: Path, module: str) -> Iterator[Mutant]:
    """All mutants of a module; equal changes in one function are numbered."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    seen: dict[tuple[str, str], int] = {}
    versions: dict[str, int] = {}
    for where, trail in _places(tree):
        node = _at(tree, trail)
        for new in _changes(node, trail):
            change = f"{_text(node)} → {_text(new)}"
            number = seen[where, change] = seen.get((where, change), 0) + 1
            label = change if number == 1 else f"{change} ({number})"
            if where not in versions:
                whole = _at(tree, trail[: 2 if "." in where else 1])
                versions[where] = crc32(ast.dump(whole).encode())
            yield Mutant(module, where, node.lineno, label, versions[where], _replaced(tree, trail, new))


def _text(node: ast.AST | None) -> str:
    text = "nothing" if node is None else ast.unparse(node)
    first, *rest = text.split("\n")
    return first + (" ..." if rest else "")


Trail = tuple[tuple[str, int | None], ...]


def _places(tree: ast.Module) -> Iterator[tuple[str, Trail]]:
    """The paths to all nodes that may change, with the function that they are in."""
    for at, node in enumerate(tree.body):
        if isinstance(node, ast.ClassDef):
            for place, method in enumerate(node.body):
                if isinstance(method, ast.FunctionDef):
                    yield from _inside(method, (("body", at), ("body", place)), f"{node.name}.{method.name}")
        elif isinstance(node, ast.FunctionDef):
            yield from _inside(node, (("body", at),), node.name)
        elif (
            isinstance(node, ast.Assign)
            and isinstance(name := node.targets[0], ast.Name)
            and name.id.isupper()
            and name.id not in LIMITS
        ):
            yield from _walk(node.value, (("body", at), ("value", None)), name.id, set())


def _inside(function: ast.FunctionDef, trail: Trail, name: str) -> Iterator[tuple[str, Trail]]:
    if function.name in COSTS:
        return
    counted = _only_counted(function)
    for field in ("defaults", "kw_defaults"):
        for at, default in enumerate(getattr(function.args, field)):
            if default is not None:
                yield from _walk(default, (*trail, ("args", None), (field, at)), name, counted)
    for at, statement in enumerate(function.body):
        yield from _walk(statement, (*trail, ("body", at)), name, counted)


def _walk(node: ast.AST, trail: Trail, name: str, counted: set[str]) -> Iterator[tuple[str, Trail]]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    if _counts(node, counted):
        return
    if isinstance(node, ast.Expr) and not list(_walk(node.value, (), "", counted)):
        return
    if hasattr(node, "lineno"):
        yield name, trail
    if isinstance(node, ast.Raise) or (isinstance(node, ast.keyword) and node.arg == "strict"):
        return
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "targets", "target", "decorator_list", "args") and not (
            isinstance(node, ast.Call) and field == "args"
        ):
            continue
        inner = enumerate(value) if isinstance(value, list) else [(None, value)]
        for at, child in inner:
            if isinstance(child, ast.AST):
                yield from _walk(child, (*trail, (field, at)), name, counted)


def _counts(node: ast.AST, counted: set[str]) -> bool:
    """Whether this counts operations, or computes what is used for that alone."""
    return _called(node) in COUNTING or (isinstance(node, ast.Assign) and _names(node.targets[0]) <= counted)


def _called(node: ast.AST) -> str | None:
    """The name of the function or method that a call calls."""
    match node:
        case ast.Call(func=ast.Name(name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name
    return None


def _names(target: ast.AST) -> set[str]:
    """The variables that an assignment sets; the empty name for anything else."""
    if isinstance(target, ast.Tuple | ast.List):
        return set().union(*map(_names, target.elts))
    return {target.id if isinstance(target, ast.Name) else ""}


def _only_counted(function: ast.FunctionDef) -> set[str]:
    """The variables that nothing but calls that count reads, and what is computed for these."""
    found: set[str] = set()
    while True:
        before, read = set(found), set()
        left: list[ast.AST] = list(function.body)
        while left:
            node = left.pop()
            if _called(node) in COUNTING or (
                isinstance(node, ast.Assign) and _names(node.targets[0]) <= before
            ):
                continue
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                read.add(node.id)
            left += ast.iter_child_nodes(node)
        assigned = [item for item in ast.walk(function) if isinstance(item, ast.Assign)]
        found = {name for item in assigned for name in _names(item.targets[0])} - read - {""}
        if found == before:
            return found


def _at(tree: ast.AST, trail: Trail) -> ast.AST:
    for field, at in trail:
        value = getattr(tree, field)
        tree = value if at is None else value[at]
    return tree


def _replaced(tree: ast.Module, trail: Trail, new: ast.AST | None) -> ast.Module:
    """The module with another node at a place; None removes a case, an element or a condition."""
    top = new_node = copy.copy(tree)
    for depth, (field, at) in enumerate(trail):
        last = depth == len(trail) - 1
        value = getattr(new_node, field)
        child = value if at is None else value[at]
        changed = new if last else copy.copy(child)
        if at is None:
            setattr(new_node, field, changed)
        else:
            setattr(new_node, field, [*value[:at], *([] if changed is None else [changed]), *value[at + 1 :]])
        new_node = changed
    return ast.fix_missing_locations(top)


def _changes(node: ast.AST, trail: Trail) -> Iterator[ast.AST | None]:
    """What may stand in place of a node."""
    last = trail[-1][0]
    match node:
        case ast.Compare() | ast.BinOp() | ast.BoolOp() | ast.UnaryOp():
            yield from _other_operators(node)
        case ast.Constant() if last != "values":
            yield from (_like(node, ast.Constant(value)) for value in _other_values(node.value))
        case ast.Call(args=[first, *_]) if not isinstance(first, ast.Starred) and _called(node) not in SAME:
            yield first
            if isinstance(node.func, ast.Name) and node.func.id in SWAPPED:
                yield _with(node, func=_like(node, ast.Name(SWAPPED[node.func.id], ast.Load())))
        case ast.IfExp():
            yield from (node.body, node.orelse)
        case ast.Tuple() | ast.List() | ast.Set() if len(node.elts) > 1:
            for at in range(len(node.elts)):
                yield _with(node, elts=node.elts[:at] + node.elts[at + 1 :])
        case ast.stmt():
            yield from _other_statements(node)
    if last == "ifs":
        yield _like(node, ast.Constant(True))


def _other_operators(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare():
            for at, operator in enumerate(node.ops):
                for other in COMPARISONS[type(operator)]:
                    yield _with(node, ops=[*node.ops[:at], other(), *node.ops[at + 1 :]])
        case ast.BinOp():
            yield _with(node, op=ARITHMETIC[type(node.op)]())
        case ast.UnaryOp():
            yield node.operand
        case ast.BoolOp():
            yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
            for at in range(len(node.values)):
                rest = node.values[:at] + node.values[at + 1 :]
                yield rest[0] if len(rest) == 1 else _with(node, values=rest)


def _other_values(value: object) -> tuple[object, ...]:
    match value:
        case bool():
            return (not value,)
        case int():
            return value + 1, value - 1
        case str() if value:
            return (value + "?",)
    return ()


def _other_statements(node: ast.stmt) -> Iterator[ast.AST]:
    match node:
        case ast.If():
            yield _with(node, test=_like(node, ast.Constant(True)))
            yield _with(node, test=_like(node, ast.Constant(False)))
        case ast.While():
            yield _with(node, test=_like(node, ast.Constant(False)))
        case ast.Match():
            for at, case in enumerate(node.cases):
                never = _with(case, guard=_like(node, ast.Constant(False)))
                yield _with(node, cases=[*node.cases[:at], never, *node.cases[at + 1 :]])
        case ast.AugAssign():
            yield _with(node, op=ARITHMETIC[type(node.op)]())
            yield _like(node, ast.Pass())
        case ast.Expr() | ast.Raise() | ast.Continue() | ast.Break():
            yield _like(node, ast.Pass())
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]):
            yield _like(node, ast.Pass())


def _with(node, **fields):
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _like(old, new):
    return ast.copy_location(new, old)


def functions(code: CodeType, prefix: str = "") -> Iterator[tuple[str, CodeType]]:
    """The code of all functions and methods of a compiled module, by qualified name."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType) and not constant.co_name.startswith("<"):
            yield prefix + constant.co_name, constant
            yield from functions(constant, f"{prefix}{constant.co_name}.")


def same_code(left: CodeType, right: CodeType) -> bool:
    """Whether two pieces of code do the same, line numbers apart."""
    if left.co_code != right.co_code or left.co_names != right.co_names:
        return False
    if len(left.co_consts) != len(right.co_consts):
        return False
    return all(
        same_code(a, b)
        if isinstance(a, CodeType) and isinstance(b, CodeType)
        else (type(a), a) == (type(b), b)
        for a, b in zip(left.co_consts, right.co_consts, strict=True)
    )
