"""The hours in which the clinic is open: outside of them the screen is dark until somebody touches it. Pure; the time is handed in."""

from __future__ import annotations

import re
from datetime import datetime

from kiosk.slides.deck import Show
from kiosk.slides.schedule import WEEK, next_change, shows

EXAMPLE = "Mon-Fri 8:00-18:00, Sat 9:00-13:00"
_PART = re.compile(r"(?:([a-z]{3})(?: ?[-–] ?([a-z]{3}))? )?(\d{1,2}):([0-5]\d) ?[-–] ?(\d{1,2}):([0-5]\d)")

Hours = tuple[Show, ...]
"""Each of them days and hours of one part; none at all means day and night."""


def read_hours(written: str) -> Hours | None:
    """What `Mon-Fri 8:00-18:00, Sat 9:00-13:00` says; days may go round the week, hours through midnight. None for anything else."""
    parts = [_part(part.strip()) for part in written.lower().split(",")]
    found = tuple(part for part in parts if part)
    return found if len(found) == len(parts) else None


def _part(written: str) -> Show | None:
    found = _PART.fullmatch(written)
    days = _days(found[1] or "mon", found[2] or found[1] or "sun") if found else ()
    if not found or not days:
        return None
    begin, end = int(found[3]) * 60 + int(found[4]), int(found[5]) * 60 + int(found[6])
    return Show(days=days, hours=(begin, end)) if begin != end and max(begin, end) <= 24 * 60 else None


def _days(first: str, last: str) -> tuple[int, ...]:
    if first not in WEEK or last not in WEEK:
        return ()
    begin, end = WEEK.index(first), WEEK.index(last)
    return tuple(range(begin, end + 1)) if begin <= end else (*range(end + 1), *range(begin, 7))


def is_open(hours: Hours, now: datetime) -> bool:
    """Whether the clinic is open at `now`, by its own clock."""
    return not hours or any(shows(part, now) for part in hours)


def changes_at(hours: Hours, now: datetime) -> datetime | None:
    """The next moment at which that may become otherwise; None if it never does."""
    return next_change(hours, now)


SMALL_HOURS = range(3, 5)
"""When a clinic that named no hours is taken to be asleep."""


def is_asleep(hours: Hours, now: datetime) -> bool:
    """Whether nobody is expected at the screen: the time to start anew."""
    return not is_open(hours, now) if hours else now.hour in SMALL_HOURS
