"""Proofs for every dimension of all laws in the specs, high powers, and a proof at the generic point.

Usage: python benchmarks/proofs.py     (prints three tables; each is measured in a process on one core)
The last table needs SymPy, which the extra `test` installs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import sympy
from single_core import measured, report
from sympy.polys.matrices import DomainMatrix

from lawdsl import lang
from lawdsl.diagnostics import Source
from lawdsl.notation.typed import TypedSystem
from lawdsl.system.concrete import ConcreteFields
from lawdsl.system.flows import vector_fields
from lawdsl.tensor import expand
from lawdsl.verify.claims import Claims
from lawdsl.verify.proofs.prove import vanishes_identically
from lawdsl.verify.verdict import Proved

RUNS = 5
"""Every time is the median of so many runs."""
SPECS = Path(__file__).parents[1] / "specs"
TWO_LAYERS = """\
system two_layers {
  dim n, m, r
  param U[n, r], V[m, r]
  map phi = U @ V.T
  flow gradient
  let C = U.T @ U - V.T @ V
  let D = U.T @ U
  law balance = C
  law sixth = trace(C @ C @ C @ C @ C @ C)
  law twelfth = trace(D @ D @ D @ D @ D @ D @ D @ D @ D @ D @ D @ D)
}
"""
WIDTHS = 3, 12


def main() -> None:
    """Print the tables."""
    print("| specs | laws | proved for every width | median | largest | of |")
    print("|---|---|---|---|---|---|")
    for row in measured(__file__, "specs")["rows"]:
        print("| " + " | ".join(map(str, row)) + " |")
    print("\n| high powers | terms | CPU |")
    print("|---|---|---|")
    for title, terms, seconds in measured(__file__, "powers")["rows"]:
        print(f"| {title} | {terms} | {1000 * seconds:.2f} ms |")
    print("\n| UᵀU − VᵀV at the generic point | proof | expressions | ratio | polynomials | ratio |")
    print("|---|---|---|---|---|---|")
    for width in WIDTHS:
        proof, *theirs = measured(__file__, "generic", str(width))["seconds"]
        compared = " | ".join(f"{seconds:.3f} s | {seconds / proof:.0f}" for seconds in theirs)
        print(f"| n = m = r = {width} | {proof:.3f} s | {compared} |", flush=True)


def typical(work: Callable[[], object]) -> float:
    """The median processor time of running the work."""
    seconds = []
    for _ in range(RUNS):
        started = process_time()
        work()
        seconds.append(process_time() - started)
    return median(seconds)


def proofs_in_specs() -> list[tuple[str, int, int, str, str, str]]:
    """For each folder of specs and for all of them the times of the proofs, set-up of the fields included."""
    rows, everything, laws_in_all = [], {}, 0
    for folder in sorted(path for path in SPECS.iterdir() if path.name != "bad"):
        laws = [(system, law) for path in sorted(folder.rglob("*.law")) for system, law in _laws(path)]
        seconds = {
            f"{system.name}.{law}": typical(lambda system=system, law=law: _proof(system, law))
            for system, law in laws
            if isinstance(_proof(system, law), Proved)
        }
        rows.append(_summary(f"specs/{folder.name}", len(laws), seconds))
        everything |= seconds
        laws_in_all += len(laws)
    return [*rows, _summary("all", laws_in_all, everything)]


def _laws(path: Path) -> Iterator[tuple[TypedSystem, str]]:
    for system in lang.load(lang.read(str(path))):
        yield from ((system, law.name) for law in system.laws)


def _proof(system: TypedSystem, law: str) -> object:
    return Claims(system, {}).everywhere(law)


def _summary(title: str, laws: int, seconds: dict[str, float]) -> tuple[str, int, int, str, str, str]:
    slowest = max(seconds, key=lambda law: seconds[law])
    middle, largest = (f"{1000 * value:.2f} ms" for value in (median(seconds.values()), seconds[slowest]))
    return title, laws, len(seconds), middle, largest, slowest


def high_powers() -> list[tuple[str, int, float]]:
    """A proof of the sixth power for every width, and the normal form of the twelfth."""
    system = _two_layers()
    laws = Claims(system, {}).fields.laws
    assert isinstance(_proof(system, "sixth"), Proved)
    sixth, twelfth = (len(expand(laws[law].body).terms) for law in ("sixth", "twelfth"))
    return [
        ("Tr((UᵀU − VᵀV)⁶): proof", sixth, typical(lambda: _proof(system, "sixth"))),
        ("Tr((UᵀU)¹²): normal form", twelfth, typical(lambda: expand(laws["twelfth"].body))),
    ]


def _two_layers() -> TypedSystem:
    (system,) = lang.load(Source("two layers", TWO_LAYERS))
    return system


def at_generic_point(width: int) -> list[float]:
    """Seconds of the proof and of SymPy with expressions and with polynomials, which alternate."""
    fields = vector_fields(_two_layers())
    concrete = ConcreteFields(fields, {"n": width, "m": width, "r": width})
    works: list[Callable[[], bool]] = [
        lambda: vanishes_identically(concrete, fields.laws["balance"]),
        lambda: _expanded_expressions(width),
        lambda: _expanded_polynomials(width),
    ]
    return [typical(work) for work in works]


def _derivative(u: Any, v: Any, g: Any) -> Any:
    """The derivative of UᵀU − VᵀV with right-hand sides and product rule worked out by hand."""
    down_u, down_v = g * v, g.transpose() * u
    half_u, half_v = u.transpose() * down_u, v.transpose() * down_v
    return half_v + half_v.transpose() - half_u - half_u.transpose()


def _expanded_expressions(width: int) -> bool:
    derivative = _derivative(*_symbols(width))
    return all(sympy.expand(entry) == 0 for entry in derivative)


def _expanded_polynomials(width: int) -> bool:
    matrices = _symbols(width)
    domain = sympy.ZZ[tuple(symbol for matrix in matrices for symbol in matrix)]
    polynomials = (DomainMatrix.from_Matrix(matrix).convert_to(domain) for matrix in matrices)
    return bool(_derivative(*polynomials).is_zero_matrix)


def _symbols(width: int) -> tuple[sympy.Matrix, ...]:
    return tuple(
        sympy.Matrix(width, width, lambda i, j, name=name: sympy.Symbol(f"{name}{i}_{j}")) for name in "UVG"
    )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["specs"]:
            report({"rows": proofs_in_specs()})
        case ["powers"]:
            report({"rows": high_powers()})
        case ["generic", width]:
            report({"seconds": at_generic_point(int(width))})
        case _:
            main()
