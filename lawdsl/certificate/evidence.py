"""What shows a verdict, as content of a certificate (docs/certificates.md)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from ..check.claims import FORMAT, VERSION
from ..check.points import check_witness, needs_witness
from ..check.reading import Budget, RejectedError, seal
from ..check.system import System, read_system
from ..check.valued import is_valued
from ..notation.record import record
from ..notation.typed import Invariant, TypedSystem
from ..verify.claims import Claims
from ..verify.points import Sizes, searched_points
from ..verify.verdict import Counterexample, Proved, Refuted, Scope, Undecided, Verdict
from .bounds import bracket_words, gradients
from .near import gradient_rank, near_points, needs_point
from .place import Place
from .plain import NoCertificateError, Plain, plain_system
from .proofs import proof_everywhere
from .refuted import refuted_law, refuted_set

EVERYWHERE = ("index notation", "index notation with functions")
"""Methods of proofs for every dimension."""
NEARBY = 20
"""Real points that are looked at for one where a law is seen to move."""


@record
class Subject:
    """The laws and the invariant sets that a claim is about."""

    laws: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()


class Certifier:
    """Makes the certificates of one system; ``sizes`` are the dimensions that the user chose."""

    def __init__(self, system: TypedSystem, sizes: Sizes) -> None:
        self.system = system
        self.claims = Claims(system, sizes)
        self._symbolic = [dimension.name for dimension in system.symbolic()]
        self._sizes = sizes
        self._places: dict[Any, Place] = {}
        self._words: dict[tuple[tuple[str, ...], int], Plain] = {}

    def claim(self, name: str, verdict: Verdict) -> Plain | None:
        """The certificate for a verdict on a law or on an invariant set; None for one that is undecided.

        Raises NoCertificateError.
        """
        claimed = self.claims.fields.invariants.get(name)
        match verdict:
            case Undecided():
                return None
            case Refuted(counterexample):
                return self._refuted(name, claimed, counterexample)
            case Proved(scope, method) if claimed is not None:
                return self._kept(claimed, scope, method in EVERYWHERE)
            case Proved(scope, method) if method in EVERYWHERE:
                return self._everywhere(name, scope.least)
            case Proved(scope):
                return self._at_points(name, scope.points or ({},))

    def _refuted(self, name: str, claimed: Invariant | None, found: Counterexample) -> Plain:
        if claimed is None:
            subject = Subject((name,))
            claim, evidence = refuted_law(name, found, self.claims.fields.natural)
        else:
            subject = Subject((), (name,))
            claim, evidence = refuted_set(claimed, found, self.place(subject, found.sizes))
        return self.certificate(subject, {**claim, "sizes": self.plain_sizes(found.sizes)}, evidence)

    def _least(self, least: Sizes) -> Plain:
        return {name: str(least.get(name, 1)) for name in self._symbolic}

    def _everywhere(self, name: str, least: Sizes) -> Plain:
        claim = {"kind": "law", "law": name, "least": self._least(least)}
        evidence = {
            "proof": self.proof(name),
            "moves": self._moving(name, searched_points(self.system, self._sizes)),
        }
        return self.certificate(Subject((name,)), claim, evidence)

    def _kept_everywhere(self, claimed: Invariant, least: Sizes) -> Plain:
        """All equations of the set are laws for every dimension."""
        subject = Subject((), (claimed.name,))
        claim = {"kind": "invariant for every dimension", "set": claimed.name, "least": self._least(least)}
        system = self._plain(subject)
        proofs = [proof_everywhere(system, family) for family in system.sets[claimed.name]]
        for sizes in searched_points(self.system, self._sizes):
            witness = self._witness(self.place(subject, sizes), claimed)
            if witness is not None:
                evidence = {"proofs": proofs, "sizes": self.plain_sizes(sizes), "witness": witness}
                return self.certificate(subject, claim, evidence)
        raise NoCertificateError("no point of the set was found")

    def _kept(self, claimed: Invariant, scope: Scope, everywhere: bool) -> Plain:
        """The set is invariant for every dimension, or at concrete ones."""
        if everywhere:
            return self._kept_everywhere(claimed, scope.least)
        points = scope.points or ({},)
        subject = Subject((), (claimed.name,))
        claim = {"kind": "invariant", "set": claimed.name, "points": [self.plain_sizes(p) for p in points]}
        shown = []
        for sizes in points:
            place = self.place(subject, sizes)
            families = place.network.system.sets[claimed.name]
            witness = self._witness(place, claimed)
            if witness is None:
                raise NoCertificateError("no point of the set was found where the flow has a value")
            shown.append({"set": place.kept_set(families), "witness": witness})
        return self.certificate(subject, claim, {"points": shown})

    def words(self, place: Place, wanted: int) -> Plain:
        """Bracket words of at least this rank (see `bracket_words`), found once."""
        key = tuple(map(str, place.network.sizes.values())), wanted
        if key not in self._words:
            self._words[key] = bracket_words(place.network, wanted)
        return self._words[key]

    def all_sizes(self, sizes: Sizes) -> Sizes:
        """The sizes of all dimensions, fixed ones included."""
        fixed = {item.name: item.size for item in self.system.dimensions if item.size is not None}
        return {**fixed, **sizes}

    def proof(self, law: str) -> Plain:
        """The evidence for the proof of a law for every dimension; raises NoCertificateError."""
        system = self._plain(Subject((law,)))
        return proof_everywhere(system, system.laws[law])

    def _moving(self, name: str, points: Iterable[Sizes]) -> Plain:
        """Where the law is seen to be no constant."""
        for sizes in points:
            place = self.place(Subject((name,)), sizes)
            system = place.network.system
            found = self._moves_at(name, place, not is_valued(system, system.laws[name], Budget()))
            if found is not None:
                on_set = place.on_set.evidence if place.on_set else None
                return {"sizes": self.plain_sizes(sizes), "set": on_set, **found}
        raise NoCertificateError("the law is not seen to be no constant")

    def _moves_at(self, name: str, place: Place, real: bool = False) -> Plain | None:
        """A gradient that is not zero, at a real point if need be, or modulo a prime."""
        network = place.network
        nodes = network.family(network.system.laws[name])
        if real or needs_point(network, (name,)):
            for near in islice(near_points(place), NEARBY):
                if gradient_rank(network, nodes, near, 1) == 1:
                    return {"near": near.text, "gradients": None}
            return None
        found, shown = gradients(network, nodes, 1)
        return {"near": None, "gradients": shown} if found else None

    def _at_points(self, name: str, points: Sequence[Sizes]) -> Plain:
        claim = {"kind": "law at dimensions", "law": name, "points": [self.plain_sizes(p) for p in points]}
        shown = [self._at_point(name, sizes) for sizes in points]
        if not any(item["near"] or item["gradients"] for item in shown):
            raise NoCertificateError("the law is not seen to be no constant")
        return self.certificate(Subject((name,)), claim, {"points": shown})

    def _at_point(self, name: str, sizes: Sizes) -> Plain:
        place = self.place(Subject((name,)), sizes)
        nodes = place.network.family(place.network.system.laws[name])
        witness = self.witness(place)
        moves = self._moves_at(name, place) or {"near": None, "gradients": None}
        on_set = place.on_set.evidence if place.on_set else None
        return {"laws": self.identities(place, nodes), "witness": witness, "set": on_set, **moves}

    def identities(self, place: Place, nodes: Sequence[int]) -> list[Plain] | None:
        """Why the derivatives of components are zero on the set of equations; None where there are none."""
        if place.on_set is None:
            return None
        variety = place.on_set.variety
        derivatives = place.network.lie_derivative(list(nodes), variety.ring, variety.point)
        return place.on_set.combinations(derivatives)

    def witness(self, place: Place) -> Plain | None:
        """A point where the laws that were looked at and the flow have a value, None where all points do."""
        if not needs_witness(place.network):
            return None
        witness = self._witness(place)
        if witness is None:
            raise NoCertificateError("no point on the domain was found where the claim has a value")
        return witness

    def _witness(self, place: Place, claimed: Invariant | None = None) -> Plain | None:
        """A point of the domain where law and flow have a value; None where none is found."""
        for values in place.points(claimed):
            try:
                check_witness(place.network, values)
            except RejectedError:
                continue
            return values
        return None

    def certificate(self, subject: Subject, claim: Plain, evidence: Any) -> Plain:
        """A claim about the system with what shows it."""
        source = self.system.source
        content = {
            "format": FORMAT,
            "version": VERSION,
            "spec": {"name": source.name, "sha256": hashlib.sha256(source.text.encode()).hexdigest()},
            "name": self.system.name,
            "system": self._content(subject),
            "claim": claim,
            "evidence": evidence,
        }
        return {**content, "seal": seal(content)}

    def _content(self, subject: Subject) -> Plain:
        sets = tuple(self.claims.fields.invariants[name] for name in subject.sets)
        return plain_system(self.system, self.claims.fields, subject.laws, sets)

    def _plain(self, subject: Subject) -> System:
        """The system as the checker reads it."""
        try:
            return read_system(self._content(subject))
        except RejectedError as error:
            raise NoCertificateError(str(error)) from None

    def place(self, subject: Subject, sizes: Sizes) -> Place:
        """The system with some laws and sets at concrete dimensions."""
        key = subject, tuple(sizes[name] for name in self._symbolic)
        if key not in self._places:
            chosen = {name: sizes[name] for name in self._symbolic}
            self._places[key] = Place(self._plain(subject), chosen, self.claims.assumed(sizes))
        return self._places[key]

    def plain_sizes(self, sizes: Sizes) -> Plain:
        """The sizes of the symbolic dimensions as text."""
        return {name: str(sizes[name]) for name in self._symbolic}
