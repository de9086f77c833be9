"""No drawer is opened before it was looked at: SQLite would do what lies beside it says, and begin one in whatever a link leads to."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.files.bounded_sqlite import JournalError, connected
from kiosk.signup.drawer.condition import damage, newest_day
from kiosk.signup.drawer.copies import forget
from kiosk.signup.drawer.database import NAME
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.foreign import days_in
from kiosk.signup.drawer.refusals import KeepError, Why
from kiosk.signup.keys import try_out_key
from kiosk.signup.record import Answer, Record

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
RECORD = Record(NOW.date(), "en", (Answer("name", "name", "Di", ""),), ())
_MAGIC = bytes.fromhex("d9d505f920a163d7")


def hot(drawer: Path, victim: Path) -> Path:
    """A journal beside the drawer by which SQLite would delete the victim (https://www.sqlite.org/fileformat2.html, section 3)."""
    raw, name = drawer.read_bytes(), str(victim).encode()
    page = int.from_bytes(raw[16:18], "big") or 4096
    head = (_MAGIC + struct.pack(">5I", 0, 1, len(raw) // page, 512, page)).ljust(512, b"\0")
    tail = struct.pack(">I", (1 << 30) // page + 1) + name + struct.pack(">2I", len(name), sum(name)) + _MAGIC
    journal = drawer.with_name(f"{drawer.name}-journal")
    journal.write_bytes(head + tail)
    return journal


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    file = tmp_path / "thesis.txt"
    file.write_text("the only copy")
    return file


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    try_out_key.make_try_out(data / "keys", NOW.date())
    with closing(here(data)) as drawer:
        drawer.keep(RECORD)
    return data


def here(data: Path, *, begins: bool = True) -> Drawer:
    return Drawer(data / "drawer", data / "keys", lambda: NOW, begins=begins)


def test_such_a_journal_is_what_it_takes(data: Path, victim: Path) -> None:
    hot(data / "drawer" / NAME, victim)
    with closing(sqlite3.connect(data / "drawer" / NAME)) as database:
        database.execute("SELECT 1 FROM journal").fetchall()
    assert not victim.exists()


def _trail(data: Path) -> object:
    with closing(here(data, begins=False)) as drawer:
        return drawer.trail()


def _there(data: Path) -> object:
    with closing(here(data, begins=False)) as drawer:
        return drawer.there


LOOKS: dict[str, Callable[[Path], object]] = {
    "a command": _trail,
    "whether there is one": _there,
    "damage": lambda data: damage(data / "drawer"),
    "the newest day": lambda data: newest_day(data / "drawer"),
    "a copy": lambda data: days_in(data / "drawer"),
    "SQLite": lambda data: connected(data / "drawer" / NAME, "mode=ro").close(),
}


@pytest.mark.parametrize("look", LOOKS)
def test_nobody_who_looks_follows_a_journal(data: Path, victim: Path, look: str) -> None:
    journal = hot(data / "drawer" / NAME, victim)
    with suppress(KeepError, JournalError):
        LOOKS[look](data)
    assert victim.exists()
    assert journal.exists()


def test_a_command_says_what_lies_there(data: Path, victim: Path) -> None:
    hot(data / "drawer" / NAME, victim)
    with pytest.raises(KeepError) as told:
        _trail(data)
    assert told.value.why is Why.JOURNAL


def test_the_kiosk_takes_the_journal_away_and_keeps_its_drawer(data: Path, victim: Path) -> None:
    journal = hot(data / "drawer" / NAME, victim)
    with closing(here(data)) as drawer:
        drawer.keep(RECORD)
        assert len(drawer.entries()) == 2
        assert drawer.file.set_aside == ()
    assert victim.exists()
    assert not journal.exists()


@pytest.mark.parametrize("place", ["before-restore-20261101-000000/drawer/drawer.sqlite", "drawer/drawer-set-aside-20261101-000000.sqlite"])
def test_what_is_deleted_goes_from_a_kept_copy_without_following_its_journal(data: Path, victim: Path, place: str) -> None:
    copy = data / place
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes((data / "drawer" / NAME).read_bytes())
    journal = hot(copy, victim)
    assert forget(data, sorted(days_in(copy))) == []
    assert days_in(copy) == {}
    assert victim.exists()
    assert not journal.exists()
    assert sorted(each.name for each in copy.parent.glob(f"{copy.name}*")) == [copy.name]


def a_database_of_another_program(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("CREATE TABLE songs (name TEXT)")


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("make", [a_database_of_another_program, Path.touch])
def test_what_is_no_drawer_stays_as_it_is(data: Path, tmp_path: Path, make: Callable[[Path], None], linked: bool) -> None:
    other, drawer = tmp_path / "other", data / "drawer" / NAME
    make(other)
    before = other.read_bytes()
    drawer.unlink()
    if linked:
        drawer.symlink_to(other)
    else:
        other.rename(drawer)
        other = drawer
    with pytest.raises(KeepError):
        _trail(data)
    assert other.read_bytes() == before
    assert sorted(each.name for each in other.parent.glob(f"{other.name}-*")) == []


def test_the_kiosk_begins_none_where_a_link_leads(tmp_path: Path) -> None:
    try_out_key.make_try_out(tmp_path / "keys", NOW.date())
    (tmp_path / "drawer").mkdir()
    (tmp_path / "drawer" / NAME).symlink_to(tmp_path / "nowhere")
    with closing(here(tmp_path)) as drawer:
        drawer.keep(RECORD)
    assert not (tmp_path / "nowhere").exists()
    assert not (tmp_path / "drawer" / NAME).is_symlink()
