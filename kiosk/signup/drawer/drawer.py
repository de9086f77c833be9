"""The drawer: sealed sign-ups in one SQLite file that survives a power cut at any instant. What is acknowledged is on the disk.

After each entry everything lies in that one file: what SQLite keeps beside it is moved there and written over, so that neither what was
deleted nor an old key of the journal stays behind on a disk that writes in place.
"""

from __future__ import annotations

import errno
import os
import secrets
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from itertools import chain, islice, takewhile
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import astuple, replace

from kiosk.files.bounded_sqlite import (
    Bounded,
    JournalError,
    begin_log,
    bounded,
    bounded_days,
    connected,
    hold_room,
    is_too_much,
    journal_of,
    refuse_too_many,
    refuse_unusual,
)  # fmt: skip
from kiosk.files.indexes import disagreements, mend
from kiosk.files.private import FILE_MODE, linked, private_folder, zero
from kiosk.files.regular import is_regular
from kiosk.signup.drawer.foreign import Found, days_of, read
from kiosk.signup.drawer.schema import COLUMNS, SCHEMA, drop_statistics, ended, strange
from kiosk.signup.journal import journal, notes
from kiosk.signup.journal.ages import Lived, day_of, lived
from kiosk.signup.journal.anchor import Anchor, anchor, is_in
from kiosk.signup.journal.deletions import Went, is_untouched, went
from kiosk.signup.journal.fingerprints import KNOWINGLY, digest, of_day, wording
from kiosk.signup.journal.holders import Holders, Introduced, Own
from kiosk.signup.journal.journal import CAME, IN_A_NAME, EntryKind, Line
from kiosk.signup.journal.notes import Note, Written
from kiosk.signup.journal.proofs import would_prove
from kiosk.signup.journal.seen import CLOSED_FOR, Seen
from kiosk.signup.journal.signed import author, done_by, mark_that_holds, marks_that_hold
from kiosk.signup.journal.status import DAYS_AFTER_DONE, DAYS_UNOPENED, Mark, Status, tries
from kiosk.signup.journal.trail import Trail
from kiosk.signup.journal.unsettled import SEEN, begun_anew, unsettled
from kiosk.signup.journal.verify import faults
from kiosk.signup.journal.what_came import LISTED, is_changed, is_what_came
from kiosk.signup.keys.holders import holders_beside_others
from kiosk.signup.keys.private_keys import NOTHING
from kiosk.signup.keys.public_keys import KeyFileError, recipients
from kiosk.signup.keys.seal import OVERHEAD_BYTES, SealError, seal, unseal
from kiosk.signup.keys.signatures import Signer, own_public
from kiosk.signup.keys.trust import heirs, in_use, signer_of, signers, signers_of
from kiosk.signup.record import PACKED_BYTES, Record, packed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    from kiosk.signup.journal.journal import Privates

NAME = "drawer.sqlite"
NO_SEALS: Mapping[str, bytes] = MappingProxyType({})
"""Nothing is known of what was shown."""
NO_WORDS: Mapping[str, str] = MappingProxyType({})
MOST_PER_HOUR = 30
"""A clinic's lobby sees a few people an hour; a bored child could send hundreds."""
MOST_RECORDS = 20_000
"""That are there at once, some 200 MB; long before that staff should have looked."""
MOST_TOLD = 100
"""Things that are wrong with a drawer that are told one by one."""
_LETTERS = 900
"""Of such a sentence, with the names and commands in it."""
LOOKED_UP = ("records", "seals", "marks", "wordings")
"""Tables that are looked up by an index, again and again."""
INDEX_IS_WRONG = "The drawer is damaged where it finds what is in it ({wrong}), or somebody changed it there behind the kiosk's back."
DAYS_UNTIL_RED = 14
"""When one that nobody has looked at is told in red."""
_BESIDE = (f"{NAME}-wal", f"{NAME}-shm", f"{NAME}-journal")
"""What SQLite keeps beside the drawer."""
SEALED_BYTES = PACKED_BYTES + OVERHEAD_BYTES
_MOST_LOOKS = 8
"""Ways to look at the journal that are kept."""
_BUSY_SECONDS = 0.2
"""How long another program may hold the drawer before that is told: the screen's thread waits meanwhile (standards R8)."""
_ANY_MARK = "SELECT 1 FROM journal WHERE what IN (?, ?) LIMIT 1"
_THERE = "SELECT count(*) FROM (SELECT DISTINCT id FROM seals LIMIT ?)"


class Why(Enum):
    """Why nothing was kept."""

    FULL = "the disk is full"
    READ_ONLY = "the folder cannot be written"
    LOCKED = "another program holds the drawer"
    BROKEN = "the drawer is damaged"
    NO_KEY = "there is no key to close it with"
    MISSING = "there is no drawer in that folder"
    NOT_OURS = "the account that runs this command may not open its folder"
    TOO_MANY = "too many came in this hour"
    CROWDED = "so many requests lie in it that it takes no more"
    READ = "staff have looked at it, or it came on another day"
    JOURNAL = "a file drawer.sqlite-journal lies beside it, which no kiosk makes and which can have other files deleted"
    TOO_MUCH = "it holds far more than any kiosk can have kept"
    LINKED = "its folder is only a link to another place, and nobody would look after what is kept there"
    GIVEN_UP = "the key that was opened is no longer in use, or its passphrase has changed"
    CHANGED = "a request in it is not what came in, or not what was shown: somebody changed it behind the kiosk's back"


class KeepError(Exception):
    """Nothing was kept, and nothing of it is left."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class Entry(Struct, frozen=True):
    """A sign-up from outside: its id, the day it came, how far staff have come by what they signed, who said so and when (UTC).

    It is `doubted` where the drawer says otherwise than they signed: then it is as new. `marks` are all that they signed, oldest first.
    """

    id: str
    day: date
    status: Status = Status.NEW
    by: str = ""
    at: str = ""
    doubted: bool = False
    marks: tuple[Mark, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether somebody is still to be reached."""
        return self.status in (Status.NEW, Status.NOT_REACHED)

    @property
    def tries(self) -> int:
        """How often nobody was reached."""
        return tries(self.marks)


class Shown(Struct, frozen=True):
    """What a sign-up holds, None where no key opens it; the fingerprint of the seals it was in, and whether they are others than came."""

    record: Record | None
    seals: bytes
    changed: bool = False


def _utc() -> datetime:
    return datetime.now(tz=UTC)


class Drawer:
    """Keeps sign-ups in `folder`, sealed for the keys in `keys`. `now` gives the time in UTC, `clock` monotonic seconds.

    The kiosk `begins` one where there is none, and sets a damaged one aside; a command only uses what is there. Who did something is told by
    `signer` (`trust.signer_of`). Every method may raise KeepError.
    """

    def __init__(
        self, folder: Path, keys: Path, now: Callable[[], datetime] = _utc, clock: Callable[[], float] = time.monotonic, *, begins: bool = True
    ) -> None:
        self.folder, self._keys, self._now, self._clock, self._begins = folder, keys, now, clock, begins
        self._connection: Bounded | None = None
        self._open_files: tuple[int, ...] = ()
        self._arrivals: deque[float] = deque(maxlen=MOST_PER_HOUR)
        self._known: Anchor | None = None
        self._trail: Trail | None = None
        self._looks: dict[tuple[frozenset[tuple[str, bytes]], frozenset[str]], Seen] = {}
        """The journal as it was read, as whoever trusts those keys sees it who opened these."""

    def close(self) -> None:
        self._trail = None
        self._looks.clear()
        if self._connection:
            self._connection.close()
            self._connection = None

    @property
    def there(self) -> bool:
        """Whether there is a drawer that has been used, or was one that had to be set aside."""
        try:
            return bool(self.set_aside or _asked(self.folder, "SELECT seq FROM journal LIMIT 1"))
        except (sqlite3.Error, MemoryError, OSError):
            return is_regular(self.folder / NAME) and (self.folder / NAME).stat().st_size > 0

    # -- visitors ---------------------------------------------------------------------------------------------------------

    def keep(self, record: Record) -> str:
        """Seals the record for every staff key and keeps it; tells its id, after it is on the disk. Raises TooLongError too."""
        plain, name = packed(record), secrets.token_hex(16)
        if len(self._arrivals) == MOST_PER_HOUR and self._clock() - self._arrivals[0] < 3600:
            raise KeepError(Why.TOO_MANY)
        with self._writing() as database:
            publics = self._publics()  # while nobody else writes: keys that change meanwhile are no more those of this entry
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
        day = self._day()
        with self._writing() as database:
            kept = database.execute("SELECT seq FROM records WHERE id = ? AND day = ?", (name, day)).fetchone()
            if not kept or not is_untouched(name, day, journal.lines(database, kept[0])):
                raise KeepError(Why.READ)
            self._take_out(database, name, (day, "", EntryKind.TAKEN_BACK, name))

    def keep_wording(self, text: str) -> str:
        """Keeps the words of a consent, which are nobody's data, with an entry in the journal, and tells their fingerprint."""
        fingerprint = wording(text)
        with self._reading() as database:
            known = _is_noted(database, fingerprint) and self.wording(fingerprint) == text
        if not known:
            with self._writing() as database:
                self._keep_words(database, fingerprint, text)
        return fingerprint

    def _keep_words(self, database: sqlite3.Connection, fingerprint: str, text: str) -> None:
        database.execute("REPLACE INTO wordings VALUES (?, ?)", (fingerprint, text))
        if not _is_noted(database, fingerprint):
            self._note(database, (self._day(), "", EntryKind.WORDED, fingerprint), None)  # not when: a visitor is sending just now

    # -- staff ------------------------------------------------------------------------------------------------------------

    def wording(self, fingerprint: str) -> str:
        """The words of a consent; empty if they are not known."""
        with self._reading() as database:
            row = database.execute("SELECT text FROM wordings WHERE fingerprint = ?", (fingerprint,)).fetchone()
        return str(row[0]) if row else ""

    def entries(self, privates: Privates = NOTHING) -> list[Entry]:
        """Every sign-up that is there, newest first, without opening any. Marks count as far as those tell whom `privates` trust."""
        with self._reading() as database:
            rows = list(bounded(database.execute(LISTED)))
            marks = _by_sign_up(_marks(database))
            if not marks and not database.execute(_ANY_MARK, (EntryKind.MARKED, EntryKind.MERGED)).fetchone():
                return [_entry(name, day) for name, day in rows]
            seen = self._seen(database, privates)
            return [_marked(seen, name, day, marks.get(name, ())) for name, day in rows]

    def _seen(self, database: sqlite3.Connection, privates: Privates) -> Seen:
        try:
            ours = signers(self._keys, privates)
        except KeyFileError:  # then nobody is known to have signed anything
            ours = {}
        return self._look(database, ours)

    def _look(self, database: sqlite3.Connection, ours: Mapping[str, bytes], opened: Collection[str] = ()) -> Seen:
        """The journal as those see it whose signatures `ours` checks. What was read of it is not read again while it goes on from there."""
        trail, for_whom = self._read(database), (frozenset(ours.items()), frozenset(opened))
        seen = self._looks.get(for_whom)
        if seen is None or not seen.goes_on():
            if len(self._looks) >= _MOST_LOOKS:
                self._looks.clear()
            seen = self._looks[for_whom] = Seen(database, ours, opened=opened, trail=trail)
        return seen

    def _read(self, database: sqlite3.Connection) -> Trail:
        """The journal up to now."""
        if self._trail is None or not self._trail.goes_on(database):
            self._looks.clear()
            self._trail = Trail(database)
        return self._trail

    def waiting(self) -> int:
        """How many are still to be reached."""
        with self._reading() as database:
            if not _marks(database) and not database.execute(_ANY_MARK, (EntryKind.MARKED, EntryKind.MERGED)).fetchone():
                return sum(1 for _ in bounded(database.execute(LISTED)))
        return sum(entry.waits for entry in self.entries())

    def open(self, name: str, privates: Privates) -> Record | None:
        """What a sign-up holds; None where these keys do not open it, or it is not what came."""
        (shown,) = self.show([name], privates)
        return shown.record

    def show(self, names: Iterable[str], privates: Privates) -> Iterator[Shown]:
        """What each of these sign-ups holds, and whether that is what came."""
        for name in names:
            with self._at_once() as database:
                seals = _seals(database, name)
                told = _fingerprint(seals)
                changed = bool(seals) and is_changed(self._seen(database, privates), name, told)
            yield Shown(None if changed else read(Found(name, "", tuple((key, sealed) for _, key, sealed in seals)), privates), told, changed)

    def mark(self, name: str, status: Status, who: str, signer: Signer | None, seals: bytes = b"") -> bool:
        """Staff have come so far with it; False for one that is gone meanwhile. `seals` is the fingerprint of what they were shown, where known.

        Raises KeepError (CHANGED) where it is not what came, or not what they were shown.
        """
        with self._writing() as database:
            self._refuse_given_up(database, signer)
            if there := _is_there(database, name):
                now = _as_it_came(self._seen(database, NOTHING), name, seals)
                mark = Mark(name, status.value, who, self._at())
                self._note(database, (mark.at, who, EntryKind.MARKED, mark.about), signer, now)
                journal.sign_alone(database, mark.fingerprint, signer)  # as a mark it may go to another drawer
                database.execute("INSERT INTO marks VALUES (?, ?, ?, ?)", astuple(mark))
        return there

    def note(self, name: str, text: str, who: str, signer: Signer | None, seals: bytes = b"", *, calls: str | None = None) -> bool:
        """Adds a note to a sign-up, sealed for the keys that sign-ups are closed for now; False for one that is gone. `seals` as for `mark`.

        `calls` is who will call from now on, empty for nobody, None where the note is not about that.

        Raises TooLongError, and KeepError (CHANGED) where it is not what came, or not what they were shown.
        """
        at, note = self._at(), secrets.token_hex(8)
        with self._writing() as database:
            kept = notes.closed(note, name, Note(at, who, text, calls), self._publics())
            self._refuse_given_up(database, signer)
            if there := _is_there(database, name):
                _as_it_came(self._seen(database, NOTHING), name, seals)
                notes.add(database, [kept])
                told = digest(kept.seals)
                self._note(database, (at, who, EntryKind.NOTED, f"{name} {note}"), signer, told)
                journal.sign_alone(database, notes.fingerprint(name, note, told), signer)  # as a note it may go to another drawer
        return there

    def notes(self, privates: Privates) -> dict[str, tuple[Note, ...]]:
        """What staff wrote, by sign-ups, the oldest first: what they signed of it, and these keys open."""
        with self._at_once() as database:
            if not (held := notes.kept_in(database)):
                return {}
            seen = self._seen(database, privates)
            known = sorted((lines[0].seq, held[note]) for note, lines in seen.notes.items() if note in held)
            written = [(kept.id, notes.read(kept, who, privates)) for _, kept in known if (who := author(seen, kept)) is not None]
        found: dict[str, list[Note]] = {}
        for name, note in written:
            found.setdefault(name, []).extend([note] if note else [])
        return {name: tuple(sorted(each, key=lambda note: note.at)) for name, each in found.items()}

    def take_notes(self, written: Iterable[Written], who: str, signer: Signer | None) -> int:
        """Takes over notes from another drawer, with the signature of each; tells how many were new. Counts are those on sign-ups that are here."""
        taken = 0
        with self._writing() as database:
            self._refuse_given_up(database, signer)
            known = self._seen(database, NOTHING).notes
            for each in written:
                kept, told = each.kept, digest(each.kept.seals)
                if kept.note not in known and _is_there(database, kept.id):
                    notes.add(database, [kept])
                    self._note(database, (self._at(), who, EntryKind.NOTE_TAKEN, f"{kept.id} {kept.note} {each.who}"), signer, told)
                    journal.keep_alone(database, notes.fingerprint(kept.id, kept.note, told), each.signature)
                    taken += 1
        return taken

    def knows(self, name: str, seals: bytes, privates: Privates) -> bool:
        """Whether the journal tells that this sign-up had seals of this fingerprint, now or earlier."""
        with self._reading() as database:
            return is_what_came(self._seen(database, privates), name, seals)

    def merge(self, marks: Mapping[Mark, bytes], who: str, signer: Signer | None) -> int:
        """Takes over how far staff came on a copy of this drawer, with the signature of each; tells how many marks were new.

        Counts are only those of sign-ups that are here as they came, newer than what is here, and not of a day that has not come.
        """
        taken = 0
        with self._writing() as database:
            self._refuse_given_up(database, signer)
            seen = self._seen(database, NOTHING)
            for mark, signature in sorted(marks.items(), key=lambda one: one[0].at):
                seals = _fingerprint(_seals(database, mark.id))
                last = database.execute("SELECT max(at) FROM marks WHERE id = ?", (mark.id,)).fetchone()[0] or ""
                if _is_there(database, mark.id) and last < mark.at <= self._at() and not is_changed(seen, mark.id, seals):
                    line = (self._at(), who, EntryKind.MERGED, mark.about)
                    self._note(database, line, signer, mark.fingerprint + seals)
                    journal.keep_alone(database, mark.fingerprint, signature)
                    database.execute("INSERT INTO marks VALUES (?, ?, ?, ?)", astuple(mark))
                    taken += 1
        return taken

    def recover(
        self, found: Sequence[Found], who: str, signer: Signer | None, words: Mapping[str, str] = NO_WORDS, *, since: int = 0,
        changed: bool = False,
    ) -> int:  # fmt: skip
        """Brings back sign-ups of a drawer that was set aside, unless they are here, or went for good (`went`); tells how many.

        Each keeps the day on which it came, and today at the latest. `words` are those of the consents in them, by their fingerprints.
        Raises KeepError (CHANGED) where one is not what came here, unless also the `changed` ones are meant.
        """
        back = 0
        with self._writing() as database:
            self._refuse_given_up(database, signer)
            seen = self._seen(database, NOTHING)
            past = went(seen, days_of(found), self._now().date(), since).past
            for each in found:
                if each.id in past or _is_there(database, each.id):
                    continue
                seals = sorted((each.id, key, sealed) for key, sealed in each.seals)
                if not changed and seen.came(each.id) and is_changed(seen, each.id, digest(seals)):
                    raise KeepError(Why.CHANGED)
                day = min(each.day, self._now().date().isoformat())
                seq = self._note(database, (self._at(), who, EntryKind.RECOVERED, each.id), signer, of_day(day, digest(seals)))
                database.execute("REPLACE INTO records VALUES (?, ?, ?)", (each.id, day, seq))
                database.executemany("INSERT INTO seals VALUES (?, ?, ?)", seals)
                back += 1
            for fingerprint, text in words.items():
                self._keep_words(database, fingerprint, text)
        return back

    def differing(self, found: Iterable[Found], privates: Privates) -> frozenset[str]:
        """Those of these sign-ups of another drawer that came here, too, but with other seals."""
        with self._at_once() as database:
            seen = self._seen(database, privates)
            seals = {each.id: digest(sorted((each.id, *seal) for seal in each.seals)) for each in found}
            return frozenset(name for name, told in seals.items() if seen.came(name) and is_changed(seen, name, told))

    def seal_anew(self, privates: Privates, publics: Mapping[str, bytes], who: str, signer: Signer) -> int:
        """Closes for `publics` alone what `privates` open, and lets their holders go over the journal; tells how many sign-ups that were.

        A seal that does not open, whoever put it there, stays as it is (`unreadable`).
        From here on staff sign what they do, since those who have the other key could have signed anything before.
        """
        count = 0
        with self._writing() as database:
            for public in publics.values():
                journal.seal_anew(database, privates, public)
            ours = {**signers(self._keys, privates), **signers_of(self._keys, signer)}
            seen, rows = self._look(database, ours), list(bounded(database.execute("SELECT id, key, sealed FROM seals")))
            changed = {name for name in {row[0] for row in rows} if is_changed(seen, name, _fingerprint(_seals(database, name)))}
            brought = {line.about for line in seen.entries if line.what == EntryKind.RECOVERED}
            days = {str(name): str(day) for name, day in bounded(database.execute("SELECT id, day FROM records"))}
            for name, key, sealed in rows:
                if key in privates and (plain := _opened_seal(sealed, privates[key], name)):
                    fresh = [(name, other, seal(plain, public, name)) for other, public in sorted(publics.items())]
                    database.execute("DELETE FROM seals WHERE id = ? AND key = ?", (name, key))
                    database.executemany("REPLACE INTO seals VALUES (?, ?, ?)", fresh)
                    if name not in changed:  # nobody vouches for what somebody put in its place
                        whole = _fingerprint(_seals(database, name))
                        told = of_day(days[name], whole) if name in brought and name in days else whole
                        self._note(database, (self._at(), who, EntryKind.SEALED_ANEW, name), signer, told)
                    count += 1
            self._seal_notes_anew(database, seen, privates, publics, (who, signer))
            self._note(database, (self._at(), who, EntryKind.SIGNED_FROM_HERE, ""), signer)
        return count

    def tried_out(self, bare: Privates, opened: Privates, *, ever: bool = False) -> dict[str, EllipticCurvePrivateKey]:
        """Those of these keys without a passphrase that requests were closed for before anybody had one, as whoever `opened` theirs sees it.

        None once a key with a passphrase took their place, unless it is asked for `ever`: whoever copied one could put it back.
        """
        with self._at_once() as database:
            seen = self._look(database, signers(self._keys, opened))
            used = () if seen.is_protected and not ever else seen.tried_out
            return {name: bare[name] for name in used if name in bare}

    def _seal_notes_anew(
        self, database: sqlite3.Connection, seen: Seen, privates: Privates, publics: Mapping[str, bytes], by: tuple[str, Signer]
    ) -> None:
        """What staff wrote on them; of what somebody put in its place nothing is left."""
        for kept in notes.kept_in(database).values():
            plain = notes.opened(kept, privates)
            if plain and author(seen, kept) is not None:
                fresh = notes.sealed_for(kept.note, kept.id, plain, publics)
                notes.add(database, [fresh])
                self._note(database, (self._at(), by[0], EntryKind.NOTE_SEALED, f"{kept.id} {kept.note}"), by[1], digest(fresh.seals))

    def delete(self, names: Iterable[str], who: str, signer: Signer | None, seals: Mapping[str, bytes] = NO_SEALS, *, knowingly: bool = False) -> int:
        """Deletes sign-ups for good, and tells how many. `seals` has the fingerprints of what was shown.

        Raises KeepError (CHANGED) where one is not what was shown, or, unless that is done `knowingly`, not what came: then none is deleted.
        """
        with self._writing() as database:
            self._refuse_given_up(database, signer)
            there = [name for name in names if _is_there(database, name)]
            seen = self._seen(database, NOTHING)
            told = {name: _as_it_came(seen, name, seals.get(name, b""), knowingly=knowingly) for name in there}
            return sum(self._take_out(database, name, (self._at(), who, EntryKind.DELETED, name), signer, told[name]) for name in there)

    def proved(self, proofs: Mapping[str, bytes], ours: Mapping[str, bytes]) -> dict[str, bytes]:
        """Those of these deletions, each with its proof, that a restore may repeat in this drawer (`proofs.proves`)."""
        with self._at_once() as database:
            seen, used = self._look(database, ours), self._publics().keys()
            return {name: proof for name, proof in proofs.items() if would_prove(seen, proof, name, used)}

    def forget(self, proofs: Mapping[str, bytes]) -> int:
        """Deletes those that staff deleted in the drawer in whose place this one is restored, with the proof of each, and tells how many."""
        with self._writing() as database:
            return sum(self._take_out(database, name, (self._at(), "", EntryKind.RESTORED, name), digest=proof) for name, proof in proofs.items())

    def share(self, privates: Privates, public: bytes) -> None:
        """Lets the holders of another key go over what these keys can of the journal."""
        with self._writing() as database:
            journal.seal_anew(database, privates, public)

    def introduce(self, privates: Privates) -> Introduced:
        """Makes known what whoever opened these keys signs with alone, where the journal has it not; and tells what became of it meanwhile."""
        signer = signer_of(self._keys, privates)
        if not signer or not signer.own:
            return Introduced()
        with self._reading() as database:
            return self._introduced(self._seen(database, privates), signer, given_up=self.is_given_up(privates))

    def _introduced(self, seen: Seen, signer: Signer, *, given_up: bool) -> Introduced:
        public, used = own_public(signer), self._publics().keys()
        if (now := seen.holders.now(signer.name)) is None or now.public != public:
            if given_up:
                raise KeepError(Why.GIVEN_UP)
            if signer.key in used:  # by another key nobody's signature counts, and that would be told for good
                self.announce(signer.name, public, signer.name, signer)
        news = seen.holders.news(signer.name, public)
        about_keys = () if given_up else self._about_keys(seen, signer, used)
        return Introduced(seen.holders.ever(signer.name) == [], public, news, about_keys)

    def _about_keys(self, seen: Seen, signer: Signer, used: Collection[str]) -> tuple[str, ...]:
        """What somebody should know of the keys in use who can tell; what nobody has written down yet they write down."""
        if signer.key in used and not seen.closed_for() and not seen.unsigned_keys():
            self.note_keys(signer.name, signer)
        return tuple(seen.about_keys(used))

    def begin_anew(self, who: str, about: str, signer: Signer | None) -> None:
        """Somebody made a new key since those of before are lost. What the journal tells till then stays from here on as it is."""
        with self._writing() as database:
            journal.write_over_all(database, (self._at(), who, EntryKind.BEGUN_ANEW, about), self._publics().values(), signer)

    def note_keys(self, who: str, signer: Signer | None, meant: Iterable[str] = (), change: bytes = b"") -> None:
        """Writes down which keys requests are closed for from here on, says `who`: those that they `meant`, else those that lie here.

        `change` is the fingerprint of the change of the list that this tells of (`changes.Change`).
        """
        self.audit(EntryKind.CHANGED_KEYS, who, f"{CLOSED_FOR}{','.join(meant or self._publics())}", signer, change)

    def about_keys(self, privates: Privates, used: Collection[str] = ()) -> tuple[str, ...]:
        """Whether requests are closed for other keys (`used`, else those here) than staff last wrote down, in a sentence for whoever opened these."""
        with self._at_once() as database:
            return tuple(self._seen(database, privates).about_keys(used or self._publics().keys()))

    def about_people(self, privates: Privates) -> tuple[str, ...]:
        """Who has a passphrase again that was taken away, in sentences for whoever opened these."""
        with self._at_once() as database, suppress(KeyFileError):
            return tuple(self._seen(database, privates).holders.back(holders_beside_others(self._keys)))
        return ()

    def ever_used(self, privates: Privates) -> set[str]:
        """The keys that staff ever wrote down, by what they signed with these."""
        with self._at_once() as database:
            return self._seen(database, privates).ever_closed_for(privates)

    def other_key(self, privates: Privates) -> Own | None:
        """What the holder of these signs with by another key that requests are closed for, too, and not by this one: two people of one name.

        None where they are known here with this one by what their own key vouches for, whatever else lies on the disk.
        """
        signer = signer_of(self._keys, privates)
        if signer is None or not signer.own:
            return None
        mine = self.holders(privates).now(signer.name)
        if mine and mine.public == own_public(signer):
            return None
        known, used = self.holders({}).now(signer.name), self._publics()
        is_another = known and known.public != own_public(signer) and known.key not in privates
        return known if known and is_another and {known.key, signer.key} <= used.keys() else None

    def announce(self, name: str, public: bytes, who: str, signer: Signer | None) -> None:
        """From here on this person signs with that key, says `who`."""
        with self._writing() as database:
            self._note(database, (self._at(), who, EntryKind.SIGNS_FROM_HERE, name), signer, public)

    def holders(self, privates: Privates) -> Holders:
        """Who signs with what, as far as those tell who can be trusted from where these private keys stand (none: from what lies here)."""
        with self._at_once() as database:
            return self._seen(database, privates).holders

    def is_given_up(self, privates: Privates) -> bool:
        """Whether requests are closed for none of these keys, and none is among those that staff last wrote down, also with one that came since.

        Where nobody wrote that down, the list says which were retired.
        """
        if privates.keys() & self._publics().keys():
            return False
        with self._at_once() as database:
            written = self._look(database, heirs(self._keys, privates)).written_keys()
        return not written & privates.keys() if written else all(each.until for each in recipients(self._keys) if each.id in privates)

    def _refuse_given_up(self, database: sqlite3.Connection, signer: Signer | None) -> None:
        """Raises KeepError (GIVEN_UP) where what they sign would count nowhere: their key is not in use, or they have another passphrase by now."""
        if signer and signer.key not in self._publics():
            raise KeepError(Why.GIVEN_UP)
        self._refuse_another_passphrase(database, signer)

    def _refuse_another_passphrase(self, database: sqlite3.Connection, signer: Signer | None) -> None:
        """Raises KeepError (GIVEN_UP) where the journal knows whoever signs by another key of their own, or that they left."""
        if signer and signer.own:
            theirs = self._look(database, signers_of(self._keys, signer)).holders.ever(signer.name)
            if theirs and (theirs[-1].until is not None or theirs[-1].public != own_public(signer)):
                raise KeepError(Why.GIVEN_UP)

    def audit(self, what: EntryKind, who: str, about: str = "", signer: Signer | None = None, digest: bytes = b"") -> None:
        """Notes what somebody of the staff did, with the fingerprint of what it is about, if that is more than its words.

        Raises KeepError (GIVEN_UP) where it would bear their name without a signature that counts.
        """
        with self._writing() as database:
            if what in IN_A_NAME:
                self._refuse_another_passphrase(database, signer)
            self._note(database, (self._at(), who, what, about), signer, digest)

    def _note(self, database: sqlite3.Connection, line: journal.EntryText, signer: Signer | None, about: bytes = b"") -> int:
        return journal.write(database, line, about, self._publics().values(), signer)

    def trail(self) -> list[Line]:
        """The journal, oldest first; without what no kiosk writes."""
        with self._reading() as database:
            return list(self._read(database).entries)

    def went(self, aside: Mapping[str, date], since: int) -> Went:
        """What became of sign-ups that lie aside, where they came on these days, since the entry `since` at the latest (`deletions.went`).

        Those that had been changed and were deleted all the same did not go: what came may lie aside.
        """
        with self._at_once() as database:
            return went(self._seen(database, NOTHING), aside, self._now().date(), since)

    # -- what goes by itself ----------------------------------------------------------------------------------------------

    def lived(self, today: date) -> Lived:
        """The days that this drawer has seen."""
        with self._reading() as database:
            return lived(bounded_days(self._read(database).days), today)

    def begin_day(self) -> bool:
        """Notes that another day has come, and tells whether one has: only days that were noted make anything older."""
        with self._reading() as database:
            row = database.execute("SELECT at FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
        if row and day_of(row[0]) == self._now().date():
            return False
        self.audit(EntryKind.DAY, "")
        with self._reading():
            self._mend(self._database(), LOOKED_UP)  # as when it is opened, however long the kiosk runs
        return True

    def due(self, today: date, ahead: int = 0) -> list[Entry]:
        """What is to be deleted now, or in so many days: done for long enough, or lying here too long, in days lived (`ages`).

        That something is done counts only if somebody who can read requests has signed it.
        """
        return self._due(self.lived(today), ahead)

    def _due(self, times: Lived, ahead: int = 0) -> list[Entry]:
        with self._reading() as database:
            if not database.execute(f"{LISTED} LIMIT 1").fetchone():
                return []
            if times.now - min(times.ages.values(), default=0) + ahead < min(DAYS_AFTER_DONE, DAYS_UNOPENED):
                return []  # the usual case, every minute
            seen = self._seen(database, NOTHING)
            came = {line.about: line.seq for line in reversed(seen.entries) if line.what in CAME}
            return [
                entry for entry in self.entries()
                if times.since(came.get(entry.id, 0)) + ahead >= DAYS_UNOPENED
                or (entry.status is Status.DONE and _lived_since_done(done_by(seen, entry.id), times) + ahead >= DAYS_AFTER_DONE)
            ]  # fmt: skip

    def expire(self, today: date) -> list[str]:
        """Deletes what is due, each with an entry in the journal, and tells which. A clock that took a step lately deletes nothing."""
        times = self.lived(today)
        return self._remove([entry.id for entry in self._due(times)], "", EntryKind.EXPIRED) if times.trusted else []

    def red(self, today: date) -> int:
        """How many have waited so long that somebody should be told."""
        return sum(entry.waits and (today - entry.day).days >= DAYS_UNTIL_RED for entry in self.entries())

    # -- is all well? -----------------------------------------------------------------------------------------------------

    def verify(self, privates: Privates) -> tuple[str, ...]:
        """What was changed, cut, removed or put in behind the kiosk's back, a plain sentence each; empty if nothing was."""
        today, reader = self._now().date(), _reader(signer_of(self._keys, privates))
        with self._reading():
            damaged = [INDEX_IS_WRONG.format(wrong=each) for each in self._mend(self._database())[:1]]
        with self._at_once() as database:
            every = chain(damaged, faults(database, privates, signers(self._keys, privates), today, reader))
            found = [_short(each) for each in islice(every, MOST_TOLD + 1)]
        return (*found[:MOST_TOLD], *(["There is more of this kind that is not listed here."] if len(found) > MOST_TOLD else []))

    def settle(self, told: Collection[str], who: str, signer: Signer | None) -> None:
        """Somebody who can read requests was told these sentences: what can be settled so is not told to them again, as far as they say so."""
        with self._at_once() as database:
            open_still = unsettled(self._seen(database, NOTHING), _reader(signer))
        shown = list(takewhile(lambda sentence: _short(sentence) in told, open_still))
        if shown:
            self.audit(EntryKind.RESTORED, who, f"{SEEN}{open_still[shown[-1]]}", signer)

    def begun_anew(self) -> tuple[str, ...]:
        """That all keys of before were lost, in a sentence that `verify` tells too, until somebody who can read requests has seen it."""
        with self._at_once() as database:
            return tuple(map(_short, begun_anew(self._look(database, signers(self._keys, {})))))

    def unseen(self) -> dict[str, tuple[str, ...]]:
        """What `verify` still tells some who can read requests, although others said that they saw it: who they are, by its sentences."""
        with self._at_once() as database:
            seen = self._look(database, signers(self._keys, {}))
            known, open_still = [each.name for each in seen.holders.all if each.until is None], unsettled(seen)
            told = {name: unsettled(seen, name).keys() - open_still.keys() for name in known}
        return {_short(said): tuple(name for name in known if said in told[name]) for said in sorted(set().union(*told.values()))}

    def lost_before(self, privates: Privates) -> Line | None:
        """The entry before which nothing can be checked by whoever opened these, since all keys of then are lost; None where there is none."""
        with self._at_once() as database:
            return self._look(database, signers(self._keys, privates), privates).anew

    def marks(self) -> frozenset[Mark]:
        """How far staff came with each request at any time."""
        with self._reading() as database:
            return frozenset(_marks(database))

    def anchor(self) -> Anchor | None:
        """How far the journal has come, in a word that can be kept elsewhere; None while nothing is in it."""
        with self._reading() as database:
            return anchor(database)

    def holds(self, seen: Anchor) -> bool:
        """Whether this is the drawer that was seen so far then, at that moment or later."""
        with self._reading() as database:
            return is_in(database, seen)

    def closed_for(self) -> set[str]:
        """The keys that requests which are here are closed for."""
        with self._reading() as database:
            return {str(key) for (key,) in bounded(database.execute("SELECT DISTINCT key FROM seals"))}

    def sealed_for(self) -> dict[str, set[str]]:
        """For each request that is here the keys that it is closed for, without those whose seal is cut."""
        found: dict[str, set[str]] = {}
        with self._reading() as database:
            for name, key, size in bounded(database.execute("SELECT id, key, length(sealed) FROM seals")):
                found.setdefault(str(name), set()).update([str(key)] if size == SEALED_BYTES else [])
        return found

    def unreadable(self) -> int:
        """How many requests no key of the staff opens, as far as that shows without one: they are closed for others, or cut."""
        known = {each.id for each in recipients(self._keys)}
        return sum(known.isdisjoint(those) for those in self.sealed_for().values())

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

    def _day(self) -> str:
        """The day of this place, which is all that is kept of when a visitor does something (standards P6)."""
        return self._now().astimezone().date().isoformat()

    def _remove(self, names: Iterable[str], who: str, what: EntryKind) -> list[str]:
        with self._writing() as database:
            return [name for name in names if self._take_out(database, name, (self._at(), who, what, name))]

    def _take_out(self, database: sqlite3.Connection, name: str, line: journal.EntryText, signer: Signer | None = None, digest: bytes = b"") -> bool:
        """Deletes a sign-up with its marks, and notes it; False for one that is not there."""
        there = database.execute("DELETE FROM seals WHERE id = ?", (name,)).rowcount > 0
        if there:
            database.execute("DELETE FROM marks WHERE id = ?", (name,))
            notes.delete(database, [name])
            self._note(database, line, signer, digest)
        return there

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is on the disk afterwards, and in the drawer itself, or nothing."""
        with self._reading() as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                self._refuse_another()
                _refuse(ended(database), "{}")
                if self._known and not is_in(database, self._known):
                    lost, self._known = self._known, None
                    self._note(database, (self._at(), "", EntryKind.WENT_BACK, str(lost)), None)
                yield database
                database.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    database.execute("ROLLBACK")
                raise
            self._known = anchor(database)
            move_home(database, self.folder / NAME)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            database = self._database()
            database.begin()
            yield database
        except (sqlite3.Error, MemoryError) as error:
            why = _why(error)
            if why in (Why.BROKEN, Why.TOO_MUCH):
                self._set_aside()
            raise KeepError(why) from error
        except OSError as error:
            raise KeepError(_why_not(error)) from error

    @contextmanager
    def _at_once(self) -> Iterator[sqlite3.Connection]:
        """Many questions about one state, whatever others write meanwhile."""
        with self._reading() as database:
            database.execute("BEGIN")
            try:
                yield database
            finally:
                with suppress(sqlite3.Error):
                    database.execute("ROLLBACK")

    def _database(self) -> Bounded:
        if self._connection and self._files() != self._open_files:
            self.close()  # somebody deleted or replaced them: what is written there now is nowhere
        if self._connection is None:
            self._connection = self._opened()
            self._open_files = self._files()
        return self._connection

    def _refuse_another(self) -> None:
        """Raises KeepError where the drawer made way for another one, as a restore has it, while this one was waited for."""
        if self._files() != self._open_files:
            raise KeepError(Why.LOCKED)

    def _files(self) -> tuple[int, ...]:
        """Which files lie where the drawer is, by their inodes; 0 for one that is not there."""
        return tuple(path.stat().st_ino if path.exists() else 0 for path in (self.folder / NAME, self.folder / f"{NAME}-wal"))

    def _opened(self) -> Bounded:
        """The drawer, looked over: what it finds its requests by agrees with what is in it."""
        database = self._found()
        try:
            self._mend(database, LOOKED_UP)
        except BaseException:
            database.close()
            raise
        return database

    def _mend(self, database: Bounded, tables: Collection[str] = ()) -> tuple[str, ...]:
        """Makes indexes anew that disagree with these tables (none: with all), and notes it: by a wrong one requests are not found.

        Tells what is wrong still.
        """
        noted: list[int] = []
        try:
            publics = self._publics().values()
        except KeepError:  # without a key nothing can be noted
            return disagreements(database, tables)
        line = (self._at(), "", EntryKind.REINDEXED, "")
        wrong = mend(database, tables, lambda: noted.append(journal.write(database, line, b"", publics)))
        if noted:
            move_home(database, self.folder / NAME)
        return wrong

    def _found(self) -> Bounded:
        path = self.folder / NAME
        if linked(self.folder):
            raise KeepError(Why.LINKED)
        if not self._begins:
            try:
                empty = path.lstat().st_size == 0
            except PermissionError as error:
                raise KeepError(Why.NOT_OURS) from error
            except OSError as error:
                raise KeepError(Why.MISSING) from error
            if empty:
                raise KeepError(Why.MISSING)
            return _connected(path)
        private_folder(self.folder)
        with suppress(FileNotFoundError, IsADirectoryError):
            journal_of(path).unlink()  # none of ours: SQLite would carry it out
        try:
            return _begun(path)
        except (sqlite3.DatabaseError, MemoryError) as error:
            if _why(error) not in (Why.BROKEN, Why.TOO_MUCH) or not self._set_aside():
                raise
            return _begun(path)

    def _set_aside(self) -> bool:
        """A damaged drawer is kept under another name, for `signups recover`; a new one is begun. Whether it was damaged indeed.

        Nothing but what a fresh look finds damaged is touched: an error may be of something else, and whole drawers stay where they are.
        """
        self.close()
        if not self._begins or not _is_damaged(self.folder):
            return False
        stamp = self._free_stamp()
        for path in (self.folder / name for name in (NAME, *_BESIDE)):
            if os.path.lexists(path):
                path.replace(path.with_name(path.name.replace("drawer", f"drawer-set-aside-{stamp}", 1)))
        self._known = None
        return True

    def _free_stamp(self) -> str:
        """A time of now or soon after, by which nothing was set aside yet."""
        now = self._now()
        times = ((now + timedelta(seconds=more)).strftime("%Y%m%d-%H%M%S") for more in range(1000))
        return next(each for each in times if not (self.folder / f"drawer-set-aside-{each}.sqlite").exists())

    @property
    def set_aside(self) -> tuple[str, ...]:
        """Damaged drawers that lie here, for staff to know of."""
        return tuple(sorted(path.name for path in self.folder.glob("drawer-set-aside-*.sqlite")))


def move_home(database: sqlite3.Connection, drawer: Path) -> None:
    """What SQLite keeps beside the drawer goes into it, and is written over: what is deleted lingers nowhere, nor does an old key.

    The zeros are written while nobody else can write, and only if nobody did since all was moved. Where somebody else reads just now it
    is left to the next time.
    """
    with suppress(sqlite3.Error, OSError):
        (before,) = database.execute("PRAGMA data_version").fetchone()
        if database.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()[0]:
            return
        database.execute("BEGIN IMMEDIATE")
        try:
            if database.execute("PRAGMA data_version").fetchone()[0] == before:
                zero(drawer.with_name(f"{drawer.name}-wal"))
        finally:
            database.execute("ROLLBACK")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def damage(folder: Path) -> tuple[str, ...]:
    """What is damaged in the drawer, without changing anything; empty if it is whole, or not there. May raise KeepError."""
    if linked(folder):
        raise KeepError(Why.LINKED)
    try:
        refuse_unusual(folder / NAME)
        if not os.path.lexists(folder / NAME):
            return ()
        with closing(_looked_into(folder)) as database:
            return tuple(_damage(database))
    except OSError as error:
        raise KeepError(_why_not(error)) from error
    except (sqlite3.Error, MemoryError) as error:
        if (why := _why(error)) is not Why.BROKEN:
            raise KeepError(why) from error
        return (str(error),)


def _damage(database: sqlite3.Connection) -> Iterator[str]:
    if odd := strange(database):
        yield f"there is {odd} in it"
        return
    told = [str(row[0])[:_LETTERS] for row in database.execute("PRAGMA quick_check(5)")]
    yield from (each for each in told if each != "ok")
    tables = {str(row[0]) for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    for table, columns in (COLUMNS if tables else {}).items():
        if table in tables or table in ("records", "seals", "journal"):
            database.execute(f"SELECT {columns} FROM {table} LIMIT 0")  # noqa: S608  both are written here
    refuse_too_many(database, sorted(each for each in tables if not each.startswith("sqlite_")))
    if "ratchet" in tables and (wrong := ended(database)):
        yield wrong


def _is_damaged(folder: Path) -> bool:
    """Whether that is certain, or it is far too much: what cannot be looked at now is not."""
    try:
        return bool(damage(folder))
    except KeepError as error:
        return error.why is Why.TOO_MUCH


def newest_day(folder: Path) -> date | None:
    """The last day on which something came into the drawer or its journal; None where that cannot be known."""
    try:
        days = [row[0] for row in _asked(folder, "SELECT max(at) FROM journal UNION SELECT max(day) FROM records") if row[0]]
        return max((date.fromisoformat(day[:10]) for day in days), default=None)
    except (sqlite3.Error, MemoryError, OSError, ValueError, TypeError):
        return None


def _asked(folder: Path, query: str) -> list[tuple[str]]:
    """What the drawer answers to somebody who changes nothing; nothing if there is none."""
    if not is_regular(folder / NAME):
        return []
    with closing(_looked_into(folder)) as database:
        return database.execute(query).fetchall()


def _looked_into(folder: Path) -> Bounded:
    return connected(folder / NAME, "mode=ro", seconds=_BUSY_SECONDS)


def _begun(path: Path) -> Bounded:
    """The drawer, made where there is none, for nobody else to read."""
    refuse_unusual(path)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NONBLOCK | os.O_NOFOLLOW, FILE_MODE))
    return _connected(path)


def _connected(path: Path) -> Bounded:
    """The drawer, to be written into, after a look that writes nothing: it may be the database of another program."""
    with closing(_looked_into(path.parent)) as database:
        _refuse(strange(database), "there is {} in it")
    database = connected(path, "mode=rw", seconds=_BUSY_SECONDS)
    try:
        begin_log(database)
        for pragma in ("synchronous=FULL", "secure_delete=ON", "temp_store=MEMORY"):
            database.execute(f"PRAGMA {pragma}")
        _refuse(strange(database), "there is {} in it")
        drop_statistics(database)
        database.executescript(SCHEMA)
        hold_room(path)
    except BaseException:
        database.close()
        raise
    return database


def _refuse(odd: str, words: str) -> None:
    if odd:
        raise sqlite3.DatabaseError(words.format(odd))


def _why(error: BaseException) -> Why:
    name = getattr(error, "sqlite_errorname", "") or ""
    if isinstance(error, JournalError):
        return Why.JOURNAL
    if is_too_much(error):
        return Why.TOO_MUCH
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Why.LOCKED
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return Why.FULL
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return Why.READ_ONLY
    return Why.BROKEN


def _why_not(error: OSError) -> Why:
    return Why.FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else Why.READ_ONLY


def _reader(signer: Signer | None) -> str:
    """Who signs; empty where that is nobody in particular."""
    return signer.name if signer and signer.own else ""


def _short(told: str) -> str:
    """A sentence, however long the names in it are."""
    return told if len(told) <= _LETTERS else f"{told[:_LETTERS]} [...]"


def _entry(name: str, day: str) -> Entry:
    return Entry(name, day_of(day) or date.min)


def _marked(seen: Seen, name: str, day: str, marks: Sequence[Mark]) -> Entry:
    """The sign-up with its marks, as far as staff signed them."""
    entry = replace(_entry(name, day), marks=marks_that_hold(seen, marks, name))
    last, doubted = mark_that_holds(seen, marks[-1] if marks else None, name)
    return replace(entry, status=Status(last.status), by=last.who, at=last.at) if last else replace(entry, doubted=doubted)


def _by_sign_up(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = {}
    for mark in marks:
        found.setdefault(mark.id, []).append(mark)
    return found


def _marks(database: sqlite3.Connection) -> list[Mark]:
    return [Mark(*map(str, row)) for row in bounded(database.execute("SELECT id, status, who, at FROM marks ORDER BY rowid"))]


def _seals(database: sqlite3.Connection, name: str) -> list[tuple[str, str, bytes]]:
    return list(bounded(database.execute("SELECT id, key, sealed FROM seals WHERE id = ? ORDER BY key", (name,))))


def _fingerprint(seals: Sequence[tuple[str, str, bytes]]) -> bytes:
    """Of seals that may be anything: of what is none it is that of nothing, which no sign-up has."""
    return digest(seals if all(isinstance(sealed, bytes) for *_, sealed in seals) else ())


def _as_it_came(seen: Seen, name: str, seals: bytes, *, knowingly: bool = False) -> bytes:
    """What the entry of a deed says of the seals that it is about; `seals` is what was shown, where known. Raises KeepError (CHANGED)."""
    now = _fingerprint(_seals(seen.database, name))
    changed = is_changed(seen, name, now)
    if (changed and not knowingly) or (seals and now != seals):
        raise KeepError(Why.CHANGED)
    return KNOWINGLY + now if changed else now


def _is_there(database: sqlite3.Connection, name: str) -> bool:
    return database.execute("SELECT 1 FROM seals WHERE id = ? LIMIT 1", (name,)).fetchone() is not None


def _is_noted(database: sqlite3.Connection, fingerprint: str) -> bool:
    """Whether the journal tells of these words of a consent: that they lie in the drawer says nothing, since anybody can have put them there."""
    return database.execute("SELECT 1 FROM journal WHERE what = ? AND about = ? LIMIT 1", (EntryKind.WORDED, fingerprint)).fetchone() is not None


def _opened_seal(sealed: bytes, private: EllipticCurvePrivateKey, name: str) -> bytes:
    """What a seal of the drawer holds; nothing where it does not open."""
    with suppress(SealError):
        return unseal(sealed, private, name) if isinstance(name, str) else b""
    return b""


def _lived_since_done(line: Line | None, times: Lived) -> int:
    """Days lived since staff signed that it is done; long before all else where they did not."""
    return times.since(line.seq) if line else -DAYS_UNOPENED
