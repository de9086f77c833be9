"""What SQLite keeps beside a drawer counts as SQLite itself counts it, whatever was torn, and a copy of it is made on no disk."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.signup.drawer import foreign
from kiosk.signup.drawer.beside import merged, says
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.keys import try_out_key
from kiosk.signup.record import Answer, Record

MOST = 8 << 20
WRITINGS = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), st.integers(1, 40)),
        st.tuples(st.just("delete"), st.integers(0, 60)),
        st.tuples(st.just("roll back"), st.integers(1, 60)),
        st.tuples(st.just("checkpoint"), st.sampled_from(["PASSIVE", "RESTART", "TRUNCATE"])),
        st.tuples(st.just("vacuum"), st.just(0)),
    ),
    min_size=1,
    max_size=8,
)


def write(database: sqlite3.Connection, writings: list[tuple[str, int | str]]) -> None:
    for what, how in writings:
        match what:
            case "insert":
                database.executemany("INSERT INTO t(b) VALUES (?)", [(bytes([each]) * 300,) for each in range(int(how))])
            case "delete":
                database.execute("DELETE FROM t WHERE a <= ?", (how,))
            case "roll back":  # so much that SQLite writes some of it beside already
                database.execute("PRAGMA cache_size = 2")
                database.execute("BEGIN")
                database.executemany("INSERT INTO t(b) VALUES (?)", [(bytes(300),) for _ in range(int(how))])
                database.execute("ROLLBACK")
            case "checkpoint":
                database.execute(f"PRAGMA wal_checkpoint({how})").fetchall()
            case "vacuum":
                database.execute("VACUUM")


def dumped(file: Path) -> list[str] | str:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True)) as database:
        return _dump(database)


def _dump(database: sqlite3.Connection) -> list[str] | str:
    try:
        return [*database.iterdump(), str(database.execute("PRAGMA quick_check").fetchall())]
    except sqlite3.Error:
        return "damaged"


@settings(max_examples=15, deadline=None)
@given(
    page=st.sampled_from([512, 4096]), writings=WRITINGS, later=WRITINGS, cut=st.none() | st.integers(0, 9000),
    flip=st.none() | st.integers(0, 9000),
)  # fmt: skip
def test_a_drawer_and_what_lies_beside_it_are_what_sqlite_makes_of_them(
    page: int, writings: list[tuple[str, int | str]], later: list[tuple[str, int | str]], cut: int | None, flip: int | None
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, beside = folder / "x.sqlite", folder / "x.sqlite-wal"
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            for pragma in (f"page_size = {page}", "journal_mode = WAL", "wal_autocheckpoint = 0"):
                database.execute(f"PRAGMA {pragma}").fetchall()
            database.execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b)")
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            write(database, [*writings, *later])
            (folder / "copy").mkdir()
            copy = Path(shutil.copy(file, folder / "copy"))
            log = bytearray(beside.read_bytes())
        log = log[: len(log) - cut] if cut and cut < len(log) else log
        if flip is not None and flip < len(log):
            log[len(log) - 1 - flip] ^= 0x40
        whole = merged(copy.read_bytes(), bytes(log), MOST)
        copy.with_name("x.sqlite-wal").write_bytes(log)
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(whole)
            assert _dump(database) == dumped(copy)


@settings(max_examples=60, deadline=None)
@given(drawer=st.binary(min_size=100, max_size=300), log=st.binary(max_size=300))
def test_whatever_it_says_of_itself_it_gets_no_longer_than_it_may(drawer: bytes, log: bytes) -> None:
    assert len(merged(drawer, log, 5000)) <= max(5000, len(drawer))
    assert says(drawer[:32]) >= 0


def test_a_drawer_that_was_copied_with_what_lies_beside_it_is_read_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    try_out_key.make_try_out(tmp_path / "keys", date(2026, 11, 23))
    drawer = Drawer(tmp_path / "drawer", tmp_path / "keys")
    drawer.keep(Record(date(2026, 11, 23), "en", (Answer("name", "name", "Bo", "Bo"),), ()))
    file = tmp_path / "drawer" / "drawer.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("DELETE FROM marks")
        database.execute("INSERT INTO seals(id, key, sealed) SELECT 'x', key, sealed FROM seals")
        database.execute("INSERT INTO records(id, day, seq) SELECT 'x', day, 1000 FROM records")
        assert file.with_name("drawer.sqlite-wal").stat().st_size
        before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        assert len(foreign.found_in(file)) == 2
        assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    drawer.close()
