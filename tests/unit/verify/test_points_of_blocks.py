"""Which concrete dimensions a question is asked at."""

from __future__ import annotations

from lawdsl import lang
from lawdsl.diagnostics import Source
from lawdsl.notation.grid import points
from lawdsl.verify.points import agrees, searched_points, stated_points

HEAD = "dim n, m\nparam U[n, m]\nmap phi = U\nflow gradient\nlaw a = trace(U @ U.T)\n"


def system(body: str):
    (found,) = lang.load(Source("s.law", f"system s {{\n{body}\n}}"))
    return found


def test_a_grid_is_the_product_of_its_ranges_less_what_conditions_leave_out():
    (block,) = system(HEAD + "at n = 1..3, m = 2..3 where n <= m { expect complete }").blocks
    expected = [{"n": n, "m": m} for n in (1, 2, 3) for m in (2, 3) if n <= m]
    assert list(points(block)) == expected


def test_stated_points_are_sorted_and_unique():
    body = HEAD + "at n = 2, m = 2 { expect complete }  at n = 1..2, m = 1..2 { expect complete }"
    assert list(stated_points(system(body), {})) == [
        {"n": 1, "m": 1},
        {"n": 1, "m": 2},
        {"n": 2, "m": 1},
        {"n": 2, "m": 2},
    ]


def test_chosen_sizes_select_and_complete():
    stated = system(HEAD + "at n = 1..2, m = 1..2 { expect complete }")
    assert list(stated_points(stated, {"n": 2})) == [{"n": 2, "m": 1}, {"n": 2, "m": 2}]
    assert stated_points(stated, {"n": 7}) == ()
    assert stated_points(stated, {"n": 7, "m": 8}) == ({"n": 7, "m": 8},)
    assert agrees({"n": 2}, {"n": 2, "m": 5})
    assert not agrees({"n": 2}, {"n": 3})


def test_a_search_starts_small_and_respects_literals_and_choices():
    literal = system("dim n, m\nparam U[n, m]\nmap phi = U\nflow gradient\nlaw a = U[2,0]")
    found = list(searched_points(literal, {"m": 4}))
    assert found[0] == {"n": 3, "m": 4}
    assert all(point["n"] >= 3 and point["m"] == 4 for point in found)


def test_many_dimensions_are_enlarged_together():
    names = [f"d{place}" for place in range(8)]
    body = f"dim {', '.join(names)}\nparam " + ", ".join(f"x{name}[{name}]" for name in names)
    many = system(body + f"\nflow {{ {' '.join(f'dot(x{name}) = 0' for name in names)} }}\nlaw a = xd0[0]")
    assert len(list(searched_points(many, {}))) == 3


def test_without_symbolic_dimensions_there_is_one_point():
    assert stated_points(system("param x\nmap x\nflow gradient\nlaw a = x"), {}) == ({},)
