"""Identities for every dimension, true ones and false ones that a slip in the algebra would take for true."""

from __future__ import annotations

from itertools import count

import pytest

from lawdsl.certificate.numberings import Recorder
from lawdsl.check.everywhere import Proof, vanishes_for_every_dimension
from lawdsl.check.reading import Budget, RejectedError
from lawdsl.check.system import read_system


def number(value):
    return ["number", str(value)]


def times(*factors):
    return ["multiply", *factors]


def plus(*terms):
    return ["add", *terms]


def minus(left, right):
    return plus(left, times(number(-1), right))


def total(name, over, body):
    return ["sum", name, over, body]


def entry(name, *slots):
    return ["entry", name, *slots]


def square(body):
    return ["power", body, "2"]


def family(body, *indices):
    return {"indices": [[name, over] for name, over in indices], "body": distinct(body, {}, count())}


def distinct(body, names, numbers):
    """The expression with another name for every summation: the format has each name once."""
    if isinstance(body, str):
        return names.get(body, body)
    if body[0] in ("sum", "product"):
        head, name, over, inner = body
        new = f"{name}{next(numbers)}"
        return [head, new, over, distinct(inner, {**names, name: new}, numbers)]
    return [body[0], *(distinct(part, names, numbers) for part in body[1:])]


def proves(law, rates, shapes, maps=None, constants=None, dimensions=("n", "m"), metric=None):
    """Whether the checker proves a law of an ordinary differential equation, or of a flow with gradients."""
    flow = {"kind": "custom", "rates": rates}
    if metric is not None:
        flow = {"kind": "gradient", "metric": metric, "decay": None, "natural": False}
    declared = [{"name": name, "shape": shape} for name, shape in shapes.items()]
    fixed = [{"name": name, "shape": shape, "value": None} for name, shape in (constants or {}).items()]
    empty = {"states": [], "conditions": [], "assumptions": [], "sets": {}, "time": False}
    system = read_system(
        {
            **empty,
            "dimensions": list(dimensions),
            "parameters": declared,
            "constants": fixed,
            "maps": maps or {},
            "flow": flow,
            "laws": {"h": law},
        }
    )
    return vanishes_for_every_dimension(system, system.laws["h"], Proof(Recorder()), Budget())


X, Y, Z = entry("x"), entry("y"), entry("z")
SCALARS = {"x": [], "y": [], "z": []}
ONE = number(1)


def test_sums_over_fixed_dimensions_against_literals():
    """(x_0 + x_1)' is a sum over a range of two, and so is y'."""
    shapes = {"x": ["2"], "y": []}
    rates = {"x": family(times(entry("x", "i"), Y), ("i", "2")), "y": family(number(0))}
    both = plus(entry("x", "0"), entry("x", "1"))
    whole = total("i", "2", entry("x", "i"))
    assert proves(family(minus(both, whole)), rates, shapes)
    for false in (minus(both, times(number(2), whole)), minus(entry("x", "0"), whole), whole, both):
        assert not proves(family(false), rates, shapes)
    squares = total("i", "2", total("j", "2", times(entry("x", "i"), entry("x", "j"))))
    assert proves(family(minus(square(both), squares)), rates, shapes)
    assert not proves(family(minus(total("i", "2", square(entry("x", "i"))), squares)), rates, shapes)
    assert not proves(family(minus(square(entry("x", "0")), squares)), rates, shapes)


def test_two_fixed_ranges_are_written_out_apart():
    shapes = {"x": ["2", "3"], "y": []}
    rates = {"x": family(Y, ("i", "2"), ("j", "3")), "y": family(number(0))}
    whole = total("i", "2", total("j", "3", entry("x", "i", "j")))
    assert proves(family(minus(whole, times(number(6), entry("x", "1", "2")))), rates, shapes)
    for factor in (1, 4, 5, 7, 9):
        assert not proves(family(minus(whole, times(number(factor), entry("x", "1", "2")))), rates, shapes)


def test_sizes_of_ranges_that_nothing_is_summed_over():
    """sum_k x = n x, in laws, in rates and in maps."""
    still = {name: family(number(0)) for name in SCALARS}
    rates = still | {"x": family(total("k", "n", Z)), "y": family(Z)}
    assert proves(family(minus(X, times(["size", "n", "1"], Y))), rates, SCALARS)
    assert not proves(family(minus(X, Y)), rates, SCALARS)
    assert not proves(family(minus(X, times(["size", "m", "1"], Y))), rates, SCALARS)
    assert not proves(family(minus(X, times(["size", "n", "2"], Y))), rates, SCALARS)
    entries = {"x": ["n"], "y": [], "z": []}
    rates = still | {"x": family(Z, ("i", "n")), "y": family(times(["size", "n", "1"], Z))}
    nested = total("i", "n", total("k", "m", entry("x", "i")))
    assert proves(family(minus(nested, times(["size", "m", "1"], Y))), rates, entries)
    assert not proves(family(minus(nested, Y)), rates, entries)
    assert not proves(family(minus(nested, times(["size", "n", "1"], Y))), rates, entries)
    maps = {"phi": family(plus(total("k", "n", X), Y))}
    metric = {name: family(ONE) for name in ("x", "y")}
    shapes = {"x": [], "y": []}
    assert proves(family(minus(X, times(["size", "n", "1"], Y))), None, shapes, maps, metric=metric)
    assert not proves(family(minus(X, Y)), None, shapes, maps, metric=metric)


def test_powers_of_sizes():
    rates = {"x": family(total("i", "3", total("k", "3", Z))), "y": family(Z), "z": family(number(0))}
    assert proves(family(minus(X, times(["size", "3", "2"], Y))), rates, SCALARS)
    for place, power in (("3", "1"), ("3", "3"), ("2", "2"), ("2", "3"), ("6", "1")):
        assert not proves(family(minus(X, times(["size", place, power], Y))), rates, SCALARS)
    rates["x"] = family(times(["size", "4", "-1"], Z))
    assert proves(family(minus(times(number(4), X), Y)), rates, SCALARS)
    assert not proves(family(plus(times(number(4), X), Y)), rates, SCALARS)


def test_equal_terms_in_another_order_are_added():
    """sum x_ij x_jk y_ki with x' = z x has the derivative 2 z times itself, and not z - z times it."""
    shapes = {"x": ["n", "n"], "y": ["n", "n"], "z": []}
    grows = family(times(Z, entry("x", "i", "j")), ("i", "n"), ("j", "n"))
    rates = {"x": grows, "y": family(number(0), ("i", "n"), ("j", "n")), "z": family(number(0))}
    triangle = times(entry("x", "i", "j"), entry("x", "j", "k"), entry("y", "k", "i"))
    law = total("i", "n", total("j", "n", total("k", "n", triangle)))
    assert not proves(family(law), rates, shapes)
    shrinks = times(number(-2), Z, entry("y", "i", "j"))
    assert proves(family(law), rates | {"y": family(shrinks, ("i", "n"), ("j", "n"))}, shapes)


def test_free_indices_of_a_map_are_summed_over():
    """<G, phi> with phi_i = x + y for every i, beside psi = x - y for one."""
    metric = {name: family(ONE) for name in ("x", "y")}
    shapes = {"x": [], "y": []}
    maps = {"phi": family(plus(X, Y), ("i", "n"))}
    assert proves(family(minus(X, Y)), None, shapes, maps, metric=metric)
    assert not proves(family(plus(X, Y)), None, shapes, maps, metric=metric)
    maps["psi"] = family(minus(X, Y))
    assert not proves(family(minus(X, Y)), None, shapes, maps, metric=metric)


def test_deltas_in_a_map():
    """phi_ij = delta_ij x_i y_j moves x_i and y_i only by G_ii."""
    shapes = {"x": ["n"], "y": ["n"]}
    metric = {name: family(ONE, ("i", "n")) for name in shapes}
    product = times(entry("x", "i"), entry("y", "j"))
    law = minus(square(entry("x", "k")), square(entry("y", "k")))
    diagonal = {"phi": family(times(["delta", "i", "j"], product), ("i", "n"), ("j", "n"))}
    assert proves(family(law, ("k", "n")), None, shapes, diagonal, metric=metric)
    assert not proves(
        family(law, ("k", "n")), None, shapes, {"phi": family(product, ("i", "n"), ("j", "n"))}, metric=metric
    )
    sums = total("k", "n", law)
    assert proves(family(sums), None, shapes, {"phi": family(product, ("i", "n"), ("j", "n"))}, metric=metric)


def test_summed_indices_of_two_copies_of_a_gradient_stay_apart():
    """x' = grad(x)^2 = (sum_j a_j)^2 G^2 is not sum_j a_j^2 G^2."""
    maps = {"phi": family(plus(total("j", "n", times(entry("a", "j"), X)), Z))}
    rates = {
        "x": family(square(["grad", "x"])),
        "y": family(times(total("j", "n", square(entry("a", "j"))), square(["grad", "z"]))),
        "z": family(number(0)),
    }
    constants = {"a": ["n"]}
    assert not proves(family(minus(X, Y)), rates, SCALARS, maps, constants)
    rates["y"] = family(times(square(total("j", "n", entry("a", "j"))), square(["grad", "z"])))
    assert proves(family(minus(X, Y)), rates, SCALARS, maps, constants)


def test_summed_indices_of_powers_and_products_stay_apart():
    shapes = {"x": ["n"], "y": ["n"], "z": []}
    rates = {name: family(times(entry(name, "i"), Z), ("i", "n")) for name in ("x", "y")}
    rates["z"] = family(number(0))
    x, y = total("i", "n", entry("x", "i")), total("j", "n", entry("y", "j"))
    inner = total("i", "n", times(entry("x", "i"), entry("y", "i")))
    squares = total("i", "n", square(entry("x", "i")))
    assert not proves(family(minus(square(x), squares)), rates, shapes)
    assert not proves(family(minus(times(x, y), inner)), rates, shapes)
    apart = total("i", "n", total("j", "n", times(entry("x", "i"), entry("y", "j"))))
    assert proves(family(minus(times(x, y), apart)), rates, shapes)


@pytest.mark.parametrize("numbers", [[0, 0], [1, 1], [0, 2], [0], [0, 1, 2], []])
def test_a_numbering_gives_every_index_its_own_number(monkeypatch, numbers):
    """With one number for both, sum_ij x_i y_j would be sum_i x_i y_i, and a law less the other one."""
    monkeypatch.setattr(f"{__name__}.Recorder", lambda: lambda _: numbers)
    shapes = {"x": ["n"], "y": ["n"], "z": []}
    rates = {name: family(times(entry(name, "i"), Z), ("i", "n")) for name in ("x", "y")}
    rates["z"] = family(number(0))
    product = times(total("i", "n", entry("x", "i")), total("j", "n", entry("y", "j")))
    law = minus(product, total("i", "n", times(entry("x", "i"), entry("y", "i"))))
    with pytest.raises(RejectedError, match="number of its own"):
        proves(family(law), rates, shapes)


def test_transposed_entries_are_others():
    shapes = {"x": ["n", "n"], "z": []}
    rates = {"x": family(times(entry("x", "j", "i"), Z), ("i", "n"), ("j", "n")), "z": family(number(0))}
    symmetric = total("i", "n", total("j", "n", times(entry("x", "i", "j"), entry("x", "i", "j"))))
    mixed = total("i", "n", total("j", "n", times(entry("x", "i", "j"), entry("x", "j", "i"))))
    assert not proves(family(symmetric), rates, shapes)
    rates["x"] = family(times(entry("x", "i", "j"), Z), ("i", "n"), ("j", "n"))
    assert not proves(family(minus(symmetric, mixed)), rates, shapes)
    rates["x"] = family(times(plus(entry("x", "i", "j"), entry("x", "j", "i")), Z), ("i", "n"), ("j", "n"))
    antisymmetric = minus(entry("x", "i", "j"), entry("x", "j", "i"))
    assert proves(family(antisymmetric, ("i", "n"), ("j", "n")), rates, shapes)
    assert not proves(family(entry("x", "i", "j"), ("i", "n"), ("j", "n")), rates, shapes)


def test_literals_that_differ_and_equal_ones():
    shapes = {"x": ["n"], "z": []}
    rates = {"x": family(times(["delta", "i", "1"], Z), ("i", "n")), "z": family(number(0))}
    assert proves(family(entry("x", "0")), rates, shapes)
    assert proves(family(entry("x", "2")), rates, shapes)
    assert not proves(family(entry("x", "1")), rates, shapes)
    assert not proves(family(entry("x", "i"), ("i", "n")), rates, shapes)
    assert not proves(family(total("i", "n", entry("x", "i"))), rates, shapes)
    assert proves(family(minus(total("i", "n", entry("x", "i")), entry("x", "1"))), rates, shapes)
    assert not proves(family(minus(total("i", "n", entry("x", "i")), entry("x", "0"))), rates, shapes)


def test_exponentials():
    """exp(a) has the rate exp(a) a'."""
    rates = {"x": family(Y), "y": family(number(0)), "z": family(times(number(-1), Y, Z))}
    assert proves(family(times(["exp", X], Z)), rates, SCALARS)
    for false in (["exp", X], times(["exp", times(number(2), X)], Z), times(["exp", X], square(Z))):
        assert not proves(family(false), rates, SCALARS)
    assert proves(family(["exp", Y]), rates, SCALARS)
    assert proves(family(minus(["exp", ["exp", Y]], ["exp", ["exp", Y]])), rates, SCALARS)
    assert not proves(family(["exp", ["exp", X]]), rates, SCALARS)
    metric = {name: family(ONE) for name in SCALARS}
    with pytest.raises(RejectedError, match="function in a map"):
        proves(family(X), None, SCALARS, {"phi": family(["exp", plus(X, Y, Z)])}, metric=metric)


def test_exponentials_with_indices():
    shapes = {"x": ["n"], "y": ["n"], "z": []}
    rates = {
        "x": family(Z, ("i", "n")),
        "y": family(times(number(-1), Z, entry("y", "i")), ("i", "n")),
        "z": family(number(0)),
    }
    law = total("i", "n", times(["exp", entry("x", "i")], entry("y", "i")))
    assert proves(family(law), rates, shapes)
    crossed = total("i", "n", total("j", "n", times(["exp", entry("x", "i")], entry("y", "j"))))
    assert proves(family(crossed), rates, shapes)
    rates["x"] = family(times(Z, entry("x", "i")), ("i", "n"))
    assert not proves(family(law), rates, shapes)
    assert not proves(family(crossed), rates, shapes)


def test_an_index_in_an_exponent_by_a_delta_only():
    """exp(delta_i0 x) is exp(x) for i = 0 and 1 for i = 1: their difference is no law."""
    rates = {"x": family(Y), "y": family(number(0)), "z": family(number(0))}
    either = ["exp", times(["delta", "i", "0"], X)]
    difference = plus(times(number(2), ["delta", "i", "0"]), number(-1))
    assert not proves(family(total("i", "2", times(difference, either))), rates, SCALARS)
    assert not proves(family(either, ("i", "2")), rates, SCALARS)


def test_constants_do_not_move_and_everything_else_does():
    rates = {"x": family(times(entry("c"), Y)), "y": family(number(0)), "z": family(ONE)}
    assert proves(family(entry("c")), rates, SCALARS, constants={"c": []})
    assert proves(family(Y), rates, SCALARS, constants={"c": []})
    assert proves(family(minus(X, times(entry("c"), Y, Z))), rates, SCALARS, constants={"c": []})
    assert not proves(family(minus(X, times(Y, Z))), rates, SCALARS, constants={"c": []})


def test_what_is_no_part_of_the_algebra():
    rates = {name: family(number(0)) for name in SCALARS}
    for body in (["sign", X], ["log", ["sign", X]]):
        with pytest.raises(RejectedError, match="algebra"):
            proves(family(body), rates, SCALARS)


def test_products_over_fixed_ranges():
    shapes = {"x": ["3"], "z": []}
    rates = {"x": family(times(["delta", "i", "0"], Z), ("i", "3")), "z": family(number(0))}
    law = ["product", "i", "3", entry("x", "i")]
    assert not proves(family(law), rates, shapes)
    assert proves(family(minus(law, times(*(entry("x", str(k)) for k in range(3))))), rates, shapes)
    assert not proves(family(minus(law, times(*(entry("x", str(k)) for k in range(2))))), rates, shapes)
    with pytest.raises(RejectedError, match="algebra"):
        proves(family(["product", "i", "n", entry("y", "i")]), {"y": family(ONE, ("i", "n"))}, {"y": ["n"]})
