"""What shows a verdict, as content of a certificate (docs/certificates.md)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from typing import Any

from ..check.claims import FORMAT, VERSION, check_witness, needs_witness
from ..check.network import Network
from ..check.reading import Budget, RejectedError, seal
from ..check.system import System, read_system
from ..check.terms import vanishes_for_every_dimension
from ..notation.typed import TypedSystem
from ..tensor.budget import BudgetExceededError
from ..verify.claims import Claims
from ..verify.enclosure import Enclosure
from ..verify.points import Sizes, searched_points
from ..verify.refute import DRAWS, SPREADS
from ..verify.verdict import Counterexample, Proved, Refuted, Undecided, Verdict
from .bounds import bracket_words, gradients
from .near import gradient_rank, near_points, needs_point, points_of_domain
from .plain import NoCertificateError, Plain, number, plain_system

NEARBY = 20
"""Real points that are looked at for one where a law is seen to move."""


class Certifier:
    """Makes the certificates of one system; ``sizes`` are the dimensions that the user chose."""

    def __init__(self, system: TypedSystem, sizes: Sizes) -> None:
        self.system = system
        self.claims = Claims(system, sizes)
        self._symbolic = [dimension.name for dimension in system.symbolic()]
        self._sizes = sizes
        self._words: dict[tuple[tuple[str, ...], int], Plain | None] = {}

    def law(self, name: str, verdict: Verdict) -> Plain | None:
        """The certificate for a verdict on a law; None for one that is undecided.

        Raises NoCertificateError.
        """
        match verdict:
            case Undecided():
                return None
            case Refuted(counterexample):
                return self._refuted(name, counterexample)
            case Proved(scope, "index notation"):
                return self._everywhere(name, scope.least)
            case Proved(scope):
                return self._at_points(name, scope.points or ({},))

    def _everywhere(self, name: str, least: Sizes) -> Plain:
        claim = {"kind": "law", "law": name, "least": {n: str(least.get(n, 1)) for n in self._symbolic}}
        evidence = {
            "numberings": self.numberings(name),
            "moves": self._moving(name, searched_points(self.system, self._sizes)),
        }
        return self.certificate((name,), claim, evidence)

    def words(self, network: Network, wanted: int) -> Plain | None:
        """Bracket words of at least this rank (see `bracket_words`), looked for once."""
        key = tuple(map(str, network.sizes.values())), wanted
        if key not in self._words:
            self._words[key] = bracket_words(network, wanted)
        return self._words[key]

    def all_sizes(self, sizes: Sizes) -> Sizes:
        """The sizes of all dimensions, fixed ones included."""
        fixed = {item.name: item.size for item in self.system.dimensions if item.size is not None}
        return {**fixed, **sizes}

    def numberings(self, name: str) -> list[str]:
        """The evidence for a proof for every dimension; raises NoCertificateError."""
        from .numberings import Recorder

        recorder = Recorder()
        system = self._plain((name,))
        try:
            if vanishes_for_every_dimension(system, system.laws[name], recorder, Budget()):
                return recorder.texts
        except BudgetExceededError as error:
            raise NoCertificateError(str(error)) from None
        except RejectedError as error:
            raise NoCertificateError(f"no proof for every dimension: {error}") from None
        raise NoCertificateError("the terms do not cancel one by one")

    def _moving(self, name: str, points: Iterable[Sizes]) -> Plain:
        """Where the law is seen to be no constant."""
        for sizes in points:
            network = self.network((name,), sizes)
            nodes = network.family(network.system.laws[name])
            if needs_point(network, (name,)):
                for values, point in islice(near_points(self.claims.fields, network), NEARBY):
                    if gradient_rank(network, nodes, point, 1) == 1:
                        return {"sizes": self.plain_sizes(sizes), "near": values, "prime": None, "seed": None}
                continue
            found, shown = gradients(network, nodes, 1)
            if found and shown is not None:
                return {"sizes": self.plain_sizes(sizes), "near": None, **shown}
        raise NoCertificateError("the law is not seen to be no constant")

    def _at_points(self, name: str, points: Sequence[Sizes]) -> Plain:
        claim = {"kind": "law at dimensions", "law": name, "points": [self.plain_sizes(p) for p in points]}
        witnesses = [self._witness(name, sizes) for sizes in points]
        evidence = {"moves": self._moving(name, points), "points": witnesses}
        return self.certificate((name,), claim, evidence)

    def _witness(self, name: str, sizes: Sizes) -> dict[str, list[str]] | None:
        """A point of the domain where law and flow have a value, where something may have none."""
        network = self.network((name,), sizes)
        law = network.family(network.system.laws[name])
        if not needs_witness(network, law):
            return None
        for values in points_of_domain(self.claims.fields, network, SPREADS, DRAWS):
            try:
                check_witness(network, law, values)
            except RejectedError:
                continue
            return values
        raise NoCertificateError("no point on the domain was found where the claim has a value")

    def _refuted(self, name: str, found: Counterexample) -> Plain:
        claim = {
            "kind": "refuted",
            "law": name,
            "component": [str(place) for place in found.component],
            "sizes": self.plain_sizes(found.sizes),
            "rate": _rate(found.rate),
        }
        evidence = {
            "state": _by_tensor({**found.state, **found.constants}),
            "cotangent": _by_map(found.cotangent),
            "preimage": _by_map(found.preimage) if self.claims.fields.natural else None,
        }
        return self.certificate((name,), claim, evidence)

    def certificate(self, laws: tuple[str, ...], claim: Plain, evidence: Any) -> Plain:
        """A claim about the system with what shows it."""
        source = self.system.source
        content = {
            "format": FORMAT,
            "version": VERSION,
            "spec": {"name": source.name, "sha256": hashlib.sha256(source.text.encode()).hexdigest()},
            "name": self.system.name,
            "system": plain_system(self.system, self.claims.fields, laws),
            "claim": claim,
            "evidence": evidence,
        }
        return {**content, "seal": seal(content)}

    def _plain(self, laws: tuple[str, ...]) -> System:
        """The system as the checker reads it."""
        try:
            return read_system(plain_system(self.system, self.claims.fields, laws))
        except RejectedError as error:
            raise NoCertificateError(str(error)) from None

    def network(self, laws: tuple[str, ...], sizes: Sizes) -> Network:
        """The network of the system with some laws at concrete dimensions."""
        return Network(self._plain(laws), {name: sizes[name] for name in self._symbolic}, Budget())

    def plain_sizes(self, sizes: Sizes) -> Plain:
        """The sizes of the symbolic dimensions as text."""
        return {name: str(sizes[name]) for name in self._symbolic}


def _rate(rate: Any) -> str | list[str]:
    """A rational rate, or bounds of one that is not."""
    return [number(rate.lower), number(rate.upper)] if isinstance(rate, Enclosure) else _rational(rate)


def _rational(value: Any) -> str:
    if not isinstance(value, Fraction):
        raise NoCertificateError("the format has no points with algebraic numbers")
    return number(value)


def _by_tensor(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """The entries ``U[0,1]`` of each tensor in order."""
    found: dict[str, list[str]] = {}
    for entry, value in values.items():
        found.setdefault(entry.split("[")[0], []).append(_rational(value))
    return found


def _by_map(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """The entries ``G(phi)[0,1]`` of each cotangent, by the name of the map."""
    return {name[2:-1]: texts for name, texts in _by_tensor(values).items()}
