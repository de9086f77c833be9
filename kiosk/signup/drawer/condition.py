"""What is damaged in a drawer, and how old it is, for somebody who changes nothing in it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from kiosk.files.bounded_sqlite import (
    refuse_too_many,
    refuse_unusual,
)  # fmt: skip
from kiosk.files.private import linked
from kiosk.files.regular import is_regular
from kiosk.signup.drawer.database import NAME, looked_into
from kiosk.signup.drawer.refusals import KeepError, Why, why_not_written, why_of
from kiosk.signup.drawer.schema import COLUMNS, ended, strange

LETTERS = 900
"""Of a sentence about what is wrong, with the names and commands in it."""


def damage(folder: Path) -> tuple[str, ...]:
    """What is damaged in the drawer, without changing anything; empty if it is whole, or not there. May raise KeepError."""
    if linked(folder):
        raise KeepError(Why.LINKED)
    try:
        refuse_unusual(folder / NAME)
        if not os.path.lexists(folder / NAME):
            return ()
        with closing(looked_into(folder)) as database:
            return tuple(_damage(database))
    except OSError as error:
        raise KeepError(why_not_written(error)) from error
    except (sqlite3.Error, MemoryError) as error:
        if (why := why_of(error)) is not Why.BROKEN:
            raise KeepError(why) from error
        return (str(error),)


def _damage(database: sqlite3.Connection) -> Iterator[str]:
    if odd := strange(database):
        yield f"there is {odd} in it"
        return
    told = [str(row[0])[:LETTERS] for row in database.execute("PRAGMA quick_check(5)")]
    yield from (each for each in told if each != "ok")
    tables = {str(row[0]) for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    for table, columns in (COLUMNS if tables else {}).items():
        if table in tables or table in ("records", "seals", "journal"):
            database.execute(f"SELECT {columns} FROM {table} LIMIT 0")  # noqa: S608  both are written here
    refuse_too_many(database, sorted(each for each in tables if not each.startswith("sqlite_")))
    if "ratchet" in tables and (wrong := ended(database)):
        yield wrong


def is_damaged(folder: Path) -> bool:
    """Whether that is certain, or it is far too much: what cannot be looked at now is not."""
    try:
        return bool(damage(folder))
    except KeepError as error:
        return error.why is Why.TOO_MUCH


def newest_day(folder: Path) -> date | None:
    """The last day on which something came into the drawer or its journal; None where that cannot be known."""
    try:
        days = [row[0] for row in asked(folder, "SELECT max(at) FROM journal UNION SELECT max(day) FROM records") if row[0]]
        return max((date.fromisoformat(day[:10]) for day in days), default=None)
    except (sqlite3.Error, MemoryError, OSError, ValueError, TypeError):
        return None


def asked(folder: Path, query: str) -> list[tuple[str]]:
    """What the drawer answers to somebody who changes nothing; nothing if there is none."""
    if not is_regular(folder / NAME):
        return []
    with closing(looked_into(folder)) as database:
        return database.execute(query).fetchall()
