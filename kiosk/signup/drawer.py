"""The drawer: sealed sign-ups in one SQLite file that survives a power cut at any instant. What is acknowledged is on the disk."""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from enum import Enum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kiosk.signup import journal
from kiosk.signup.journal import GONE, Line, What
from kiosk.signup.keys import KeyFileError, in_use, recipients
from kiosk.signup.private_files import FILE_MODE, private_folder
from kiosk.signup.record import PACKED_BYTES, Record, packed, unpacked
from kiosk.signup.sealing import OVERHEAD_BYTES, SealError, seal, unseal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    Privates = Mapping[str, EllipticCurvePrivateKey]

NAME = "drawer.sqlite"
MOST_PER_HOUR = 30
"""A clinic's lobby sees a few people an hour; a bored child could send hundreds."""
MOST_RECORDS = 20_000
"""Some 200 MB; long before that staff should have looked."""
DAYS_AFTER_DONE, DAYS_UNOPENED, DAYS_UNTIL_RED = 30, 90, 14
"""When a sign-up goes: after it was done, or in any case; and when one that nobody has looked at is told in red."""
SURE_SECONDS = 6 * 3600.0
"""How long something must have been due before it is deleted by itself."""
SEALED_BYTES = PACKED_BYTES + OVERHEAD_BYTES
_BUSY_SECONDS = 0.2
"""How long another program may hold the drawer before that is told: the screen's thread waits meanwhile (standards R8)."""
_SCHEMA = f"""
{journal.SCHEMA}
CREATE TABLE IF NOT EXISTS records (id TEXT PRIMARY KEY, day TEXT NOT NULL, seq INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS seals (id TEXT NOT NULL, key TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (id, key));
CREATE TABLE IF NOT EXISTS marks (id TEXT NOT NULL, status TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS marks_by_id ON marks (id);
CREATE TABLE IF NOT EXISTS wordings (fingerprint TEXT PRIMARY KEY, text TEXT NOT NULL);
"""
_CAME = """
WITH lines AS (
    SELECT seq, max(CASE WHEN at < ? THEN at END) OVER (ORDER BY seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM journal
)
SELECT records.id, max(records.day, coalesce(lines.before, '')) FROM records LEFT JOIN lines ON lines.seq = records.seq
"""
"""When each came: on the day that it says, but not before what the journal noted earlier; in one pass, for there may be thousands."""
_WAITING = """
SELECT count(*) FROM records AS one
WHERE EXISTS (SELECT 1 FROM seals WHERE seals.id = one.id)
AND coalesce((SELECT status FROM marks WHERE marks.id = one.id ORDER BY marks.rowid DESC LIMIT 1), ?) IN (?, ?)
"""


class Why(Enum):
    """Why nothing was kept."""

    FULL = "the disk is full"
    READ_ONLY = "the folder cannot be written"
    LOCKED = "another program holds the drawer"
    BROKEN = "the drawer is damaged"
    NO_KEY = "there is no key to close it with"
    TOO_MANY = "too many came in this hour"


class KeepError(Exception):
    """Nothing was kept, and nothing of it is left."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class Status(StrEnum):
    """How far staff have come with a sign-up."""

    NEW = "new"
    CALLED = "called"
    NOT_REACHED = "not reached"
    DONE = "done"


class Entry(Struct, frozen=True):
    """A sign-up from outside: its id, the day it came, how far staff have come, who said so and when (UTC)."""

    id: str
    day: date
    status: Status = Status.NEW
    by: str = ""
    at: str = ""


def _utc() -> datetime:
    return datetime.now(tz=UTC)


class Drawer:
    """Keeps sign-ups in `folder`, sealed for the keys in `keys`. `now` gives the time in UTC, `clock` monotonic seconds.

    Every method may raise KeepError.
    """

    def __init__(self, folder: Path, keys: Path, now: Callable[[], datetime] = _utc, clock: Callable[[], float] = time.monotonic) -> None:
        self.folder, self._keys, self._now, self._clock = folder, keys, now, clock
        self._connection: sqlite3.Connection | None = None
        self._open_files: tuple[int, ...] = ()
        self._arrivals: deque[float] = deque(maxlen=MOST_PER_HOUR)
        self._due_from: float | None = None

    def close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    # -- visitors ---------------------------------------------------------------------------------------------------------

    def keep(self, record: Record) -> str:
        """Seals the record for every staff key and keeps it; tells its id, after it is on the disk. Raises TooLongError too."""
        plain, name = packed(record), secrets.token_hex(16)
        if len(self._arrivals) == MOST_PER_HOUR and self._clock() - self._arrivals[0] < 3600:
            raise KeepError(Why.TOO_MANY)
        publics = self._publics()
        seals = [(name, key, seal(plain, public, name)) for key, public in sorted(publics.items())]
        with self._writing() as database:
            if database.execute("SELECT count(*) FROM records").fetchone()[0] >= MOST_RECORDS:
                raise KeepError(Why.FULL)
            line = (record.day.isoformat(), "", What.KEPT, name)
            seq = journal.write(database, line, _digest(seals), publics.values())
            database.execute("INSERT INTO records VALUES (?, ?, ?)", (name, record.day.isoformat(), seq))
            database.executemany("INSERT INTO seals VALUES (?, ?, ?)", seals)
        self._move_home()
        self._arrivals.append(self._clock())
        return name

    def take_back(self, name: str) -> None:
        """The visitor who just sent it wants it deleted."""
        self._remove([name], "", What.TAKEN_BACK)

    def keep_wording(self, text: str) -> str:
        """Keeps the words of a consent, which are nobody's data, and tells their fingerprint."""
        fingerprint = hashlib.sha256(text.encode()).hexdigest()[:16]
        with self._writing() as database:
            database.execute("INSERT OR IGNORE INTO wordings VALUES (?, ?)", (fingerprint, text))
        return fingerprint

    # -- staff ------------------------------------------------------------------------------------------------------------

    def wording(self, fingerprint: str) -> str:
        """The words of a consent; empty if they are not known."""
        row = self._database().execute("SELECT text FROM wordings WHERE fingerprint = ?", (fingerprint,)).fetchone()
        return str(row[0]) if row else ""

    def entries(self) -> list[Entry]:
        """Every sign-up that is there, newest first, without opening any."""
        with self._reading() as database:
            marks = {row[0]: row[1:] for row in database.execute("SELECT id, status, who, at FROM marks ORDER BY rowid")}
            rows = database.execute("SELECT id, day FROM records WHERE id IN (SELECT id FROM seals) ORDER BY seq DESC").fetchall()
        return [_entry(name, day, marks.get(name)) for name, day in rows]

    def waiting(self) -> int:
        """How many nobody has looked after yet."""
        with self._reading() as database:
            row = database.execute(_WAITING, (Status.NEW, Status.NEW, Status.NOT_REACHED)).fetchone()
        return int(row[0])

    def open_all(self, privates: Privates) -> Iterator[tuple[Entry, Record | None]]:
        """Every sign-up with what it holds, newest first; None where these keys do not open it."""
        for entry in self.entries():
            yield entry, self.open(entry.id, privates)

    def open(self, name: str, privates: Privates) -> Record | None:
        """What a sign-up holds; None where these keys do not open it."""
        with self._reading() as database:
            seals = database.execute("SELECT key, sealed FROM seals WHERE id = ?", (name,)).fetchall()
        for key, sealed in seals:
            if key in privates:
                with suppress(SealError, ValueError):
                    return unpacked(unseal(sealed, privates[key], name))
        return None

    def mark(self, name: str, status: Status, who: str) -> None:
        """Staff have come so far with it."""
        with self._writing() as database:
            journal.write(database, (self._at(), who, What.MARKED, name), b"", self._publics().values())
            database.execute("INSERT INTO marks VALUES (?, ?, ?, ?)", (name, status.value, who, self._at()))

    def merge_marks(self, other: Path) -> int:
        """Takes over how far staff came on a copy of this drawer, by the ids of sign-ups; tells how many marks were new."""
        with self._writing() as database:
            known = set(database.execute("SELECT id, status, who, at FROM marks"))
            theirs = sqlite3.connect(f"file:{other}?mode=ro", uri=True)
            try:
                fresh = [row for row in theirs.execute("SELECT id, status, who, at FROM marks ORDER BY at") if row not in known]
            finally:
                theirs.close()
            here = {row[0] for row in database.execute("SELECT id FROM records")}
            mine = [row for row in fresh if row[0] in here and row[1] in {each.value for each in Status}]
            database.executemany("INSERT INTO marks VALUES (?, ?, ?, ?)", mine)
            if mine:
                journal.write(database, (self._at(), "", What.MARKED, str(len(mine))), b"", self._publics().values())
        return len(mine)

    def delete(self, names: list[str], who: str) -> int:
        """Deletes sign-ups for good, and tells how many."""
        return self._remove(names, who, What.DELETED)

    def audit(self, what: What, who: str, about: str = "") -> None:
        """Notes what somebody of the staff did."""
        with self._writing() as database:
            journal.write(database, (self._at(), who, what, about), b"", self._publics().values())

    def trail(self) -> list[Line]:
        """The journal, oldest first."""
        with self._reading() as database:
            return list(journal.lines(database))

    # -- what goes by itself ----------------------------------------------------------------------------------------------

    def due(self, today: date) -> list[Entry]:
        """What is to be deleted by this day: done long enough, or lying here too long.

        Nothing came before what the journal noted earlier: a day that says so was told by a clock that was wrong, and does not count.
        """
        oldest, tomorrow = (today - timedelta(min(DAYS_UNOPENED, DAYS_AFTER_DONE))).isoformat(), (today + timedelta(1)).isoformat()
        with self._reading() as database:
            if not database.execute("SELECT 1 FROM records WHERE day <= ? LIMIT 1", (oldest,)).fetchone():
                return []  # the usual case, every minute
            came = dict(database.execute(_CAME, (tomorrow,)))
        return [entry for entry in self.entries() if _is_due(entry, date.fromisoformat(came[entry.id][:10]), today)]

    def expire(self, today: date) -> int:
        """Deletes what is due, each with an entry in the journal, and tells how many."""
        return self._remove([entry.id for entry in self.due(today)], "", What.EXPIRED)

    def let_go(self, today: date) -> int:
        """Expires what has been due for some hours at a stretch: a clock that is wrong for a while deletes nothing."""
        if not self.due(today):
            self._due_from = None
            return 0
        if self._due_from is None:
            self._due_from = self._clock()
        return self.expire(today) if self._clock() - self._due_from >= SURE_SECONDS else 0

    def red(self, today: date) -> int:
        """How many have waited so long that somebody should be told."""
        return sum(entry.status is Status.NEW and entry.day + timedelta(DAYS_UNTIL_RED) <= today for entry in self.entries())

    # -- is all well? -----------------------------------------------------------------------------------------------------

    def verify(self, privates: Privates) -> tuple[str, ...]:
        """What was changed, cut, removed or put in behind the kiosk's back, a plain sentence each; empty if nothing was."""
        with self._reading() as database:
            return (*journal.faults(database, privates), *_record_faults(database))

    def unreadable(self) -> int:
        """How many requests no key of the staff opens, as far as that shows without one: they are closed for others, or cut."""
        known = {each.id for each in recipients(self._keys)}
        with self._reading() as database:
            seals = database.execute("SELECT id, key, length(sealed) FROM seals").fetchall()
        return len({row[0] for row in seals} - {name for name, key, size in seals if key in known and size == SEALED_BYTES})

    # -- the file ---------------------------------------------------------------------------------------------------------

    def _publics(self) -> dict[str, bytes]:
        try:
            publics = {each.id: each.public for each in in_use(self._keys)}
        except KeyFileError as error:
            raise KeepError(Why.NO_KEY) from error
        if not publics:
            raise KeepError(Why.NO_KEY)
        return publics

    def _at(self) -> str:
        return self._now().strftime("%Y-%m-%dT%H:%M:%SZ")

    def _remove(self, names: list[str], who: str, what: What) -> int:
        removed = 0
        with self._writing() as database:
            for name in names:
                if database.execute("DELETE FROM seals WHERE id = ?", (name,)).rowcount:
                    database.execute("DELETE FROM marks WHERE id = ?", (name,))
                    journal.write(database, (self._at(), who, what, name), b"", self._publics().values())
                    removed += 1
        self._move_home()
        return removed

    def _move_home(self) -> None:
        """What SQLite keeps beside the drawer goes into it: what is deleted lingers nowhere, and damage of that file costs no request."""
        with suppress(sqlite3.Error):
            self._database().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is on the disk afterwards, or nothing."""
        with self._reading() as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
                database.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    database.execute("ROLLBACK")
                raise

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._database()
        except sqlite3.Error as error:
            why = _why(error)
            if why is Why.BROKEN:
                self._set_aside()
            raise KeepError(why) from error
        except OSError as error:
            raise KeepError(Why.READ_ONLY) from error

    def _database(self) -> sqlite3.Connection:
        if self._connection and self._files() != self._open_files:
            self.close()  # somebody deleted or replaced them: what is written there now is nowhere
        if self._connection is None:
            self._connection = self._opened()
            self._open_files = self._files()
        return self._connection

    def _files(self) -> tuple[int, ...]:
        """Which files lie where the drawer is, by their inodes; 0 for one that is not there."""
        return tuple(path.stat().st_ino if path.exists() else 0 for path in (self.folder / NAME, self.folder / f"{NAME}-wal"))

    def _opened(self) -> sqlite3.Connection:
        path = private_folder(self.folder) / NAME
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE))
        try:
            return _connected(path)
        except sqlite3.DatabaseError as error:
            if _why(error) is not Why.BROKEN:
                raise
            self._set_aside()
            return _connected(path)

    def _set_aside(self) -> None:
        """A damaged drawer is kept under another name, for somebody who can save what is in it; a new one is begun."""
        self.close()
        stamp = self._now().strftime("%Y%m%d-%H%M%S")
        for path in (self.folder / NAME, self.folder / f"{NAME}-wal", self.folder / f"{NAME}-shm"):
            if path.exists():
                path.replace(path.with_name(path.name.replace("drawer", f"drawer-set-aside-{stamp}", 1)))

    @property
    def set_aside(self) -> tuple[str, ...]:
        """Damaged drawers that lie here, for staff to know of."""
        return tuple(sorted(path.name for path in self.folder.glob("drawer-set-aside-*.sqlite")))


def damage(folder: Path) -> tuple[str, ...]:
    """What SQLite finds damaged in the drawer, without changing anything; empty if it is whole, or not there. May raise KeepError."""
    try:
        told = [str(row[0]) for row in _asked(folder, "PRAGMA quick_check(5)")]
    except sqlite3.Error as error:
        if (why := _why(error)) is not Why.BROKEN:
            raise KeepError(why) from error
        return (str(error),)
    return tuple(each for each in told if each != "ok")


def newest_day(folder: Path) -> date | None:
    """The last day on which something came into the drawer or its journal; None where that cannot be known."""
    try:
        days = [row[0] for row in _asked(folder, "SELECT max(at) FROM journal UNION SELECT max(day) FROM records") if row[0]]
        return max((date.fromisoformat(day[:10]) for day in days), default=None)
    except (sqlite3.Error, ValueError):
        return None


def _asked(folder: Path, query: str) -> list[tuple[str]]:
    """What the drawer answers to somebody who changes nothing; nothing if there is none."""
    path = folder / NAME
    if not path.exists():
        return []
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_SECONDS)) as database:
        return database.execute(query).fetchall()


def _connected(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "temp_store=MEMORY"):
            database.execute(f"PRAGMA {pragma}")
        database.executescript(_SCHEMA)
    except BaseException:
        database.close()
        raise
    return database


def _why(error: sqlite3.Error) -> Why:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Why.LOCKED
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return Why.FULL
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return Why.READ_ONLY
    return Why.BROKEN


def _entry(name: str, day: str, mark: tuple[str, str, str] | None) -> Entry:
    return Entry(name, date.fromisoformat(day), Status(mark[0]), mark[1], mark[2]) if mark else Entry(name, date.fromisoformat(day))


def _is_due(entry: Entry, came: date, today: date) -> bool:
    done = entry.status is Status.DONE and date.fromisoformat(entry.at[:10]) + timedelta(DAYS_AFTER_DONE) <= today
    return done or came + timedelta(DAYS_UNOPENED) <= today


def _digest(seals: list[tuple[str, str, bytes]]) -> bytes:
    """The fingerprint of a record's seals, in the order of their keys."""
    whole = hashlib.sha256()
    for _, key, sealed in seals:
        whole.update(key.encode() + len(sealed).to_bytes(4, "big") + sealed)
    return whole.digest()


def _record_faults(database: sqlite3.Connection) -> Iterator[str]:
    """Records that do not fit the journal. Deleted ones are known by their entries there."""
    entries = list(journal.lines(database))
    kept = {line.about: line for line in entries if line.what == What.KEPT}
    gone = {line.about for line in entries if line.what in [each.value for each in GONE]}
    days = dict(database.execute("SELECT id, day FROM records"))
    for name in kept.keys() | days.keys() | {row[0] for row in database.execute("SELECT DISTINCT id FROM seals")}:
        seals = database.execute("SELECT id, key, sealed FROM seals WHERE id = ? ORDER BY key", (name,)).fetchall()
        line = kept.get(name)
        if line is None:
            yield f"The sign-up {name[:8]} was put in behind the kiosk's back."
        elif not seals and name not in gone:
            yield f"The sign-up {name[:8]} of {line.at} was removed behind the kiosk's back."
        elif seals and (name in gone or _digest(seals) != line.digest or days.get(name) != line.at):
            yield f"The sign-up {name[:8]} of {line.at} was changed behind the kiosk's back."
