"""What others do on this machine while a restore makes ready: it is not undone in silence."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from kiosk.files.bounded_sqlite import connected
from kiosk.files.private import DRAWER, SECONDS_HELD
from kiosk.files.regular import names_in
from kiosk.signup.drawer.database import NAME as DRAWER_FILE
from kiosk.staff.errors import ExpectedError

_CHANGED = (
    "Somebody else worked with the requests, the keys or the settings of this machine while the backup was made ready. Nothing was changed, since"
    " what they did would have been lost. Run the same command again when nobody else is at it."
)
_AT_IT = "Another command is writing into the requests of this machine. Nothing was changed. Run the same command again when that one has ended."


class AsItWas(Struct, frozen=True):
    """The files of these parts of a data folder at one moment: which each of them was, its size, and when it was last changed."""

    parts: tuple[str, ...]
    files: dict[str, tuple[int, int, int]]


def as_it_is(data: Path, parts: Sequence[str]) -> AsItWas:
    """The files of these parts of the data folder now, without what SQLite makes beside a drawer that is only read. May raise OSError."""
    found = dict[str, tuple[int, int, int]]()
    for part in parts:
        path = data / part
        for each in [path / name for name in names_in(path)] if path.is_dir() else [path]:
            with suppress(FileNotFoundError):
                facts = each.lstat()
                if not each.name.endswith("-shm") and (facts.st_size or not each.name.endswith("-wal")):
                    found[os.fspath(each)] = (facts.st_ino, facts.st_size, facts.st_mtime_ns)
    return AsItWas(tuple(parts), found)


@contextmanager
def untouched(data: Path, before: AsItWas) -> Iterator[None]:
    """Nobody writes into the drawer in the block, which begins only if all is still as it was `before`. Raises ExpectedError; may raise OSError.

    The drawer may go elsewhere in it: SQLite, which deletes by name what it kept beside, looks first whether the drawer still lies there.
    """
    with ExitStack() as held:
        if DRAWER in before.parts:
            _hold(data / DRAWER / DRAWER_FILE, held)
        if as_it_is(data, before.parts) != before:
            raise ExpectedError(_CHANGED)
        yield


def _hold(drawer: Path, held: ExitStack) -> None:
    """Into what cannot be opened nobody else writes either."""
    with suppress(sqlite3.DatabaseError, MemoryError, OSError):
        database = held.enter_context(closing(connected(drawer, "mode=rw", seconds=SECONDS_HELD)))
        try:
            database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname.startswith("SQLITE_BUSY"):
                raise ExpectedError(_AT_IT) from error
            raise
