"""Which files a path stands for."""

import pytest

from lawdsl.cli.paths import find_specs


@pytest.fixture
def tree(folder):
    for name in (
        "z.law",
        "a/y.law",
        "a/b/x.law",
        "bad/w.law",
        "a/bad/v.law",
        ".git/u.law",
        "a/.t.law",
        "a/s.txt",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def found(*paths):
    specs = find_specs([str(path) for path in paths])
    assert specs.diagnostics == ()
    return [str(file) for file in specs.files]


def test_a_folder_is_searched_in_sorted_order(tree):
    assert found(".") == ["a/b/x.law", "a/y.law", "z.law"]


def test_what_a_search_leaves_out_can_be_given(tree):
    assert found("bad", ".git") == ["bad/w.law", ".git/u.law"]
    assert found("a", "a/bad") == ["a/b/x.law", "a/y.law", "a/bad/v.law"]
    assert found(".", "a/bad/v.law")[-1] == "a/bad/v.law"


def test_files_keep_the_order_and_the_names_that_were_given(tree):
    assert found("z.law", "a/s.txt", "gone", "a") == ["z.law", "a/s.txt", "gone", "a/b/x.law", "a/y.law"]


def test_links_to_folders_end(tree):
    (tree / "a" / "loop").symlink_to(tree)
    assert found("a") == ["a/b/x.law", "a/y.law"]


def test_a_folder_with_nothing_but_bad_specs(tree):
    (tree / "only" / "bad").mkdir(parents=True)
    (tree / "only" / "bad" / "x.law").touch()
    (diagnostic,) = find_specs(["only"]).diagnostics
    assert diagnostic.code == "L0011"
    assert "named `bad`" in diagnostic.helps[0]


def test_a_folder_that_cannot_be_read(tree, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("os.scandir", refuse)
    (diagnostic,) = find_specs(["a"]).diagnostics
    assert (diagnostic.code, diagnostic.headline) == (
        "L0010",
        "cannot read the folder `a`: Permission denied",
    )
