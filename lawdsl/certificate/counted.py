"""Certificates for expectations about numbers of laws (MATH.md M3-M7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from ..check.reading import RejectedError
from ..notation.arithmetic import evaluate
from ..notation.typed import ExpectComplete, ExpectCount, ExpectIndependent
from ..verify.points import Sizes
from ..verify.verdict import Proved
from .bounds import gradients, relations
from .evidence import Certifier, Subject
from .near import Near, gradient_rank, near_points, needs_point, words_near
from .place import Place
from .plain import NoCertificateError, Plain

WORDS_TRIED = 6
"""Real points near which bracket words are looked for."""

Counted = ExpectCount | ExpectComplete | ExpectIndependent


def counted(certifier: Certifier, expectation: Counted, points: Sequence[Sizes]) -> Plain:
    """The certificate for an expectation that holds at these points; raises NoCertificateError."""
    writer = _Writer(certifier)
    match expectation:
        case ExpectCount(formula):
            found = [
                writer.count(sizes, int(evaluate(formula, certifier.all_sizes(sizes)))) for sizes in points
            ]
            return writer.certificate({"kind": "count"}, found)
        case ExpectComplete():
            return writer.certificate({"kind": "complete"}, [writer.complete(sizes) for sizes in points])
        case ExpectIndependent(laws, formula):
            wanted = ((sizes, int(evaluate(formula, certifier.all_sizes(sizes)))) for sizes in points)
            found = [writer.independent(laws, sizes, number) for sizes, number in wanted]
            return writer.certificate({"kind": "independent", "laws": list(laws)}, found)


Found = tuple[Plain, Plain]
"""What is claimed at a point, and the evidence."""


class _Writer:
    """Collects the evidence at the points of one expectation, and the laws that it rests on."""

    def __init__(self, certifier: Certifier) -> None:
        self._certifier = certifier
        self._claims = certifier.claims
        self._every = tuple(law.name for law in certifier.system.laws)
        self._used: set[str] = set()

    def certificate(self, claim: Plain, found: Sequence[Found]) -> Plain:
        """The whole certificate."""
        used = tuple(name for name in self._every if name in self._used)
        proofs = {name: self._certifier.proof(name) if self._proved(name) else None for name in used}
        claim = {**claim, "points": [point for point, _ in found]}
        evidence = {"proofs": proofs, "points": [bound for _, bound in found]}
        return self._certifier.certificate(Subject(used), claim, evidence)

    def _proved(self, name: str) -> bool:
        """Whether a law is proved for every dimension, without functions."""
        proof = self._claims.everywhere(name)
        return isinstance(proof, Proved) and proof.method == "index notation"

    def count(self, sizes: Sizes, number: int) -> Found:
        """Exactly so many laws."""
        place = self._certifier.place(Subject(self._every), sizes)
        point = {"sizes": self._certifier.plain_sizes(sizes), "count": str(number)}
        if needs_point(place.network, self._every):
            return self._count_near(place, sizes, number, point)
        lower = self._laws(place, sizes, number) or "one field"
        bounds = self._bounds(place, [], lower=lower, upper=self._at_most(place, number))
        return {**point, "near": None}, bounds

    def _count_near(self, place: Place, sizes: Sizes, number: int, point: Plain) -> Found:
        """Exactly so many laws near a real point, by proved ones or because there is one field only."""
        for laws in self._candidates(sizes) if number else [[]]:
            try:
                near, upper = self._near(place, _nodes(place, laws), number, number)
                identities = self._identities(place, laws)
            except NoCertificateError:
                continue
            lower = {"laws": laws, "identities": identities, "gradients": None}
            return {**point, "near": near.text}, self._bounds(place, laws, lower=lower, upper=upper)
        near, upper = self._near(place, [], 0, number)
        return {**point, "near": near.text}, self._bounds(place, [], lower="one field", upper=upper)

    def _bounds(self, place: Place, laws: Sequence[str], **bounds: Any) -> Plain:
        """The evidence at a point, with what shows that the equations of a set stay true."""
        self._used.update(laws)
        on_set = place.on_set.evidence if place.on_set else None
        witness = None if place.network.system.assumptions else self._certifier.witness(place)
        return {**bounds, "set": on_set, "witness": witness}

    def _identities(self, place: Place, laws: Sequence[str]) -> Plain:
        """Why laws that are proved on a set only are laws there."""
        if place.on_set is None:
            return {}
        return {
            name: self._certifier.identities(place, _nodes(place, [name]))
            for name in laws
            if not self._proved(name)
        }

    def complete(self, sizes: Sizes) -> Found:
        """The proved laws are all laws."""
        place = self._certifier.place(Subject(self._every), sizes)
        reason = ""
        for laws in self._candidates(sizes):
            try:
                return self._complete_with(place, laws, {"sizes": self._certifier.plain_sizes(sizes)})
            except NoCertificateError as error:
                reason = str(error)
        raise NoCertificateError(reason)

    def _complete_with(self, place: Place, laws: list[str], point: Plain) -> Found:
        """These proved laws are all laws."""
        nodes = _nodes(place, laws)
        if needs_point(place.network, laws):
            rank = self._largest(place, nodes)
            near, upper = self._near(place, nodes, rank, rank)
            identities = self._identities(place, laws)
            bounds = self._bounds(place, laws, identities=identities, gradients=None, upper=upper)
            return {**point, "laws": laws, "count": str(rank), "near": near.text}, bounds
        rank, shown = gradients(place.network, nodes, len(place.network.state))
        upper = self._at_most(place, rank)
        bounds = self._bounds(place, laws, identities={}, gradients=shown, upper=upper)
        return {**point, "laws": laws, "count": str(rank), "near": None}, bounds

    def independent(self, laws: tuple[str, ...], sizes: Sizes, number: int) -> Found:
        """Exactly so many of the laws are independent."""
        place = self._certifier.place(Subject(laws), sizes)
        nodes = _nodes(place, laws)
        point = {"sizes": self._certifier.plain_sizes(sizes), "number": str(number)}
        identities = self._identities(place, laws)
        if needs_point(place.network, laws):
            near, upper = self._near(place, nodes, number, number, independent=True)
            bounds = self._bounds(place, laws, identities=identities, gradients=None, upper=upper)
            return {**point, "near": near.text}, bounds
        rank, shown = gradients(place.network, nodes, number)
        if rank < number:
            raise NoCertificateError("the gradients do not show that so many are independent")
        upper = self._spans(place, nodes, number)
        bounds = self._bounds(place, laws, identities=identities, gradients=shown, upper=upper)
        return {**point, "near": None}, bounds

    def _near(
        self, place: Place, nodes: Sequence[int], rank: int, number: int, independent: bool = False
    ) -> tuple[Near, Plain | None]:
        """A real point where the gradients have a rank, and words leave room for a number of laws.

        Where only the components have to be independent, there may be no more of them.
        """
        enough = (p for p in near_points(place) if gradient_rank(place.network, nodes, p, rank) >= rank)
        for near in islice(enough, WORDS_TRIED):
            room = len(place.network.state) - len(near.normals)
            missing = 0 if independent and min(len(nodes), room) <= number else room - number
            try:
                return near, words_near(place.network, near.point, missing)
            except (RejectedError, NoCertificateError):
                continue
        raise NoCertificateError("no real point was found where the ranks are seen")

    def _largest(self, place: Place, nodes: Sequence[int]) -> int:
        """The largest rank of gradients at some real points."""
        state = len(place.network.state)
        ranks = (
            gradient_rank(place.network, nodes, near, state - len(near.normals))
            for near in islice(near_points(place), 10)
        )
        return max(0, *ranks, 0)

    def _candidates(self, sizes: Sizes) -> Iterator[list[str]]:
        """The laws that are proved for every dimension, if that is enough, or all that are proved here."""
        everywhere = [name for name in self._every if self._proved(name)]
        here = [name for name in self._every if isinstance(self._claims.at(name, sizes), Proved)]
        yield from [everywhere, here] if everywhere and everywhere != here else [here]

    def _laws(self, place: Place, sizes: Sizes, wanted: int) -> Plain | None:
        """Proved laws of which so many are independent, or None."""
        if not wanted:
            return {"laws": [], "identities": {}, "gradients": None}
        for laws in self._candidates(sizes):
            rank, shown = gradients(place.network, _nodes(place, laws), wanted)
            if rank >= wanted:
                self._used.update(laws)
                return {"laws": laws, "identities": {}, "gradients": shown}
        return None

    def _at_most(self, place: Place, number: int) -> Plain | None:
        """Evidence that there are no more laws, None where nothing is to be shown."""
        missing = len(place.network.state) - number
        return self._certifier.words(place, missing) if missing else None

    def _spans(self, place: Place, nodes: Sequence[int], number: int) -> Any:
        """Evidence that no more components are independent, None where there are no more."""
        if min(len(nodes), len(place.network.state)) <= number:
            return None
        try:
            found = relations(place.network, nodes)
        except RejectedError:
            found = []
        if len(nodes) - len(found) <= number:
            return {"relations": found}
        return self._at_most(place, number)


def _nodes(place: Place, laws: Iterable[str]) -> list[int]:
    network = place.network
    return [node for name in laws for node in network.family(network.system.laws[name])]
