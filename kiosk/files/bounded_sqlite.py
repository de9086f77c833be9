"""How a drawer is opened, whoever wrote it: with bounds of size, rows, memory, work and room, so that every look at it ends soon.

A drawer may come on a stick, or somebody who took the kiosk over may have filled ours: a file may say of itself what no kiosk writes,
such as rows without end. What is beyond these bounds no kiosk ever kept.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sqlite3
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

LARGEST = 1 << 30
"""Bytes of the file: a drawer that is full has some 200 MB."""
LARGEST_IN_MEMORY = 256 << 20
"""Bytes of one that is copied into memory."""
MOST_ROWS = 500_000
"""In a table that goes with the requests that are there: many times what 20 000 of them need."""
MOST_ENTRIES = 1_500_000
"""Of the journal, which only grows: at 200 a day it takes 20 years."""
_SIGNATURES = 3 * MOST_ENTRIES
"""No entry has more."""
_MOST_IN = {"journal": MOST_ENTRIES, "signatures": _SIGNATURES}
_MOST_CHANGES = 20_000
"""Of the day in the journal: 50 years of them, or 25 of a machine whose clock starts anew each day."""
LONGEST = 1 << 16
"""Bytes of a row: the words of a consent are the longest that a kiosk writes."""
MOST_HELD = 256 << 20
"""Bytes of rows that are in memory at once."""
_MOST_HEAP = 512 << 20
"""Bytes that SQLite itself may take in this process."""
MOST_STEPS = 200_000_000
"""Of SQLite's own machine for one question or deed: some seconds."""
_STEPS_AT_ONCE = 100_000
ROOM = 2 << 20
"""Bytes that must be free before SQLite makes what it keeps beside a drawer."""
_HELD_ROOM = 1 << 20
"""Bytes of the index of SQLite's log that get their room at once: enough for half a gigabyte in one transaction."""
_HANDLES = 1024
"""Descriptors that are looked at one by one: who has changed the account may not list those of their own process."""
_TOO_MUCH = ("SQLITE_INTERRUPT", "SQLITE_TOOBIG", "SQLITE_NOMEM")


class TooMuchError(sqlite3.DatabaseError):
    """It is beyond the bounds. Its text is the rest of a sentence that begins with the drawer."""

    def __init__(self) -> None:
        super().__init__("it holds far more than any kiosk can have kept")


class UnusualError(sqlite3.DatabaseError):
    """It is no ordinary file, and SQLite must not open it. Its text is the rest of a sentence that begins with the drawer."""


class JournalError(sqlite3.DatabaseError):
    """Beside the drawer lies what SQLite would carry out when it opens it: a rollback journal can name any file to be deleted.

    No kiosk makes one beside a drawer, for ours keep a log (https://www.sqlite.org/fileformat2.html, sections 3 and 4).
    """

    def __init__(self, journal: Path) -> None:
        super().__init__(f"{journal.name} lies beside it, which no kiosk makes")


class Bounded(sqlite3.Connection):
    """A connection that gives up what is too much. `begin` a question, or a deed, before it is asked."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._left = MOST_STEPS
        self.text_factory = _text
        self.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
        self.set_progress_handler(self._is_over, _STEPS_AT_ONCE)
        self.execute(f"PRAGMA hard_heap_limit = {_MOST_HEAP}")

    def begin(self) -> None:
        """From here on the steps count anew."""
        self._left = MOST_STEPS

    def _is_over(self) -> bool:
        self._left -= _STEPS_AT_ONCE
        return self._left < 0


def _text(raw: bytes) -> str:
    """Also what is no text: it must keep nobody from the rest."""
    return raw.decode(errors="replace")


def connected(file: Path, how: str, *, seconds: float = 5.0) -> Bounded:
    """Opens a drawer as a URI of SQLite says (`mode=ro`), with its bounds. `seconds` is how long another program may hold it.

    Raises TooMuchError for a file that is too large, UnusualError and JournalError for what SQLite must not open, OSError where nothing can be
    read or the disk is full, sqlite3.Error. Who can write into that folder at this very moment can still be quicker than the look.
    """
    if "immutable" not in how:  # then SQLite looks at nothing beside the file
        refuse_unusual(file)
    for each in (file, _beside(file, "wal")):
        with suppress(FileNotFoundError):
            if each.stat().st_size > LARGEST:
                raise TooMuchError
    if "immutable" not in how:
        _see_that_there_is_room(file)
    uri = f"{file.absolute().as_uri()}?{how}"
    return sqlite3.connect(uri, uri=True, timeout=seconds, isolation_level=None, check_same_thread=False, factory=Bounded)


def refuse_unusual(file: Path) -> None:
    """Raises UnusualError where the drawer, or what SQLite keeps beside it, is a link or no file (on a pipe it would wait for ever); JournalError."""
    for each in (file, *(_beside(file, what) for what in ("wal", "shm", "journal"))):
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(each.lstat().st_mode):
                raise UnusualError(f"{each.name} is no ordinary file")
    if os.path.lexists(journal := journal_of(file)):
        raise JournalError(journal)


def journal_of(file: Path) -> Path:
    """Where SQLite looks for a rollback journal of this drawer."""
    return _beside(file, "journal")


def in_memory(drawer: bytes = b"") -> Bounded:
    """A drawer that lies on no disk, with its bounds; at first an empty one. Raises sqlite3.Error."""
    database = sqlite3.connect(":memory:", isolation_level=None, factory=Bounded)
    if drawer:
        database.deserialize(drawer)
    return database


def begin_log(database: sqlite3.Connection) -> None:
    """From here on SQLite keeps a log beside the drawer, and on the way there no journal on the disk. Raises sqlite3.Error."""
    if database.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        database.execute("PRAGMA journal_mode=MEMORY")
        database.execute("PRAGMA journal_mode=WAL")


def bounded(rows: Iterable[Any], most: int = 0) -> Iterator[Any]:
    """The rows, as long as they are not too many (`most`, else MOST_ROWS) and fit into memory. Raises TooMuchError."""
    held, most = 0, most or MOST_ROWS
    for number, row in enumerate(rows):
        held += sum([len(cell) for cell in row if isinstance(cell, (str, bytes))])
        if number >= most or held > MOST_HELD:
            raise TooMuchError
        yield row


def bounded_days(rows: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Entries and their times, as long as the day does not change more often than in the life of any kiosk. Raises TooMuchError."""
    before, changes = "", 0
    for entry, at in bounded(rows):
        day = str(at)[:10]
        changes, before = changes + (day != before), day
        if changes > _MOST_CHANGES:
            raise TooMuchError
        yield entry, at


def is_too_much(error: BaseException) -> bool:
    """Whether this error says that a bound was reached."""
    return isinstance(error, (TooMuchError, MemoryError)) or getattr(error, "sqlite_errorname", "") in _TOO_MUCH


def refuse_too_many(database: sqlite3.Connection, tables: Iterable[str]) -> None:
    """Raises TooMuchError where one of these tables has too many rows. A bare `count` could not be ended, so it is none."""
    for table in tables:
        most = _MOST_IN.get(table, MOST_ROWS)
        found = database.execute(f"SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT ?)", (most + 1,)).fetchone()  # noqa: S608  ours
        if found[0] > most:
            raise TooMuchError


# -- room -------------------------------------------------------------------------------------------------------------


def _beside(file: Path, what: str) -> Path:
    return file.with_name(f"{file.name}-{what}")


def _see_that_there_is_room(file: Path) -> None:
    """Raises OSError where the disk is too full to make the index of the log.

    SQLite maps that file into memory. Where a page of it finds no room when it is written, there is no error: the system ends the process.
    """
    disk = os.statvfs(file.parent)
    if disk.f_bavail * disk.f_frsize < ROOM and not _has_room(_beside(file, "shm")):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file.parent))


def _has_room(index: Path) -> bool:
    with suppress(OSError):
        return index.stat().st_blocks * 512 >= _HELD_ROOM
    return False


def hold_room(file: Path) -> None:
    """Gives the index of the log of an open drawer all the room it may need, so that a disk that is full later ends nobody's process.

    By the descriptor that SQLite has: closing another one would drop its locks. Raises OSError where the disk is full. Where the system
    cannot do this, nothing happens.
    """
    index = _beside(file, "shm")
    if sys.platform != "linux" or _has_room(index):
        return
    with suppress(FileNotFoundError):
        seen = index.stat()
        handle = next((each for each in range(_HANDLES) if _is_it(each, seen)), None)
        if handle is not None:
            _allocate(handle)


def _is_it(handle: int, seen: os.stat_result) -> bool:
    with suppress(OSError):
        return os.path.samestat(os.fstat(handle), seen)
    return False


def _allocate(handle: int) -> None:
    """By the system's own call: that of the C library would write into a file that others use where the file system has none."""
    system = ctypes.CDLL(None, use_errno=True)
    if system.fallocate(handle, 0, ctypes.c_long(0), ctypes.c_long(_HELD_ROOM)):
        number = ctypes.get_errno()
        if number in (errno.ENOSPC, errno.EDQUOT):
            raise OSError(number, os.strerror(number))
