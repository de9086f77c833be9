"""When a topic or a slide shows: from a day, until a day, on some days of the week, in some hours. Pure; the time is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from kiosk.content.model.deck import Show

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""As staff write the days, in the order of their numbers."""


def shows(show: Show | None, now: datetime) -> bool:
    """Whether something with these times shows at `now` (the clinic's own clock); without times it always does.

    `until` is the last day that it shows. Hours that end before they begin go through midnight, and belong to the day they began.
    """
    if show is None:
        return True
    if show.hours is None:
        return _on_day(show, now)
    begin, end = show.hours
    minute = now.hour * 60 + now.minute
    if begin < end:
        return begin <= minute < end and _on_day(show, now)
    return (minute >= begin and _on_day(show, now)) or (minute < end and _on_day(show, now - timedelta(days=1)))


def _on_day(show: Show, now: datetime) -> bool:
    day = now.date()
    begun = show.begin is None or show.begin <= day
    over = show.until is not None and show.until < day
    return begun and not over and (not show.days or day.weekday() in show.days)


def next_change(times: Sequence[Show], now: datetime) -> datetime | None:
    """The next moment at which any of these may begin or cease to show; None if there are none."""
    if not times:
        return None
    today = datetime.combine(now.date(), time(), now.tzinfo)
    edges = (today + timedelta(minutes=minute) for show in times if show.hours for minute in show.hours)
    return min(moment for moment in (*edges, today + timedelta(days=1)) if moment > now)
