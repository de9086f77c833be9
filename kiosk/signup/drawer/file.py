"""The file of a drawer and the journal in it: one transaction after the other, on the disk or not at all. A damaged one is set aside."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.files.bounded_sqlite import (
    Bounded,
    journal_of,
)  # fmt: skip
from kiosk.files.indexes import disagreements, mend
from kiosk.files.private import linked, private_folder
from kiosk.signup.drawer.condition import is_damaged
from kiosk.signup.drawer.database import BESIDE, NAME, begun, move_home, opened, refuse_strange
from kiosk.signup.drawer.refusals import KeepError, Why, why_not_written, why_of
from kiosk.signup.drawer.schema import ended
from kiosk.signup.journal import journal, set_clocks
from kiosk.signup.journal.anchor import Anchor, anchor, is_in
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.journal.seen import Seen
from kiosk.signup.journal.set_clocks import Apart
from kiosk.signup.journal.trail import Trail
from kiosk.signup.keys.public_keys import KeyFileError
from kiosk.signup.keys.signatures import Signer
from kiosk.signup.keys.trust import in_use, signers

if TYPE_CHECKING:
    from kiosk.signup.drawer.boot import Boot
    from kiosk.signup.journal.journal import Privates

LOOKED_UP = ("records", "seals", "marks", "wordings")
"""Tables that are looked up by an index, again and again."""
_MOST_LOOKS = 8
"""Ways to look at the journal that are kept."""


class DrawerFile:
    """The file of a drawer with its journal, in `folder`: opened, read and written. `keys` is the folder of the keys, `now` gives the time in UTC.

    `boot` tells how long the machine runs, where that is known: by that it is noted, before anything else is, when somebody sets the clock.
    It `begins` one where there is none, and sets a damaged one aside; else it only uses what is there. Every method may raise KeepError.
    """

    def __init__(self, folder: Path, keys: Path, now: Callable[[], datetime], boot: Callable[[], Boot | None], *, begins: bool) -> None:
        self.folder, self.keys, self.now, self._boot, self._begins = folder, keys, now, boot, begins
        self._connection: Bounded | None = None
        self._open_files: tuple[int, ...] = ()
        self._known: Anchor | None = None
        self._trail: Trail | None = None
        self._looks: dict[tuple[frozenset[tuple[str, bytes]], frozenset[str]], Seen] = {}
        """The journal as it was read, as whoever trusts those keys sees it who opened these."""

    def close(self) -> None:
        """Lets go of it; it is opened again when it is asked next."""
        self._trail = None
        self._looks.clear()
        if self._connection:
            self._connection.close()
            self._connection = None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is on the disk afterwards, and in the drawer itself, or nothing."""
        with self.reading() as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                self._refuse_another()
                refuse_strange(ended(database), "{}")
                self._note_clock(database)
                if self._known and not is_in(database, self._known):
                    lost, self._known = self._known, None
                    self.note(database, (self.at(), "", EntryKind.WENT_BACK, str(lost)), None)
                yield database
                database.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    database.execute("ROLLBACK")
                raise
            self._known = anchor(database)
            move_home(database, self.folder / NAME)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The drawer as it is now; one that turns out to be damaged is set aside."""
        try:
            database = self.database()
            database.begin()
            yield database
        except (sqlite3.Error, MemoryError) as error:
            why = why_of(error)
            if why in (Why.BROKEN, Why.TOO_MUCH):
                self._set_aside()
            raise KeepError(why) from error
        except OSError as error:
            raise KeepError(why_not_written(error)) from error

    @contextmanager
    def at_once(self) -> Iterator[sqlite3.Connection]:
        """Many questions about one state, whatever others write meanwhile."""
        with self.reading() as database:
            database.execute("BEGIN")
            try:
                yield database
            finally:
                with suppress(sqlite3.Error):
                    database.execute("ROLLBACK")

    def database(self) -> Bounded:
        """The connection to the file that lies here now."""
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
            self.mend(database, LOOKED_UP)
        except BaseException:
            database.close()
            raise
        return database

    def mend(self, database: Bounded, tables: Collection[str] = ()) -> tuple[str, ...]:
        """Makes indexes anew that disagree with these tables (none: with all), and notes it: by a wrong one requests are not found.

        Tells what is wrong still.
        """
        noted: list[int] = []
        try:
            publics = self.publics().values()
        except KeepError:  # without a key nothing can be noted
            return disagreements(database, tables)

        def note() -> None:
            self._note_clock(database)
            noted.append(journal.write(database, (self.at(), "", EntryKind.REINDEXED, ""), b"", publics))

        wrong = mend(database, tables, note)
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
            return opened(path)
        private_folder(self.folder)
        with suppress(FileNotFoundError, IsADirectoryError):
            journal_of(path).unlink()  # none of ours: SQLite would carry it out
        try:
            return begun(path)
        except (sqlite3.DatabaseError, MemoryError) as error:
            if why_of(error) not in (Why.BROKEN, Why.TOO_MUCH) or not self._set_aside():
                raise
            return begun(path)

    def _set_aside(self) -> bool:
        """A damaged drawer is kept under another name, for `signups recover`; a new one is begun. Whether it was damaged indeed.

        Nothing but what a fresh look finds damaged is touched: an error may be of something else, and whole drawers stay where they are.
        """
        self.close()
        if not self._begins or not is_damaged(self.folder):
            return False
        stamp = self._free_stamp()
        for path in (self.folder / name for name in (NAME, *BESIDE)):
            if os.path.lexists(path):
                path.replace(path.with_name(path.name.replace("drawer", f"drawer-set-aside-{stamp}", 1)))
        self._known = None
        return True

    def _free_stamp(self) -> str:
        """A time of now or soon after, by which nothing was set aside yet."""
        now = self.now()
        times = ((now + timedelta(seconds=more)).strftime("%Y%m%d-%H%M%S") for more in range(1000))
        return next(each for each in times if not (self.folder / f"drawer-set-aside-{each}.sqlite").exists())

    @property
    def set_aside(self) -> tuple[str, ...]:
        """Damaged drawers that lie here, for staff to know of."""
        return tuple(sorted(path.name for path in self.folder.glob("drawer-set-aside-*.sqlite")))

    # -- the journal in it ------------------------------------------------------------------------------------------------

    def seen(self, database: sqlite3.Connection, privates: Privates) -> Seen:
        """The journal as those see it whom these private keys trust (none: as far as what lies here tells)."""
        try:
            ours = signers(self.keys, privates)
        except KeyFileError:  # then nobody is known to have signed anything
            ours = {}
        return self.look(database, ours)

    def look(self, database: sqlite3.Connection, ours: Mapping[str, bytes], opened: Collection[str] = ()) -> Seen:
        """The journal as those see it whose signatures `ours` checks. What was read of it is not read again while it goes on from there."""
        trail, for_whom = self.trail(database), (frozenset(ours.items()), frozenset(opened))
        seen = self._looks.get(for_whom)
        if seen is None or not seen.goes_on():
            if len(self._looks) >= _MOST_LOOKS:
                self._looks.clear()
            seen = self._looks[for_whom] = Seen(database, ours, opened=opened, trail=trail)
        return seen

    def trail(self, database: sqlite3.Connection) -> Trail:
        """The journal up to now."""
        if self._trail is None or not self._trail.goes_on(database):
            self._looks.clear()
            self._trail = Trail(database)
        return self._trail

    def note(self, database: sqlite3.Connection, line: journal.EntryText, signer: Signer | None, about: bytes = b"") -> int:
        """Writes an entry into the journal, signed by `signer`, inside the caller's transaction; tells its number."""
        return journal.write(database, line, about, self.publics().values(), signer)

    def note_day(self, database: sqlite3.Connection) -> None:
        """Writes that another day has come, inside the caller's transaction, in which the clock was noted."""
        boot = self._boot()
        before = set_clocks.last(database, boot.name) if boot else None
        self.note(database, (self.at(), "", EntryKind.DAY, str(before.later) if before else ""), None)

    def clock_to_note(self, database: sqlite3.Connection) -> tuple[EntryKind, Apart] | None:
        """What is to be noted of the clock: that the machine was started since, or that the clock was set."""
        if (boot := self._boot()) is None:
            return None
        return set_clocks.to_note(set_clocks.last(database, boot.name), Apart(boot.name, round(self.now().timestamp() - boot.seconds)))

    def _note_clock(self, database: sqlite3.Connection) -> None:
        """By the day alone: a visitor may be sending just now (standards P6)."""
        if told := self.clock_to_note(database):
            line = (self.now().date().isoformat(), "", told[0], str(told[1]))
            if not journal.go_on(database, line):
                with suppress(KeepError):  # without a key nothing else is written either
                    self.note(database, line, None)

    def publics(self) -> dict[str, bytes]:
        """The keys that sign-ups are closed for now, by their ids."""
        try:
            publics = {each.id: each.public for each in in_use(self.keys)}
        except KeyFileError as error:
            raise KeepError(Why.NO_KEY) from error
        if not publics:
            raise KeepError(Why.NO_KEY)
        return publics

    def at(self) -> str:
        """Now, as the journal has it (UTC)."""
        return self.now().strftime("%Y-%m-%dT%H:%M:%SZ")

    def day(self) -> str:
        """The day of this place, which is all that is kept of when a visitor does something (standards P6)."""
        return self.now().astimezone().date().isoformat()
