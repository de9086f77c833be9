"""The opening hours and closed days of the settings as a machine understood them, in whole sentences for staff. Pure; today is handed in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from kiosk.content.model.spoken_hours import clock_said, hours_said
from kiosk.settings.opening_hours import DAY, Closed, Hours, Span, is_closed_on, is_open
from kiosk.staff.console import listed

_WEEK = timedelta(days=7)
_A_MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001  any will do, in any zone
_STEP = 5
"""Minutes between two looks at a week: nobody opens for less."""
_MOST = 12
"""Closed days that are told one by one."""


def told(hours: Hours, today: date) -> str:
    """When the clinic is open, on which days it is closed, and which of these are in the seven days from today on."""
    return " ".join((_open(hours), *_closed(hours, today), *_this_week(hours, today)))


def dark_while_open(said: Sequence[Span], hours: Hours) -> bool:
    """Whether visitors are told hours of an ordinary week in which the screen is dark."""
    week = [_A_MONDAY + timedelta(minutes=minute) for minute in range(0, int(_WEEK.total_seconds()) // 60, _STEP)]
    return bool(said and hours.spans) and any(is_open(Hours(tuple(said)), now) and not is_open(Hours(hours.spans), now) for now in week)


def days_listed(days: Sequence[date]) -> str:
    """`Thursday 24 and Friday 25 December`: the month stands where it ends. For a few days; a month is never left out."""
    ends = [now.month != after.month for now, after in pairwise(days)] + [True]
    return listed([f"{day:%A} {day.day}{f' {day:%B}' if last else ''}" for day, last in zip(days, ends, strict=True)], most=len(days))


def _open(hours: Hours) -> str:
    if not hours.spans:
        return "No opening hours are set, or none can be read (`open_hours`), so the screen is on day and night."
    return f"The clinic is open {hours_said(hours.spans, 'en')}.".replace("\u00a0", " ")


def _closed(hours: Hours, today: date) -> Iterator[str]:
    to_come = [each for each in hours.closed if each.every_year or each.last >= today]
    if to_come:
        yield f"It is closed {listed([_when(each) for each in to_come], _MOST)}."
    elif hours.closed:
        yield "All closed days that the settings name are past."


def _when(closed: Closed) -> str:
    """`on 25 December of every year`, `on Thursday 24 December 2026, from 12:00 pm on`."""
    first, last = (f"{day.day} {day:%B}" if closed.every_year else f"{day:%A} {day.day} {day:%B} {day.year}" for day in (closed.first, closed.last))
    days = f"on {first}" if first == last else f"from {first} to {last}"
    return f"{days}{' of every year' if closed.every_year else ''}{_hours_of(closed)}"


def _hours_of(closed: Closed) -> str:
    """What of the day is closed; nothing where all of it is."""
    begin, end = (clock_said(minute, "en").replace("\u00a0", " ") for minute in (closed.begin, closed.end))
    match closed.begin, closed.end:
        case 0, after if after > DAY:
            return ""
        case _, after if after > DAY:
            return f", from {begin} on"
        case 0, _:
            return f", until {end}"
        case _:
            return f", from {begin} to {end}"


def _this_week(hours: Hours, today: date) -> Iterator[str]:
    """The closed days of the coming week, those that are wholly closed together."""
    if not any(each.every_year or each.last >= today for each in hours.closed):
        return
    week = [today + timedelta(days) for days in range(_WEEK.days)]
    whole = [day for day in week if any(is_closed_on(each, day) and not _hours_of(each) for each in hours.closed)]
    parts = [f"{days_listed([day])}{_hours_of(each)}" for day in week if day not in whole for each in hours.closed if is_closed_on(each, day)]
    found = ([days_listed(whole)] if whole else []) + parts
    yield f"In the coming week that is {'; '.join(found)}." if found else "None of these days is in the coming week."
