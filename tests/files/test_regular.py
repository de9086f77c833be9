"""Why a file is not read, and what helps: another thing for the content than for a file that somebody names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.files.regular import NotReadError, noted_path, read_regular
from kiosk.staff.main import main

MOST = 10
WRONG: dict[str, Callable[[Path], object]] = {
    "missing": lambda _: None,
    "a folder": Path.mkdir,
    "a link to nowhere": lambda path: path.symlink_to("nowhere"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "too large": lambda path: path.write_bytes(bytes(MOST + 1)),
}


@pytest.mark.parametrize("kind", WRONG)
def test_the_cure_is_one_for_the_content_only_in_the_content(tmp_path: Path, kind: str) -> None:
    WRONG[kind](tmp_path / "file")
    cures = []
    for within in (None, tmp_path):
        with pytest.raises(NotReadError) as told:
            read_regular(tmp_path / "file", MOST, within)
        cures.append(told.value.instead)
    assert "content" not in cures[0]
    assert "take it out" not in cures[0]
    assert cures[0] != cures[1]


def test_among_the_kiosks_own_files_no_link_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even to see where it leads: a way through many takes a second to be gone."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to("file")
    assert read_regular(tmp_path / "link", MOST) == b"x"
    monkeypatch.setattr("os.path.realpath", lambda *_, **__: 1 // 0)
    assert read_regular(tmp_path / "file", MOST, own=True) == b"x"
    with pytest.raises(NotReadError):
        read_regular(tmp_path / "link", MOST, own=True)


def test_a_public_key_that_is_not_there_is_no_matter_of_the_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").mkdir()
    assert main(["key", "recipient", str(tmp_path / "safe.pub"), "safe", "--name", "Ana", "--data", str(tmp_path / "data")]) == 1
    said = capsys.readouterr().err
    assert "There is no such file. Check how its name is spelled" in said
    assert "content" not in said


def test_a_name_that_no_file_can_have_is_one_that_is_not_read(tmp_path: Path) -> None:
    for within in (None, tmp_path):
        with pytest.raises(NotReadError):
            read_regular(tmp_path / "a\0b", MOST, within)


@pytest.mark.parametrize("raw", [b"", b"x", b"x/y", b"/x\0y", b"/" + b"x" * 5000])
def test_a_place_that_is_none_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="is no place"):
        noted_path(raw)
    assert noted_path("/srv/kiosk ü".encode()) == Path("/srv/kiosk ü")
