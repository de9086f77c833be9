"""What the office has acknowledged, so that each request goes up once. If it is lost all goes up again, and the office keeps each once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from kiosk.files.private import private_folder, put_aside
from kiosk.office.address import OfficeError
from kiosk.office.pairing import FOLDER

NAME = "ledger.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS sent (id TEXT PRIMARY KEY, keys TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS gone (id TEXT PRIMARY KEY);
"""


class Ledger:
    """In the folder of the carrier. Every method may raise OfficeError."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def sent(self) -> dict[str, str]:
        """The keys that each request was sealed for when it was acknowledged."""
        with self._open() as database:
            return {str(name): str(keys) for name, keys in database.execute("SELECT id, keys FROM sent")}

    def gone(self) -> set[str]:
        """What was acknowledged as gone."""
        with self._open() as database:
            return {str(name) for (name,) in database.execute("SELECT id FROM gone")}

    def note_sent(self, name: str, keys: str) -> None:
        """The office has it."""
        with self._open() as database:
            database.execute("REPLACE INTO sent VALUES (?, ?)", (name, keys))

    def note_gone(self, name: str) -> None:
        """The office knows that it is gone."""
        with self._open() as database:
            database.execute("REPLACE INTO gone VALUES (?)", (name,))

    def keep(self, lying: Mapping[str, object]) -> None:
        """What neither lies in the drawer nor has to be told any more is forgotten."""
        with self._open() as database:
            done = [(str(name),) for (name,) in database.execute("SELECT id FROM gone") if name not in lying]
            database.execute("BEGIN")
            database.executemany("DELETE FROM sent WHERE id = ?", done)
            database.executemany("DELETE FROM gone WHERE id = ?", done)
            database.execute("COMMIT")

    def forget(self) -> None:
        """Another office, or one that was put back to an earlier state: all goes up again."""
        with self._open() as database:
            database.execute("DELETE FROM gone")
            database.execute("DELETE FROM sent")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(self._made()) as database:
                yield database
        except (sqlite3.Error, OSError) as error:
            raise OfficeError(f"What was sent to the office cannot be noted on the disk ({type(error).__name__}).") from error

    def _made(self) -> sqlite3.Connection:
        file = private_folder(self._data / FOLDER) / NAME
        try:
            return _opened(file)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorname", "") not in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
                raise
            put_aside(file)
            return _opened(file)


def _opened(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, isolation_level=None)
    try:
        database.execute("PRAGMA synchronous=FULL")
        database.executescript(_SCHEMA)
    except BaseException:
        database.close()
        raise
    return database
