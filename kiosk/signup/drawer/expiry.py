"""What goes by itself, once its time has come: days pass as the journal saw them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date

from kiosk.files.bounded_sqlite import (
    bounded_days,
)  # fmt: skip
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.entries import Entry
from kiosk.signup.drawer.file import LOOKED_UP
from kiosk.signup.journal import ages, set_clocks
from kiosk.signup.journal.ages import Lived, day_of
from kiosk.signup.journal.journal import CAME, EntryKind, Line
from kiosk.signup.journal.signed import done_by
from kiosk.signup.journal.status import DAYS_AFTER_DONE, DAYS_UNOPENED, Status
from kiosk.signup.journal.what_came import LISTED
from kiosk.signup.keys.private_keys import NOTHING

DAYS_UNTIL_RED = 14
"""When one that nobody has looked at is told in red."""


def lived(drawer: Drawer, today: date) -> Lived:
    """The days that this drawer has seen."""
    with drawer.file.reading() as database:
        trail = drawer.file.trail(database)
        return ages.lived(bounded_days(trail.days), today, trail.jumps | _set_since(drawer, database))


def _set_since(drawer: Drawer, database: sqlite3.Connection) -> dict[int, int]:
    """By how many seconds the clock was set, where the journal does not tell it yet."""
    told = drawer.file.clock_to_note(database)
    jump = set_clocks.jump_in(told[0], str(told[1])) if told else None
    return {ages.TODAY: jump} if jump else {}


def begin_day(drawer: Drawer) -> bool:
    """Notes that another day has come, and tells whether one has: only days that were noted make anything older. Notes a clock that was set, too."""
    with drawer.file.reading() as database:
        has_come = _has_come(drawer, database)
        if not has_come and not drawer.file.clock_to_note(database):
            return False
    with drawer.file.writing() as database:
        if _has_come(drawer, database):
            drawer.file.note_day(database)
    if has_come:
        with drawer.file.reading():
            drawer.file.mend(drawer.file.database(), LOOKED_UP)  # as when it is opened, however long the kiosk runs
    return has_come


def _has_come(drawer: Drawer, database: sqlite3.Connection) -> bool:
    """Whether the last entry is of another day than it is now."""
    row = database.execute("SELECT at FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    return not row or day_of(row[0]) != drawer.file.now().date()


def due(drawer: Drawer, today: date, ahead: int = 0) -> list[Entry]:
    """What is to be deleted now, or in so many days: done for long enough, or lying here too long, in days lived (`ages`).

    That something is done counts only if somebody who can read requests has signed it.
    """
    return _due(drawer, lived(drawer, today), ahead)


def _due(drawer: Drawer, times: Lived, ahead: int = 0) -> list[Entry]:
    with drawer.file.reading() as database:
        if not database.execute(f"{LISTED} LIMIT 1").fetchone():
            return []
        if times.now - min(times.ages.values(), default=0) + ahead < min(DAYS_AFTER_DONE, DAYS_UNOPENED):
            return []  # the usual case, every minute
        seen = drawer.file.seen(database, NOTHING)
        came = {line.about: line.seq for line in reversed(seen.entries) if line.what in CAME}
        return [
            entry for entry in drawer.entries()
            if times.since(came.get(entry.id, 0)) + ahead >= DAYS_UNOPENED
            or (entry.status is Status.DONE and _lived_since_done(done_by(seen, entry.id), times) + ahead >= DAYS_AFTER_DONE)
        ]  # fmt: skip


def expire(drawer: Drawer, today: date) -> list[str]:
    """Deletes what is due, each with an entry in the journal, and tells which. A clock that took a step lately deletes nothing."""
    times = lived(drawer, today)
    return _remove(drawer, [entry.id for entry in _due(drawer, times)], "", EntryKind.EXPIRED) if times.trusted else []


def _remove(drawer: Drawer, names: Iterable[str], who: str, what: EntryKind) -> list[str]:
    with drawer.file.writing() as database:
        return [name for name in names if drawer.take_out(database, name, (drawer.file.at(), who, what, name))]


def red(drawer: Drawer, today: date) -> int:
    """How many have waited so long that somebody should be told."""
    return sum(entry.waits and (today - entry.day).days >= DAYS_UNTIL_RED for entry in drawer.entries())


def _lived_since_done(line: Line | None, times: Lived) -> int:
    """Days lived since staff signed that it is done; long before all else where they did not."""
    return times.since(line.seq) if line else -DAYS_UNOPENED
