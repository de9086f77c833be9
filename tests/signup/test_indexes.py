"""An index of the drawer that does not say what is in its table: nothing is hidden by it, and somebody is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.signup.drawer import expiry, soundness
from kiosk.signup.drawer.boot import Boot
from kiosk.signup.drawer.database import NAME
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.journal import what_came
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.journal.status import Status
from kiosk.signup.keys import trust, try_out_key, unlock
from kiosk.signup.record import Answer, Record
from kiosk.staff.care.backup import KioskFolders, backup
from kiosk.staff.errors import ExpectedError

TODAY = date(2026, 11, 23)
TABLES = {
    "records": ("id TEXT PRIMARY KEY, day TEXT NOT NULL, seq INTEGER NOT NULL", "sqlite_autoindex_{}_1"),
    "seals": ("id TEXT NOT NULL, key TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (id, key)", "sqlite_autoindex_{}_1"),
    "marks": ("id TEXT NOT NULL, status TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL", "{}_by_id"),
}
SAYS = "did not find all that was in it"


@pytest.fixture
def drawer(tmp_path: Path) -> Iterator[Drawer]:
    try_out_key.make_try_out(tmp_path / "keys", TODAY)
    signer = trust.signer_of(tmp_path / "keys", unlock.open_private(tmp_path / "keys", "", ""))
    with closing(Drawer(tmp_path / "drawer", tmp_path / "keys")) as made:
        for name in ("one", "two", "three"):
            kept = made.keep(Record(TODAY, "en", (Answer("name", "name", name, name),), ()))
            made.mark(kept, Status.CALLED, "Ana", signer)
        yield made


def names(drawer: Drawer) -> list[str]:
    return [entry.id for entry in drawer.entries()]


def hides(drawer: Drawer, table: str, name: str) -> None:
    """Puts the index of a table without that request in the place of the right one."""
    columns, index = TABLES[table]
    drawer.close()
    file = drawer.folder / NAME
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute(f"CREATE TABLE other ({columns})")
        if table == "marks":
            database.execute("CREATE INDEX other_by_id ON other (id)")
        database.execute(f"INSERT INTO other SELECT * FROM {table} WHERE id <> ?", (name,))  # noqa: S608  of `TABLES`
        pages = dict(database.execute("SELECT name, rootpage FROM sqlite_schema"))
        ours, theirs = index.format(table), index.format("other")
        database.execute("PRAGMA writable_schema = ON")
        database.execute("UPDATE sqlite_schema SET rootpage = ? WHERE name = ?", (pages[theirs], ours))
        database.execute("UPDATE sqlite_schema SET rootpage = ? WHERE name = ?", (pages[ours], theirs))
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("DROP TABLE other")
        assert database.execute("PRAGMA quick_check").fetchall() == [("ok",)]


def rots(drawer: Drawer, table: str, name: str) -> None:
    """One letter of the id in the index is another one on the disk."""
    drawer.close()
    file = drawer.folder / NAME
    with closing(sqlite3.connect(file)) as database:
        root = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (TABLES[table][1].format(table),)).fetchone()[0]
        size = database.execute("PRAGMA page_size").fetchone()[0]
    raw = file.read_bytes()
    at = raw.index(name.encode(), (root - 1) * size, root * size)
    file.write_bytes(raw[:at] + (b"0" if raw[at : at + 1] != b"0" else b"1") + raw[at + 1 :])


@pytest.mark.parametrize("harm", [hides, rots])
@pytest.mark.parametrize("table", TABLES)
def test_what_an_index_does_not_say_is_shown_all_the_same_and_told(
    drawer: Drawer, tmp_path: Path, table: str, harm: Callable[[Drawer, str, str], None]
) -> None:
    privates = unlock.open_private(tmp_path / "keys", "", "")
    before = names(drawer)
    assert soundness.verify(drawer, privates) == ()
    harm(drawer, table, before[1])
    assert names(drawer) == before
    assert drawer.waiting() == 0
    assert drawer.open(before[1], privates)
    assert {entry.id: entry.status for entry in drawer.entries()}[before[1]] is Status.CALLED
    (told,) = soundness.verify(drawer, privates)
    assert SAYS in told
    soundness.settle(drawer, [told], "Ana", trust.signer_of(tmp_path / "keys", privates))
    assert soundness.verify(drawer, privates) == ()
    assert sum(line.what == EntryKind.REINDEXED for line in drawer.trail()) == 1


def test_a_kiosk_that_runs_on_lists_what_somebody_hides_meanwhile(drawer: Drawer, tmp_path: Path) -> None:
    before = names(drawer)
    with closing(Drawer(tmp_path / "drawer", tmp_path / "keys")) as running:
        assert names(running) == before
        hides(drawer, "records", before[1])
        assert names(running) == before


def test_a_clock_that_was_set_is_noted_before_an_index_is_made_anew(tmp_path: Path) -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    try_out_key.make_try_out(tmp_path / "keys", TODAY)
    with closing(Drawer(tmp_path / "drawer", tmp_path / "keys", lambda: now, since_boot=lambda: Boot("3fa9c2d1", 100.0))) as drawer:
        kept = drawer.keep(Record(TODAY, "en", (Answer("name", "name", "one", "one"),), ()))
        now += timedelta(1)  # the first move of all is free
        expiry.begin_day(drawer)
        now += timedelta(4)
        hides(drawer, "records", kept)
        assert names(drawer) == [kept]
        assert [line.what for line in drawer.trail()[-2:]] == [EntryKind.CLOCK, EntryKind.REINDEXED]
        assert expiry.lived(drawer, now.date()).now == 1


def test_no_backup_is_made_of_what_a_restore_would_not_find(drawer: Drawer, tmp_path: Path) -> None:
    before = names(drawer)
    hides(drawer, "records", before[1])
    for folder in ("data", "content", "elsewhere"):
        (tmp_path / folder).mkdir()
    for folder in ("keys", "drawer"):
        (tmp_path / folder).rename(tmp_path / "data" / folder)
    with pytest.raises(ExpectedError, match="missing from index"):
        backup(KioskFolders(tmp_path / "content", tmp_path / "data"), tmp_path / "elsewhere" / "kiosk.zip", datetime.now(UTC))


def test_what_cannot_be_mended_is_told_at_each_look(drawer: Drawer) -> None:
    """Two rows of one name, of which the index has none twice."""
    hidden = names(drawer)[1]
    hides(drawer, "records", hidden)
    with closing(sqlite3.connect(drawer.folder / NAME, isolation_level=None)) as database:
        database.execute("INSERT INTO records SELECT id, day, seq FROM records NOT INDEXED WHERE id = ?", (hidden,))
    told = "\n".join(soundness.verify(drawer, {}))
    assert "is damaged where it finds what is in it" in told
    assert hidden in names(drawer)


def test_what_no_list_shows_is_told(drawer: Drawer, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = names(drawer)[1]
    monkeypatch.setattr("kiosk.signup.journal.verify.LISTED", what_came.LISTED.replace("typeof", f"id <> '{hidden}' AND typeof"))
    assert any(f"The request {hidden[:8]} is in the drawer, but" in told for told in soundness.verify(drawer, {}))
