"""The text of a Rocq file: definitions of a system at concrete dimensions, theorems on one of its laws.

The library in the files `*.v` has a program that decides whether derivatives are zero, with a proof that it
is right. A file runs it once for all components of the law, and the theorems on each component follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files

from ..check.exact import Polynomial
from ..check.system import Family, Sizes, System, sign_on_domain
from .components import Component, run
from .expressions import Expressions
from .names import comment, name_of

LIBRARY = (
    "preamble.v",
    "polynomials.v",
    "exponentials.v",
    "signs.v",
    "normal_forms.v",
    "hypotheses.v",
    "elimination.v",
    "claims.v",
)
"""Parts of the library that every file contains, in order."""
NATURAL = "(* The flow is the natural gradient flow, which has the same laws as the gradient flow below. *)"
Cofactors = list[dict[int, Polynomial]]
"""For every component of a law those of the components of all equations, by their numbers."""


class Theorems:
    """Definitions and theorems of one system at concrete dimensions."""

    def __init__(self, system: System, sizes: Sizes) -> None:
        self.system = system
        self.expressions = written = Expressions(sizes)
        self.state = [(name, at) for name in system.state for at in written.places(system.shapes[name])]
        constants = [(name, at) for name in system.constants for at in written.places(system.shapes[name])]
        cotangents = [
            (f"G {name}", at) for name, family in system.maps.items() for at in written.free(family)
        ]
        self.variables = [*self.state, *constants, *cotangents]

    def text(self, name: str, law: str, cofactors: Cofactors | None) -> str:
        """The whole file; ``cofactors`` are given for a law on a set."""
        note = ["", NATURAL] if self.system.natural else []
        sizes = ", ".join(f"{key} = {size}" for key, size in self.expressions.sizes.items())
        return "\n".join(
            [
                f"(* {comment(name)}: the law {comment(law)}, {sizes or 'as stated'}. *)",
                *note,
                "",
                library(),
                *self._definitions(),
                *self._claims(law, cofactors),
                "",
            ]
        )

    def _definitions(self) -> Iterator[str]:
        """Variables, the pairing of maps with their cotangents, its gradient, and the rates."""
        for number, variable in enumerate(self.variables):
            yield f"Definition {name_of(*variable)} := Var {number}."
        yield ""
        self.expressions.partial = False
        if self.system.maps:
            yield from self._gradient()
        for name, at in self.state:
            rate = self.expressions.component(self.system.rates[name], at)
            yield f"Definition {name_of(f'rate {name}', at)} := {rate}."
        rates = "; ".join(name_of(f"rate {name}", at) for name, at in self.state)
        yield f"Definition maps : list expr := [{'pairing' if self.system.maps else ''}]."
        yield f"Definition rates := [{rates}]."
        yield "Definition flow := maps ++ rates."

    def _gradient(self) -> Iterator[str]:
        """The sum of all components of the maps times their cotangents, and its derivatives."""
        terms = []
        for name, family in self.system.maps.items():
            for at in self.expressions.free(family):
                component = name_of(f"map {name}", at)
                yield f"Definition {component} := {self.expressions.component(family, at)}."
                terms.append(f"Mul {name_of(f'G {name}', at)} {component}")
        yield f"Definition pairing := total [{'; '.join(terms)}]."
        for name in self.system.parameters:
            for at in self.expressions.places(self.system.shapes[name]):
                number = self.variables.index((name, at))
                yield f"Definition {name_of(f'grad {name}', at)} := diff {number} pairing."

    def _claims(self, law: str, cofactors: Cofactors | None) -> Iterator[str]:
        """The components of the law, the run of the program, and what follows."""
        flow = self.expressions.partial
        equations: dict[str, bool] = {}
        for number, family in enumerate(self.system.equations() if cofactors is not None else ()):
            for at in self.expressions.free(family):
                name = name_of(f"equation e{number}", at)
                yield f"Definition {name} := {self._component(family, at)}."
                equations[name] = self.expressions.partial
        components = []
        for number, at in enumerate(self.expressions.free(self.system.laws[law])):
            name = name_of(f"law {law}", at)
            yield f"Definition {name} := {self._component(self.system.laws[law], at)}."
            partial = self.expressions.partial
            used = None
            if cofactors is not None:
                used = [list(equations)[place] for place in cofactors[number]]
                yield f"Definition {name}'combination := {self._combination(used, cofactors[number])}."
            components.append(Component(name, number, partial, used, any(map(equations.get, used or ()))))
        known = self._known()
        yield from run(len(self.variables), known, flow, components)
        for component in components:
            yield from component.theorems(bool(known), flow)

    def _component(self, family: Family, at: tuple[int, ...]) -> str:
        """One component, with a note whether it has a value everywhere."""
        self.expressions.partial = False
        return self.expressions.component(family, at)

    def _combination(self, equations: list[str], cofactors: Mapping[int, Polynomial]) -> str:
        """The sum of cofactors times equations."""
        written = [self.expressions.polynomial(cofactor, self.variables) for cofactor in cofactors.values()]
        pairs = zip(written, equations, strict=True)
        return f"combined [{'; '.join(f'({cofactor}, {equation})' for cofactor, equation in pairs)}]"

    def _known(self) -> list[str]:
        """The variables whose signs the domain gives, if signs occur."""
        conditions = self.system.conditions if self.expressions.signs else {}
        signs = {name: sign_on_domain(items) for name, items in conditions.items()}
        return [
            f"({number}%nat, {'true' if signs[name] > 0 else 'false'})"
            for number, (name, _) in enumerate(self.variables)
            if signs.get(name)
        ]


def library() -> str:
    """What every file begins with."""
    folder = files(__package__)
    return "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in LIBRARY)
