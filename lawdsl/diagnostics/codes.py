"""The catalogue of diagnostic codes: what each one means, a minimal example, and what to write instead."""

from __future__ import annotations

from ..notation.record import record


@record
class Code:
    """One kind of diagnostic; ``explanation`` is Markdown."""

    code: str
    title: str
    explanation: str


def _in_spec(code: str, title: str, meaning: str, wrong: str, remedy: str) -> Code:
    """A code that the text of a spec can raise, with the text that raises it."""
    return Code(code, title, f"{meaning}\n\nWrong:\n\n```law\n{wrong}\n```\n\n{remedy}\n")


def _elsewhere(code: str, title: str, meaning: str, remedy: str) -> Code:
    """A code that does not come from the text of a spec."""
    return Code(code, title, f"{meaning}\n\n{remedy}\n")


_READING = (
    _in_spec(
        "L0001",
        "syntax error",
        "The text stops being a spec at this place. Statements that can be read are still checked.",
        "law balance = u**2 -",
        "Write what is named in the message: `law balance = u**2 - v**2`.",
    ),
    _in_spec(
        "L0002",
        "bracket without its partner",
        "A bracket is opened and not closed before the statement ends, or closed without being opened.",
        "law balance = (u + v",
        "Close it: `law balance = (u + v)`. The second place in the message is the opening bracket.",
    ),
    _in_spec(
        "L0003",
        "unexpected character",
        "The character has no meaning in the language. Letters of every alphabet may stand in names, but no "
        "raised ones: they look like powers. Marks that change the order of what is shown may stand nowhere.",
        "law balance = u $ v",
        "Remove it, or write the operator that you mean: `+ - * / ** @`.",
    ),
    _in_spec(
        "L0004",
        "power written with ^",
        "Powers are written as in Python.",
        "law balance = u^2 - v^2",
        "Write `u**2 - v**2`.",
    ),
    _in_spec(
        "L0005",
        "expression nested too deeply",
        "An expression may be nested 100 levels deep. Long sums and products do not count as nested.",
        "law balance = ((((((...u...))))))",
        "Name the inner parts with `let`.",
    ),
    _in_spec(
        "L0006",
        "not supported yet",
        "The statement or function belongs to the language, and this version cannot use it.",
        "law balance = exp(u)",
        "Leave it out. A law of another form may say the same: instead of `u / v` conserve `u - c*v`.",
    ),
    _in_spec(
        "L0007",
        "unknown statement",
        "Every statement starts with a keyword, and this word is none.",
        "parm u, v",
        "Write the keyword that the message suggests: `param u, v`.",
    ),
    _elsewhere(
        "L0008",
        "file is not text",
        "The file has bytes that are not UTF-8, or a NUL: it is a binary file or has another encoding.",
        "Save it as UTF-8, or name the right file.",
    ),
    _elsewhere(
        "L0009",
        "file too large",
        "A spec file has at most 2 MiB.",
        "Split it: a file holds any number of systems, and the command takes any number of files.",
    ),
    _elsewhere(
        "L0010",
        "path cannot be read",
        "The path does not exist, or may not be read.",
        "Check the spelling and the permissions.",
    ),
    _elsewhere(
        "L0011",
        "folder without specs",
        "The folder has no file whose name ends in `.law`, so nothing would be checked.",
        "Name a folder that has specs, or a file.",
    ),
    _elsewhere(
        "L0012",
        "unusable --dim or --grid",
        "`--dim` wants a dimension of the specs and a natural number, `--dim n=4`, and `--grid` a range, "
        "`--grid n=1..4`. A count needs a size for every symbolic dimension.",
        "Check the name against the `dim` statements; a dimension that the spec fixes cannot be changed.",
    ),
    _in_spec(
        "L0013",
        "statement in the wrong place",
        "Everything but `use` stands in a system, and an `at` block holds only `expect` and `discover`.",
        "at n = 2 { law balance = x[0] }",
        "Move the statement into the system, before the `at` block.",
    ),
    _in_spec(
        "L0014",
        "number too large",
        "Numbers have at most 1000 digits and exponents at most 1000, so that exact arithmetic stays fast.",
        "law balance = u**100000",
        "Rescale the system, or use a symbolic constant: `const c > 0`.",
    ),
    _in_spec(
        "L0015",
        "file without a system",
        "A file without a system has nothing to verify.",
        "# only a comment",
        "Write `system NAME { ... }`.",
    ),
)

_NAMES = (
    _in_spec(
        "L0101",
        "unknown name",
        "Names are declared before they are used.",
        "law ballance = U.T @ U   expect proved balance",
        "Declare it first, or take the name that the message suggests.",
    ),
    _in_spec(
        "L0102",
        "name declared twice",
        "Dimensions, parameters, constants, lets, maps and laws of a system share one namespace.",
        "param u   const u",
        "Rename one of them.",
    ),
    _in_spec(
        "L0103",
        "name of the language",
        "The built-in functions and the time `t` cannot be declared.",
        "param t",
        "Choose another name.",
    ),
    _in_spec(
        "L0104",
        "name of another kind",
        "The name is declared, and cannot stand here: a law in an expression, a parameter as an index.",
        "dim n   param x[n]   law a = x[n]",
        "Index with a variable, `sum(i) x[i]`, and repeat an expression with `let`.",
    ),
    _in_spec(
        "L0105",
        "two spellings of one name",
        "The two names look different to a computer and are the same after Unicode normalisation (NFKC).",
        "param ℝ   param R",
        "Spell it the same way everywhere, or choose another name.",
    ),
    _in_spec(
        "L0106",
        "unknown function",
        "The language has no function of this name. A bracket after a name is a call, not a product.",
        "law a = tr(U.T @ U)",
        "Write `trace(U.T @ U)`; a product is written with `*`.",
    ),
    _in_spec(
        "L0107",
        "undeclared index",
        "An index variable is either summed over or listed on the left of `=`.",
        "law a[k] = U[i,k]**2",
        "Sum over it, `law a[k] = sum(i) U[i,k]**2`, or list it: `law a[i, k] = U[i,k]**2`.",
    ),
    _in_spec(
        "L0108",
        "index in use already",
        "A summation index shadows nothing: neither a free index, nor an enclosing sum, nor another name.",
        "law a[i] = sum(i) x[i]",
        "Choose another letter: `law a[i] = sum(j) x[j] - x[i]`.",
    ),
)

_SHAPES = (
    _in_spec(
        "L0201",
        "shapes do not fit",
        "`+ - *` work entry by entry on equal shapes or with a number; `@` is the matrix product.",
        "law a = U @ V",
        "Transpose a factor, `U @ V.T`, or say in index notation which slots meet.",
    ),
    _in_spec(
        "L0202",
        "index with two ranges",
        "One index variable runs over one dimension. The message shows both places.",
        "law a = sum(i) U[i,i]",
        "Use two index variables, or declare both slots with the same dimension.",
    ),
    _in_spec(
        "L0203",
        "wrong number of indices",
        "A tensor is indexed with one index for each of its dimensions.",
        "param U[n, r]   law a[i] = U[i]",
        "Give every slot an index: `law a[i] = sum(k) U[i,k]`.",
    ),
    _in_spec(
        "L0204",
        "index without a range",
        "An index gets its dimension from the slots where it stands, and this one stands in none.",
        "law a[k] = u",
        "Let it stand in a slot, or leave it out.",
    ),
    _in_spec(
        "L0205",
        "index out of range",
        "Integer indices count from 0, so a dimension of size 3 has 0, 1 and 2.",
        "param x[3]   law a = x[3]",
        "Write `x[2]` for the last entry.",
    ),
    _in_spec(
        "L0206",
        "not a dimension",
        "A dimension is a name or a natural number from 1 on; over an empty range nothing is claimed.",
        "dim n = 0",
        "Write `dim n = 4`, or `dim n` for any size.",
    ),
    _in_spec(
        "L0207",
        "not an index",
        "A slot takes an index variable or an integer counted from 0, no arithmetic.",
        "law a = sum(i) x[i+1]",
        "Describe a shift by a constant tensor: `const S[n, n]` and `sum(i, j) S[i,j] * x[j]`.",
    ),
    _in_spec(
        "L0208",
        "wrong number of arguments",
        "The function takes another number of arguments.",
        "law a = trace(U, V)",
        "See the message for what it takes.",
    ),
)

_POSEDNESS = (
    _in_spec(
        "L0301",
        "nothing to verify",
        "The system has no law, no count and no search: success would mean nothing.",
        "system a { param u  map u  flow gradient }",
        "Write a `law`, or `expect complete`, `expect count == N`, `discover degree <= 2`.",
    ),
    _in_spec(
        "L0302",
        "division by zero",
        "The divisor is zero.",
        "law a = u / (1 - 1)",
        "Correct the divisor; in an `at` block exclude the sizes with `where`.",
    ),
    _in_spec(
        "L0303",
        "empty domain",
        "The conditions on a name contradict each other, so every claim would hold vacuously.",
        "const c > 0 < 0",
        "Correct the conditions. `mirror(entropy)` needs a parameter that may be positive.",
    ),
    _in_spec(
        "L0304",
        "system without a flow",
        "Which quantities are conserved depends on the flow, so none is assumed.",
        "system a { param u  map u  law a = u }",
        "Write `flow gradient`, or the equations of another flow.",
    ),
    _in_spec(
        "L0305",
        "flow without a map",
        "The gradient of a loss reaches the parameters through a map, and the system gives none.",
        "param u, v   flow gradient",
        "Write the map: `map u * v`.",
    ),
    _in_spec(
        "L0306",
        "incomplete flow",
        "A custom flow gives `dot` of every parameter and state exactly once.",
        "param x, y   flow { dot(x) = y }",
        "Add the missing equations; a parameter that stays as it is has `dot(y) = 0`.",
    ),
    _in_spec(
        "L0307",
        "flow or metric given twice",
        "A system has one flow, each parameter has one metric, and a custom flow has none.",
        "metric U: euclidean, U: mirror(entropy)",
        "Keep one of them.",
    ),
    _in_spec(
        "L0308",
        "map without use",
        "A custom flow whose equations do not contain `grad` has no use for a map.",
        "param x   map x   flow { dot(x) = -x }",
        "Leave the map out, or use `grad(x)`.",
    ),
    _in_spec(
        "L0309",
        "not allowed here",
        "`t` may stand in laws and custom flows, `grad(...)` in custom flows only.",
        "map t * u",
        "Move it to where it has a meaning.",
    ),
    _in_spec(
        "L0310",
        "empty grid",
        "No sizes meet the ranges and conditions of the `at` block, so nothing would be checked.",
        "at n = 3..2 { expect complete }",
        "Write ranges as `low..high`, and conditions that some sizes meet.",
    ),
    _in_spec(
        "L0311",
        "sizes of an at block",
        "An `at` block gives each symbolic dimension one size from 1 on, large enough for literal indices.",
        "dim n, m   at n = 2 { expect complete }",
        "Give the missing sizes: `at n = 2, m = 3 { ... }`.",
    ),
    _in_spec(
        "L0312",
        "grid too large",
        "A grid has at most 10000 points, counted before `where`.",
        "at n = 1..200, m = 1..200 { expect complete }",
        "Take a few sizes: a law that is proved for every dimension needs no grid.",
    ),
    _in_spec(
        "L0313",
        "concrete dimensions needed",
        "Counts are numbers only where every dimension has a size.",
        "dim n   expect complete",
        "Put it in a block: `at n = 2 { expect complete }`.",
    ),
    _in_spec(
        "L0314",
        "expression too large",
        "Written out, the abbreviations of this expression exceed 120 levels or 200000 nodes.",
        "let b = a + a   let c = b + b   ...",
        "Use a product for repeated terms, and several laws for one large one.",
    ),
    _in_spec(
        "L0315",
        "unusable condition",
        "A domain is given by comparisons with rational numbers; only scalar constants can be fixed.",
        "param u == 1",
        "Write `param u > 0`, or `const u = 1` for a fixed number.",
    ),
    _in_spec(
        "L0316",
        "unknown flow or metric",
        "The flow or metric has no meaning in the language.",
        "flow gradien",
        "Write `flow gradient` or equations; `metric euclidean`, `mirror(entropy)` or `diag(...)`.",
    ),
    _in_spec(
        "L0317",
        "not a formula in the dimensions",
        "Ranges, conditions and expected numbers are arithmetic in the dimensions; exponents go up to 64.",
        "expect count == trace(U)",
        "Use numbers, dimensions, `+ - * / **`, `min(...)` and `max(...)`.",
    ),
    _in_spec(
        "L0318",
        "unknown expectation",
        "The words after `expect` or `discover` have no meaning in the language.",
        "expect conserved balance",
        "Write `expect proved A`, `expect independent(A) == N`, `expect count == N` or `expect complete`.",
    ),
    _in_spec(
        "L0319",
        "law without a parameter",
        "A constant is conserved by every flow, so a law or an invariant set has to contain a parameter.",
        "law a = 3",
        "Write the quantity that the flow is claimed to conserve.",
    ),
    _in_spec(
        "L0320",
        "assumption that does not stay true",
        "Laws are claimed where an equation is assumed, so the flow must not leave its set. The message "
        "shows a point where the equation holds and its derivative is not zero.",
        "flow { dot(x) = 1 }   assume x == 0   law a = x * y",
        "Correct the equation or the flow. Whether a set is invariant is asked with `invariant NAME: ...`.",
    ),
    _in_spec(
        "L0321",
        "contradictory assumptions",
        "No real point satisfies the assumptions, so every claim would hold vacuously.",
        "assume x**2 + 1 == 0",
        "Correct the assumptions, or leave one of them out.",
    ),
)

_RUNNING = (
    _elsewhere(
        "L0401",
        "law refuted",
        "The candidate is not conserved: at the printed point its time derivative is not zero.",
        "Correct the law; `expect refuted NAME` states that it is known to be false.",
    ),
    _elsewhere(
        "L0402",
        "expectation failed",
        "What the spec expects was decided, and the answer is another one.",
        "Compare the expected with the found answer in the message, and correct the one that is wrong.",
    ),
    _elsewhere(
        "L0501",
        "claim undecided",
        "Neither a proof nor a counterexample was found within the budget that the message names.",
        "State smaller dimensions in an `at` block or with `--dim`, or a simpler law.",
    ),
    _elsewhere(
        "L0502",
        "expectation undecided",
        "The expectation could not be decided within the budget that the message names.",
        "Use smaller dimensions; where the message gives an interval, the number lies in it.",
    ),
    _elsewhere(
        "L0601",
        "certificate rejected",
        "The file does not show what it claims, or is no certificate; the message says what is wrong first.",
        "Write it again with `lawdsl verify SPEC --certificates DIR`. Do not believe the claim until then.",
    ),
    _elsewhere(
        "L0602",
        "nothing to check",
        "A certificate cannot be read, or there is none at the place that was given.",
        "Name the files, or the folder, that `lawdsl verify --certificates DIR` wrote.",
    ),
    _elsewhere(
        "L0603",
        "certificate cannot be written",
        "The folder for certificates cannot be made, or a file in it cannot be written.",
        "Name a folder that you may write to.",
    ),
    _elsewhere(
        "L0604",
        "certificate without a theorem",
        "The claim cannot be written as a theorem for the proof assistant, or would be too large for it.",
        "Export the certificate of a law, at dimensions that it speaks of, and at small ones.",
    ),
    _elsewhere(
        "L0901",
        "internal error",
        "The program failed in a way that it should not. No verdict was given.",
        "Please report it with the spec that shows it.",
    ),
)

CODES: dict[str, Code] = {
    entry.code: entry for entry in (*_READING, *_NAMES, *_SHAPES, *_POSEDNESS, *_RUNNING)
}
"""Every code, in ascending order."""
