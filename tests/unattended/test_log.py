"""The log of months fits in two small files."""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path
from typing import TextIO

import pytest

from kiosk.unattended.log import Logbook


def on_a_full_disk(_: Path) -> TextIO:
    return Path("/dev/full").open("a", encoding="utf-8")


def written(path: Path, lines: int, most_bytes: int) -> None:
    book = Logbook(path, most_bytes)
    for number in range(lines):
        book.emit(logging.LogRecord("kiosk", logging.ERROR, "", 0, "line %d", (number,), None))
    book.close()


def test_the_log_goes_on_where_the_last_start_ended(tmp_path: Path) -> None:
    written(tmp_path / "kiosk.log", 2, 1000)
    written(tmp_path / "kiosk.log", 1, 1000)
    assert (tmp_path / "kiosk.log").read_text().splitlines() == ["line 0", "line 1", "line 0"]
    assert not (tmp_path / "kiosk.log.1").exists()


def test_it_never_grows_beyond_two_files_however_much_is_written(tmp_path: Path) -> None:
    written(tmp_path / "kiosk.log", 1000, 200)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kiosk.log", "kiosk.log.1"]
    assert all(path.stat().st_size <= 220 for path in tmp_path.iterdir())
    assert "line 999" in (tmp_path / "kiosk.log").read_text() + (tmp_path / "kiosk.log.1").read_text()


def test_without_an_error_there_is_no_file(tmp_path: Path) -> None:
    written(tmp_path / "kiosk.log", 0, 200)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("full", [True, False], ids=["a full disk", "a folder that is gone"])
def test_where_it_cannot_be_written_nothing_breaks(
    tmp_path: Path, full: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if full:  # in its place only: what is no file of the kiosk's makes way
        monkeypatch.setattr("kiosk.unattended.log.open_own", on_a_full_disk)
    book = Logbook(tmp_path / "no such folder/kiosk.log")
    for _ in range(3):
        book.emit(logging.LogRecord("kiosk", logging.ERROR, "", 0, "a line", (), None))
    with suppress(OSError):
        book.close()
    assert capsys.readouterr() == ("", "")
