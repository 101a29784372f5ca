"""Systems as certificates write them: what is read of one, and what is refused with its reason."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lawdsl.check.reading import RejectedError
from lawdsl.check.system import (
    MAX_POWER,
    MAX_SIZE,
    MAX_SLOTS,
    bound_by,
    children,
    parts,
    read_beside,
    read_system,
    sign_on_domain,
    slots_of,
)

X, Y, T, C = (["entry", name] for name in "xytc")


def number(value):
    return ["number", str(value)]


def family(body, *indices):
    return {"indices": [list(pair) for pair in indices], "body": body}


def content(**parts):
    """A system with the parameters x and u[n, 2], the constant c and the map x c."""
    one = {"x": family(number(1)), "u": family(number(1), ("i", "n"), ("j", "2"))}
    return {
        "dimensions": ["n", "m"],
        "parameters": [{"name": "x", "shape": []}, {"name": "u", "shape": ["n", "2"]}],
        "states": [],
        "constants": [{"name": "c", "shape": [], "value": None}],
        "conditions": [],
        "assumptions": [],
        "maps": {"phi": family(["multiply", X, C])},
        "flow": {"kind": "gradient", "metric": one, "decay": None, "natural": False},
        "laws": {},
        "sets": {},
        "time": False,
    } | parts


def custom(x=X, u=None, **further):
    rates = {"x": family(x), "u": family(u or ["grad", "u", "i", "j"], ("i", "n"), ("j", "2"))}
    return {"kind": "custom", "rates": {**rates, **further}}


def momentum(**parts):
    base = content()["flow"]
    return {"kind": "momentum", "metric": base["metric"], "damping": number(2)} | parts


def gradient(**parts):
    return content()["flow"] | parts


def law(body, *indices):
    return content(laws={"h": family(body, *indices)})


def entry(*slots):
    return ["entry", "u", *slots]


def condition(relation, bound, name="x"):
    return {"tensor": name, "relation": relation, "bound": str(bound)}


ONE = {"name": "z", "shape": []}
SCALAR = [ONE, {"name": "x", "shape": []}]


@pytest.mark.parametrize(
    "good",
    [
        content(),
        law(entry("0", "1")),
        law(entry("i", "j"), ("i", "n"), ("j", "2")),
        law(["sum", "i", "n", ["sum", "j", "2", entry("i", "j")]]),
        law(["delta", "0", "5"]),
        law(["delta", "0", str(MAX_SIZE - 1)]),
        law(["size", "n", str(-MAX_POWER)]),
        law(["size", "3", str(MAX_POWER)]),
        law(["power", X, str(MAX_POWER)]),
        law(["root", X, "2"]),
        content(flow=momentum(), time=True, laws={"h": family(["add", T, ["entry", "dot(x)"]])}),
        content(flow=momentum(damping=["multiply", T, C]), time=True),
        content(flow=gradient(decay=["multiply", T, C]), time=True),
        content(flow=gradient(natural=True)),
        content(flow=custom(["grad", "x"])),
        content(flow=custom(z=family(number(0))), states=[ONE]),
        content(constants=[{"name": "c", "shape": [], "value": "3"}]),
        content(
            constants=[
                {"name": "c", "shape": [], "value": None},
                {"name": "d", "shape": ["1"], "value": None},
            ]
        ),
        content(
            parameters=[{"name": "x", "shape": []}, {"name": "u", "shape": ["n", "2"]}], dimensions=["n"]
        ),
        content(dimensions=["n", *(f"d{at}" for at in range(40))]),
    ],
)
def test_systems_that_are_well_formed(good):
    read_system(good)


DEEP = ["n"] * (MAX_SLOTS + 1)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (content(dimensions=["n", "n"]), "twice"),
        (content(dimensions=["n", "2"]), "cannot be declared"),
        (content(dimensions=["n", "t"]), "cannot be declared"),
        (content(dimensions=["m"]), "number"),
        (content(parameters=[*content()["parameters"], {"name": "n", "shape": []}]), "twice"),
        (content(parameters=[*content()["parameters"], {"name": "x", "shape": []}]), "twice"),
        (content(parameters=[*content()["parameters"], {"name": "a b", "shape": []}]), "cannot be declared"),
        (content(parameters=[*content()["parameters"], {"name": "w", "shape": DEEP}]), "slots"),
        (content(parameters=[*content()["parameters"], {"name": "w", "shape": ["0"]}]), "integer"),
        (content(parameters=[*content()["parameters"], {"name": "w", "shape": ["k"]}]), "number"),
        (
            content(parameters=[*content()["parameters"], {"name": "w", "shape": [str(MAX_SIZE + 1)]}]),
            "integer",
        ),
        (content(states=[ONE]), "does not move"),
        (content(states=[ONE], flow=momentum(), time=True), "does not move"),
        (content(states=SCALAR, flow=custom(z=family(number(0)))), "twice"),
        (content(constants=[{"name": "u", "shape": [], "value": None}]), "twice"),
        (content(maps={"a b": family(X)}), "cannot be declared"),
        (content(maps={"t": family(X)}), "cannot be declared"),
        (content(maps={}), "without a map"),
        (content(maps={}, flow=custom(["grad", "x"])), "without a map"),
        (content(flow=custom(u=number(0))), "does not use"),
        (content(maps={"phi": family(["grad", "x"])}), "not declared"),
        (content(flow=momentum()), "time is a part"),
        (content(flow={"kind": "newton"}), "unknown flow"),
        (content(flow={"kind": ["newton"]}), "a string"),
        (content(flow=gradient(natural="false")), "true or false"),
        (content(flow=gradient(decay=X)), "depends on the state$"),
        (content(flow=gradient(decay=["multiply", C, X])), "depends on the state"),
        (content(flow=gradient(decay=T)), "not declared"),
        (content(flow=gradient(decay=["grad", "x"])), "may not stand here"),
        (content(flow=gradient(decay=["multiply", C, ["grad", "x"]])), "may not stand here"),
        (content(flow=momentum(damping=["entry", "dot(x)"]), time=True), "depends on the state"),
        (content(flow=momentum(damping=["exp", X]), time=True), "depends on the state"),
        (
            content(flow=gradient(natural=True, metric=gradient()["metric"] | {"x": family(number(2))})),
            "natural",
        ),
        (
            content(flow=gradient(metric=gradient()["metric"] | {"x": family(["grad", "x"])})),
            "not declared",
        ),
        (
            content(flow=gradient(metric=gradient()["metric"] | {"u": family(C, ("i", "n"), ("j", "n"))})),
            "slots of u",
        ),
        (content(flow=custom(x=X, u=number(0)) | {"decay": None}), "expected"),
        (law(["grad", "x"]), "not declared"),
        (content(flow=custom(["grad", "x"]), laws={"h": family(["grad", "x"])}), "may not stand here"),
        (law(T), "not declared"),
        (law(["entry", "phi"]), "not declared"),
        (law(["entry", "n"]), "not declared"),
        (law(["entry", "x", "0"]), "number of slots"),
        (law(entry("0")), "number of slots"),
        (law(entry("0", "2")), "outside of its range"),
        (law(entry("0", "-1")), "integer"),
        (law(entry("0", "i")), "number"),
        (law(entry("i", "i"), ("i", "n")), "in a slot of range"),
        (law(entry("i", "0"), ("i", "m")), "in a slot of range"),
        (law(entry("i", "0"), ("i", "2")), "in a slot of range"),
        (law(["delta", "i", "j"], ("i", "n"), ("j", "m")), "in a slot of range"),
        (law(["delta", "i", "2"], ("i", "2")), "outside of its range"),
        (law(["delta", "2", "i"], ("i", "2")), "outside of its range"),
        (law(["delta", "0", str(MAX_SIZE)]), "outside of its range"),
        (law(["delta", "0", str(MAX_SIZE + 1)]), "integer"),
        (law(["delta", "0"]), "number of parts"),
        (law(["delta", ["0"], "0"]), "a string"),
        (law(["delta", "0", {}]), "a string"),
        (content(conditions=[condition(">", 0, ["x"])]), "a string"),
        (law(["delta", "0", "0", "0"]), "number of parts"),
        (law(["number", "1", "2"]), "number of parts"),
        (law(["number"]), "number of parts"),
        (law(["size", "n"]), "number of parts"),
        (law(["size", "n", "1", "1"]), "number of parts"),
        (law(["size", "n", str(MAX_POWER + 1)]), "integer"),
        (law(["size", "n", str(-MAX_POWER - 1)]), "integer"),
        (law(["size", "0", "1"]), "integer"),
        (law(["add"]), "number of parts"),
        (law([]), "unknown expression"),
        (law(["tan", X]), "unknown expression"),
        (law(["power", X, "1"]), "integer"),
        (law(["power", X, str(MAX_POWER + 1)]), "integer"),
        (law(["root", X, "1"]), "integer"),
        (law(["power", X]), "number of parts"),
        (law(["log", X, X]), "number of parts"),
        (law(["sum", "i", "n"]), "number of parts"),
        (law(["sum", "i b", "n", X]), "no name"),
        (law(["sum", "", "n", X]), "no name"),
        (law(["sum", "i", "n", X], ("i", "n")), "bound twice"),
        (law(["add", ["sum", "i", "n", X], ["sum", "i", "n", X]]), "bound twice"),
        (law(["multiply", ["sum", "i", "n", X], entry("i", "0")]), "number"),
        (law(X, ("i", "n"), ("i", "n")), "bound twice"),
        (law(["sum", "i", "0", X]), "integer"),
        (law(["sum", "i", "02", X]), "number"),
        (law(["sum", "i", "k", X]), "number"),
        (law(["product", "i", str(MAX_SIZE + 1), X]), "integer"),
        (law(X, ("i", "0")), "integer"),
        (law(X, ("i",)), "a name and a range"),
        (law(X, ("i", "n", "n")), "a name and a range"),
        (law(["determinant", "i", "2", "j", "2", X, "0"]), "number of slots"),
        (law(["determinant", "i", "n", "j", "m", X]), "square"),
        (law(["determinant", "i", "2", "i", "2", X]), "bound twice"),
        (law(["inverse", "i", "2", "j", "2", X, "0"]), "number of slots"),
        (law(["inverse", "i", "2", "j", "2", X, "0", "2"]), "outside of its range"),
        (law(["inverse", "i", "2", "j", "2", X, "i", "0"]), "number"),
        (law(["add", ["determinant", "i", "2", "j", "2", X], entry("i", "0")]), "number"),
        (law(["add", ["determinant", "i", "2", "j", "2", X], entry("0", "j")]), "number"),
    ],
)
def test_systems_that_are_not(bad, reason):
    with pytest.raises(RejectedError, match=reason):
        read_system(bad)


def test_the_least_sizes_are_those_that_literals_need():
    system = read_system(
        law(["add", entry("4", "1"), entry("2", "0"), ["sum", "k", "m", ["delta", "k", "6"]]])
    )
    assert system.least == {"n": 5, "m": 7}
    assert read_system(content()).least == {"n": 1, "m": 1}


def test_the_state_has_an_order():
    flow = custom(z=family(number(0)))
    system = read_system(content(states=[ONE], flow=flow, time=True))
    assert (system.parameters, system.state) == (("x", "u"), ("x", "u", "z", "t"))
    assert system.tensors() == ("x", "u", "z", "t", "c")
    assert system.rates["t"].body == ("number", 1)
    moving = read_system(content(flow=momentum(), time=True))
    assert moving.state == ("x", "u", "dot(x)", "dot(u)", "t")
    assert moving.shapes["dot(u)"] == ("n", "2")
    assert set(moving.rates) == set(moving.state)
    assert not moving.natural
    assert read_system(content(flow=gradient(natural=True))).natural


@pytest.mark.parametrize(
    ("relations", "sign"),
    [
        ([(">", 0)], 1),
        ([(">=", 0)], 1),
        ([(">", 3)], 1),
        ([(">", -1)], 0),
        ([("<", 0)], -1),
        ([("<=", 0)], -1),
        ([("<", -2)], -1),
        ([("<", 1)], 0),
        ([("!=", 0)], 0),
        ([("!=", 5), (">", -1), ("<", 7)], 0),
        ([("!=", 5), ("<", -1)], -1),
        ([], 0),
    ],
)
def test_signs_that_the_domain_gives(relations, sign):
    system = read_system(content(conditions=[condition(*pair) for pair in relations]))
    assert sign_on_domain(system.conditions.get("x", ())) == sign


@pytest.mark.parametrize(
    "pairs",
    [
        [(">", 0), ("<", 0)],
        [(">", 0), ("<=", 0)],
        [(">=", 0), ("<=", 0)],
        [(">=", 1), ("<", 0)],
        [("<", 5), (">", 0), (">", 6)],
        [(">", 5), ("<", 9), ("<", 3)],
    ],
)
def test_domains_without_an_inside(pairs):
    with pytest.raises(RejectedError, match="contradict"):
        read_system(content(conditions=[condition(*pair) for pair in pairs]))


@pytest.mark.parametrize(
    "pairs", [[(">", 0), ("<", 1)], [(">", 0), (">", 5), ("<", 6)], [("<", 0), ("!=", 0)]]
)
def test_domains_with_an_inside(pairs):
    found = read_system(content(conditions=[condition(*pair) for pair in pairs])).conditions["x"]
    assert [(item.relation, item.bound) for item in found] == pairs


@pytest.mark.parametrize(
    ("relation", "bound", "admitted"),
    [
        (">", 2, True), (">", 3, False), (">=", 3, True), (">=", 4, False), ("<", 4, True), ("<", 3, False),
        ("<=", 3, True), ("<=", 2, False), ("!=", 2, True), ("!=", 3, False),
    ],
)  # fmt: skip
def test_the_value_of_a_constant_is_inside_of_its_domain(relation, bound, admitted):
    given = content(
        constants=[{"name": "c", "shape": [], "value": "3"}], conditions=[condition(relation, bound, "c")]
    )
    if admitted:
        assert read_system(given).conditions == {}
    else:
        with pytest.raises(RejectedError, match="outside of the domain"):
            read_system(given)


@pytest.mark.parametrize(
    "bad", [condition("==", 0), condition("=<", 0), condition(">", 0, "phi"), condition(">", 0, "t")]
)
def test_conditions_of_another_kind(bad):
    with pytest.raises(RejectedError, match="does not know"):
        read_system(content(conditions=[bad], time=True, flow=momentum()))


def test_parts_and_indices_of_expressions():
    inner = ("multiply", (("entry", "u", ("i", 3)), ("delta", "j", "k")))
    total = ("sum", "i", "n", inner)
    assert list(parts(total)) == [total, inner, *inner[1]]
    matrix = ("inverse", ("i", "j"), "2", inner, "a", 1)
    assert (children(matrix), slots_of(matrix), bound_by(matrix)) == ((inner,), ("a", 1), ("i", "j"))
    determinant = ("determinant", ("i", "k"), "2", inner)
    assert slots_of(determinant) == ()
    for head in ("reciprocal", "exp", "log", "sign", "root"):
        assert children((head, inner)) == (inner,)
    assert children(("number", 1)) == bound_by(inner) == slots_of(total) == ()
    assert slots_of(("grad", "u", ("i", 3))) == ("i", 3)


def test_constants_with_a_value_are_numbers():
    given = content(
        constants=[{"name": "c", "shape": ["n"], "value": "-3/2"}, {"name": "d", "shape": [], "value": None}],
        maps={"phi": family(["multiply", ["entry", "c", "1"], X])},
    )
    system = read_system(given)
    assert system.maps["phi"].body == ("multiply", (("number", Fraction(-3, 2)), ("entry", "x", ())))
    assert (system.constants, system.least["n"]) == (("d",), 2)


@pytest.mark.parametrize(
    ("first", "second"), [((">", 0), ("<", 2)), (("<", 2), (">", 0)), (("!=", 3), (">", 1))]
)
def test_a_value_meets_every_condition(first, second):
    conditions = [condition(*pair, "c") for pair in (first, second)]
    with pytest.raises(RejectedError, match="outside of the domain"):
        read_system(content(constants=[{"name": "c", "shape": [], "value": "3"}], conditions=conditions))


def test_a_value_may_be_all_that_a_domain_admits():
    conditions = [condition(relation, 3, "c") for relation in (">=", "<=")]
    assert read_system(content(constants=[{"name": "c", "shape": [], "value": "3"}], conditions=conditions))
    with pytest.raises(RejectedError, match="contradict"):
        read_system(content(conditions=conditions))


@pytest.mark.parametrize(
    "metric",
    [
        lambda x: x,
        lambda x: ["add", x, C],
        lambda x: ["multiply", C, ["power", x, "2"]],
        *(
            lambda x, head=head: [head, ["add", number(2), x]]
            for head in ("reciprocal", "exp", "log", "sign")
        ),
        lambda x: ["root", x, "3"],
        lambda x: ["sum", "k", "n", ["multiply", x, entry("k", "0")]],
        lambda x: ["product", "k", "2", ["add", x, entry("0", "k")]],
        lambda x: ["determinant", "k", "2", "l", "2", ["add", ["delta", "k", "l"], x]],
        lambda x: ["inverse", "k", "2", "l", "2", ["add", ["delta", "k", "l"], x], "0", "1"],
    ],
)
def test_the_metric_of_momentum_is_taken_ahead(metric):
    """M(2 x + v), and not M(x), in whatever x stands: that is what the format says of this flow."""

    def force(body):
        flow = momentum(metric=gradient()["metric"] | {"x": family(body)})
        return read_system(content(flow=flow, time=True)).rates["dot(x)"].body

    def read(body):
        given = content(flow=momentum(), time=True, laws={"h": family(body)})
        return read_system(given).laws["h"].body

    ahead = ["add", ["multiply", number(2), X], ["entry", "dot(x)"]]
    friction = ("multiply", (("number", -1), ("number", 2), ("entry", "dot(x)", ())))
    push = ("multiply", (("number", -1), read(metric(ahead)), ("grad", "x", ())))
    assert force(metric(X)) == ("add", (friction, push))


def test_evidence_has_the_names_of_the_system_and_its_literal_indices():
    """x[5] is no entry where law and flow need n >= 2 only, whatever other dimensions there are."""
    system = read_system(law(["multiply", entry("1", "0"), C]))
    read = [
        (X, ("entry", "x", ())),
        (["entry", "G(phi)"], ("entry", "G(phi)", ())),
        (["grad", "u", "1", "1"], ("grad", "u", (1, 1))),
        (entry("1", "1"), ("entry", "u", (1, 1))),
        (["delta", "k", "0"], ("delta", "k", 0)),
    ]
    for body, found in read:
        (family_of,) = read_beside(system, (("f", "n"),), [([["k", "m"]], body)])
        assert family_of.body == found
        assert family_of.indices == (("f", "n"), ("k", "m"))
    for body, reason in (
        (entry("2", "0"), "literal index"),
        (["delta", "k", "1"], "literal index"),
        (["sum", "g", "n", ["delta", "g", "7"]], "literal index"),
        (entry("1", "2"), "outside of its range"),
        (["entry", "G(psi)"], "not declared"),
        (["entry", "h"], "not declared"),
        (["sum", "f", "n", X], "bound twice"),
    ):
        with pytest.raises(RejectedError, match=reason):
            read_beside(system, (("f", "n"),), [([["k", "m"]], body)])
    for sums in ({}, None, "k"):
        with pytest.raises(RejectedError, match="a list"):
            read_beside(system, (), [(sums, X)])
    still = read_system(content(maps={}, flow=custom(u=number(0))))
    with pytest.raises(RejectedError, match="may not stand here"):
        read_beside(still, (), [([], ["grad", "x"])])


def test_conditions_on_states():
    flow = custom(z=family(number(0)))
    found = read_system(content(states=[ONE], flow=flow, conditions=[condition(">", 0, "z")]))
    assert [item.relation for item in found.conditions["z"]] == [">"]
