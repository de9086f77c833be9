"""The sign-ups as whoever calls people back works through them: in which order, who it is in few letters, what matters for a call."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from kiosk.signup.drawer.entries import Entry
from kiosk.signup.journal.status import Status
from kiosk.signup.record import Answer, Record

LANGUAGE, BEST_TIME = "language", "when"
"""Questions of the form that ships by their names: what they say stands in the list. A form that has no such question says nothing of it there."""
_LONGEST_NAME = 20
"""Letters; whoever reads it has the whole name on the page of the request."""
_RANKS = {Status.CALLED: 1, Status.DONE: 2}


def in_turn(entries: Iterable[Entry]) -> list[Entry]:
    """Those that wait first, of them the oldest first; then those called, then those done. `entries` come newest first."""
    oldest_first = list(entries)[::-1]
    return sorted(oldest_first, key=lambda entry: (_RANKS.get(entry.status, 0), entry.day))


def brief(record: Record) -> str:
    """Who it is, for a list: the first name, and the first letter of the last one. Empty where no name was asked for."""
    first, *others = record.value("name").split() or [""]
    shown = first if len(first) <= _LONGEST_NAME else f"{first[: _LONGEST_NAME - 1]}\u2026"
    return f"{shown} {others[-1][0]}." if others else shown


def answered(record: Record, question: str) -> Answer | None:
    """What was answered to the question of this name; None where nothing was."""
    return next((answer for answer in record.answers if answer.question == question), None)


def at_home(at: str) -> datetime | None:
    """The time of a mark (UTC) as the clocks of this place say it; None for what is none."""
    try:
        return datetime.fromisoformat(at).astimezone()
    except (ValueError, OverflowError):
        return None


def is_of_this_week(then: datetime, today: date) -> bool:
    """Whether the name of its weekday alone says which day that was."""
    return 0 <= (today - then.date()).days < 7
