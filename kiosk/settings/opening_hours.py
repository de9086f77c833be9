"""The hours in which the clinic is open: outside of them the screen is dark until somebody touches it. Pure; the time is handed in.

How staff write them is in `hours_grammar`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from msgspec import Struct

DAY = 24 * 60
"""Minutes."""
ANY_YEAR = 2000
"""The year of a closed day that comes back every year: one with a 29 February."""


class Span(Struct, frozen=True):
    """Days of the week (0: Monday), and minutes since their midnight, from and to: more than DAY where they go through the next midnight."""

    days: tuple[int, ...]
    begin: int
    end: int


class Closed(Struct, frozen=True):
    """Days on which the clinic is closed, the last one included: wholly, or from and to minutes since midnight.

    Hours that go through midnight belong to the day they begin, so a day that is closed has none of them. Those of `every_year` have the
    year ANY_YEAR, and may go round the end of a year.
    """

    first: date
    last: date
    every_year: bool = False
    begin: int = 0
    end: int = 2 * DAY


class Hours(Struct, frozen=True):
    """When the clinic is open: no spans at all mean day and night, but for the days on which it is closed."""

    spans: tuple[Span, ...] = ()
    closed: tuple[Closed, ...] = ()


_ALWAYS = (Span(tuple(range(7)), 0, DAY),)


def is_open(hours: Hours, now: datetime) -> bool:
    """Whether the clinic is open at `now`, by its own clock."""
    return any(_is_open_since(hours, now.date() - timedelta(days=back), now.hour * 60 + now.minute + back * DAY) for back in (0, 1))


def _is_open_since(hours: Hours, day: date, minute: int) -> bool:
    """Whether hours that began on this day hold so many minutes after its midnight."""
    spans = (span for span in hours.spans or _ALWAYS if day.weekday() in span.days)
    return any(span.begin <= minute < span.end for span in spans) and not any(_is_closed(each, day, minute) for each in hours.closed)


def _is_closed(closed: Closed, day: date, minute: int) -> bool:
    return is_closed_on(closed, day) and closed.begin <= minute < closed.end


def is_closed_on(closed: Closed, day: date) -> bool:
    """Whether the day is one of these, be it wholly closed or in part."""
    first, last, that = closed.first, closed.last, day.replace(year=ANY_YEAR) if closed.every_year else day
    return first <= that <= last if first <= last else that >= first or that <= last


def changes_at(hours: Hours, now: datetime) -> datetime | None:
    """The next moment at which that may become otherwise; None if it never does."""
    if not hours.spans and not hours.closed:
        return None
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    parts: tuple[Span | Closed, ...] = (*hours.spans, *hours.closed)
    edges = {each % DAY for part in parts for each in (part.begin, part.end)} | {DAY}
    return min(moment for minute in edges if (moment := midnight + timedelta(minutes=minute)) > now)


SMALL_HOURS = range(3, 5)
"""When a clinic that named no hours is taken to be asleep."""


def is_asleep(hours: Hours, now: datetime) -> bool:
    """Whether nobody is expected at the screen: the time to start anew."""
    return not is_open(hours, now) if hours.spans else now.hour in SMALL_HOURS


def runs_of(days: Sequence[int]) -> list[list[int]]:
    """Days of the week, in their order, as runs of such as follow one another."""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs
