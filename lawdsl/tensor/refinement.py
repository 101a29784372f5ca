"""Colour refinement and search with automorphisms: the numbering of networks that no walk can tell apart.

The scheme is the one of nauty (McKay and Piperno, Practical graph isomorphism II, 2014): refine, then
individualise one dummy of a cell, until every dummy has a colour of its own, and keep the least leaf.
Two equal leaves are an automorphism, which saves the branches that it maps to each other.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from .budget import Budget, BudgetExceededError
from .network import Network, Numbering, encode, rank_all

Trace = tuple[tuple[Any, ...], ...]
"""What was seen on the way from the root of the search to a node, the same for isomorphic nodes."""

MAXIMAL_DEPTH = 250
"""Of the search, which recurses once for every individualised dummy."""


def refine(network: Network, colours: list[int]) -> list[int]:
    """The coarsest stable refinement: dummies of one colour have the same surroundings.

    The new colours are 0, 1, 2, ..., ordered like the old ones and then by the surroundings.
    """
    cells = len(set(colours))
    while True:
        rows = rank_all(coloured_rows(network, colours))
        surroundings = [
            (colour, *sorted([(rows[row], position) for row, position in ports]))
            for colour, ports in zip(colours, network.ports, strict=True)
        ]
        colours = rank_all(surroundings)
        if (count := len(set(colours))) == cells:
            return colours
        cells = count


def coloured_rows(network: Network, colours: list[int]) -> list[tuple[int, ...]]:
    """Rank and colours of the dummies by slot, for every row."""
    return [
        (rank, *[colours[end] for end in ends])
        for rank, ends in zip(network.ranks, network.ends, strict=True)
    ]


def search(network: Network, budget: Budget) -> Numbering:
    """The numbering at the least leaf of the search tree; each refinement spends the network's rows."""
    hunt = _Search(network, budget)
    hunt.explore([0] * len(network.ports), (), ())
    rows = coloured_rows(network, hunt.numbers)
    return encode(network, sorted(range(len(rows)), key=rows.__getitem__), hunt.numbers)


class _Search:
    def __init__(self, network: Network, budget: Budget) -> None:
        self.network = network
        self.budget = budget
        self.trace: Trace = ()  # of the least leaf so far, like the two that follow
        self.path: tuple[int, ...] = ()
        self.numbers: list[int] = []
        self.automorphisms: list[list[int]] = []

    def explore(self, colours: list[int], path: tuple[int, ...], trace: Trace) -> int:
        """Visit a node and what is below it; returns the depth at which to go on."""
        self._spend(len(path))
        colours = refine(self.network, colours)
        rows = sorted(coloured_rows(self.network, colours))
        trace = (*trace, (tuple(sorted(colours)), tuple(rows)))
        if self.trace and trace > self.trace[: len(trace)]:
            return len(path)
        cell = _target(colours)
        return self._branch(cell, colours, path, trace) if cell else self._leaf(colours, path, trace)

    def _spend(self, depth: int) -> None:
        self.budget.spend_steps(len(self.network.ranks))
        if depth > MAXIMAL_DEPTH:
            raise BudgetExceededError(
                f"a canonical form that individualises more than {MAXIMAL_DEPTH} indices", str(self.budget)
            )

    def _branch(self, cell: list[int], colours: list[int], path: tuple[int, ...], trace: Trace) -> int:
        tried: list[int] = []
        for end in cell:
            if tried and not self._orbit(end, path).isdisjoint(tried):
                continue
            tried.append(end)
            depth = self.explore(_individualise(colours, end), (*path, end), trace)
            if depth < len(path):
                return depth
        return len(path)

    def _leaf(self, numbers: list[int], path: tuple[int, ...], trace: Trace) -> int:
        """Keep a better leaf; at an equal one note the automorphism and leave its branch for good."""
        if trace != self.trace:
            self.trace, self.path, self.numbers = trace, path, numbers
            return len(path)
        end_of = {number: end for end, number in enumerate(self.numbers)}
        self.automorphisms.append([end_of[number] for number in numbers])
        return next(depth for depth, (old, new) in enumerate(zip(self.path, path, strict=True)) if old != new)

    def _orbit(self, end: int, path: tuple[int, ...]) -> set[int]:
        """What the known automorphisms that fix the path make of a dummy, going forwards.

        A finite permutation's inverse is one of its powers, so forwards is everywhere.
        """
        fixing = [image for image in self.automorphisms if all(image[fixed] == fixed for fixed in path)]
        orbit, fringe = {end}, [end]
        while fringe:
            news = {image[fringe[-1]] for image in fixing} - orbit
            fringe.pop()
            orbit |= news
            fringe.extend(news)
        return orbit


def _target(colours: list[int]) -> list[int]:
    """The dummies of the smallest colour class that has at least two; none when there is no such class."""
    counts = Counter(colours)
    shared = [(count, colour) for colour, count in counts.items() if count > 1]
    if not shared:
        return []
    _, target = min(shared)
    return [end for end, colour in enumerate(colours) if colour == target]


def _individualise(colours: list[int], end: int) -> list[int]:
    return [2 * colour + (other != end) for other, colour in enumerate(colours)]
