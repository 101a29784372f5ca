"""Random systems as text: with laws that hold by construction, and with candidates that probably do not."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import settings
from hypothesis import strategies as st

from lawdsl import lang
from lawdsl.diagnostics import Source
from lawdsl.notation.typed import TypedSystem

DIMENSIONS = ("n", "m")


@dataclass(frozen=True)
class Sample:
    """The text of a system; ``true`` laws hold by construction, nothing is known of ``candidates``."""

    text: str
    true: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()

    def system(self) -> TypedSystem:
        """The typed system."""
        (system,) = lang.load(Source("sample.law", self.text))
        return system


coefficients = st.integers(-3, 3).filter(bool)


def effort(examples: int) -> settings:
    """This many examples, and as many times more as the profile has more than the usual hundred."""
    return settings(max_examples=examples * max(1, settings.default.max_examples // 100))


@st.composite
def shapes(draw: st.DrawFn, largest_rank: int = 2) -> tuple[str, ...]:
    """The dimensions of a tensor."""
    return tuple(draw(st.lists(st.sampled_from(DIMENSIONS), max_size=largest_rank)))


@st.composite
def tensors(draw: st.DrawFn, names: str = "ABC") -> dict[str, tuple[str, ...]]:
    """One to three parameters by name."""
    return {name: draw(shapes()) for name in names[: draw(st.integers(1, len(names)))]}


@st.composite
def monomials(draw: st.DrawFn, declared: dict[str, tuple[str, ...]], free: dict[str, str]) -> str:
    """A product of entries whose slots hold free indices, repeated or not, or summed ones."""
    factors, summed = [], {}
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(declared)))
        slots = [_slot(draw, dimension, free, summed) for dimension in declared[name]]
        power = draw(st.sampled_from(["", "", "**2"]))
        factors.append(f"{name}[{','.join(slots)}]{power}" if slots else f"{name}{power}")
    product = "*".join([str(draw(coefficients)).replace("-", "0 - ").join("()"), *factors])
    return f"(sum({', '.join(summed)}) {product})" if summed else f"({product})"


def _slot(draw: st.DrawFn, dimension: str, free: dict[str, str], summed: dict[str, str]) -> str:
    choices = [index for index, own in {**free, **summed}.items() if own == dimension]
    fresh = f"s{len(summed)}"
    chosen = draw(st.sampled_from([*choices, fresh]))
    if chosen == fresh:
        summed[fresh] = dimension
    return chosen


@st.composite
def polynomials(draw: st.DrawFn, declared: dict[str, tuple[str, ...]], free: dict[str, str]) -> str:
    """A sum of monomials; every free index stands in it, multiplied by zero if need be."""
    terms = draw(st.lists(monomials(declared, free), min_size=1, max_size=3))
    return " + ".join(terms)


def declaration(declared: dict[str, tuple[str, ...]], conditions: dict[str, str] | None = None) -> str:
    """The param statement."""
    parts = [f"{name}[{', '.join(shape)}]" if shape else name for name, shape in declared.items()]
    return "param " + ", ".join(part + (conditions or {}).get(part[0], "") for part in parts)


@st.composite
def free_indices(draw: st.DrawFn, declared: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Up to two free indices over dimensions that a parameter has."""
    dimensions = sorted({dimension for shape in declared.values() for dimension in shape})
    if not dimensions:
        return {}
    chosen = draw(st.lists(st.sampled_from(dimensions), max_size=2))
    return {f"f{place}": dimension for place, dimension in enumerate(chosen)}


@st.composite
def families(draw: st.DrawFn, keyword: str, name: str, declared: dict[str, tuple[str, ...]]) -> str:
    """A map or a law with free indices; a vanishing multiple of an entry gives each its dimension."""
    free = draw(free_indices(declared))
    anchors = [_anchor(index, dimension, declared) for index, dimension in free.items()]
    body = " + ".join([draw(polynomials(declared, free)), *anchors])
    return f"{keyword} {name}[{', '.join(free)}] = {body}" if free else f"{keyword} {name} = {body}"


def _anchor(index: str, dimension: str, declared: dict[str, tuple[str, ...]]) -> str:
    name, shape = next((name, shape) for name, shape in declared.items() if dimension in shape)
    slots = [f"q{place}" for place in range(len(shape))]
    slots[shape.index(dimension)] = index
    summed = ", ".join(slot for slot in slots if slot != index)
    entry = f"{name}[{','.join(slots)}]"
    return f"0*(sum({summed}) {entry})" if summed else f"0*{entry}"


@st.composite
def gradient_systems(draw: st.DrawFn) -> Sample:
    """A gradient flow of random maps in random metrics, with random candidates."""
    declared = draw(tensors())
    metrics, conditions = [], {}
    for name in declared:
        kind = draw(
            st.sampled_from(["euclidean", "euclidean", "mirror(entropy)", "diag(2)", f"diag({name}**2)"])
        )
        metrics.append(f"{name}: {kind}")
        conditions[name] = (
            draw(st.sampled_from(["", "", " > 0", " != 0", " > 1/3 < 1/2", " >= -1"]))
            if kind != "mirror(entropy)"
            else ""
        )
    maps = [draw(families("map", f"phi{place}", declared)) for place in range(draw(st.integers(1, 2)))]
    laws = [draw(families("law", f"law{place}", declared)) for place in range(2)]
    lines = [
        "dim n, m",
        declaration(declared, conditions),
        *maps,
        "metric " + ", ".join(metrics),
        "flow gradient",
        *laws,
    ]
    return _assembled(lines, (), ("law0", "law1"))


@st.composite
def custom_systems(draw: st.DrawFn) -> Sample:
    """A flow with random right-hand sides, half of them with gradients."""
    declared = draw(tensors())
    maps = [draw(families("map", "phi", declared))]
    equations = []
    for name, shape in declared.items():
        free = {f"f{place}": dimension for place, dimension in enumerate(shape)}
        target = f"{name}[{', '.join(free)}]" if free else name
        gradient = f"grad({name})[{', '.join(free)}]" if free else f"grad({name})"
        body = draw(st.sampled_from([f"{gradient}", f"{gradient}**2", f"{gradient}*t", "0"]))
        anchors = [f"0*{target}"] if free else []
        equations.append(
            f"dot({name}){target.removeprefix(name)} = "
            + " + ".join([body, draw(polynomials(declared, free)), *anchors])
        )
    flow = "flow { " + "  ".join(equations) + " }"
    laws = [draw(families("law", f"law{place}", declared)) for place in range(2)]
    used = maps if "grad(" in flow else []
    return _assembled(["dim n, m", declaration(declared), *used, flow, *laws], (), ("law0", "law1"))


@st.composite
def scaling_systems(draw: st.DrawFn) -> Sample:
    """Maps in which A[i,k]^a and B[j,k]^b always come together: a B^2 - b A^2, summed, is a law for each k.

    Scaling A[:,k] by s^b and B[:,k] by s^(-a) leaves such a map as it is (Noether).
    """
    a, b = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    middle = draw(st.sampled_from(["C[k]*", "", "C[k]**2*", "(1 + C[k])*"]))
    summed = draw(st.booleans())
    maps = [
        f"map p0[{'i, j' if summed else 'i, j, k'}] = {'sum(k) ' if summed else ''}"
        f"{middle}A[i,k]**{a}*B[j,k]**{b}"
    ]
    if draw(st.booleans()):
        maps.append(f"map p1[i, k] = A[i,k]**{2 * a} * (sum(j) B[j,k]**{2 * b})")
    if draw(st.booleans()):
        maps.append("map p2[k] = C[k]")
    law = f"law good[k] = {a}*(sum(j) B[j,k]**2) - {b}*(sum(i) A[i,k]**2)"
    difference = f"({a}*(sum(j) B[j,k]**2) - {b}*(sum(i) A[i,k]**2))"
    scale = f"law scaled = (sum(k) {difference}**2)**{draw(st.integers(1, 2))}"
    wrong = f"law wrong[k] = {a}*(sum(j) B[j,k]**2) + {b}*(sum(i) A[i,k]**2)"
    lines = ["dim n, m, r", "param A[n, r], B[m, r], C[r]", *maps, "flow gradient", law, scale, wrong]
    return _assembled(lines, ("good", "scaled"), ("wrong",))


@st.composite
def hamiltonian_systems(draw: st.DrawFn) -> Sample:
    """A field S dH with a skew matrix S of polynomials: H is a law."""
    names = "xyz"
    terms = draw(
        st.lists(st.tuples(coefficients, *[st.integers(0, 2)] * 3), min_size=1, max_size=3, unique=True)
    )
    energy = " + ".join(f"({c})*x**{p}*y**{q}*z**{r}" for c, p, q, r in terms) + " + x**2"
    slopes = [_slope([*terms, (1, 2, 0, 0)], place) for place in range(3)]
    skew = [draw(st.sampled_from(["0", "1", "x", "y*z", "(x - 2)", "t"])) for _ in range(3)]
    u, v, w = skew
    rates = [
        f"({u})*({slopes[1]}) + ({v})*({slopes[2]})",
        f"(0 - {u})*({slopes[0]}) + ({w})*({slopes[2]})",
        f"(0 - {v})*({slopes[0]}) - ({w})*({slopes[1]})",
    ]
    flow = (
        "flow { " + "  ".join(f"dot({name}) = {rate}" for name, rate in zip(names, rates, strict=True)) + " }"
    )
    lines = ["param x, y, z", flow, f"law good = {energy}", f"law wrong = {energy} + y**3 + x"]
    return _assembled(lines, ("good",), ("wrong",))


@st.composite
def quotient_systems(draw: st.DrawFn) -> Sample:
    """A Hamiltonian field with a quotient of its law, and one that a coordinate spoils."""
    sample = draw(hamiltonian_systems())
    energy = sample.text.split("law good = ")[1].splitlines()[0]
    shape = draw(st.sampled_from(["1/({0})", "({0})/(1 + ({0})**2)", "({0} + 1)/({0} - 1)", "({0})**-2"]))
    laws = f"law quotient = {shape.format(energy)}\nlaw spoiled = y*({shape.format(energy)})\n"
    return Sample(sample.text.replace("law good", laws + "law good"), ("good",), ("spoiled",))


@st.composite
def logarithmic_systems(draw: st.DrawFn) -> Sample:
    """A diagonal linear field: powers of the coordinates and of exp(t), of weight zero, are laws."""
    rates = [draw(coefficients) for _ in range(3)]
    powers = [draw(st.integers(-3, 3)) for _ in range(3)]
    weight = sum(rate * exponent for rate, exponent in zip(rates, powers, strict=True))
    monomial = "*".join(f"{name}**({power})" for name, power in zip("xyz", powers, strict=True))
    logs = " + ".join(f"({power})*log({name})" for name, power in zip("xyz", powers, strict=True))
    lines = [
        "param x > 0, y > 0, z > 0",
        "flow { " + "  ".join(f"dot({n}) = ({r})*{n}" for n, r in zip("xyz", rates, strict=True)) + " }",
        f"law additive = {logs} - ({weight})*t + log((1 + x)**2) - 2*log(1 + x)",
        f"law product = exp(-({weight})*t)*{monomial}*2",
        f"law spoiled = {logs} - ({weight})*t + x",
        f"law late = exp(({1 - weight})*t)*{monomial}*(x + 1)",
    ]
    moving = any(powers) or weight
    return _assembled(lines, ("additive", "product") if moving else (), ("spoiled", "late"))


def _slope(terms: list[tuple[int, int, int, int]], place: int) -> str:
    parts = []
    for coefficient, *exponents in terms:
        factor = coefficient * exponents[place]
        lowered = [max(0, exponent - (at == place)) for at, exponent in enumerate(exponents)]
        parts.append(
            f"({factor})*" + "*".join(f"{name}**{power}" for name, power in zip("xyz", lowered, strict=True))
        )
    return " + ".join(parts)


def _assembled(lines: list[str], true: tuple[str, ...], candidates: tuple[str, ...]) -> Sample:
    return Sample("system sample {\n" + "\n".join(lines) + "\n}\n", true, candidates)


@st.composite
def second_order_systems(draw: st.DrawFn) -> Sample:
    """A gradient flow made one with momentum or decay: every law becomes a candidate."""
    sample = draw(st.one_of(gradient_systems(), scaling_systems()))
    flow = draw(st.sampled_from(["momentum(t + 1/2)", "momentum(0)", "gradient(decay = 2 - t)"]))
    # Momentum is not defined in a metric that comes from no potential.
    text = sample.text.replace("flow gradient", f"flow {flow}").replace("diag(", "mirror(entropy) #(")
    return Sample(text, (), (*sample.true, *sample.candidates))


all_systems = st.one_of(gradient_systems(), custom_systems(), scaling_systems(), hamiltonian_systems())
