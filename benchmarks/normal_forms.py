"""Gröbner bases with cofactors and normal forms, against SymPy on the same relations.

Usage: python benchmarks/normal_forms.py     (prints a table; each row is measured in a process on one core)
Needs SymPy, which the extra `test` installs. SymPy gets polynomials of its own ring instead of expressions,
and no cofactors are asked of it. Times are processor times: of the basis, and of the normal form of the cube
of 1 plus all variables. Both must find the same one; our cofactors for it are multiplied out.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from statistics import median
from time import process_time
from typing import Any

import flint
import sympy
from single_core import measured, report
from sympy.polys.groebnertools import groebner

from lawdsl.algebra.ideals.ideal import Ideal

RUNS = 3
"""Every time is the median of so many runs."""

Relations = tuple[Any, list[Any]]


def ring(names: str) -> tuple[Any, Any]:
    """A context for names and its variables."""
    context = flint.fmpq_mpoly_ctx.get(names.split(), "degrevlex")
    return context, context.gens()


def cyclic(size: int) -> Relations:
    """The elementary cyclic sums, the last of which is 1."""
    context, x = ring(" ".join(f"x{place}" for place in range(size)))
    sums = []
    for degree in range(1, size + 1):
        starts = range(size if degree < size else 1)
        sums.append(
            sum((product(x[(start + k) % size] for k in range(degree)) for start in starts), 0 * x[0])
        )
    return context, [*sums[:-1], sums[-1] - 1]


def katsura(size: int) -> Relations:
    """The equations of Katsura for the magnetization of a chain."""
    context, u = ring(" ".join(f"u{place}" for place in range(size + 1)))
    places = range(-size, size + 1)

    def at(place: int) -> Any:
        return u[abs(place)] if abs(place) <= size else context.constant(0)

    quadrics = [sum((at(p) * at(row - p) for p in places), -at(row)) for row in range(size)]
    return context, [*quadrics, sum((at(p) for p in places), context.constant(-1))]


def orthogonal(size: int) -> Relations:
    """AᵀA = 1."""
    context, a = ring(entries("a", size))
    return context, differences(product_of(transposed(a, size), a, size), size)


def inverse(size: int) -> Relations:
    """ZA = 1 and AZ = 1, as inv(A) adds them."""
    context, both = ring(f"{entries('z', size)} {entries('a', size)}")
    z, a = both[: size * size], both[size * size :]
    products = product_of(z, a, size), product_of(a, z, size)
    return context, [difference for matrix in products for difference in differences(matrix, size)]


def roots(number: int) -> Relations:
    """Square roots with their inverses of sums of squares, each of which has the last root in it."""
    names = " ".join(f"i{place} r{place}" for place in reversed(range(number)))
    context, variables = ring(f"{names} x y")
    *adjoined, x, y = variables
    relations, radicand = [], x**2 + y**2 + 1
    for inverted, root in reversed(list(zip(adjoined[::2], adjoined[1::2], strict=True))):
        relations += [root**2 - radicand, inverted * root - 1]
        radicand = x**2 + root
    return context, relations


def product(factors: Any) -> Any:
    """The product of polynomials."""
    result: Any = 1
    for factor in factors:
        result *= factor
    return result


def entries(name: str, size: int) -> str:
    """Names for the entries of a square matrix, by rows."""
    return " ".join(f"{name}{row}{column}" for row in range(size) for column in range(size))


def transposed(matrix: Any, size: int) -> list[Any]:
    """The transpose of a matrix by rows."""
    return [matrix[size * row + column] for column in range(size) for row in range(size)]


def product_of(left: Any, right: Any, size: int) -> list[Any]:
    """The matrix product by rows."""
    places = range(size)
    return [
        sum((left[size * row + k] * right[size * k + column] for k in places), 0 * left[0])
        for row in places
        for column in places
    ]


def differences(matrix: Any, size: int) -> list[Any]:
    """The entries of a matrix minus the unit matrix."""
    return [entry - int(place % (size + 1) == 0) for place, entry in enumerate(matrix)]


SYSTEMS: dict[str, Callable[[], Relations]] = {
    "cyclic-4": lambda: cyclic(4),
    "cyclic-5": lambda: cyclic(5),
    "katsura-4": lambda: katsura(4),
    "katsura-5": lambda: katsura(5),
    "AᵀA = 1, 2 × 2": lambda: orthogonal(2),
    "AᵀA = 1, 3 × 3": lambda: orthogonal(3),
    "inv(A), 2 × 2": lambda: inverse(2),
    "inv(A), 3 × 3": lambda: inverse(3),
    "two nested roots and 1/root": lambda: roots(2),
    "four nested roots and 1/root": lambda: roots(4),
}


def main() -> None:
    """Print the table."""
    print(
        "| relations | variables | basis | ours: basis | normal form | SymPy: basis | normal form | ratio |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for name in SYSTEMS:
        row = measured(__file__, name)
        ours, theirs = row["ours"], row["theirs"]
        times = " | ".join(f"{1000 * seconds:.1f} ms" for seconds in (*ours, *theirs))
        ratio = sum(theirs) / sum(ours)
        print(f"| {name} | {row['variables']} | {row['size']} | {times} | {ratio:.0f} |", flush=True)


def measure(context: Any, relations: list[Any]) -> dict[str, Any]:
    """The times of both for the basis and for the normal form, which are compared."""
    polynomial = sum(context.gens(), context.constant(1)) ** 3
    times = [_ours(context, relations, polynomial) for _ in range(RUNS)]
    theirs, remainder, size = _theirs(context, relations, polynomial)
    reduction = Ideal(context, relations).reduce(polynomial)
    pairs = zip(reduction.cofactors, relations, strict=True)
    assert sum((c * g for c, g in pairs), reduction.remainder) == polynomial
    assert _terms(reduction.remainder) == remainder
    ours = [median(column) for column in zip(*times, strict=True)]
    return {"variables": context.nvars(), "size": size, "ours": ours, "theirs": theirs}


def _ours(context: Any, relations: list[Any], polynomial: Any) -> tuple[float, float]:
    ideal = Ideal(context, relations)
    started = process_time()
    ideal.basis()
    between = process_time()
    ideal.reduce(polynomial)
    return between - started, process_time() - between


def _theirs(context: Any, relations: list[Any], polynomial: Any) -> tuple[tuple[float, float], Any, int]:
    polynomials, *_ = sympy.ring(context.names(), sympy.QQ, sympy.grevlex)
    generators = [polynomials.from_dict(_terms(relation)) for relation in relations]
    started = process_time()
    basis = groebner(generators, polynomials)
    between = process_time()
    remainder = polynomials.from_dict(_terms(polynomial)).rem(basis)
    return (between - started, process_time() - between), dict(remainder), len(basis)


def _terms(polynomial: Any) -> dict[tuple[int, ...], Any]:
    """The terms for SymPy."""
    return {
        tuple(map(int, exponents)): sympy.QQ(int(coefficient.p), int(coefficient.q))
        for exponents, coefficient in polynomial.to_dict().items()
    }


if __name__ == "__main__":
    if len(sys.argv) > 1:
        report(measure(*SYSTEMS[sys.argv[1]]()))
    else:
        main()
