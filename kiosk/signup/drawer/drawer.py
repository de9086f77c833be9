"""The drawer: sealed sign-ups in one SQLite file that survives a power cut at any instant. What is acknowledged is on the disk.

What is sent is kept and taken back here, listed, shown, marked, noted and deleted. How the file is opened stands in `file`; the rest in modules
beside this one, of functions that take a drawer: what goes by itself (`expiry`), is taken over from another drawer (`taken_over`), who signs
(`introductions`), which keys are used (`key_use`), and whether all is well (`soundness`).
"""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec.structs import astuple

from kiosk.files.bounded_sqlite import (
    bounded,
)  # fmt: skip
from kiosk.files.regular import is_regular
from kiosk.signup.drawer import boot
from kiosk.signup.drawer.boot import Boot
from kiosk.signup.drawer.condition import asked
from kiosk.signup.drawer.database import NAME
from kiosk.signup.drawer.entries import Entry, Shown, by_sign_up, entry_of, marks_in, with_marks
from kiosk.signup.drawer.file import DrawerFile
from kiosk.signup.drawer.foreign import Found, read
from kiosk.signup.drawer.refusals import KeepError, Why
from kiosk.signup.drawer.seals import as_it_came, fingerprint_of, is_there, seals_of
from kiosk.signup.journal import journal, notes
from kiosk.signup.journal.anchor import Anchor, anchor, is_in
from kiosk.signup.journal.deletions import is_untouched
from kiosk.signup.journal.fingerprints import digest, is_name_of_words, wording
from kiosk.signup.journal.journal import IN_A_NAME, EntryKind, Line
from kiosk.signup.journal.notes import Note
from kiosk.signup.journal.signed import author
from kiosk.signup.journal.status import Mark, Status
from kiosk.signup.journal.what_came import LISTED, is_changed
from kiosk.signup.keys.private_keys import NOTHING
from kiosk.signup.keys.seal import OVERHEAD_BYTES, seal
from kiosk.signup.keys.signatures import Signer, own_public
from kiosk.signup.keys.trust import signers_of
from kiosk.signup.record import PACKED_BYTES, Record, packed

if TYPE_CHECKING:
    from kiosk.signup.journal.journal import Privates

MOST_PER_HOUR = 30
"""A clinic's lobby sees a few people an hour; a bored child could send hundreds."""
MOST_RECORDS = 20_000
"""That are there at once, some 200 MB; long before that staff should have looked."""
NO_SEALS: Mapping[str, bytes] = MappingProxyType({})
"""Nothing is known of what was shown."""
SEALED_BYTES = PACKED_BYTES + OVERHEAD_BYTES
"""Of a seal that is whole."""
_ANY_MARK = "SELECT 1 FROM journal WHERE what IN (?, ?) LIMIT 1"
_THERE = "SELECT count(*) FROM (SELECT DISTINCT id FROM seals LIMIT ?)"


def _utc() -> datetime:
    return datetime.now(tz=UTC)


class Drawer:
    """Keeps sign-ups in `folder`, sealed for the keys in `keys`. `now` gives the time in UTC, `clock` monotonic seconds.

    `since_boot` tells how long the machine runs: its own, as long as nobody hands in a time of another clock.

    The kiosk `begins` one where there is none, and sets a damaged one aside; a command only uses what is there. Who did something is told by
    `signer` (`trust.signer_of`). Every method may raise KeepError.
    """

    def __init__(
        self, folder: Path, keys: Path, now: Callable[[], datetime] = _utc, clock: Callable[[], float] = time.monotonic, *, begins: bool = True,
        since_boot: Callable[[], Boot | None] | None = None,
    ) -> None:  # fmt: skip
        self.folder, self._clock = folder, clock
        self.file = DrawerFile(folder, keys, now, since_boot or (boot.of_this_machine if now is _utc else boot.unknown), begins=begins)
        self._arrivals: deque[float] = deque(maxlen=MOST_PER_HOUR)

    def close(self) -> None:
        self.file.close()

    @property
    def there(self) -> bool:
        """Whether there is a drawer that has been used, or was one that had to be set aside."""
        try:
            return bool(self.file.set_aside or asked(self.folder, "SELECT seq FROM journal LIMIT 1"))
        except (sqlite3.Error, MemoryError, OSError):
            return is_regular(self.folder / NAME) and (self.folder / NAME).stat().st_size > 0

    # -- visitors -----------------------------------------------------------------------------------------------------------

    def keep(self, record: Record) -> str:
        """Seals the record for every staff key and keeps it; tells its id, after it is on the disk. Raises TooLongError too."""
        plain, name = packed(record), secrets.token_hex(16)
        if len(self._arrivals) == MOST_PER_HOUR and self._clock() - self._arrivals[0] < 3600:
            raise KeepError(Why.TOO_MANY)
        with self.file.writing() as database:
            publics = self.file.publics()  # while nobody else writes: keys that change meanwhile are no more those of this entry
            seals = [(name, key, seal(plain, public, name)) for key, public in sorted(publics.items())]
            if database.execute(_THERE, (MOST_RECORDS,)).fetchone()[0] >= MOST_RECORDS:
                raise KeepError(Why.CROWDED)
            line = (record.day.isoformat(), "", EntryKind.KEPT, name)
            seq = journal.write(database, line, digest(seals), publics.values())
            database.execute("INSERT INTO records VALUES (?, ?, ?)", (name, record.day.isoformat(), seq))
            database.executemany("INSERT INTO seals VALUES (?, ?, ?)", seals)
        self._arrivals.append(self._clock())
        return name

    def take_back(self, name: str) -> None:
        """The visitor who just sent it wants it deleted: on the same day, while no staff have looked at it. Otherwise KeepError."""
        day = self.file.day()
        with self.file.writing() as database:
            kept = database.execute("SELECT seq FROM records WHERE id = ? AND day = ?", (name, day)).fetchone()
            if not kept or not is_untouched(name, day, journal.lines(database, kept[0])):
                raise KeepError(Why.READ)
            self.take_out(database, name, (day, "", EntryKind.TAKEN_BACK, name))

    def keep_wording(self, text: str) -> str:
        """Keeps the words of a consent, which are nobody's data, with an entry in the journal, and tells their fingerprint."""
        fingerprint = wording(text)
        with self.file.reading() as database:
            known = _is_noted(database, fingerprint) and self.wording(fingerprint) == text
        if not known:
            with self.file.writing() as database:
                self.keep_words(database, fingerprint, text)
        return fingerprint

    def keep_words(self, database: sqlite3.Connection, fingerprint: str, text: str) -> None:
        """The same inside the caller's transaction."""
        database.execute("REPLACE INTO wordings VALUES (?, ?)", (fingerprint, text))
        if not _is_noted(database, fingerprint):
            self.file.note(database, (self.file.day(), "", EntryKind.WORDED, fingerprint), None)  # not when: a visitor is sending just now

    # -- staff --------------------------------------------------------------------------------------------------------------

    def wording(self, fingerprint: str) -> str:
        """The words of a consent; empty if they are not known, or others lie in their place."""
        with self.file.reading() as database:
            row = database.execute("SELECT text FROM wordings WHERE fingerprint = ?", (fingerprint,)).fetchone()
        return str(row[0]) if row and is_name_of_words(fingerprint, str(row[0])) else ""

    def entries(self, privates: Privates = NOTHING) -> list[Entry]:
        """Every sign-up that is there, newest first, without opening any. Marks count as far as those tell whom `privates` trust."""
        with self.file.reading() as database:
            rows = list(bounded(database.execute(LISTED)))
            marks = by_sign_up(marks_in(database))
            if not marks and not database.execute(_ANY_MARK, (EntryKind.MARKED, EntryKind.MERGED)).fetchone():
                return [entry_of(name, day) for name, day in rows]
            seen = self.file.seen(database, privates)
            return [with_marks(seen, name, day, marks.get(name, ())) for name, day in rows]

    def waiting(self) -> int:
        """How many are still to be reached."""
        with self.file.reading() as database:
            if not marks_in(database) and not database.execute(_ANY_MARK, (EntryKind.MARKED, EntryKind.MERGED)).fetchone():
                return sum(1 for _ in bounded(database.execute(LISTED)))
        return sum(entry.waits for entry in self.entries())

    def open(self, name: str, privates: Privates) -> Record | None:
        """What a sign-up holds; None where these keys do not open it, or it is not what came."""
        (shown,) = self.show([name], privates)
        return shown.record

    def show(self, names: Iterable[str], privates: Privates) -> Iterator[Shown]:
        """What each of these sign-ups holds, and whether that is what came."""
        for name in names:
            with self.file.at_once() as database:
                seals = seals_of(database, name)
                told = fingerprint_of(seals)
                changed = bool(seals) and is_changed(self.file.seen(database, privates), name, told)
            yield Shown(None if changed else read(Found(name, "", tuple((key, sealed) for _, key, sealed in seals)), privates), told, changed)

    def mark(self, name: str, status: Status, who: str, signer: Signer | None, seals: bytes = b"") -> bool:
        """Staff have come so far with it; False for one that is gone meanwhile. `seals` is the fingerprint of what they were shown, where known.

        Raises KeepError (CHANGED) where it is not what came, or not what they were shown.
        """
        with self.file.writing() as database:
            self.refuse_given_up(database, signer)
            if there := is_there(database, name):
                now = as_it_came(self.file.seen(database, NOTHING), name, seals)
                mark = Mark(name, status.value, who, self.file.at())
                self.file.note(database, (mark.at, who, EntryKind.MARKED, mark.about), signer, now)
                journal.sign_alone(database, mark.fingerprint, signer)  # as a mark it may go to another drawer
                database.execute("INSERT INTO marks VALUES (?, ?, ?, ?)", astuple(mark))
        return there

    def note(self, name: str, text: str, who: str, signer: Signer | None, seals: bytes = b"", *, calls: str | None = None) -> bool:
        """Adds a note to a sign-up, sealed for the keys that sign-ups are closed for now; False for one that is gone. `seals` as for `mark`.

        `calls` is who will call from now on, empty for nobody, None where the note is not about that.

        Raises TooLongError, and KeepError (CHANGED) where it is not what came, or not what they were shown.
        """
        at, note = self.file.at(), secrets.token_hex(8)
        with self.file.writing() as database:
            kept = notes.closed(note, name, Note(at, who, text, calls), self.file.publics())
            self.refuse_given_up(database, signer)
            if there := is_there(database, name):
                as_it_came(self.file.seen(database, NOTHING), name, seals)
                notes.add(database, [kept])
                told = digest(kept.seals)
                self.file.note(database, (at, who, EntryKind.NOTED, f"{name} {note}"), signer, told)
                journal.sign_alone(database, notes.fingerprint(name, note, told), signer)  # as a note it may go to another drawer
        return there

    def notes(self, privates: Privates) -> dict[str, tuple[Note, ...]]:
        """What staff wrote, by sign-ups, the oldest first: what they signed of it, and these keys open.

        What was written here stands in the order of the journal; what came from a copy at its time (`notes.latest`).
        """
        with self.file.at_once() as database:
            if not (held := notes.kept_in(database)):
                return {}
            seen = self.file.seen(database, privates)
            told = [(lines[0], held[note]) for note, lines in sorted(seen.notes.items(), key=lambda one: one[1][0].seq) if note in held]
            known = [(line, kept, who) for line, kept in told if (who := author(seen, kept)) is not None]
            latest = notes.latest([line for line, *_ in known])
            written = [(kept.id, notes.read(kept, who, privates, bound)) for (_, kept, who), bound in zip(known, latest, strict=True)]
        found: dict[str, list[Note]] = {}
        for name, note in written:
            found.setdefault(name, []).extend([note] if note else [])
        return {name: tuple(sorted(each, key=lambda note: note.at)) for name, each in found.items()}

    def delete(self, names: Iterable[str], who: str, signer: Signer | None, seals: Mapping[str, bytes] = NO_SEALS, *, knowingly: bool = False) -> int:
        """Deletes sign-ups for good, and tells how many. `seals` has the fingerprints of what was shown.

        Raises KeepError (CHANGED) where one is not what was shown, or, unless that is done `knowingly`, not what came: then none is deleted.
        """
        with self.file.writing() as database:
            self.refuse_given_up(database, signer)
            there = [name for name in names if is_there(database, name)]
            seen = self.file.seen(database, NOTHING)
            told = {name: as_it_came(seen, name, seals.get(name, b""), knowingly=knowingly) for name in there}
            return sum(self.take_out(database, name, (self.file.at(), who, EntryKind.DELETED, name), signer, told[name]) for name in there)

    def take_out(self, database: sqlite3.Connection, name: str, line: journal.EntryText, signer: Signer | None = None, digest: bytes = b"") -> bool:
        """Deletes a sign-up with its marks, and notes it; False for one that is not there."""
        there = database.execute("DELETE FROM seals WHERE id = ?", (name,)).rowcount > 0
        if there:
            database.execute("DELETE FROM marks WHERE id = ?", (name,))
            notes.delete(database, [name])
            self.file.note(database, line, signer, digest)
        return there

    def audit(self, what: EntryKind, who: str, about: str = "", signer: Signer | None = None, digest: bytes = b"") -> None:
        """Notes what somebody of the staff did, with the fingerprint of what it is about, if that is more than its words.

        Raises KeepError (GIVEN_UP) where it would bear their name without a signature that counts.
        """
        with self.file.writing() as database:
            if what in IN_A_NAME:
                self.refuse_another_passphrase(database, signer)
            self.file.note(database, (self.file.at(), who, what, about), signer, digest)

    def refuse_given_up(self, database: sqlite3.Connection, signer: Signer | None) -> None:
        """Raises KeepError (GIVEN_UP) where what they sign would count nowhere: their key is not in use, or they have another passphrase by now."""
        if signer and signer.key not in self.file.publics():
            raise KeepError(Why.GIVEN_UP)
        self.refuse_another_passphrase(database, signer)

    def refuse_another_passphrase(self, database: sqlite3.Connection, signer: Signer | None) -> None:
        """Raises KeepError (GIVEN_UP) where the journal knows whoever signs by another key of their own, or that they left."""
        if signer and signer.own:
            theirs = self.file.look(database, signers_of(self.file.keys, signer)).holders.ever(signer.name)
            if theirs and (theirs[-1].until is not None or theirs[-1].public != own_public(signer)):
                raise KeepError(Why.GIVEN_UP)

    # -- what is in it ------------------------------------------------------------------------------------------------------

    def trail(self) -> list[Line]:
        """The journal, oldest first; without what no kiosk writes."""
        with self.file.reading() as database:
            return list(self.file.trail(database).entries)

    def marks(self) -> frozenset[Mark]:
        """How far staff came with each request at any time."""
        with self.file.reading() as database:
            return frozenset(marks_in(database))

    def anchor(self) -> Anchor | None:
        """How far the journal has come, in a word that can be kept elsewhere; None while nothing is in it."""
        with self.file.reading() as database:
            return anchor(database)

    def holds(self, seen: Anchor) -> bool:
        """Whether this is the drawer that was seen so far then, at that moment or later."""
        with self.file.reading() as database:
            return is_in(database, seen)

    def closed_for(self) -> set[str]:
        """The keys that requests which are here are closed for."""
        with self.file.reading() as database:
            return {str(key) for (key,) in bounded(database.execute("SELECT DISTINCT key FROM seals"))}

    def sealed_for(self) -> dict[str, set[str]]:
        """For each request that is here the keys that it is closed for, without those whose seal is cut."""
        found: dict[str, set[str]] = {}
        with self.file.reading() as database:
            for name, key, size in bounded(database.execute("SELECT id, key, length(sealed) FROM seals")):
                found.setdefault(str(name), set()).update([str(key)] if size == SEALED_BYTES else [])
        return found


def _is_noted(database: sqlite3.Connection, fingerprint: str) -> bool:
    """Whether the journal tells of these words of a consent: that they lie in the drawer says nothing, since anybody can have put them there."""
    return database.execute("SELECT 1 FROM journal WHERE what = ? AND about = ? LIMIT 1", (EntryKind.WORDED, fingerprint)).fetchone() is not None
