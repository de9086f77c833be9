"""What was understood of hours and closed days, in the sentences that staff read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kiosk.settings.hours_grammar import read_closed, read_hours
from kiosk.settings.opening_hours import Hours
from kiosk.staff.diagnosis.hours_told import dark_while_open, days_listed, told

TODAY = date(2026, 12, 22)
"""A Tuesday."""
OPEN = "The clinic is open Monday to Friday, 8:00 am to 12:00 pm and 1:00 pm to 6:00 pm."


def of(written: str, closed: str) -> Hours:
    spans: Any = read_hours(written) if written else ()
    days: Any = tuple(read_closed(closed)) if closed else ()
    return Hours(spans, days)


@pytest.mark.parametrize(
    ("written", "closed", "sentence"),
    [
        ("", "", "No opening hours are set, or none can be read (`open_hours`), so the screen is on day and night."),
        ("Mon-Fri 8:00-12:00, 13:00-18:00", "", OPEN),
        (
            "Mon-Fri 8:00-12:00, 13:00-18:00",
            "2026-12-24, Dec 25, 2026-12-28 from noon",
            (f"{OPEN} It is closed on Thursday 24 December 2026, on 25 December of every year and on Monday 28 December 2026, from 12:00 pm on."
            " In the coming week that is Thursday 24 and Friday 25 December; Monday 28 December, from 12:00 pm on."),
        ),
        (
            "Sat 9:00-13:00",
            "Dec 30 - Jan 1, 2026-12-29 10:00-11:00",
            ("The clinic is open Saturday, 9:00 am to 1:00 pm. It is closed from 30 December to 1 January of every year and on Tuesday 29 December"
            " 2026, from 10:00 am to 11:00 am. None of these days is in the coming week."),
        ),
        (
            "Sat 9:00-13:00",
            "2025-12-24",
            "The clinic is open Saturday, 9:00 am to 1:00 pm. All closed days that the settings name are past.",
        ),
        (
            "",
            "2026-12-23 until 10:00",
            ("No opening hours are set, or none can be read (`open_hours`), so the screen is on day and night."
            " It is closed on Wednesday 23 December 2026, until 10:00 am. In the coming week that is Wednesday 23 December, until 10:00 am."),
        ),
    ],
)
def test_the_hours_are_told_as_they_were_understood(written: str, closed: str, sentence: str) -> None:
    assert told(of(written, closed), TODAY) == sentence


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([date(2026, 12, 24)], "Thursday 24 December"),
        ([date(2026, 12, 24), date(2026, 12, 25)], "Thursday 24 and Friday 25 December"),
        ([date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1)], "Wednesday 30, Thursday 31 December and Friday 1 January"),
    ],
)
def test_days_are_listed_as_one_says_them(days: list[date], said: str) -> None:
    assert days_listed(days) == said


@pytest.mark.parametrize(
    ("said", "open_hours", "dark"),
    [
        ("Mon-Fri 8:00-17:00", "Mon-Fri 8:00-17:00", False),
        ("Mon-Fri 8:00-17:00", "Mon-Sat 7:00-19:00", False),
        ("Mon-Fri 8:00-17:00", "Mon-Thu 8:00-17:00", True),
        ("Mon-Fri 8:00-17:00", "Mon-Fri 8:00-12:00, 13:00-17:00", True),
        ("Sat 20:00-2:00", "Sat 20:00-24:00", True),
        ("Mon-Fri 8:00-17:00", "", False),
        ("", "Mon-Fri 8:00-17:00", False),
    ],
)
def test_the_screen_is_not_dark_while_visitors_are_told_that_the_clinic_is_open(said: str, open_hours: str, *, dark: bool) -> None:
    assert dark_while_open(of(said, "").spans, of(open_hours, "")) is dark
