"""The time as commands take it: with the time zone of this machine."""

from __future__ import annotations

from datetime import UTC, date, datetime


def now() -> datetime:
    """The time here."""
    return datetime.now(tz=UTC).astimezone()


def today() -> date:
    """The day here."""
    return now().date()
