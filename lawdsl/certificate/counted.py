"""Certificates for expectations about numbers of laws (MATH.md M3-M7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..check.network import Network
from ..check.reading import RejectedError
from ..notation.arithmetic import evaluate
from ..notation.typed import ExpectComplete, ExpectCount, ExpectIndependent
from ..verify.points import Sizes
from ..verify.verdict import Proved
from .bounds import gradients, relations
from .evidence import Certifier
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
        upper = self._at_most(network, number)
        point = {"sizes": self._certifier.plain_sizes(sizes), "count": str(number)}
        return point, {"lower": self._laws(network, sizes, number) or "one field", "upper": upper}

    def complete(self, sizes: Sizes) -> Found:
        """The proved laws are all laws."""
        network = self._certifier.network(tuple(self._every), sizes)
        for laws in self._candidates(sizes):
            rank, shown = gradients(network, _nodes(network, laws), len(network.state))
            missing = len(network.state) - rank
            upper = self._certifier.words(network, missing) if missing else None
            if missing == 0 or upper is not None:
                self._used.update(laws)
                point = {"sizes": self._certifier.plain_sizes(sizes), "laws": laws, "count": str(rank)}
                return point, {"gradients": shown, "upper": upper}
        raise NoCertificateError("no bracket words of the rank that is missing were found")

    def independent(self, laws: tuple[str, ...], sizes: Sizes, number: int) -> Found:
        """Exactly so many of the laws are independent."""
        network = self._certifier.network(laws, sizes)
        nodes = _nodes(network, laws)
        rank, shown = gradients(network, nodes, number)
        if rank < number:
            raise NoCertificateError("the gradients do not show that so many are independent")
        self._used.update(laws)
        point = {"sizes": self._certifier.plain_sizes(sizes), "number": str(number)}
        return point, {"gradients": shown, "upper": self._spans(network, nodes, number)}

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
