"""The SQLite file that a drawer is: how it is made and opened, and that nothing lingers beside it.

After each entry everything lies in that one file: what SQLite keeps beside it is moved there and written over, so that neither what was
deleted nor an old key of the journal stays behind on a disk that writes in place.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from kiosk.files.bounded_sqlite import (
    Bounded,
    begin_log,
    connected,
    hold_room,
    refuse_unusual,
)  # fmt: skip
from kiosk.files.private import FILE_MODE, zero
from kiosk.signup.drawer.schema import SCHEMA, drop_statistics, strange

NAME = "drawer.sqlite"
BESIDE = (f"{NAME}-wal", f"{NAME}-shm", f"{NAME}-journal")
"""What SQLite keeps beside the drawer."""
_BUSY_SECONDS = 0.2
"""How long another program may hold the drawer before that is told: the screen's thread waits meanwhile (standards R8)."""


def begun(path: Path) -> Bounded:
    """The drawer, made where there is none, for nobody else to read."""
    refuse_unusual(path)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NONBLOCK | os.O_NOFOLLOW, FILE_MODE))
    return opened(path)


def opened(path: Path) -> Bounded:
    """The drawer, to be written into, after a look that writes nothing: it may be the database of another program."""
    with closing(looked_into(path.parent)) as database:
        refuse_strange(strange(database), "there is {} in it")
    database = connected(path, "mode=rw", seconds=_BUSY_SECONDS)
    try:
        begin_log(database)
        for pragma in ("synchronous=FULL", "secure_delete=ON", "temp_store=MEMORY"):
            database.execute(f"PRAGMA {pragma}")
        refuse_strange(strange(database), "there is {} in it")
        drop_statistics(database)
        database.executescript(SCHEMA)
        hold_room(path)
    except BaseException:
        database.close()
        raise
    return database


def looked_into(folder: Path) -> Bounded:
    """The drawer in this folder, to be read alone. Raises sqlite3.Error."""
    return connected(folder / NAME, "mode=ro", seconds=_BUSY_SECONDS)


def refuse_strange(odd: str, words: str) -> None:
    """Raises sqlite3.DatabaseError where there is something `odd`, in these `words`."""
    if odd:
        raise sqlite3.DatabaseError(words.format(odd))


def move_home(database: sqlite3.Connection, drawer: Path) -> None:
    """What SQLite keeps beside the drawer goes into it, and is written over: what is deleted lingers nowhere, nor does an old key.

    The zeros are written while nobody else can write, and only if nobody did since all was moved. Where somebody else reads just now it
    is left to the next time.
    """
    with suppress(sqlite3.Error, OSError):
        (before,) = database.execute("PRAGMA data_version").fetchone()
        if database.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()[0]:
            return
        database.execute("BEGIN IMMEDIATE")
        try:
            if database.execute("PRAGMA data_version").fetchone()[0] == before:
                zero(drawer.with_name(f"{drawer.name}-wal"))
        finally:
            database.execute("ROLLBACK")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
