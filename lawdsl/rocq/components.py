"""Theorems on the components of one law, and the run of the program of `normal_forms.v` that proves them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


def run(
    variables: int, known: list[str], flow_is_partial: bool, components: list[Component]
) -> Iterator[str]:
    """What every component changes at, found by computation; also that the flow has a value everywhere."""
    yield f"Definition signs_on_domain : domain := [{'; '.join(known)}]."
    yield "Definition claims := ["
    yield ";\n".join(f"  ({component.name}, {component.rate})" for component in components)
    yield "]."
    yield f"Lemma claims_checked : checked {variables} signs_on_domain maps rates claims = true."
    yield "Proof. vm_cast_no_check (eq_refl true). Qed."
    if not flow_is_partial:
        yield "Lemma flow_is_plain : forallb plain flow = true."
        yield "Proof. vm_cast_no_check (eq_refl true). Qed."


class Component(NamedTuple):
    """A component by its name and its number; ``partial`` if it does not have a value everywhere.

    The derivative is a combination of ``equations``, or zero everywhere for None;
    ``combination_is_partial`` if one of these equations is.
    """

    name: str
    number: int
    partial: bool
    equations: list[str] | None
    combination_is_partial: bool

    @property
    def rate(self) -> str:
        """What the derivative is equal to."""
        return "Const 0" if self.equations is None else f"{self.name}'combination"

    def theorems(self, signs: bool, flow_is_partial: bool) -> Iterator[str]:
        """That the derivative is zero where all has a value, and that the law is constant on curves there."""
        given = {}
        if signs:
            given["K"] = "inside {} signs_on_domain"
        if flow_is_partial:
            given["F"] = "Forall (defined {}) flow"
        if self.partial:
            given["D"] = f"defined {{}} {self.name}"
        if self.combination_is_partial:
            given["C"] = f"defined {{}} {self.rate}"
        names = "".join(f" {name}" for name in given)
        inside = "K" if signs else "(Forall_nil _)"
        flow = "F" if flow_is_partial else "(plain_all_ok flow flow_is_plain p)"
        yield ""
        yield from self._stays(given, names, f"p {inside} {flow} {self._defined('p')}")
        zero = "".join(f" E{number}" for number in range(len(self.equations or ())))
        yield f"Theorem {self.name}'conserved : forall c t,{self._hypotheses(given, '(c t)')}"
        yield f"  follows rates c t {self.name} -> derivable_pt_lim (fun s => value (c s) {self.name}) t 0."
        yield f"Proof. intros c t{names}{zero} M; apply (along_is_derivative rates c t); [exact M | |]."
        yield f"  exact {self._defined('(c t)')}. exact ({self.name}'stays (c t){names}{zero}). Qed."

    def _stays(self, given: dict[str, str], names: str, proofs: str) -> Iterator[str]:
        """The derivative is zero, or zero where the equations hold, of which it is a combination."""
        claim = (
            f"checked_ok _ _ _ _ _ claims_checked {self.number} {self.name} ({self.rate}) eq_refl {proofs}"
        )
        arrows = "".join(f" {text.format('p')} ->" for text in given.values())
        if self.equations is None:
            yield f"Theorem {self.name}'stays : forall p,{arrows} value p (along rates {self.name}) = 0."
            yield f"Proof. intros p{names}; exact ({claim} I). Qed."
            return
        combination = "C" if self.combination_is_partial else _plain(self.rate, "p")
        yield f"Theorem {self.name}'is_combination : forall p,{arrows}"
        yield f"  value p (along rates {self.name}) = value p {self.rate}."
        yield f"Proof. intros p{names}; exact ({claim} {combination}). Qed."
        yield f"Theorem {self.name}'stays : forall p,{self._hypotheses(given, 'p')}"
        yield f"  value p (along rates {self.name}) = 0."
        zero = "".join(f" E{number}" for number in range(len(self.equations)))
        yield f"Proof. intros p{names}{zero}; rewrite ({self.name}'is_combination p{names})."
        yield "  apply combined_zero; repeat constructor; assumption. Qed."

    def _hypotheses(self, given: dict[str, str], point: str) -> str:
        """What is assumed at a point: values, and the equations."""
        zero = [f"value {point} {equation} = 0" for equation in self.equations or ()]
        return "".join(f" {text} ->" for text in [*(item.format(point) for item in given.values()), *zero])

    def _defined(self, point: str) -> str:
        """A proof that the component has a value at a point."""
        return "D" if self.partial else _plain(self.name, point)


def _plain(name: str, point: str) -> str:
    """A proof, by computation, that an expression has a value."""
    return f"(plain_ok {name} (@eq_refl bool true <: plain {name} = true) {point})"
