"""Whether somebody set the clock of this machine while it ran, as the journal tells it: nobody can set the seconds since the machine was started.

How far the two are apart stands in the entries of days. A move of an hour or less is not followed, so that many small ones are one large one. The
first larger one after a start may be the network's time that comes to a machine without a battery: that is taken as time in which it was off. Each
further one is told by an entry of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kiosk.signup.journal.ages import DAY_SECONDS, STEP_DAYS
from kiosk.signup.journal.journal import EntryKind

if TYPE_CHECKING:
    from sqlite3 import Connection

SLACK_SECONDS = 3600
"""Far more than a network's time moves a clock that runs, and an hour in the life of a request is nothing."""
BOOT_LETTERS = 8
_WRITTEN = re.compile(rf"([0-9a-f]{{{BOOT_LETTERS}}}) (-?\d{{1,12}})(?: (-?\d{{1,12}}))?", re.ASCII)
_LAST = "SELECT about FROM journal WHERE what IN (?, ?) AND substr(about, 1, ?) = ? ORDER BY seq DESC LIMIT 1"


class Apart(Struct, frozen=True):
    """How many seconds the clock on the wall shows more than have passed since the machine was started, in this run of it (`boot`).

    `jump` is by how many seconds the clock was set just then; 0 where that was earlier in this run, None where it was not set yet.
    Written `3fa9c2d1 1795348800 345600`.
    """

    boot: str
    offset: int
    jump: int | None = None

    def __str__(self) -> str:
        return f"{self.boot} {self.offset}" if self.jump is None else f"{self.boot} {self.offset} {self.jump}"

    @property
    def later(self) -> Apart:
        """The same, when nothing was set since."""
        return self if self.jump is None else Apart(self.boot, self.offset, 0)


def read(written: object) -> Apart | None:
    """What an entry says that is written so; None for anything else."""
    found = _WRITTEN.fullmatch(written) if isinstance(written, str) else None
    return Apart(found[1], int(found[2]), int(found[3]) if found[3] else None) if found else None


def last(database: Connection, boot: str) -> Apart | None:
    """What was last noted in this run of the machine; None where nothing was."""
    row = database.execute(_LAST, (EntryKind.DAY, EntryKind.CLOCK, BOOT_LETTERS + 1, f"{boot} ")).fetchone()
    return read(row[0]) if row else None


def to_note(before: Apart | None, now: Apart) -> tuple[EntryKind, Apart] | None:
    """What is to be noted now, after what was noted `before` in this run of the machine: its beginning, or that the clock was set."""
    if before is None:
        return EntryKind.DAY, now
    jump = now.offset - before.offset
    if abs(jump) <= SLACK_SECONDS:
        return None
    return EntryKind.DAY if before.jump is None else EntryKind.CLOCK, Apart(now.boot, now.offset, jump)


def jump_in(what: str, about: str) -> int | None:
    """By how many seconds the clock was set while the machine ran, by this entry; None where it tells nothing of it.

    No machine was off for a time that goes back: where the first move goes so far back that it is a step, it counts as any other. Else nothing
    would be lived until the day from which it was set.
    """
    found = read(about) if what in (EntryKind.CLOCK, EntryKind.DAY) else None
    if not found or not found.jump:
        return None
    return found.jump if what == EntryKind.CLOCK or found.jump < -STEP_DAYS * DAY_SECONDS else None
