"""A kiosk goes into one file, and comes out of it on another machine, or nothing changes."""

from __future__ import annotations

import base64
import errno
import fcntl
import hashlib
import io
import itertools
import json
import os
import shutil
import sqlite3
import stat
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from clinic_staff import opened
from conftest import PROJECT, deep
from dying import dies_at
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.files import private
from kiosk.project import DATA
from kiosk.settings.settings import Settings, read_settings
from kiosk.signup.desk import Desk
from kiosk.signup.drawer import expiry, introductions, soundness, taken_over
from kiosk.signup.drawer.beside import merged
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.foreign import found_in, signed_marks
from kiosk.signup.drawer.refusals import KeepError, Why
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.journal.status import Status
from kiosk.signup.keys import list_changes, moved_away, private_keys, public_keys, rotation, trust, try_out_key, unlock
from kiosk.signup.keys.slots import Stretching
from kiosk.signup.record import Answer, Record
from kiosk.staff.care import backup as module
from kiosk.staff.care import meanwhile, restored_settings
from kiosk.staff.care import restore as restoring
from kiosk.staff.care.backup import KioskFolders, backup, told
from kiosk.staff.care.restore import restore
from kiosk.staff.care.restored_keys import LEFT_OUT
from kiosk.staff.errors import ExpectedError
from kiosk.staff.main import main
from kiosk.unattended import incidents

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
TODAY = date(2026, 11, 23)
QUICK = Stretching(memory_kib=64, passes=1)
WORDS = "correct horse battery"


def drawer(place: KioskFolders, now: datetime = NOW) -> Drawer:
    return Drawer(place.data / "drawer", place.data / "keys", lambda: now)


def asks(place: KioskFolders, *names: str) -> None:
    """Visitors ask for a consultation."""
    with closing(drawer(place)) as made:
        for name in names:
            made.keep(Record(TODAY, "en", (Answer("Your name", "name", name, name),), ()))


def names(place: KioskFolders, opener: Path | None = None, now: datetime = NOW) -> list[str]:
    """Who asked, as staff read it, with the key of this machine or another one's."""
    privates = unlock.open_private(opener or place.data / "keys", "Ana", WORDS)
    with closing(drawer(place, now)) as made:
        assert soundness.verify(made, privates) == ()
        return sorted(record.value("name") for _, record in opened(made, privates) if record)


def everything(folder: Path) -> dict[str, bytes]:
    """All files below, by name; not those that SQLite keeps while it works."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(("-wal", "-shm")))
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.fixture
def machine(tmp_path: Path) -> Callable[[str], KioskFolders]:
    """Makes a machine with content of its own."""

    def make(name: str) -> KioskFolders:
        folder = tmp_path / name
        content = folder / "content"
        (content / "topics").mkdir(parents=True)
        for each in ("clinic.yaml", "topics/10-start.yaml"):
            source = PROJECT / "content" / each
            shutil.copy(source if source.exists() else next((PROJECT / "content" / "topics").glob("*.yaml")), content / each)
        return KioskFolders(content, folder / "data")

    return make


@pytest.fixture
def clinic(machine: Callable[[str], KioskFolders]) -> KioskFolders:
    """A kiosk that has been used."""
    place = machine("old")
    rotation.new_key(place.data / "keys", "Ana", "Ana", WORDS, TODAY, stretching=QUICK)
    (place.data / "settings.yaml").write_text("lower_edge_mm: 700\n")
    asks(place, "María Núñez", "Bo")
    return place


@pytest.fixture
def packed(clinic: KioskFolders, tmp_path: Path) -> Path:
    file = tmp_path / "kiosk.zip"
    backup(clinic, file, NOW)
    return file


def test_a_replacement_machine_becomes_the_same_kiosk(clinic: KioskFolders, machine: Any, packed: Path) -> None:
    fresh = machine("new")
    (fresh.content / "clinic.yaml").write_text("another\n")
    with pytest.raises(ExpectedError, match=r"^This puts the backup of .* take it only if .* Changed: content/clinic\.yaml\. "):
        restore(fresh, packed, NOW)
    assert (fresh.content / "clinic.yaml").read_text() == "another\n"
    said = restore(fresh, packed, NOW, agreed=True)
    assert "What visitors see is from the backup now. Changed: content/clinic.yaml. " in said
    assert "THE KEY IS NOT IN THIS BACKUP" in said
    assert everything(fresh.content) == everything(clinic.content)
    assert (fresh.data / "settings.yaml").read_text() == "lower_edge_mm: 700\n"
    assert names(fresh, clinic.data / "keys") == ["Bo", "María Núñez"]
    aside = next(fresh.content.parent.glob("content.before-restore-*"))
    assert (aside / "clinic.yaml").read_text() == "another\n"
    assert str(aside) in said
    assert "What was here before" not in said
    assert not list(fresh.data.glob("before-restore-*")), "there was nothing"
    assert not list(fresh.data.glob(".restoring-*"))


def test_new_requests_can_be_kept_after_it(machine: Any, packed: Path, clinic: KioskFolders) -> None:
    fresh = machine("new")
    restore(fresh, packed, NOW)
    asks(fresh, "Cy")
    assert names(fresh, clinic.data / "keys") == ["Bo", "Cy", "María Núñez"]


def test_nothing_personal_and_no_key_is_in_the_file(clinic: KioskFolders, packed: Path) -> None:
    with zipfile.ZipFile(packed) as file:
        inside = b"".join(file.read(name) for name in file.namelist())
        assert not [name for name in file.namelist() if name.endswith(private_keys.PRIVATE)]
    assert "María".encode() not in inside
    assert packed.stat().st_mode & 0o077 == 0


def test_the_key_goes_along_where_that_is_wanted(clinic: KioskFolders, machine: Any, tmp_path: Path) -> None:
    backup(clinic, tmp_path / "all.zip", NOW, with_key=True)
    fresh = machine("new")
    said = restore(fresh, tmp_path / "all.zip", NOW)
    assert "bring the key" not in said
    assert "These people can read them here: Ana. Check that each of them still should. " in said
    assert names(fresh) == ["Bo", "María Núñez"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in (fresh.data / "keys").rglob("*"))


@pytest.mark.parametrize("other", ["drawer/drawer-set-aside-20261120-000000.sqlite", "keys/0000000000000000.private.json"])
@pytest.mark.parametrize("with_key", [True, False])
def test_a_key_goes_along_under_its_own_name_alone_whatever_others_it_was_given(
    clinic: KioskFolders, tmp_path: Path, other: str, *, with_key: bool
) -> None:
    (private,) = (clinic.data / "keys").glob("*.private.json")
    (clinic.data / other).hardlink_to(private)
    said = backup(clinic, tmp_path / "all.zip", NOW, with_key=with_key).told
    with zipfile.ZipFile(tmp_path / "all.zip") as packed:
        holds = [name for name in packed.namelist() if packed.read(name) == private.read_bytes()]
    assert holds == ([f"keys/{private.name}"] if with_key else [])
    assert ("The key is in it" in said) is with_key


def test_a_key_that_is_not_in_the_backup_is_told_by_name(clinic: KioskFolders, tmp_path: Path) -> None:
    own = clinic.data / "keys"
    rotation.new_key(tmp_path / "safe", "safe", "Ana", WORDS, TODAY, stretching=QUICK)
    safe = list_changes.add_recipient(own, list_changes.exported(tmp_path / "safe")[1], "safe", TODAY, unlock.open_private(own, "Ana", WORDS))
    said = backup(clinic, tmp_path / "all.zip", NOW, with_key=True).told
    assert f"The key {public_keys.recipients(own)[0].fingerprint} (Ana) is in it" in said
    assert f"THE KEY {safe.fingerprint} (safe) IS NOT IN IT" in said


@pytest.mark.parametrize("copy", ["_of_drawer", "_of_keys"])
def test_nobody_else_changes_the_keys_while_requests_and_keys_are_copied(
    clinic: KioskFolders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copy: str
) -> None:
    """What is sealed for other keys than the list beside it says, nobody could open."""
    begins, is_held = getattr(module, copy), list[bool]()

    def looked_at(place: Path, **more: Any) -> Iterator[Any]:
        yield from begins(place, **more)
        folder = os.open(clinic.data / "keys", os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            is_held.append(True)
        os.close(folder)

    monkeypatch.setattr(module, copy, looked_at)
    backup(clinic, tmp_path / "all.zip", NOW)
    assert is_held == [True]


def test_a_key_without_a_passphrase_never_goes_along(machine: Any, tmp_path: Path) -> None:
    place = machine("new")
    try_out_key.make_try_out(place.data / "keys", TODAY)
    with pytest.raises(ExpectedError, match="key protect"):
        backup(place, tmp_path / "all.zip", NOW, with_key=True)
    assert not (tmp_path / "all.zip").exists()
    assert "no other machine can read" in backup(place, tmp_path / "all.zip", NOW).told


def test_a_key_that_is_elsewhere_cannot_go_along(clinic: KioskFolders, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    moved_away.move_away(clinic.data / "keys", tmp_path / "stick" / "key.json")
    with pytest.raises(ExpectedError, match=r"kept elsewhere.* Leave --with-key out\."):
        backup(clinic, tmp_path / "all.zip", NOW, with_key=True)
    assert not (tmp_path / "all.zip").exists()


@pytest.mark.parametrize("at", ["in its middle", "in its last third", "at its end"])
def test_a_damaged_drawer_never_takes_the_place_of_a_good_backup(clinic: KioskFolders, packed: Path, at: str) -> None:
    asks(clinic, *"abcdefgh")
    before, path = packed.read_bytes(), clinic.data / "drawer" / "drawer.sqlite"
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek({"in its middle": size // 2, "in its last third": size * 2 // 3, "at its end": size - 12_000}[at])
        file.write(b"\xa5" * 12_000)
    with pytest.raises(ExpectedError, match=r"is damaged .*, so no backup was written\. `python3 main.py doctor` says what helps"):
        backup(clinic, packed, NOW, replace=True)
    assert packed.read_bytes() == before
    assert [path.name for path in packed.parent.glob("*kiosk.zip*")] == [packed.name]


def test_it_is_whole_although_the_kiosk_runs(clinic: KioskFolders, machine: Any, tmp_path: Path) -> None:
    with closing(drawer(clinic)) as running, incidents.marked(clinic.data, "boot", lambda: NOW):
        running.keep(Record(TODAY, "en", (Answer("Your name", "name", "Cy", "Cy"),), ()))
        backup(clinic, tmp_path / "now.zip", NOW)
        running.keep(Record(TODAY, "en", (Answer("Your name", "name", "Di", "Di"),), ()))
    fresh = machine("new")
    restore(fresh, tmp_path / "now.zip", NOW)
    assert names(fresh, clinic.data / "keys") == ["Bo", "Cy", "María Núñez"]
    assert names(clinic) == ["Bo", "Cy", "Di", "María Núñez"]


def test_nothing_is_restored_under_a_running_kiosk(clinic: KioskFolders, packed: Path) -> None:
    with incidents.marked(clinic.data, "boot", lambda: NOW), pytest.raises(ExpectedError, match="is running"):
        restore(clinic, packed, NOW, replace=True)


def by_ana(place: KioskFolders, do: Callable[[Drawer, Any], object]) -> None:
    """What she does with the requests, at another terminal."""
    with closing(drawer(place, LATER)) as made:
        privates = unlock.open_private(place.data / "keys", "Ana", WORDS)
        do(made, trust.signer_of(place.data / "keys", privates))


MEANWHILE: dict[str, Callable[[KioskFolders], object]] = {
    "a request comes": lambda place: asks(place, "Late"),
    "a request is deleted": lambda place: by_ana(place, lambda made, signer: made.delete([made.entries()[0].id], "Ana", signer)),
    "a request is marked": lambda place: by_ana(place, lambda made, signer: made.mark(made.entries()[0].id, Status.DONE, "Ana", signer)),
    "somebody read": lambda place: by_ana(place, lambda made, signer: made.audit(EntryKind.OPENED, "Ana", "1", signer)),
    "keys change": lambda place: private.write_private(place.data / "keys" / "0123456789abcdef.private.json", b"{}"),
    "a key goes": lambda place: private.erase(next((place.data / "keys").glob("*.private.json"))),
    "settings change": lambda place: (place.data / "settings.yaml").write_text("lower_edge_mm: 710\n"),
    "the drawer goes": lambda place: (place.data / "drawer").rename(place.data / "elsewhere"),
}


@pytest.mark.parametrize("what", MEANWHILE)
def test_what_somebody_does_while_a_restore_makes_ready_is_not_undone(
    clinic: KioskFolders, packed: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    left = dict[str, bytes]()
    monkeypatch.setattr(restoring, "_note", lambda *_: (MEANWHILE[what](clinic), left.update(everything(clinic.data))))
    with pytest.raises(ExpectedError, match=r"^Somebody else worked with .* Nothing was changed, .* Run the same command again"):
        restore(clinic, packed, LATER, replace=True)
    ready = f".restoring-{os.getpid()}/"
    assert everything(clinic.data) == {name: raw for name, raw in left.items() if not name.startswith(ready)}
    assert everything(clinic.content)


def test_a_kiosk_that_starts_while_a_restore_makes_ready_keeps_its_own(
    clinic: KioskFolders, packed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as running:
        monkeypatch.setattr(restoring, "_note", lambda *_: running.enter_context(incidents.marked(clinic.data, "boot", lambda: NOW)))
        with pytest.raises(ExpectedError, match="is running"):
            restore(clinic, packed, LATER, replace=True)


def test_nobody_changes_keys_while_a_restore_is_at_work(clinic: KioskFolders, packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def change(*_: object) -> None:
        monkeypatch.setattr(private, "SECONDS_HELD", 0.0)
        with ThreadPoolExecutor(1) as other:
            tried.append(other.submit(rotation.new_key, clinic.data / "keys", "Eva", "Eva", WORDS, TODAY, stretching=QUICK).exception())

    tried: list[BaseException | None] = []
    monkeypatch.setattr(restoring, "_note", change)
    restore(clinic, packed, LATER, replace=True)
    assert [type(each) for each in tried] == [TimeoutError]


def test_a_drawer_that_somebody_writes_into_does_not_make_way(clinic: KioskFolders, packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meanwhile, "SECONDS_HELD", 0.0)
    with closing(sqlite3.connect(clinic.data / "drawer" / "drawer.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ExpectedError, match=r"^Another command is writing into the requests"):
            restore(clinic, packed, LATER, replace=True)
    assert not list(clinic.data.glob(".restor*"))


def test_while_the_drawer_changes_places_nobody_writes_into_either(clinic: KioskFolders, packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def move(source: Path, target: Path) -> None:
        if source == clinic.data / "drawer":
            with pytest.raises(KeepError) as refused:
                asks(clinic, "Late")
            told.append(refused.value.why)
        moves(source, target)
        if target == clinic.data / "drawer":
            asks(clinic, "Soon")
            quick.append(sqlite3.connect(target / "drawer.sqlite"))
            quick[0].execute("SELECT count(*) FROM journal").fetchone()
            beside.append((target / "drawer.sqlite-wal").stat().st_ino)

    told: list[Why] = []
    quick: list[sqlite3.Connection] = []
    beside: list[int] = []
    moves = restoring._move
    monkeypatch.setattr(restoring, "_move", move)
    restore(clinic, packed, LATER, replace=True)
    assert told == [Why.LOCKED]
    assert (clinic.data / "drawer" / "drawer.sqlite-wal").stat().st_ino == beside[0], "what SQLite keeps beside the new one stays there"
    quick[0].close()
    assert names(clinic) == ["Bo", "María Núñez", "Soon"]


def test_who_waits_for_a_drawer_that_makes_way_writes_into_none(clinic: KioskFolders, tmp_path: Path) -> None:
    def make_way(statement: str) -> None:
        if statement == "BEGIN IMMEDIATE" and not (tmp_path / "aside").exists():
            (clinic.data / "drawer").rename(tmp_path / "aside")

    with closing(drawer(clinic)) as made:
        before = made.anchor()
        made.file.database().set_trace_callback(make_way)
        with pytest.raises(KeepError) as refused:
            made.keep(Record(TODAY, "en", (Answer("Your name", "name", "Late", "Late"),), ()))
    assert refused.value.why is Why.LOCKED
    with closing(Drawer(tmp_path / "aside", clinic.data / "keys")) as aside:
        assert aside.anchor() == before


def test_requests_that_are_here_are_not_lost(machine: Any, packed: Path, clinic: KioskFolders) -> None:
    fresh = machine("new")
    rotation.new_key(fresh.data / "keys", "Ana", "Ana", WORDS, TODAY, stretching=QUICK)
    asks(fresh, "Eve")
    with pytest.raises(ExpectedError, match="1 request and a key of its own"):
        restore(fresh, packed, NOW)
    assert names(fresh) == ["Eve"]
    restore(fresh, packed, NOW, replace=True)
    assert names(fresh, clinic.data / "keys") == ["Bo", "María Núñez"]
    aside = next(fresh.data.glob("before-restore-*"))
    assert names(KioskFolders(aside / "content", aside)) == ["Eve"]


def test_a_folder_in_the_place_of_the_anchors_stops_no_restore(clinic: KioskFolders, packed: Path) -> None:
    (clinic.data / "anchors.json" / "deep").mkdir(parents=True)
    restore(clinic, packed, NOW, replace=True)
    assert not (clinic.data / "anchors.json").exists()
    assert names(clinic) == ["Bo", "María Núñez"]


def test_on_the_same_machine_the_key_stays(clinic: KioskFolders, packed: Path) -> None:
    asks(clinic, "Cy")
    assert "bring the key" not in restore(clinic, packed, NOW, replace=True)
    assert names(clinic) == ["Bo", "María Núñez"]


def test_a_file_is_not_written_over(clinic: KioskFolders, packed: Path) -> None:
    with pytest.raises(ExpectedError, match="--replace"):
        backup(clinic, packed, NOW)
    backup(clinic, packed, NOW, replace=True)


@pytest.mark.parametrize("inside", ["content", "content/pictures", "data/drawer", "data/keys"])
def test_a_backup_does_not_lie_in_what_it_is_of(clinic: KioskFolders, inside: str) -> None:
    folder = clinic.content.parent / inside if inside.startswith("content") else clinic.data.parent / inside.replace("data", clinic.data.name)
    folder.mkdir(exist_ok=True)
    with pytest.raises(ExpectedError, match="itself backed up"):
        backup(clinic, folder / "x.zip", NOW)
    assert not (folder / "x.zip").exists()


def test_what_editors_hide_and_links_stay_behind(clinic: KioskFolders, tmp_path: Path) -> None:
    (clinic.content / ".clinic.yaml.swp").write_text("x")
    (clinic.content / "linked.yaml").symlink_to("/etc/hostname")
    backup(clinic, tmp_path / "more.zip", NOW)
    with zipfile.ZipFile(tmp_path / "more.zip") as file:
        assert not [name for name in file.namelist() if "swp" in name or "linked" in name]


def test_what_an_older_backup_loses_and_brings_back_is_told(clinic: KioskFolders, packed: Path) -> None:
    asks(clinic, "Cy", "Di", "Eve")
    with closing(drawer(clinic)) as made:
        old, new = made.entries()[-1].id, made.entries()[0].id
        made.delete([old, new], "Ana", None)  # without a signature: anybody could have written that
    (clinic.data / "anchors.json").write_text("[]")
    said = restore(clinic, packed, NOW, replace=True)
    assert "2 requests that were here are not in this backup: `python3 main.py signups recover --name YOU` brings them back. " in said
    back = "delete it again with `python3 main.py signups delete ID --name YOU`. "
    assert f"1 request that was deleted here is back, since nothing proves who did that: {back}" in said
    assert "What was here before is now in" in said
    assert said.split(". ")[1].endswith("it is kept for 90 days on which the kiosk runs")
    assert not (clinic.data / "anchors.json").exists()
    assert names(clinic) == ["Bo", "María Núñez"]
    with closing(drawer(clinic)) as made:
        told = made.trail()[-1]
        assert (told.what, told.at, told.about) == (EntryKind.RESTORED, "2026-11-23T18:00:00Z", "of 2026-11-23")


def by_bob(folder: Path) -> None:
    rotation.new_key(folder, "other", "Bob", WORDS, TODAY, stretching=QUICK)


def by_another_ana(folder: Path) -> None:
    rotation.new_key(folder, "x", "Ana", WORDS, TODAY, stretching=QUICK)


def away(folder: Path) -> None:
    by_bob(folder)
    moved_away.move_away(folder, folder.parent / "bob.key")


HAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "no passphrase": (partial(try_out_key.make_try_out, today=TODAY), "not in this backup: `python3 main.py signups recover --name YOU` brings it"),
    "the same person's": (by_another_ana, "signups recover --name Ana` brings it"),
    "another's": (by_bob, "opens with the passphrase of Bob: let them in with that very passphrase"),
    "kept elsewhere": (away, "`python3 main.py key bring-back FILE --name YOU` brings that key back, and then"),
}


@pytest.mark.parametrize("had", list(HAD))
def test_what_brings_back_requests_of_a_replaced_machine_is_told(clinic: KioskFolders, machine: Any, tmp_path: Path, had: str) -> None:
    backup(clinic, tmp_path / "all.zip", NOW, with_key=True)
    place, (make, told) = machine("new"), HAD[had]
    make(place.data / "keys")
    asks(place, "Cy")
    assert told in restore(place, tmp_path / "all.zip", NOW, replace=True)


def ask_and_delete(place: KioskFolders, how: str) -> str:
    """The oldest request is deleted by somebody who can read, taken back by its visitor, or goes by itself."""
    privates = unlock.open_private(place.data / "keys", "Ana", WORDS)
    now = NOW
    with closing(Drawer(place.data / "drawer", place.data / "keys", lambda: now)) as made:
        name = made.entries()[-1].id
        if how == "deleted":
            made.delete([name], "Ana", trust.signer_of(place.data / "keys", privates))
        elif how == "taken back":
            made.take_back(name)
        else:
            for _ in range(91):
                now += timedelta(days=1)
                expiry.begin_day(made)
            assert name in expiry.expire(made, now.date())
    return name


def test_what_staff_deleted_since_the_backup_is_deleted_in_it_too(clinic: KioskFolders, packed: Path) -> None:
    name = ask_and_delete(clinic, "deleted")
    with zipfile.ZipFile(packed) as file, file.open("drawer/drawer.sqlite") as held:
        assert name.encode() in held.read()
    said = restore(clinic, packed, NOW, replace=True)
    assert "1 request that was deleted here since then is deleted in it, too. " in said
    assert f"The backup itself still holds it: {packed} stays as it is. " in said
    privates = unlock.open_private(clinic.data / "keys", "Ana", WORDS)
    with closing(drawer(clinic)) as made:
        assert name not in [entry.id for entry in made.entries()]
        assert soundness.verify(made, privates) == soundness.verify(made, {}) == (), "staff's own signature went along"
    assert "deleted here" not in restore(clinic, packed_again(clinic, packed), LATER, replace=True)
    shutil.rmtree(next(clinic.data.glob("before-restore-*")))
    again = LATER + timedelta(seconds=1)
    assert "1 request that was deleted here since then is deleted in it, too. " in restore(clinic, packed, again, replace=True)
    with closing(drawer(clinic)) as made:
        assert soundness.verify(made, privates) == (), "by the proof alone, without the drawer in which they signed"


@pytest.mark.parametrize(("how", "told"), [
    ("taken back", "1 request that went since then by age, or as the visitor wished, is back: it goes again by its age. "),
    ("expired", "2 requests that went since then by age, or as the visitor wished, are back: they go again by their age. "),
])  # fmt: skip
def test_what_nobody_signed_comes_back_and_is_told(clinic: KioskFolders, packed: Path, how: str, told: str) -> None:
    ask_and_delete(clinic, how)
    later = NOW + timedelta(days=91)
    assert told in restore(clinic, packed, later, replace=True)
    assert names(clinic, now=later) == ["Bo", "María Núñez"]


def forged_days(place: KioskFolders) -> None:
    """Whoever owns the disk writes what the kiosk itself writes."""
    now = NOW
    with closing(Drawer(place.data / "drawer", place.data / "keys", lambda: now)) as made:
        for _ in range(14):
            now += timedelta(days=7)
            made.audit(EntryKind.DAY, "")
        expiry._remove(made, [each.id for each in made.entries()], "", EntryKind.EXPIRED)


def keys_of_another(place: KioskFolders) -> None:
    """Keys and drawer are theirs, in which they signed what they like."""
    with closing(drawer(place)) as made:
        found = [each.id for each in made.entries()]
    for each in ("keys", "drawer"):
        shutil.rmtree(place.data / each)
    rotation.new_key(place.data / "keys", "clinic", "Ana", WORDS, TODAY, stretching=QUICK)
    signed = trust.signer_of(place.data / "keys", unlock.open_private(place.data / "keys", "Ana", WORDS))
    with closing(drawer(place)) as made:
        for what in (EntryKind.KEPT, EntryKind.DELETED):
            for name in found:
                made.audit(what, "Ana", name, signed)


def signed_ahead(place: KioskFolders) -> None:
    """What staff signed counts for nothing in a drawer that tells of a day that has not come."""
    ask_and_delete(place, "deleted")
    with closing(Drawer(place.data / "drawer", place.data / "keys", lambda: NOW + timedelta(days=3))) as made:
        made.audit(EntryKind.DAY, "")


def restored_and_seen(place: KioskFolders) -> None:
    """It says of itself that a restore deleted them, without a proof, and somebody of the staff was told of that."""
    privates = unlock.open_private(place.data / "keys", "Ana", WORDS)
    with closing(drawer(place)) as made:
        taken_over.forget(made, {each.id: b"" for each in made.entries()})
        soundness.settle(made, soundness.verify(made, privates), "Ana", trust.signer_of(place.data / "keys", privates))


@pytest.mark.parametrize("take_over", [forged_days, keys_of_another, signed_ahead, restored_and_seen])
def test_a_machine_that_was_taken_over_proves_nothing_against_a_backup(clinic: KioskFolders, tmp_path: Path, take_over: Callable[[KioskFolders],
    None]) -> None:
    file = tmp_path / "kiosk.zip"
    backup(clinic, file, NOW, with_key=True)
    take_over(clinic)
    assert "back" in restore(clinic, file, NOW, replace=True)
    assert names(clinic) == ["Bo", "María Núñez"]


def test_what_staff_deleted_stays_deleted_when_the_drawer_was_set_aside_meanwhile(clinic: KioskFolders, packed: Path) -> None:
    name = ask_and_delete(clinic, "deleted")
    old = clinic.data / "drawer" / "drawer.sqlite"
    old.rename(old.with_name("drawer-set-aside-20261123-120000.sqlite"))
    asks(clinic, "Cy")
    assert "1 request that was deleted here since then is deleted in it, too. " in restore(clinic, packed, NOW, replace=True)
    with closing(drawer(clinic)) as made:
        assert name not in [entry.id for entry in made.entries()]


def test_what_staff_deleted_stays_deleted_however_often_the_same_backup_is_restored(clinic: KioskFolders, packed: Path) -> None:
    name = ask_and_delete(clinic, "deleted")
    for hours in range(3):
        restore(clinic, packed, NOW + timedelta(hours=hours), replace=True)
        with closing(drawer(clinic)) as made:
            assert name not in [entry.id for entry in made.entries()]


def packed_again(place: KioskFolders, beside: Path) -> Path:
    file = beside.with_name("again.zip")
    backup(place, file, NOW)
    return file


def test_marks_stand_as_in_the_backup_and_it_is_told_how_they_come_over(clinic: KioskFolders, packed: Path) -> None:
    privates = unlock.open_private(clinic.data / "keys", "Ana", WORDS)
    with closing(drawer(clinic)) as made:
        made.mark(made.entries()[0].id, Status.CALLED, "Ana", trust.signer_of(clinic.data / "keys", privates))
    said = restore(clinic, packed, NOW, replace=True)
    place = next(clinic.data.glob("before-restore-*")) / "drawer"
    assert f"1 mark that was set since then is not in it. `python3 main.py signups merge {place} --name YOU` takes it over. " in said
    with closing(drawer(clinic)) as restored:
        ours, came = trust.signers(clinic.data / "keys", privates), partial(taken_over.knows, restored, privates=privates)
        marks, strange = signed_marks(place, ours, introductions.holders(restored, privates), came)
    assert (len(marks), strange) == (1, 0)


@pytest.mark.parametrize("spoil", [lambda path: path.unlink(), lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(5000))])
def test_where_the_drawer_of_until_now_cannot_tell_it_is_said(clinic: KioskFolders, packed: Path, spoil: Callable[[Path], object]) -> None:
    spoil(clinic.data / "drawer" / "drawer.sqlite")
    assert "Which requests were deleted since the backup was made, this machine cannot know" in restore(clinic, packed, NOW, replace=True)


def aside_of(content: Path) -> Path:
    return next(content.parent.glob("content.before-restore-*"))


def test_the_same_state_again_says_nothing_of_requests(clinic: KioskFolders, packed: Path) -> None:
    said = restore(clinic, packed, NOW, replace=True)
    assert "not in this backup" not in said
    assert "deleted here" not in said


def test_a_backup_without_keys_is_restored_as_well(machine: Any, packed: Path) -> None:
    file = rewritten(packed, lambda files, listed: (files.pop("keys/recipients.json"), listed["files"].pop("keys/recipients.json")))
    fresh = machine("new")
    restore(fresh, file, NOW)
    with closing(drawer(fresh)) as made:
        assert len(made.entries()) == 2


@pytest.mark.parametrize("change", [
    "UPDATE ratchet SET key = NULL", "UPDATE ratchet SET key = 'x', mac = 1", "UPDATE journal SET mac = 'x'", "UPDATE journal SET mac = NULL",
    "DELETE FROM ratchet", "UPDATE ratchet SET seq = 'x'", "UPDATE ratchet SET seq = 9223372036854775807", "DELETE FROM stretches",
    "UPDATE journal SET seq = seq + 100000000",
])  # fmt: skip
def test_a_journal_that_somebody_spoilt_keeps_nobody_from_their_requests(clinic: KioskFolders, machine: Any, tmp_path: Path, change: str) -> None:
    with closing(sqlite3.connect(clinic.data / "drawer" / "drawer.sqlite")) as database:
        database.execute(change)
        database.commit()
    backup(clinic, tmp_path / "b.zip", NOW)
    fresh = machine("new")
    restore(fresh, tmp_path / "b.zip", NOW)
    assert len(found_in(fresh.data / "drawer")) == 2


def test_a_drawer_that_lies_aside_by_many_names_is_in_a_backup_once(clinic: KioskFolders, tmp_path: Path) -> None:
    aside = clinic.data / "drawer" / "drawer-set-aside-20261101-090000.sqlite"
    shutil.copy(clinic.data / "drawer" / "drawer.sqlite", aside)
    for number in range(5):
        aside.with_name(f"drawer-set-aside-20261101-00000{number}.sqlite").hardlink_to(aside)
    backup(clinic, tmp_path / "b.zip", NOW)
    with zipfile.ZipFile(tmp_path / "b.zip") as packed:
        assert sum("set-aside" in name for name in packed.namelist()) == 1


def test_what_a_tool_for_databases_noted_of_the_drawer_is_not_in_a_backup(clinic: KioskFolders, tmp_path: Path) -> None:
    asks(clinic, "a")
    with closing(sqlite3.connect(clinic.data / "drawer" / "drawer.sqlite", isolation_level=None)) as database:
        database.execute("ANALYZE")
    backup(clinic, tmp_path / "analyzed.zip", NOW)
    with zipfile.ZipFile(tmp_path / "analyzed.zip") as packed, closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(merged(packed.read("drawer/drawer.sqlite"), b"", 1 << 20))
        assert database.execute("SELECT name FROM sqlite_schema WHERE name LIKE 'sqlite_stat%'").fetchall() == []


@pytest.mark.parametrize("change", [
    "CREATE TRIGGER t BEFORE INSERT ON journal BEGIN SELECT raise(ABORT, 'no'); END", "CREATE VIEW v AS SELECT 1", "CREATE TABLE t (x)",
])  # fmt: skip
def test_a_drawer_with_something_in_it_that_acts_is_neither_backed_up_nor_restored(
    clinic: KioskFolders, packed: Path, machine: Any, tmp_path: Path, change: str
) -> None:
    with closing(sqlite3.connect(clinic.data / "drawer" / "drawer.sqlite")) as database:
        database.execute(change)
        database.commit()
    with pytest.raises(ExpectedError, match="damaged"):
        backup(clinic, tmp_path / "b.zip", NOW)
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(tmp_path / "evil.zip", "w") as evil:
        listed = json.loads(old.read("backup.json"))
        for name in listed["files"]:
            raw = (clinic.data / name).read_bytes() if name == "drawer/drawer.sqlite" else old.read(name)
            listed["files"][name] = {"size": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
            evil.writestr(name, raw)
        evil.writestr("backup.json", json.dumps(listed))
    with pytest.raises(ExpectedError, match="damaged"):
        restore(machine("new"), tmp_path / "evil.zip", NOW)


@pytest.mark.parametrize(
    "name", ["drawer/drawer.sqlite-journal", "drawer/drawer.sqlite-wal", "drawer/x.sqlite", "keys/tries.json", "keys/x.private.json"]
)
def test_a_backup_holds_nothing_that_a_kiosk_does_not_put_there(packed: Path, machine: Any, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(tmp_path / "evil.zip", "w") as evil:
        listed = json.loads(old.read("backup.json"))
        listed["files"][name] = {"size": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
        for each in listed["files"]:
            evil.writestr(each, b"x" if each == name else old.read(each))
        evil.writestr("backup.json", json.dumps(listed))
    with pytest.raises(ExpectedError, match="is no backup"):
        restore(machine("new"), tmp_path / "evil.zip", NOW)


# -- bad files --------------------------------------------------------------------------------------------------------


def rewritten(packed: Path, change: Callable[[dict[str, bytes], dict[str, Any]], Any]) -> Path:
    """A backup in which somebody changed files or the list of them."""
    with zipfile.ZipFile(packed) as file:
        files = {name: file.read(name) for name in file.namelist()}
    listed = json.loads(files.pop(module.MANIFEST))
    change(files, listed)
    made = packed.with_name("changed.zip")
    with zipfile.ZipFile(made, "w") as file:
        for name, data in files.items():
            file.writestr(name, data)
        file.writestr(module.MANIFEST, json.dumps(listed))
    return made


def renamed(name: str) -> Callable[[dict[str, bytes], dict[str, Any]], None]:
    def change(files: dict[str, bytes], listed: dict[str, Any]) -> None:
        files[name] = files.pop("settings.yaml")
        listed["files"][name] = listed["files"].pop("settings.yaml")

    return change


BAD: dict[str, Callable[[dict[str, bytes], dict[str, Any]], Any]] = {
    "a file was changed": lambda files, _: files.update({"settings.yaml": b"lower_edge_mm: 900\n"}),
    "a file was put in": lambda files, _: files.update({"content/more.yaml": b"x"}),
    "a file was taken out": lambda files, _: files.pop("settings.yaml"),
    "it is longer than its list says": lambda _, listed: listed["files"]["settings.yaml"].update(size=3),
    "it says to be huge": lambda _, listed: listed["files"]["settings.yaml"].update(size=1 << 40),
    "it is of a later kind": lambda _, listed: listed.update(format=2),
    "it says nothing of when it was made": lambda _, listed: listed.pop("made"),
    "it was made at no time": lambda _, listed: listed.update(made="\ud800\x1b[2J"),
    "it has no list": lambda _, listed: listed.clear(),
    "its list is a list": lambda _, listed: listed.update(files=["settings.yaml"]),
    "it climbs": renamed("content/../../../evil"),
    "it is absolute": renamed("/etc/evil"),
    "it is deep": renamed(f"content/{'a/' * 30}f"),
    "it is hidden": renamed("content/.bashrc"),
    "it is elsewhere": renamed("kiosk/app.py"),
    "it has a backslash": renamed("content\\evil"),
    "the keys are damaged": lambda files, listed: (files.update({"keys/recipients.json": b"[1]"}), _fits(files, listed)),
    "the requests are damaged": lambda files, listed: (files.update({"drawer/drawer.sqlite": b"x" * 4096}), _fits(files, listed)),
    "there is no content": lambda files, listed: [
        (files.pop(name), listed["files"].pop(name)) for name in list(files) if name.startswith("content/")
    ],
}


def _fits(files: dict[str, bytes], listed: dict[str, Any]) -> None:
    """The list is made to fit, as somebody would who means harm."""
    import hashlib

    for name, data in files.items():
        listed["files"][name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


@pytest.mark.parametrize("what", list(BAD))
def test_a_file_that_is_not_what_it_was_changes_nothing(machine: Any, packed: Path, what: str) -> None:
    fresh = machine("new")
    (fresh.data).mkdir(mode=0o700)
    before = everything(fresh.data.parent)
    with pytest.raises(ExpectedError, match="Nothing was changed"):
        restore(fresh, rewritten(packed, BAD[what]), NOW)
    assert everything(fresh.data.parent) == before
    assert not list(fresh.data.iterdir())


@pytest.fixture(scope="module")
def bytes_of_one(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("whole")
    for name in ("content", "data"):
        (folder / name).mkdir()
    (folder / "content" / "clinic.yaml").write_text("name: X\n" * 40)
    backup(KioskFolders(folder / "content", folder / "data"), folder / "one.zip", NOW)
    return (folder / "one.zip").read_bytes()


@settings(max_examples=150)
@given(st.data())
def test_any_damage_is_noticed_or_does_none(bytes_of_one: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("new")
    (folder / "content").mkdir()
    broken = bytearray(bytes_of_one)
    if data.draw(st.booleans(), "cut"):
        del broken[data.draw(st.integers(0, len(broken) - 1)) :]
    else:
        at = data.draw(st.integers(0, len(broken) - 1))
        broken[at] ^= data.draw(st.integers(1, 255))
    (folder / "one.zip").write_bytes(broken)
    try:
        restore(KioskFolders(folder / "content", folder / "data"), folder / "one.zip", NOW)
    except ExpectedError:
        assert not list((folder / "content").iterdir())
    else:
        assert (folder / "content" / "clinic.yaml").read_text() == "name: X\n" * 40


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The move after so many others fails, as on a full disk."""
    left = [0]
    real = restoring._move

    def move(source: Path, target: Path) -> None:
        left[0] -= 1
        if left[0] == -1:
            raise OSError(28, os.strerror(28), str(target))
        real(source, target)

    monkeypatch.setattr(restoring, "_move", move)
    return left


@pytest.mark.parametrize("moves", range(7))
def test_if_a_move_fails_all_is_as_before(clinic: KioskFolders, packed: Path, failing: list[int], moves: int) -> None:
    asks(clinic, "Cy")
    before = everything(clinic.data.parent)
    failing[0] = moves
    with pytest.raises(ExpectedError, match="No space left"):
        restore(clinic, packed, NOW, replace=True, agreed=True)
    assert everything(clinic.data.parent) == before
    assert names(clinic) == ["Bo", "Cy", "María Núñez"]


@pytest.mark.parametrize(
    ("number", "helps"),
    [
        (errno.ENOSPC, "Delete what nobody needs"), (errno.EACCES, "`sudo` alone"), (errno.EROFS, "choose another one"),
        (errno.ENOENT, "whether that is plugged in"), (errno.EISDIR, "name a file in it"), (errno.EIO, "error."),
    ],
)  # fmt: skip
def test_what_the_disk_refuses_is_told_with_what_helps(number: int, helps: str) -> None:
    with pytest.raises(ExpectedError, match=rf"^The backup cannot be written: .*{helps}"), told("The backup cannot be written"):
        raise OSError(number, os.strerror(number))


def state(place: KioskFolders) -> dict[str, bytes]:
    """What the kiosk would show and keep."""
    parts = (place.content, place.data / "drawer", place.data / "keys", place.data / "settings.yaml")
    files = {f"{part.name}/{name}": raw for part in parts[:3] for name, raw in everything(part).items()}
    return files | ({"settings.yaml": parts[3].read_bytes()} if parts[3].exists() else {})


@pytest.fixture
def killed() -> Callable[[int, Callable[[], object]], bool]:
    """Does it in a process that dies at one step that the disk would keep; tells whether it did."""

    steps = ((Path, "rename"), (Path, "unlink"), (Path, "mkdir"), (Path, "rmdir"), (restoring, "exchange"), (shutil, "rmtree"))
    return lambda step, work: dies_at(step, work, steps)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("kind", list(itertools.product([True, False], repeat=3)), ids=str)
def test_killed_at_any_step_it_leaves_the_old_state_or_the_new_one(
    machine: Any, packed: Path, killed: Any, monkeypatch: pytest.MonkeyPatch, kind: tuple[bool, bool, bool]
) -> None:
    in_one_step, elsewhere, used = kind
    if not in_one_step:
        monkeypatch.setattr(restoring, "exchange", lambda *_: False)
    seen, steps = set(), 0
    while True:
        here = machine(f"machine {steps}")
        place = KioskFolders(here.data / "content", here.data) if elsewhere else here
        if elsewhere:
            here.data.mkdir()
            shutil.move(here.content, place.content)
        (place.content / "clinic.yaml").write_text("the old one\n")
        if used:
            (place.data / "keys").mkdir(parents=True)
            (place.data / "keys" / "recipients.json").write_text("[]")
            (place.data / "settings.yaml").write_text("lower_edge_mm: 900\n")
        old = state(place)
        died = killed(steps, lambda place=place: restore(place, packed, NOW, replace=True, agreed=True))
        for again in range(20):  # and the one that goes on by it may be killed as well
            if not killed(again, lambda place=place: restoring.finish_restore(place.data, place.content)):
                break
        assert not (place.data / ".restore-plan").exists()
        now = state(place)
        restoring.clear_content(place.content)
        if now == old:
            assert not list(place.content.parent.glob("*content*before-restore*")), "what never showed"
        if now != old:
            assert (place.data / LEFT_OUT).is_file()
            assert (place.content / "clinic.yaml").read_text() != "the old one\n"
            assert now["settings.yaml"] == b"lower_edge_mm: 700\n"
            assert "drawer/drawer.sqlite" in now
            assert not used or len(list(place.data.glob("before-restore-*/keys/recipients.json"))) == 1
        seen.add(now == old)
        if not died:
            break
        steps += 1
    assert seen == {True, False}
    assert steps > 15


def test_while_one_is_at_it_nobody_else_goes_on_with_its_plan(clinic: KioskFolders, packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, met = restoring._move, []

    def move(source: Path, target: Path) -> None:
        met.append((clinic.data / ".restore-plan").exists())
        restoring.finish_restore(clinic.data, clinic.content)
        real(source, target)

    monkeypatch.setattr(restoring, "_move", move)
    restore(clinic, packed, NOW, replace=True, agreed=True)
    assert met
    assert all(met)
    assert names(clinic) == ["Bo", "María Núñez"]


PLAN = '{"stamp": "20261123-030000", "staged": ".restoring-7", "content": 5, "new": [], "old": [], "place": "%s"}'
PLACES = {
    "a NUL": b"/x\0y", "no absolute one": b"x", "a long one": b"/" + b"x" * 5000, "signs of a pattern": b"/nowhere/a**b[",
    "none": b"/nowhere/content",
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_whatever_place_a_plan_names_every_command_goes_on(clinic: KioskFolders, capsys: pytest.CaptureFixture[str], place: bytes) -> None:
    (clinic.data / ".restore-plan").write_text(PLAN % base64.b64encode(place).decode())
    assert main(["signups", "waiting", "--content", str(clinic.content), "--data", str(clinic.data)]) == 0
    assert "2 requests" in capsys.readouterr().out
    assert not (clinic.data / ".restore-plan").exists()


@pytest.mark.parametrize("plan", [b"", b"{", b"[]", b'{"stamp": "../..", "staged": "x", "content": 1, "new": [], "old": []}'])
def test_a_plan_that_nobody_wrote_does_nothing(clinic: KioskFolders, plan: bytes) -> None:
    before = everything(clinic.data.parent)
    (clinic.data / ".restore-plan").write_bytes(plan)
    restoring.finish_restore(clinic.data, clinic.content)
    assert everything(clinic.data.parent) == before


def test_the_next_command_goes_on_with_it(clinic: KioskFolders, packed: Path, killed: Any, capsys: pytest.CaptureFixture[str]) -> None:
    steps = 0
    while not (clinic.data / ".restore-plan").exists():
        assert killed(steps, lambda: restore(clinic, packed, NOW, replace=True, agreed=True))
        steps += 1
    assert main(["signups", "waiting", "--content", str(clinic.content), "--data", str(clinic.data)]) == 0
    assert "2 requests" in capsys.readouterr().out
    assert not list(clinic.data.glob(".restor*"))


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_whatever_content_the_next_command_names_the_plan_ends_where_it_belongs(
    clinic: KioskFolders, machine: Any, packed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = machine("other").content
    before = everything(other)
    asks(clinic, "Cy")
    (clinic.content / "clinic.yaml").write_text("the old one\n")
    if (child := os.fork()) == 0:  # the power goes right after the content has changed places
        restoring._forward = lambda *_: os._exit(9)
        restore(clinic, packed, NOW, replace=True, agreed=True)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert (clinic.data / ".restore-plan").exists()
    assert main(["signups", "waiting", "--content", str(other), "--data", str(clinic.data)]) == 0
    assert not (clinic.data / ".restore-plan").exists()
    assert (clinic.content / "clinic.yaml").read_text() != "the old one\n"
    assert names(clinic) == ["Bo", "María Núñez"], "requests and content are of the same state"
    assert restoring.FINISHED.partition("`")[0] in capsys.readouterr().err
    assert everything(other) == before


@pytest.mark.parametrize("words", [["signups", "waiting"], ["key", "list"]])
def test_content_that_a_killed_restore_left_goes_with_the_next_command(clinic: KioskFolders, words: list[str]) -> None:
    left, ours = (clinic.content.with_name(f".content.restoring.{number}") for number in ((1 << 22) + 1, os.getppid()))
    for each in (left, ours):
        (each / "content").mkdir(parents=True)
        (each / "content" / "a.yaml").write_text("x")
    main([*words, "--content", str(clinic.content), "--data", str(clinic.data)])
    assert not left.exists()
    assert ours.exists(), "of a process that is at it"


def test_a_key_file_that_is_far_too_large_is_not_copied(clinic: KioskFolders, packed: Path) -> None:
    (path,) = (clinic.data / "keys").glob("*.private.json")
    os.truncate(path, 3 << 30)
    assert "THE KEY IS NOT IN THIS BACKUP" in restore(clinic, packed, NOW, replace=True)
    assert not list((clinic.data / "keys").glob("*.private.json"))


def test_before_an_update_only_what_it_may_change_is_kept(clinic: KioskFolders, tmp_path: Path) -> None:
    module.keep_before_update(clinic, NOW)
    with zipfile.ZipFile(clinic.data / "before-update.zip") as kept:
        assert {name.split("/")[0] for name in kept.namelist()} == {"settings.yaml", "content", "backup.json"}
    asks(clinic, "Cy")
    (clinic.content / "clinic.yaml").write_text("spoilt")
    restore(clinic, clinic.data / "before-update.zip", NOW, agreed=True)
    assert names(clinic) == ["Bo", "Cy", "María Núñez"], "what is not in it stays"
    assert (clinic.content / "clinic.yaml").read_text() != "spoilt"


# -- whatever is backed up can be restored ----------------------------------------------------------------------------


NAMES = st.one_of(
    st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=60),
    st.sampled_from(["a\\b.svg", ".hidden", "-", "~", " ", "con", "x\n.yaml", "drawer", "backup.json", "\u202e", "é" * 120]),
).filter(lambda name: name not in (".", "..") and len(name.encode()) < 250)
SET_ASIDE = st.sampled_from(["20261129-020000", "20261129-020000 copy", "", "x", "2026\n", "\\"]).map("drawer/drawer-set-aside-{}.sqlite".format)
PRIVATE = st.sampled_from(["0123456789abcdef", "0123456789abcdef (1)", "x", "0123456789ABCDEF"]).map("keys/{}.private.json".format)


@settings(max_examples=60, deadline=None)
@given(content=st.sets(st.lists(NAMES, min_size=1, max_size=3).map(tuple), max_size=6), own=st.sets(SET_ASIDE | PRIVATE, max_size=3))
def test_what_is_written_can_be_restored(tmp_path_factory: pytest.TempPathFactory, content: set[tuple[str, ...]], own: set[str]) -> None:
    folder = tmp_path_factory.mktemp("names")
    old, new = KioskFolders(folder / "content", folder / "data"), KioskFolders(folder / "fresh", folder / "data2")
    for names in content:
        with suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
            path = old.content.joinpath(*names)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("x")
    for name in own | {"drawer/x", "keys/x"}:
        path = old.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MOST_FILES", 5)
        patch.setattr(module, "MOST_LISTED", 900)
        try:
            said = backup(old, folder / "b.zip", NOW, with_key=True).told
        except ExpectedError:
            assert [path.name for path in folder.iterdir() if path.name.endswith(".zip") or ".zip." in path.name] == []
            return
        restore(new, folder / "b.zip", NOW, agreed=True)
    there = everything(new.data)
    assert all(name in there or name in said for name in own), "what is left out is told by name"


def test_as_many_files_as_check_allows_can_be_restored(clinic: KioskFolders, machine: Any, tmp_path: Path) -> None:
    for number in range(8085):
        (clinic.content / f"spring-{number}.svg").touch()
    backup(clinic, tmp_path / "b.zip", NOW)
    with (tmp_path / "b.zip").open("rb") as raw:
        assert len(module.manifest(raw, tmp_path / "b.zip")["files"]) > 8085


def repacked(file: Path, how: int, size: int) -> bytes:
    """The same backup with the same list, in which the first file of the content is so many zeros, packed otherwise."""
    fresh = io.BytesIO()
    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(fresh, "w", how) as other:
        first = next(name for name in packed.namelist() if name.startswith("content/"))
        for name in packed.namelist():
            other.writestr(name, bytes(size) if name == first else packed.read(name))
    return fresh.getvalue()


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED], ids=["bzip2", "lzma", "deflated"])
def test_a_backup_that_is_exchanged_after_the_look_at_its_list_unpacks_to_nothing_large(packed: Path, tmp_path: Path, how: int) -> None:
    bomb = repacked(packed, how, 40 << 20)
    with packed.open("rb") as raw:
        listed = module.manifest(raw, packed)
        packed.write_bytes(bomb)
        tracemalloc.start()
        with pytest.raises(ExpectedError, match="damaged"):
            module.unpack(raw, packed, listed, tmp_path / "into", content=True)
        assert tracemalloc.get_traced_memory()[1] < 12 << 20
        tracemalloc.stop()


def test_a_list_that_unpacks_to_more_than_it_says_is_not_unpacked(packed: Path) -> None:
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr(module.MANIFEST, bytes(40 << 20))
    raw = packed.read_bytes()
    packed.write_bytes(raw.replace((40 << 20).to_bytes(4, "little"), (100).to_bytes(4, "little")))
    with packed.open("rb") as file:
        tracemalloc.start()
        with pytest.raises(ExpectedError, match="damaged"):
            module.manifest(file, packed)
        assert tracemalloc.get_traced_memory()[1] < 12 << 20
        tracemalloc.stop()


def test_a_name_that_other_systems_take_for_a_folder_is_told(clinic: KioskFolders, tmp_path: Path) -> None:
    (clinic.content / "old\\room.svg").touch()
    with pytest.raises(ExpectedError, match=r"old\\room\.svg has letters .* rename it"):
        backup(clinic, tmp_path / "b.zip", NOW)


def test_a_copy_that_somebody_made_in_the_drawer_is_left_out_and_told(clinic: KioskFolders, machine: Any, tmp_path: Path) -> None:
    name = "drawer/drawer-set-aside-20261129-020000 copy.sqlite"
    (clinic.data / name).touch()
    assert f"Left out, because no kiosk uses such file names: {name}." in backup(clinic, tmp_path / "b.zip", NOW).told
    restore(machine("new"), tmp_path / "b.zip", NOW)


@pytest.mark.parametrize("spoil", [
    lambda place: (place.data / "keys" / "recipients.json").write_text("[1]"),
    lambda place: shutil.rmtree(place.content) or place.content.mkdir(),
], ids=["keys", "content"])  # fmt: skip
def test_what_no_restore_takes_is_not_written(clinic: KioskFolders, tmp_path: Path, spoil: Callable[[KioskFolders], object]) -> None:
    spoil(clinic)
    with pytest.raises(ExpectedError):
        backup(clinic, tmp_path / "b.zip", NOW)
    assert not list(tmp_path.glob("*b.zip*"))


def test_a_disk_that_changes_what_is_written_is_noticed(clinic: KioskFolders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flush = os.fsync

    def worn(handle: int) -> None:
        flush(handle)
        if stat.S_ISREG(os.fstat(handle).st_mode):
            os.pwrite(handle, bytes(64), 200)

    monkeypatch.setattr("os.fsync", worn)
    with pytest.raises(ExpectedError, match="does not read back"):
        backup(clinic, tmp_path / "b.zip", NOW)
    assert not list(tmp_path.glob("*b.zip*"))


# -- strange files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [-(1 << 40), -1, 0, 315_000_000, 1 << 33, 1 << 40])
def test_any_date_of_a_file_will_do(clinic: KioskFolders, machine: Any, tmp_path: Path, seconds: int) -> None:
    with suppress(OverflowError, OSError):
        os.utime(clinic.content / "clinic.yaml", (seconds, seconds))
    backup(clinic, tmp_path / "b.zip", NOW)
    fresh = machine("new")
    restore(fresh, tmp_path / "b.zip", NOW)
    assert everything(fresh.content) == everything(clinic.content)


@pytest.mark.parametrize("seconds", [-1.0, 86_400.0, float(1 << 33)])
def test_any_clock_will_do(clinic: KioskFolders, machine: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    monkeypatch.setattr("time.time", lambda: seconds)
    backup(clinic, tmp_path / "b.zip", datetime.fromtimestamp(seconds, tz=UTC))
    monkeypatch.undo()
    assert "This machine now has the backup" in restore(machine("new"), tmp_path / "b.zip", NOW)


def test_a_name_that_is_no_text_is_told(clinic: KioskFolders, tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(clinic.content) + b"/caf\xe9.yaml")).write_text("x")
    with pytest.raises(ExpectedError, match=r"content/caf�\.yaml has letters .* rename it"):
        backup(clinic, tmp_path / "b.zip", NOW)
    assert not list(tmp_path.glob("*b.zip*"))


@pytest.mark.parametrize("name", [
    "settings.yaml", "drawer/drawer-set-aside-20261101-090000.sqlite", "drawer/drawer.sqlite", "keys/recipients.json", "keys/x.private.json",
    "running",
])  # fmt: skip
def test_a_pipe_holds_nothing_up(clinic: KioskFolders, packed: Path, tmp_path: Path, name: str) -> None:
    (clinic.data / name).unlink(missing_ok=True)
    os.mkfifo(clinic.data / name)
    with pytest.raises(ExpectedError, match="no ordinary file: remove it"):
        backup(clinic, tmp_path / "b.zip", NOW, with_key=True)
    with pytest.raises(ExpectedError, match="no ordinary file: remove it"):
        restore(clinic, packed, NOW, replace=True)


@pytest.mark.parametrize("name", ["drawer/drawer-set-aside-20261101-090000.sqlite", f"keys/{'0' * 16}.private.json", "running"])
def test_no_link_is_followed_for_a_backup(clinic: KioskFolders, tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (clinic.data / name).symlink_to(tmp_path / "pipe")
    backup(clinic, tmp_path / "b.zip", NOW, with_key=True)
    with zipfile.ZipFile(tmp_path / "b.zip") as made:
        assert name not in made.namelist()


def test_a_pipe_is_no_backup(clinic: KioskFolders, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.zip")
    with pytest.raises(ExpectedError, match="no ordinary file"):
        restore(clinic, tmp_path / "pipe.zip", NOW, replace=True)
    os.mkfifo(clinic.content / "pipe.yaml")
    backup(clinic, tmp_path / "b.zip", NOW)


def test_at_the_terminal(clinic: KioskFolders, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--content", str(clinic.content), "--data", str(clinic.data)]
    file = str(tmp_path / "b.zip")
    assert main(["backup", file, *where]) == 0
    assert "The key is not in it" in capsys.readouterr().out
    assert main(["backup", file, *where]) == 1
    assert main(["restore", file, *where]) == 1
    assert "2 requests and a key of its own" in capsys.readouterr().err
    assert main(["restore", file, "--replace", *where]) == 0
    assert main(["restore", str(tmp_path / "none.zip"), "--replace", *where]) == 1
    assert "There is no file" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_told(clinic: KioskFolders, tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match="cannot be written"):
        backup(clinic, tmp_path / "none" / "b.zip", NOW)
    (tmp_path / "file").touch()
    with pytest.raises(ExpectedError, match="cannot be written"):
        backup(clinic, tmp_path / "file" / "b.zip", NOW)


def test_an_administrator_means_the_installed_kiosk(clinic: KioskFolders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kiosk.staff import installed_kiosk

    (tmp_path / "home" / DATA).parent.mkdir(parents=True)
    shutil.copytree(clinic.data, tmp_path / "home" / DATA)
    monkeypatch.setattr(installed_kiosk, "HOME", tmp_path / "home")
    monkeypatch.setattr(installed_kiosk.os, "geteuid", lambda: 0)
    assert main(["backup", str(tmp_path / "b.zip"), "--content", str(clinic.content)]) == 0
    with zipfile.ZipFile(tmp_path / "b.zip") as packed:
        assert "drawer/drawer.sqlite" in packed.namelist()


@pytest.mark.parametrize("field", ["staged", "stamp", "new", "old"])
@pytest.mark.parametrize("value", ["/home/ana", "../ana", "..", "", "x/../../ana", ".restoring-1/../../ana"])
def test_a_plan_that_somebody_wrote_moves_and_deletes_nothing(clinic: KioskFolders, tmp_path: Path, field: str, value: str) -> None:
    mine = tmp_path / "ana"
    mine.mkdir()
    (mine / "letter.txt").write_text("mine")
    plan: dict[str, Any] = {"stamp": "20261123-120000", "staged": ".restoring-1", "content": 1, "new": [], "old": []}
    named = value.replace("/home/ana", str(mine))
    plan[field] = [named] if field in ("new", "old") else named
    (clinic.data / ".restore-plan").write_text(json.dumps(plan))
    restoring.finish_restore(clinic.data, clinic.content)
    assert (mine / "letter.txt").read_text() == "mine"
    assert names(clinic) == ["Bo", "Mar\u00eda N\u00fa\u00f1ez"]


@pytest.mark.parametrize("nested", [("[", "]"), ('{"a":', "}"), ('{"stamp":[', "]}"), ("[[", "")], ids=["lists", "maps", "both", "without an end"])
@pytest.mark.parametrize("name", [
    ".restore-plan", "settings.yaml", "anchors.json", "copies.json", incidents.FILE, "keys/tries.json", "keys/recipients.json",
    "keys/{}.private.json",
])  # fmt: skip
def test_brackets_without_end_in_a_file_of_the_data_folder_are_no_bug(clinic: KioskFolders, tmp_path: Path, name: str, nested: tuple[str,
    str]) -> None:
    number = public_keys.recipients(clinic.data / "keys")[0].id
    for depth in (400, 1500, 20_000):
        (clinic.data / name.format(number)).write_text(nested[0] * depth + nested[1] * depth)
        for words in (["signups", "waiting"], ["key", "list"], ["backup", str(tmp_path / "b.zip"), "--replace"]):
            assert main([*words, "--content", str(clinic.content), "--data", str(clinic.data)]) != 3
        assert incidents.mishaps(clinic.data) == ()
        read_settings(clinic.data)
        with closing(drawer(clinic)) as made:
            Desk(made, clinic.data / "keys", lambda: TODAY).sweep()
    assert not (clinic.data / ".restore-plan").exists()


def test_a_restore_clears_away_what_has_no_bottom(clinic: KioskFolders, packed: Path) -> None:
    deep(clinic.data / f".restoring-{(1 << 22) + 1}")
    deep(clinic.content.with_name(f".content.restoring.{(1 << 22) + 1}"))
    restore(clinic, packed, NOW, replace=True)
    assert not [*clinic.data.glob(".restoring-*"), *clinic.content.parent.glob(".content.restoring.*")]


OWN = "lower_edge_mm: 900\ndesk_mail_server: mail.clinic.example\ndesk_mail_to: desk@clinic.example\n"


@pytest.mark.parametrize("coming", [
    "lower_edge_mm: 700\ndesk_mail_server: evil.example\ndesk_mail_to: eve@evil.example\ndesk_web: https://evil.example/\n",
    "{lower_edge_mm: 700, desk_mail_server: evil.example}\n", '"desk_web": "https://evil.example/"\n', "? desk_mail_server\n: evil.example\n", "",
])  # fmt: skip
def test_whom_a_machine_tells_stays_its_own(clinic: KioskFolders, machine: Any, tmp_path: Path, coming: str) -> None:
    (clinic.data / "settings.yaml").unlink()
    if coming:
        (clinic.data / "settings.yaml").write_text(coming)
    backup(clinic, tmp_path / "b.zip", NOW)
    fresh = machine("new")
    fresh.data.mkdir()
    (fresh.data / "settings.yaml").write_text(OWN)
    said = restore(fresh, tmp_path / "b.zip", NOW)
    found = read_settings(fresh.data)[0]
    assert (found.desk_mail_server, found.desk_mail_to, found.desk_web) == ("mail.clinic.example", "desk@clinic.example", "")
    assert not coming or "evil.example" in said or "The settings stay as they were on this machine" in said


STRANGE = (
    "idle_seconds: 3600\nwarning_seconds: 600\nslower_times: 10\nheadphones: always\nphone_region: GB\nbackup_folder: /srv/elsewhere\n"
    "closed: Jan 1 - Dec 31\nkeys: {select: [Left], left: [Return], help: F7}\n"
)
LOOSE = ("idle_seconds", "warning_seconds", "slower_times", "headphones", "backup_folder", "keys")


@pytest.mark.parametrize("own", ["", "lower_edge_mm: 900\nheadphones: never\nkeys:\n  help:\n  - F16\n  - F21\nidle_seconds: 60 # quick\n"])
@pytest.mark.parametrize("coming", [STRANGE, f"{{{STRANGE.rstrip().replace(chr(10), ', ')}}}\n", ""], ids=["lines", "braces", "none"])
def test_how_private_a_machine_is_stays_its_own_unless_staff_agree(
    clinic: KioskFolders, machine: Any, tmp_path: Path, own: str, coming: str
) -> None:  # fmt: skip
    (clinic.data / "settings.yaml").write_text(coming)
    backup(clinic, tmp_path / "b.zip", NOW)
    for agreed in (False, True):
        fresh = machine(f"new {agreed}")
        fresh.data.mkdir()
        (fresh.data / "settings.yaml").write_text(own)
        before, there = read_settings(fresh.data)[0], read_settings(clinic.data)[0]
        said = restore(fresh, tmp_path / "b.zip", NOW, agreed=agreed)
        now = read_settings(fresh.data)[0]
        if agreed:
            assert now == there
        else:
            assert [getattr(now, name) for name in LOOSE] == [getattr(before, name) for name in LOOSE]
        for name in LOOSE:
            assert getattr(before, name) == getattr(there, name) or f"{name}: " in said or "The settings stay as they were" in said, said


def test_each_setting_that_changes_is_told_with_what_it_was(clinic: KioskFolders, machine: Any, tmp_path: Path) -> None:
    (clinic.data / "settings.yaml").write_text(f"lower_edge_mm: 700\n{STRANGE}")
    backup(clinic, tmp_path / "b.zip", NOW)
    fresh = machine("new")
    fresh.data.mkdir()
    (fresh.data / "settings.yaml").write_text("lower_edge_mm: 900\n")
    said = restore(fresh, tmp_path / "b.zip", NOW)
    assert "From the backup comes lower_edge_mm: 700 (it was: 900). " in said
    assert "From the backup comes closed: Jan 1 - Dec 31 (it was: not set). " in said
    assert "The backup says headphones: always. Here it stays: not set. " in said


LETTER = "as on this machine and as the clinic wished; see the letter of the third of May, page two, which says so once more in other words"
DRESSED_UP = {
    "a remark": (f"headphones: # never aloud, {LETTER}\n  always\n", "headphones: always"),
    "a folder after a remark": (f"backup_folder: # /srv/kiosk, {LETTER}\n  /mnt/evil\n", "backup_folder: /mnt/evil"),
    "a time after a remark": (f"idle_seconds: # 60 seconds, {LETTER}\n  3600\n", "idle_seconds: 3600"),
    "keys after a remark": (f"keys: # left: Left, right: Right, {LETTER}\n  {{plugged: F5, unplugged: F6}}\n", "keys: plugged: F5, unplugged: F6"),
    "a folder behind a long way": (f"backup_folder: /srv/kiosk/{'../kiosk/' * 12}../../mnt/evil\n", "/../../mnt/evil"),
    "a text of several lines": ('phone_region: "\nheadphones: never\n"\nheadphones: always\n', "phone_region cannot be"),
    "a setting that there is not": ('x: "\nheadphones: never\n"\nheadphones: always\n', "There is no setting called 'x'"),
    "a setting twice": ("headphones: never\nheadphones: always\n", "`headphones` is here a second time"),
}


@pytest.mark.parametrize(("coming", "told"), DRESSED_UP.values(), ids=DRESSED_UP)
def test_staff_are_told_what_the_kiosk_reads_of_the_settings_in_a_backup(tmp_path: Path, coming: str, told: str) -> None:
    data, staged = tmp_path / "data", tmp_path / "staged"
    for folder, text in ((data, "headphones: never\nidle_seconds: 60\n"), (staged, coming)):
        folder.mkdir()
        (folder / "settings.yaml").write_text(text)
    before = read_settings(data)[0]
    asked = restored_settings.changes(data, coming.encode())
    said = restored_settings.keep_own(data, staged)
    assert told in said
    stays = "have a mistake in them" in said
    assert (read_settings(staged)[0] == before) is stays
    assert stays or any(told in f"{name}: {to}" for name, _, to in asked)
    assert bool(asked) is not stays


@pytest.mark.parametrize(("answer", "now"), [("yes", (32.0, 700.0)), ("", (0.0, 900.0))])
def test_staff_see_the_settings_before_they_agree(
    clinic: KioskFolders, machine: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, answer: str, now: tuple[float, float]
) -> None:  # fmt: skip
    tmp_path = clinic.data.parent
    (clinic.data / "settings.yaml").write_text("lower_edge_mm: 700\nscreen_diagonal_inches: 32\n")
    backup(clinic, tmp_path / "b.zip", NOW)
    fresh = machine("new")
    fresh.data.mkdir()
    (fresh.data / "settings.yaml").write_text("lower_edge_mm: 900\n")
    monkeypatch.setattr("kiosk.staff.care.restored_settings.can_ask", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: answer)
    restore(fresh, tmp_path / "b.zip", NOW)
    found = read_settings(fresh.data)[0]
    assert (found.screen_diagonal_inches, found.lower_edge_mm) == now
    assert "  lower_edge_mm: 700 (here: 900)" in capsys.readouterr().out


@pytest.mark.parametrize("agrees", ["nobody is there", "no", "yes", "--yes"])
def test_a_machine_that_tells_nobody_yet_takes_it_along_if_staff_agree(
    clinic: KioskFolders, machine: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], agrees: str
) -> None:
    tmp_path = clinic.data.parent
    (clinic.data / "settings.yaml").write_text(OWN)
    backup(clinic, tmp_path / "b.zip", NOW)
    fresh = machine("new")
    monkeypatch.setattr(restored_settings, "can_ask", lambda: agrees in ("no", "yes"))
    monkeypatch.setattr("builtins.input", lambda _: agrees.removeprefix("no"))
    said = restore(fresh, tmp_path / "b.zip", NOW, agreed=agrees == "--yes")
    asked, found = capsys.readouterr().out, read_settings(fresh.data)[0]
    assert ("  desk_mail_server: mail.clinic.example (here: not set)" in asked) is (agrees in ("no", "yes"))
    if agrees.endswith("yes"):
        assert "From the backup comes desk_mail_server: mail.clinic.example (it was: not set). Check that you know it" in said
        assert (found.desk_mail_server, found.desk_mail_to) == ("mail.clinic.example", "desk@clinic.example")
    else:
        assert "The backup says desk_mail_server: mail.clinic.example. Here it stays: not set. " in said
        assert [getattr(found, name) for name in restored_settings.OF_THE_DESK] == [""] * 5


OTHERS = {
    "screen_diagonal_inches": "32", "lower_edge_mm": "700", "idle_seconds": "600", "warning_seconds": "60", "help_seconds": "900",
    "slower_times": "5", "key_bounce_ms": "200", "phone_region": "GB", "backup_folder": "/srv/x", "publications_folder": "/srv/x",
    "backup_with_key": "yes", "headphones": "always", "open_hours": "Mon 9:00-10:00",
    "closed": "2026-12-25", "rotate": "90", "keys": "{help: F16}", "voices": "{en: pico}",
    "desk_web": "https://evil.example/x", "desk_mail_to": "eve@evil.example\ndesk_mail_server: evil.example", "desk_mail_from": "eve@evil.example",
    "desk_mail_server": "evil.example\ndesk_mail_to: eve@evil.example", "desk_mail_user": "eve",
}  # fmt: skip
"""Each setting as a machine without settings does not have it."""


@pytest.mark.parametrize("name", Settings.__struct_fields__)
def test_where_nobody_can_be_asked_only_what_is_harmless_comes_along(tmp_path: Path, name: str) -> None:
    data, staged, coming = tmp_path / "data", tmp_path / "staged", f"{name}: {OTHERS[name]}\n"
    for folder in (data, staged):
        folder.mkdir()
    (staged / "settings.yaml").write_text(coming)
    there, problems = read_settings(staged)
    assert (getattr(there, name) == getattr(Settings(), name), problems) == (False, ())
    kept = restored_settings.ask(restored_settings.changes(data, coming.encode()), agreed=False)
    restored_settings.keep_own(data, staged, kept)
    now = read_settings(staged)[0]
    assert now == (there if name in restored_settings.HARMLESS else Settings())


def test_check_tells_of_each_name_on_which_a_backup_would_stop(tmp_path: Path) -> None:
    for name in ("fine.svg", "a\\b.svg", "not\udcfftext.svg"):
        (tmp_path / name).touch()
    told = [problem.file for problem in module.unkept(tmp_path)]
    assert told == ["a\\b.svg", "not\ufffdtext.svg"]


def test_a_file_in_too_many_folders_is_told_before_a_backup_stops_on_it(clinic: KioskFolders, tmp_path: Path) -> None:
    below = clinic.content.joinpath(*"abcdefghijklmnopqrstuv")
    below.mkdir(parents=True)
    (below / "x.svg").touch()
    (told,) = module.unkept(clinic.content)
    assert (told.instead, "more than 20 folders" in told.wrong) == ("Move it further up.", True)
    with pytest.raises(ExpectedError, match="move it further up"):
        backup(clinic, tmp_path / "b.zip", NOW)


def test_who_holds_the_plan_of_a_restore_keeps_nobody_waiting_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fdopen(handle: int, how: str) -> Any:
        other = os.open(f"/proc/self/fd/{handle}", os.O_RDONLY)
        fcntl.flock(other, fcntl.LOCK_EX)
        held.callback(os.close, other)
        return opens(handle, how)

    opens = os.fdopen
    monkeypatch.setattr(os, "fdopen", fdopen)
    monkeypatch.setattr(private, "SECONDS_HELD", 0.0)
    plan = restoring.Plan(*([""] * sum(each not in restoring.Plan.__struct_defaults__ for each in restoring.Plan.__struct_fields__)))
    with ExitStack() as held, pytest.raises(TimeoutError, match="end that program or restart this machine"), restoring._written(tmp_path, plan):
        pass
    assert not list(tmp_path.iterdir())


def test_settings_that_no_kiosk_reads_take_nothing_away(clinic: KioskFolders, packed: Path) -> None:
    """A little over a million bytes: read by half they would have said nothing, and what this machine had been told of privacy was gone."""
    own = "headphones: never\nidle_seconds: 40\n"
    (clinic.data / "settings.yaml").write_text(own + "# x\n" * 250_000)
    with pytest.raises(ExpectedError, match="settings in the backup are larger"):
        restore(clinic, packed_again(clinic, packed), NOW, replace=True, agreed=True)
    (clinic.data / "settings.yaml").write_text(own + "# x\n" * 240_000)
    backup(clinic, file := packed.with_name("smaller.zip"), NOW)
    (clinic.data / "settings.yaml").write_text(own)
    restore(clinic, file, NOW, replace=True)
    assert read_settings(clinic.data)[0].idle_seconds == 40


def test_a_folder_in_the_place_of_the_plan_or_of_what_is_noted_keeps_no_restore(clinic: KioskFolders, packed: Path, tmp_path: Path) -> None:
    (clinic.data / ".restore-plan" / "x").mkdir(parents=True)
    (clinic.data / LEFT_OUT / "x").mkdir(parents=True)
    said = restore(clinic, packed, NOW, replace=True)
    assert "This machine now has the backup" in said
    assert (clinic.data / LEFT_OUT).is_file()


def test_what_cannot_be_noted_once_all_is_in_place_is_told_behind_it(clinic: KioskFolders, packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, _: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(restoring, "write_own", full)
    said = restore(clinic, packed, NOW, replace=True)
    assert "This machine now has the backup" in said
    assert "`doctor` will not know that the key was left out" in said


OF_PRIVACY = {
    "headphones", "idle_seconds", "warning_seconds", "help_seconds", "slower_times", "backup_folder", "backup_with_key", "publications_folder",
    "keys", "voices",
}  # fmt: skip
"""Whoever made the backup must not change these unseen; why stands in `restored_settings`."""


def test_each_setting_is_of_privacy_of_the_desk_or_harmless() -> None:
    """A new one stays as it is on this machine where nobody can be asked, until somebody says that it is harmless."""
    parts = [OF_PRIVACY, set(restored_settings.OF_THE_DESK), set(restored_settings.HARMLESS)]
    assert set().union(*parts) == set(Settings.__struct_fields__)
    assert sum(map(len, parts)) == len(Settings.__struct_fields__)


@pytest.mark.parametrize("damage", ["a folder", "other bytes", "cut off"])
def test_a_damaged_key_file_is_told_in_a_sentence(clinic: KioskFolders, tmp_path: Path, capsys: pytest.CaptureFixture[str], damage: str) -> None:
    file = next((clinic.data / "keys").glob("*.private.json"))
    raw = file.read_bytes()
    file.unlink()
    if damage == "a folder":
        file.mkdir()
    else:
        file.write_bytes(b"\xff" * 100 if damage == "other bytes" else raw[: len(raw) // 2])
    assert main(["backup", str(tmp_path / "all.zip"), "--data", str(clinic.data), "--content", str(clinic.content)]) == 1
    assert f"The key file {file.name} " in (said := capsys.readouterr().err), said
    assert "should not have happened" not in said


def test_a_backup_that_is_tried_out_elsewhere_leaves_the_kiosks_own_content_alone(
    clinic: KioskFolders, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, elsewhere = tmp_path / "good.zip", tmp_path / "elsewhere" / "data"
    backup(clinic, file, NOW)
    elsewhere.parent.mkdir()
    words = ["restore", str(file), "--yes", "--data", str(elsewhere)]
    assert main(words) == 1
    assert f"such as `--content {elsewhere.with_name('content')}`" in capsys.readouterr().err
    assert not elsewhere.exists()
    assert main([*words, "--content", str(elsewhere.with_name("content"))]) == 0
    assert elsewhere.with_name("content").is_dir()
    assert not list(PROJECT.glob("content.before-restore*"))


def test_what_fills_the_data_folder_is_named_and_what_takes_no_room_is_never_read(clinic: KioskFolders, tmp_path: Path) -> None:
    large = clinic.data / "drawer" / "drawer-set-aside-20261101-1.sqlite"
    large.touch()
    os.truncate(large, 15 << 40)
    with pytest.raises(ExpectedError, match=r"drawer-set-aside-20261101-1\.sqlite is too large for a backup"):
        backup(clinic, tmp_path / "b.zip", NOW)
    large.unlink()
    names = [f"drawer/drawer-set-aside-{number}.sqlite" for number in range(module.MOST_FILES + 1)]
    with pytest.raises(ExpectedError, match="are in the folder `drawer`"):
        module._refuse_what_no_restore_takes(names)
