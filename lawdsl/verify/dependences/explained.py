"""How dependent laws follow from the others, at concrete dimensions: what ``--explain-independence`` asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter

from ...algebra.rings.modular import BadPrimeError
from ...notation import grid
from ...notation.typed import ExpectIndependent, Family
from ...system.concrete import ConcreteFields
from ..claims import Claims
from ..counts.independence import component_count, has_residues, jacobian_rank
from ..counts.ranks import check_rank
from ..limits import GivenUpError
from ..points import Sizes, agrees, stated_points
from ..result import DependenceResult, LawRelation
from ..verdict import Proved
from .functions import Functions, Polynomial
from .relatable import related_functions
from .relations import Relation, find_relations


def explained_dependences(claims: Claims, chosen: Sizes) -> Iterator[DependenceResult]:
    """For each ``expect independent(...)`` and for all proved laws, at each point: what depends on what."""
    asked = set()
    for text, laws, sizes in _questions(claims, chosen):
        key = frozenset(laws), tuple(sorted(sizes.items()))
        if laws and key not in asked:
            asked.add(key)
            yield _explained(claims, text, laws, sizes)


def _questions(claims: Claims, chosen: Sizes) -> Iterator[tuple[str, tuple[str, ...], Sizes]]:
    for block in claims.system.blocks:
        points = [point for point in grid.points(block) if agrees(point, chosen)]
        for expectation in block.expectations:
            if isinstance(expectation, ExpectIndependent):
                text = f"independent({', '.join(expectation.laws)})"
                yield from ((text, expectation.laws, point) for point in points)
    for point in stated_points(claims.system, chosen):
        names = [law.name for law in claims.system.laws]
        proved = tuple(name for name in names if isinstance(claims.at(name, point), Proved))
        yield f"proved laws {', '.join(proved)}", proved, point


def _explained(claims: Claims, text: str, laws: Sequence[str], sizes: Sizes) -> DependenceResult:
    started = perf_counter()
    assumed = claims.assumed(sizes)
    families = [claims.fields.laws[law] for law in laws]
    components = sum(component_count(assumed.concrete, family) for family in families)
    relations: tuple[LawRelation, ...] = ()
    remark = ""
    try:
        check_rank(assumed.concrete, families, components)
        related = related_functions(assumed, families)
        relations = tuple(_named(related.functions, relation) for relation in find_relations(related))
    except (BadPrimeError, GivenUpError) as error:
        remark = f"relations are not looked for: {error}"
    seconds = perf_counter() - started
    independent = None if remark else _independent(assumed.concrete, families, components - len(relations))
    return DependenceResult(text, sizes, components, independent, relations, remark, seconds)


def _independent(concrete: ConcreteFields, families: Sequence[Family], claimed: int) -> int:
    """How many components are shown to be independent by a rank; functions of functions need a real point."""
    return claimed if has_residues(families) else min(claimed, jacobian_rank(concrete, families, claimed))


def _named(functions: Functions, relation: Relation) -> LawRelation:
    name = functions.names[relation.function]
    if relation.polynomial is None:
        return LawRelation(name, "", relation.remark)
    return LawRelation(name, _equation(functions, relation.function, relation.polynomial), "")


def _equation(functions: Functions, function: int, polynomial: Polynomial) -> str:
    """The relation, solved for the function where it occurs on its own only."""
    alone = polynomial.get((function,), 0)
    if alone and not any(function in monomial for monomial in polynomial if monomial != (function,)):
        sign = -1 if alone > 0 else 1
        rest = {monomial: sign * value for monomial, value in polynomial.items() if function not in monomial}
        return f"{functions.text({(function,): abs(alone)})} = {functions.text(_ordered(rest))}"
    ordered = _ordered(polynomial)
    sign = -1 if next(iter(ordered.values())) < 0 else 1
    return f"{functions.text({monomial: sign * value for monomial, value in ordered.items()})} = 0"


def _ordered(polynomial: Polynomial) -> Polynomial:
    return dict(sorted(polynomial.items(), key=lambda term: (-len(term[0]), term[0])))
