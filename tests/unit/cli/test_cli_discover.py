"""``lawdsl discover``: one system without sizes does not stop the others."""

SYSTEMS = """\
system open { dim n  param x[n], y[n]  map phi[i] = x[i]*y[i]  flow gradient }
system closed { param x, y  map phi = x*y  flow gradient }
"""


def test_a_system_without_sizes_is_diagnosed_and_the_next_one_searched(command, tmp_path):
    path = tmp_path / "two.law"
    path.write_text(SYSTEMS)
    outcome = command("discover", path, "--degree", "2")
    assert outcome.code == 2
    assert "no dimensions to search `open` at" in outcome.err
    assert "law h1 = x**2 - y**2" in outcome.out


def test_the_sizes_may_be_given(command, tmp_path):
    path = tmp_path / "two.law"
    path.write_text(SYSTEMS)
    outcome = command("discover", path, "--degree", "2", "--dim", "n=2")
    assert outcome.code == 0
    assert outcome.out.count("law h1") == 2


def test_nothing_has_to_be_claimed_for_a_count_or_a_search(command, tmp_path):
    path = tmp_path / "closed.law"
    path.write_text(SYSTEMS.splitlines()[1])
    assert command("count", path).code == 3
    assert command("discover", path, "--degree", "1").code == 0
    assert "L0301" in command("verify", path).err
