"""``lawdsl count`` in this process."""

import json

import pytest

INCOMPLETE = """system rotation {
  param x, y, z
  flow { dot(x) = y  dot(y) = -x  dot(z) = x*z }
  law radius = x**2 + y**2
  law place = x
}
"""
LITERAL = """system literal {
  dim n
  param x[n], y
  map phi = x[2] * y
  flow gradient
  law balance = x[2]**2 - y**2
}
"""


@pytest.fixture
def stated(folder, holds):
    """The same spec with a grid of its own."""
    text = (folder / holds.name).read_text(encoding="utf-8").rstrip().removesuffix("}")
    (folder / "stated.law").write_text(text + "  at n = 1..2, m = 2, r = 1..2 { expect complete }\n}\n")
    return "stated.law"


def counted(command, *arguments):
    outcome = command("count", "--format", "json", *arguments)
    return outcome, json.loads(outcome.out)


def test_the_points_of_the_spec(command, stated):
    outcome, document = counted(command, stated)
    (system,) = document["systems"]
    sizes = [(point["sizes"]["n"], point["sizes"]["m"], point["sizes"]["r"]) for point in system["points"]]
    assert sorted(sizes) == [(1, 2, 1), (1, 2, 2), (2, 2, 1), (2, 2, 2)]
    assert (outcome.code, document["exit_code"], system["complete"]) == (0, 0, True)
    for point in system["points"]:
        r = point["sizes"]["r"]
        assert point["laws"] == {"least": r * (r + 1) // 2, "most": r * (r + 1) // 2}
        assert point["ranks"][-1] == point["dimension"] - point["proved"]
        assert point["remark"] == "complete: proved"


def test_dim_filters_the_points_of_the_spec(command, stated):
    _, document = counted(command, stated, "--dim", "n=1", "--grid", "r=2..9")
    assert [point["sizes"] for point in document["systems"][0]["points"]] == [{"n": 1, "m": 2, "r": 2}]


def test_a_table_of_a_grid(command, holds):
    outcome = command("count", holds, "--dim", "n=1,m=1", "--grid", "r=1..3")
    assert outcome.code == 0
    table, closing = outcome.out.split("\n\n")
    heading, header, *rows = table.splitlines()
    assert heading == "two_layer · holds.law"
    assert header.split() == ["n", "m", "r", "state", "ranks", "laws", "proved"]
    assert [row.split()[5:7] for row in rows] == [["1", "1"], ["3", "3"], ["5", "5"]]
    *stages, summary = closing.splitlines()
    assert [stage.split()[0] for stage in stages] == ["evaluation", "rank", "proof"]
    assert summary.startswith("3 points counted, 3 complete, ")


def test_laws_that_are_missing(command, folder):
    (folder / "rotation.law").write_text(INCOMPLETE, encoding="utf-8")
    outcome, document = counted(command, "rotation.law")
    (point,) = document["systems"][0]["points"]
    assert outcome.code == 3
    assert point["laws"] == {"least": 2, "most": 2}
    assert (point["proved"], point["complete"], point["unproved"]) == (1, False, ["place"])
    text = command("count", "rotation.law")
    assert text.code == 3
    assert "? 1 proved, exactly 2 in all, 1 not among the given laws" in text.out
    assert "not proved there, so not counted: place" in text.out


def test_a_formula_is_marked_as_a_conjecture(command, holds):
    grid = ["--dim", "m=1", "--grid", "n=1..4", "--grid", "r=1..6"]
    outcome = command("count", holds, "--fit", *grid)
    assert outcome.code == 0
    assert "conjecture, not proved: r*(r + 1)/2" in outcome.out
    _, document = counted(command, holds, "--fit", *grid)
    conjecture = document["systems"][0]["conjecture"]
    assert len(conjecture["fitted"]) + len(conjecture["predicted"]) + len(conjecture["failed"]) == 24


def test_no_formula(command, stated):
    outcome = command("count", stated, "--fit")
    assert outcome.code == 0
    assert "no closed formula found" in outcome.out


def test_open_dimensions_need_sizes(command, holds):
    outcome = command("count", holds, "--dim", "n=2")
    assert outcome.code == 2
    assert outcome.err.startswith("error[L0012]")
    assert "`--dim m=2 --dim r=2`" in outcome.err
    assert outcome.out.startswith("nothing was counted, 1 error")


@pytest.mark.parametrize("text", ["n", "n=", "n=3", "n=0..2", "n=3..2", "n=1..2..3", "2=1..2", "n=1..x", ""])
def test_malformed_grids(command, holds, text):
    outcome = command("count", holds, f"--grid={text}")
    assert outcome.code == 2
    assert outcome.err.startswith("error[L0012]")


def test_a_dimension_that_is_given_twice(command, holds):
    outcome = command("count", holds, "--dim", "n=2,m=2,r=2", "--grid", "n=1..2")
    assert outcome.code == 2
    assert "the dimension `n` is given twice" in outcome.err


def test_a_dimension_that_no_system_has(command, holds):
    outcome = command("count", holds, "--grid", "k=1..2")
    assert outcome.code == 2
    assert "no system has a dimension `k`" in outcome.err


def test_a_size_that_is_too_small_for_literal_indices(command, folder):
    (folder / "literal.law").write_text(LITERAL, encoding="utf-8")
    assert command("count", "literal.law", "--dim", "n=3").code == 3
    outcome = command("count", "literal.law", "--grid", "n=2..3")
    assert outcome.code == 2
    assert "`literal` needs `n` to be at least 3" in outcome.err


def test_a_grid_that_is_too_large(command, holds):
    outcome = command("count", holds, "--grid", "n=1..999,m=1..999,r=1..999")
    assert outcome.code == 2
    assert "a grid of 997002999 points is too large" in outcome.err


def test_errors_of_the_spec(command, broken, holds):
    outcome, document = counted(command, broken, holds, "--dim", "n=1,m=1,r=1")
    assert outcome.code == 2
    assert len(document["systems"]) == 1
    assert document["diagnostics"][0]["labels"][0]["file"] == "broken.law"
    assert command("count", "gone.law").code == 2


def test_an_interruption_keeps_what_was_counted(command, stated, monkeypatch):
    from lawdsl.verify.counts import tabulate

    original = tabulate.counted_points

    def interrupted(system, points):
        yield next(original(system, points))
        raise KeyboardInterrupt

    monkeypatch.setattr(tabulate, "counted_points", interrupted)
    outcome, document = counted(command, stated)
    assert outcome.code == 130
    assert len(document["systems"][0]["points"]) == 1


def test_the_help_documents_exit_codes(command):
    outcome = command("count", "--help")
    assert outcome.code == 0
    for code in ("0 ", "2 ", "3 ", "70 ", "130 "):
        assert f"\n  {code}" in outcome.out
