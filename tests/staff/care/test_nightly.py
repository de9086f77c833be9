"""`backup --nightly`: one a day, fourteen of them, sealed; and what is told where that does not go well."""

from __future__ import annotations

import errno
import os
import re
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import pytest
from at_a_desk import ANA, PROJECT, kiosk, machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import json

from kiosk.files import regular
from kiosk.files.private import write_private
from kiosk.settings.settings import read_settings
from kiosk.signup.drawer import expiry
from kiosk.signup.drawer.boot import Boot
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.keys import trust, unlock
from kiosk.staff.care import backup as backup_module
from kiosk.staff.care import nightly as nightly_module
from kiosk.staff.care.backup import KEY_COPIED, Backup, KioskFolders, TakenError, backup, note_key_copied
from kiosk.staff.care.nightly import FAILED, KEPT, NOTES, nightly, noted
from kiosk.staff.care.restore import restore
from kiosk.staff.diagnosis.doctor import Patient, _backup, _keys
from kiosk.staff.errors import ExpectedError

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path) -> KioskFolders:
    """A kiosk with two requests whose settings name a folder for backups, and little content."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "clinic.yaml").write_bytes((PROJECT / "content" / "clinic.yaml").read_bytes())
    (tmp_path / "backups").mkdir()
    data = machine(tmp_path / "data")
    (data / KEY_COPIED).write_text(f'["{trust.in_use(data / "keys")[0].id}"]')
    (data / "settings.yaml").write_text(f"backup_folder: {tmp_path / 'backups'}\n")
    return KioskFolders(tmp_path / "content", data)


def lives(place: KioskFolders, now: datetime, seconds: float) -> None:
    """The kiosk runs at that time, so many seconds after the machine was started."""
    with closing(Drawer(place.data / "drawer", place.data / "keys", lambda: now, since_boot=lambda: Boot("3fa9c2d1", seconds))) as drawer:
        expiry.begin_day(drawer)


def zips(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.zip"))


def levels(place: KioskFolders, now: datetime) -> list[str]:
    return [each.level.value for each in _backup(Patient(place.content, place.data, now), lambda: pytest.fail("nothing is read"))]


def test_there_is_one_for_each_day_and_no_more_than_fourteen(place: KioskFolders, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    for name in ("kiosk-2027-01-01.zip", "kiosk-.zip", "other.zip", "kiosk-2026-13-01.zip"):
        (folder / name).write_bytes(b"mine")
    for days in reversed(range(KEPT + 3)):
        lives(place, NOW - timedelta(days), 86_400.0 * (KEPT + 3 - days))
        assert "in " in nightly(place, NOW - timedelta(days))
    with zipfile.ZipFile(folder / "kiosk-2026-11-23.zip") as packed:
        assert {"drawer/drawer.sqlite", "settings.yaml", "content/clinic.yaml"} <= set(packed.namelist())
        assert not [name for name in packed.namelist() if name.endswith(".private.json")]
    lie = [each.day.isoformat() for each in noted(place.data)]
    assert (len(lie), lie[0], lie[-1]) == (KEPT, "2026-11-10", "2026-11-23")
    assert {path.name for path in folder.iterdir() if path.read_bytes() == b"mine"} == {
        "kiosk-2027-01-01.zip", "kiosk-.zip", "other.zip", "kiosk-2026-13-01.zip",
    }  # fmt: skip
    before = (folder / "kiosk-2026-11-23.zip").stat()
    assert "already" in nightly(place, NOW)
    assert len(zips(folder)) == KEPT + 4
    assert (folder / "kiosk-2026-11-23.zip").stat().st_mtime_ns == before.st_mtime_ns


def test_a_clock_that_somebody_sets_on_and_on_pushes_no_true_one_out(place: KioskFolders, tmp_path: Path) -> None:
    for days in range(-9, 1):
        lives(place, NOW + timedelta(days), 86_400.0 * (10 + days))
        nightly(place, NOW + timedelta(days))
    for hop in range(1, 16):
        lives(place, NOW + timedelta(4 * hop), 864_000.0 + 120 * hop)
        nightly(place, NOW + timedelta(4 * hop))
    oldest = [f"kiosk-2026-11-{day}.zip" for day in range(14, 21)]
    assert zips(tmp_path / "backups")[:7] == oldest
    assert len(zips(tmp_path / "backups")) == KEPT
    later = NOW + timedelta(60)
    for days in range(1, 10):
        assert zips(tmp_path / "backups")[:7] == oldest or days > 8
        lives(place, later + timedelta(days), 86_400.0 * (11 + days))
        nightly(place, later + timedelta(days))
    assert zips(tmp_path / "backups")[-1] == f"kiosk-{(later + timedelta(9)).date()}.zip"
    assert oldest[0] not in zips(tmp_path / "backups"), "it is trusted again"


def small(_: object, file: Path, now: datetime, *, with_key: bool) -> Backup:
    """In the place of a whole backup, where only which of them stay is of interest."""
    if os.path.lexists(file):
        raise TakenError
    file.write_text(f"{now} {with_key}")
    return Backup("written", file.stat().st_size, sha256(file.read_bytes()).hexdigest(), frozenset())


def test_who_sets_the_clock_back_and_on_again_pushes_no_true_one_out(place: KioskFolders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly_module, "backup", small)
    for days in range(KEPT):
        lives(place, NOW + timedelta(days), 86_400.0 * (1 + days))
        nightly(place, NOW + timedelta(days))
    true = zips(tmp_path / "backups")
    for minute, days in enumerate([*range(-2000, -1993), *range(KEPT, 2 * KEPT)]):
        lives(place, NOW + timedelta(days), 86_400.0 * KEPT + 600 * minute)
        nightly(place, NOW + timedelta(days))
    assert set(true[: KEPT // 2]) < set(zips(tmp_path / "backups"))
    assert len(zips(tmp_path / "backups")) == KEPT


NIGHTS = st.lists(st.tuples(st.integers(-30, 30) | st.integers(-20_000, 20_000), st.booleans()), min_size=1, max_size=40)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nights=NIGHTS, as_before=st.booleans())
def test_wherever_the_clock_goes_there_are_fourteen_and_those_from_before_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nights: list[tuple[int, bool]], as_before: bool
) -> None:
    """Each night is at any day, with a clock that is trusted or not; `as_before`: the notes came from a version that had them by their names."""
    data = Path(tempfile.mkdtemp(dir=tmp_path))
    folder, place = data / "backups", KioskFolders(data, data)
    folder.mkdir()
    (data / "settings.yaml").write_text(f"backup_folder: {folder}\n")
    monkeypatch.setattr(nightly_module, "backup", small)
    written: list[str] = []
    from_before: set[str] = set()
    for number, (days, trusted) in enumerate([*((day, True) for day in range(KEPT)), *nights]):
        monkeypatch.setattr(nightly_module, "_is_clock_trusted", lambda _, __, trusted=trusted: trusted)
        nightly(place, NOW + timedelta(days))
        there = set(zips(folder))
        written = [name for name in [*written, *sorted(there - set(written))] if name in there]
        assert {each.name for each in noted(data)} == there
        assert len(there) <= KEPT
        assert from_before <= there or trusted
        assert written[-1] == noted(data)[-1].name
        from_before = set(written[: KEPT // 2]) if trusted else from_before
        if as_before and number == KEPT - 1:
            (data / NOTES).write_bytes(json.encode(sorted(noted(data), key=lambda note: note.name)))


def test_what_is_not_there_just_now_is_noted_on(place: KioskFolders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly_module, "backup", small)
    monkeypatch.setattr(nightly_module, "_is_clock_trusted", lambda _, __: True)
    for days in range(3):
        nightly(place, NOW + timedelta(days))
    (tmp_path / "backups").rename(tmp_path / "pulled out")
    (tmp_path / "backups").mkdir()
    for days in range(3, KEPT + 3):
        nightly(place, NOW + timedelta(days))
    for file in (tmp_path / "pulled out").iterdir():
        file.rename(tmp_path / "backups" / file.name)
    nightly(place, NOW + timedelta(KEPT + 2))
    assert zips(tmp_path / "backups") == [f"kiosk-{(NOW + timedelta(days)).date()}.zip" for days in range(3, KEPT + 3)]


def test_what_cannot_be_deleted_leaves_no_backup_without_its_note(place: KioskFolders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly_module, "backup", small)
    for days in range(KEPT):
        nightly(place, NOW + timedelta(days))

    def refused(path: Path) -> None:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    with monkeypatch.context() as broken:
        broken.setattr(nightly_module, "erase", refused)
        with pytest.raises(ExpectedError, match="cannot be written"):
            nightly(place, NOW + timedelta(KEPT))
    assert [each.name for each in noted(place.data)] == zips(tmp_path / "backups")
    assert "already" in nightly(place, NOW + timedelta(KEPT))
    assert len(zips(tmp_path / "backups")) == KEPT


def test_one_of_a_day_to_come_goes_in_its_turn_and_doctor_says_so(place: KioskFolders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly_module, "backup", small)
    monkeypatch.setattr(nightly_module, "_is_clock_trusted", lambda _, __: True)
    nightly(place, NOW.replace(year=2099))
    assert levels(place, NOW) == ["amber"]
    nightly(place, NOW)
    assert levels(place, NOW) == ["green"]
    for days in range(1, KEPT):
        nightly(place, NOW + timedelta(days))
    assert len(zips(tmp_path / "backups")) == KEPT
    assert "kiosk-2099-11-23.zip" not in zips(tmp_path / "backups")


@pytest.mark.parametrize("wrong", [Path.unlink, lambda drawer: drawer.write_bytes(b"no drawer" * 1000)], ids=["none", "garbage"])
def test_where_no_drawer_tells_of_the_clock_the_last_ones_stay(place: KioskFolders, wrong: Callable[[Path], object]) -> None:
    lives(place, NOW, 0.0)
    lives(place, NOW + timedelta(400), 1.0)
    assert not nightly_module._is_clock_trusted(place.data, NOW + timedelta(400))
    wrong(place.data / "drawer" / "drawer.sqlite")
    assert nightly_module._is_clock_trusted(place.data, NOW + timedelta(400))


PLANTED = {
    "empty": lambda file: file.write_bytes(b""),
    "no backup": lambda file: file.write_bytes(b"mine" * 1000),
    "a link": lambda file: file.symlink_to("/etc/hostname"),
    "a folder": Path.mkdir,
}


@pytest.mark.parametrize("plant", PLANTED.values(), ids=PLANTED)
def test_what_others_put_there_stops_no_backup_and_pushes_none_out(place: KioskFolders, tmp_path: Path, plant: Callable[[Path], object]) -> None:
    folder = tmp_path / "backups"
    nightly(place, NOW - timedelta(9))
    before = (folder / "kiosk-2026-11-14.zip").read_bytes()
    for days in range(KEPT):
        if days != 9:
            plant(folder / f"kiosk-{(NOW - timedelta(days)).date()}.zip")
    assert levels(place, NOW) == ["amber"], "what is planted is no backup"
    written = nightly(place, NOW)
    (ours,) = {each.name for each in noted(place.data) if each.day == NOW.date()}
    assert re.fullmatch(r"kiosk-2026-11-23-[0-9a-f]{8}\.zip", ours)
    assert str(folder / ours) in written
    assert levels(place, NOW) == ["green"]
    assert "already" in nightly(place, NOW)
    assert (folder / "kiosk-2026-11-14.zip").read_bytes() == before
    plant(spoilt := folder / "kiosk-2026-11-23-3.zip")
    spoilt.rename(folder / ours) if spoilt.is_file() else (folder / ours).unlink()
    assert levels(place, NOW) == ["amber"], "the newest is not as it was written"


@pytest.mark.parametrize("theirs", [b"not a backup", None], ids=["a file", "a link"])
@pytest.mark.parametrize("when", ["before it is in place", "after"])
def test_nobody_has_their_file_noted_as_the_backup(
    place: KioskFolders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theirs: bytes | None, when: str
) -> None:
    """Whoever has the share sees the unfinished backup there, and is quicker. What they can destroy there is told all the same."""
    takes_place, made = backup_module.take_place, list[Path]()
    nightly(place, NOW - timedelta(1))

    def put_theirs(there: Path) -> None:
        aside = tmp_path / "theirs"
        aside.write_bytes(theirs) if theirs else aside.symlink_to("/etc/hostname")
        aside.replace(there)
        made.append(there)

    def take_place(written: int, fresh: Path, path: Path, *, replace: bool) -> None:
        if when != "after":
            put_theirs(fresh)
        takes_place(written, fresh, path, replace=replace)
        if when == "after":
            put_theirs(path)

    monkeypatch.delattr(os, "O_TMPFILE")
    monkeypatch.setattr(backup_module, "take_place", take_place)
    if when == "after":
        nightly(place, NOW)
        assert noted(place.data)[-1].size > 1000, "what was written"
    else:
        with pytest.raises(ExpectedError, match="somebody else"):
            nightly(place, NOW)
        assert [each.day for each in noted(place.data)] == [(NOW - timedelta(1)).date()]
    assert made
    assert levels(place, NOW) == ["amber"]
    monkeypatch.undo()
    nightly(place, NOW)
    assert levels(place, NOW) == ["green"]


def test_a_name_that_is_taken_while_the_backup_is_written_stops_none(place: KioskFolders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, reads = tmp_path / "backups" / "kiosk-2026-11-23.zip", backup_module._read_again

    def read_again(raw: BinaryIO) -> list[str]:
        first.touch()
        return reads(raw)

    monkeypatch.setattr(backup_module, "_read_again", read_again)
    nightly(place, NOW)
    assert re.fullmatch(r"kiosk-2026-11-23-[0-9a-f]{8}\.zip", noted(place.data)[-1].name)
    assert levels(place, NOW) == ["green"]


def test_no_name_that_an_unfinished_backup_could_have_stops_one(place: KioskFolders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(os.getpid() - 5, os.getpid() + 200):  # the child that works with fewer rights, too
        (tmp_path / "backups" / f".kiosk-2026-11-23.zip.{number}").mkdir()
    monkeypatch.delattr(os, "O_TMPFILE")
    nightly(place, NOW)
    assert levels(place, NOW) == ["green"]


def test_two_kiosks_may_share_a_folder(place: KioskFolders, tmp_path: Path) -> None:
    other = KioskFolders(place.content, machine(tmp_path / "other"))
    (other.data / "settings.yaml").write_text(f"backup_folder: {tmp_path / 'backups'}\n")
    for days in reversed(range(3)):
        for each in (place, other):
            nightly(each, NOW - timedelta(days))
    assert len(zips(tmp_path / "backups")) == 6


def test_nobody_stops_tonights_backup_by_names_or_by_many_files(place: KioskFolders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regular, "MOST_NAMES", 20)
    for number in range(1, 10):
        (tmp_path / "backups" / f"kiosk-2026-11-23{f'-{number}' if number > 1 else ''}.zip").touch()
    for number in range(20):
        (tmp_path / "backups" / f"x{number}").touch()
    assert str(tmp_path / "backups") in nightly(place, NOW)
    assert levels(place, NOW) == ["green"]


def test_without_notes_no_backup_of_before_is_deleted(place: KioskFolders, tmp_path: Path) -> None:
    """Whoever has the share could put later ones there, with what marks an older one as ours."""
    for days in range(KEPT + 3, 3, -1):
        nightly(place, NOW - timedelta(days))
    good = zips(tmp_path / "backups")
    for days in range(3, 0, -1):
        day = NOW - timedelta(days)
        for again in ("", "-2", "-3", "-4", "-5"):
            backup(place, tmp_path / "backups" / f"kiosk-{day.date()}{again}.zip", day)
    (place.data / NOTES).unlink()
    nightly(place, NOW)
    assert set(good) < set(zips(tmp_path / "backups"))
    assert [each.day for each in noted(place.data)] == [NOW.date()]


@pytest.mark.parametrize("name", [NOTES, FAILED])
def test_a_folder_in_the_place_of_what_is_noted_goes(place: KioskFolders, name: str) -> None:
    (place.data / name / "x").mkdir(parents=True)
    nightly(place, NOW)
    assert levels(place, NOW) == ["green"]
    assert "already" in nightly(place, NOW)


def test_what_the_disk_refuses_is_told_and_marked(place: KioskFolders, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Path, __: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "nightly.json")

    monkeypatch.setattr(nightly_module, "write_own", full)
    with pytest.raises(ExpectedError, match="nightly backup cannot be written"):
        nightly(place, NOW)
    monkeypatch.setattr(nightly_module, "write_own", lambda path, data: full(path, data) if path.name == NOTES else write_private(path, data))
    with pytest.raises(ExpectedError, match=r"nightly\.json"):
        nightly(place, NOW)
    assert levels(place, NOW) == ["amber"]


def test_a_key_that_no_backup_holds_is_told_until_one_does(place: KioskFolders, tmp_path: Path) -> None:
    (place.data / KEY_COPIED).write_text("[3")
    nightly(place, NOW)
    assert levels(place, NOW) == ["amber"]
    (place.data / KEY_COPIED).unlink()
    (place.data / KEY_COPIED / "x").mkdir(parents=True)
    note_key_copied(place.data, backup(place, tmp_path / "by hand.zip", NOW, with_key=True).keys)
    assert levels(place, NOW) == ["green"]
    (place.data / KEY_COPIED).unlink()
    with (place.data / "settings.yaml").open("a") as file:
        file.write("backup_with_key: yes\n")
    nightly(place, NOW + timedelta(days=1))
    assert levels(place, NOW + timedelta(days=1)) == ["green"]
    with zipfile.ZipFile(tmp_path / "backups" / "kiosk-2026-11-24.zip") as packed:
        assert any(name.endswith(".private.json") for name in packed.namelist())


def test_a_nightly_backup_without_the_key_is_read_after_one_that_has_it(place: KioskFolders, tmp_path: Path) -> None:
    backup(place, tmp_path / "with.zip", NOW, with_key=True)
    nightly(place, NOW)
    fresh = KioskFolders(tmp_path / "fresh" / "content", tmp_path / "fresh" / "data")
    fresh.content.parent.mkdir()
    newest = tmp_path / "backups" / "kiosk-2026-11-23.zip"
    assert "THE KEY IS NOT IN THIS BACKUP" in restore(fresh, newest, NOW, agreed=True)
    assert [each.level.value for each in _keys(Patient(fresh.content, fresh.data, NOW), lambda: pytest.fail("nothing is read"))] == ["red"]
    restore(fresh, tmp_path / "with.zip", NOW + timedelta(seconds=1), replace=True, agreed=True)
    assert "THE KEY IS NOT" not in restore(fresh, newest, NOW + timedelta(seconds=2), replace=True, agreed=True)
    assert unlock.open_private(fresh.data / "keys", "Ana", ANA)
    assert [each.level.value for each in _keys(Patient(fresh.content, fresh.data, NOW), lambda: pytest.fail("nothing is read"))] == ["amber"]


def test_what_went_wrong_is_told_until_one_is_written(place: KioskFolders, tmp_path: Path) -> None:
    assert levels(place, NOW) == ["amber"]
    nightly(place, NOW)
    assert levels(place, NOW + timedelta(days=7)) == ["green"]
    assert levels(place, NOW + timedelta(days=8)) == ["amber"]
    (tmp_path / "backups").rename(tmp_path / "pulled out")
    with pytest.raises(ExpectedError, match="There is no folder"):
        nightly(place, NOW + timedelta(days=1))
    assert (place.data / FAILED).read_bytes() == b""
    assert levels(place, NOW) == ["amber"]
    (tmp_path / "pulled out").rename(tmp_path / "backups")
    assert levels(place, NOW) == ["amber"]
    nightly(place, NOW + timedelta(days=1))
    assert levels(place, NOW + timedelta(days=1)) == ["green"]
    (place.data / "settings.yaml").write_text("")
    assert levels(place, NOW) == ["amber"], "none is made by itself"


def test_a_drawer_that_is_damaged_pushes_no_good_backup_out(place: KioskFolders, tmp_path: Path) -> None:
    nightly(place, NOW - timedelta(1))
    (place.data / "drawer" / "drawer.sqlite").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    with pytest.raises(ExpectedError):
        nightly(place, NOW)
    assert zips(tmp_path / "backups") == ["kiosk-2026-11-22.zip"]


def test_the_command_says_what_it_needs(place: KioskFolders, tmp_path: Path) -> None:
    content = ("--content", str(place.content))
    done = kiosk(place.data, "backup", "--nightly", *content)
    assert (done.returncode, len(zips(tmp_path / "backups"))) == (0, 1), done.stderr
    for wrong in (("--nightly", str(tmp_path / "a.zip")), (), ("--nightly", "--with-key")):
        refused = kiosk(place.data, "backup", *wrong, *content)
        assert (refused.returncode, "use --nightly on its own" in refused.stderr) == (1, True), refused.stderr
    (place.data / "settings.yaml").write_text("")
    assert "No folder is named for it." in kiosk(place.data, "backup", "--nightly", *content).stderr


FOLDERS = [("/srv/kiosk", True), ("/mnt/the backups", True), ("backups", False), ("~/backups", False), ("", False)]


@pytest.mark.parametrize(("written", "taken"), FOLDERS)
def test_the_folder_is_named_from_the_root_on(tmp_path: Path, written: str, taken: bool) -> None:
    (tmp_path / "settings.yaml").write_text(f'backup_folder: "{written}"\n')
    settings, problems = read_settings(tmp_path)
    assert (settings.backup_folder == written if taken else settings.backup_folder == "", bool(problems)) == (True, not taken)


def test_a_folder_is_no_backup_and_no_name_is_told_that_nobody_gave(place: KioskFolders, tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match=r"is a folder\. Name the backup in it"):
        restore(place, tmp_path / "backups", NOW)
    with pytest.raises(ExpectedError, match=r"\(/proc/kiosk\.zip\)"):
        backup(place, Path("/proc/kiosk.zip"), NOW)


@pytest.mark.parametrize(("owner", "hours", "stays"), [(1 << 22, 2, False), (1 << 22, 0, True), (os.getppid(), 2, True), (os.getppid(), 30, False)])
def test_what_a_killed_one_left_of_any_night_goes(place: KioskFolders, tmp_path: Path, owner: int, hours: int, stays: bool) -> None:
    """Staff may have deleted since what is in it. What somebody writes just now stays, here or on another machine with the same account."""
    folder, then = tmp_path / "backups", NOW.timestamp() - hours * 3600
    left = [folder / f".kiosk-{name}.zip.{owner}" for name in ("2026-11-20", "2026-11-21-0a1b2c3d", "2026-11-23")]
    left.append(folder / f".kiosk-2026-11-22.zip.0a1b2c3d.{owner}")
    others = [folder / f".kiosk-2026-11-20.zip.{owner}.mine", folder / f".other-2026-11-20.zip.{owner}", folder / "kiosk-2026-11-19.zip"]
    for each in (*left, *others):
        each.write_bytes(b"sealed requests")
        os.utime(each, (then, then))
    nightly(place, NOW)
    assert [each.exists() for each in left] == [stays] * 2 + [stays and owner != 1 << 22, stays]
    assert all(each.exists() for each in others)
