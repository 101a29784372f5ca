"""Files that are no specs: a diagnostic each, whatever they hold."""

from pathlib import Path

import pytest

from lawdsl.diagnostics import SpecError
from lawdsl.lang import load, read


def code(path: Path) -> str:
    with pytest.raises(SpecError) as caught:
        read(path)
    (diagnostic,) = caught.value.diagnostics
    assert str(path) in diagnostic.headline
    return diagnostic.code


def test_a_missing_file(tmp_path: Path) -> None:
    assert code(tmp_path / "missing.law") == "L0010"


def test_a_folder(tmp_path: Path) -> None:
    assert code(tmp_path) == "L0010"


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00", b"system a \xff", b"system \x00"])
def test_a_binary_file(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "binary.law"
    path.write_bytes(data)
    assert code(path) == "L0008"


def test_a_large_file(tmp_path: Path) -> None:
    path = tmp_path / "large.law"
    path.write_bytes(b"#" * 10_000_000)
    assert code(path) == "L0009"


def test_windows_line_ends_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "windows.law"
    path.write_bytes(
        "\ufeffsystem a {\r\n param u\r\n map u # one\r\n flow gradient\r\n law b = u\r\n}\r\n".encode()
    )
    assert load(read(path))[0].name == "a"


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.law"
    path.touch()
    with pytest.raises(SpecError) as caught:
        load(read(path))
    assert [item.code for item in caught.value.diagnostics] == ["L0015"]
