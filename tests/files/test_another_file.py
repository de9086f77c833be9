"""Whoever else may write into a folder puts a file of theirs in the place of one that is being written there: nothing says that it was written."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.files import private
from kiosk.files.foreign_folders import AnotherFileError, put
from kiosk.files.private import write_own, write_private
from kiosk.signup.keys import moved_away, rotation
from kiosk.signup.keys.slots import Stretching
from kiosk.staff.care.backup import KioskFolders, backup
from kiosk.staff.errors import ExpectedError

THEIRS = b"not what was written"
WORDS = "correct horse battery"


class SomebodyElse:
    """Sees a hidden file in the folder, and puts another one in its place, with what was there out of the way; `how` is what they put there."""

    def __init__(self, folder: Path, how: str) -> None:
        self._folder, self._how = folder, how
        self.took: list[Path] = []

    def __call__(self) -> None:
        if self.took:
            return
        for each in self._folder.glob(".*"):
            self.took.append(each.rename(self._folder / "taken"))
            if self._how == "a link":
                each.symlink_to(self._folder / "theirs")
            elif self._how == "a file":
                each.write_bytes(THEIRS)


def watches(monkeypatch: pytest.MonkeyPatch, folder: Path, how: str, when: str) -> SomebodyElse:
    """They are quick enough just then."""
    (folder / "theirs").write_bytes(THEIRS)
    acts = SomebodyElse(folder, how)

    def around(module: object, name: str, *, before: bool) -> None:
        does = getattr(module, name)

        def step(*args: object, **options: object) -> object:
            acts() if before else None
            told = does(*args, **options)
            acts() if not before else None
            return told

        monkeypatch.setattr(module, name, step)

    if when == "while it is written":
        monkeypatch.delattr(os, "O_TMPFILE")  # as on a share, where nothing lies without a name
        around(os, "fsync", before=True)
    elif when == "when it has a name":
        around(os, "link", before=False)
        around(os, "fsync", before=False)
    else:
        around(os, "replace", before=True)
        around(private, "put_where_nothing_is", before=True)
    return acts


def a_backup(file: Path, beside: Path, *, replace: bool) -> None:
    (beside / "content").mkdir(exist_ok=True)
    (beside / "content" / "clinic.yaml").touch()
    (beside / "data").mkdir(exist_ok=True)
    backup(KioskFolders(beside / "content", beside / "data"), file, datetime(2026, 11, 30, tzinfo=UTC), replace=replace)


def keys(file: Path, beside: Path, *, replace: bool) -> None:
    assert not replace
    rotation.new_key(beside / "keys", "Ana", "Ana", WORDS, date(2026, 11, 30), stretching=Stretching(memory_kib=64, passes=1))
    try:
        moved_away.move_away(beside / "keys", file)
    except OSError:
        assert not moved_away.is_away(beside / "keys"), "the only ones there are"
        raise


def a_private_file(file: Path, _: Path, *, replace: bool) -> None:
    write_private(file, b"ours", replace=replace)


def any_file(file: Path, _: Path, *, replace: bool) -> None:
    assert replace
    put(file.parent, file.name, b"ours")


WRITERS = [(a_private_file, False), (a_private_file, True), (any_file, True), (a_backup, False), (a_backup, True), (keys, False)]


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("when", ["while it is written", "when it has a name", "at the last moment"])
@pytest.mark.parametrize("how", ["a file", "a link", "nothing"])
def test_nothing_is_told_to_be_written_where_a_file_of_others_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writer: tuple[Callable[..., None], bool], when: str, how: str
) -> None:
    write, replace = writer
    shared, beside = tmp_path / "shared", tmp_path / "beside"
    shared.mkdir()
    beside.mkdir()
    file = shared / "ours"
    if replace:
        file.write_bytes(b"from before")
    somebody = watches(monkeypatch, shared, how, when)
    try:
        write(file, beside, replace=replace)
    except (AnotherFileError, FileNotFoundError, ExpectedError):
        if how != "nothing" and write is not any_file and somebody.took[0].exists():
            assert not somebody.took[0].read_bytes().strip(b"\0"), "nobody keeps what was private, or what is told to be no backup"
    else:
        assert how == "nothing", "then it could be given its name once more"
        assert file.samefile(somebody.took[0])
    assert somebody.took


def test_of_two_notes_of_the_kiosk_itself_the_last_stays_and_neither_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replaces, written = os.replace, []

    def both(*args: object, **options: object) -> None:
        replaces(*args, **options)  # type: ignore[arg-type]
        if not written:
            written.append("the other one")
            write_own(tmp_path / "note.json", b"the other one")

    monkeypatch.setattr(os, "replace", both)
    write_own(tmp_path / "note.json", b"this one")
    assert (tmp_path / "note.json").read_bytes() == b"the other one"
