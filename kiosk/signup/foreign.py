"""A drawer from elsewhere: a copy from a desk, one that was set aside. It is read and never changed, and refused for what it is."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from kiosk.files import open_regular
from kiosk.signup.ages import day_of
from kiosk.signup.holders import Holders
from kiosk.signup.journal import CAME, GONE, What
from kiosk.signup.leftovers import erase
from kiosk.signup.status import Mark, Status
from kiosk.signup.verifying import Seen

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "records": "id, day, seq",
        "seals": "id, key, sealed",
        "marks": "id, status, who, at",
        "journal": "seq, at, who, what, about, digest, mac",
    }
)
"""What a drawer consists of, by table."""
OWN = frozenset({*COLUMNS, "stretches", "ratchet", "signatures", "wordings", "marks_by_id"})
"""Every name in its schema, but for what SQLite makes by itself."""
_SQLITE = b"SQLite format 3\0"
_NOTHING = bytes(16)
"""No seal ends so: where one does, the rest of it was cut off."""
_MOST_BYTES = 1 << 30
"""Longer than this no drawer was, whatever a cut one says of itself: one that is full has some 200 MB."""
_MOST_PROBED = 100_000
"""Rows that are asked for one by one, where those before and behind them are damaged."""


def strange(database: sqlite3.Connection) -> str:
    """What lies in the schema that no kiosk made: a trigger or a view would do something with each request. Empty if nothing does."""
    database.execute("PRAGMA trusted_schema = OFF")
    for kind, name, sql in database.execute("SELECT type, name, sql FROM sqlite_schema"):
        if kind not in ("table", "index") or not (name in OWN or str(name).startswith("sqlite_autoindex_")):
            return f"a {kind} called {name}"
        if kind == "table" and re.search(r"\b(AS|GENERATED|VIRTUAL|REFERENCES)\b", str(sql), re.IGNORECASE):
            return f"a table {name} of another kind"
    return ""


class ForeignError(Exception):
    """It is no drawer, or none that can be read. Its text is a plain sentence for staff."""


class Found(Struct, frozen=True):
    """A sign-up as it lies in a drawer: its id, the day it came, and its seals by their keys."""

    id: str
    day: str
    seals: tuple[tuple[str, bytes], ...]


def signed_marks(path: Path, ours: Mapping[str, bytes], holders: Holders) -> tuple[dict[Mark, bytes], int]:
    """The marks of a copied drawer that those made who can read, with their signatures, and how many others there are. Raises ForeignError.

    `ours` checks who can read, and `holders` who of them it was: as our own journal says, since a copy may say anything.
    """
    with opened(path) as database:
        rows = _rows(database, "SELECT id, status, who, at FROM marks")
        try:
            seen = Seen(database, ours)
            signed = {line.digest for line in seen.entries if line.what in (What.MARKED, What.MERGED) and seen.is_staffs(line)}
            good = {digest: seen.alone(digest) for digest in signed}
        except (sqlite3.OperationalError, TypeError, ValueError):  # an older kiosk signed nothing
            good = {}
    marks = [Mark(*map(str, row)) for row in rows]
    known = [mark for mark in marks if mark.fingerprint in good and mark.status in set(Status) and day_of(mark.at) is not None]
    taken = {mark: good[mark.fingerprint] for mark in known if holders.takes(mark.who, mark.fingerprint, good[mark.fingerprint])}
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
            if isinstance(sealed, bytes) and not sealed.endswith(_NOTHING):
                seals.setdefault(str(name), []).append((str(key), sealed))
    return [Found(name, day.isoformat(), tuple(each)) for name, each in seals.items() if (day := day_of(days.get(name, "")))]


def gone_in(path: Path) -> set[str]:
    """The sign-ups of which the journal of this drawer says, as far as it can be read, that they went for good. Raises ForeignError."""
    with opened(path) as database:
        return {str(about) for what, about in _readable(database, "journal", "what, about") if what in GONE}


def _readable(database: sqlite3.Connection, table: str, columns: str) -> list[tuple[object, ...]]:
    """The rows from both ends up to what is damaged, and those between that can be read one by one."""
    rows: dict[int, tuple[object, ...]] = {}
    query, ends = f"SELECT rowid, {columns} FROM {table} NOT INDEXED", []  # noqa: S608  written here
    for order in ("ASC", "DESC"):
        at = None
        try:
            for row in database.execute(f"{query} ORDER BY rowid {order}"):
                at, rows[row[0]] = row[0], row[1:]
        except sqlite3.Error:
            ends.append(at)
        else:
            return list(rows.values())
    first, last = (ends[0] or 0) + 1, ends[1] or _MOST_PROBED
    for number in range(first, min(last, first + _MOST_PROBED)):
        with suppress(sqlite3.Error):
            rows |= {row[0]: row[1:] for row in database.execute(f"{query} WHERE rowid = ?", (number,))}
    return list(rows.values())


def _rows(database: sqlite3.Connection, query: str) -> list[Any]:
    """All of them; none where an older kiosk made no such table."""
    try:
        return database.execute(query).fetchall()
    except sqlite3.OperationalError:
        return []
    except sqlite3.Error as error:
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
        raise ForeignError(f"There is no file {file}. Name the file drawer.sqlite of the copy.") from error
    except OSError as error:
        raise ForeignError(f"{file} cannot be read: {error.strerror}.") from error
    if not begins:
        raise ForeignError(f"{file} is empty. Name the file drawer.sqlite of the copy.")
    if begins != _SQLITE:
        raise ForeignError(f"{file} is no drawer of a kiosk, but another kind of file. Name the file drawer.sqlite of the copy.")


def _length(file: Path) -> int:
    """How long it says to be, in bytes: SQLite reads nothing of one that was cut, but most of one that has zeros there. 0 if it says nonsense."""
    with open_regular(file) as raw:
        head = raw.read(32)
    page, pages = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:32], "big")
    length = (1 << 16 if page == 1 else page) * pages
    return length if length <= _MOST_BYTES else 0


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
def _connected(file: Path, how: str) -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(f"{file.absolute().as_uri()}?{how}", uri=True, isolation_level=None)
    database.text_factory = _text
    try:
        if odd := strange(database):
            raise ForeignError(f"{file.name} is no drawer of a kiosk: there is {odd} in it. Name the file drawer.sqlite of the copy.")
        tables = {row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        if not COLUMNS.keys() <= tables:
            raise ForeignError(f"{file.name} is the database of another program. Name the file drawer.sqlite of the copy.")
        for table, columns in COLUMNS.items():
            database.execute(f"SELECT {columns} FROM {table} LIMIT 0")  # noqa: S608  both are written here
        yield database
    except sqlite3.Error as error:
        raise ForeignError(f"{file.name} is damaged where it says what is in it ({error}), so nothing can be read from it.") from error
    finally:
        database.close()


def _text(raw: bytes) -> str:
    return raw.decode(errors="replace")
