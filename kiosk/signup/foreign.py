"""A drawer from elsewhere: a copy from a desk, one that was set aside. It is read and never changed, and refused for what it is."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from msgspec import Struct

from kiosk.files import open_regular
from kiosk.signup.ages import day_of
from kiosk.signup.bounded import LARGEST, Bounded, bounded, connected, is_too_much
from kiosk.signup.journal import CAME, GONE, What
from kiosk.signup.leftovers import erase
from kiosk.signup.schema import COLUMNS, strange
from kiosk.signup.status import Mark, Status
from kiosk.signup.verifying import Seen

NAME_IT = "Name the file drawer.sqlite of the copy."
FAR_TOO_MUCH = (
    "{file} holds far more than a kiosk can have kept, so nothing was read from it: somebody made it to do harm, or had taken over the kiosk that it"
    " comes from. Keep the file for whoever looks into that, and take another copy."
)
_SQLITE = b"SQLite format 3\0"
_NOTHING = bytes(16)
"""No seal ends so: where one does, the rest of it was cut off."""
_MOST_PROBED = 100_000
"""Rows that are asked for one by one, where those before and behind them are damaged."""


class ForeignError(Exception):
    """It is no drawer, or none that can be read. Its text is a plain sentence for staff."""


class Found(Struct, frozen=True):
    """A sign-up as it lies in a drawer: its id, the day it came, and its seals by their keys."""

    id: str
    day: str
    seals: tuple[tuple[str, bytes], ...]


def signed_marks(path: Path, ours: Mapping[str, bytes]) -> tuple[list[Mark], int]:
    """The marks of a copied drawer that somebody signed who is trusted, and how many others there are. Raises ForeignError."""
    with opened(path) as database:
        rows = _rows(database, "SELECT id, status, who, at FROM marks")
        try:
            seen = Seen(database, ours)
            good = {line.digest for line in seen.entries if line.what in (What.MARKED, What.MERGED) and seen.is_staffs(line)}
        except (sqlite3.OperationalError, TypeError, ValueError) as error:  # an older kiosk signed nothing
            if is_too_much(error):
                raise
            good = set()
    marks = [Mark(*map(str, row)) for row in rows]
    taken = [mark for mark in marks if mark.fingerprint in good and mark.status in set(Status) and day_of(mark.at) is not None]
    return taken, len(marks) - len(taken)


def found_in(path: Path) -> list[Found]:
    """The sign-ups of a drawer, of a damaged one those that can be read. Raises ForeignError where nothing can.

    Where it is not to be read any more on which day one came, the journal may tell.
    """
    with opened(path) as database:
        days = {str(about): str(at) for at, what, about in _readable(database, "journal", "at, what, about") if what in CAME}
        days |= {str(row[0]): str(row[1]) for row in _readable(database, "records", "id, day") if day_of(str(row[1]))}
        seals: dict[str, list[tuple[str, bytes]]] = {}
        for name, key, sealed in _readable(database, "seals", "id, key, sealed"):
            if isinstance(name, str) and isinstance(sealed, bytes) and not sealed.endswith(_NOTHING):
                seals.setdefault(name, []).append((str(key), sealed))
    return [Found(name, day.isoformat(), tuple(each)) for name, each in seals.items() if (day := day_of(days.get(name, "")))]


def ids_in(path: Path) -> set[str]:
    """The sign-ups of a drawer, without their seals. Raises ForeignError."""
    with opened(path) as database:
        return {str(row[0]) for row in _readable(database, "seals", "id")}


def gone_in(path: Path) -> set[str]:
    """The sign-ups of which the journal of this drawer says, as far as it can be read, that they went for good. Raises ForeignError."""
    with opened(path) as database:
        return {str(about) for what, about in _readable(database, "journal", "what, about") if what in GONE}


def _readable(database: sqlite3.Connection, table: str, columns: str) -> list[tuple[object, ...]]:
    """The rows from both ends up to what is damaged, and those between that can be read one by one. Of far too many, the first and the last."""
    rows: dict[int, tuple[object, ...]] = {}
    query, ends = f"SELECT rowid, {columns} FROM {table} NOT INDEXED", []  # noqa: S608  written here
    for order in ("ASC", "DESC"):
        at = None
        try:
            for row in bounded(database.execute(f"{query} ORDER BY rowid {order}")):
                at, rows[row[0]] = row[0], row[1:]
        except sqlite3.Error as error:
            if is_too_much(error) and not isinstance(error, sqlite3.DataError):  # that is one row alone
                raise
            ends.append(at)
        else:
            return list(rows.values())
    first, last = (ends[0] or 0) + 1, ends[1] or _MOST_PROBED
    numbers = range(first, min(last, first + _MOST_PROBED))
    rows |= {row[0]: row[1:] for row in bounded(_one_by_one(database, f"{query} WHERE rowid = ?", numbers))}
    return list(rows.values())


def _one_by_one(database: sqlite3.Connection, query: str, numbers: Iterable[int]) -> Iterator[Any]:
    for number in numbers:
        with suppress(sqlite3.Error):
            yield from database.execute(query, (number,)).fetchall()


def _rows(database: sqlite3.Connection, query: str) -> list[Any]:
    """All of them; none where an older kiosk made no such table."""
    try:
        return list(bounded(database.execute(query)))
    except sqlite3.Error as error:
        if is_too_much(error):
            raise
        if isinstance(error, sqlite3.OperationalError):
            return []
        raise ForeignError(f"The copy is damaged ({error}). Copy the whole folder of the drawer again.") from error


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The drawer in this file, or in this folder, to be read. Raises ForeignError."""
    file = path / "drawer.sqlite" if path.is_dir() else path
    _look_at(file)
    beside = file.with_name(f"{file.name}-wal")
    try:
        besides, length = [beside] if beside.is_file() and beside.stat().st_size else [], _length(file)
        if besides or length > file.stat().st_size:
            with _copied(file, *besides) as copy:
                os.truncate(copy, max(length, copy.stat().st_size))
                with _connected(copy, "mode=rw") as database:
                    yield database
        else:
            with _connected(file, "mode=ro&immutable=1") as database:
                yield database
    except OSError as error:
        raise ForeignError(f"{file} cannot be read: {error.strerror}.") from error


def _look_at(file: Path) -> None:
    """Raises ForeignError for what is no drawer, without opening what is no file."""
    try:
        seen = file.stat()
        if not stat.S_ISREG(seen.st_mode):
            raise ForeignError(f"{file} is no file. Name the file drawer.sqlite of the copy, or the folder it lies in.")
        with open_regular(file) as raw:
            begins = raw.read(len(_SQLITE))
    except FileNotFoundError as error:
        raise ForeignError(f"There is no file {file}. {NAME_IT}") from error
    except OSError as error:
        raise ForeignError(f"{file} cannot be read: {error.strerror}.") from error
    if seen.st_size > LARGEST:
        raise ForeignError(FAR_TOO_MUCH.format(file=file.name))
    if not begins:
        raise ForeignError(f"{file} is empty. {NAME_IT}")
    if begins != _SQLITE:
        raise ForeignError(f"{file} is no drawer of a kiosk, but another kind of file. {NAME_IT}")


def _length(file: Path) -> int:
    """How long it says to be, in bytes: SQLite reads nothing of one that was cut, but most of one that has zeros there. 0 if it says nonsense."""
    with open_regular(file) as raw:
        head = raw.read(32)
    page, pages = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:32], "big")
    length = (1 << 16 if page == 1 else page) * pages
    return length if length <= LARGEST else 0


@contextmanager
def _copied(*files: Path) -> Iterator[Path]:
    """Copies of these files in a folder of their own, which leave nothing behind. Holes that one was padded with stay holes."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            copies = [Path(shutil.copyfile(file, Path(folder) / file.name)) for file in files]
            yield copies[0]
        finally:
            for path in Path(folder).iterdir():
                erase(path.parent, path.name)


@contextmanager
def _connected(file: Path, how: str) -> Iterator[Bounded]:
    try:
        with closing(connected(file, how)) as database:
            tables = {row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            if not COLUMNS.keys() <= tables:
                raise ForeignError(f"{file.name} is the database of another program. {NAME_IT}")
            if odd := strange(database):
                raise ForeignError(f"{file.name} is no drawer of a kiosk: there is {odd} in it. {NAME_IT}")
            yield database
    except (sqlite3.Error, MemoryError) as error:
        if is_too_much(error):
            raise ForeignError(FAR_TOO_MUCH.format(file=file.name)) from error
        raise ForeignError(f"{file.name} is damaged where it says what is in it ({error}), so nothing can be read from it.") from error
