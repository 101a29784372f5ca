"""Certificates for expectations about numbers of laws (MATH.md M3-M7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from ..check.network import Network
from ..check.reading import RejectedError
from ..notation.arithmetic import evaluate
from ..notation.typed import ExpectComplete, ExpectCount, ExpectIndependent
from ..verify.points import Sizes
from ..verify.verdict import Proved
from .bounds import gradients, relations
from .evidence import Certifier
from .near import Values, gradient_rank, near_points, needs_point, words_near
from .plain import NoCertificateError, Plain

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
        self._every = [law.name for law in certifier.system.laws]
        self._used: set[str] = set()

    def certificate(self, claim: Plain, found: Sequence[Found]) -> Plain:
        """The whole certificate."""
        used = tuple(name for name in self._every if name in self._used)
        everywhere = {name: isinstance(self._claims.everywhere(name), Proved) for name in used}
        proofs = {name: self._certifier.numberings(name) if everywhere[name] else None for name in used}
        claim = {**claim, "points": [point for point, _ in found]}
        return self._certifier.certificate(
            used, claim, {"proofs": proofs, "points": [bound for _, bound in found]}
        )

    def count(self, sizes: Sizes, number: int) -> Found:
        """Exactly so many laws."""
        network = self._certifier.network(tuple(self._every), sizes)
        point = {"sizes": self._certifier.plain_sizes(sizes), "count": str(number), "near": None}
        if needs_point(network, self._every):
            return self._count_near(network, sizes, number, point)
        upper = self._at_most(network, number)
        return point, {"lower": self._laws(network, sizes, number) or "one field", "upper": upper}

    def _count_near(self, network: Network, sizes: Sizes, number: int, point: Plain) -> Found:
        """Exactly so many laws near a real point, by proved ones or because there is one field only."""
        missing = len(network.state) - number
        for laws in self._candidates(sizes):
            try:
                near, upper = self._near(network, _nodes(network, laws), number, missing)
            except NoCertificateError:
                continue
            self._used.update(laws)
            return {**point, "near": near}, {"lower": {"laws": laws, "gradients": None}, "upper": upper}
        near, upper = self._near(network, [], 0, missing)
        return {**point, "near": near}, {"lower": "one field", "upper": upper}

    def complete(self, sizes: Sizes) -> Found:
        """The proved laws are all laws."""
        network = self._certifier.network(tuple(self._every), sizes)
        point = {"sizes": self._certifier.plain_sizes(sizes), "near": None}
        for laws in self._candidates(sizes):
            nodes = _nodes(network, laws)
            if needs_point(network, laws):
                rank = self._largest(network, nodes)
                try:
                    near, upper = self._near(network, nodes, rank, len(network.state) - rank)
                except NoCertificateError:
                    continue
                self._used.update(laws)
                bounds = {"gradients": None, "upper": upper}
                return {**point, "laws": laws, "count": str(rank), "near": near}, bounds
            rank, shown = gradients(network, nodes, len(network.state))
            missing = len(network.state) - rank
            upper = self._certifier.words(network, missing) if missing else None
            if missing == 0 or upper is not None:
                self._used.update(laws)
                return {**point, "laws": laws, "count": str(rank)}, {"gradients": shown, "upper": upper}
        raise NoCertificateError("no bracket words of the rank that is missing were found")

    def independent(self, laws: tuple[str, ...], sizes: Sizes, number: int) -> Found:
        """Exactly so many of the laws are independent."""
        network = self._certifier.network(laws, sizes)
        nodes = _nodes(network, laws)
        point = {"sizes": self._certifier.plain_sizes(sizes), "number": str(number), "near": None}
        if needs_point(network, laws):
            more = min(len(nodes), len(network.state)) > number
            near, upper = self._near(network, nodes, number, len(network.state) - number if more else 0)
            self._used.update(laws)
            return {**point, "near": near}, {"gradients": None, "upper": upper}
        rank, shown = gradients(network, nodes, number)
        if rank < number:
            raise NoCertificateError("the gradients do not show that so many are independent")
        self._used.update(laws)
        return point, {"gradients": shown, "upper": self._spans(network, nodes, number)}

    def _near(
        self, network: Network, nodes: Sequence[int], rank: int, missing: int
    ) -> tuple[Values, Plain | None]:
        """A real point where gradients and words have such ranks, and the words."""
        for values, point in near_points(self._claims.fields, network):
            if gradient_rank(network, nodes, point, rank) >= rank:
                try:
                    return values, words_near(network, point, missing)
                except (RejectedError, NoCertificateError):
                    continue
        raise NoCertificateError("no real point was found where the ranks are seen")

    def _largest(self, network: Network, nodes: Sequence[int]) -> int:
        """The largest rank of gradients at some real points."""
        points = islice(near_points(self._claims.fields, network), 10)
        ranks = (gradient_rank(network, nodes, point, len(network.state)) for _, point in points)
        return max(0, *ranks)

    def _candidates(self, sizes: Sizes) -> Iterator[list[str]]:
        """The laws that are proved for every dimension, then those that are proved here."""
        everywhere = [name for name in self._every if isinstance(self._claims.everywhere(name), Proved)]
        yield everywhere
        here = [name for name in self._every if isinstance(self._claims.at(name, sizes), Proved)]
        if here != everywhere:
            yield here

    def _laws(self, network: Network, sizes: Sizes, wanted: int) -> Plain | None:
        """Proved laws of which so many are independent, or None."""
        if not wanted:
            return {"laws": [], "gradients": None}
        for laws in self._candidates(sizes):
            rank, shown = gradients(network, _nodes(network, laws), wanted)
            if rank >= wanted:
                self._used.update(laws)
                return {"laws": laws, "gradients": shown}
        return None

    def _at_most(self, network: Network, number: int) -> Plain | None:
        """Evidence that there are no more laws, None where nothing is to be shown."""
        missing = len(network.state) - number
        found = self._certifier.words(network, missing) if missing else None
        if missing and found is None:
            raise NoCertificateError(f"no bracket words of rank {missing} were found")
        return found

    def _spans(self, network: Network, nodes: Sequence[int], number: int) -> Any:
        """Evidence that no more components are independent, None where there are no more."""
        if min(len(nodes), len(network.state)) <= number:
            return None
        try:
            found = relations(network, nodes)
        except RejectedError:
            found = []
        if len(nodes) - len(found) <= number:
            return {"relations": found}
        return self._at_most(network, number)


def _nodes(network: Network, laws: Iterable[str]) -> list[int]:
    return [node for name in laws for node in network.family(network.system.laws[name])]
