"""How far staff have come with a sign-up, and when one goes by itself."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from kiosk.signup.journal.journal import EntryKind, fingerprint

DAYS_AFTER_DONE, DAYS_UNOPENED = 30, 90
"""When a sign-up goes, in days lived (`ages`): after it was done, or in any case."""


class Status(StrEnum):
    """How far staff have come with a sign-up."""

    NEW = "new"
    CALLED = "called"
    NOT_REACHED = "not reached"
    DONE = "done"


class Mark(Struct, frozen=True):
    """Somebody came so far with the sign-up `id`, at this time (UTC)."""

    id: str
    status: str
    who: str
    at: str

    @property
    def about(self) -> str:
        """What the journal says of it."""
        return f"{self.id} {self.status}"

    @property
    def fingerprint(self) -> bytes:
        """Of its words in the journal: what is signed."""
        return fingerprint(self.at, self.who, EntryKind.MARKED, self.about)


def tries(marks: Iterable[Mark]) -> int:
    """How often staff did not reach who asked, by these marks of one sign-up, oldest first: since it was last marked as new."""
    count = 0
    for mark in marks:
        count = 0 if mark.status == Status.NEW else count + (mark.status == Status.NOT_REACHED)
    return count


UNREADABLE, LOST = -1, -2
"""Stand for how many sign-ups are in a drawer of which nothing can be read, and in one that says it has some of which none can be."""
