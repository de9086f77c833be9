"""The clinic's hours: read as staff write them, and the screen dark outside of them."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtQuick import QQuickItem

from content import sample
from kiosk.content.store.current import open_library
from kiosk.settings.hours_grammar import Meant, Refused, day_in_words, in_doubt, read_closed, read_day, read_hours, write_closed, write_hours
from kiosk.settings.opening_hours import Closed, Hours, Span, changes_at, is_asleep, is_open
from kiosk.settings.settings import Settings
from kiosk.unattended.exit_codes import RESTED

MONDAY = datetime(2026, 11, 23)
WEEKDAYS = "Mon-Fri 8:00-18:00, Sat 9:00-13:00"


def at(day: int, clock: str) -> datetime:
    """A day of the week (0: Monday) and the time on it."""
    hour, minute = clock.split(":")
    return MONDAY + timedelta(days=day, hours=int(hour), minutes=int(minute))


def hours(written: str, closed: str = "") -> Hours:
    """Hours that are taken."""
    spans, days = read_hours(written) if written else (), tuple(read_closed(closed)) if closed else ()
    assert isinstance(spans, tuple), spans
    assert all(isinstance(each, Closed) for each in days), days
    return Hours(spans, days)  # type: ignore[arg-type]


def days_written(closed: Iterable[Closed]) -> str:
    return ", ".join(map(write_closed, closed))


OPEN = [
    (WEEKDAYS, 0, "7:59", False),
    (WEEKDAYS, 0, "8:00", True),
    (WEEKDAYS, 4, "17:59", True),
    (WEEKDAYS, 4, "18:00", False),
    (WEEKDAYS, 5, "12:59", True),
    (WEEKDAYS, 5, "13:00", False),
    (WEEKDAYS, 6, "12:00", False),
    ("8:00-18:00", 6, "12:00", True),
    ("Fri–Mon 8:00 – 18:00", 6, "12:00", True),
    ("Fri-Mon 8:00-18:00", 2, "12:00", False),
    ("Mon 20:00-4:00", 1, "3:59", True),
    ("Mon 20:00-4:00", 1, "4:00", False),
    ("Mon 20:00-4:00", 1, "20:00", False),
    ("Sun 20:00-4:00", 0, "3:59", True),
    ("Mon-Sun 0:00-24:00", 3, "23:59", True),
    ("mon 8:00-12:00, mon 13:00-17:00", 0, "12:30", False),
    ("mon 8:00-12:00, mon 13:00-17:00", 0, "13:30", True),
    ("Mon-Fri 8:00-12:00, 13:00-18:00", 4, "13:30", True),
    ("Mon-Fri 8:00-12:00, 13:00-18:00", 5, "13:30", False),
    ("Mon,Wed,Fri 8:00-12:00", 2, "9:00", True),
    ("Mon,Wed,Fri 8:00-12:00", 3, "9:00", False),
    ("Mon-Sun 8:00-18:00, Wed closed", 2, "9:00", False),
]


@pytest.mark.parametrize(("written", "day", "clock", "open_then"), OPEN)
def test_it_is_open_when_the_hours_say_so(written: str, day: int, clock: str, open_then: bool) -> None:
    assert is_open(hours(written), at(day, clock)) is open_then


CLOSED = [
    (WEEKDAYS, "2026-11-23", 0, "9:00", False),
    (WEEKDAYS, "2026-11-23", 1, "9:00", True),
    (WEEKDAYS, "2026-11-23 from 12:00", 0, "11:59", True),
    (WEEKDAYS, "2026-11-23 from 12:00", 0, "12:00", False),
    (WEEKDAYS, "2026-11-23 until 10:00", 0, "9:59", False),
    (WEEKDAYS, "2026-11-23 until 10:00", 0, "10:00", True),
    (WEEKDAYS, "2026-11-23 12:00-14:00", 0, "13:59", False),
    (WEEKDAYS, "2026-11-23 12:00-14:00", 0, "14:00", True),
    (WEEKDAYS, "Nov 23", 0, "9:00", False),
    (WEEKDAYS, "2025-11-23", 0, "9:00", True),
    (WEEKDAYS, "2026-11-20 to 2026-11-24", 1, "9:00", False),
    (WEEKDAYS, "2026-11-20 to 2026-11-24", 2, "9:00", True),
    (WEEKDAYS, "Nov 20 to Jan 2", 1, "9:00", False),
    (WEEKDAYS, "Nov 25 to Jan 2", 1, "9:00", True),
    ("Mon-Sun 20:00-4:00", "2026-11-23", 1, "3:00", False),
    ("Mon-Sun 20:00-4:00", "2026-11-24", 1, "3:00", True),
    ("", "2026-11-23", 0, "9:00", False),
    ("", "2026-11-23", 1, "9:00", True),
]


@pytest.mark.parametrize(("written", "closed", "day", "clock", "open_then"), CLOSED)
def test_it_is_closed_on_the_days_that_are_named(written: str, closed: str, day: int, clock: str, open_then: bool) -> None:
    assert is_open(hours(written, closed), at(day, clock)) is open_then


SAME_HOURS = {
    "Mon-Fri 8:00-18:00, Sat 9:00-13:00": [
        "mon-fri 08:00-18:00; sat 9:00-13:00", "Monday to Friday 8:00 to 18:00, Saturday 9:00 to 13:00", "Mon–Fri: 8:00–18:00, Sat: 9:00–13:00",
        "Mon-Fri 8am-6pm, Sat 9 am - 1 p.m.", "Lunes a viernes de 8:00 a 18:00, sábado 9:00-13:00", "weekdays 8:00-18:00 Sat 9:00-13:00",
        "Lun-Vie 8:00-18:00, sáb 9:00 a. m. a 1:00 p. m., dom cerrado", "Mon - Fri 8:00 - 18:00 , Saturdays 9:00-13:00, Sundays closed",
    ],
    "Mon-Fri 8:00-12:00, 13:00-18:00": [
        "Mon-Fri 8:00-12:00 and 13:00-18:00", "Mon-Fri 8:00-12:00; 13:00-18:00", "Mon-Fri 8:00-12:00 13:00-18:00",
        "Mon-Fri 8:00-12:00, Mon-Fri 13:00-18:00",
    ],
    "Mon,Wed,Fri 8:00-12:00": ["Mon, Wed, Fri 8:00-12:00", "Mon & Wed & Fri 8:00-12:00", "Mon, Wed and Fri 8:00-12:00", "lun, mié y vie 8:00-12:00"],
    "Mon-Sun 20:00-4:00": ["20:00-4:00", "daily 8 pm - 4 am"],
    "Mon-Fri 9:00-12:00": [
        "Mon-Fri 9:00 - noon", "Mon-Fri 9 am to 12 noon", "lunes a viernes de 9:00 al mediodía", "lun-vie 9:00 a 12:00 del mediodía",
        "Mon-Fri from 9 am until midday",
    ],
    "Sat 12:00-24:00": [
        "Sat noon-midnight", "sáb de mediodía a medianoche", "Saturday 12 noon to 12 midnight", "sábado, mediodía hasta la medianoche",
    ],
    "Sun 0:00-6:00": ["Sun midnight to 6:00", "domingo de medianoche a 6:00"],
}  # fmt: skip


@pytest.mark.parametrize(("plain", "written"), [(plain, each) for plain, some in SAME_HOURS.items() for each in (plain, *some)])
def test_hours_may_be_written_in_many_ways(plain: str, written: str) -> None:
    assert write_hours(hours(written).spans) == plain


MEANT_HOURS = {
    "8-18": "Mon-Sun 8:00-18:00",
    "Mon-Fri 9-5": "Mon-Fri 9:00-17:00",
    "Mon-Fri 9:00-5:00": "Mon-Fri 9:00-17:00",
    "Mon-Fri 8:00-12:00, 1:00-5:00": "Mon-Fri 8:00-12:00, 13:00-17:00",
    "Mon-Fri 0800-1700": "Mon-Fri 8:00-17:00",
    "Mon-Fri 8.00-18.00": "Mon-Fri 8:00-18:00",
    "Mon-Fri 8h-18h30": "Mon-Fri 8:00-18:30",
    "Mondey-Fri 8:00-18:00": "Mon-Fri 8:00-18:00",
    "Mon-Fri 8:00-18:00, Fri 8:00-14:00": "Mon-Thu 8:00-18:00, Fri 8:00-14:00",
    "8:00-18:00, Sat 9:00-13:00": "Mon-Fri,Sun 8:00-18:00, Sat 9:00-13:00",
    "Mon 8:00-12:00, 11:00-18:00": "Mon 8:00-18:00",
    "Mon 8:00-8:00": "Mon 0:00-24:00",
}


@pytest.mark.parametrize(("written", "meant"), MEANT_HOURS.items())
def test_hours_that_may_be_a_slip_are_refused_with_what_was_meant(written: str, meant: str) -> None:
    refused = read_hours(written)
    assert isinstance(refused, Refused)
    assert refused.instead == meant
    assert write_hours(hours(refused.instead).spans) == meant


NO_HOURS = [
    "", "always", "24/7", "Mon-Fri", "Mon 8:00-25:00", "Mon 8:61-9:00", "Mon 13:00 pm-14:00", "Mo-Fr 8:00-9:00", "Mon 8:00-9:00,", "Sun closed",
    "Mon-Fri 8:00-12:00, Sat", "Mon-Fri 8:00-18:00 except holidays", "8:00-9:00-10:00", "Mon 24:00-2:00", "Mon 8:00-9:00😀", "Mon " * 400,
]  # fmt: skip


@pytest.mark.parametrize("written", NO_HOURS)
def test_what_is_no_hours_is_refused_with_an_example(written: str) -> None:
    refused = read_hours(written)
    assert isinstance(refused, Refused)
    assert hours(refused.instead).spans


SAME_DAYS = {
    "2026-12-25": ["Dec 25, 2026", "25 Dec 2026", "December 25th 2026", "25 de diciembre de 2026", "2026-12-25,"],
    "Dec 24 to Dec 26": ["Dec 24-26", "24 Dec - 26 Dec", "24 dic a 26 dic", "Dec 24 to 26"],
    "Dec 24 to Jan 1": ["Dec 24 - Jan 1", "24 December until 1 January"],
    "Dec 24 from 12:00": ["Dec 24 from noon", "24 dic desde el mediodía"],
    "Dec 24 12:00-24:00": ["Dec 24 from noon until midnight"],
    "2026-12-24 from 12:00": ["2026-12-24 from 12:00", "Dec 24 2026 from 12 pm", "24 dic 2026 desde las 12:00"],
    "2026-12-24 12:00-14:00": ["2026-12-24 from 12:00 to 14:00", "2026-12-24 12:00 – 14:00"],
    "2026-12-24 to 2027-01-01": ["2026-12-24 - 2027-01-01"],
    "Jan 1, Jul 4": ["Jan 1; 4 July"],
}


@pytest.mark.parametrize(("plain", "written"), [(plain, each) for plain, some in SAME_DAYS.items() for each in (plain, *some)])
def test_closed_days_may_be_written_in_many_ways(plain: str, written: str) -> None:
    assert days_written(hours("", written).closed) == plain


MEANT_DAYS = {
    "12/25/2026": "2026-12-25",
    "25/12/2026": "2026-12-25",
    "25.12.2026": "2026-12-25",
    "12/25": "Dec 25",
    "2026-12-24 from 12": "2026-12-24 from 12:00",
    "Decembre 25": "Dec 25",
    "2026-12-26 to 2026-12-24": "2026-12-24 to 2026-12-26",
    "Dec 31 - 2027-01-01": "2026-12-31 to 2027-01-01",
    "2026-12-31 to Jan 1": "2026-12-31 to 2027-01-01",
}


@pytest.mark.parametrize(("written", "meant"), MEANT_DAYS.items())
def test_days_that_may_be_a_slip_are_refused_with_what_was_meant(written: str, meant: str) -> None:
    (refused,) = read_closed(written)
    assert isinstance(refused, Refused)
    assert refused.instead == meant
    assert days_written(hours("", refused.instead).closed) == meant


@pytest.mark.parametrize("written", ["", "Christmas", "2026-02-30", "2026-12-24 at noon", "2026-12-24 from 12:00 to 10:00", "Monday", "Foo 25"])
def test_what_is_no_day_is_refused_with_an_example(written: str) -> None:
    (refused,) = read_closed(written)
    assert isinstance(refused, Refused)
    assert hours("", refused.instead).closed


@pytest.mark.parametrize("bad", ["Christmas", "12/25/2026", "2026-02-30"])
@pytest.mark.parametrize("place", range(3))
def test_one_day_that_is_not_understood_takes_no_other_with_it(bad: str, place: int) -> None:
    some = ["Jan 1", "2026-12-24 from 12:00"]
    some.insert(place, bad)
    found = list(read_closed(", ".join(some)))
    assert [isinstance(each, Refused) for each in found] == [number == place for number in range(3)]


NIGHTS = {
    "18:00-8:00": "from 6:00 pm until 8:00 am the next morning",
    "Mon-Fri 20:00-4:00": "from 8:00 pm until 4:00 am the next morning",
    "Mon 8:00-12:00, 13:00-1:00": "from 1:00 pm until 1:00 am the next morning",
    "6:00-23:00": "more than 16 hours, from 6:00 am until 11:00 pm",
    "7:00 am - 24:00": "more than 16 hours, from 7:00 am until 12:00 am",
}


@pytest.mark.parametrize(("written", "said"), NIGHTS.items())
def test_hours_through_a_night_are_asked_back_and_the_halves_of_the_day_answer(written: str, said: str) -> None:
    (asked,) = in_doubt(written)
    assert said in asked.wrong
    answer = re.search(r"right, write ([^;]+?)[;.]", asked.instead)
    assert answer
    assert hours(answer[1]).spans[0].begin == hours(written).spans[-1].begin
    assert not list(in_doubt(answer[1]))


@pytest.mark.parametrize("written", [WEEKDAYS, "0:00-24:00", "6 pm - 8 am", "8 pm - midnight", "6:00-22:00", "Sun closed, Mon 8:00-9:00"])
def test_ordinary_hours_are_not_asked_back(written: str) -> None:
    assert not list(in_doubt(written))


WEEK_OF_DAYS = st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True).map(lambda days: tuple(sorted(days)))
PIECES = st.lists(
    st.sampled_from(
        [
            "Mon", "Tue", "Fri-Sun", "lun", "a", "and", "to", "from", "closed", ",", ";", "-", "–", ":", "8:00", "8", "17:30", "24:00", "0:00",
            "9am", "5pm", "8-18", "2026-12-24", "Dec", "25", "12/25",
        ]
    )
)


@st.composite
def weeks(draw: Any) -> tuple[Span, ...]:
    """Hours as they may be: each day in one part at most, the hours of a part in order."""
    left, found = set(range(7)), list[Span]()
    for days in draw(st.lists(WEEK_OF_DAYS, min_size=1, max_size=3)):
        edges = sorted(draw(st.lists(st.integers(0, 1440), min_size=2, max_size=4, unique=True).filter(lambda some: len(some) % 2 == 0)))
        if set(days) <= left:
            found += [Span(days, begin, end) for begin, end in zip(edges[::2], edges[1::2], strict=True)]
            if 720 <= edges[-1] < 1440 and edges[0] and draw(st.booleans()):  # through the night
                found.append(Span(days, edges[-1], edges[0] + 1440))
            left -= set(days)
    return tuple(found)


@given(weeks())
def test_hours_are_read_as_they_are_written(spans: tuple[Span, ...]) -> None:
    assert read_hours(write_hours(spans)) == spans


SOME_DAYS = st.tuples(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.integers(0, 40), st.integers(0, 1440), st.booleans())


@given(st.lists(SOME_DAYS, min_size=1, max_size=4))
def test_closed_days_are_read_as_they_are_written(some: list[tuple[date, int, int, bool]]) -> None:
    whole = [Closed(first, first + timedelta(days), begin=minute) for first, days, minute, _ in some]
    days = tuple(
        replace(each, first=each.first.replace(year=2000), last=each.last.replace(year=2000), every_year=True) if every_year else each
        for each, (_, _, _, every_year) in zip(whole, some, strict=True)
    )
    assert tuple(read_closed(days_written(days))) == days


@given(PIECES.map(" ".join) | PIECES.map("".join) | st.text(max_size=30))
def test_whatever_is_written_is_taken_or_refused_with_a_cure_that_is_taken(written: str) -> None:
    spans = read_hours(written)
    if isinstance(spans, Refused):
        assert spans.wrong.endswith(".")
        assert isinstance(read_hours(spans.instead), tuple), spans
    else:
        assert all(each.wrong.endswith(".") for each in in_doubt(written))
    for each in read_closed(written):
        if isinstance(each, Refused):
            assert each.wrong.endswith(".")
            assert not any(isinstance(again, Refused) for again in read_closed(each.instead)), each


def test_without_hours_it_is_always_open_and_sleeps_at_three() -> None:
    assert is_open(Hours(), at(6, "3:00"))
    assert is_asleep(Hours(), at(6, "3:00"))
    assert not is_asleep(Hours(), at(6, "12:00"))
    assert changes_at(Hours(), at(0, "12:00")) is None


@given(weeks(), st.datetimes(datetime(2026, 12, 22), datetime(2026, 12, 29)), st.integers(0, 60 * 24))
def test_nothing_changes_before_the_moment_told(spans: tuple[Span, ...], now: datetime, later: int) -> None:
    all_of_it = Hours(spans, hours("", "Dec 25, 2026-12-24 from 12:10, 2026-12-28 8:00-9:30").closed)
    moment, then = changes_at(all_of_it, now), now + timedelta(minutes=later)
    assert moment is not None
    assert moment > now
    if then < moment:
        assert is_open(all_of_it, then) is is_open(all_of_it, now)


class Wall:
    """The clock on the wall, for a kiosk; it goes with the one of the visit."""

    def __init__(self, clock: Any, begin: datetime) -> None:
        self._clock, self._begin, self._zero = clock, begin, clock.now

    def __call__(self) -> datetime:
        return self._begin + timedelta(seconds=self._clock.now - self._zero)

    def is_set(self, then: datetime) -> None:
        self._begin, self._zero = then, self._clock.now


@pytest.fixture
def closed(visitor: Any, clock: Any) -> Any:
    """Somebody before the screen on Monday, two minutes before the clinic closes."""
    return visitor(settings=Settings(open_hours=hours(WEEKDAYS).spans), now=Wall(clock, at(0, "17:58")))


def dark(here: Any) -> bool:
    """Whether the screen is dark, to the eye."""
    here.rest()
    picture = here.kiosk.window.grabWindow()
    sampled = [picture.pixelColor(x, y).lightness() for x in range(0, picture.width(), 16) for y in range(0, picture.height(), 16)]
    return sum(sampled) / len(sampled) < 10


def test_a_clock_that_is_set_is_noticed_within_a_minute(visitor: Any, clock: Any, tmp_path: Path) -> None:
    """A machine without a battery begins in 1970, and somebody sets its clock later."""
    topic = sample.INFUSION.replace("tint: apricot\n", "tint: apricot\nshow: {from: 2026-11-01, until: 2026-12-01}\n", 1)
    library, problems = open_library(sample.write(tmp_path / "content", infusion=topic), tmp_path / "data", MONDAY.date())
    assert library, problems
    wall = Wall(clock, datetime(1970, 1, 1))
    here = visitor(own=library, settings=Settings(open_hours=hours(WEEKDAYS).spans), now=wall)
    here.waits(80).kiosk.look_at_the_clock()
    assert dark(here)
    assert "infusion" not in [head.id for head in here.kiosk.deck.stage.library.heads]
    assert here.kiosk.opening._timer.interval() <= 50_000
    assert here.kiosk._schedule.interval() <= 50_000
    wall.is_set(at(0, "9:00"))
    here.kiosk._schedule.timeout.emit()
    assert not dark(here)
    assert "infusion" in [head.id for head in here.kiosk.deck.stage.library.heads]


def test_looking_at_the_clock_changes_nothing_where_nothing_has_changed(visitor: Any, clock: Any) -> None:
    here = visitor(settings=Settings(open_hours=hours(WEEKDAYS).spans), now=Wall(clock, at(0, "9:00")))
    told: list[str] = []
    here.kiosk.opening.changed.connect(lambda: told.append("opening"))
    here.kiosk.deck.attractChanged.connect(lambda: told.append("deck"))
    for _ in range(10):
        here.waits(50).kiosk.look_at_the_clock()
    assert told == []


def help_words(here: Any) -> QRectF:
    """Where the dark screen names help; all of it on the screen."""
    item = here.kiosk.window.findChild(QQuickItem, "nightHelp")
    box = item.mapRectToScene(item.boundingRect())
    assert QRectF(0, 0, here.kiosk.window.width(), here.kiosk.window.height()).contains(box)
    return box


def test_the_screen_is_dark_when_the_clinic_closes_and_light_when_it_opens(closed: Any) -> None:
    assert not dark(closed)
    closed.waits(120).kiosk.opening.look()
    assert dark(closed)
    closed.waits(14 * 3600 - 1).kiosk.opening.look()
    assert dark(closed)
    closed.waits(1).kiosk.opening.look()
    assert not dark(closed)


def test_a_visit_goes_on_after_hours_and_then_the_screen_is_dark_again(closed: Any) -> None:
    closed.taps("Start").taps("Your infusion").waits(100)
    closed.kiosk.opening.look()
    closed.taps("Next").waits(60)
    closed.kiosk.opening.look()
    assert not dark(closed)
    closed.waits(60).taps("Start over")
    closed.waits(59).kiosk.opening.look()
    assert not dark(closed)
    closed.waits(1).kiosk.opening.look()
    assert dark(closed)


def test_a_touch_on_the_dark_screen_wakes_it_and_presses_nothing(closed: Any) -> None:
    closed.waits(120).kiosk.opening.look()
    closed.taps_at(QPointF(960, 1000))
    assert not dark(closed)
    assert closed.kiosk.visit.visit.idle
    closed.taps("Start")
    assert closed.kiosk.visit.at == "home"


def test_help_is_one_touch_from_the_dark_screen(closed: Any) -> None:
    closed.waits(120).kiosk.opening.look()
    assert dark(closed)
    closed.taps_at(help_words(closed).center())
    assert closed.sees("988lifeline.org")


def test_a_key_wakes_it(closed: Any) -> None:
    closed.waits(120).kiosk.opening.look()
    closed.presses(Qt.Key.Key_Down)
    assert not dark(closed)


def test_the_words_on_the_dark_screen_move_on(closed: Any) -> None:
    closed.waits(120).kiosk.opening.look()
    assert dark(closed)
    places = set()
    for _ in range(12):
        closed.waits(600).kiosk.opening.look()
        closed.rest()
        places.add(help_words(closed).topLeft().toTuple())
    assert len(places) == 12


@pytest.mark.parametrize(("written", "until"), [("8:00-18:00", 23.6), ("8:00-16:00", 21.6), ("", 32.6)])
def test_after_a_day_it_asks_to_be_started_anew_when_nobody_is_expected(visitor: Any, clock: Any, written: str, until: float) -> None:
    here = visitor(settings=Settings(open_hours=hours(written).spans), now=Wall(clock, at(0, "18:30")))
    asked: list[float] = []
    here.kiosk.opening.tired.connect(lambda: asked.append(clock.now))
    begun = clock.now
    for _ in range(48 * 6):
        here.waits(600).kiosk.opening.look()
        if asked:
            break
    assert (asked[0] - begun) / 3600 == pytest.approx(until, abs=0.2)


SLEEPER = """
import sys
from kiosk.settings import opening_hours
from kiosk.bridge import opening_view
from kiosk.staff.main import main
opening_hours.SMALL_HOURS = range(24)
opening_view.RESTED_SECONDS = 0.0
opening_view.REST_LOOK_SECONDS = 1.0
sys.exit(main(sys.argv[1:]))
"""


def test_the_real_kiosk_ends_for_whoever_starts_it_anew(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SLEEPER, "run", "--window", "640x360", "--data", str(tmp_path / "data")]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        watched = {**os.environ, "NOTIFY_SOCKET": str(tmp_path / "notify"), "PYTHONPATH": str(PROJECT)}
        assert subprocess.run(command, env=watched, cwd=tmp_path, timeout=60, capture_output=True, check=False).returncode == RESTED


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-12-03", date(2026, 12, 3)), ("12/3/2026", date(2026, 12, 3)), ("12/03/26", date(2026, 12, 3)), ("12-3-2026", date(2026, 12, 3)),
        ("12/3", date(2026, 12, 3)), ("Dec 3", date(2026, 12, 3)), ("December 3rd", date(2026, 12, 3)),
        ("Thursday, December 3, 2026", date(2026, 12, 3)),
        ("3 de diciembre", date(2026, 12, 3)), ("jueves, 3 de diciembre de 2026", date(2026, 12, 3)), (" dic 3 ", date(2026, 12, 3)),
        ("today", date(2026, 11, 29)), ("Tonight", date(2026, 11, 29)), ("tomorrow.", date(2026, 11, 30)), ("mañana", date(2026, 11, 30)),
        ("hoy", date(2026, 11, 29)), ("esta noche", date(2026, 11, 29)), ("yesterday", date(2026, 11, 28)), ("Friday", date(2026, 12, 4)),
        ("on Sunday", date(2026, 11, 29)), ("el lunes", date(2026, 11, 30)), ("weekdays", None), ("daily", None), ("next Friday", None),
        ("Mar 1", date(2027, 3, 1)), ("mar 1, 2026", date(2026, 3, 1)), ("mar 1 de diciembre", date(2026, 12, 1)),
        ("Jun 30", date(2027, 6, 30)), ("Oct 30", date(2026, 10, 30)), ("Oct 28", date(2027, 10, 28)),
        ("24/12/2026", date(2026, 12, 24)), ("Jan 2", date(2027, 1, 2)), ("Nov 20", date(2026, 11, 20)), ("Feb 29", None), ("2/30/2027", None),
        ("soon", None), ("", None), ("3", None), ("2026", None), ("x" * 5000, None),
    ],
)  # fmt: skip
def test_a_day_as_people_write_it(written: str, day: date | None) -> None:
    read = read_day(written, date(2026, 11, 29))
    assert read == day or (day is None and isinstance(read, Refused))


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.sampled_from(Meant))
def test_a_date_without_a_year_is_the_one_that_is_meant(day: date, today: date, meant: Meant) -> None:
    read = read_day(day_in_words(day).rpartition(",")[0].partition(", ")[2], today, meant)
    if (day.month, day.day) != (2, 29):
        assert isinstance(read, date)
        assert (read.month, read.day) == (day.month, day.day)
        first, last = {Meant.NEXT: (0, 366), Meant.AROUND: (-31, 335), Meant.PASSED: (-366, 0)}[meant]
        assert first <= (read - today).days <= last


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    for written in (day.isoformat(), f"{day.month}/{day.day}/{day.year}", day_in_words(day)):
        assert read_day(written, date(2026, 11, 29)) == day


@given(st.text(max_size=30))
def test_whatever_is_written_for_a_day_is_a_day_or_refused(written: str) -> None:
    assert isinstance(read_day(written, date(2026, 11, 29)), date | Refused)
