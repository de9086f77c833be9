"""What the office has acknowledged, so that each request goes up once. If it is lost all goes up again, and the office keeps each once."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kiosk.files.private import FILE_MODE, private_folder
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
        if not os.path.lexists(self._data / FOLDER / NAME):
            return {}
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

    def keep(self, lying: Collection[str], went: Collection[str]) -> None:
        """What neither lies in the drawer nor has gone from it of late is forgotten."""
        with self._open() as database:
            database.execute("BEGIN")
            for table, there in (("sent", {*lying, *went}), ("gone", {*went})):
                names = [(str(name),) for (name,) in database.execute(f"SELECT id FROM {table}") if name not in there]  # noqa: S608  written here
                database.executemany(f"DELETE FROM {table} WHERE id = ?", names)  # noqa: S608
            database.execute("COMMIT")

    def forget(self) -> None:
        """Another office, or one that was put back to an earlier state: all goes up again."""
        with self._open() as database:
            database.execute("DELETE FROM gone")
            database.execute("DELETE FROM sent")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            file = private_folder(self._data / FOLDER) / NAME
            try:
                with closing(_opened(file)) as database:
                    yield database
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:  # it is damaged, and begun anew with the next question
                for each in (file, file.with_name(f"{NAME}-journal")):
                    each.unlink(missing_ok=True)
                raise
        except (sqlite3.Error, OSError) as error:
            raise OfficeError(f"What was sent to the office cannot be noted on the disk ({type(error).__name__}).") from error


def _opened(file: Path) -> sqlite3.Connection:
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, FILE_MODE))
    database = sqlite3.connect(file, isolation_level=None)
    try:
        database.execute("PRAGMA synchronous=FULL")
        database.executescript(_SCHEMA)
    except BaseException:
        database.close()
        raise
    return database
