"""The drawer as what carries requests to an office sees it: it only reads, opens nothing, and needs no key of the staff."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from kiosk.files.bounded_sqlite import bounded
from kiosk.files.private import linked
from kiosk.signup.drawer.database import BESIDE, NAME, looked_into
from kiosk.signup.drawer.entries import by_sign_up, entry_of, marks_in, with_marks
from kiosk.signup.drawer.refusals import KeepError, Why, why_not_written, why_of
from kiosk.signup.drawer.schema import strange
from kiosk.signup.journal.ages import day_of
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.journal.seen import Seen
from kiosk.signup.keys.public_keys import KeyFileError
from kiosk.signup.keys.trust import signers

_LISTED = "SELECT r.id, r.day, group_concat(s.key, ' ') FROM records r JOIN (SELECT id, key FROM seals ORDER BY key) s ON s.id = r.id GROUP BY r.id"
_SEALS = "SELECT key, sealed FROM seals WHERE id = ? ORDER BY key"
_GONE = "SELECT about FROM journal WHERE what IN (?, ?, ?) AND at >= ?"
_WENT = (EntryKind.TAKEN_BACK, EntryKind.DELETED, EntryKind.EXPIRED)


class Lying(Struct, frozen=True):
    """What lies in the drawer: of each request its day and the keys that it is sealed for, how many of them wait for somebody to call, and which the
    journal says have gone for good of late.
    """

    requests: Mapping[str, tuple[str, str]] = MappingProxyType({})
    waiting: int = 0
    went: frozenset[str] = frozenset()


class Sealed(Struct, frozen=True):
    """A request as it lies in the drawer, with all its seals by their keys."""

    id: str
    day: date
    seals: tuple[tuple[str, bytes], ...]


def prints(folder: Path) -> tuple[tuple[int, int, int], ...]:
    """What changes whenever something is written into the drawer; it opens nothing."""
    found = []
    for path in (folder / NAME, folder / BESIDE[0]):
        try:
            seen = path.lstat()
            found.append((seen.st_ino, seen.st_size, seen.st_mtime_ns))
        except OSError:
            found.append((0, 0, 0))
    return tuple(found)


def lying(folder: Path, keys: Path, since: date) -> Lying:
    """What is there now, and what went since this day.

    Marks count as far as staff signed them, by the keys in the folder `keys`. Raises KeepError.
    """
    with _looking(folder) as database:
        rows = list(bounded(database.execute(_LISTED)))
        marks = by_sign_up(marks_in(database))
        try:
            seen = Seen(database, signers(keys, {})) if marks else None
        except KeyFileError:  # then nobody is known to have signed anything
            seen = None
        entries = [with_marks(seen, name, day, marks.get(name, ())) if seen else entry_of(name, day) for name, day, _ in rows]
        gone = frozenset(str(about) for (about,) in bounded(database.execute(_GONE, (*_WENT, since.isoformat()))))
        there = {str(name): (str(day), str(those)) for name, day, those in rows}
        return Lying(there, sum(entry.waits for entry in entries), gone - there.keys())


def sealed(folder: Path, name: str) -> Sealed | None:
    """A request with its seals; None for one that is gone meanwhile, or is none. Raises KeepError."""
    with _looking(folder) as database:
        row = database.execute("SELECT day FROM records WHERE id = ?", (name,)).fetchone()
        day = day_of(str(row[0])) if row else None
        seals = tuple((str(key), raw) for key, raw in bounded(database.execute(_SEALS, (name,))))
        return Sealed(name, day, seals) if day and seals and all(isinstance(raw, bytes) for _, raw in seals) else None


@contextmanager
def _looking(folder: Path) -> Iterator[sqlite3.Connection]:
    """A connection that only reads, for one look at one state. Raises KeepError for whatever keeps it from that."""
    if linked(folder):
        raise KeepError(Why.LINKED)
    if not os.path.lexists(folder / NAME):
        raise KeepError(Why.MISSING)
    try:
        with closing(looked_into(folder)) as database:
            if strange(database):
                raise KeepError(Why.BROKEN)
            database.execute("BEGIN")
            yield database
    except (sqlite3.Error, MemoryError) as error:
        raise KeepError(why_of(error)) from error
    except OSError as error:
        raise KeepError(why_not_written(error)) from error
