"""Private files and folders: what the kiosk makes is closed, what was there before is left as it was."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.files import erasing, overwriting, private
from kiosk.files.private import erase, private_folder, ready, write_private, zero

PROJECT = Path(__file__).resolve().parents[2]


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777


@pytest.mark.parametrize("open_to", [0o1777, 0o755, 0o775, 0o700])
def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path, open_to: int) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(open_to)
    write_private(folder / "requests.csv", b"x")
    assert (mode(folder), mode(folder / "requests.csv")) == (open_to, 0o600)
    private_folder(folder)
    assert mode(folder) == open_to


def test_folders_that_are_made_are_closed_and_what_they_lie_in_is_not_touched(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    write_private(tmp_path / "one" / "two" / "requests.csv", b"x")
    assert [mode(each) for each in (tmp_path, tmp_path / "one", tmp_path / "one" / "two")] == [0o755, 0o700, 0o700]


@pytest.mark.parametrize(("name", "closed"), [("keys", True), ("drawer", True), ("data", False)])
def test_of_the_folders_that_were_there_only_the_kiosks_own_are_closed(tmp_path: Path, name: str, closed: bool) -> None:
    folder = tmp_path / name
    folder.mkdir()
    folder.chmod(0o755)
    tmp_path.chmod(0o755)
    private_folder(folder)
    assert (mode(folder), mode(tmp_path)) == (0o700 if closed else 0o755, 0o755)


def test_an_export_into_somebodys_folder_that_is_called_keys_leaves_it_open(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir()
    folder.chmod(0o755)
    write_private(folder / "requests.csv", b"x")
    assert mode(folder) == 0o755


def test_what_is_ready_takes_its_place_only_if_all_goes_well(tmp_path: Path) -> None:
    path = tmp_path / "requests.csv"
    with pytest.raises(ZeroDivisionError), ready(path, b"x"):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []
    with ready(path, b"x"):
        assert list(tmp_path.iterdir()) == []
    assert (path.read_bytes(), mode(path), list(tmp_path.iterdir())) == (b"x", 0o600, [path])


KILLED = """
import os, signal, sys
from pathlib import Path
from kiosk.files.private import ready
del os.O_TMPFILE  # as on a file system that knows no files without a name
with ready(Path(sys.argv[1]), b"secret"):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_one_left_is_erased_by_the_next(tmp_path: Path) -> None:
    path = tmp_path / "requests.csv"
    ended = subprocess.run([sys.executable, "-c", KILLED, str(path)], cwd=PROJECT, check=False)
    assert ended.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    gone = left.name.rpartition(".")[2]
    assert left.read_bytes() == b"secret"
    others = [left.with_name(name) for name in (f".requests.csv.{gone}", f".other.csv.01234567.{gone}", f".requests.csv.01234567.{os.getpid()}")]
    for each in others:
        each.write_text("somebody's")
    link, folder = (left.with_name(f".requests.csv.{hexed}.{gone}") for hexed in ("89abcdef", "fedcba98"))
    link.symlink_to(others[0])
    folder.mkdir()
    write_private(path, b"x")
    assert set(tmp_path.iterdir()) == {path, *others, link, folder}


def mostly_hole(path: Path) -> Path:
    """A file of 64 MB with two secrets in it and nothing between."""
    with path.open("wb") as file:
        for at in (0, 40 << 20):
            file.seek(at)
            file.write(b"secret")
        file.truncate(64 << 20)
    return path


ERASES: dict[str, Callable[[Path], None]] = {
    "another takes its place": lambda path: write_private(path, b"x"),
    "it is erased": erase,
    "it stays": zero,
}


@pytest.mark.parametrize("how", list(ERASES))
def test_what_lies_in_a_file_is_written_over_and_its_holes_fill_no_disk(tmp_path: Path, how: str) -> None:
    with mostly_hole(tmp_path / "tries.json").open("rb") as still_open:
        before = os.fstat(still_open.fileno()).st_blocks
        ERASES[how](tmp_path / "tries.json")
        assert os.fstat(still_open.fileno()).st_blocks <= before
        assert still_open.read().count(b"\0") == 64 << 20


def test_what_holds_nothing_of_anybody_goes_without_being_written_over(tmp_path: Path) -> None:
    with mostly_hole(tmp_path / "old-version").open("rb") as still_open:
        erase(tmp_path / "old-version", over=False)
        assert still_open.read(6) == b"secret"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_a_file_goes_with_all_that_is_in_it_and_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"x")
    (tmp_path / "anchors.json" / "deep").mkdir(parents=True)
    (tmp_path / "anchors.json" / "deep" / "link").symlink_to(tmp_path / "kept")
    erase(tmp_path / "anchors.json")
    erase(tmp_path / "anchors.json")
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_empty_folders_count_and_take_time_like_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        (tmp_path / "many" / str(number)).mkdir(parents=True)
    with pytest.raises(TimeoutError):
        erase(tmp_path / "many", until=time.monotonic() - 1)
    assert len(list((tmp_path / "many").iterdir())) == 30
    monkeypatch.setattr(erasing, "_MOST_ERASED", 10)
    monkeypatch.setattr(erasing, "_AT_ONCE", 3)
    for left in (20, 10):
        with pytest.raises(OSError, match="large"):
            erase(tmp_path / "many")
        assert len(list((tmp_path / "many").iterdir())) == left
    erase(tmp_path / "many")
    assert not (tmp_path / "many").exists()


@pytest.mark.parametrize("how", [each for each in ERASES if each != "it stays"])
def test_what_cannot_be_written_over_goes_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = mostly_hole(tmp_path / "tries.json")
    monkeypatch.setattr(os, "pwrite", full)
    ERASES[how](path)
    assert (path.read_bytes() if path.exists() else b"x") == b"x"


def test_of_far_too_much_the_beginning_is_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overwriting, "MOST_BYTES", 10_000)
    (tmp_path / "large").write_bytes(b"secret" * 5000)
    zero(tmp_path / "large")
    assert (tmp_path / "large").read_bytes().strip(b"\0") == (b"secret" * 5000)[10_000:]


def test_a_folder_that_somebody_holds_for_ever_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(private, "SECONDS_HELD", 0.1)
    holder = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(holder, fcntl.LOCK_EX)
        with pytest.raises(TimeoutError, match="another program has been using it"), private.held(tmp_path):
            pass
    finally:
        os.close(holder)
    with private.held(tmp_path):
        pass


def test_who_holds_a_folder_holds_it_on_through_deeds_that_hold_it_too_and_nobody_else_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(private, "SECONDS_HELD", 0.0)
    waited: list[OSError] = []

    def another() -> None:
        try:
            with private.held(tmp_path):
                pass
        except TimeoutError as error:
            waited.append(error)

    with private.held(tmp_path):
        with private.held(tmp_path / "."):
            pass
        other = threading.Thread(target=another)
        other.start()
        other.join()
    assert len(waited) == 1
    with private.held(tmp_path):
        pass


def test_who_waited_for_a_folder_that_made_way_holds_the_one_in_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def waits(handle: int, place: Path) -> None:
        if not (tmp_path / "aside").exists():
            folder.rename(tmp_path / "aside")
            folder.mkdir()
        locks(handle, place)

    folder, locks = tmp_path / "keys", private.lock
    folder.mkdir()
    monkeypatch.setattr(private, "lock", waits)
    with private.held(folder):
        here = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        with pytest.raises(BlockingIOError):
            fcntl.flock(here, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(here)
