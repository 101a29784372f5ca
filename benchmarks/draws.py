"""Random systems drawn like those of the published computation, as specs in the language.

Every draw comes from a fixed seed, so that two runs measure the same systems. Widths are drawn one by one
and uniformly: depth 2-4 and widths 2-5 for deep linear networks, the same depths and widths 2-9 for
deep ReLU networks with biases at probability 1/2, widths 1-7 for nonnegative matrix factorizations
and 1-5 for input-convex networks. Networks in which laws are searched have depth 2-3 and widths 2-4.

Usage: python benchmarks/draws.py [FOLDER]     (writes every spec into the folder, default: draws)
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

SEED = 2023


def deep_linear(name: str, widths: Sequence[int]) -> str:
    """The product of len(widths) - 1 matrices, with the balancedness of every hidden layer."""
    layers = range(1, len(widths))
    product = " @ ".join(f"U{layer}" for layer in layers)
    laws = [
        f"law balance{here} = U{here}.T @ U{here} - U{after} @ U{after}.T" for here, after in pairwise(layers)
    ]
    return _system(name, _sizes(widths), [_matrices(layers), f"map phi = {product}", "flow gradient", *laws])


def deep_relu(name: str, widths: Sequence[int], biases: bool) -> str:
    """All paths of a deep ReLU network, with the balance of every hidden neuron."""
    layers = range(1, len(widths))
    last = layers[-1]
    lines = [_matrices(layers), f"map path{_path(0, last)} = {_weights(1, last)}"]
    if biases:
        lines.append("param " + ", ".join(f"b{layer}[n{layer}]" for layer in layers))
        lines += [
            f"map bias{here}{_path(here, last)} = b{here}[i{here}] * {_weights(here + 1, last)}"
            for here in layers[:-1]
        ]
        lines.append(f"map bias{last}[i{last}] = b{last}[i{last}]")
    laws = [_neuron(here, biases) for here in layers[:-1]]
    return _system(name, _sizes(widths), [*lines, "flow gradient", *laws])


def nonnegative_factorization(name: str, n: int, m: int, r: int) -> str:
    """U Vᵀ under the entropy mirror."""
    lines = [
        "param U[n, r] > 0, V[m, r] > 0",
        "map phi = U @ V.T",
        "metric mirror(entropy)",
        "flow gradient",
        "law columns[k] = sum(i) U[i,k] - sum(j) V[j,k]",
    ]
    return _system(name, {"n": n, "m": m, "r": r}, lines)


def input_convex(name: str, n: int, m: int, r: int) -> str:
    """A two-layer input-convex network: U is positive and moves in the entropy mirror."""
    lines = [
        "param U[n, r] > 0, V[m, r], b[r]",
        "map slopes[i, j, k] = U[i,k] * V[j,k]",
        "map offsets[i, k] = U[i,k] * b[k]",
        "metric U: mirror(entropy), V: euclidean, b: euclidean",
        "flow gradient",
        "law columns[k] = 2 * sum(i) U[i,k] - sum(j) V[j,k]**2 - b[k]**2",
    ]
    return _system(name, {"n": n, "m": m, "r": r}, lines)


def linear_networks(count: int = 50, deepest: int = 4, widest: int = 5) -> Iterator[str]:
    """Deep linear networks."""
    for serial, source in _draws("linear", count):
        yield deep_linear(f"linear_{serial}", _widths(source, deepest, widest))


def relu_networks(count: int = 50, deepest: int = 4, widest: int = 9) -> Iterator[str]:
    """Deep ReLU networks, half of them with biases."""
    for serial, source in _draws("relu", count):
        yield deep_relu(f"relu_{serial}", _widths(source, deepest, widest), source.random() < 0.5)


def factorizations(count: int = 20) -> Iterator[str]:
    """Nonnegative matrix factorizations; n = m = 1, where the known laws are not all, is drawn again."""
    for serial, source in _draws("nmf", count):
        n = m = 1
        while n == m == 1:
            n, m, r = (source.randint(1, 7) for _ in range(3))
        yield nonnegative_factorization(f"nmf_{serial}", n, m, r)


def convex_networks(count: int = 20) -> Iterator[str]:
    """Input-convex networks."""
    for serial, source in _draws("icnn", count):
        yield input_convex(f"icnn_{serial}", *(source.randint(1, 5) for _ in range(3)))


DAMPINGS = {"0": "1", "tau": "exp(tau*t)", "3/t": "t**3"}
"""Dampings with the factor by which the moments of linear networks are multiplied to be laws."""


def momentum_networks(kind: str, damping: str, count: int = 20) -> Iterator[str]:
    """The same kinds with momentum: depth 2-3 and widths 1-3, widths 1-5 for the mirror flows."""
    for serial, source in _draws(f"{kind} momentum", count):
        widths = [source.randint(1, 3) for _ in range(source.randint(2, 3) + 1)]
        sizes = [source.randint(1, 5) for _ in range(3)]
        name = f"{kind}_{serial}"
        match kind:
            case "linear":
                yield _with_momentum(deep_linear(name, widths), damping, _moments(widths, DAMPINGS[damping]))
            case "relu":
                yield _with_momentum(deep_relu(name, widths, source.random() < 0.5), damping)
            case "nmf":
                yield _with_momentum(nonnegative_factorization(name, *sizes), damping)
            case "icnn":
                yield _with_momentum(input_convex(name, *sizes), damping)
            case _:
                raise ValueError(f"unknown kind {kind}")


def _with_momentum(text: str, damping: str, laws: Sequence[str] = ()) -> str:
    """The same parameterization and metric with momentum and other laws."""
    flow = ["  const tau"] if damping == "tau" else []
    flow.append(f"  flow momentum({damping})")
    lines = [line for line in text.splitlines() if not line.startswith("  law ")]
    place = lines.index("  flow gradient")
    end = lines.index("  expect complete")
    return "\n".join([*lines[:place], *flow, *lines[place + 1 : end], *laws, *lines[end:], ""])


def _moments(widths: Sequence[int], factor: str) -> Iterator[str]:
    """The angular momentum of every hidden layer.

    Between two layers of width 1 there are twice as many laws: u'' = -g v and v'' = -g u for two vectors, so
    that the angular momenta of u + v and of u - v are conserved one by one.
    """
    for layer, (before, _, behind) in enumerate(zip(widths, widths[1:], widths[2:], strict=False), start=1):
        here, after = f"U{layer}", f"U{layer + 1}"
        entering = f"{here}.T @ dot({here}) - dot({here}).T @ {here}"
        leaving = f"{after} @ dot({after}).T - dot({after}) @ {after}.T"
        yield f"  law spin{layer} = {factor} * ({entering} + {leaving})"
        if before == behind == 1:
            there = f"{here}.T @ dot({after}).T - dot({after}) @ {here}"
            back = f"{after} @ dot({here}) - dot({here}).T @ {after}.T"
            yield f"  law twist{layer} = {factor} * ({there} + {back})"


def _draws(kind: str, count: int) -> Iterator[tuple[int, random.Random]]:
    return ((serial, random.Random(f"{kind} {serial} {SEED}")) for serial in range(count))


def _widths(source: random.Random, deepest: int, widest: int) -> list[int]:
    depth = source.randint(2, deepest)
    return [source.randint(2, widest) for _ in range(depth + 1)]


def _sizes(widths: Sequence[int]) -> dict[str, int]:
    return {f"n{layer}": width for layer, width in enumerate(widths)}


def _matrices(layers: Sequence[int]) -> str:
    return "param " + ", ".join(f"U{layer}[n{layer - 1}, n{layer}]" for layer in layers)


def _path(first: int, last: int) -> str:
    return "[" + ", ".join(f"i{layer}" for layer in range(first, last + 1)) + "]"


def _weights(first: int, last: int) -> str:
    return " * ".join(f"U{layer}[i{layer - 1},i{layer}]" for layer in range(first, last + 1))


def _neuron(layer: int, biases: bool) -> str:
    """What goes into each neuron of a layer less what comes out."""
    bias = f" + b{layer}[k]**2" if biases else ""
    entering, leaving = f"U{layer}[i,k]**2", f"U{layer + 1}[k,j]**2"
    return f"law balance{layer}[k] = sum(i) {entering}{bias} - sum(j) {leaving}"


def _system(name: str, sizes: dict[str, int], lines: Sequence[str]) -> str:
    dimensions = ", ".join(f"{dimension} = {size}" for dimension, size in sizes.items())
    body = "\n".join(f"  {line}" for line in (f"dim {dimensions}", *lines, "expect complete"))
    return f"system {name} {{\n{body}\n}}\n"


KINDS: dict[str, Callable[[], Iterator[str]]] = {
    "linear": linear_networks,
    "relu": relu_networks,
    "nmf": factorizations,
    "icnn": convex_networks,
}
"""The draws of each kind, as specs."""


def main(folder: Path) -> None:
    """Write the specs, one file for each kind."""
    folder.mkdir(exist_ok=True)
    for kind, specs in KINDS.items():
        (folder / f"{kind}.law").write_text("\n".join(specs()), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "draws"))
