"""Sign-ups as they are listed: none is opened, and its marks count as far as staff signed them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from kiosk.files.bounded_sqlite import (
    bounded,
)  # fmt: skip
from kiosk.signup.journal.ages import day_of
from kiosk.signup.journal.seen import Seen
from kiosk.signup.journal.signed import mark_that_holds, marks_that_hold
from kiosk.signup.journal.status import Mark, Status, tries
from kiosk.signup.record import Record


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


def entry_of(name: str, day: str) -> Entry:
    """A sign-up of this day that nobody has marked."""
    return Entry(name, day_of(day) or date.min)


def with_marks(seen: Seen, name: str, day: str, marks: Sequence[Mark]) -> Entry:
    """The sign-up with its marks, as far as staff signed them."""
    entry = replace(entry_of(name, day), marks=marks_that_hold(seen, marks, name))
    last, doubted = mark_that_holds(seen, marks[-1] if marks else None, name)
    return replace(entry, status=Status(last.status), by=last.who, at=last.at) if last else replace(entry, doubted=doubted)


def by_sign_up(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    """The marks of each sign-up, in their order."""
    found: dict[str, list[Mark]] = {}
    for mark in marks:
        found.setdefault(mark.id, []).append(mark)
    return found


def marks_in(database: sqlite3.Connection) -> list[Mark]:
    """All marks of a drawer, the oldest first, whoever put them there."""
    return [Mark(*map(str, row)) for row in bounded(database.execute("SELECT id, status, who, at FROM marks ORDER BY rowid"))]
