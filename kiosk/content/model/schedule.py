"""When a topic or a slide shows: from a day, until a day, on some days of the week, in some hours. Pure; the time is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

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
        return shows_on(show, now.date())
    begin, end = show.hours
    minute = now.hour * 60 + now.minute
    if begin < end:
        return begin <= minute < end and shows_on(show, now.date())
    return (minute >= begin and shows_on(show, now.date())) or (minute < end and shows_on(show, now.date() - timedelta(days=1)))


def shows_on(show: Show, day: date) -> bool:
    """Whether it shows on this day, at some hour."""
    begun = show.begin is None or show.begin <= day
    over = show.until is not None and show.until < day
    return begun and not over and (not show.days or day.weekday() in show.days)


def next_day(show: Show, today: date) -> date | None:
    """The first day from today on that it shows; None where it is over, or no such day of the week lies between its first and its last day."""
    first = max(today, show.begin or today).toordinal()
    days = map(date.fromordinal, range(first, min(first + len(WEEK), date.max.toordinal() + 1)))
    return next((day for day in days if shows_on(show, day)), None)


def next_change(times: Sequence[Show], now: datetime) -> datetime | None:
    """The next moment at which any of these may begin or cease to show; None if there are none."""
    if not times:
        return None
    today = datetime.combine(now.date(), time(), now.tzinfo)
    edges = (today + timedelta(minutes=minute) for show in times if show.hours for minute in show.hours)
    return min(moment for moment in (*edges, today + timedelta(days=1)) if moment > now)
